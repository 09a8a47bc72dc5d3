/**
 * What learning brings: the accuracy of one policy before and after its weights learned from the float network, on images that neither search
 * nor learning saw.
 *
 *   npx tsx bench/learning.ts --model v2 --budget 1.08MiB --learn minutes:10
 *   npx tsx bench/learning.ts --model v2 --weights 4 --learn steps:100
 *
 * Models and data are read from ../shared (or --shared). A budget limits packed weights alone, as published tables do; "a/b" limits FLASH and
 * RAM in the model account. Images: calibrated and learned on `s1k_*`, accuracy on `val_*`. Of other data the first half calibrates and
 * teaches, the second is measured on. Losses and rounded weights are kept in --cache. A row a line goes to --json.
 */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import {
  choicesOf,
  compensatePolicy,
  evaluate,
  executorOf,
  gradientsOf,
  headOf,
  learnWeights,
  needOf,
  packedWeightBytes,
  parseBytes,
  Planner,
  referenceOutputs,
  scaleChannels,
  simulate,
  uniformPolicy,
  WEIGHT_WIDTHS,
  wholeQuantization,
  withRounding,
  type NarrowBits,
  type Network,
  type Outcome,
  type Policy,
  type Quantizer,
  type Watch,
  type WeightBits,
} from "../src/engine";
import { createProgress } from "../src/cli/terminal/progress";
import { terminalOf } from "../src/cli/terminal/terminal";
import { learningTimeOf } from "../src/protocol/files/settings";
import { createOrtRunner } from "../src/runtime/ortRunner";
import { decideBySearch } from "../src/worker/jobs/decide";
import type { Budget, JobSettings } from "../src/worker/jobs/jobs";
import { openQuantizer } from "../src/worker/jobs/quantize";
import { roundedOnce } from "../src/worker/losses/roundingCache";
import { loadModel } from "../src/worker/model/loadModel";
import { withViews } from "../src/worker/samples/learningViews";
import { statedPixelsOf } from "../src/worker/settings/inputBounds";

const { values: options } = parseArgs({
  options: {
    model: { type: "string", default: "v1-0.25" },
    budget: { type: "string" },
    weights: { type: "string", default: "4" },
    activations: { type: "string", default: "8" },
    /** Which widths a search may give weights: usual (8, 4, 2) or all (5 and 3 bits as well). */
    widths: { type: "string", default: "usual" },
    learn: { type: "string", default: "minutes:10" },
    seed: { type: "string", default: "1" },
    shared: { type: "string", default: "../shared" },
    cache: { type: "string", default: "out/losses" },
    json: { type: "string" },
    /** Validation images; all by default. */
    images: { type: "string" },
    views: { type: "string", default: "on" },
    note: { type: "string", default: "" },
  },
});

type Data = Pick<JobSettings, "calibration" | "evaluation">;

const images = (mean: number): Data => {
  const path = join(options.shared, "data/imagenet");
  const preprocessing = { mean, std: mean };
  return {
    calibration: { path, include: "s1k_*", preprocessing: { ...preprocessing, centerCrop: 224 } },
    evaluation: {
      path,
      include: "val_*",
      preprocessing,
      ...(options.images === undefined ? {} : { samples: Number(options.images) }),
    },
  };
};

const arrays = (file: string): Data => ({ calibration: { path: join(options.shared, "data", file), samples: 1000 } });

const MODELS: Readonly<Record<string, { readonly file: string; readonly data: Data }>> = {
  v1: { file: "mobilenet_v1_1.0_224_qatdq.onnx", data: images(128) },
  "v1-0.25": { file: "mobilenet_v1_0.25_128_qatdq.onnx", data: images(128) },
  v2: { file: "mobilenet_v2_1.0_224_bn.onnx", data: images(127.5) },
  mcunet: { file: "mcunet_in_144_ptqdq.onnx", data: images(127.5) },
  resnet8: { file: "resnet8_cifar10_bn.onnx", data: arrays("cifar10") },
  dscnn: { file: "kws_dscnn_bn.onnx", data: arrays("kws") },
};

function need<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

const view = createProgress(
  (text) => void process.stderr.write(text),
  terminalOf(process.stderr, process.env),
  () => performance.now(),
);
const shown: Watch = { cancelled: false, progress: (phase, done, total) => view.progress(phase, done, total) };

function weightBytes(network: Network, policy: Policy): number {
  return choicesOf(network).reduce(
    (sum, { kind, name, elements }) =>
      sum + (kind === "weights" ? packedWeightBytes(elements, policy.weights.get(name) ?? 8) : 0),
    0,
  );
}

/** Packed weights, to which the model account adds constants that no width changes. */
function budgetOf(network: Network, text: string): Budget {
  const [flash = "", ram] = text.split("/");
  const flashBytes = need(parseBytes(flash, "--budget"));
  if (ram !== undefined) return { id: null, name: null, flashBytes, ramBytes: need(parseBytes(ram, "--budget")) };
  const widest = uniformPolicy(network, 8);
  const constants =
    needOf(new Planner(network), widest, { account: "model" }).flashBytes - weightBytes(network, widest);
  return { id: null, name: null, flashBytes: flashBytes + constants, ramBytes: Infinity };
}

async function run(): Promise<void> {
  const chosen = MODELS[options.model];
  const time = learningTimeOf(options.learn);
  if (!chosen || time === undefined || time === "auto")
    throw new Error(`--model is one of ${Object.keys(MODELS).join(", ")}`);
  const settings: JobSettings = {
    modelPath: join(options.shared, "models", chosen.file),
    account: "model",
    search: "exact",
    ...(options.widths === "all" && { weightWidths: WEIGHT_WIDTHS }),
    rounding: "compensated",
    seed: Number(options.seed),
    streaming: "off",
    rows: "memory",
    cacheFolder: options.cache,
    ...chosen.data,
  };
  const model = need(await loadModel(settings.modelPath, statedPixelsOf(settings))).trimmed("all");
  const runner = createOrtRunner();
  const executor = executorOf(runner);
  const opened = need(await openQuantizer(model, settings, runner, shown));
  const { network } = model;
  const uniform = uniformPolicy(
    network,
    Number(options.weights) as WeightBits,
    Number(options.activations) as NarrowBits,
  );
  const policy =
    options.budget === undefined
      ? uniform
      : (
          await decideBySearch(
            model,
            { ...settings, budget: budgetOf(network, options.budget) },
            opened.nearest,
            opened.calibration,
            runner,
            shown,
          )
        ).policy;
  const scaled = scaleChannels(opened.nearest, policy);
  const identity = [
    model.identity,
    opened.calibration.fingerprint,
    JSON.stringify([[...policy.weights], [...policy.activations]]),
  ];
  const make = async () => await compensatePolicy(scaled, policy, executor, opened.calibration, shown);
  const start = withRounding(scaled, await roundedOnce(options.cache, identity, make));
  const head = headOf(model.graph);
  const reference = await referenceOutputs(model.graph, head, executor, opened.evaluation, shown);
  const measured = async (quantizer: Quantizer) =>
    evaluate(
      simulate(quantizer, wholeQuantization(quantizer, policy)),
      reference,
      head,
      executor,
      opened.evaluation,
      shown,
    );
  const before = await measured(start);
  const began = performance.now();
  const cpu = process.cpuUsage();
  let firstStep: number | undefined;
  const learned =
    time === "off"
      ? "off"
      : await learnWeights(
          start,
          policy,
          options.views === "off" ? opened.learning : withViews(model, opened, settings.seed),
          { graphs: executor, gradients: gradientsOf(runner) },
          {
            seed: settings.seed,
            shareOver: (steps, first, least) => {
              firstStep ??= performance.now();
              const seconds = (performance.now() - firstStep) / 1000;
              view.clear();
              process.stderr.write(
                `step ${steps}: ${first.toPrecision(4)} -> ${least.toPrecision(4)}, ${seconds.toFixed(0)} s\n`,
              );
              return "steps" in time ? steps / time.steps : seconds / (time.minutes * 60);
            },
          },
          shown,
        );
  const { user, system } = process.cpuUsage(cpu);
  view.clear();
  const after = typeof learned === "string" ? undefined : await measured(withRounding(start, learned.weights));
  const points = (accuracy: typeof before.accuracy) => ({
    top1: accuracy.quantized,
    drop: -(accuracy.delta ?? 0),
    ci95: accuracy.ci95,
    agreement: accuracy.agreement,
  });
  const row = {
    model: options.model,
    policy: options.budget ?? `W${options.weights}A${options.activations}`,
    widths: options.widths,
    note: options.note,
    weightBytes: weightBytes(network, policy),
    before: { loss: before.loss, ...points(before.accuracy) },
    ...(after && { after: { loss: after.loss, ...points(after.accuracy) } }),
    learned: typeof learned === "string" ? learned : { ...learned, weights: undefined },
    wallSeconds: (performance.now() - (firstStep ?? began)) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  console.log(JSON.stringify(row, null, 1));
  if (options.json !== undefined) appendFileSync(options.json, `${JSON.stringify(row)}\n`);
}

void run();
