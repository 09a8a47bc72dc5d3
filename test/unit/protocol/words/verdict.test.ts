import assert from "node:assert/strict";
import type { Report, ReportAccuracy, ReportTime } from "../../../../src/protocol/files/report";
import { accuracyVerdict, searchingVerdict, verdictOf } from "../../../../src/protocol/words/verdict";
import { estimate, infeasible, measured, sample, synthetic, unfit, unlabelled } from "../../../support/sampleReport";

const KIB = 1024;
const fit = "Fits. 8 KiB of FLASH and 4 KiB of RAM to spare.";

function searchFailed(changes: Partial<NonNullable<Report["search"]["infeasible"]>>, optimal = true): Report {
  const before = infeasible.search.infeasible;
  assert.ok(before);
  return { ...infeasible, search: { ...infeasible.search, optimal, infeasible: { ...before, ...changes } } };
}

describe("verdict about memory", () => {
  it("says what is to spare", () => {
    assert.equal(verdictOf({ ...sample, accuracy: null }), fit);
  });

  it("says what is too much, and where", () => {
    const verdict = "Does not fit: 4 KiB of FLASH too much and 2 KiB of RAM too much, most at layer pw1.";
    assert.equal(verdictOf({ ...unfit, accuracy: null }), verdict);
  });

  it("says how much time is to spare or missing, where that is limited", () => {
    const time = { ...(sample.time as ReportTime), milliseconds: 62.5 };
    const limited = (report: Report, limit: number): Report => ({
      ...report,
      accuracy: null,
      time,
      fits: report.fits && limit > 62.5,
      target: { ...report.target, latencyMilliseconds: limit },
    });
    assert.equal(verdictOf(limited(sample, 70)), "Fits. 8 KiB of FLASH, 4 KiB of RAM and ~ 7.5 ms of time to spare.");
    assert.equal(verdictOf(limited(sample, 50)), "Does not fit: ~ 12.5 ms too slow.");
    assert.equal(
      verdictOf(limited(unfit, 50)),
      "Does not fit: 4 KiB of FLASH too much, 2 KiB of RAM too much and ~ 12.5 ms too slow, most at layer pw1.",
    );
    const slow = searchFailed({ short: ["time"], fastestMilliseconds: 61, boards: [] }, false);
    assert.equal(
      verdictOf({ ...slow, target: { ...slow.target, latencyMilliseconds: 50 } }),
      "Does not fit: the fastest policy that was found within FLASH and RAM takes ~ 61 ms, ~ 11 ms too long. No known board fits.",
    );
  });

  it("names no layer where only FLASH is short", () => {
    const report = { ...unfit, accuracy: null, target: { ...unfit.target, ramBytes: 64 * KIB } };
    assert.equal(verdictOf(report), "Does not fit: 4 KiB of FLASH too much.");
  });

  it("states the need where there is no budget", () => {
    assert.equal(verdictOf(estimate), "Needs 24 KiB of FLASH and 12 KiB of RAM, most of it at layer pw1.");
  });

  it("warns where only the model account fits", () => {
    const target = { ...sample.target, account: "model", flashBytes: 20 * KIB } as const;
    const verdict =
      "Fits in the model account. 2 KiB of FLASH and 8 KiB of RAM to spare. Once linked it does not: 4 KiB of FLASH too much.";
    assert.equal(verdictOf({ ...sample, target, accuracy: null }), verdict);
    const roomy = { ...target, flashBytes: 32 * KIB };
    assert.equal(
      verdictOf({ ...sample, target: roomy, accuracy: null }),
      "Fits in the model account. 14 KiB of FLASH and 8 KiB of RAM to spare.",
    );
  });
});

describe("verdict while searching", () => {
  it("does not call the start of the search a misfit", () => {
    const widths = (bits: 8 | 4) => ({ weights: { conv0: 8, fc: bits }, activations: { conv0: 8 } }) as const;
    const uniform = { ...unfit, policy: widths(8), search: { ...unfit.search, strategy: "uniform" } };
    assert.equal(searchingVerdict(uniform), "At 8 bits everywhere it would not fit; searching widths that do.");
    assert.equal(
      searchingVerdict({ ...uniform, policy: widths(4) }),
      "The widths shown would not fit; searching others that do.",
    );
    assert.match(searchingVerdict(infeasible) ?? "", /searching/);
    assert.equal(searchingVerdict(sample), null);
  });
});

describe("verdict about an infeasible budget", () => {
  it("names the least need, its layer and boards", () => {
    const verdict =
      "Does not fit: the least this network needs is 11 KiB of RAM at layer pw1. Boards that fit: STM32F103, RA4M1.";
    assert.equal(verdictOf(infeasible), verdict);
  });

  it("claims no least need without a proof", () => {
    assert.match(verdictOf(searchFailed({}, false)), /^Does not fit: the least that was found is 11 KiB of RAM/);
  });

  it("names both regions where both are short, and says when no board fits", () => {
    const report = searchFailed({ short: ["flash", "ram"], leastFlashBytes: 30 * KIB, boards: [] });
    const verdict =
      "Does not fit: the least this network needs is 30 KiB of FLASH and 11 KiB of RAM at layer pw1. No known board fits.";
    assert.equal(verdictOf(report), verdict);
  });

  it("tells limits that only clash together from limits that are too small", () => {
    const report = searchFailed({ short: ["flash", "ram"], leastFlashBytes: 19 * KIB, leastRamBytes: 9 * KIB });
    assert.match(verdictOf(report), /FLASH and RAM can each be kept alone .*, but not together\./);
  });

  it("does not speak of accuracy", () => {
    assert.doesNotMatch(verdictOf({ ...infeasible, accuracy: measured }), /ccuracy/);
  });
});

describe("verdict about accuracy", () => {
  const cases: readonly (readonly [string, ReportAccuracy, string])[] = [
    [
      "a measured fall",
      measured,
      "Accuracy falls by 1.2 points (measured on 655 samples, 95 % interval −2.1 to −0.3).",
    ],
    [
      "a measured rise",
      { ...measured, delta: 1, ci95: [-0.2, 2.2] },
      "Accuracy rises by 1.0 point (measured on 655 samples, 95 % interval −0.2 to +2.2).",
    ],
    [
      "no change at all",
      { ...measured, delta: 0, ci95: [-0.5, 0.5] },
      "Accuracy stays the same (measured on 655 samples, 95 % interval −0.5 to +0.5).",
    ],
    [
      "a change too small to show",
      { ...measured, delta: -0.04, ci95: null },
      "Accuracy falls by less than 0.1 points (measured on 655 samples).",
    ],
    [
      "a prediction",
      { ...measured, kind: "predicted", ci95: null },
      "Accuracy is predicted to fall by 1.2 points (from 655 samples, not measured).",
    ],
    [
      "a prediction without a reference",
      { ...measured, kind: "predicted", float: null, delta: null, ci95: null },
      "Accuracy is predicted to be 78.3 % (from 655 samples, not measured).",
    ],
    [
      "samples without labels",
      unlabelled,
      "Agrees with the float network on 97.1 % of 655 unlabelled samples (95 % interval 95.5 to 98.1 %).",
    ],
    [
      "an agreement whose interval reaches beyond all samples",
      { ...unlabelled, quantized: 100, delta: 0, ci95: [-0.4, 0.4] },
      "Agrees with the float network on 100 % of 655 unlabelled samples (95 % interval 99.6 to 100 %).",
    ],
    [
      "made-up samples",
      synthetic,
      "Agrees with the float network on 97.1 % of 32 synthetic samples (95 % interval 95.5 to 98.1 %). Samples that are made up say little about real data.",
    ],
    [
      "a regression",
      { ...unlabelled, metric: "sqnr", float: null, quantized: 31.23, delta: null, ci95: null, samples: 1 },
      "Follows the float network's output with 31.2 dB of signal to quantization noise (measured on 1 unlabelled sample).",
    ],
    [
      "many samples",
      { ...measured, samples: 2161, ci95: null },
      "Accuracy falls by 1.2 points (measured on 2,161 samples).",
    ],
    ["no samples", { ...measured, samples: 0 }, "Accuracy was not measured."],
  ];
  for (const [title, accuracy, sentence] of cases) {
    it(`puts ${title} into words`, () => assert.equal(accuracyVerdict(accuracy), sentence));
  }

  it("never calls a prediction measured", () => {
    for (const accuracy of [measured, unlabelled, synthetic]) {
      const sentence = accuracyVerdict({ ...accuracy, kind: "predicted" });
      assert.match(sentence, /[Pp]redicted/);
      assert.doesNotMatch(sentence, /(?<!not )measured/);
    }
  });

  it("speaks of accuracy only where samples have labels", () => {
    for (const accuracy of [unlabelled, synthetic]) assert.doesNotMatch(accuracyVerdict(accuracy), /[Aa]ccuracy/);
  });

  it("says where the integer program does not answer as the simulation that was measured", () => {
    const report = { ...sample, integer: { samples: 64, differing: 7, largestCodeDifference: 24 } };
    assert.match(
      verdictOf(report),
      / The integer program answers otherwise than this simulation on 7 of 64 samples\.$/,
    );
    assert.doesNotMatch(verdictOf({ ...report, accuracy: null }), /integer/);
  });

  it("follows the sentence about memory", () => {
    const spoken = "Accuracy falls by 1.2 points (measured on 655 samples, 95 % interval −2.1 to −0.3).";
    assert.equal(verdictOf(sample), `${fit} ${spoken}`);
  });
});
