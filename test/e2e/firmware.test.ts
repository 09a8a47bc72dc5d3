/** The memory profile and the generated code side by side: one layer selected in both, whichever side it was chosen on. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MemoryMap } from "../../src/protocol/files/memoryMap";
import { PanelPage } from "../support/editor/panelPage";
import type { Workbench } from "../support/editor/workbench";
import { putModel, SMALL } from "../support/editor/workspace";
import { openWindow, theFolder } from "./hooks";

const ROOMY = { flash: "256KiB", ram: "256KiB", account: "linked" };

describe("profile and code", () => {
  let window: Workbench;
  let panel: PanelPage;
  let map: MemoryMap;

  before(async () => {
    putModel(theFolder(), "linked", SMALL, ROOMY);
    window = await openWindow({ width: 1700, height: 900 });
    await window.quantizeWithoutSamples("linked.onnx");
    panel = new PanelPage(await window.panel());
    await panel.quantized();
    const path = join(theFolder(), "linked.bitwright", "linked.mcu", "memory.json");
    map = JSON.parse(readFileSync(path, "utf8")) as MemoryMap;
  });
  after(() => window.close());

  /** The line of the code that the cursor is in, as the status bar tells it. */
  const cursorLine = async (): Promise<number> => {
    const text = await window.page.locator("#status\\.editor\\.selection").innerText();
    return Number(/Ln (\d+)/.exec(text)?.[1] ?? 0);
  };

  const selectedLayer = (): Promise<string> => panel.layers.locator("[aria-selected=true] .col-name").innerText();

  it("a click on a layer reveals its line beside, with its lens above", async () => {
    const layer = map.layers[2];
    assert.ok(layer);
    await panel.cell(layer.name, "live").click();
    await window.page.locator(".tab", { hasText: "linked.c" }).waitFor();
    await window.page.locator(".codelens-decoration a", { hasText: "of the peak" }).first().waitFor();
    await window.page
      .locator(".view-line", { hasText: `${layer.symbol}(y)` })
      .first()
      .waitFor();
    assert.equal(await selectedLayer(), layer.name);
  });

  it("says beside the figures that there is code of these widths, and where", async () => {
    const strip = panel.frame.getByRole("region", { name: "C code" });
    await strip.getByText("Generated from these widths.").waitFor();
    await strip.getByRole("button", { name: "linked.bitwright/linked.mcu" }).waitFor();
  });

  it("a hover in the code says what the layer's output takes, and its link leads back", async () => {
    const layer = map.layers[3];
    assert.ok(layer);
    const call = window.page.locator(".view-line span", { hasText: layer.symbol }).last();
    await call.hover({ position: { x: 60, y: 8 } });
    const hover = window.page.locator(".monaco-hover:not(.hidden) .hover-contents", {
      hasText: `${layer.name}: ${layer.op}`,
    });
    await hover.first().waitFor();
    await window.screenshot("hover-in-generated-code");
    await hover.getByRole("link", { name: "Show in Memory Profile" }).first().click();
    await window.until("the selection in the profile", async () => (await selectedLayer()) === layer.name);
  });

  it("the cursor in the code selects the layer in the profile", async () => {
    // The last one: sticky lines may lie over the first.
    const layer = map.layers.at(-1);
    assert.ok(layer);
    await window.page.locator(".view-line span", { hasText: layer.symbol }).last().click();
    await window.until("the cursor's line", async () => (await cursorLine()) === layer.call.line);
    await window.until("the selection in the profile", async () => (await selectedLayer()) === layer.name);
    assert.equal(await cursorLine(), layer.call.line);
    await window.screenshot("profile-and-code");
  });
});
