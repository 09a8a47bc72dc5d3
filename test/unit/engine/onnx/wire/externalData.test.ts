/** Weights in files beside the model. */
import assert from "node:assert/strict";
import { tensorOf } from "../../../../../src/engine/ir/graph";
import { externalDataFiles } from "../../../../../src/engine/onnx/wire/externalData";
import { DataType } from "../../../../../src/engine/onnx/wire/proto";
import { buildOnnx, node } from "../../../../support/networks/onnxBuilder";
import { imported, refusalCodes } from "../comparing";

function model(location: string, entries: Readonly<Record<string, string>> = {}): Uint8Array {
  const externalData = Object.entries({ location, ...entries }).map(([key, value]) => ({ key, value }));
  return buildOnnx({
    inputs: { x: [1, 3] },
    outputs: ["y"],
    constants: { w: { dims: [3], dataType: DataType.float, dataLocation: 1, externalData } },
    nodes: [node("Add", ["x", "w"], ["y"])],
  });
}

const values = Uint8Array.from([9, ...new Uint8Array(Float32Array.of(1, 2, 3).buffer)]);

describe("onnx external data", () => {
  it("lists the files that are needed", () => {
    assert.deepEqual(externalDataFiles(model("weights/a.bin")), { ok: true, value: ["weights/a.bin"] });
  });

  for (const location of [
    "/etc/passwd",
    "../a.bin",
    "a/../../b",
    "C:\\a.bin",
    "\\\\host\\a",
    "a\\..\\..\\b",
    "file:///a",
    "",
  ]) {
    it(`"${location}" is refused`, () => {
      const outcome = externalDataFiles(model(location));
      assert.ok(!outcome.ok);
      assert.equal(outcome.problems[0]?.code, "onnx.externalPath");
      assert.deepEqual(refusalCodes(model(location), { externalData: new Map([[location, values]]) }), [
        "onnx.externalPath",
      ]);
    });
  }

  it("reads at an odd offset", () => {
    const { graph } = imported(model("a.bin", { offset: "1", length: "12" }), {
      externalData: new Map([["a.bin", values]]),
    });
    assert.deepEqual([...(tensorOf(graph, "w").data ?? [])], [1, 2, 3]);
  });

  it("a missing, a short and a wrong file are told apart", () => {
    const given = (entries: Readonly<Record<string, string>>, content = values): readonly string[] =>
      refusalCodes(model("a.bin", entries), { externalData: new Map([["a.bin", content]]) });
    assert.deepEqual(refusalCodes(model("a.bin")), ["onnx.externalMissing"]);
    assert.deepEqual(given({ offset: "4", length: "12" }), ["onnx.externalShort"]);
    assert.deepEqual(given({ offset: "1", length: "4" }), ["onnx.damagedTensor"]);
    assert.deepEqual(given({ offset: "-1", length: "12" }), ["onnx.damagedTensor"]);
    assert.deepEqual(given({ offset: "many" }), ["onnx.damagedTensor"]);
    assert.deepEqual(given({}, new Uint8Array()), ["onnx.damagedTensor"]);
  });
});
