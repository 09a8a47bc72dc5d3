import assert from "node:assert/strict";
import { PolicyComparison, type PolicySource } from "../../../../src/extension/session/policyComparison";
import type { Answer } from "../../../../src/protocol/messages/conversation";
import { formatPolicy } from "../../../../src/protocol/files/policyFile";
import type { Report, WeightBits } from "../../../../src/protocol/files/report";
import type { JobAnswer, PolicyText } from "../../../../src/protocol/messages/workerMessages";
import { sample } from "../../../support/sampleReport";

const planned: Report = { ...sample, accuracy: null, integer: null };
const base = { title: "as searched", report: planned };

function textOf(conv0: WeightBits, sha256 = sample.model.sha256): string {
  const weights = new Map(Object.entries({ ...sample.policy.weights, conv0 }));
  return formatPolicy({
    model: { name: sample.model.name, sha256 },
    weights,
    activations: new Map(Object.entries(sample.policy.activations)),
  });
}

function source(title: string, conv0: WeightBits, reportText?: string): PolicySource {
  return { title, policy: { text: textOf(conv0), path: `/models/${title}` }, reportText };
}

function answer({ text }: PolicyText, target = planned.target): Answer<JobAnswer> {
  const report = { ...planned, target };
  return { ok: true, value: { report, policyText: text, outFolder: "", losses: {}, files: [], dataKey: "" } };
}

const refused: Answer<JobAnswer> = {
  ok: false,
  fault: { kind: "refused", problems: [{ code: "policy.unknown", message: "no such layer" }] },
};

describe("what a policy is compared with", () => {
  it("is nothing until something is chosen, and nothing after it was closed", async () => {
    const comparison = new PolicyComparison((policy) => Promise.resolve(answer(policy)));
    assert.equal(comparison.shownBeside(base), null);
    assert.equal(await comparison.refresh(), false);
    assert.ok((await comparison.start("base", null)).ok);
    assert.deepEqual(comparison.shownBeside(base)?.old.title, "as searched");
    assert.equal(comparison.shownBeside(null), null, "nothing is shown that could be the base");
    comparison.stop();
    assert.equal(comparison.shownBeside(base), null);
  });

  it("follows what is shown where only the older one was named", async () => {
    const comparison = new PolicyComparison((policy) => Promise.resolve(answer(policy)));
    assert.ok((await comparison.start(source("old.json", 4), null)).ok);
    assert.equal(comparison.shownBeside(base)?.now, null);
    assert.ok((await comparison.start(source("old.json", 4), source("new.json", 2))).ok);
    assert.equal(comparison.shownBeside(base)?.now?.title, "new.json");
  });

  it("has the accuracy that report.json beside it tells of the same widths and file", async () => {
    const comparison = new PolicyComparison((policy) => Promise.resolve(answer(policy)));
    const policy = { ...sample.policy, weights: { ...sample.policy.weights, conv0: 4 as const } };
    const accuracyOf = async (old: PolicySource): Promise<unknown> => {
      assert.ok((await comparison.start(old, null)).ok);
      return comparison.shownBeside(base)?.old.report.accuracy;
    };
    assert.deepEqual(await accuracyOf(source("a", 4, JSON.stringify({ ...sample, policy }))), sample.accuracy);
    assert.equal(await accuracyOf(source("a", 2, JSON.stringify({ ...sample, policy }))), null, "of other widths");
    assert.equal(await accuracyOf(source("a", 4, "{")), null, "broken");
    const elsewhere = { title: "a", policy: { text: textOf(4, "f".repeat(64)), path: "" } };
    assert.equal(await accuracyOf({ ...elsewhere, reportText: JSON.stringify(sample) }), null, "of another file");
  });

  it("stays where another is refused, and ends where the model cannot have it any more", async () => {
    let refuses = false;
    let { target } = planned;
    const comparison = new PolicyComparison((policy) => Promise.resolve(refuses ? refused : answer(policy, target)));
    assert.ok((await comparison.start(source("old.json", 4), null)).ok);
    refuses = true;
    assert.deepEqual(await comparison.start(source("worse.json", 2), null), refused);
    assert.equal(comparison.shownBeside(base)?.old.title, "old.json");
    refuses = false;
    target = { ...target, account: "model" };
    assert.equal(await comparison.refresh(), true);
    assert.equal(comparison.shownBeside(base)?.old.report.target.account, "model", "planned anew");
    refuses = true;
    await comparison.refresh();
    assert.equal(comparison.shownBeside(base), null);
  });

  it("carries no other budgets and reasons along", async () => {
    const comparison = new PolicyComparison((policy) => Promise.resolve(answer(policy)));
    await comparison.start("base", null);
    const { front, why } = comparison.shownBeside(base)?.old.report ?? {};
    assert.deepEqual([front, why], [null, null]);
  });
});
