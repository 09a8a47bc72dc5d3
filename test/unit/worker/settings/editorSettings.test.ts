/** The file beside the model goes before the editor's settings, so that editor and command line mean the same where it decides. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveEditorSettings, targetsPathOf, withoutDecided } from "../../../../src/worker/settings/editorSettings";

describe("settings of the editor", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bitwright-editor-"));
    writeFileSync(join(folder, "net.onnx"), "");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const resolved = async (file: object | undefined, ambient: Readonly<Record<string, unknown>>) => {
    if (file) writeFileSync(join(folder, "net.bitwright.json"), JSON.stringify(file));
    const question = { modelPath: join(folder, "net.onnx"), ambient, folder, trusted: false };
    return resolveEditorSettings({ question, needsBudget: false, env: {} });
  };

  it("count where the file says nothing", async () => {
    const settings = await resolved(undefined, {
      target: "stm32h743",
      account: "model",
      calibration: { path: "data" },
    });
    assert.ok(settings.ok);
    assert.equal(settings.value.job.budget?.id, "stm32h743");
    assert.equal(settings.value.job.account, "model");
    assert.equal(settings.value.job.calibration?.path, join(folder, "data"));
  });

  it("yield to the file, a budget as a whole", async () => {
    const settings = await resolved({ target: "rp2040" }, { target: "stm32h743", flash: "1MiB", ram: 1024, seed: 5 });
    assert.ok(settings.ok);
    assert.equal(settings.value.job.budget?.id, "rp2040");
    assert.notEqual(settings.value.job.budget.ramBytes, 1024);
    assert.equal(settings.value.job.seed, 5);
  });

  it("do not undo the file's uniform width by their default search", async () => {
    for (const file of [{ bits: 4 }, { weights: 4, activations: 4 }] as const) {
      const settings = await resolved(file, { search: "exact" });
      assert.ok(settings.ok);
      assert.deepEqual(settings.value.job.uniform, { weights: 4, activations: 4 });
    }
  });

  it("do not put their preprocessing on the file's data", () => {
    const rest = withoutDecided({ preprocessing: "torch", seed: 1 }, { calibration: { path: "a" } });
    assert.deepEqual(rest, { seed: 1 });
  });

  it("are refused under their own names", async () => {
    const settings = await resolved(undefined, { calibration: { path: "a", samples: 0 }, seed: -1 });
    assert.ok(!settings.ok);
    assert.deepEqual(
      settings.problems.map(({ place }) => place),
      ["bitwright.calibration.samples", "bitwright.seed"],
    );
  });

  it("find a person's boards although the rest is wrong", async () => {
    writeFileSync(join(folder, "net.bitwright.json"), '{ "target": "nothing", "targets": "boards.json" }');
    const question = {
      modelPath: join(folder, "net.onnx"),
      ambient: { targets: "other.json" },
      folder,
      trusted: false,
    };
    assert.equal(await targetsPathOf(question), join(folder, "boards.json"));
    rmSync(join(folder, "net.bitwright.json"));
    assert.equal(await targetsPathOf(question), join(folder, "other.json"));
  });
});
