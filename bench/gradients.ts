/**
 * CPU time of forward and backward passes as learning runs them, a sample: with depthwise convolutions in blocks of channels and as ONNX's own Conv,
 * in turns, so that what else the machine does falls on both alike.
 *
 *   npx tsx bench/gradients.ts [--model mobilenet_v2_1.0_224_bn] [--mean 127.5] [--batch 32] [--runs 4]
 *
 * Weights at 4 bits; models and images are read from ../shared (or --shared).
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  scaleChannels,
  simulate,
  uniformPolicy,
  unwatched,
  wholeQuantization,
  type FloatTensor,
  type OpenGraph,
  type Outcome,
} from "../src/engine";
import { tensorOf } from "../src/engine/ir/graph";
import { targetOf, weightOf } from "../src/engine/ir/ports";
import { channelBlocksOf } from "../src/engine/onnx/gradient/channelBlocks";
import { encodeGradients, hasGradient } from "../src/engine/onnx/gradient/encodeGradients";
import { headOf, partsOf } from "../src/engine/quantize/measure/head";
import { LEARNING_BATCH } from "../src/engine/quantize/learn/learnWeights";
import { tailOf } from "../src/engine/quantize/learn/tail";
import { createOrtRunner } from "../src/runtime/ortRunner";
import type { JobSettings } from "../src/worker/jobs/jobs";
import { openQuantizer } from "../src/worker/jobs/quantize";
import { loadModel } from "../src/worker/model/loadModel";
import { statedPixelsOf } from "../src/worker/settings/inputBounds";

const { values: options } = parseArgs({
  options: {
    model: { type: "string", default: "mobilenet_v2_1.0_224_bn" },
    mean: { type: "string", default: "127.5" },
    batch: { type: "string", default: String(LEARNING_BATCH) },
    runs: { type: "string", default: "4" },
    shared: { type: "string", default: "../shared" },
  },
});

function need<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

interface Measured {
  readonly label: string;
  readonly open: OpenGraph;
  /** Milliseconds a sample. */
  readonly times: number[];
}

async function run(): Promise<void> {
  const [mean, path] = [Number(options.mean), join(options.shared, "data/imagenet")];
  const preprocessing = { mean, std: mean };
  const settings: JobSettings = {
    modelPath: join(options.shared, "models", `${options.model}.onnx`),
    account: "model",
    search: "exact",
    rounding: "nearest",
    seed: 1,
    streaming: "off",
    rows: "memory",
    calibration: { path, include: "s1k_*", samples: 8, preprocessing },
    evaluation: { path, include: "val_*", samples: 8, preprocessing },
  };
  const model = need(await loadModel(settings.modelPath, statedPixelsOf(settings)));
  const runner = createOrtRunner();
  const { nearest } = need(await openQuantizer(model, settings, runner, unwatched));
  const policy = uniformPolicy(model.network, 4, 8);
  const start = scaleChannels(nearest, policy);
  const quantization = wholeQuantization(start, policy);
  const answers = partsOf(headOf(model.graph)).map(({ tensor }) => tensor);
  const tail = tailOf(simulate(start, quantization), start.network, {
    answers,
    mostBatch: Number(options.batch),
    samples: 512,
    widths: quantization.weights,
    hasGradient,
  });
  if (typeof tail === "string") throw new Error(tail);
  const { graph, batch, layers } = tail;
  const question = {
    parameters: layers.flatMap(({ weights, bias }) => [weights, bias]),
    seeds: answers.map((tensor) => ({ tensor, task: "classification" as const })),
  };
  const ones = (shape: readonly number[]): FloatTensor => {
    return { shape, data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(0.1) };
  };
  const feeds = new Map([
    ...graph.inputs.map((name) => [name, ones(tensorOf(graph, name).shape)] as const),
    ...answers.flatMap((name) => {
      const { shape } = tensorOf(graph, name);
      return [[targetOf(name), ones(shape)] as const, [weightOf(name), ones([batch, 1])] as const];
    }),
    ...layers.map(({ layer, weights }) => {
      return [weights, { shape: tensorOf(graph, weights).shape, data: start.dequantized(layer, 4) }] as const;
    }),
  ]);
  const blocks = await channelBlocksOf(runner);
  const measured: Measured[] = [];
  for (const size of blocks === undefined ? [undefined] : [undefined, blocks]) {
    const open = await runner.open(encodeGradients(graph, question, size));
    await open.run(feeds);
    measured.push({ label: size === undefined ? "plain" : `blocks of ${size}`, open, times: [] });
  }
  for (let i = 0; i < Number(options.runs); i++) {
    for (const { open, times } of measured) {
      const before = process.cpuUsage();
      await open.run(feeds);
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1e3 / batch);
    }
  }
  console.log(`${layers.length} layers from "${layers[0]?.layer.name ?? ""}" on, ${batch} samples a run`);
  for (const { label, times } of measured) {
    const sorted = [...times].sort((a, b) => a - b);
    const [least = 0, median = 0] = [sorted[0], sorted[sorted.length >> 1]];
    console.log(`${label}: ${least.toFixed(1)} ms of CPU a sample at least, median ${median.toFixed(1)}`);
  }
  console.log(`peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
}

void run();
