/**
 * The network's graph in a browser: one selection with every other view, keys along the edges, zoom, what is drawn of 300 layers, and what axe
 * finds. Needs Chromium, and says so where there is none.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type Locator } from "playwright-core";
import type { PanelState } from "../../../src/protocol/messages/panel";
import { mobileNetV2 } from "../../support/firmware/architectures";
import { CHROMIUM_FLAGS, provideChromium } from "../../support/editor/chromium";
import { PanelScene } from "../../support/editor/panelFixtures";
import { bundlePanel, HarnessedPanel, type PanelBundle, type PanelOptions } from "../../support/editor/panelHarness";
import type { ThemeName } from "../../support/editor/panelThemes";

const KIB = 1024;
/** The toolkit's empty style element, which the policy refuses: see panelPage.test.ts. */
const KNOWN = /Applying inline style .*47DEQpj8HBSa/;

describe("the network's graph on the page", () => {
  let browser: Browser;
  let bundle: PanelBundle;
  let scene: PanelScene;
  let state: PanelState;
  const pages: HarnessedPanel[] = [];

  /** A panel scrolled to its graph. */
  const open = async (options: Partial<PanelOptions> = {}): Promise<HarnessedPanel> => {
    const panel = await HarnessedPanel.open(browser, bundle, { theme: "dark", width: 940, state, scene, ...options });
    pages.push(panel);
    await panel.page.locator(".graph").scrollIntoViewIfNeeded();
    await panel.page.locator(".node").first().waitFor();
    return panel;
  };
  const list = ({ page }: HarnessedPanel): Locator => page.getByRole("listbox", { name: /^The network as a graph/ });
  const node = ({ page }: HarnessedPanel, step: number): Locator => page.locator(`.node[data-step="${step}"]`);
  /** The step that each view shows as selected: graph, table, strip, details. */
  const selected = ({ page }: HarnessedPanel): Promise<readonly (string | undefined)[]> =>
    page.evaluate(`[
      document.getElementById(document.querySelector(".graph-viewport").getAttribute("aria-activedescendant"))?.dataset.step,
      document.querySelector(".grid-row[aria-selected=true]")?.dataset.step,
      document.querySelector(".cell[aria-selected=true]")?.dataset.step,
      document.querySelector(".details h3")?.textContent,
    ]`);
  const everywhere = (step: number): readonly (string | undefined)[] => [
    String(step),
    String(step),
    String(step),
    state.report?.layers[step]?.name,
  ];

  /** All of them show the step, the graph as soon as it is near what is seen of the page. */
  const shows = async (panel: HarnessedPanel, step: number): Promise<void> => {
    await panel.page.locator(".graph").scrollIntoViewIfNeeded();
    await node(panel, step).and(panel.page.locator(".is-selected")).waitFor();
    assert.deepEqual(await selected(panel), everywhere(step));
  };

  before(async function () {
    const found = provideChromium((line) => console.log(line));
    if (!found.ok) {
      console.log(`Skipped the network's graph on the page: ${found.reason}.`);
      this.skip();
    }
    [browser, bundle] = await Promise.all([
      chromium.launch({ executablePath: found.value, args: [...CHROMIUM_FLAGS] }),
      bundlePanel(),
    ]);
    scene = new PanelScene({
      fileName: "mobilenet_v2.onnx",
      network: mobileNetV2(),
      board: null,
      flashBytes: 2048 * KIB,
      ramBytes: 340 * KIB,
      account: "linked",
      streaming: "auto",
    });
    state = await scene.quantized();
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((panel) => panel.close()));
  });
  after(async () => {
    // Undefined where there was no browser to launch.
    await (browser as Browser | undefined)?.close();
  });

  describe("has the page's one selection", () => {
    it("a node selects the row, the cell and the details, and tells the host, which shows the line of C", async () => {
      const panel = await open();
      await node(panel, 3).click();
      await shows(panel, 3);
      assert.deepEqual(panel.asked.at(-1), {
        method: "layerClicked",
        params: { layer: state.report?.layers[3]?.name },
      });
    });

    it("a row selects the node and brings it into the picture", async () => {
      const panel = await open();
      await panel.page.locator('.grid [data-step="40"] .col-name').click();
      await panel.page.locator(".graph").scrollIntoViewIfNeeded();
      await shows(panel, 40);
      assert.ok(await isInPicture(panel, 40));
    });

    it("a cell of the strip selects the node", async () => {
      const panel = await open();
      await panel.page.locator(".strip .cell[data-step='20']").first().click();
      await shows(panel, 20);
    });

    it("the RAM chart selects the node, and shows a node's selection", async () => {
      const panel = await open({ saved: { picture: "live" } });
      const canvas = panel.page.locator(".ram .chart-frame:not([hidden]) canvas");
      await canvas.scrollIntoViewIfNeeded();
      const box = (await canvas.boundingBox()) ?? assert.fail();
      await canvas.click({ position: { x: box.width - 8, y: box.height - 40 } });
      const last = (state.report?.layers.length ?? 0) - 1;
      await shows(panel, last);
      const pixels = `document.querySelector(".ram .chart-frame:not([hidden]) canvas").toDataURL()`;
      const before = await panel.page.evaluate(pixels);
      await list(panel).press("Home");
      await shows(panel, 0);
      assert.notEqual(await panel.page.evaluate(pixels), before);
    });

    it("the cursor in C selects the node", async () => {
      const panel = await open();
      panel.select(state.report?.layers[30]?.name ?? "");
      await node(panel, 30).waitFor();
      await shows(panel, 30);
    });
  });

  it("is walked by keyboard: along the edges, to the ends, into the details and back", async () => {
    const panel = await open();
    const { layers } = state.report ?? assert.fail();
    const sum = layers.findIndex(({ inputs }) => inputs.length === 2);
    const [late, early] = (layers[sum]?.inputs ?? [])
      .map((name) => layers.findIndex((layer) => layer.name === name))
      .sort((a, b) => b - a);
    assert.ok(late !== undefined && early !== undefined);
    await node(panel, 0).click();
    const press = async (key: string, step: number): Promise<void> => {
      await list(panel).press(key);
      await shows(panel, step);
      assert.ok(await isInPicture(panel, step), `${step} is in the picture`);
    };
    await press("ArrowDown", 1);
    await press("End", layers.length - 1);
    await press("ArrowUp", layers.length - 2);
    await press("Home", 0);
    for (let step = 1; step <= early; step++) await press("ArrowDown", step);
    await press("Shift+ArrowDown", sum);
    await press("ArrowUp", late);
    await press("ArrowDown", sum);
    await press("Shift+ArrowUp", early);
    await list(panel).press("Enter");
    assert.equal(await panel.page.evaluate("document.activeElement.className"), "details");
    assert.equal(await panel.page.locator(".details h3").innerText(), layers[early]?.name);
  });

  it("is coloured by RAM, bits or loss, and follows an edit without being laid out anew", async () => {
    const panel = await open();
    const value = (step: number): Promise<string | null> => node(panel, step).locator(".node-value").textContent();
    assert.match((await value(0)) ?? "", /KiB$/);
    await panel.page.getByRole("group", { name: "Boxes coloured by" }).getByRole("button", { name: "Bits" }).click();
    assert.match((await value(0)) ?? "", /^w [248] · a [248]$/);
    const place = await node(panel, 0).getAttribute("transform");
    panel.show(scene.setBits("weights", scene.firstWeights, 2));
    scene.rewind();
    await node(panel, 0).locator(".node-value", { hasText: "w 2*" }).waitFor();
    assert.equal(await node(panel, 0).getAttribute("transform"), place);
    await panel.page.getByRole("group", { name: "Boxes coloured by" }).getByRole("button", { name: "Loss" }).click();
    const again = await open({ saved: panel.saved });
    assert.ok(await again.page.getByRole("button", { name: "Loss", pressed: true }).isVisible(), "kept over a reload");
  });

  it("zooms by keys, buttons and the wheel with Ctrl, and keeps in place what is under the pointer", async () => {
    const panel = await open();
    const zoom = (): Promise<string> => panel.page.locator(".graph .zoom-words").innerText();
    await node(panel, 2).click();
    await list(panel).press("+");
    assert.equal(await zoom(), "125 %");
    await panel.page.getByRole("button", { name: "Zoom out (−)" }).click();
    assert.equal(await zoom(), "100 %");
    const before = (await node(panel, 2).boundingBox()) ?? assert.fail();
    const pointer = { x: before.x + before.width / 2, y: before.y + before.height / 2 };
    await panel.page.mouse.move(pointer.x, pointer.y);
    await panel.page.keyboard.down("Control");
    await panel.page.mouse.wheel(0, -120);
    await panel.page.keyboard.up("Control");
    await panel.page.waitForTimeout(100);
    assert.equal(await zoom(), "149 %");
    const after = (await node(panel, 2).boundingBox()) ?? assert.fail();
    assert.ok(Math.abs(after.y + after.height / 2 - pointer.y) < after.height / 2, "still under the pointer");
    await list(panel).press("0");
    assert.equal(await zoom(), "100 %");
    await panel.page.locator(".graph").getByRole("button", { name: "Fit all of it" }).click();
    const drawn = await panel.page.locator(".node").count();
    assert.equal(drawn, state.report?.layers.length, "fits whole");
  });

  it("moves with a drag, which selects nothing, and to where the overview is pressed", async () => {
    const panel = await open();
    const top = (): Promise<number> => panel.page.evaluate(`document.querySelector(".graph-viewport").scrollTop`);
    const box = (await node(panel, 3).boundingBox()) ?? assert.fail();
    await panel.page.mouse.move(box.x + 30, box.y + 20);
    await panel.page.mouse.down();
    await panel.page.mouse.move(box.x + 30, box.y - 80, { steps: 4 });
    await panel.page.mouse.up();
    assert.equal(await top(), 100);
    assert.equal((await selected(panel))[1], undefined);
    const map = panel.page.locator(".graph-minimap");
    const size = (await map.boundingBox()) ?? assert.fail();
    await map.click({ position: { x: size.width / 2, y: size.height - 4 } });
    const last = (state.report?.layers.length ?? 0) - 1;
    await node(panel, last).waitFor();
    assert.ok(await isInPicture(panel, last));
  });

  it("is heard as a list of layers with their figures, and says where the table is", async () => {
    const panel = await open();
    const client = await panel.page.context().newCDPSession(panel.page);
    const { nodes } = await client.send("Accessibility.getFullAXTree");
    const said = nodes.filter(({ role }) => role?.value === "option").map(({ name }) => String(name?.value));
    assert.match(
      said.find((name) => name.startsWith("0. conv0")) ?? "",
      /; Conv 3×3 s2; output 112×112×32; .*; read by b1\.dw$/,
    );
    const box = nodes.find(({ name }) => String(name?.value).startsWith("The network as a graph of"));
    assert.match(String(box?.description?.value), /The table of layers has the same figures\./);
  });

  it("draws only what is in view of 300 layers, and says how many there are", async () => {
    const many = repeated(state, 300);
    const panel = await open({ state: many });
    assert.ok((await panel.page.locator(".node").count()) < 40);
    await list(panel).press("End");
    assert.equal(await node(panel, 299).getAttribute("aria-posinset"), "300");
    assert.equal(await node(panel, 299).getAttribute("aria-setsize"), "300");
    assert.ok(await isInPicture(panel, 299));
    assert.ok((await panel.page.locator(".node").count()) < 40);
    assert.equal(await panel.page.locator(".graph-minimap g rect").count(), 600);
  });

  describe("has no violation that axe finds", () => {
    const axe = readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8");
    for (const theme of [
      "dark",
      "light",
      "highContrast",
      "highContrastLight",
    ] as const satisfies readonly ThemeName[]) {
      it(theme, async () => {
        const panel = await open({ theme, saved: { selected: state.report?.layers[4]?.name } });
        await panel.page.evaluate(axe);
        const found: { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] } =
          await panel.page.evaluate(`axe.run(document.querySelector(".graph"))`);
        assert.deepEqual(
          found.violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
          ),
          [],
        );
        assert.deepEqual(
          panel.errors.filter((error) => !KNOWN.test(error)),
          [],
        );
      });
    }
  });

  it("fits its frame, and the page, in a narrow panel until the person zooms", async () => {
    const panel = await open({ width: 360 });
    const wider = `(() => { const { scrollWidth, clientWidth } = document.querySelector(".graph-viewport"); return scrollWidth - clientWidth; })()`;
    assert.equal(await panel.page.evaluate(wider), 0);
    await list(panel).press("+");
    assert.ok((await panel.page.evaluate<number>(wider)) > 0);
    await list(panel).press("0");
    assert.equal(await panel.page.evaluate(wider), 0);
    assert.equal(
      await panel.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
      0,
    );
    await panel.page.setViewportSize({ width: 1000, height: 900 });
    await panel.page.locator(".graph .zoom-words", { hasText: "100 %" }).waitFor();
  });
});

/** Whether the layer's box lies whole in the picture's frame. */
function isInPicture({ page }: HarnessedPanel, step: number): Promise<boolean> {
  return page.evaluate(`(() => {
    const box = document.querySelector('.node[data-step="${step}"]').getBoundingClientRect();
    const frame = document.querySelector(".graph-viewport").getBoundingClientRect();
    return box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1 && box.left >= frame.left - 1 && box.right <= frame.right + 1;
  })()`);
}

/** The network one behind the other, until it has as many layers. */
function repeated(state: PanelState, count: number): PanelState {
  const { report } = state;
  assert.ok(report);
  const { length } = report.layers;
  const nameOf = (step: number): string => `${report.layers[step % length]?.name ?? ""}_${Math.floor(step / length)}`;
  const layers = Array.from({ length: count }, (_, step) => {
    const layer = report.layers[step % length] ?? assert.fail();
    const round = Math.floor(step / length);
    const inputs = layer.inputs.map((name) => `${name}_${round}`);
    return { ...layer, name: nameOf(step), inputs: inputs.length === 0 && step > 0 ? [nameOf(step - 1)] : inputs };
  });
  return { ...state, report: { ...report, layers } };
}
