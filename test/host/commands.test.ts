/** The commands as other extensions and tasks call them: each answers the state that came of it. */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import * as vscode from "vscode";
import type { PanelState } from "../../src/protocol/messages/panel";
import type { ActivationBits, Report } from "../../src/protocol/files/report";
import { SMALL, TIGHT } from "../support/editor/workspace";
import { addModel, closeEditors, projectPath } from "./support/project";

async function run(command: string, ...args: readonly unknown[]): Promise<PanelState> {
  const state = await vscode.commands.executeCommand<PanelState | undefined>(`bitwright.${command}`, ...args);
  if (!state) throw new Error(`${command} answered nothing`);
  return state;
}

function reportOf({ report, problems }: PanelState): Report {
  if (!report) throw new Error(`no report: ${JSON.stringify(problems)}`);
  return report;
}

/** All else is the same whenever the same is planned. */
function withoutTime(report: Report): Report {
  return { ...report, search: { ...report.search, seconds: 0 } };
}

describe("commands", () => {
  const budget = { flash: "8KiB", ram: "8KiB", account: "model" };
  let model: vscode.Uri;
  let quantized: Report;

  before(async () => (model = await addModel("commands", { side: 16, channels: 8, blocks: 3 }, budget)));
  after(closeEditors);

  it("estimates without running anything", async () => {
    const report = reportOf(await run("estimate", model));
    assert.equal(report.accuracy, null);
    assert.equal(report.target.flashBytes, 8 * 1024);
    assert.ok(report.layers.length >= 4);
  });

  it("quantizes, measures and writes the results beside the model", async () => {
    quantized = reportOf(await run("quantize", model, { samples: null }));
    assert.equal(quantized.fits, true);
    assert.ok((quantized.accuracy?.samples ?? 0) > 0);
    const written = JSON.parse(readFileSync(projectPath("commands.bitwright/report.json"), "utf8")) as Report;
    assert.deepEqual(written.policy, quantized.policy);
    assert.ok(existsSync(projectPath("commands.bitwright/policy.json")));
  });

  it("plans an edit, takes it back and makes it again", async () => {
    const layer = quantized.layers.find(({ weightBits }) => weightBits !== null);
    if (!layer) throw new Error("no layer has weights");
    const bits: ActivationBits = layer.weightBits === 2 ? 4 : 2;
    const edited = await run("setBits", { kind: "weights", name: layer.name, bits });
    assert.deepEqual(edited.edited, [`weights:${layer.name}`]);
    assert.equal(reportOf(edited).policy.weights[layer.name], bits);
    assert.notEqual(reportOf(edited).memory.model.flashBytes, quantized.memory.model.flashBytes);
    assert.deepEqual(edited.before?.policy, quantized.policy);

    const undone = await run("undo");
    assert.deepEqual(undone.edited, []);
    assert.deepEqual(reportOf(undone), quantized);
    assert.deepEqual(withoutTime(reportOf(await run("redo"))), withoutTime(reportOf(edited)));
    assert.deepEqual((await run("reset")).report?.policy, quantized.policy);
  });

  it("follows a setting", async () => {
    const free = await addModel("setting", { side: 8, channels: 4, blocks: 1 });
    const settings = vscode.workspace.getConfiguration("bitwright");
    assert.equal(reportOf(await run("estimate", free)).target.id, null);
    await settings.update("target", "stm32f411", vscode.ConfigurationTarget.Workspace);
    try {
      assert.equal(reportOf(await run("estimate", free)).target.id, "stm32f411");
    } finally {
      await settings.update("target", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("shows a model that was quantized before as what it is, not as an estimate", async () => {
    mkdirSync(projectPath("reopened.bitwright"));
    for (const name of ["policy.json", "report.json"])
      copyFileSync(projectPath(`commands.bitwright/${name}`), projectPath(`reopened.bitwright/${name}`));
    const again = await addModel("reopened", { side: 16, channels: 8, blocks: 3 }, budget);
    const report = reportOf(await run("openPanel", again));
    assert.deepEqual(report.policy, quantized.policy);
    assert.deepEqual(report.accuracy, quantized.accuracy);
    assert.equal(report.fits, true);
  });

  it("shows such a model with other budgets and the reasons for its widths, without another search", async () => {
    const searched = reportOf(await run("quantize", await addModel("left", SMALL, TIGHT), { samples: null }));
    assert.ok(searched.front && searched.why);
    mkdirSync(projectPath("found.bitwright"));
    for (const name of ["policy.json", "report.json"])
      copyFileSync(projectPath(`left.bitwright/${name}`), projectPath(`found.bitwright/${name}`));
    const found = await addModel("found", SMALL, TIGHT);
    let report = reportOf(await run("openPanel", found));
    for (let tries = 0; report.why === null && tries < 200; tries++) {
      await new Promise((later) => setTimeout(later, 50));
      report = reportOf(await run("openPanel", found));
    }
    const sizes = ({ front }: Report): unknown =>
      front?.points.map(({ flashBytes, ramBytes, policy }) => [flashBytes, ramBytes, policy]);
    assert.deepEqual(sizes(report), sizes(searched));
    const limits = ({ why }: Report): unknown => why?.tensors.map(({ tensor, bits, limit }) => [tensor, bits, limit]);
    assert.deepEqual(limits(report), limits(searched));
    assert.equal(report.search.strategy, "given");
  });
});
