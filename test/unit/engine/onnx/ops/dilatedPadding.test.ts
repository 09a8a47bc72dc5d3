/** Automatic padding of dilated windows: ONNX defines it, onnxruntime refuses it for Conv and pads poolings otherwise. So it is refused. */
import assert from "node:assert/strict";
import { importOnnx } from "../../../../../src/engine/onnx/importOnnx";
import { buildOnnx, floats, node, normals } from "../../../../support/networks/onnxBuilder";
import { runOriginal } from "../comparing";

function file(op: string, auto_pad: string, dilations: readonly number[]): Uint8Array {
  const isConv = op === "Conv";
  return buildOnnx({
    opset: 19,
    inputs: { x: [1, 4, 9, 9] },
    outputs: ["y"],
    constants: isConv ? { w: floats([4, 4, 3, 3]) } : {},
    nodes: [node(op, isConv ? ["x", "w"] : ["x"], ["y"], { kernel_shape: [3, 3], auto_pad, dilations })],
  });
}

describe("automatic padding of dilated windows", () => {
  const feeds = new Map([["x", { shape: [1, 4, 9, 9], data: normals(324) }]]);

  for (const mode of ["SAME_UPPER", "SAME_LOWER"]) {
    for (const op of ["Conv", "MaxPool", "AveragePool"]) {
      it(`is refused in one sentence: ${op} ${mode}`, async () => {
        const model = importOnnx(file(op, mode, [1, 2]));
        assert.deepEqual(model.ok ? [] : model.problems.map(({ message }) => message), [
          `node "${op}_y" (${op}) has dilations [1,2] and auto_pad "${mode}", which runtimes pad differently or refuse`,
        ]);
        if (op === "Conv") await assert.rejects(runOriginal(file(op, mode, [1, 2]), feeds));
        else assert.deepEqual((await runOriginal(file(op, mode, [1, 2]), feeds)).get("y")?.shape, [1, 4, 9, 7]);
        assert.ok(importOnnx(file(op, mode, [1, 1])).ok);
      });
    }
  }

  it("is taken where nothing is padded", () => {
    assert.ok(importOnnx(file("Conv", "VALID", [1, 2])).ok);
  });
});
