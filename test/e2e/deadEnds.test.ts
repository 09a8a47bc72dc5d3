/** Where an action cannot do what it is asked for: each says one sentence with the way on, and changes no file. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PanelPage } from "../support/editor/panelPage";
import type { Workbench } from "../support/editor/workbench";
import { putModel, SMALL } from "../support/editor/workspace";
import { openWindow, theFolder } from "./hooks";

describe("no dead ends", () => {
  let window: Workbench;
  const inFolder = (name: string): string => join(theFolder(), name);

  before(async () => {
    const ample = { target: "stm32h743" };
    const nothing = { flash: "256B", ram: "256B", account: "model" };
    putModel(theFolder(), "taken", SMALL, ample);
    writeFileSync(inFolder("taken.bitwright"), "a file where the results would go\n");
    putModel(theFolder(), "tight", SMALL, nothing);
    mkdirSync(inFolder("tight.bitwright"));
    writeFileSync(inFolder("tight.bitwright/policy.json"), "{}\n");
    putModel(theFolder(), "gone", SMALL, ample);
    window = await openWindow();
  });
  after(() => window.close());

  async function modelPanel(name: string): Promise<PanelPage> {
    const panel = new PanelPage(await window.panel(`body[data-ready] h1:text-is("${name}")`));
    await panel.frame.locator("body[data-ready='true']").waitFor();
    return panel;
  }

  /** The sentence has a button that leads on. */
  async function offers(text: RegExp, wayOn: string): Promise<void> {
    const told = window.notification(text).first();
    await told.waitFor();
    await told.getByRole("button", { name: wayOn }).waitFor();
    assert.equal(await window.notification(text).count(), 1, "told once");
  }

  it("results that cannot be written are shown, with the settings that name the folder", async () => {
    await window.quantizeWithoutSamples("taken.onnx");
    const panel = await modelPanel("taken.onnx");
    await panel.quantized();
    await offers(/shown and not written: .*part of this path is a file/, "Open Settings");
    assert.equal(readFileSync(inFolder("taken.bitwright"), "utf8"), "a file where the results would go\n");
    await window.command("Bitwright: Save Policy");
    await offers(/policy cannot be written/, "Open Settings");
    await window.command("Bitwright: Generate");
    await panel.alert.getByText(/part of this path is a file/).waitFor();
    await window.screenshot("results-not-written");
  });

  it("no code is generated of widths that do not fit, and the policy on disk stays", async () => {
    await window.contextMenu("tight.onnx", "Quantize for MCU");
    await window.pick("None: make inputs up");
    const panel = await modelPanel("tight.onnx");
    await panel.verdict.filter({ hasText: "Does not fit" }).waitFor();
    await panel.busy.waitFor({ state: "hidden" });
    const before = readFileSync(inFolder("tight.bitwright/policy.json"), "utf8");
    await window.command("Bitwright: Generate");
    await offers(/no code is generated of widths that do not fit/, "Quantize…");
    assert.equal(readFileSync(inFolder("tight.bitwright/policy.json"), "utf8"), before);
    assert.equal(existsSync(inFolder("tight.bitwright/tight.mcu")), false);
  });

  it("a model that is gone: what is known stays, and what to do is said", async () => {
    await window.openFile("gone.onnx");
    const panel = await modelPanel("gone.onnx");
    const verdict = await panel.verdict.innerText();
    rmSync(inFolder("gone.onnx"));
    await panel.alert
      .getByText(/gone\.onnx/)
      .first()
      .waitFor();
    await window.screenshot("model-gone");
    assert.equal(await panel.verdict.innerText(), verdict);
    await window.command("Bitwright: Generate");
    await window
      .notification(/gone\.onnx/)
      .first()
      .waitFor();
    assert.equal(existsSync(inFolder("gone.bitwright")), false);
  });
});
