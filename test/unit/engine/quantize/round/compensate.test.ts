/** Compensation of whole networks on the reference evaluator: Gram matrices against their definition, and what both passes bring. */
import assert from "node:assert/strict";
import { USUAL_WEIGHT_WIDTHS } from "../../../../../src/engine/base/bits";
import { seededRandom } from "../../../../../src/engine/base/random";
import { constantOf, tensorOf, type Graph } from "../../../../../src/engine/ir/graph";
import { isProduct, uniformPolicy, type Network, type Policy } from "../../../../../src/engine/ir/network";
import { Cancelled, unwatched, type SampleSource } from "../../../../../src/engine/ir/ports";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { checkAccumulators } from "../../../../../src/engine/interpret/accumulatorBounds";
import { buildProgram } from "../../../../../src/engine/quantize/buildProgram";
import { calibrate } from "../../../../../src/engine/quantize/calibrate/calibrate";
import { compensatePolicy, compensateWidths } from "../../../../../src/engine/quantize/round/compensate";
import { evaluate, referenceOutputs } from "../../../../../src/engine/quantize/measure/evaluate";
import { GramAccumulator } from "../../../../../src/engine/quantize/round/gram";
import {
  addMean,
  addPatches,
  addProduct,
  addSampled,
  GraphDraft,
  patchShapeOf,
} from "../../../../../src/engine/quantize/round/gramGraph";
import {
  createQuantizer,
  roundedKey,
  withRounding,
  type Quantizer,
} from "../../../../../src/engine/quantize/quantizer";
import { simulate, wholeQuantization } from "../../../../../src/engine/quantize/measure/simulate";
import { floatExecutor, normalSamples } from "../../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

const RELU = { min: 0, max: Infinity };
const SHAPE = [1, 3, 8, 8];

/** Every kind of product: strided stem, depthwise, grouped, branches that meet again, fully connected. */
function network(): Graph {
  const b = new GraphBuilder("products");
  const x = b.input("x", SHAPE);
  const stem = b.conv(x, 8, { kernel: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1], clamp: RELU });
  const depthwise = b.conv(stem, 8, { kernel: [3, 3], pads: [1, 1, 1, 1], groups: 8, clamp: RELU });
  const grouped = b.conv(depthwise, 8, { groups: 2 });
  const sum = b.node({ kind: "add", clamp: RELU }, [grouped, stem]);
  const wide = b.conv(sum, 16, { clamp: RELU });
  const pooled = b.node({ kind: "reduceMean", axes: [2, 3], keepDims: true }, [wide]);
  return b.graph(b.fullyConnected(b.reshape(pooled, [1, 16]), 5));
}

async function prepared(
  samples: SampleSource,
): Promise<{ readonly graph: Graph; readonly network: Network; readonly quantizer: Quantizer }> {
  const graph = prepareGraph(network());
  const lowered = lowerNetwork(graph);
  assert.ok(lowered.ok, JSON.stringify(lowered));
  const calibration = await calibrate(graph, lowered.value, floatExecutor, samples, unwatched);
  return { graph, network: lowered.value, quantizer: createQuantizer(graph, lowered.value, calibration) };
}

/** Means of the output's channels over samples and positions. */
async function channelMeans(graph: Graph, samples: SampleSource): Promise<readonly number[]> {
  const [output = ""] = graph.outputs;
  const channels = tensorOf(graph, output).shape[1] ?? 0;
  const means = new Float64Array(channels);
  const open = await floatExecutor.open(graph, [output]);
  for (let i = 0; i < samples.count; i++) {
    const data = (await open.run(await samples.sample(i))).get(output)?.data ?? new Float32Array();
    const inner = data.length / channels;
    data.forEach((value, at) => {
      const channel = Math.floor(at / inner);
      means[channel] = (means[channel] ?? 0) + value / inner / samples.count;
    });
  }
  return [...means];
}

async function lossOf(quantizer: Quantizer, bits: 2 | 4, samples: SampleSource): Promise<number> {
  const { graph } = quantizer;
  const [output = ""] = graph.outputs;
  const head = { output, tensor: output, task: "regression", others: [] } as const;
  const policy = { ...uniformPolicy(quantizer.network, 8), weights: uniformPolicy(quantizer.network, bits).weights };
  const reference = await referenceOutputs(graph, head, floatExecutor, samples, unwatched);
  const simulated = simulate(quantizer, wholeQuantization(quantizer, policy));
  return (await evaluate(simulated, reference, head, floatExecutor, samples, unwatched)).loss;
}

describe("patches", () => {
  it("times the weights are the layer's output", async () => {
    const { graph, network } = await prepared(normalSamples(SHAPE, 1));
    const sample = await normalSamples(SHAPE, 1, 3).sample(0);
    for (const layer of network.layers.filter(isProduct)) {
      const node = graph.nodes.find(({ name }) => name === layer.name);
      assert.ok(node?.inputs[0] !== undefined);
      const draft = new GraphDraft("patches");
      const patches = addPatches(draft, graph, layer, node.inputs[0]);
      const tensors = new Map([...graph.tensors, ...draft.tensors]);
      const exact = { ...node, op: { ...node.op, clamp: { min: -Infinity, max: Infinity } } } as typeof node;
      const nodes = [...graph.nodes.map((other) => (other === node ? exact : other)), ...draft.nodes];
      const open = await floatExecutor.open({ ...graph, tensors, nodes }, [patches, node.output]);
      const values = await open.run(sample);
      const x = values.get(patches)?.data ?? new Float32Array();
      const y = values.get(node.output)?.data ?? new Float32Array();
      const weights = constantOf(graph, layer.weights.tensor) ?? new Float32Array();
      const bias = constantOf(graph, node.inputs[2]) ?? new Float32Array();
      const { groups, channels, taps, positions } = patchShapeOf(graph, layer, node.inputs[0]);
      const { outputChannels, perChannel } = layer.weights;
      assert.equal(y.length, outputChannels * positions, layer.name);
      for (let output = 0; output < outputChannels; output++) {
        const group = Math.floor((output * groups) / outputChannels);
        for (let position = 0; position < positions; position++) {
          let sum = bias[output] ?? 0;
          for (let c = 0; c < channels; c++) {
            for (let tap = 0; tap < taps; tap++) {
              const row = (group * taps + tap) * channels + c;
              sum += (weights[output * perChannel + c * taps + tap] ?? 0) * (x[row * positions + position] ?? 0);
            }
          }
          assert.ok(Math.abs(sum - (y[output * positions + position] ?? NaN)) < 1e-4, layer.name);
        }
      }
    }
  });

  it("are sampled evenly where a layer has many positions", async () => {
    const b = new GraphBuilder("large");
    const graph = b.graph(b.conv(b.input("x", [1, 2, 70, 70]), 4));
    const lowered = lowerNetwork(graph);
    assert.ok(lowered.ok);
    const [layer] = lowered.value.layers.filter(isProduct);
    assert.ok(layer);
    const draft = new GraphDraft("patches");
    const patches = addPatches(draft, graph, layer, "x");
    const all = { ...graph, tensors: new Map([...graph.tensors, ...draft.tensors]), nodes: [...draft.nodes] };
    const open = await floatExecutor.open(all, [patches]);
    const data = Float32Array.from({ length: 2 * 70 * 70 }, (_, i) => i);
    const values = await open.run(new Map([["x", { shape: [1, 2, 70, 70], data }]]));
    const { positions } = patchShapeOf(graph, layer, "x");
    assert.equal(positions, 24 * 24);
    const row = values.get(patches)?.data.subarray(0, positions);
    assert.ok(row);
    assert.equal(row[1], (row[0] ?? NaN) + 3);
    assert.equal(row[24], (row[0] ?? NaN) + 3 * 70);
    assert.ok((row.at(-1) ?? Infinity) < 70 * 70);
  });
});

describe("the other operand of a sum", () => {
  for (const [size, stride] of [
    [72, 1],
    [143, 2],
  ] as const) {
    it(`is sampled where the patches are, in an image of ${size} rows at stride ${stride}`, async () => {
      // The layer passes its input on, so that its output at a position is the patch that was taken there.
      const b = new GraphBuilder("same");
      const x = b.input("x", [1, 1, size, size]);
      const window = { kernel: [1, 1], strides: [stride, stride], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
      const graph = b.graph(b.node({ kind: "conv", ...window, groups: 1 }, [x, b.constant("w", [1, 1, 1, 1], [1])]));
      const lowered = lowerNetwork(graph);
      assert.ok(lowered.ok);
      const [layer] = lowered.value.layers.filter(isProduct);
      assert.ok(layer);
      const draft = new GraphDraft("draft");
      const patches = addPatches(draft, graph, layer, x);
      const sampled = addSampled(draft, graph, layer, x, graph.outputs[0] ?? "");
      const tensors = new Map([...graph.tensors, ...draft.tensors]);
      const all = { ...graph, tensors, nodes: [...graph.nodes, ...draft.nodes] };
      const open = await floatExecutor.open(all, [patches, sampled]);
      const data = Float32Array.from({ length: size * size }, (_, i) => i);
      const values = await open.run(new Map([["x", { shape: [1, 1, size, size], data }]]));
      assert.deepEqual(values.get(sampled), values.get(patches));
      assert.ok((values.get(sampled)?.data[0] ?? 0) > 0, "the positions are centred");
    });
  }

  /** A layer conv2 and the operand beside it, at 2 bits; conv2's rounding, and the network with it. */
  async function roundedBeside(make: (b: GraphBuilder, other: string) => readonly string[]): Promise<{
    readonly graph: Graph;
    readonly quantizer: Quantizer;
    readonly policy: Policy;
    readonly conv2: unknown;
  }> {
    const b = new GraphBuilder("sum");
    const other = b.conv(b.input("x", SHAPE), 4, { clamp: RELU });
    const graph = prepareGraph(b.graph(...make(b, other)));
    const lowered = lowerNetwork(graph);
    assert.ok(lowered.ok);
    const network = lowered.value;
    const calibration = await calibrate(graph, network, floatExecutor, samples, unwatched);
    const quantizer = createQuantizer(graph, network, calibration);
    const uniform = uniformPolicy(network, 8);
    const narrow = network.activations.find(({ id }) => id === network.activationOfTensor.get(other));
    assert.ok(narrow);
    const policy = { ...uniform, activations: new Map([...uniform.activations, [narrow.name, 2 as const]]) };
    const rounded = await compensatePolicy(quantizer, policy, floatExecutor, samples, unwatched);
    const conv2 = rounded.get("conv2:8");
    assert.ok(conv2);
    return { graph, quantizer: withRounding(quantizer, rounded), policy, conv2 };
  }

  const samples = normalSamples(SHAPE, 16);

  it("has its mean error taken back by the layer in front of the sum", async () => {
    const { graph, quantizer, policy } = await roundedBeside((b, other) => [
      b.node({ kind: "add" }, [b.conv(other, 4), other]),
    ]);
    const exact = await channelMeans(graph, samples);
    const found = await channelMeans(simulate(quantizer, wholeQuantization(quantizer, policy)), samples);
    const { scale } = quantizer.format(quantizer.network.outputs[0] ?? -1, 8);
    // What is left is noise of rounding: without the correction the worst channel is off by one and a half codes.
    exact.forEach((mean, channel) => {
      const codes = Math.abs(mean - (found[channel] ?? NaN)) / scale;
      assert.ok(codes < 0.25, `channel ${channel}: ${codes} codes`);
    });
  });

  it("is no business of a layer that is clamped, subtracted or read by others too", async () => {
    const alone = await roundedBeside((b, other) => [b.conv(other, 4)]);
    const variants: Readonly<Record<string, (b: GraphBuilder, other: string) => readonly string[]>> = {
      clamped: (b, other) => [b.node({ kind: "add" }, [b.conv(other, 4, { clamp: { min: -1e3, max: 1e3 } }), other])],
      subtracted: (b, other) => [b.node({ kind: "sub" }, [other, b.conv(other, 4)])],
      "an output": (b, other) => {
        const conv = b.conv(other, 4);
        return [b.node({ kind: "add" }, [conv, other]), conv];
      },
      "read twice": (b, other) => {
        const conv = b.conv(other, 4);
        return [b.node({ kind: "add" }, [conv, other]), b.conv(conv, 2)];
      },
    };
    for (const [name, make] of Object.entries(variants))
      assert.deepEqual((await roundedBeside(make)).conv2, alone.conv2, name);
    const added = await roundedBeside((b, other) => [b.node({ kind: "add" }, [b.conv(other, 4), other])]);
    assert.notDeepEqual(added.conv2, alone.conv2);
  });

  it("has its moments with the patches centred, in the order of the weights", () => {
    const shape = { groups: 1, channels: 2, taps: 3, positions: 4 };
    const random = seededRandom(4);
    const [rows, outputs, count] = [6, 3, 5];
    const accumulator = new GramAccumulator(shape, true, outputs);
    const observed: { readonly x: readonly number[]; readonly r: readonly number[] }[] = [];
    for (let sample = 0; sample < count; sample++) {
      const seen = Array.from({ length: shape.positions }, () => ({
        x: Array.from({ length: rows }, (_, k) => k + 1 + random.normal()),
        r: Array.from({ length: outputs }, (_, o) => o + 1 + random.normal()),
      }));
      observed.push(...seen);
      const total = (of: (one: (typeof seen)[number]) => number): number => seen.reduce((sum, one) => sum + of(one), 0);
      const means = Float32Array.from({ length: rows }, (_, k) => total(({ x }) => x[k] ?? NaN) / shape.positions);
      const unused = new Float32Array(rows * rows);
      accumulator.add(
        unused,
        means,
        { cross: unused, mean: means },
        {
          cross: Float32Array.from({ length: outputs * rows }, (_, i) =>
            total(({ x, r }) => (r[Math.floor(i / rows)] ?? NaN) * (x[i % rows] ?? NaN)),
          ),
          mean: Float32Array.from({ length: outputs }, (_, o) => total(({ r }) => r[o] ?? NaN) / shape.positions),
        },
      );
    }
    const expectation = (of: (one: (typeof observed)[number]) => number): number =>
      observed.reduce((sum, one) => sum + of(one), 0) / observed.length;
    const { beside } = accumulator.gram();
    assert.ok(beside);
    for (let o = 0; o < outputs; o++) {
      const meanR = expectation(({ r }) => r[o] ?? NaN);
      assert.ok(Math.abs(meanR - (beside.mean[o] ?? NaN)) < 1e-5);
      for (let c = 0; c < shape.channels; c++) {
        for (let tap = 0; tap < shape.taps; tap++) {
          const row = tap * shape.channels + c;
          const meanX = expectation(({ x }) => x[row] ?? NaN);
          const covariance = expectation(({ x, r }) => ((r[o] ?? NaN) - meanR) * ((x[row] ?? NaN) - meanX));
          const found = beside.cross[o * rows + c * shape.taps + tap] ?? NaN;
          assert.ok(Math.abs(covariance - found) < 1e-4, `${o} ${c} ${tap}: ${covariance} and ${found}`);
        }
      }
    }
  });
});

describe("GramAccumulator", () => {
  it("gives the centred moments of the patches, group by group, in the order of the weights", async () => {
    const { graph, network } = await prepared(normalSamples(SHAPE, 1));
    for (const layer of network.layers.filter(isProduct)) {
      const input = graph.nodes.find(({ name }) => name === layer.name)?.inputs[0];
      assert.ok(input !== undefined);
      const shape = patchShapeOf(graph, layer, input);
      const { groups, channels, taps, positions } = shape;
      const draft = new GraphDraft("gram");
      const patches = addPatches(draft, graph, layer, input);
      const second = addProduct(draft, patches, patches, shape);
      const mean = addMean(draft, patches, shape);
      const tensors = new Map([...graph.tensors, ...draft.tensors]);
      const all = { ...graph, tensors, nodes: [...graph.nodes, ...draft.nodes] };
      const open = await floatExecutor.open(all, [patches, second, mean]);
      const accumulator = new GramAccumulator(shape, false);
      const source = normalSamples(SHAPE, 5);
      const seen: Float32Array[] = [];
      for (let i = 0; i < source.count; i++) {
        const values = await open.run(await source.sample(i));
        const dataOf = (name: string): Float32Array => values.get(name)?.data ?? new Float32Array();
        accumulator.add(dataOf(second), dataOf(mean));
        seen.push(dataOf(patches));
      }
      const gram = accumulator.gram();
      const columns = channels * taps;
      assert.deepEqual([gram.groups, gram.columns], [groups, columns]);
      const rowOf = (group: number, k: number): number =>
        ((group * taps + (k % taps)) * channels + Math.floor(k / taps)) * positions;
      const expectation = (of: (data: Float32Array, position: number) => number): number => {
        let sum = 0;
        for (const data of seen) for (let p = 0; p < positions; p++) sum += of(data, p);
        return sum / (seen.length * positions);
      };
      for (let group = 0; group < groups; group++) {
        for (let i = 0; i < columns; i++) {
          const meanI = expectation((data, p) => data[rowOf(group, i) + p] ?? NaN);
          assert.ok(Math.abs(meanI - (gram.mean[group * columns + i] ?? NaN)) < 1e-5);
          for (let j = 0; j < columns; j++) {
            const meanJ = expectation((data, p) => data[rowOf(group, j) + p] ?? NaN);
            const covariance = expectation(
              (data, p) => ((data[rowOf(group, i) + p] ?? NaN) - meanI) * ((data[rowOf(group, j) + p] ?? NaN) - meanJ),
            );
            const measured = gram.second[(group * columns + i) * columns + j] ?? NaN;
            assert.ok(Math.abs(measured - covariance) < 1e-4, `${layer.name} ${i} ${j}`);
          }
        }
      }
    }
  });
});

describe("compensation", () => {
  const samples = normalSamples(SHAPE, 48);
  const heldOut = normalSamples(SHAPE, 32, 99);

  it("brings the output closer to the float network's on held-out samples, the pass through the policy most", async () => {
    const { quantizer, network } = await prepared(samples);
    const widths = withRounding(quantizer, await compensateWidths(quantizer, floatExecutor, samples, unwatched));
    for (const bits of [4, 2] as const) {
      const policy = { ...uniformPolicy(network, 8), weights: uniformPolicy(network, bits).weights };
      const inOrder = await compensatePolicy(quantizer, policy, floatExecutor, samples, unwatched);
      const nearest = await lossOf(quantizer, bits, heldOut);
      const compensated = await lossOf(widths, bits, heldOut);
      const final = await lossOf(withRounding(quantizer, inOrder), bits, heldOut);
      assert.ok(compensated < nearest, `${bits} bits: ${compensated} of ${nearest}`);
      assert.ok(final < 0.9 * nearest, `${bits} bits: ${final} of ${nearest}`);
    }
  });

  it("covers every layer and width, builds into a program, and repeats itself", async () => {
    const { quantizer, network } = await prepared(samples);
    const rounded = await compensateWidths(quantizer, floatExecutor, samples, unwatched);
    for (const layer of network.layers.filter(isProduct)) {
      for (const bits of USUAL_WEIGHT_WIDTHS) {
        const result = rounded.get(roundedKey(layer, bits));
        assert.ok(result, `${layer.name} at ${bits}`);
        assert.equal(result.grid.codes.length, tensorOf(quantizer.graph, layer.weights.tensor).data?.length);
      }
    }
    assert.deepEqual(checkAccumulators(buildProgram(withRounding(quantizer, rounded), uniformPolicy(network, 2))), []);
    assert.deepEqual(await compensateWidths(quantizer, floatExecutor, samples, unwatched), rounded);
  });

  it("stops when it is cancelled", async () => {
    const { quantizer, network } = await prepared(samples);
    let calls = 0;
    const watch = {
      progress: (): void => undefined,
      get cancelled(): boolean {
        return ++calls > 10;
      },
    };
    await assert.rejects(
      compensatePolicy(quantizer, uniformPolicy(network, 4), floatExecutor, samples, watch),
      Cancelled,
    );
  });
});
