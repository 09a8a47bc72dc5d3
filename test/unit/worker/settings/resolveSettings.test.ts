import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Settings } from "../../../../src/protocol/files/settings";
import {
  defaultCacheFolder,
  resolveSettings,
  type ResolvedSettings,
  type SettingsRequest,
} from "../../../../src/worker/settings/resolveSettings";
import { temporaryFolder } from "../../../support/cli";

const { path: folder, remove } = temporaryFolder();
const KIB = 1024;

const request: SettingsRequest = {
  modelPath: "models/net.onnx",
  given: {},
  folder,
  placeOf: (key) => `--${key}`,
  needsBudget: false,
};

function settingsFile(settings: Settings | undefined): void {
  writeFileSync(join(folder, "models", "net.bitwright.json"), JSON.stringify(settings ?? {}));
}

async function resolved(
  file: Settings | undefined,
  given: Settings,
  more: Partial<SettingsRequest> = {},
): Promise<ResolvedSettings> {
  settingsFile(file);
  const outcome = await resolveSettings({ ...request, given, ...more });
  assert.ok(outcome.ok, outcome.ok ? "" : JSON.stringify(outcome.problems));
  return outcome.value;
}

async function refused(
  file: Settings | undefined,
  given: Settings,
  more: Partial<SettingsRequest> = {},
): Promise<string> {
  settingsFile(file);
  const outcome = await resolveSettings({ ...request, given, ...more });
  assert.ok(!outcome.ok);
  return outcome.problems.map(({ code, place }) => `${code} at ${place ?? "nowhere"}`).join();
}

describe("resolving settings", () => {
  before(() => {
    mkdirSync(join(folder, "models"));
    writeFileSync(join(folder, "models", "net.onnx"), "");
    writeFileSync(join(folder, "models", "UPPER.ONNX"), "");
    writeFileSync(join(folder, "policy.json"), "{}");
    const own = { id: "mine", core: "cortex-m4f", flash: "100KiB", ram: [{ name: "RAM", size: "50KiB" }] };
    writeFileSync(join(folder, "models", "boards.json"), JSON.stringify({ targets: [own] }));
  });
  after(remove);

  it("has defaults for everything but a budget", async () => {
    const { job, modelName, outFolder } = await resolved(undefined, {});
    assert.deepEqual(job, {
      modelPath: join(folder, "models", "net.onnx"),
      account: "linked",
      search: "exact",
      rounding: "compensated",
      seed: 0,
      streaming: "auto",
      rows: "memory",
      learn: "auto",
    });
    assert.equal(modelName, "net");
    assert.equal(outFolder, join(folder, "models", "net.bitwright"));
  });

  it("lets weights learn unasked unless they are rounded to the nearest, and as long as it is told", async () => {
    assert.equal((await resolved({ rounding: "nearest" }, {})).job.learn, undefined);
    assert.equal((await resolved(undefined, { learn: "off" })).job.learn, undefined);
    assert.equal((await resolved({ rounding: "nearest" }, { learn: "auto" })).job.learn, "auto");
    assert.deepEqual((await resolved({ learn: "minutes:2" }, { learn: "steps:9" })).job.learn, { steps: 9 });
  });

  it("prefers what was given over the file, key by key", async () => {
    const file: Settings = { account: "model", search: "cut", seed: 5, streaming: "off", bits: 4 };
    const { job } = await resolved(file, { seed: 7 });
    assert.deepEqual(
      [job.account, job.search, job.seed, job.streaming, job.uniform?.weights],
      ["model", "cut", 7, "off", 4],
    );
  });

  it("takes a name that C code can begin with, and refuses one that something else has", async () => {
    assert.equal((await resolved(undefined, {})).job.name, undefined);
    assert.equal((await resolved({ name: "kws" }, {})).job.name, "kws");
    assert.equal((await resolved({ name: "kws" }, { name: "spotter" })).job.name, "spotter");
    assert.match(await refused({ name: "int" }, {}), /^settings\.name at .*net\.bitwright\.json: name$/);
    assert.equal(await refused({}, { name: "My Model" }), "settings.name at --name");
  });

  it("takes paths of the file relative to it and given ones relative to the current folder", async () => {
    const file: Settings = { calibration: { path: "data/x_*", labels: "l.csv" }, out: "results" };
    const both = await resolved(file, { evaluation: { path: "data" } });
    assert.deepEqual(both.job.calibration, {
      path: join(folder, "models", "data", "x_*"),
      labels: join(folder, "models", "l.csv"),
    });
    assert.deepEqual(both.job.evaluation, { path: join(folder, "data") });
    assert.equal(both.outFolder, join(folder, "models", "results"));
    assert.equal((await resolved(file, { out: "o" })).outFolder, join(folder, "o"));
  });

  it("takes a data set whole from one source", async () => {
    const { job } = await resolved(
      { calibration: { path: "a", include: "x_*", samples: 3 } },
      { calibration: { path: "b" } },
    );
    assert.deepEqual(job.calibration, { path: join(folder, "b") });
  });

  it("limits the calibration samples of either source", async () => {
    const { job } = await resolved({ calibration: { path: "a", samples: 3 } }, {}, { samples: 9 });
    assert.equal(job.calibration?.samples, 9);
    assert.equal(await refused(undefined, {}, { samples: 9 }), "settings.samples at --samples");
  });

  it("lets given preprocessing count for every data set", async () => {
    const file: Settings = { preprocessing: "torch", calibration: { path: "a", preprocessing: "unit" } };
    const kept = (await resolved(file, {})).job;
    assert.deepEqual([kept.preprocessing, kept.calibration?.preprocessing], ["torch", "unit"]);
    const given = (await resolved(file, { preprocessing: "raw" })).job;
    assert.deepEqual([given.preprocessing, given.calibration?.preprocessing], ["raw", undefined]);
  });

  it("searches where a search is asked for, whatever width the file has", async () => {
    for (const file of [{ bits: 8 }, { weights: 4, activations: 8 }] as const)
      assert.equal((await resolved(file, { search: "exact" })).job.uniform, undefined);
  });

  it("takes one width for weights and one for activations, of which 8 need not be said", async () => {
    const uniformOf = async (file: Settings, given: Settings): Promise<unknown> =>
      (await resolved(file, given)).job.uniform;
    assert.deepEqual(await uniformOf({ bits: 4 }, {}), { weights: 4, activations: 4 });
    assert.deepEqual(await uniformOf({ weights: 4, activations: 2 }, {}), { weights: 4, activations: 2 });
    assert.deepEqual(await uniformOf({ activations: 4 }, {}), { weights: 8, activations: 4 });
    assert.deepEqual(await uniformOf({ weights: 4 }, { activations: 2 }), { weights: 4, activations: 2 });
    // What is given for all tensors, or for some, silences what the file says in the other way.
    assert.deepEqual(await uniformOf({ weights: 4 }, { bits: 2 }), { weights: 2, activations: 2 });
    assert.deepEqual(await uniformOf({ bits: 2 }, { weights: 4 }), { weights: 4, activations: 8 });
  });

  it("makes a budget of a board, of sizes, or of a board with either size replaced", async () => {
    const board = { id: "stm32f411", name: "STM32F411", core: "cortex-m4f", clockHz: 100_000_000 };
    const cases: readonly (readonly [Settings, Settings, unknown])[] = [
      [{}, { target: "STM32F411" }, { ...board, flashBytes: 512 * KIB, ramBytes: 128 * KIB }],
      [{}, { target: "stm32f411", ram: "64KiB" }, { ...board, flashBytes: 512 * KIB, ramBytes: 64 * KIB }],
      [{ target: "stm32f411", flash: 1000 }, { ram: "64KiB" }, { ...board, flashBytes: 1000, ramBytes: 64 * KIB }],
      [{ flash: 1000, ram: 1000 }, { target: "stm32f411" }, { ...board, flashBytes: 512 * KIB, ramBytes: 128 * KIB }],
      [{ flash: 1000 }, { ram: "2kB" }, { id: null, name: null, flashBytes: 1000, ramBytes: 2000 }],
      [{}, { flash: "1kB" }, { id: null, name: null, flashBytes: 1000, ramBytes: Infinity }],
      [{ ram: 9 }, {}, { id: null, name: null, flashBytes: Infinity, ramBytes: 9 }],
      [
        { targets: "boards.json", target: "mine" },
        {},
        { id: "mine", name: "mine", flashBytes: 100 * KIB, ramBytes: 50 * KIB, core: "cortex-m4f" },
      ],
    ];
    for (const [file, given, budget] of cases) assert.deepEqual((await resolved(file, given)).job.budget, budget);
  });

  it("refuses budgets that are none, at the place where they stand", async () => {
    const file = `${join(folder, "models", "net.bitwright.json")}: `;
    assert.equal(await refused({}, { flash: "2XB", ram: "1MB" }), "size.unreadable at --flash");
    assert.equal(await refused({ target: "nothing" }, {}), `target.unknown at ${file}target`);
    assert.equal(await refused({}, {}, { needsBudget: true }), "budget.missing at net.onnx");
    assert.equal((await resolved({}, { bits: 8 }, { needsBudget: true })).job.budget, undefined);
  });

  it("reads the policy, and says where it is not", async () => {
    const { job } = await resolved({}, {}, { policyPath: "policy.json" });
    assert.deepEqual(job.policy, { text: "{}", path: join(folder, "policy.json") });
    assert.equal(await refused({}, {}, { policyPath: "none.json" }), `data.missing at ${join(folder, "none.json")}`);
  });

  it("knows models by their extension in any case, and refuses what is none", async () => {
    assert.equal((await resolved({}, {}, { modelPath: "models/UPPER.ONNX" })).modelName, "UPPER");
    assert.equal(await refused({}, {}, { modelPath: "models" }), "model.folder at models");
    assert.equal(await refused({}, {}, { modelPath: "no.onnx" }), "model.missing at no.onnx");
    assert.equal(await refused({}, {}, { modelPath: "policy.json" }), "model.extension at policy.json");
  });

  it("keeps losses where XDG says", () => {
    assert.equal(defaultCacheFolder({ XDG_CACHE_HOME: "/cache" }), join("/cache", "bitwright"));
    const home = join(homedir(), ".cache", "bitwright");
    assert.equal(defaultCacheFolder({}), home);
    assert.equal(defaultCacheFolder({ XDG_CACHE_HOME: "relative" }), home);
  });
});
