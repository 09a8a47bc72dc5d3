/** What compiling for size would buy is told where it buys something, with the planner's own figures, and in the front end's words. */
import assert from "node:assert/strict";
import { accountsOf, choiceKey, choicesOf, STRATEGIES, uniformPolicy, unwatched } from "../../../../src/engine";
import type { Network, Optimization, Policy, SensitivityTable } from "../../../../src/engine";
import { formatSize } from "../../../../src/protocol/words/format";
import { searchProblemsOf } from "../../../../src/worker/jobs/decide";
import { estimateLoaded } from "../../../../src/worker/jobs/estimate";
import type { JobSettings } from "../../../../src/worker/jobs/jobs";
import type { Model } from "../../../../src/worker/model/loadModel";
import { fitsAtSmall, foundAtSmall, widerAtSmall, withLevelHint } from "../../../../src/worker/report/smallerCode";
import { mobileNetV1 } from "../../../support/firmware/architectures";

const network = mobileNetV1(0.25, 96);
const ALL = [8, 4, 2] as const;

function modelOf(given: Network): Model {
  const graph = { name: given.name, inputs: [], outputs: [], nodes: [], tensors: new Map(), constants: new Map() };
  const model: Model = {
    name: given.name,
    fileName: `${given.name}.onnx`,
    sha256: "0".repeat(64),
    identity: "",
    imported: graph,
    prepared: graph,
    graph,
    input: { pixels: null, colours: null, pixelCodes: false, labels: null },
    network: given,
    given: {
      form: "onnx",
      folder: "",
      computed: new Set(),
      idleControlFlow: false,
      feeding: {
        samples: 1,
        stacked: [],
        batched: new Set(),
        fixed: new Map(),
        integers: new Map(),
        codes: new Map(),
        outputs: new Set(),
      },
      read: () => Promise.resolve(undefined),
    },
    trimmed: () => model,
    notes: [],
  };
  return model;
}

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
  return accountsOf(network, policy, { account: "linked", build: { core: "cortex-m4f", optimize } }).linked.flashBytes;
}

const losses: SensitivityTable = new Map(
  choicesOf(network).flatMap((choice) =>
    ALL.map((bits) => [choiceKey(choice, bits), (choice.elements / 1e6) * (1 / bits - 1 / 8)] as const),
  ),
);

describe("smaller code", () => {
  const model = modelOf(network);
  const [widest, narrowest] = [uniformPolicy(network, 8), uniformPolicy(network, 2)];
  const saved = flashOf(widest, "3") - flashOf(widest, "s");

  it("is kilobytes smaller, so that the note matters", () => assert.ok(saved > 2048, String(saved)));

  it("is told where given widths would fit", () => {
    const between = flashOf(widest, "s") + 100;
    const [note, ...others] = fitsAtSmall(network, { policy: widest }, settingsOf(between));
    assert.ok(note && others.length === 0);
    assert.equal(note.code, "code.smaller");
    assert.ok(note.message.includes(`-Os instead of -O3, code takes ${formatSize(saved)} less`), note.message);
    assert.ok(note.message.includes(`these widths fit, in ${formatSize(flashOf(widest, "s"))}`), note.message);
    const estimated = estimateLoaded(model, settingsOf(between));
    assert.ok(estimated.ok && !estimated.value.report.fits);
    assert.deepEqual(estimated.value.report.notes, [note]);
  });

  it("is not told where it changes nothing", () => {
    assert.deepEqual(fitsAtSmall(network, { policy: widest }, settingsOf(flashOf(widest, "3"))), []);
    assert.deepEqual(fitsAtSmall(network, { policy: widest }, settingsOf(flashOf(widest, "s") - 1)), []);
    const between = flashOf(widest, "s") + 100;
    assert.deepEqual(fitsAtSmall(network, { policy: widest }, settingsOf(between, { optimize: "s" })), []);
    assert.deepEqual(fitsAtSmall(network, { policy: widest }, settingsOf(between, { account: "model" })), []);
  });

  it("is not told where the policy says how layers are run, and that way takes too much RAM", () => {
    const between = flashOf(widest, "s") + 1500;
    const needs = (["auto", "off"] as const).map(
      (streaming) => accountsOf(network, widest, { account: "linked", streaming }).linked.ramBytes,
    );
    const ramBytes = Math.round(((needs[0] ?? 0) + (needs[1] ?? 0)) / 2);
    assert.ok((needs[0] ?? 0) < ramBytes, "streaming needs less");
    const budget = { id: null, name: null, flashBytes: between, ramBytes };
    const settings = settingsOf(between, { streaming: "auto", budget });
    assert.equal(fitsAtSmall(network, { policy: widest }, settings).length, 1);
    assert.deepEqual(fitsAtSmall(network, { policy: widest, streaming: "off" }, settings), []);
  });

  it("is told where no widths fit and some would", () => {
    const between = flashOf(narrowest, "s") + 100;
    const [note] = foundAtSmall(model, settingsOf(between), narrowest);
    assert.match(note?.message ?? "", /then widths exist that fit, in [\d.]+ KiB of FLASH and [\d.]+ KiB of RAM/);
    assert.deepEqual(foundAtSmall(model, settingsOf(flashOf(narrowest, "s") / 2), narrowest), []);
  });

  it("is told where widths were narrowed that it would keep, with both losses", async () => {
    const settings = settingsOf(Math.round((flashOf(widest, "3") + flashOf(narrowest, "3")) / 2));
    const [problem] = searchProblemsOf(model, settings, losses);
    const found = STRATEGIES.exact.search(problem, { seed: 0, watch: unwatched });
    assert.ok(!(found instanceof Promise) && found.kind === "found");
    const [note] = await widerAtSmall(model, settings, found, losses, unwatched);
    const [, wider = "", less = "", more = ""] =
      /then (\d+) tensors? keeps? wider widths: predicted loss (\S+) instead of (\S+)$/.exec(note?.message ?? "") ?? [];
    assert.ok(Number(wider) > 0 && Number(less) < Number(more), note?.message);
    assert.deepEqual(
      await widerAtSmall(
        model,
        settingsOf(flashOf(widest, "3") * 2),
        { policy: widest, predictedLoss: 0 },
        losses,
        unwatched,
      ),
      [],
    );
  });

  it("is named as each front end names it", () => {
    const estimated = estimateLoaded(model, settingsOf(flashOf(widest, "s") + 100));
    assert.ok(estimated.ok);
    const { report } = estimated.value;
    assert.equal(withLevelHint(report, "with --optimize s").notes[0]?.hint, "with --optimize s");
    assert.equal(report.notes[0]?.hint, undefined);
  });
});
