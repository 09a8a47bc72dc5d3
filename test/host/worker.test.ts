/** A worker that is killed in the middle of a job takes nothing with it. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { PanelState } from "../../src/protocol/messages/panel";
import { descendants } from "../support/processes";
import { addModel, closeEditors } from "./support/project";

function workerPid(role: "planning" | "running"): number | undefined {
  return descendants(process.pid).find(({ command }) => command.trimEnd().endsWith(`worker.js ${role}`))?.pid;
}

/** An estimate may stand in front of the search, when news of the model's own file comes late: ended then, the search would run unharmed. */
async function untilSearching(model: vscode.Uri): Promise<void> {
  const phase = async (): Promise<string | undefined> =>
    (await vscode.commands.executeCommand<PanelState>("bitwright.openPanel", model)).busy?.phase;
  for (let look = 0; look < 500; look++) {
    if ((await phase()) === "calibrating") return;
    await new Promise((later) => setTimeout(later, 20));
  }
  throw new Error("the search did not begin to calibrate");
}

describe("worker", () => {
  after(closeEditors);

  it("runs in a process of its own", async () => {
    const model = await addModel("own", { side: 8, channels: 4, blocks: 1 });
    await vscode.commands.executeCommand("bitwright.estimate", model);
    assert.ok(workerPid("planning") !== undefined);
  });

  it("killed in the middle of a search: the command answers, what was known is kept, edits go on", async () => {
    const budget = { target: "stm32h743" };
    const model = await addModel("killed", { side: 64, channels: 32, blocks: 12 }, budget);
    const before = await vscode.commands.executeCommand<PanelState>("bitwright.estimate", model);
    const search = vscode.commands.executeCommand<PanelState>("bitwright.quantize", model, { samples: null });
    await untilSearching(model);
    const first = workerPid("running");
    const planning = workerPid("planning");
    if (first === undefined) throw new Error("there is no worker");
    process.kill(first, "SIGKILL");

    const down = await search;
    assert.equal(down.workerDown, true);
    assert.equal(down.busy, null);
    assert.deepEqual(down.report, before.report);
    assert.match(down.problems.map(({ message }) => message).join(), /ended unexpectedly/);

    const again = await vscode.commands.executeCommand<PanelState>("bitwright.estimate", model);
    assert.equal(again.workerDown, false);
    assert.deepEqual(again.problems, []);
    assert.equal(workerPid("planning"), planning, "it had nothing to do with the other's end");
  });

  it("is cancelled before it has an answer, and the model can be worked on again", async () => {
    const model = await addModel("cancelled", { side: 64, channels: 32, blocks: 12 }, { target: "stm32h743" });
    const search = vscode.commands.executeCommand<PanelState>("bitwright.quantize", model, { samples: null });
    await untilSearching(model);
    await vscode.commands.executeCommand("bitwright.cancel");
    const state = await search;
    assert.equal(state.report?.accuracy, null, "nothing was measured");
    assert.deepEqual(state.problems, []);
    assert.equal(state.busy, null);
  });
});
