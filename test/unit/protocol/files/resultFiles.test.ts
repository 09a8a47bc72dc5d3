/** What a search has left on disk, taken only where it is about the model that is opened. */
import assert from "node:assert/strict";
import { formatPolicy } from "../../../../src/protocol/files/policyFile";
import type { Report } from "../../../../src/protocol/files/report";
import { layerLossWords, readResultFiles } from "../../../../src/protocol/files/resultFiles";
import { sample } from "../../../support/sampleReport";

const { sha256, name } = sample.model;

function policyOf({ policy }: Pick<Report, "policy">): string {
  return formatPolicy({
    model: { name, sha256 },
    weights: new Map(Object.entries(policy.weights)),
    activations: new Map(Object.entries(policy.activations)),
  });
}

function measuredWith(change: object) {
  return readResultFiles(policyOf(sample), JSON.stringify({ ...sample, ...change }), sha256)?.measured;
}

describe("what a search's files tell of layers", () => {
  const words = (change: object): ReadonlyMap<string, string> | undefined =>
    layerLossWords(policyOf(sample), JSON.stringify({ ...sample, ...change }), sha256);

  it("is points where it was measured, and words elsewhere", () => {
    assert.deepEqual(Object.fromEntries(words({}) ?? []), {
      conv0: "under 0.1 points",
      pw1: "about 1.2 points",
      fc: "under 0.1 points",
    });
    assert.equal(words({ accuracy: null })?.get("pw1"), "noticeable");
  });

  it("is nothing where they are about other widths, another file or nothing at all", () => {
    assert.equal(words({ policy: { weights: {}, activations: {} } }), undefined);
    assert.equal(layerLossWords(policyOf(sample), JSON.stringify(sample), "f".repeat(64)), undefined);
    assert.equal(layerLossWords(policyOf(sample), "[", sha256), undefined);
    assert.equal(words({ layers: 3 }), undefined);
    assert.equal(words({ layers: [null, { name: 3, error: 1 }, { name: "a", error: "1" }] }), undefined);
  });
});

describe("the files of a search", () => {
  it("give the policy and what was measured of it", () => {
    const found = readResultFiles(policyOf(sample), JSON.stringify(sample), sha256);
    assert.equal(found?.policyText, policyOf(sample));
    assert.ok(sample.accuracy);
    assert.deepEqual(found.measured, {
      accuracy: sample.accuracy,
      integer: sample.integer,
      measuredLoss: sample.search.measuredLoss,
    });
  });

  it("give the losses that the reasons state, of every tensor or of none", () => {
    const order = [
      ...Object.keys(sample.policy.weights).map((layer) => `weights:${layer}`),
      ...Object.keys(sample.policy.activations).map((activation) => `activation:${activation}`),
    ];
    const tensors = order.map((tensor, i) => ({ tensor, losses: [0.001 * i, 0.01 * i, 0.1 * i] }));
    const lossesWith = (why: unknown) =>
      readResultFiles(policyOf(sample), JSON.stringify({ ...sample, why }), sha256)?.losses;
    const losses = lossesWith({ tensors }) ?? {};
    assert.equal(Object.keys(losses).length, 3 * order.length);
    assert.equal(losses[`${order[2] ?? ""}:8`], 0.002);
    assert.equal(losses[`${order[2] ?? ""}:2`], 0.2);
    assert.deepEqual(lossesWith({ tensors: tensors.slice(1) }), {}, "a tensor is missing");
    for (const why of [null, 1, { tensors: {} }, { tensors: [null] }, { tensors: [{ ...tensors[0], losses: [1, 2] }] }])
      assert.deepEqual(lossesWith(why), {}, JSON.stringify(why));
    assert.deepEqual(lossesWith({ tensors: tensors.map((each) => ({ ...each, losses: ["0", 0, 0] })) }), {});
  });

  it("are not those of another file of the model, nor a policy that is none", () => {
    assert.equal(readResultFiles(policyOf(sample), JSON.stringify(sample), "0".repeat(64)), undefined);
    assert.equal(readResultFiles("{", JSON.stringify(sample), sha256), undefined);
  });

  it("give no figures of other widths, of another file, or that are none", () => {
    const nothing = { accuracy: null, integer: null, measuredLoss: null };
    const wider = { ...sample.policy, weights: { ...sample.policy.weights, conv0: 2 } };
    assert.deepEqual(measuredWith({ policy: wider }), nothing);
    const fewer = Object.fromEntries(Object.entries(sample.policy.weights).slice(1));
    assert.deepEqual(measuredWith({ policy: { ...sample.policy, weights: fewer } }), nothing);
    assert.deepEqual(measuredWith({ model: { ...sample.model, sha256: "0".repeat(64) } }), nothing);
    assert.deepEqual(measuredWith({ accuracy: { ...sample.accuracy, quantized: "97" } }), nothing);
    assert.deepEqual(measuredWith({ accuracy: { ...sample.accuracy, kind: "predicted" } }), nothing);
    assert.deepEqual(readResultFiles(policyOf(sample), undefined, sha256)?.measured, nothing);
    assert.deepEqual(readResultFiles(policyOf(sample), "[1", sha256)?.measured, nothing);
  });
});
