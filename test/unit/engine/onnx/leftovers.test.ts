/** What exporters leave in a file that needs nothing of it, and what is said of operators that are not ONNX's own. */
import assert from "node:assert/strict";
import { importOnnx } from "../../../../src/engine/onnx/importOnnx";
import { buildOnnx, floats, ints, node } from "../../../support/networks/onnxBuilder";
import { assertSameAsOriginal, imported } from "./comparing";

describe("onnx leftovers of exporters", () => {
  it("operands without elements vanish from a concatenation", async () => {
    const empty = floats([1, 0, 4, 4], []);
    for (const operands of [
      ["a", "e", "x"],
      ["e", "a"],
    ]) {
      await assertSameAsOriginal(
        buildOnnx({
          inputs: { x: [1, 2, 4, 4] },
          outputs: ["y"],
          constants: { e: empty },
          nodes: [node("Relu", ["x"], ["a"]), node("Concat", operands, ["c"], { axis: 1 }), node("Tanh", ["c"], ["y"])],
        }),
      );
    }
  });

  it("places where a constant is not 0, of which exporters make indices", async () => {
    // [[0, 0, 1], [0, 3, 2]]: their sums by column are 0, 3, 3.
    await assertSameAsOriginal(
      buildOnnx({
        inputs: { x: [1, 5, 4] },
        outputs: ["y"],
        constants: { flags: floats([2, 4], [1, 0, 0, -2, 0, 0, 0.5, 0]), axes: ints([1], [0]) },
        nodes: [
          node("NonZero", ["flags"], ["places"]),
          node("ReduceSum", ["places", "axes"], ["picked"], { keepdims: 0 }),
          node("Gather", ["x", "picked"], ["y"], { axis: 1 }),
        ],
      }),
    );
  });

  it("an output that is the same for every input is left out and noted, wherever it stands", () => {
    const { graph, notes } = imported(
      buildOnnx({
        inputs: { x: [1, 4] },
        outputs: ["std", "y"],
        constants: { c: floats([4], -0.5) },
        nodes: [node("Exp", ["c"], ["std"]), node("Relu", ["x"], ["y"])],
      }),
    );
    assert.deepEqual(graph.outputs, ["y"]);
    assert.deepEqual(
      notes.map(({ code, place }) => [code, place]),
      [["onnx.constantOutput", 'output "std"']],
    );
  });

  it("hints say whose operator it is and what helps there", () => {
    const hintOf = (domain: string, op: string): string => {
      const refused = importOnnx(
        buildOnnx({
          inputs: { x: [1, 4] },
          outputs: ["y"],
          domains: domain === "" ? {} : { [domain]: 1 },
          nodes: [node(op, ["x"], ["y"], {}, { domain })],
        }),
      );
      assert.ok(!refused.ok);
      return refused.problems[0]?.hint ?? "";
    };
    assert.match(hintOf("ai.onnx.ml", "Scaler"), /Mul and Add/);
    assert.match(hintOf("onnx.brevitas", "FloatQuant"), /QDQ/);
    assert.match(hintOf("qonnx.custom_op.general", "FloatQuant"), /QDQ/);
    assert.match(hintOf("finn.custom_op.general", "XnorPopcountMatMul"), /QDQ/);
    assert.match(hintOf("com.microsoft", "QLinearWhere"), /QDQ/);
    assert.match(hintOf("com.microsoft", "FusedConv"), /without onnxruntime's own optimizations/);
    assert.match(hintOf("pkg.onnxscript.torch_lib", "aten_gelu"), /inline/);
    assert.match(hintOf("my.own", "Thing"), /ONNX's own operators/);
    assert.match(hintOf("", "Det"), /supported operators/);
  });
});
