/** What the quantizer promises of biases and of weight grids, on samples whose moments are known without it. */
import assert from "node:assert/strict";
import { seededRandom } from "../../../../src/engine/base/random";
import { elementsOf, tensorOf, type Graph } from "../../../../src/engine/ir/graph";
import { feeding, unwatched, type FloatTensor, type SampleSource } from "../../../../src/engine/ir/ports";
import { calibrate } from "../../../../src/engine/quantize/calibrate/calibrate";
import { createQuantizer, DEFAULT_QUANTIZER, type Quantizer } from "../../../../src/engine/quantize/quantizer";
import { isProduct, type ProductLayer } from "../../../../src/engine/ir/network";
import { evaluateGraph } from "../../../support/networks/evaluateGraph";
import { floatExecutor } from "../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../support/networks/graphBuilder";
import { checkLowering, checkPrepare } from "../../../support/preparing";

const SAMPLES = 6;

/** Every channel has one value in a whole sample, so that each tap of a kernel sees the channel's mean; the means differ and are not 0. */
function flatSamples(shape: readonly number[], deviations: readonly number[]): SampleSource {
  const random = seededRandom(3);
  const inner = elementsOf(shape) / deviations.length;
  const samples = Array.from({ length: SAMPLES }, (): FloatTensor => {
    const values = deviations.map((deviation, channel) => deviation * (channel + 1 + 0.3 * random.normal()));
    return {
      shape,
      data: Float32Array.from({ length: elementsOf(shape) }, (_, i) => values[Math.floor(i / inner)] ?? 0),
    };
  });
  return feeding("x", {
    count: SAMPLES,
    kind: "unlabelled",
    fingerprint: "flat",
    sample: (index) => Promise.resolve(samples[index] ?? { shape, data: new Float32Array() }),
    label: () => undefined,
  });
}

async function calibrated(
  graph: Graph,
  samples: SampleSource,
  biasCorrection = true,
): Promise<{ readonly quantizer: Quantizer; readonly layer: ProductLayer }> {
  const network = checkLowering(graph);
  const calibration = await calibrate(graph, network, floatExecutor, samples, unwatched);
  const quantizer = createQuantizer(graph, network, calibration, { ...DEFAULT_QUANTIZER, biasCorrection });
  const layer = network.layers.find(isProduct);
  assert.ok(layer);
  return { quantizer, layer };
}

/** By output channel, over all samples and positions. */
async function outputMeans(graph: Graph, samples: SampleSource): Promise<readonly number[]> {
  const [output = ""] = graph.outputs;
  const channels = tensorOf(graph, output).shape[1] ?? 0;
  const means = new Float64Array(channels);
  for (let i = 0; i < samples.count; i++) {
    const data = evaluateGraph(graph, await samples.sample(i)).get(output)?.data ?? new Float32Array();
    const inner = data.length / channels;
    for (let channel = 0; channel < channels; channel++) {
      const sum = data.subarray(channel * inner, (channel + 1) * inner).reduce((a, value) => a + value, 0);
      means[channel] = (means[channel] ?? 0) + sum / inner / samples.count;
    }
  }
  return [...means];
}

/** The float graph with the weights that 2-bit codes stand for, and the bias that goes with them. */
function withCodes(graph: Graph, { quantizer, layer }: Awaited<ReturnType<typeof calibrated>>): Graph {
  const tensors = new Map(graph.tensors);
  const bias = graph.nodes.find(({ name }) => name === layer.name)?.inputs[2] ?? "";
  tensors.set(layer.weights.tensor, {
    ...tensorOf(graph, layer.weights.tensor),
    data: quantizer.dequantized(layer, 2),
  });
  tensors.set(bias, { ...tensorOf(graph, bias), data: Float32Array.from(quantizer.bias(layer, 2)) });
  return { ...graph, tensors };
}

describe("bias correction", () => {
  const shape = [1, 4, 5, 6];
  const b = new GraphBuilder("grouped");
  const graph = checkPrepare(b.graph(b.conv(b.input("x", shape), 6, { kernel: [2, 3], groups: 2 })));
  const samples = flatSamples(shape, [1, 2, -1, 0.5]);
  const worst = async (biasCorrection: boolean): Promise<number> => {
    const coded = withCodes(graph, await calibrated(graph, samples, biasCorrection));
    const [exact, found] = [await outputMeans(graph, samples), await outputMeans(coded, samples)];
    return Math.max(...exact.map((mean, channel) => Math.abs(mean - (found[channel] ?? NaN))));
  };

  it("gives every output channel the mean that it has in the float network", async () => {
    assert.ok((await worst(true)) < 1e-5, `${await worst(true)}`);
  });

  it("is left out where it is not wanted, and is missed then", async () => {
    assert.ok((await worst(false)) > 0.1, `${await worst(false)}`);
    const { quantizer, layer } = await calibrated(graph, samples, false);
    const bias = graph.nodes[0]?.inputs[2] ?? "";
    assert.deepEqual([...quantizer.bias(layer, 2)], [...(tensorOf(graph, bias).data ?? [])]);
  });
});

describe("weight grids", () => {
  it("count the error of a weight by its input channel's energy, whatever the tap", async () => {
    const shape = [1, 2, 6, 6];
    const b = new GraphBuilder("dead input");
    // Channel 1 lies on a grid of 2 bits; channel 0, which no sample wakes, lies between its codes.
    const alive = [-0.5, 0, 0.5, 1];
    const dead = [0.75, 0.25, -0.25, 0.25];
    const weights = b.constant("w", [1, 2, 2, 2], [...dead, ...alive]);
    const window = { kernel: [2, 2], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 } as const;
    const y = b.node({ kind: "conv", ...window }, [b.input("x", shape), weights, b.constant("b", [1])]);
    const { quantizer, layer } = await calibrated(checkPrepare(b.graph(y)), flatSamples(shape, [0, 1]));
    const found = quantizer.dequantized(layer, 2).subarray(4);
    alive.forEach((weight, k) => assert.ok(Math.abs(weight - (found[k] ?? NaN)) < 0.01, [...found].join()));
  });
});
