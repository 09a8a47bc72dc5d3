/** States that a file stacks in one tensor: what they are taken apart into answers over sequences as onnxruntime does on the file. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  elementsOf,
  executorOf,
  importOnnx,
  lowerNetwork,
  prepareGraph,
  tensorOf,
  verifyGraph,
  verifyNetwork,
  type FloatTensor,
  type ImportedModel,
  type StatePair,
} from "../../../../../src/engine";
import { createOrtRunner } from "../../../../../src/runtime/ortRunner";
import { openGiven } from "../../../../../src/worker/model/givenFile";
import { loadModel } from "../../../../../src/worker/model/loadModel";
import { temporaryFolder } from "../../../../support/cli";
import { buildOnnx, floats, ints, node, normals, type OnnxModel } from "../../../../support/networks/onnxBuilder";
import { REMEMBERING_PAIRS, rememberingModel } from "../../../../support/statefulModel";

const { path: folder, remove } = temporaryFolder();
const STEPS = 6;

function imported(bytes: Uint8Array, states?: readonly StatePair[]): ImportedModel {
  const outcome = importOnnx(bytes, states ? { stated: { states } } : {});
  assert.ok(outcome.ok, JSON.stringify(outcome));
  assert.deepEqual(verifyGraph(outcome.value.graph, "imported"), []);
  return outcome.value;
}

/** The file in onnxruntime and the graph, the same inputs step after step, each with the states that it left itself. */
async function assertSameOverTime(bytes: Uint8Array, states?: readonly StatePair[]): Promise<void> {
  const path = join(folder, "model.onnx");
  writeFileSync(path, bytes);
  const loaded = await loadModel(path, undefined, states ? { states } : undefined);
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const { imported: graph, given } = loaded.value;
  const runner = createOrtRunner();
  const file = await openGiven(given, graph.outputs, runner);
  assert.ok(typeof file !== "string");
  const own = await executorOf(runner).open(graph, [...graph.outputs]);
  const zeros = new Map<string, FloatTensor>(
    graph.inputs.map((name) => {
      const { shape } = tensorOf(graph, name);
      return [name, { shape, data: new Float32Array(elementsOf(shape)) }];
    }),
  );
  let [left, expectedLeft] = [zeros, zeros];
  for (let step = 0; step < STEPS; step++) {
    const { shape } = tensorOf(graph, "x");
    const x = { shape, data: normals(elementsOf(shape), 100 + step) };
    const [actual, expected] = [
      await own.run(new Map([...left, ["x", x]])),
      await file.run(new Map([...expectedLeft, ["x", x]])),
    ];
    for (const name of graph.outputs) {
      const [a, b] = [actual.get(name)?.data, expected.get(name)?.data];
      assert.ok(a && b && a.length === b.length, name);
      b.forEach((value, i) => assert.ok(Math.abs(value - (a[i] ?? NaN)) < 1e-5, `step ${step} ${name}[${i}]`));
    }
    const next = (results: ReadonlyMap<string, FloatTensor>): Map<string, FloatTensor> =>
      new Map(
        (graph.states ?? []).map(({ input, output }) => [
          input,
          { shape: tensorOf(graph, input).shape, data: results.get(output)?.data ?? new Float32Array() },
        ]),
      );
    [left, expectedLeft] = [next(actual), next(expected)];
  }
  await Promise.all([own.close(), file.close()]);
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
      await assertSameOverTime(bytes, REMEMBERING_PAIRS);
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
    await assertSameOverTime(bytes);
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
      await assertSameOverTime(bytes);
      const { graph } = imported(bytes);
      assert.deepEqual(
        graph.states?.map(({ input }) => tensorOf(graph, input).shape),
        [shape],
      );
      assert.ok(lowerNetwork(prepareGraph(graph)).ok);
    }
  });
});
