/** Prefixes from the names of models: identifiers that collide with nothing, the same for the same name. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { prefixOf, prefixProblem } from "../../../../src/engine/codegen/names";

const NAMES: readonly (readonly [string, string])[] = [
  ["keywords", "keywords"],
  ["KWS-DS_CNN v2.1", "kws_ds_cnn_v2_1"],
  ["8bit", "model_8bit"],
  ["", "model"],
  ["模型", "model"],
  ["Café", "cafe"],
  ["__init__", "init"],
  ["float", "model_float"],
  ["class", "model_class"],
  ["string", "model_string"],
  ["test", "model_test"],
  ["bw_dot", "model_bw_dot"],
  ["aux", "model_aux"],
  ["mobilenet_v1_1.0_224_imagenet_quantized", "mobilenet_v1_1_0_224_imagenet_qu"],
];

describe("a project's prefix", () => {
  for (const [name, prefix] of NAMES) {
    it(`of "${name}" is ${prefix}`, () => assert.equal(prefixOf(name), prefix));
  }

  it("is one that can be given, whatever the model's name", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[a-z_0-9 -]{0,50}$/)), (name) => {
        assert.equal(prefixProblem(prefixOf(name)), undefined);
      }),
    );
  });

  it("is refused in words where it is no name or somebody else's", () => {
    for (const prefix of ["", "Keywords", "8bit", "a-b", "_a", "a b", 'x"\n'])
      assert.match(prefixProblem(prefix) ?? "", /^must be small letters/);
    assert.match(prefixProblem("a".repeat(33)) ?? "", /32 characters/);
    for (const prefix of ["int", "math", "bw", "bw_dot", "clean", "com1"])
      assert.match(prefixProblem(prefix) ?? "", /already/);
  });
});
