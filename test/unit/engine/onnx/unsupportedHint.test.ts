import assert from "node:assert/strict";
import { unsupportedHint } from "../../../../src/engine/onnx/unsupportedHint";

describe("what to do about an operator that is not understood", () => {
  it("speaks of a runtime's optimizations only where a runtime made the operator", () => {
    const others = [
      "",
      "ai.onnx",
      "ai.onnx.ml",
      "onnx.brevitas",
      "qonnx.custom_op.general",
      "finn.custom_op.fpgadataflow",
    ];
    for (const domain of [...others, "this.model", "local", "ai.onnx.training", "pkg.onnxscript.torch_lib"]) {
      for (const op of ["TreeEnsembleClassifier", "Scaler", "BipolarQuant", "Quant", "MultiThreshold", "MyFunction"]) {
        assert.doesNotMatch(unsupportedHint(domain, op), /runtime|optimization/, `${domain} ${op}`);
      }
    }
    assert.match(unsupportedHint("com.microsoft", "FusedMatMul"), /without onnxruntime's own optimizations/);
  });

  it("knows whose operators they are", () => {
    assert.match(unsupportedHint("finn.custom_op.general", "MultiThreshold"), /QDQ form/);
    assert.match(unsupportedHint("onnx.brevitas", "Quant"), /QDQ form/);
    assert.match(unsupportedHint("ai.onnx.ml", "TreeEnsembleClassifier"), /classical models are not neural networks/);
    assert.match(unsupportedHint("this.model", "MyFunction"), /the function that it stands for/);
  });
});
