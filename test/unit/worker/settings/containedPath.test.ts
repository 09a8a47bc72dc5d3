/** What a settings file may name without the person having said so: nothing outside of the repository that it came with. */
import assert from "node:assert/strict";
import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../../../../src/protocol/files/settings";
import { resolveSettings } from "../../../../src/worker/settings/resolveSettings";
import { temporaryFolder } from "../../../support/cli";

const { path, remove } = temporaryFolder();
const base = realpathSync(path);
const repository = join(base, "repository");
const models = join(repository, "models");

describe("paths in a settings file", () => {
  before(() => {
    for (const folder of [join(repository, ".git"), models, join(repository, "data"), join(base, "elsewhere")]) {
      mkdirSync(folder, { recursive: true });
    }
    writeFileSync(join(models, "net.onnx"), "");
    writeFileSync(join(base, "secret.json"), '{ "targets": [] }');
    symlinkSync(join(base, "elsewhere"), join(models, "link"));
    symlinkSync(join(base, "not there yet"), join(models, "dangling"));
  });
  after(remove);

  const resolved = (file: Settings, given: Settings = {}, trusted?: boolean) => {
    writeFileSync(join(models, "net.bitwright.json"), JSON.stringify(file));
    return resolveSettings({
      modelPath: "net.onnx",
      given,
      folder: models,
      placeOf: (key) => `--${key}`,
      needsBudget: false,
      ...(trusted !== undefined && { trusted }),
    });
  };

  const outside: readonly (readonly [settings: Settings, option: string])[] = [
    [{ calibration: { path: "/" } }, "--calibration"],
    [{ calibration: { path: "../../elsewhere" } }, "--calibration"],
    [{ calibration: { path: "link" } }, "--calibration"],
    [{ calibration: { path: "link/below" } }, "--calibration"],
    [{ calibration: { path: "../data", labels: "../../secret.csv" } }, "--calibration"],
    [{ calibration: { path: "../data", inputs: { state: "../../secret.npy" } } }, "--calibration"],
    [{ evaluation: { path: "../../elsewhere/*.png" } }, "--evaluation"],
    [{ out: "../../elsewhere" }, "--out"],
    [{ out: "dangling/out" }, "--out"],
    [{ out: "link" }, "--out"],
    [{ targets: "../../secret.json" }, "--targets"],
  ];
  for (const [settings, option] of outside) {
    it(`${JSON.stringify(settings)} is refused, unless the person says so`, async () => {
      const refused = await resolved(settings);
      assert.ok(!refused.ok);
      const [problem] = refused.problems;
      assert.equal(problem?.code, "settings.outside");
      assert.ok(problem.message.includes(`leads out of ${repository}`), problem.message);
      assert.ok(problem.hint?.endsWith(`give the path with ${option}`), problem.hint);
      assert.ok((await resolved(settings, {}, true)).ok, "a trusted workspace");
      const untrusted = await resolved(settings, {}, false);
      assert.ok(!untrusted.ok && untrusted.problems[0]?.hint?.endsWith("or trust the workspace"));
      const given: Settings = {
        calibration: { path: "x" },
        evaluation: { path: "x" },
        out: "x",
        targets: join(base, "secret.json"),
      };
      assert.ok((await resolved(settings, given)).ok, "the person's own");
    });
  }

  it("may lead anywhere in the repository", async () => {
    assert.ok((await resolved({ calibration: { path: "../data" }, out: "../build/out" })).ok);
  });

  it("without a repository may lead anywhere in the current folder, and else beside the model", async () => {
    rmSync(join(repository, ".git"), { recursive: true });
    try {
      writeFileSync(join(models, "net.bitwright.json"), JSON.stringify({ calibration: { path: "../data" } }));
      const from = (folder: string) =>
        resolveSettings({
          modelPath: join(models, "net.onnx"),
          given: {},
          folder,
          placeOf: (key) => `--${key}`,
          needsBudget: false,
        });
      assert.ok((await from(repository)).ok);
      assert.ok(!(await from(models)).ok);
      assert.ok(!(await from(join(base, "elsewhere"))).ok);
    } finally {
      mkdirSync(join(repository, ".git"));
    }
  });

  it("the folder of results beside the model may not be a link to elsewhere either", async () => {
    symlinkSync(join(base, "elsewhere"), join(models, "net.bitwright"));
    const refused = await resolved({});
    assert.ok(!refused.ok);
    assert.match(refused.problems[0]?.message ?? "", /^this is a link that leads out of/);
    assert.ok((await resolved({}, { out: "x" })).ok);
  });
});
