/** Grids for every channel hidden in the layers around them: the rewritten network against the same grids spelled out. */
import assert from "node:assert/strict";
import { tensorOf, type Graph } from "../../../../../src/engine/ir/graph";
import { uniformPolicy, type Policy } from "../../../../../src/engine/ir/network";
import { unwatched } from "../../../../../src/engine/ir/ports";
import { verifyGraph } from "../../../../../src/engine/ir/verify";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { calibrate } from "../../../../../src/engine/quantize/calibrate/calibrate";
import { scalableActivations } from "../../../../../src/engine/quantize/scale/channelScaling";
import { compensatePolicy } from "../../../../../src/engine/quantize/round/compensate";
import { createQuantizer, withRounding, type Quantizer } from "../../../../../src/engine/quantize/quantizer";
import { scaleChannels, scalingsOf } from "../../../../../src/engine/quantize/scale/scaleChannels";
import {
  simulate,
  wholeQuantization,
  type PartialQuantization,
} from "../../../../../src/engine/quantize/measure/simulate";
import { floatExecutor, normalSamples } from "../../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

const SHAPE = [1, 3, 8, 8];
const RELU6 = { min: 0, max: 6 };
const PADS = [1, 1, 1, 1] as const;

/** Clamped and linear, padded and unpadded, grouped, and one tensor that a sum reads too. */
function network(): Graph {
  const b = new GraphBuilder("chain");
  const x = b.input("x", SHAPE);
  const stem = b.conv(x, 8, { kernel: [3, 3], clamp: RELU6 });
  const depthwise = b.conv(stem, 8, { kernel: [3, 3], pads: PADS, groups: 8, clamp: RELU6 });
  const wide = b.conv(depthwise, 12, { clamp: { min: 0, max: Infinity }, bias: false });
  const grouped = b.conv(wide, 12, { groups: 3 });
  const narrow = b.conv(grouped, 8);
  const sum = b.node({ kind: "add" }, [b.conv(narrow, 8), narrow]);
  const pooled = b.node({ kind: "reduceMean", axes: [2, 3], keepDims: true }, [sum]);
  return b.graph(b.fullyConnected(b.reshape(pooled, [1, 8]), 5));
}

async function quantizerOf(): Promise<Quantizer> {
  const graph = prepareGraph(network());
  const lowered = lowerNetwork(graph);
  assert.ok(lowered.ok, JSON.stringify(lowered));
  const calibration = await calibrate(graph, lowered.value, floatExecutor, normalSamples(SHAPE, 12), unwatched);
  return createQuantizer(graph, lowered.value, calibration);
}

function activationsAt({ network }: Quantizer, bits: 2 | 4): Policy {
  return { weights: uniformPolicy(network, 8).weights, activations: uniformPolicy(network, bits).activations };
}

async function outputOf(quantizer: Quantizer, quantization?: PartialQuantization): Promise<Float32Array> {
  const graph = quantization ? simulate(quantizer, quantization) : quantizer.graph;
  const [output = ""] = graph.outputs;
  const open = await floatExecutor.open(graph, [output]);
  const sample = await normalSamples(SHAPE, 1, 9).sample(0);
  return (await open.run(sample)).get(output)?.data ?? new Float32Array();
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] ?? NaN)) ** 2, 0) / a.length);
}

describe("channels with grids of their own", () => {
  it("are possible between product layers that nothing else reads", async () => {
    const { graph, network } = await quantizerOf();
    const found = scalableActivations(graph, network);
    assert.deepEqual(
      found.map(({ producer, bounds }) => [producer.name, bounds.least, bounds.most, bounds.hasOffset]),
      [
        ["conv1", 0, 6, false],
        ["conv2", 0, 6, true],
        ["conv3", 0, Infinity, true],
        ["conv4", -Infinity, Infinity, true],
      ],
    );
  });

  it("are hidden exactly: the rewritten network computes what the spelled-out one does", async () => {
    const quantizer = await quantizerOf();
    for (const bits of [2, 4] as const) {
      const policy = activationsAt(quantizer, bits);
      const scaled = scaleChannels(quantizer, policy);
      const { activations } = wholeQuantization(quantizer, policy);
      const scalings = scalingsOf(quantizer, policy);
      assert.equal(scalings.size, 4);
      const spelled = await outputOf(quantizer, { activations, weights: new Map(), scalings });
      const hidden = await outputOf(scaled, { activations, weights: new Map() });
      assert.ok(distance(hidden, spelled) < 1e-4 * distance(spelled, new Float32Array(spelled.length)));
      assert.deepEqual(verifyGraph(simulate(scaled, wholeQuantization(scaled, policy)), "quantized"), []);
      for (const { tensor, id } of scalableActivations(quantizer.graph, quantizer.network)) {
        assert.equal(scaled.format(id, bits).zeroPoint, 0);
        assert.deepEqual(tensorOf(scaled.graph, tensor).shape, tensorOf(quantizer.graph, tensor).shape);
      }
    }
  });

  it("bring the output closer to the float network's, and compensated weights closer still", async () => {
    const quantizer = await quantizerOf();
    const policy = activationsAt(quantizer, 4);
    const scaled = scaleChannels(quantizer, policy);
    const source = normalSamples(SHAPE, 12);
    const rounded = withRounding(scaled, await compensatePolicy(scaled, policy, floatExecutor, source, unwatched));
    const exact = await outputOf(quantizer);
    const errors: number[] = [];
    for (const other of [quantizer, scaled, rounded]) {
      errors.push(distance(exact, await outputOf(other, wholeQuantization(other, policy))));
    }
    const [plain = NaN, channels = NaN, compensated = NaN] = errors;
    assert.ok(channels < plain && compensated < channels, errors.join(" "));
  });

  it("leave a network at 8 bits as it is", async () => {
    const quantizer = await quantizerOf();
    assert.equal(scaleChannels(quantizer, uniformPolicy(quantizer.network, 8)), quantizer);
  });
});
