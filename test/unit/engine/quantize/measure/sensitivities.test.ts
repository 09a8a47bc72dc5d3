import assert from "node:assert/strict";
import { ACTIVATION_WIDTHS } from "../../../../../src/engine/base/bits";
import {
  Cancelled,
  unwatched,
  type GraphExecutor,
  type SampleSource,
  type Watch,
} from "../../../../../src/engine/ir/ports";
import { choicesOf, isProduct, uniformPolicy, type Choice } from "../../../../../src/engine/ir/network";
import { tensorOf, type Graph } from "../../../../../src/engine/ir/graph";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { calibrate } from "../../../../../src/engine/quantize/calibrate/calibrate";
import { headOf } from "../../../../../src/engine/quantize/measure/head";
import { outputLoss } from "../../../../../src/engine/quantize/measure/outputLoss";
import { createQuantizer, type Quantizer } from "../../../../../src/engine/quantize/quantizer";
import { choiceKey, lossTableOf, measureSensitivities } from "../../../../../src/engine/quantize/measure/sensitivities";
import { scalingsOf } from "../../../../../src/engine/quantize/scale/scaleChannels";
import { simulate, type PartialQuantization } from "../../../../../src/engine/quantize/measure/simulate";
import { floatExecutor, normalSamples } from "../../../../support/networks/floatExecutor";
import { GraphBuilder, randomFeeds } from "../../../../support/networks/graphBuilder";

const SAMPLES = 6;

/** Two branches that meet, so that several tensors are alive in front of most layers. */
function branching(): Graph {
  const b = new GraphBuilder("branching");
  const x = b.input("x", [1, 2, 6, 6]);
  const stem = b.clamp(b.conv(x, 4, { kernel: [3, 3], pads: [1, 1, 1, 1] }));
  const left = b.clamp(b.conv(stem, 4, { kernel: [3, 3], pads: [1, 1, 1, 1], groups: 4 }));
  const right = b.conv(stem, 4);
  const sum = b.node({ kind: "add" }, [left, right]);
  const pooled = b.node({ kind: "reduceMean", axes: [2, 3], keepDims: true }, [sum]);
  return b.graph(b.fullyConnected(b.reshape(pooled, [1, 4]), 3));
}

async function quantizerOf(graph: Graph): Promise<Quantizer> {
  const prepared = prepareGraph(graph);
  const network = lowerNetwork(prepared);
  assert.ok(network.ok);
  const source = normalSamples(tensorOf(prepared, "x").shape, SAMPLES);
  return createQuantizer(
    prepared,
    network.value,
    await calibrate(prepared, network.value, floatExecutor, source, unwatched),
  );
}

function memoryCache(): {
  losses: Map<string, number>;
  get(key: string): number | undefined;
  put(key: string, loss: number): void;
} {
  const losses = new Map<string, number>();
  return { losses, get: (key) => losses.get(key), put: (key, loss) => void losses.set(key, loss) };
}

describe("measureSensitivities", () => {
  it("equals running the whole network with one tensor quantized", async () => {
    const quantizer = await quantizerOf(branching());
    const { graph, network } = quantizer;
    const source = normalSamples(tensorOf(graph, "x").shape, SAMPLES);
    const table = await measureSensitivities(quantizer, floatExecutor, source, memoryCache(), unwatched);
    const head = headOf(graph);
    const lossOf = async (choice: Choice, bits: 2 | 4 | 8): Promise<number> => {
      const layer = choice.kind === "weights" ? network.layers[choice.layer] : undefined;
      const partial: PartialQuantization = {
        activations: new Map(choice.kind === "activation" ? [[choice.group, bits]] : []),
        weights: new Map(layer && isProduct(layer) ? [[layer, bits]] : []),
        scalings: scalingsOf(quantizer, uniformPolicy(network, bits)),
      };
      const exact = await floatExecutor.open(graph, [head.tensor]);
      const other = await floatExecutor.open(simulate(quantizer, partial), [head.tensor]);
      let sum = 0;
      for (let i = 0; i < SAMPLES; i++) {
        const feed = await source.sample(i);
        const a = (await exact.run(feed)).get(head.tensor);
        const b = (await other.run(feed)).get(head.tensor);
        assert.ok(a && b);
        sum += outputLoss(a.data, b.data, head.task);
      }
      return sum / SAMPLES;
    };
    for (const choice of choicesOf(network)) {
      for (const bits of ACTIVATION_WIDTHS) {
        const measured = table.get(choiceKey(choice, bits)) ?? NaN;
        const expected = await lossOf(choice, bits);
        assert.ok(
          Math.abs(measured - expected) <= 1e-5 * expected + 1e-12,
          `${choiceKey(choice, bits)}: ${measured} ${expected}`,
        );
      }
    }
    assert.equal(table.size, choicesOf(network).length * 3);
  });

  it("counts every output, also where one lies in front of the tensor, and feeds every input", async () => {
    const b = new GraphBuilder("two");
    const [image, state] = [b.input("image", [1, 2, 4, 4]), b.input("state", [1, 3])];
    const felt = b.clamp(b.fullyConnected(state, 4));
    const first = b.fullyConnected(felt, 2);
    const seen = b.reshape(b.node({ kind: "reduceMean", axes: [2, 3], keepDims: true }, [b.conv(image, 4)]), [1, 4]);
    const second = b.fullyConnected(b.node({ kind: "add" }, [seen, felt]), 5);
    const prepared = prepareGraph(b.graph(first, second));
    const network = lowerNetwork(prepared);
    assert.ok(network.ok);
    const source: SampleSource = {
      count: SAMPLES,
      kind: "unlabelled",
      fingerprint: "two",
      sample: (index) => Promise.resolve(randomFeeds(prepared, index + 1)),
      label: () => undefined,
    };
    const calibration = await calibrate(prepared, network.value, floatExecutor, source, unwatched);
    const quantizer = createQuantizer(prepared, network.value, calibration);
    const table = await measureSensitivities(quantizer, floatExecutor, source, memoryCache(), unwatched);
    for (const choice of choicesOf(network.value)) {
      const loss = table.get(choiceKey(choice, 2));
      assert.ok(loss !== undefined && loss > 0, `${choice.kind} ${choice.name} costs nothing at 2 bits`);
    }
  });

  it("measures nothing that the cache holds", async () => {
    const quantizer = await quantizerOf(branching());
    const source = normalSamples(tensorOf(quantizer.graph, "x").shape, SAMPLES);
    const cache = memoryCache();
    const first = await measureSensitivities(quantizer, floatExecutor, source, cache, unwatched);
    const refusing: GraphExecutor = { open: () => Promise.reject(new Error("nothing should run")) };
    assert.deepEqual(await measureSensitivities(quantizer, refusing, source, cache, unwatched), first);
  });

  it("keeps what it measured when it is cancelled, and resumes to the same table", async () => {
    const quantizer = await quantizerOf(branching());
    const source = normalSamples(tensorOf(quantizer.graph, "x").shape, SAMPLES);
    const cache = memoryCache();
    let stop = false;
    const watch: Watch = {
      progress: (_, done) => (stop ||= done >= 5),
      get cancelled() {
        return stop;
      },
    };
    await assert.rejects(measureSensitivities(quantizer, floatExecutor, source, cache, watch), Cancelled);
    assert.equal(cache.losses.size, 5);
    const resumed = await measureSensitivities(quantizer, floatExecutor, source, cache, unwatched);
    assert.deepEqual(resumed, await measureSensitivities(quantizer, floatExecutor, source, memoryCache(), unwatched));
  });

  it("grows as bits shrink, tensor by tensor", async () => {
    const quantizer = await quantizerOf(branching());
    const source = normalSamples(tensorOf(quantizer.graph, "x").shape, SAMPLES);
    const losses = lossTableOf(await measureSensitivities(quantizer, floatExecutor, source, memoryCache(), unwatched));
    for (const choice of choicesOf(quantizer.network)) {
      assert.ok(losses.lossOf(choice, 8) < losses.lossOf(choice, 2), choice.name);
    }
  });
});
