/** LSTMs that exporters write out as steps: what they become again answers over time as onnxruntime does on the file. */
import assert from "node:assert/strict";
import { importOnnx } from "../../../../../src/engine/onnx/importOnnx";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { temporaryFolder } from "../../../../support/cli";
import { buildOnnx, floats, ints, node, type OnnxNode } from "../../../../support/networks/onnxBuilder";
import { assertSameOverTime } from "../../../../support/overTime";

const { path: folder, remove } = temporaryFolder();

interface How {
  /** What Split gives, in order. */
  readonly gates: readonly ["i" | "f" | "g" | "o", string, string, string];
  /** A bias that is added to both products' sum. */
  readonly biasApart?: boolean;
  /** The state's two vectors, stacked along the first axis or the last. */
  readonly axis?: 0 | 2;
  /** Where the answer reads more of the cell than its own next step does. */
  readonly more?: "gate" | "cell";
  readonly candidate?: "Tanh" | "Sigmoid";
}

/** x [1, 5], 4 units, a state of both. */
function written({ gates, biasApart = false, axis = 0, more, candidate = "Tanh" }: How): Uint8Array {
  const wide = axis === 0 ? [2, 1, 4] : [1, 4, 2];
  const sum = biasApart
    ? [node("Add", ["own", "back"], ["both"]), node("Add", ["both", "b"], ["sum"])]
    : [node("Add", ["back", "own"], ["sum"])];
  const products: readonly OnnxNode[] = biasApart
    ? [node("MatMul", ["x", "w"], ["own"]), node("MatMul", ["h", "r"], ["back"])]
    : [node("Gemm", ["x", "w", "b"], ["own"]), node("Gemm", ["h", "r", "b2"], ["back"])];
  const answer = more === "gate" ? "i1" : more === "cell" ? "c2" : "h2";
  return buildOnnx({
    inputs: { x: [1, 5], s: wide },
    outputs: ["y", "s_out"],
    constants: {
      w: floats([5, 16]),
      r: floats([4, 16]),
      b: floats([16]),
      b2: floats([16]),
      zero: ints([], [0]),
      one: ints([], [1]),
      at: ints([1], [axis]),
    },
    nodes: [
      node("Gather", ["s", "zero"], ["h"], { axis }),
      node("Gather", ["s", "one"], ["c"], { axis }),
      ...products,
      ...sum,
      node("Split", ["sum"], gates, { axis: 1 }),
      node("Sigmoid", ["i"], ["i1"]),
      node("Sigmoid", ["f"], ["f1"]),
      node(candidate, ["g"], ["g1"]),
      node("Sigmoid", ["o"], ["o1"]),
      node("Mul", ["c", "f1"], ["kept"]),
      node("Mul", ["i1", "g1"], ["added"]),
      node("Add", ["kept", "added"], ["c2"]),
      node("Unsqueeze", ["c2", "at"], ["c3"]),
      node("Tanh", ["c2"], ["squashed"]),
      node("Mul", ["o1", "squashed"], ["h2"]),
      node("Unsqueeze", ["h2", "at"], ["h3"]),
      node("Concat", ["h3", "c3"], ["s_out"], { axis }),
      node("Add", [answer, "h2"], ["y"]),
    ],
  });
}

function layers(model: Uint8Array): readonly string[] {
  const imported = importOnnx(model);
  assert.ok(imported.ok, JSON.stringify(imported));
  const { nodes } = prepareGraph(imported.value.graph);
  return nodes.flatMap(({ op }) => (op.kind === "recurrent" ? [op.gives] : []));
}

describe("LSTMs written out", () => {
  after(remove);

  const forms: Readonly<Record<string, How>> = {
    "PyTorch's order of gates": { gates: ["i", "f", "g", "o"] },
    "TensorFlow's, with a bias of its own": { gates: ["i", "f", "g", "o"], biasApart: true, axis: 2 },
    "ONNX's order": { gates: ["i", "o", "f", "g"], axis: 2 },
  };
  for (const [name, how] of Object.entries(forms)) {
    it(`are one operator again: ${name}`, async () => {
      const model = written(how);
      assert.deepEqual(layers(model), ["states", "lastCell"]);
      await assertSameOverTime(folder, model, undefined, true);
    });
  }

  it("stay as they are where something else reads their gates, or computes other ones", async () => {
    for (const how of [{ more: "gate" }, { more: "cell" }, { candidate: "Sigmoid" }] as const) {
      const model = written({ gates: ["i", "f", "g", "o"], ...how });
      assert.deepEqual(layers(model), []);
      await assertSameOverTime(folder, model, undefined, true);
    }
  });
});
