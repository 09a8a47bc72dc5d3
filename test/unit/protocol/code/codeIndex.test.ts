import assert from "node:assert/strict";
import { indexCode } from "../../../../src/protocol/code/codeIndex";
import { sampleMap } from "../../../support/firmware/sampleMap";

const index = indexCode(sampleMap);

/** `kind name` of what a symbol means. */
function meaning(symbol: string): string {
  const subject = index.subject(symbol);
  switch (subject?.kind) {
    case undefined:
      return "";
    case "layer":
      return `layer ${subject.layer.name}`;
    case "tensor":
      return `tensor ${subject.tensor.name}`;
    case "data":
      return `data ${subject.data.kind} of ${subject.layer.name}`;
    case "arena":
      return "arena";
    case "function":
      return `function ${subject.called.role}`;
  }
}

describe("the code index", () => {
  it("knows every symbol of the map", () => {
    const expected: Readonly<Record<string, string>> = {
      model_conv0_row: "layer conv0",
      MODEL_AT_R0: "tensor r0",
      model_r0_tensor: "tensor r0",
      model_conv1_weights: "data weights of conv1",
      model_fc_biases: "data constants of fc",
      model_arena: "arena",
      MODEL_ARENA_BYTES: "arena",
      model_invoke: "function invoke",
      MODEL_INPUT_SCALE: "tensor image",
      MODEL_INPUT_0_ZERO_POINT: "tensor image",
      MODEL_OUTPUT_BYTES: "tensor y",
    };
    for (const [symbol, words] of Object.entries(expected)) assert.equal(meaning(symbol), words, symbol);
  });

  it("keeps ranges, not lines: a layer may claim millions of them", () => {
    const layers = sampleMap.layers.map((layer) => ({ ...layer, call: { ...layer.call, lastLine: 100_000_000 } }));
    const wide = indexCode({ ...sampleMap, layers });
    assert.equal(wide.layerAt("model.c", 99_999_999)?.layer.name, "fc");
    assert.equal(wide.layerAt("model.c", 20)?.layer.name, "conv0");
  });

  it("knows nothing else", () => {
    for (const symbol of ["main", "MODEL_H", "MODEL_INPUT_1_SCALE", "model_gone_row", "toString", "r0_tensor"]) {
      assert.equal(meaning(symbol), "", symbol);
    }
  });

  it("finds the layer of a line: its call, its definition, or none", () => {
    const at = (line: number): string | undefined => {
      const found = index.layerAt("model.c", line);
      return found && `${found.part} ${found.layer.name}`;
    };
    assert.equal(at(20), "definition conv0");
    assert.equal(at(25), "definition conv0");
    assert.equal(at(26), undefined);
    assert.equal(at(61), "call conv1");
    assert.equal(at(63), "call fc");
    assert.equal(index.layerAt("weights.c", 20), undefined);
  });

  it("gives calls in the order of their lines", () => {
    assert.deepEqual(
      index.calls("model.c").map(({ name }) => name),
      ["conv0", "conv1", "fc"],
    );
    assert.deepEqual(index.calls("model.h"), []);
    assert.deepEqual([index.hasLines("model.c"), index.hasLines("weights.c")], [true, false]);
  });
});
