/** The search runs in a process of its own: what else the extension host has to do, typing among it, must not wait for it. */
import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import * as vscode from "vscode";
import type { PanelState } from "../../src/protocol/panel";
import { addModel, closeEditors } from "./project";

/** What is measured is a third of it; machines that are busy with tests take their time. */
const LIMIT_MS = 500;

describe("the extension host", () => {
  after(closeEditors);

  it(`is never blocked for ${LIMIT_MS} ms while a search runs`, async function () {
    const model = await addModel(
      "searched",
      { side: 32, channels: 16, blocks: 6 },
      { flash: "8KiB", ram: "24KiB", account: "model" },
    );
    await vscode.commands.executeCommand("bitwright.estimate", model);
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    const started = performance.now();
    const state = await vscode.commands.executeCommand<PanelState>("bitwright.quantize", model, { samples: null });
    const seconds = (performance.now() - started) / 1000;
    delays.disable();
    assert.ok(state.report?.accuracy, JSON.stringify(state.problems));
    const longest = delays.max / 1e6;
    const words = `: longest block ${longest.toFixed(0)} ms in ${seconds.toFixed(1)} s of search`;
    if (this.test) this.test.title += words;
    assert.ok(longest < LIMIT_MS, words);
  });
});
