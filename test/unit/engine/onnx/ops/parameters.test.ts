/** Parameters of a node that are missing, or of another length than its channels: refused where they stand, not by what computes with them later. */
import assert from "node:assert/strict";
import { importOnnx } from "../../../../../src/engine/onnx/importOnnx";
import { DataType } from "../../../../../src/engine/onnx/wire/proto";
import { buildOnnx, floats, node, raw, type OnnxModel } from "../../../../support/networks/onnxBuilder";

function refusalOf(model: OnnxModel): string {
  const outcome = importOnnx(buildOnnx(model));
  assert.ok(!outcome.ok);
  return outcome.problems.map(({ message }) => message).join("; ");
}

const byte = (value: number): ReturnType<typeof raw> => raw([], DataType.uint8, [value]);
const int32 = (values: readonly number[]): ReturnType<typeof raw> =>
  raw([values.length], DataType.int32, new Uint8Array(Int32Array.from(values).buffer));

describe("parameters of a node", () => {
  it("are as many as a quantized convolution has channels", () => {
    const message = refusalOf({
      opset: 13,
      inputs: { x: [1, 2, 4, 4] },
      outputs: ["y"],
      constants: {
        s: floats([], 0.1),
        z: byte(128),
        w: raw([3, 2, 1, 1], DataType.int8, [1, 2, 3, 4, 5, 6]),
        wz: raw([], DataType.int8, [0]),
        b: int32([1, 2, 3, 4]),
      },
      nodes: [
        node("QuantizeLinear", ["x", "s", "z"], ["qx"]),
        node("QLinearConv", ["qx", "s", "z", "w", "s", "wz", "s", "z", "b"], ["qy"]),
        node("DequantizeLinear", ["qy", "s", "z"], ["y"]),
      ],
    });
    assert.match(message, /\(QLinearConv\) has a bias of 4 values for 3 output channels$/);
  });

  for (const [op, inputs, missing] of [
    ["LayerNormalization", ["x"], "scale"],
    ["InstanceNormalization", ["x", "p"], "bias"],
  ] as const) {
    it(`are all there that ${op} cannot do without`, () => {
      const message = refusalOf({
        opset: 17,
        inputs: { x: [1, 4, 5] },
        outputs: ["y"],
        constants: { p: floats([4]) },
        nodes: [node(op, inputs, ["y"])],
      });
      assert.match(message, new RegExp(`\\(${op}\\) lacks its ${missing}$`));
    });
  }
});
