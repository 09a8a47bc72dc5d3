/** States on the page: in the chart of RAM over time, its legend, its words and its tables. Needs Chromium, and says so where there is none. */
import assert from "node:assert/strict";
import { chromium, type Browser } from "playwright-core";
import type { AccountName } from "../../../src/protocol/files/report";
import type { PanelState } from "../../../src/protocol/messages/panel";
import { CHROMIUM_FLAGS, provideChromium } from "../../support/editor/chromium";
import { bundlePanel, HarnessedPanel, type PanelBundle } from "../../support/editor/panelHarness";
import { THEMES, type ThemeName } from "../../support/editor/panelThemes";
import { statefulNetwork } from "../../support/networks/statefulNetwork";
import { sceneOf } from "./rows";

const THEME_NAMES = Object.keys(THEMES) as ThemeName[]; // the keys are those of the type

/** How many pixels of the chart have the colour that the legend shows for states, and that colour's contrast with the page as WCAG 2.2 has it. */
const CONTRAST = `(() => {
  const canvas = document.querySelector(".ram canvas");
  const { data } = canvas.getContext("2d").getImageData(Math.round(canvas.width * 0.3), 0, Math.round(canvas.width * 0.3), canvas.height);
  const swatch = getComputedStyle(document.querySelector(".legend .kind-states")).backgroundColor;
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
  const wanted = rgb(swatch);
  let found = 0;
  for (let i = 0; i < data.length; i += 4) if ([0, 1, 2].every((c) => Math.abs(data[i + c] - wanted[c]) <= 2)) found++;
  const light = (colour) => colour.slice(0, 3).map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const [a, b] = [light(wanted), light(rgb(getComputedStyle(document.body).backgroundColor))].sort((x, y) => y - x);
  return { found, contrast: (a + 0.05) / (b + 0.05) };
})()`;

describe("states on the page", () => {
  let browser: Browser;
  let bundle: PanelBundle;
  let panel: HarnessedPanel | undefined;
  const estimate = (account: AccountName = "linked"): PanelState => sceneOf(statefulNetwork(), account).estimate();

  before(async function () {
    const found = provideChromium((line) => console.log(line));
    if (!found.ok) {
      console.log(`Skipped states on the page: ${found.reason}.`);
      this.skip();
    }
    [browser, bundle] = await Promise.all([
      chromium.launch({ executablePath: found.value, args: [...CHROMIUM_FLAGS] }),
      bundlePanel(),
    ]);
  });
  afterEach(async () => {
    await panel?.page.context().close();
    panel = undefined;
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
  });

  for (const theme of THEME_NAMES) {
    it(`are a band of their own that stands out, ${theme}`, async () => {
      panel = await HarnessedPanel.open(browser, bundle, { theme, width: 940, state: estimate("model") });
      const legend = panel.page.locator(".ram .legend");
      assert.match(await legend.innerText(), /states, kept from run to run/);
      const { found, contrast } = await panel.page.evaluate<{ found: number; contrast: number }>(CONTRAST);
      assert.ok(found > 500, `${found} pixels of the chart have the legend's colour`);
      assert.ok(contrast >= 3, `${contrast.toFixed(2)} to 1 against the page`);
      // The same swatch in the card of RAM, which lists the bytes of states.
      const fill = `getComputedStyle(document.querySelector(".part.kind-states")).backgroundImage`;
      assert.match(await panel.page.evaluate<string>(fill), /^repeating-linear-gradient/);
    });
  }

  it("have a column in the table of live bytes, and a kind in that of buffers", async () => {
    panel = await HarnessedPanel.open(browser, bundle, { theme: "dark", width: 940, state: estimate() });
    await panel.page.getByRole("button", { name: "As table" }).click();
    const rows = (await panel.page.locator(".ram .table-holder tr").allInnerTexts()).map((row) => row.split("\t"));
    const at = rows[0]?.findIndex((title) => title.includes("states")) ?? -1;
    assert.ok(at > 0, rows[0]?.join());
    assert.deepEqual([...new Set(rows.slice(1).map((row) => row[at]?.trim()))], ["26"]);
    await panel.page.getByRole("button", { name: "Addresses" }).click();
    const buffers = (await panel.page.locator(".ram .table-holder tr").allInnerTexts()).map((row) => row.split("\t"));
    const kinds = new Map(buffers.map(([name = "", kind = ""]) => [name.trim(), kind.trim()]));
    assert.deepEqual(
      ["h_in", "before_in", "before_out"].map((name) => kinds.get(name)),
      ["state", "state", "activation"],
    );
  });

  it("are told as such on the map of addresses, and what is copied into one at the end is not", async () => {
    panel = await HarnessedPanel.open(browser, bundle, { theme: "dark", width: 940, state: estimate() });
    await panel.page.getByRole("button", { name: "Addresses" }).click();
    const words = await panel.page.evaluate<readonly string[]>(
      `[...document.querySelectorAll(".map-block")].map((block) => block.getAttribute("aria-label"))`,
    );
    const states = words.filter((one) => one.includes("(state, kept from run to run)"));
    assert.deepEqual(
      states.map((one) => one.split(" ", 1).join()).sort(),
      ["before_in", "cache", "cache_out", "h_in", "h_out"],
      words.join("\n"),
    );
  });

  it("are named where the pointer is", async () => {
    panel = await HarnessedPanel.open(browser, bundle, { theme: "dark", width: 940, state: estimate() });
    const canvas = panel.page.locator(".ram canvas");
    await canvas.scrollIntoViewIfNeeded();
    const box = (await canvas.boundingBox()) ?? assert.fail();
    await canvas.hover({ position: { x: box.width / 2, y: box.height - 40 } });
    await panel.page.locator(".ram", { hasText: "26 B of states, kept from run to run" }).waitFor({ timeout: 5000 });
  });
});
