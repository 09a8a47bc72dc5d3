import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonText } from "../../../src/formats/jsonText";
import { sample } from "../../support/sampleReport";

describe("JSON that people read", () => {
  it("is JSON: what it says is what was given, keys in order", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = jsonText(value);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        assert.ok(text.endsWith("\n"));
      }),
    );
    assert.equal(JSON.stringify(JSON.parse(jsonText(sample))), JSON.stringify(sample));
  });

  it("keeps on a line what fits on it, and breaks the rest", () => {
    const long = "x".repeat(150);
    assert.equal(
      jsonText({ a: 1, b: [1, { c: null }], d: { e: long, f: [] }, g: undefined, h: {} }),
      `{\n  "a": 1,\n  "b": [1, { "c": null }],\n  "d": {\n    "e": "${long}",\n    "f": []\n  },\n  "h": {}\n}\n`,
    );
    assert.equal(jsonText([]), "[]\n");
    assert.equal(jsonText([1]), "[\n  1\n]\n");
  });

  it("gives every layer of a report a line", () => {
    const lines = jsonText({ layers: sample.layers.map(({ name, op, macs }) => ({ name, op, macs })) }).split("\n");
    for (const { name } of sample.layers) {
      assert.ok(lines.some((line) => line.startsWith(`    { "name": "${name}"`) && /},?$/.test(line)));
    }
  });
});
