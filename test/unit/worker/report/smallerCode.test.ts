/** What compiling for size would buy is told where it buys something, with the planner's own figures, and in the front end's words. */
import assert from "node:assert/strict";
import { choiceKey, choicesOf, STRATEGIES, uniformPolicy, unwatched } from "../../../../src/engine";
import type { Optimization, Policy, Problem, SensitivityTable } from "../../../../src/engine";
import { formatSize } from "../../../../src/protocol/words/format";
import { searchProblemsOf } from "../../../../src/worker/jobs/decide";
import { estimateLoaded } from "../../../../src/worker/jobs/estimate";
import type { JobSettings } from "../../../../src/worker/jobs/jobs";
import { fitsAtSmall, foundAtSmall, widerAtSmall, withLevelHint } from "../../../../src/worker/report/smallerCode";
import { mobileNetV1 } from "../../../support/firmware/architectures";
import { executionUnder } from "../../../../src/worker/settings/statedStreaming";
import { bareModel } from "../../../support/networks/bareModel";
import { accountsFor, plannerOf } from "../../../support/planning";

const network = mobileNetV1(0.25, 96);
const ALL = [8, 4, 2] as const;

function settingsOf(flashBytes: number, changes: Partial<JobSettings> = {}): JobSettings {
  return {
    modelPath: "m.onnx",
    budget: { id: null, name: null, flashBytes, ramBytes: 1 << 20 },
    account: "linked",
    search: "exact",
    rounding: "nearest",
    seed: 0,
    streaming: "off",
    rows: "memory",
    ...changes,
  };
}

function flashOf(policy: Policy, optimize: Optimization): number {
  return accountsFor(network, policy, { account: "linked", build: { core: "cortex-m4f", optimize } }).linked.flashBytes;
}

function decided(policy: Policy, settings: JobSettings, streaming?: "off") {
  const stated = { policy, ...(streaming && { streaming }) };
  return { ...stated, execution: executionUnder(settings, plannerOf(network), stated) };
}

function fitting(policy: Policy, settings: JobSettings, streaming?: "off"): readonly Problem[] {
  return fitsAtSmall(plannerOf(network), decided(policy, settings, streaming), settings);
}

function found(policy: Policy, settings: JobSettings): readonly Problem[] {
  return foundAtSmall(bareModel(network), settings, decided(policy, settings));
}

const losses: SensitivityTable = new Map(
  choicesOf(network).flatMap((choice) =>
    ALL.map((bits) => [choiceKey(choice, bits), (choice.elements / 1e6) * (1 / bits - 1 / 8)] as const),
  ),
);

describe("smaller code", () => {
  const model = bareModel(network);
  const [widest, narrowest] = [uniformPolicy(network, 8), uniformPolicy(network, 2)];
  const saved = flashOf(widest, "3") - flashOf(widest, "s");

  it("is kilobytes smaller, so that the note matters", () => assert.ok(saved > 2048, String(saved)));

  it("is told where given widths would fit", () => {
    const between = flashOf(widest, "s") + 100;
    const [note, ...others] = fitting(widest, settingsOf(between));
    assert.ok(note && others.length === 0);
    assert.equal(note.code, "code.smaller");
    assert.ok(note.message.includes(`-Os instead of -O3, code takes ${formatSize(saved)} less`), note.message);
    assert.ok(note.message.includes(`these widths fit, in ${formatSize(flashOf(widest, "s"))}`), note.message);
    const estimated = estimateLoaded(model, settingsOf(between));
    assert.ok(estimated.ok && !estimated.value.report.fits);
    assert.deepEqual(estimated.value.report.notes, [note]);
  });

  it("is not told where it changes nothing", () => {
    assert.deepEqual(fitting(widest, settingsOf(flashOf(widest, "3"))), []);
    assert.deepEqual(fitting(widest, settingsOf(flashOf(widest, "s") - 1)), []);
    const between = flashOf(widest, "s") + 100;
    assert.deepEqual(fitting(widest, settingsOf(between, { optimize: "s" })), []);
    assert.deepEqual(fitting(widest, settingsOf(between, { account: "model" })), []);
  });

  it("is not told where the policy says how layers are run, and that way takes too much RAM", () => {
    const between = flashOf(widest, "s") + 1500;
    const needs = (["auto", "off"] as const).map(
      (streaming) => accountsFor(network, widest, { account: "linked", streaming }).linked.ramBytes,
    );
    const ramBytes = Math.round(((needs[0] ?? 0) + (needs[1] ?? 0)) / 2);
    assert.ok((needs[0] ?? 0) < ramBytes, "streaming needs less");
    const budget = { id: null, name: null, flashBytes: between, ramBytes };
    const settings = settingsOf(between, { streaming: "auto", budget });
    assert.equal(fitting(widest, settings).length, 1);
    assert.deepEqual(fitting(widest, settings, "off"), []);
  });

  it("is told where no widths fit and some would", () => {
    const between = flashOf(narrowest, "s") + 100;
    const [note] = found(narrowest, settingsOf(between));
    assert.match(note?.message ?? "", /then widths exist that fit, in [\d.]+ KiB of FLASH and [\d.]+ KiB of RAM/);
    assert.deepEqual(found(narrowest, settingsOf(flashOf(narrowest, "s") / 2)), []);
  });

  it("is told where widths were narrowed that it would keep, with both losses", async () => {
    const settings = settingsOf(Math.round((flashOf(widest, "3") + flashOf(narrowest, "3")) / 2));
    const [problem] = searchProblemsOf(model, settings, losses);
    const answer = STRATEGIES.exact.search(problem, { seed: 0, watch: unwatched });
    assert.ok(!(answer instanceof Promise) && answer.kind === "found");
    const { policy, predictedLoss } = answer;
    const [note] = await widerAtSmall(
      model,
      settings,
      { ...decided(policy, settings), predictedLoss },
      losses,
      unwatched,
    );
    const [, wider = "", less = "", more = ""] =
      /then (\d+) tensors? keeps? wider widths: predicted loss (\S+) instead of (\S+)$/.exec(note?.message ?? "") ?? [];
    assert.ok(Number(wider) > 0 && Number(less) < Number(more), note?.message);
    const roomy = settingsOf(flashOf(widest, "3") * 2);
    const unneeded = { ...decided(widest, roomy), predictedLoss: 0 };
    assert.deepEqual(await widerAtSmall(model, roomy, unneeded, losses, unwatched), []);
  });

  it("is named as each front end names it", () => {
    const estimated = estimateLoaded(model, settingsOf(flashOf(widest, "s") + 100));
    assert.ok(estimated.ok);
    const { report } = estimated.value;
    assert.equal(withLevelHint(report, "with --optimize s").notes[0]?.hint, "with --optimize s");
    assert.equal(report.notes[0]?.hint, undefined);
  });
});
