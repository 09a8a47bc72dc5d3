/** Functions of the model's own become their bodies; what a call cannot mean is refused by name. */
import assert from "node:assert/strict";
import { decodeModel, encodeModel, type Sparse } from "../../../../../src/engine/onnx/wire/codec";
import { AttributeType, type FunctionProto, type NodeProto } from "../../../../../src/engine/onnx/wire/proto";
import { importOnnx } from "../../../../../src/engine/onnx/importOnnx";
import { buildOnnx, floats, node, type OnnxModel } from "../../../../support/networks/onnxBuilder";
import { assertSameAsOriginal, refusalCodes } from "../comparing";

const domain = "my.functions";

function withFunctions(model: OnnxModel, functions: readonly Sparse<FunctionProto>[]): Uint8Array {
  const decoded = decodeModel(buildOnnx({ ...model, domains: { [domain]: 1 } }));
  assert.ok(decoded.ok);
  return encodeModel({
    ...decoded.value,
    functions: functions.map((one) => ({ domain, opsetImport: [{ domain: "", version: 13 }], ...one })),
  });
}

const inner = (opType: string, input: string[], output: string[], more: Sparse<NodeProto> = {}): Sparse<NodeProto> => ({
  opType,
  input,
  output,
  ...more,
});

const linear: Sparse<FunctionProto> = {
  name: "Linear",
  input: ["a", "w", "b"],
  output: ["o", "again"],
  node: [
    inner("Gemm", ["a", "w", "b"], ["t"], { attribute: [{ name: "transB", type: AttributeType.int, i: 1 }] }),
    inner("LeakyRelu", ["t"], ["o"], {
      attribute: [{ name: "alpha", type: AttributeType.float, refAttrName: "slope" }],
    }),
    inner("Identity", ["t"], ["again"]),
  ],
  attributeProto: [{ name: "slope", type: AttributeType.float, f: 0.25 }],
};

describe("onnx functions of the model", () => {
  it("become their bodies: twice over, with attributes, defaults, absent inputs and outputs", async () => {
    const twice: Sparse<FunctionProto> = {
      name: "Twice",
      input: ["x", "w"],
      output: ["y"],
      opsetImport: [
        { domain: "", version: 13 },
        { domain, version: 1 },
      ],
      node: [
        inner("Linear", ["x", "w", ""], ["h", "h2"], { domain }),
        inner("Linear", ["h", "w"], ["y", "unused"], {
          domain,
          attribute: [{ name: "slope", type: AttributeType.float, f: 0.5 }],
        }),
      ],
    };
    const { graph, computed } = await assertSameAsOriginal(
      withFunctions(
        {
          inputs: { x: [1, 6] },
          outputs: ["y", "z"],
          constants: { w: floats([6, 6]), b: floats([6], 0.5) },
          nodes: [
            node("Twice", ["x", "w"], ["t"], {}, { domain }),
            node("Linear", ["t", "w", "b"], ["y", "z"], { slope: 0.125 }, { domain, name: "call" }),
          ],
        },
        [linear, twice],
      ),
    );
    assert.equal(graph.nodes.filter(({ op }) => op.kind === "fullyConnected").length, 3);
    assert.deepEqual([...computed].sort(), ["t", "y", "z"], "names within functions are not the file's");
  });

  it("may pass an input on, and be written for another operator set than the model", () => {
    const soft: Sparse<FunctionProto> = {
      name: "Soft",
      input: ["a"],
      output: ["p", "a"],
      opsetImport: [{ domain: "", version: 13 }],
      node: [inner("Softmax", ["a"], ["p"], { attribute: [{ name: "axis", type: AttributeType.int, i: -1 }] })],
    };
    const model = withFunctions(
      {
        opset: 11,
        inputs: { x: [1, 3, 4] },
        outputs: ["p", "q"],
        nodes: [node("Relu", ["x"], ["r"]), node("Soft", ["r"], ["p", "q"], {}, { domain })],
      },
      [soft],
    );
    const imported = importOnnx(model);
    assert.ok(imported.ok, imported.ok ? "" : JSON.stringify(imported.problems));
    assert.deepEqual(
      imported.value.graph.nodes.map(({ op }) => op),
      [
        { kind: "activation", fn: { fn: "clamp", min: 0, max: Infinity } },
        { kind: "softmax", axis: 2 },
        { kind: "reshape" },
      ],
    );
  });

  it("that call themselves, or grow without end, are refused", () => {
    const call = (name: string, functions: readonly Sparse<FunctionProto>[]): readonly string[] =>
      refusalCodes(
        withFunctions(
          { inputs: { x: [1, 4] }, outputs: ["y"], nodes: [node(name, ["x"], ["y"], {}, { domain })] },
          functions,
        ),
      );
    const calling = (name: string, other: string): Sparse<FunctionProto> => ({
      name,
      input: ["a"],
      output: ["c"],
      node: [inner(other, ["a"], ["b"], { domain }), inner(other, ["b"], ["c"], { domain })],
    });
    assert.deepEqual(call("A", [calling("A", "B"), calling("B", "A")]), ["onnx.function"]);
    const doubling = Array.from({ length: 30 }, (_, i) => calling(`F${i}`, `F${i + 1}`));
    const last: Sparse<FunctionProto> = {
      name: "F30",
      input: ["a"],
      output: ["c"],
      node: [inner("Relu", ["a"], ["c"])],
    };
    assert.deepEqual(call("F0", [...doubling, last]), ["onnx.function"]);
    assert.deepEqual(call("Missing", [linear]), ["onnx.unsupportedOperator"]);
  });
});
