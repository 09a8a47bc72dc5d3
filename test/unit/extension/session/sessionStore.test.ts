import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSessionStore, type SavedSession } from "../../../../src/extension/session/sessionStore";
import { sample } from "../../../support/sampleReport";

const session: SavedSession = {
  kind: "search",
  policyPath: null,
  base: { report: sample, policyText: "p", outFolder: "/o", losses: {}, files: [], dataKey: "" },
  history: { states: [{}], free: [], at: 0 },
  report: sample,
  policyText: "p",
  measurements: {},
  firmware: null,
  searching: false,
  times: {},
};

describe("the store of sessions", () => {
  let folder = "";
  let model = "";
  const log: string[] = [];
  const open = () => openSessionStore(join(folder, "store"), (text) => log.push(text));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bitwright-store-"));
    model = join(folder, "net.onnx");
    writeFileSync(model, "one");
    log.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("gives back what it was given", async () => {
    assert.equal(await open().load(model), undefined);
    await open().save(model, session);
    assert.deepEqual(await open().load(model), session);
    assert.equal(await open().load(join(folder, "other.onnx")), undefined);
    assert.deepEqual(log, []);
  });

  it("forgets a model that has changed", async () => {
    await open().save(model, session);
    writeFileSync(model, "another");
    assert.equal(await open().load(model), undefined);
  });

  it("takes a broken file for none, and leaves no halves behind", async () => {
    await open().save(model, session);
    const [file, ...others] = readdirSync(join(folder, "store"));
    assert.ok(file);
    assert.deepEqual(others, []);
    for (const text of ["", "{", "null", "[]", '{"version":0}', '{"version":1,"model":"x","session":null}']) {
      writeFileSync(join(folder, "store", file), text);
      assert.equal(await open().load(model), undefined);
    }
  });

  it("leaves out a state that was changed on disk, wherever", async () => {
    await open().save(model, session);
    const [file = ""] = readdirSync(join(folder, "store"));
    const path = join(folder, "store", file);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 53) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(path, changed);
      assert.equal(await open().load(model), undefined, `byte ${at}`);
    }
    assert.ok(log.some((line) => line.includes("was changed on disk")));
  });

  it("never fails its caller", async () => {
    writeFileSync(join(folder, "store"), "a file where the folder should be");
    await open().save(model, session);
    assert.equal(log.length, 1);
  });
});
