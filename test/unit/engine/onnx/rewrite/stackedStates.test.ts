/** States that a file stacks in one tensor: what they are taken apart into answers over sequences as onnxruntime does on the file. */
import assert from "node:assert/strict";
import {
  importOnnx,
  lowerNetwork,
  prepareGraph,
  tensorOf,
  verifyGraph,
  verifyNetwork,
  type ImportedModel,
  type StatePair,
} from "../../../../../src/engine";
import { temporaryFolder } from "../../../../support/cli";
import { assertSameOverTime } from "../../../../support/overTime";
import { buildOnnx, floats, ints, node, type OnnxModel } from "../../../../support/networks/onnxBuilder";
import { REMEMBERING_PAIRS, rememberingModel } from "../../../../support/statefulModel";

const { path: folder, remove } = temporaryFolder();

function imported(bytes: Uint8Array, states?: readonly StatePair[]): ImportedModel {
  const outcome = importOnnx(bytes, states ? { stated: { states } } : {});
  assert.ok(outcome.ok, JSON.stringify(outcome));
  assert.deepEqual(verifyGraph(outcome.value.graph, "imported"), []);
  return outcome.value;
}

/** Two caches and a counter in one tensor: rows of one, a window of the other, renewed by ScatterND or by what is concatenated. */
function caches(nodes: OnnxModel["nodes"], constants: OnnxModel["constants"] = {}, shape = [2, 1, 4, 3]): Uint8Array {
  return buildOnnx({
    inputs: { x: [1, 1, 1, 3], cache: shape },
    outputs: ["y", "cache_out"],
    constants: {
      first: ints([], [0]),
      second: ints([], [1]),
      axis: ints([1], [0]),
      from: ints([1], [1]),
      to: ints([1], [4]),
      rows: ints([1], [2]),
      ...constants,
    },
    nodes,
  });
}

describe("states that a file stacks", () => {
  after(remove);

  it("are states of their own, and recurrent layers keep what they are the only readers of", async () => {
    for (const resetAfter of [0, 1] as const) {
      const bytes = rememberingModel(resetAfter);
      await assertSameOverTime(folder, bytes, REMEMBERING_PAIRS);
      const { graph } = imported(bytes, REMEMBERING_PAIRS);
      assert.deepEqual(
        graph.states?.map(({ input }) => input),
        ["memory.0", "memory.1", "g_in", "r_in"],
      );
      const network = lowerNetwork(prepareGraph(graph));
      assert.ok(network.ok, JSON.stringify(network));
      assert.deepEqual(verifyNetwork(network.value), []);
      const kept = network.value.activations.filter(({ fixed }) => fixed === "cell");
      assert.deepEqual(
        kept.map(({ name, elements }) => [name, elements]),
        [
          ["memory.1", 16],
          ["gru.state", 10],
        ],
      );
      assert.equal(network.value.states?.length, 5);
    }
  });

  it("are told from their names where a first axis above 1 stacks layers, not samples", () => {
    const { graph } = imported(rememberingModel());
    assert.ok(graph.states?.some(({ input }) => input === "memory.0"));
  });

  const windows = [
    node("Gather", ["cache", "first"], ["a"], { axis: 0 }),
    node("Gather", ["cache", "second"], ["b"], { axis: 0 }),
    node("Unsqueeze", ["a", "axis"], ["a1"]),
    node("Unsqueeze", ["b", "axis"], ["b1"]),
    node("Concat", ["a1", "x"], ["seen_a"], { axis: 2 }),
    node("Tanh", ["x"], ["t"]),
    node("Concat", ["b1", "t"], ["seen_b"], { axis: 2 }),
    node("Slice", ["seen_a", "from", "end", "rows"], ["a2"]),
    node("Slice", ["seen_b", "from", "end", "rows"], ["b2"]),
    node("Concat", ["a2", "b2"], ["cache_out"], { axis: 0 }),
    node("Add", ["seen_a", "seen_b"], ["sum"]),
    node("Conv", ["sum", "w"], ["y"]),
  ];
  const weights = { w: floats([2, 1, 5, 3]), end: ints([1], [5]) };

  it("may be windows over what came before", async () => {
    const bytes = caches(windows, weights);
    await assertSameOverTime(folder, bytes);
    const { graph } = imported(bytes);
    assert.deepEqual(
      graph.states?.map(({ input, output }) => [input, output]),
      [
        ["cache.0", "cache_out.0"],
        ["cache.1", "cache_out.1"],
      ],
    );
    assert.ok(lowerNetwork(prepareGraph(graph)).ok);
  });

  it("may be written with ScatterND", async () => {
    const at = (row: number, column: number): readonly number[] => [row, 0, column];
    const bytes = caches(
      [
        ...windows.slice(0, 9),
        node("ScatterND", ["cache", "whole", "a2"], ["half"]),
        node("Squeeze", ["b2", "axis"], ["b3"]),
        node("Gather", ["b3", "first"], ["b4"], { axis: 0 }),
        node("ScatterND", ["half", "places", "b4"], ["cache_out"]),
        ...windows.slice(10),
      ],
      {
        ...weights,
        whole: ints([1, 1], [0]),
        places: ints(
          [4, 3],
          [0, 1, 2, 3].flatMap((i) => at(1, i)),
        ),
      },
    );
    await assertSameOverTime(folder, bytes);
    const { graph } = imported(bytes);
    assert.equal(graph.states?.length, 2);
    assert.ok(graph.nodes.every(({ op }) => op.kind !== "concat" || op.axis === 2));
  });

  it("stay one tensor, of one sample, where they are read as one, or where what is read overlaps", async () => {
    const flat = [
      node("Reshape", ["cache", "row"], ["all"]),
      node("MatMul", ["all", "w"], ["mixed"]),
      node("Reshape", ["x", "column"], ["new"]),
      node("Add", ["mixed", "new"], ["sum"]),
      node("Tanh", ["sum"], ["y"]),
      node("Concat", ["y", "y"], ["twice"], { axis: 1 }),
      node("Reshape", ["twice", "back"], ["cache_out"]),
    ];
    const constants = {
      w: floats([6, 3], 0.2),
      row: ints([2], [1, 6]),
      column: ints([2], [1, 3]),
      back: ints([2], [2, 3]),
    };
    const overlapping = [
      ...flat.slice(0, 3),
      node("Gather", ["cache", "first"], ["one"], { axis: 0 }),
      node("Add", ["mixed", "one"], ["more"]),
      node("Add", ["more", "new"], ["sum"]),
      ...flat.slice(4),
    ];
    for (const [nodes, shape] of [
      [flat, [1, 6]],
      [overlapping, [1, 2, 3]],
    ] as const) {
      const bytes = caches(nodes, constants, [2, 3]);
      await assertSameOverTime(folder, bytes);
      const { graph } = imported(bytes);
      assert.deepEqual(
        graph.states?.map(({ input }) => tensorOf(graph, input).shape),
        [shape],
      );
      assert.ok(lowerNetwork(prepareGraph(graph)).ok);
    }
  });
});
