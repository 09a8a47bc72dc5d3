import assert from "node:assert/strict";
import { seededRandom } from "../../../../../src/engine/base/random";
import { tensorOf, type Graph, type Tensor } from "../../../../../src/engine/ir/graph";
import { verifyGraph } from "../../../../../src/engine/ir/verify";
import { channelBoundsOf } from "../../../../../src/engine/passes/remove/channelBounds";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { removeDeadChannels } from "../../../../../src/engine/passes/remove/removeDeadChannels";
import { evaluateGraph } from "../../../../support/networks/evaluateGraph";
import { normalSamples } from "../../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";

const SHAPE = [1, 3, 8, 8];
const RELU = { min: 0, max: Infinity };
const RELU6 = { min: 0, max: 6 };
const PADS = [1, 1, 1, 1] as const;

/** Every kind of run: over a padded depthwise layer, into a padded dense one, over pooling into a fully connected one. */
function network(): Graph {
  const b = new GraphBuilder("runs");
  const stem = b.conv(b.input("x", SHAPE), 6, { kernel: [3, 3], pads: PADS, clamp: RELU6 });
  const depthwise = b.conv(stem, 6, { kernel: [3, 3], pads: PADS, groups: 6, clamp: RELU6 });
  const wide = b.conv(depthwise, 10, { clamp: RELU, bias: false });
  const dense = b.conv(wide, 5, { kernel: [3, 3], pads: PADS, clamp: RELU });
  const pooled = b.node({ kind: "reduceMean", axes: [2, 3], keepDims: true }, [dense]);
  return b.graph(b.fullyConnected(b.reshape(pooled, [1, 5]), 3));
}

/** Rows of the layer's weights become 0, and its bias there what is given. */
function kill(graph: Graph, layer: string, biases: ReadonlyMap<number, number>): Graph {
  const node = graph.nodes.find(({ name }) => name === layer);
  assert.ok(node);
  const tensors = new Map<string, Tensor>(graph.tensors);
  const [, weights = "", bias] = node.inputs;
  const rows = tensorOf(graph, weights);
  const size = (rows.data?.length ?? 0) / (rows.shape[0] ?? 1);
  tensors.set(weights, {
    ...rows,
    data: rows.data?.map((v, i) => (biases.has(Math.floor(i / size)) ? 0 : v)) ?? new Float32Array(),
  });
  if (bias !== undefined) {
    const known = tensorOf(graph, bias);
    tensors.set(bias, { ...known, data: known.data?.map((v, i) => biases.get(i) ?? v) ?? new Float32Array() });
  }
  return { ...graph, tensors };
}

async function assertEqual(a: Graph, b: Graph): Promise<void> {
  const source = normalSamples(SHAPE, 4, 6);
  for (let i = 0; i < source.count; i++) {
    const feed = await source.sample(i);
    const [output = ""] = a.outputs;
    const expected = evaluateGraph(a, feed).get(output)?.data ?? new Float32Array();
    const found = evaluateGraph(b, feed).get(output)?.data ?? new Float32Array();
    expected.forEach((value, at) => assert.ok(Math.abs(value - (found[at] ?? NaN)) <= 1e-4 * (1 + Math.abs(value))));
  }
}

function channelsOf(graph: Graph, node: string): number | undefined {
  return tensorOf(graph, graph.nodes.find(({ name }) => name === node)?.output ?? "").shape[1];
}

describe("removeDeadChannels", () => {
  it("removes what is dead for any input, everywhere it passes, and changes no output", async () => {
    let graph = kill(network(), "conv1", new Map([[1, -1]]));
    graph = kill(
      graph,
      "conv2",
      new Map([
        [1, -2],
        [4, -1],
      ]),
    );
    graph = kill(
      graph,
      "conv3",
      new Map([
        [0, 0],
        [9, 0],
      ]),
    );
    graph = kill(graph, "conv4", new Map([[2, -3]]));
    const smaller = removeDeadChannels(graph, "fours");
    assert.deepEqual(
      ["conv1", "conv2", "conv3", "conv4"].map((node) => channelsOf(smaller, node)),
      [4, 4, 8, 4],
    );
    assert.deepEqual(verifyGraph(smaller, "prepared"), []);
    assert.ok(lowerNetwork(smaller).ok);
    await assertEqual(graph, smaller);
  });

  it("moves a constant into the bias behind it, but not over padding", async () => {
    // Behind conv2 stands a layer without padding and without bias, behind conv3 one with padding.
    const constant = new Map([
      [3, 2.5],
      [5, 0.5],
    ]);
    const graph = kill(kill(network(), "conv2", constant), "conv4", new Map([[1, 1.5]]));
    const smaller = removeDeadChannels(graph, "fours");
    assert.deepEqual([channelsOf(smaller, "conv2"), channelsOf(smaller, "conv4")], [4, 4]);
    assert.equal(smaller.nodes.find(({ name }) => name === "conv3")?.inputs.length, 3);
    await assertEqual(graph, smaller);
  });

  // On the border, a window that reaches over the edge meets zeros, where the constant would add as much as inside.
  for (const pads of [
    [1, 1, 1, 1],
    [0, 0, 0, 1],
    [0, 1, 0, 0],
  ] as const) {
    it(`leaves constants in front of a layer padded by ${pads.join()}, and removes zeros there`, async () => {
      const b = new GraphBuilder("padded");
      const stem = b.conv(b.input("x", SHAPE), 6, { clamp: RELU });
      const graph = kill(
        b.graph(b.conv(stem, 3, { kernel: [2, 2], pads })),
        "conv1",
        new Map([
          [2, 1.5],
          [4, -1],
          [5, 2],
        ]),
      );
      const smaller = removeDeadChannels(graph, "all");
      assert.equal(channelsOf(smaller, "conv1"), 5);
      await assertEqual(graph, smaller);
    });
  }

  it("leaves constants where one of two readers is padded", () => {
    const b = new GraphBuilder("readers");
    const stem = b.conv(b.input("x", SHAPE), 4, { clamp: RELU });
    const inner = b.conv(stem, 3);
    const bordered = b.conv(stem, 3, { kernel: [3, 3], pads: PADS });
    const graph = kill(b.graph(b.node({ kind: "add" }, [inner, bordered])), "conv1", new Map([[1, 1.5]]));
    assert.equal(removeDeadChannels(graph, "all"), graph);
  });

  it("knows that padding in between makes a constant channel vary: 0 comes into its windows", async () => {
    const b = new GraphBuilder("between");
    const stem = b.conv(b.input("x", SHAPE), 4, { clamp: RELU });
    const window = { kernel: [3, 3], strides: [1, 1], pads: PADS, dilations: [1, 1] } as const;
    const padded = {
      depthwise: b.conv(stem, 4, { kernel: [3, 3], pads: PADS, groups: 4 }),
      averagePool: b.node({ kind: "averagePool", ...window, ceilMode: false, countIncludePad: true }, [stem]),
    };
    for (const [name, between] of Object.entries(padded)) {
      const graph = kill(b.graph(b.conv(between, 3)), "conv1", new Map([[1, 1.5]]));
      const nodes = graph.nodes.filter(
        ({ output }) => output === stem || output === between || graph.outputs.includes(output),
      );
      const run = { ...graph, nodes };
      const smaller = removeDeadChannels(run, "all");
      assert.equal(channelsOf(smaller, "conv1"), 4, name);
      await assertEqual(run, smaller);
    }
  });

  it("asks a clamp behind padding what it makes of the border, where fewer taps pull a channel down", async () => {
    // 1 − 9·1.5/9 is cut to 0 inside, and 1 − 4·1.5/9 = 1/3 stays in a corner.
    const b = new GraphBuilder("corner");
    const stem = b.conv(b.input("x", SHAPE), 2, { clamp: RELU });
    const taps = Array.from({ length: 18 }, (_, i) => (i < 9 ? 0.3 : -1 / 9));
    const window = { kernel: [3, 3], strides: [1, 1], pads: PADS, dilations: [1, 1], groups: 2, clamp: RELU } as const;
    const weights = b.constant("w", [2, 1, 3, 3], taps);
    const depthwise = b.node({ kind: "conv", ...window }, [stem, weights, b.constant("bias", [2], [0, 1])]);
    const graph = kill(b.graph(b.conv(depthwise, 3)), "conv1", new Map([[1, 1.5]]));
    await assertEqual(graph, removeDeadChannels(graph, "all"));
  });

  it("keeps whole fours, also where all are dead", async () => {
    const graph = kill(network(), "conv4", new Map(Array.from({ length: 5 }, (_, i) => [i, -1])));
    const smaller = removeDeadChannels(graph, "fours");
    assert.equal(channelsOf(smaller, "conv4"), 4);
    await assertEqual(graph, smaller);
    const nine = kill(network(), "conv3", new Map([[4, 0]]));
    assert.equal(removeDeadChannels(nine, "fours"), nine, "9 of 10 channels would be filled up to 12");
    const exact = removeDeadChannels(nine, "all");
    assert.equal(channelsOf(exact, "conv3"), 9);
    await assertEqual(nine, exact);
    assert.equal(channelsOf(removeDeadChannels(graph, "all"), "conv4"), 1);
  });

  it("leaves a network without dead channels, and weights that two layers share, as they are", () => {
    const graph = network();
    assert.equal(removeDeadChannels(graph, "fours"), graph);
  });

  it("uses bounds of the input where they are known", () => {
    const graph = network();
    const weights = tensorOf(graph, "conv1_w");
    const bias = tensorOf(graph, "conv1_b");
    const tensors = new Map(graph.tensors);
    // Channel 0 rises above 0 only for inputs beyond 10.
    tensors.set("conv1_w", {
      ...weights,
      data: weights.data?.map((v, i) => (i < 27 ? 1 / 27 : v)) ?? new Float32Array(),
    });
    tensors.set("conv1_b", { ...bias, data: bias.data?.map((v, i) => (i === 0 ? -10 : v)) ?? new Float32Array() });
    const known = { ...graph, tensors };
    const dead = kill(known, "conv2", new Map([[5, -1]]));
    assert.equal(channelBoundsOf(dead).get("conv1_out")?.max[0], 6);
    assert.equal(channelBoundsOf(dead, new Map([["x", { min: -1, max: 1 }]])).get("conv1_out")?.max[0], 0);
  });

  it("bounds hold whatever the input", () => {
    const random = seededRandom(11);
    const graph = network();
    const bounds = channelBoundsOf(graph, new Map([["x", { min: -2, max: 2 }]]));
    for (let round = 0; round < 8; round++) {
      const data = Float32Array.from({ length: 192 }, () => (random.uniform() < 0.5 ? -2 : 2));
      const values = evaluateGraph(
        { ...graph, outputs: graph.nodes.map(({ output }) => output) },
        new Map([["x", { shape: SHAPE, data }]]),
      );
      for (const { output } of graph.nodes) {
        const value = values.get(output);
        const bound = bounds.get(output);
        if (!value || !bound) continue;
        const size = value.data.length / bound.min.length;
        value.data.forEach((v, at) => {
          const channel = Math.floor(at / size);
          assert.ok(v >= (bound.min[channel] ?? NaN) - 1e-4 && v <= (bound.max[channel] ?? NaN) + 1e-4, output);
        });
      }
    }
    assert.equal(channelBoundsOf(graph).get("x")?.max[0], Infinity);
  });
});
