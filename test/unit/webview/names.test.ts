import assert from "node:assert/strict";
import { verdictOf } from "../../../src/protocol/words/verdict";
import { labelsOf, layerRows } from "../../../webview/figures/layers/layerRows";
import { splitName } from "../../../webview/figures/layers/splitName";
import { hostileNames } from "../../support/hostileNames";
import { infeasible, sample } from "../../support/sampleReport";
import { sampleState } from "./rows";

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;

describe("figures of a model that names its layers to do harm", () => {
  for (const name of hostileNames) {
    it(JSON.stringify(name.slice(0, 30)), () => {
      const layers = sample.layers.map((layer, step) => (step === 0 ? { ...layer, name } : layer));
      const memory = { ...sample.memory, peak: { ...sample.memory.peak, layer: name } };
      const report = { ...sample, layers, memory };
      const words = [
        ...labelsOf(report),
        ...splitName(name),
        verdictOf(report),
        verdictOf({
          ...infeasible,
          memory: { ...infeasible.memory, peak: { ...infeasible.memory.peak, layer: name } },
        }),
      ];
      for (const text of words) {
        assert.doesNotMatch(text, UNSEEN);
        assert.ok(text.length < 700, text);
      }
      // What is shown is not what is asked for: edits and selections keep the name as it is.
      assert.equal(layerRows({ ...sampleState, report })[0]?.layer.name, name);
    });
  }
});
