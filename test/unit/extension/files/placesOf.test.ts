import assert from "node:assert/strict";
import { isPolicyPath, modelsOfPolicy, settingsPathOf } from "../../../../src/extension/files/placesOf";

describe("files of a model", () => {
  it("have its name", () => {
    assert.equal(settingsPathOf("/a/net.v2.onnx"), "/a/net.v2.bitwright.json");
    assert.equal(settingsPathOf("/a/NET.ONNX"), "/a/NET.bitwright.json");
    assert.equal(settingsPathOf("/a/net.int8.tflite"), "/a/net.int8.bitwright.json");
    assert.equal(settingsPathOf("/a/net.onnx.tflite"), "/a/net.onnx.bitwright.json");
  });

  it("are told apart", () => {
    assert.ok(isPolicyPath("/a/net.bitwright/policy.json"));
    assert.ok(isPolicyPath("/a/net.bitwright-policy.json"));
    assert.ok(!isPolicyPath("/a/policy.json"));
    assert.ok(!isPolicyPath("/a/net.bitwright/report.json"));
  });

  it("lead from a policy to its model", () => {
    assert.deepEqual(modelsOfPolicy("/a/net.bitwright/policy.json", "net.onnx"), [
      "/a/net.onnx",
      "/a/net.bitwright/net.onnx",
    ]);
    assert.deepEqual(modelsOfPolicy("/a/tiny.bitwright-policy.json", "net.onnx"), ["/a/net.onnx", "/a/tiny.onnx"]);
    assert.deepEqual(modelsOfPolicy("/a/tiny.bitwright-policy.json", "n.tflite"), ["/a/n.tflite", "/a/tiny.tflite"]);
  });

  it("stay beside the policy, whatever name it states", () => {
    for (const path of modelsOfPolicy("/a/b/net.bitwright-policy.json", "../../etc/passwd.onnx")) {
      assert.match(path, /^\/a\/b\/\w+\.onnx$/);
    }
  });
});
