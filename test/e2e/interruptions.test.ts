/** What goes wrong on a person's day: a job that takes too long, a file that is no model, a worker that dies, a budget that cannot be kept. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PanelPage } from "../support/editor/panelPage";
import { descendants } from "../support/processes";
import type { Workbench } from "../support/editor/workbench";
import { putModel, SLOW, SMALL } from "../support/editor/workspace";
import { openWindow, theEditor, theFolder } from "./hooks";

describe("interruptions", () => {
  let window: Workbench;

  before(async () => {
    putModel(theFolder(), "slow", SLOW, { target: "stm32h743" });
    putModel(theFolder(), "large", SMALL, { flash: "256B", ram: "256B", account: "model" });
    writeFileSync(join(theFolder(), "broken.onnx"), "this is no model\n");
    window = await openWindow();
  });
  after(() => window.close());

  let wasAsked = false;
  async function startSearch(): Promise<PanelPage> {
    // The answer to "which samples?" is kept.
    if (wasAsked) await window.contextMenu("slow.onnx", "Quantize for MCU");
    else await window.quantizeWithoutSamples("slow.onnx");
    wasAsked = true;
    const panel = await modelPanel("slow.onnx");
    await panel.busy.getByText(/ of /).waitFor();
    return panel;
  }

  async function modelPanel(name: string): Promise<PanelPage> {
    const panel = new PanelPage(await window.panel(`body[data-ready] h1:text-is("${name}")`));
    await panel.frame.locator("body[data-ready='true']").waitFor();
    return panel;
  }

  it("cancels from the panel and keeps what was shown", async () => {
    const panel = await startSearch();
    const verdict = await panel.verdict.innerText();
    await panel.button("Cancel").click();
    await panel.busy.waitFor({ state: "hidden", timeout: 5000 });
    assert.equal(await panel.verdict.innerText(), verdict);
    assert.equal(await panel.alert.textContent(), "");
  });

  it("shows progress in the panel, not over it, and is cancelled with the keyboard alone", async () => {
    const panel = await startSearch();
    assert.equal(await window.notification("Quantizing slow.onnx").count(), 0);
    await window.command("Bitwright: Cancel");
    await panel.busy.waitFor({ state: "hidden", timeout: 5000 });
  });

  it("offers to go on where a reload of the window has interrupted it", async () => {
    await startSearch();
    await Promise.all([
      window.page.waitForEvent("domcontentloaded"),
      window.command("Developer: Reload Window").catch(() => undefined), // the menu goes with the page
    ]);
    await window.ready();
    const panel = await modelPanel("slow.onnx");
    await panel.alert.getByText("interrupted by a reload").first().waitFor();
    await panel.button("Go on").click();
    await panel.busy.getByText(/ of /).waitFor();
    await panel.button("Cancel").click();
    await panel.busy.waitFor({ state: "hidden" });
  });

  it("a worker that is killed: says so, loses nothing, and runs again", async () => {
    const panel = await startSearch();
    const verdict = await panel.verdict.innerText();
    const worker = descendants(theEditor().server.pid).find(({ command }) => /worker\.js running/.test(command));
    if (!worker) throw new Error("there is no worker to kill");
    process.kill(worker.pid, "SIGKILL");
    await panel.alert.getByText("ended unexpectedly").first().waitFor();
    assert.equal(await panel.verdict.innerText(), verdict);
    await window.screenshot("worker-killed");
    await panel.button("Run again").click();
    await panel.busy.getByText(/ of /).waitFor();
    assert.equal(await panel.alert.textContent(), "");
    await panel.button("Cancel").click();
    await panel.busy.waitFor({ state: "hidden" });
  });

  it("a file that is no model: one sentence and what to do", async () => {
    await window.contextMenu("broken.onnx", "Quantize for MCU");
    const panel = await modelPanel("broken.onnx");
    await panel.alert.getByText("not an ONNX model").waitFor();
    await window.screenshot("broken-model");
  });

  it("a budget that cannot be kept: the least need, and boards that have it", async () => {
    await window.quantizeWithoutSamples("large.onnx");
    const panel = await modelPanel("large.onnx");
    await panel.verdict.filter({ hasText: "Does not fit" }).waitFor();
    await panel.frame.getByRole("heading", { name: "What would fit" }).waitFor();
    await panel.frame.locator(".boards vscode-button").first().waitFor();
    await window.screenshot("infeasible");
  });
});
