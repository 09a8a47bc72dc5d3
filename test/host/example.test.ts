/** The bundled example becomes the person's own: complete, opened with its samples, and never written over. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import type { PanelState } from "../../src/protocol/messages/panel";
import type { Settings } from "../../src/protocol/files/settings";
import { closeEditors, projectPath } from "./support/project";

describe("the example", () => {
  const tryIn = (folder: string): Thenable<PanelState | undefined> =>
    vscode.commands.executeCommand<PanelState>("bitwright.tryExample", vscode.Uri.file(projectPath(folder)));

  before(() => mkdirSync(projectPath("tried")));
  after(closeEditors);

  it("is copied and opened, with three of its samples beside the network's answers", async () => {
    const state = await tryIn("tried");
    assert.equal(state?.report?.model.name, "keywords.onnx");
    assert.equal(state.report.target.id, "stm32f411");
    assert.equal(state.report.target.flashBytes, 56 * 1024);
    assert.equal(state.samples?.count, 96);
    assert.equal(state.samples.samples.length, 3);
    assert.deepEqual(state.problems, []);
  });

  it("names no schema that lies elsewhere, and everything that it names is there", () => {
    const folder = "tried/bitwright-example";
    const settings = JSON.parse(readFileSync(projectPath(`${folder}/keywords.bitwright.json`), "utf8")) as Settings;
    assert.equal(settings.$schema, undefined);
    for (const name of [settings.calibration?.path, settings.evaluation?.path, "firmware/main.c", "firmware/Makefile"])
      assert.ok(readFileSync(projectPath(`${folder}/${name ?? "?"}`)).length > 0, name);
  });

  it("stays as the person left it where it is copied again", async () => {
    const main = projectPath("tried/bitwright-example/firmware/main.c");
    writeFileSync(main, "/* mine */\n");
    await tryIn("tried");
    assert.equal(readFileSync(main, "utf8"), "/* mine */\n");
  });

  it("is not copied where a file has the folder's name, and that is no dead end", async () => {
    mkdirSync(projectPath("taken"));
    writeFileSync(projectPath("taken/bitwright-example"), "");
    assert.equal(await tryIn("taken"), undefined);
  });
});
