/** The panel for every eye: themes, widths, and what axe-core finds. Leaves pictures in out/screenshots. */
import assert from "node:assert/strict";
import { accessibilityViolations } from "../support/editor/accessibility";
import { PanelPage } from "../support/editor/panelPage";
import type { Workbench } from "../support/editor/workbench";
import { putModel, SMALL, TIGHT } from "../support/editor/workspace";
import { openWindow, theFolder, THEMES } from "./hooks";

/** Of the panel. The bar of activities beside it takes 48 more. */
const WIDTHS = [320, 480, 640, 800, 1024, 1280, 1600, 2000];

describe("appearance", () => {
  let window: Workbench;
  let panel: PanelPage;

  before(async () => {
    putModel(theFolder(), "shown", SMALL, TIGHT);
    window = await openWindow({ width: 1400, height: 1200 });
    await window.quantizeWithoutSamples("shown.onnx");
    panel = new PanelPage(await window.panel());
    await panel.quantized();
    await panel.setWidth("conv2", "weights", (await panel.width("conv2", "weights")) === "2" ? 8 : 2);
  });
  after(() => window.close());

  for (const { name, label, body } of THEMES) {
    it(`has no accessibility violation: ${name}`, async () => {
      await window.theme(label, body);
      panel = new PanelPage(await window.panel());
      await window.screenshot(`panel-${name}`);
      assert.deepEqual(await accessibilityViolations(panel.frame), []);
    });
  }

  it("has no accessibility violation with tables instead of pictures", async () => {
    await panel.frame.getByRole("button", { name: "As table" }).click();
    assert.deepEqual(await accessibilityViolations(panel.frame), []);
    await panel.frame.getByRole("button", { name: "As table" }).click();
  });

  it("needs no scrolling sideways at any width", async () => {
    await window.theme("Light Modern", "vs");
    await window.page.keyboard.press("Control+b");
    for (const width of WIDTHS) {
      await window.page.setViewportSize({ width: width + 48, height: 1000 });
      panel = new PanelPage(await window.panel());
      await window.until(`a panel of ${width} px`, async () => Math.abs((await panel.innerWidth()) - width) <= 4);
      assert.equal(await panel.overflow(), 0, `${width} px`);
      await window.screenshot(`panel-${width}`);
    }
  });
});
