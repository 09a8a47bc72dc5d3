/**
 * One selection in every view of the page: whichever view a layer is chosen in, all others show it. Needs Chromium, and says so where there is
 * none. The pairs with C lines and symbols are in test/host.
 */
import assert from "node:assert/strict";
import { chromium, type Browser, type Page } from "playwright-core";
import type { PanelState } from "../../../src/protocol/messages/panel";
import { mobileNetV1 } from "../../support/firmware/architectures";
import { CHROMIUM_FLAGS, provideChromium } from "../../support/editor/chromium";
import { PanelScene } from "../../support/editor/panelFixtures";
import { bundlePanel, HarnessedPanel, type PanelBundle } from "../../support/editor/panelHarness";

const KIB = 1024;

type Source = (panel: HarnessedPanel, step: number) => Promise<void>;

/** How a layer is chosen in each view. */
const SOURCES: Readonly<Record<string, Source>> = {
  table: async ({ page }, step) => page.locator(`.grid [data-step="${step}"] .col-name`).click(),
  "bits strip": async ({ page }, step) => page.locator(`.strip .cell[data-step="${step}"]`).first().click(),
  graph: async ({ page }, step) => {
    await page.locator(".graph").scrollIntoViewIfNeeded();
    await page.locator(`.node[data-step="${step}"]`).click();
  },
  "graph's input": async ({ page }, step) => {
    await page.locator(".graph-finder").click();
    await page.keyboard.type(String(step));
    await page.keyboard.press("Enter");
  },
  "RAM chart": async ({ page }, step) => {
    await page.getByRole("button", { name: "Live bytes" }).click();
    const canvas = page.locator(".ram canvas");
    const box = (await canvas.boundingBox()) ?? assert.fail();
    // Bars share what the axis of bytes leaves.
    const count = await page.locator(".strip .lane").first().locator(".cell").count();
    const left = box.width - ((count - step - 0.5) / count) * (box.width - AXIS);
    await canvas.click({ position: { x: left, y: box.height - 40 } });
  },
  addresses: async ({ page }, step) => {
    await page.getByRole("button", { name: "Addresses" }).click();
    await page
      .locator(`.map-block[data-step="${step}"] .map-box:not(.map-scratch)`)
      .first()
      .click({ position: { x: 3, y: 3 } });
  },
  "line of C": async (panel, step) => {
    panel.select((await namesOf(panel.page))[step] ?? "");
    await panel.page.locator(`.cell[data-step="${step}"][aria-selected=true]`).first().waitFor();
  },
};
/** About what the axis of the RAM chart takes; bars are wider than its error. */
const AXIS = 58;

function namesOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    `[...document.querySelectorAll(".strip .lane:first-child .cell")].map((cell) => cell.getAttribute("aria-label").split(", ")[0])`,
  );
}

describe("one selection on the page", () => {
  let browser: Browser;
  let bundle: PanelBundle;
  let state: PanelState;
  let scene: PanelScene;
  const pages: HarnessedPanel[] = [];

  before(async function () {
    const found = provideChromium((line) => console.log(line));
    if (!found.ok) {
      console.log(`Skipped the page's selection: ${found.reason}.`);
      this.skip();
    }
    [browser, bundle] = await Promise.all([
      chromium.launch({ executablePath: found.value, args: [...CHROMIUM_FLAGS] }),
      bundlePanel(),
    ]);
    scene = new PanelScene({
      fileName: "mobilenet_v1.onnx",
      network: mobileNetV1(0.25, 128),
      board: null,
      flashBytes: 512 * KIB,
      ramBytes: 96 * KIB,
      account: "linked",
    });
    const quantized = await scene.quantized();
    assert.ok(quantized.report);
    state = {
      ...quantized,
      comparison: { old: { title: "8 bits", report: scene.estimate().report ?? assert.fail() }, now: null },
    };
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((panel) => panel.close()));
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
  });

  const open = async (saved: object): Promise<HarnessedPanel> => {
    const panel = await HarnessedPanel.open(browser, bundle, { theme: "dark", width: 1100, state, scene, saved });
    pages.push(panel);
    return panel;
  };
  /** What every view shows as selected; of the RAM chart its pixels, which are those of a page that was opened so. */
  const shown = async (panel: HarnessedPanel): Promise<Readonly<Record<string, unknown>>> => {
    const { page } = panel;
    const text = (expression: string): Promise<unknown> => page.evaluate(expression);
    await page.locator(".graph").scrollIntoViewIfNeeded();
    await page.locator(".node.is-selected").waitFor();
    await page.mouse.move(0, 0);
    const views: Record<string, unknown> = {
      table: await text(`document.querySelector(".grid-row[aria-selected=true]")?.dataset.step`),
      "bits strip": await text(`document.querySelector(".cell[aria-selected=true]")?.dataset.step`),
      graph: await text(
        `document.getElementById(document.querySelector(".graph-viewport").getAttribute("aria-activedescendant"))?.dataset.step`,
      ),
      details: await text(`document.querySelector(".details h3")?.textContent`),
      compared: await text(`document.querySelector(".compare [aria-current=true]")?.dataset.layer ?? null`),
    };
    await page.getByRole("button", { name: "Addresses" }).click();
    views["addresses"] = await text(`document.querySelector(".map-block[aria-selected=true]")?.dataset.step`);
    await page.getByRole("button", { name: "Live bytes" }).click();
    await page.waitForTimeout(50);
    views["RAM chart"] = await text(`document.querySelector(".ram canvas").toDataURL()`);
    return views;
  };

  for (const [name, choose] of Object.entries(SOURCES)) {
    it(`${name} → every other view`, async () => {
      const step = 9;
      const layers = state.report?.layers ?? [];
      const layer = layers[step]?.name ?? "";
      const panel = await open({ selected: layers[2]?.name });
      await choose(panel, step);
      const views = await shown(panel);
      const reference = await shown(await open({ selected: layer }));
      const { details, compared, ...steps } = views;
      assert.deepEqual([details, compared ?? layer], [layer, layer]);
      assert.deepEqual(
        { ...steps, "RAM chart": steps["RAM chart"] === reference["RAM chart"] },
        { table: "9", "bits strip": "9", graph: "9", addresses: "9", "RAM chart": true },
      );
      assert.deepEqual(
        panel.errors.filter((error) => !/47DEQpj8HBSa/.test(error)),
        [],
      );
    });
  }

  it("the map of addresses is walked and zoomed by keyboard", async () => {
    const panel = await open({ picture: "addresses", selected: state.report?.layers[3]?.name });
    const map = panel.page.getByRole("listbox", { name: /^Map of the arena/ });
    const selected = (): Promise<unknown> =>
      panel.page.evaluate(`document.querySelector(".map-block[aria-selected=true]")?.dataset.step`);
    await map.press("ArrowRight");
    assert.equal(await selected(), "4");
    await map.press("End");
    assert.equal(await selected(), String((state.report?.layers.length ?? 0) - 1));
    const zoom = panel.page.locator(".ram .zoom-words");
    assert.equal(await zoom.innerText(), "100 %");
    await map.press("+");
    assert.equal(await zoom.innerText(), "150 %");
    await map.press("Home");
    assert.ok(
      await panel.page.locator(".map-block[aria-selected=true]").isVisible(),
      "what is selected is brought into view",
    );
    await map.press("0");
    assert.equal(await zoom.innerText(), "100 %");
    await panel.page.getByRole("button", { name: "Zoom in (+)" }).first().click();
    assert.equal(await zoom.innerText(), "150 %");
  });
});
