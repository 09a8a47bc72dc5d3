import assert from "node:assert/strict";
import type { Report } from "../../../src/protocol/files/report";
import { reasonWords } from "../../../webview/figures/reasonWords";
import type { PlannedWidths } from "../../../webview/figures/savings";
import { estimate, sample } from "../../support/sampleReport";

/** Without points of accuracy, which have tests of their own. */
const report: Report = { ...sample, accuracy: null };
const { flashBytes, ramBytes } = report.memory[report.target.account];
/** One width is planned already, the other is not. */
const planned: PlannedWidths = new Map([["weights:pw1", [{ bits: 8, flashBytes: flashBytes + 6144, ramBytes }]]]);
const wordsOf = (kind: "weights" | "activation", name: string) =>
  reasonWords(report, { kind, name }, planned) ?? assert.fail(`no reason for ${name}`);

describe("the reasons for a width in words", () => {
  it("are not there without reasons", () => {
    assert.equal(reasonWords(estimate, { kind: "weights", name: "conv0" }, null), null);
    assert.equal(reasonWords(report, { kind: "weights", name: "unknown" }, null), null);
    assert.equal(reasonWords({ ...report, why: null }, { kind: "weights", name: "conv0" }, null), null);
  });

  it("name the limit, and the layer at which RAM is short", () => {
    assert.equal(wordsOf("weights", "conv0").lead, "8 bits, the widest: nothing narrowed it.");
    assert.equal(wordsOf("weights", "pw1").lead, "Narrowed to 4 bits: FLASH is the limit.");
    assert.equal(wordsOf("activation", "pw1").lead, "Narrowed to 4 bits: RAM is the limit at pw1.");
  });

  it("say what another width costs alone, how it is paid for most cheaply, and what that comes to", () => {
    const { tensor, others } = wordsOf("weights", "pw1");
    assert.equal(tensor, 1);
    assert.deepEqual(others, [
      {
        bits: 8,
        sentence:
          "8 bits alone (+6 KiB FLASH) would lower the predicted loss by 0.023. Paid for most cheaply (conv0 8 → 4), it would raise the predicted loss by 0.0087.",
        isPossible: true,
      },
      {
        bits: 2,
        sentence:
          "2 bits alone would raise the predicted loss by 1.1. Spent best (fc 2 → 8), it would raise the predicted loss by 1.1.",
        isPossible: true,
      },
    ]);
  });

  it("say where no policy has a width, and where nothing else changes", () => {
    const [, two] = wordsOf("activation", "pw1").others;
    assert.match(two?.sentence ?? "", /No policy within the budget was found that has them\.$/);
    assert.equal(two?.isPossible, false);
    assert.ok(report.why);
    const [first, ...tensors] = report.why.tensors;
    assert.ok(first);
    const best = { flashBytes: -4096, ramBytes: 0, loss: 0.02, optimal: true, changes: "0:4" };
    const alone = {
      ...report,
      why: { ...report.why, tensors: [{ ...first, others: [{ bits: 4, best }] }, ...tensors] },
    };
    const [four] = reasonWords(alone as Report, { kind: "weights", name: "conv0" }, null)?.others ?? [];
    assert.ok(four?.sentence.endsWith("No other tensor would gain from these bytes."));
  });

  it("do not blame a limit where a wider width would fit", () => {
    assert.ok(report.why);
    const lead = (losses: readonly number[]): string => {
      const tensors = (report.why?.tensors ?? []).map((reason) =>
        reason.tensor === "weights:pw1" ? { ...reason, limit: "none" as const, losses } : reason,
      );
      const changed: Report = { ...report, why: { price: { flash: null, ram: null }, tensors } };
      return reasonWords(changed, { kind: "weights", name: "pw1" }, null)?.lead ?? "";
    };
    assert.equal(lead([0.3, 0.2, 1]), "4 bits: a wider one would fit, but does not measure better.");
    assert.equal(lead([0.1, 0.2, 1]), "4 bits, though the next width would fit: the search did not take it.");
  });
});
