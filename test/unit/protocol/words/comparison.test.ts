import assert from "node:assert/strict";
import {
  accuracyPairWords,
  bitsPairWords,
  compareReports,
  comparisonFacts,
  layerLossWords,
  sizePairWords,
  worthOfBoth,
} from "../../../../src/protocol/words/comparison";
import type { Report } from "../../../../src/protocol/files/report";
import { estimate, measured, sample, synthetic, unlabelled } from "../../../support/sampleReport";

const KIB = 1024;

/** pw1 at 8 bits of weights: 6 KiB more of FLASH, and less loss. */
const wider: Report = {
  ...sample,
  fits: false,
  memory: { ...sample.memory, linked: { ...sample.memory.linked, flashBytes: 30 * KIB } },
  layers: sample.layers.map((layer) =>
    layer.name === "pw1" ? { ...layer, weightBits: 8 as const, weightBytes: 12 * KIB, error: 0.0001 } : layer,
  ),
  accuracy: { ...measured, quantized: 78.9, delta: -0.6 },
  search: { ...sample.search, predictedLoss: 0.0121 },
  policy: { ...sample.policy, weights: { ...sample.policy.weights, pw1: 8 } },
};

describe("two policies side by side", () => {
  it("are equal with themselves", () => {
    const { flash, ram, layers, tensors } = compareReports(sample, sample);
    assert.deepEqual([flash.oldBytes - flash.nowBytes, ram.oldBytes - ram.nowBytes, tensors], [0, 0, 0]);
    assert.ok(layers.every(({ differs }) => !differs));
    assert.deepEqual(comparisonFacts(sample, sample), [
      ["Widths", "the same everywhere"],
      ["FLASH", "24 KiB in both"],
      ["RAM", "12 KiB in both"],
      ["Budget", "both fit"],
      ["Accuracy", "78.3 % → 78.3 % (0), each measured on 655 labelled samples"],
      ["Predicted loss", "0.035 in both"],
    ]);
  });

  it("differ by bytes, points and layers, in the account that the target binds", () => {
    const { flash, layers, tensors } = compareReports(sample, wider);
    assert.deepEqual(flash, { oldBytes: 24 * KIB, nowBytes: 30 * KIB });
    assert.equal(tensors, 1);
    assert.deepEqual(
      layers.filter(({ differs }) => differs).map(({ name }) => name),
      ["pw1"],
    );
    assert.deepEqual(comparisonFacts(sample, wider), [
      ["Widths", "1 differs"],
      ["FLASH", "24 KiB → 30 KiB (+6 KiB)"],
      ["RAM", "12 KiB in both"],
      ["Budget", "fits → does not fit"],
      ["Accuracy", "78.3 % → 78.9 % (+0.6 points), each measured on 655 labelled samples"],
      // By the newer one's measurement: −0.6 points for 0.0121. The change is larger than that, where a line is not trusted.
      ["Predicted loss", "0.035 → 0.012"],
    ]);
  });

  it("tell points where a measurement tells what a loss is worth, and words elsewhere", () => {
    const [, pair] = compareReports(sample, wider).layers;
    assert.ok(pair);
    assert.equal(layerLossWords(pair, worthOfBoth(sample, wider)), "noticeable → <0.1 pt");
    const unmeasured = { ...wider, accuracy: null };
    assert.equal(layerLossWords(pair, worthOfBoth({ ...sample, accuracy: null }, unmeasured)), "noticeable → small");
    assert.equal(layerLossWords({ ...pair, old: null, now: null }, worthOfBoth(sample, wider)), "");
  });

  it("have layers that only one of them has", () => {
    const renamed = { ...sample, layers: sample.layers.map((layer) => ({ ...layer, name: `${layer.name}_v2` })) };
    const { layers } = compareReports(sample, renamed);
    assert.deepEqual(
      layers.map(({ name, old, now }) => [name, old !== null, now !== null]),
      [
        ...renamed.layers.map(({ name }) => [name, false, true]),
        ...sample.layers.map(({ name }) => [name, true, false]),
      ],
    );
  });

  it("compare no figures that are of different kinds", () => {
    assert.equal(accuracyPairWords(null, null), "not measured of either");
    assert.equal(accuracyPairWords(measured, null), "78.3 % → not measured");
    assert.equal(accuracyPairWords(null, measured), "78.3 % now, not measured before");
    assert.match(
      accuracyPairWords(unlabelled, measured),
      /^97.1 % of answers as the float network’s → 78.3 %, on different/,
    );
    assert.match(accuracyPairWords(unlabelled, synthetic), /, on different samples$/);
    const noise = { ...measured, metric: "sqnr" as const, quantized: 30.25 };
    assert.equal(
      accuracyPairWords(noise, { ...noise, quantized: 28 }),
      "30.3 dB → 28.0 dB, each measured on 655 labelled samples",
    );
  });

  it("say so where there is no budget", () => {
    assert.ok(
      comparisonFacts(estimate, estimate).some(([term, words]) => term === "Budget" && words === "none chosen"),
    );
  });

  it("write widths and sizes as pairs", () => {
    assert.deepEqual(
      [
        bitsPairWords(8, 4, "–"),
        bitsPairWords(8, 8, "–"),
        bitsPairWords(null, 8, "float"),
        bitsPairWords(undefined, 2, "–"),
      ],
      ["8 → 4", "8", "float → 8", "– → 2"],
    );
    assert.equal(sizePairWords({ oldBytes: 2 * KIB, nowBytes: KIB }), "2 KiB → 1 KiB (−1 KiB)");
  });
});
