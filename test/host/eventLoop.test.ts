/** The search runs in a process of its own: what else the extension host has to do, typing among it, goes on meanwhile. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { PanelState } from "../../src/protocol/messages/panel";
import { addModel, closeEditors } from "./support/project";

const EVERY_MS = 10;

describe("the extension host", () => {
  after(closeEditors);

  it("goes on with other work while a search runs", async () => {
    const model = await addModel(
      "searched",
      { side: 32, channels: 16, blocks: 6 },
      { flash: "8KiB", ram: "24KiB", account: "model" },
    );
    await vscode.commands.executeCommand("bitwright.estimate", model);
    let turns = 0;
    const ticking = setInterval(() => turns++, EVERY_MS);
    const phases = new Set<string>();
    const search = vscode.commands.executeCommand<PanelState>("bitwright.quantize", model, { samples: null });
    const ended = { yet: false };
    void search.then(() => (ended.yet = true));
    while (!ended.yet) {
      // Another command is answered in the middle of the search, with how far it is.
      const { busy } = await vscode.commands.executeCommand<PanelState>("bitwright.openPanel", model);
      if (busy) phases.add(busy.phase);
      await new Promise((later) => setTimeout(later, EVERY_MS));
    }
    const state = await search;
    clearInterval(ticking);
    assert.ok(state.report?.accuracy, JSON.stringify(state.problems));
    assert.ok(phases.size >= 2, `seen in the middle: ${[...phases].join(", ")}`);
    assert.ok(turns > 10, `${turns} turns`);
  });
});
