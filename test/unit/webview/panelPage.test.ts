/**
 * The page in a browser: under its content security policy, in the four kinds of theme, by keyboard. Needs Chromium, and says
 * so where there is none. One file, because all of it shares one browser, one bundle and one searched network, which take seconds to make.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser } from "playwright-core";
import type { PanelFirmware, PanelState } from "../../../src/protocol/messages/panel";
import { mobileNetV1 } from "../../support/firmware/architectures";
import { madeSamples } from "../../support/madeSamples";
import { CHROMIUM_FLAGS, provideChromium } from "../../support/editor/chromium";
import { PanelScene } from "../../support/editor/panelFixtures";
import { bundlePanel, HarnessedPanel, type PanelBundle, type PanelOptions } from "../../support/editor/panelHarness";
import { sampleVerification } from "../../support/firmware/sampleMap";
import { infeasible, sample, synthetic } from "../../support/sampleReport";

const KIB = 1024;
/**
 * The toolkit appends an empty style element to learn whether the browser knows :focus-visible; the policy refuses it, and names it by the
 * hash of nothing. All else that the policy refuses is ours.
 */
const KNOWN = /Applying inline style .*47DEQpj8HBSa/;

const board = { id: "stm32h743", name: "STM32H743" };
const budget = { board, flashBytes: 2048 * KIB, ramBytes: 512 * KIB, account: "linked" as const };

describe("the panel's page", () => {
  let browser: Browser;
  let bundle: PanelBundle;
  let scene: PanelScene;
  let quantized: PanelState;
  const pages: HarnessedPanel[] = [];

  const open = async (options: Partial<PanelOptions> & Pick<PanelOptions, "state">): Promise<HarnessedPanel> => {
    const panel = await HarnessedPanel.open(browser, bundle, { theme: "dark", width: 940, ...options });
    pages.push(panel);
    return panel;
  };
  const focused = (panel: HarnessedPanel): Promise<string> =>
    panel.page.evaluate(
      `(() => { const cell = document.activeElement; return (cell.closest("[data-step]")?.dataset.step ?? "header") + " " + (cell.dataset.column ?? cell.tagName); })()`,
    );
  /** Waits for what is true in the page; the browser library's own way to wait needs eval, which the page's policy refuses. */
  const until = async (panel: HarnessedPanel, expression: string): Promise<void> => {
    for (let tries = 0; tries < 100; tries++) {
      if ((await panel.page.evaluate(expression)) === true) return;
      await panel.page.waitForTimeout(50);
    }
    assert.fail(`never true: ${expression}`);
  };
  const errorsOf = ({ errors }: HarnessedPanel): readonly string[] => errors.filter((error) => !KNOWN.test(error));

  beforeEach(() => scene.rewind());

  before(async function () {
    const found = provideChromium((line) => console.log(line));
    if (!found.ok) {
      console.log(`Skipped the panel's page: ${found.reason}.`);
      this.skip();
    }
    [browser, bundle] = await Promise.all([
      chromium.launch({ executablePath: found.value, args: [...CHROMIUM_FLAGS] }),
      bundlePanel(),
    ]);
    scene = new PanelScene({ fileName: "mobilenet_v1_1.0_224.onnx", network: mobileNetV1(1, 224), ...budget });
    quantized = await scene.quantized();
  });

  afterEach(async () => {
    await Promise.all(pages.splice(0).map((panel) => panel.close()));
  });

  after(async () => {
    // Undefined where there was no browser to launch.
    await (browser as Browser | undefined)?.close();
  });

  describe("has no violation that axe finds", () => {
    const axe = readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8");
    const empty: PanelState = { ...sampleStateOf(), report: null };
    const states: Readonly<Record<string, () => PanelState>> = {
      quantized: () => quantized,
      edited: () => editedOnce(scene, quantized),
      infeasible: () => ({ ...sampleStateOf(), report: infeasible }),
      synthetic: () => ({ ...sampleStateOf(), report: { ...sample, accuracy: synthetic } }),
      learned: () => ({ ...sampleStateOf(), report: { ...sample, search: { ...sample.search, trace: TRACE } } }),
      streamed: () => streamedOnce(),
      busy: () => ({ ...quantized, busy: { phase: "measuring", done: 3, total: 9, fraction: 0.4, secondsLeft: 20 } }),
      refused: () => ({
        ...empty,
        problems: [{ code: "x", message: 'node "a" (LSTM) is not supported', place: "a", hint: "use another" }],
      }),
      interrupted: () => ({ ...quantized, interrupted: true }),
      verified: () => ({ ...quantized, firmware: verifiedCode(quantized) }),
      stale: () => ({ ...quantized, firmware: { ...verifiedCode(quantized), isCurrent: false } }),
      compared: () => comparedOnce(scene, quantized),
      samples: () => ({ ...quantized, samples: madeSamples, samplesChanged: true }),
      "worker down": () => ({ ...sampleStateOf(), workerDown: true }),
    };
    /** What axe has to say; the page is a fragment of the editor's, which brings what makes it a document. */
    const violations = async (panel: HarnessedPanel, options: object): Promise<readonly string[]> => {
      await panel.page.evaluate(axe);
      const found: { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] } =
        await panel.page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
      );
    };

    for (const [name, state] of Object.entries(states)) {
      it(name, async () => {
        const panel = await open({ state: state(), saved: { selected: "pw6" } });
        assert.deepEqual(await violations(panel, {}), []);
        assert.deepEqual(errorsOf(panel), []);
      });
    }

    // Other themes differ in colours alone; high contrast asks for more of it.
    for (const theme of ["light", "highContrast", "highContrastLight"] as const) {
      const rules = ["color-contrast", ...(theme === "light" ? [] : ["color-contrast-enhanced"])];
      for (const name of ["edited", "infeasible", "samples"]) {
        it(`contrast: ${name}, ${theme}`, async () => {
          const panel = await open({ theme, state: states[name]?.() ?? assert.fail(), saved: { selected: "pw3" } });
          const options = { runOnly: rules, rules: { "color-contrast-enhanced": { enabled: true } } };
          assert.deepEqual(await violations(panel, options), []);
          assert.deepEqual(errorsOf(panel), []);
        });
      }
    }

    it("the map of addresses", async () => {
      const panel = await open({ state: streamedOnce(), saved: { picture: "addresses", selected: "pw6" } });
      assert.ok(await panel.page.locator(".map-block").first().isVisible());
      assert.deepEqual(await violations(panel, {}), []);
      assert.deepEqual(errorsOf(panel), []);
    });

    it("pictures as tables, with the menu open", async () => {
      const panel = await open({ state: quantized, saved: { asTable: true, picture: "addresses", selected: "pw6" } });
      await panel.page.locator(".grid [data-step='12'] .col-weights .pill").click();
      assert.ok(await panel.page.locator(".menu").isVisible());
      assert.deepEqual(await violations(panel, {}), []);
    });
  });

  it("has no verdict yet while it searches from widths that do not fit", async () => {
    const small = { ...budget, flashBytes: 1024 * KIB };
    const estimated = new PanelScene({ fileName: "net.onnx", network: mobileNetV1(1, 224), ...small }).estimate();
    assert.equal(estimated.report?.fits, false);
    const panel = await open({ state: { ...estimated, working: "search", busy: BUSY } });
    const verdict = panel.page.locator(".verdict");
    assert.equal(await verdict.innerText(), "At 8 bits everywhere it would not fit; searching widths that do.");
    assert.equal(await verdict.locator(".is-bad").count(), 0);
    panel.show(estimated);
    await until(panel, `document.querySelector(".verdict").innerText.startsWith("Does not fit")`);
  });

  it("fills one bar for the whole job, and offers to go on after a reload", async () => {
    const busy = { phase: "measuring", done: 9, total: 9, fraction: 0.42, secondsLeft: 240 };
    const panel = await open({ state: { ...quantized, working: "search", busy } });
    const bar = panel.page.getByRole("progressbar");
    assert.equal(await bar.getAttribute("aria-valuenow"), "42");
    assert.match(await panel.page.locator(".busy-words").innerText(), /about 4 min left/);
    panel.show({ ...quantized, interrupted: true });
    const alert = panel.page.locator(".alerts");
    await until(panel, `document.querySelector(".alerts").innerText.includes("interrupted by a reload")`);
    await alert.locator("vscode-button", { hasText: "Go on" }).click();
    await until(panel, "true");
    assert.equal(panel.asked.at(-1)?.method, "quantize");
  });

  it("leads from the policy to code, with the instructions of every layer once it is verified", async () => {
    const panel = await open({ state: { ...quantized, firmware: null } });
    const strip = panel.page.getByRole("region", { name: "C code" });
    await strip.locator("vscode-button", { hasText: "Generate" }).click();
    await until(panel, `document.querySelector(".firmware").innerText.includes("Writes these widths")`);
    panel.show({ ...quantized, firmware: verifiedCode(quantized) });
    await until(panel, `document.querySelector(".firmware").innerText.includes("Bit-exact")`);
    await strip.getByRole("button", { name: "models/net.bitwright/net.mcu" }).click();
    await strip.locator("vscode-button", { hasText: "Open beside" }).click();
    assert.deepEqual(
      panel.asked.map(({ method }) => method).filter((method) => method !== "state"),
      ["generate", "revealFirmware", "openFirmware"],
    );
    const counted = panel.page.locator(".grid [data-step='3'] .col-instructions");
    assert.equal(await counted.innerText(), "1,003");
    panel.show({ ...quantized, firmware: { ...verifiedCode(quantized), isCurrent: false } });
    await until(panel, `document.querySelector(".firmware").innerText.includes("of other widths")`);
    assert.ok(!(await counted.isVisible()));
    assert.deepEqual(errorsOf(panel), []);
  });

  it("puts two policies side by side, and a name in it selects the layer everywhere", async () => {
    const panel = await open({ state: comparedOnce(scene, quantized) });
    const section = panel.page.getByRole("region", { name: "Compare", exact: true });
    assert.match(await section.locator(".compare-titles").innerText(), /^as searched → as shown now$/);
    assert.match(await section.locator(".facts").innerText(), /1 differs/);
    const [row, ...others] = await section.locator("tbody tr").all();
    assert.ok(row && others.length <= 3, "only what differs");
    await row.locator("button").click();
    assert.equal(await row.getAttribute("aria-current"), "true");
    assert.equal(panel.asked.at(-1)?.method, "layerClicked");
    const name = await row.getAttribute("data-layer");
    const selected = panel.page.locator(".grid .grid-row[aria-selected='true'] .col-name");
    assert.ok((await selected.getAttribute("title"))?.endsWith(`: ${name}`));
    await section.locator("vscode-button", { hasText: "Close" }).click();
    await panel.page.locator(".header vscode-button", { hasText: "Compare" }).click();
    await panel.page.locator(".header vscode-button", { hasText: "Report" }).click();
    await until(panel, "true");
    assert.deepEqual(panel.asked.map(({ method }) => method).slice(-3), ["stopComparing", "compare", "openReview"]);
    panel.show(quantized);
    await until(panel, `document.querySelector(".compare").hidden`);
    assert.deepEqual(errorsOf(panel), []);
  });

  describe("by keyboard", () => {
    it("moves like a grid, and sets bits", async () => {
      const panel = await open({ state: quantized, scene });
      const { keyboard } = panel.page;
      await panel.page.locator(".grid [data-step='3'] .col-name").click();
      await keyboard.press("ArrowDown");
      assert.equal(await focused(panel), "4 name");
      await keyboard.press("End");
      assert.equal(await focused(panel), "4 error");
      await keyboard.press("Home");
      await keyboard.press("Control+End");
      assert.equal(await focused(panel), "28 error");
      await keyboard.press("Control+Home");
      assert.equal(await focused(panel), "header name");
      await keyboard.press("ArrowDown");
      for (let i = 0; i < 3; i++) await keyboard.press("ArrowRight");
      assert.equal(await focused(panel), "0 weights");
      await keyboard.press("2");
      await panel.page.waitForSelector(".grid [data-step='0'] .pill.is-edited");
      assert.deepEqual(panel.asked.at(-1), { method: "setBits", params: { kind: "weights", name: "conv0", bits: 2 } });
      assert.equal(await focused(panel), "0 weights", "the focus stays where it was");
      await keyboard.press("Control+z");
      await panel.page.waitForSelector(".grid [data-step='0'] .pill.is-edited", { state: "detached" });
      assert.equal(panel.asked.at(-1)?.method, "undo");
    });

    it("opens the menu of widths, takes one, and comes back", async () => {
      const panel = await open({ state: quantized, scene });
      const { keyboard } = panel.page;
      await panel.page.locator(".grid [data-step='5'] .col-activation").click({ position: { x: 60, y: 12 } });
      await keyboard.press("Enter");
      await panel.page.waitForSelector(".menu:not([hidden])");
      await keyboard.press("Escape");
      assert.equal(await focused(panel), "5 activation");
      await keyboard.press("Enter");
      await keyboard.press("Home");
      await keyboard.press("ArrowDown"); // 16 bits come first
      await keyboard.press("Enter");
      assert.deepEqual(panel.asked.at(-1)?.params, { kind: "activation", name: "dw3", bits: 8 });
      assert.equal(await focused(panel), "5 activation");
    });

    it("sorts from the header and keeps Ctrl+Z for text fields", async () => {
      const panel = await open({ state: { ...quantized, canUndo: true } });
      const { keyboard } = panel.page;
      await panel.page.locator(".grid-header .col-live").click();
      assert.equal(await panel.page.locator(".grid-header .col-live").getAttribute("aria-sort"), "descending");
      await panel.page.locator("vscode-text-field.filter").click();
      await keyboard.type("conv");
      await keyboard.press("Control+z");
      assert.ok(panel.asked.every(({ method }) => method !== "undo"));
    });

    it("never hides the focused row behind the details", async () => {
      const panel = await open({ state: quantized, height: 700 });
      await panel.page.locator(".grid [data-step='3'] .col-name").click();
      for (let i = 0; i < 12; i++) await panel.page.keyboard.press("ArrowDown");
      const free = await panel.page.evaluate(
        `document.querySelector(".details").getBoundingClientRect().top - document.activeElement.getBoundingClientRect().bottom`,
      );
      assert.ok(Number(free) >= 0, `${String(free)} px between row and details`);
    });

    it("never hides it behind details that become taller, as they do when the reasons are known", async () => {
      const panel = await open({ state: quantized, height: 700 });
      await panel.page.locator(".grid [data-step='3'] .col-name").click();
      const free = (): Promise<number> =>
        panel.page.evaluate<number>(
          `document.querySelector(".details").getBoundingClientRect().top - document.querySelector(".grid [data-step='3']").getBoundingClientRect().bottom`,
        );
      const drawn = (): Promise<void> =>
        panel.page.evaluate(`new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))`);
      /** A page notices a new size when it is drawn. */
      const details = async (style: string): Promise<void> => {
        await panel.page.evaluate(`Object.assign(document.querySelector(".details").style, ${style})`);
        await drawn();
      };
      await details(`{ height: "120px" }`);
      // As far down as it goes without being covered.
      await panel.page.evaluate(`window.scrollBy(0, -${await free()})`);
      assert.ok((await free()) < 1, "the row stands at the details");
      await details(`{ height: "250px" }`);
      assert.ok((await free()) >= 0, `${await free()} px between row and details`);
    });

    it("reaches every action", async () => {
      const panel = await open({ state: { ...quantized, canUndo: true, canRedo: true, edited: ["weights:pw1"] } });
      const reached: string[] = [];
      for (let i = 0; i < 40; i++) {
        await panel.page.keyboard.press("Tab");
        reached.push(
          await panel.page.evaluate(
            `(() => { const at = document.activeElement; return at.closest(".strip") ? "strip" : at.closest(".graph-viewport") ? "graph" : at.closest(".grid") ? "grid" : (at.textContent || at.tagName); })()`,
          ),
        );
      }
      for (const wanted of [
        "Quantize…",
        "Measure",
        "Save policy",
        "Undo",
        "Redo",
        "Reset",
        "Addresses",
        "As table",
        "strip",
        "graph",
        "grid",
        "Open report as JSON",
        "Show log",
      ]) {
        assert.ok(reached.includes(wanted), `${wanted} in ${reached.join(", ")}`);
      }
    });
  });

  describe("goes with the code", () => {
    it("tells the host of a layer that was clicked, and of no other cell", async () => {
      const panel = await open({ state: quantized });
      await panel.page.locator('[data-step="3"] [data-column="live"]').click();
      await panel.page.locator('[data-step="4"] [data-column="weights"] .pill').click();
      await panel.page.locator(".details .link", { hasText: "Show C code" }).click();
      const names = quantized.report?.layers.map(({ name }) => name) ?? [];
      assert.deepEqual(panel.asked, [
        { method: "layerClicked", params: { layer: names[3] } },
        { method: "openCode", params: { layer: names[4] } },
      ]);
    });

    it("selects the layer that the host names, brings it into view and takes no focus", async () => {
      const panel = await open({ state: quantized });
      const last = quantized.report?.layers.at(-1)?.name ?? "";
      const step = (quantized.report?.layers.length ?? 0) - 1;
      const before = await panel.page.evaluate("document.activeElement.tagName");
      panel.select(last);
      await panel.page.locator(`.grid-row[data-step="${step}"][aria-selected="true"]`).waitFor();
      await until(
        panel,
        `(() => { const { top, bottom } = document.querySelector('.grid-row[data-step="${step}"]').getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; })()`,
      );
      assert.equal(await panel.page.evaluate("document.activeElement.tagName"), before);
    });
  });

  describe("chooses another point", () => {
    const list = (panel: HarnessedPanel) => panel.page.getByRole("listbox", { name: /^Other budgets/ });
    const active = (panel: HarnessedPanel): Promise<string> =>
      panel.page.evaluate(
        `document.getElementById(document.querySelector(".front-list").getAttribute("aria-activedescendant"))?.textContent ?? ""`,
      );

    it("by keyboard: arrows select, Enter takes, undo takes back", async () => {
      const panel = await open({ state: quantized, scene });
      const { keyboard } = panel.page;
      assert.match(await active(panel), /shown$/, "what is shown is selected at first");
      await list(panel).focus();
      await keyboard.press("Home");
      const first = await active(panel);
      await keyboard.press("ArrowDown");
      assert.notEqual(await active(panel), first);
      await keyboard.press("End");
      assert.match(await active(panel), /all 8 bits$/);
      assert.match(await panel.page.locator(".front-words").innerText(), /^Against what is shown: FLASH \+/);
      await keyboard.press("Enter");
      const last = (quantized.report?.front?.points.length ?? 0) - 1;
      assert.deepEqual(panel.asked.at(-1), { method: "applyFront", params: { index: last } });
      await until(panel, `document.querySelector(".edit-line") !== null`);
      assert.match(await active(panel), /shown,.*all 8 bits$/);
      assert.equal(await panel.page.evaluate("document.activeElement.className"), "front-list", "the focus stays");
      await keyboard.press("Control+z");
      await until(panel, `document.querySelector(".edit-line") === null`);
      assert.equal(panel.asked.at(-1)?.method, "undo");
    });

    it("with the pointer, in the picture as in the list", async () => {
      const panel = await open({ state: quantized, scene });
      await list(panel).getByRole("option").first().click();
      assert.equal(await panel.page.locator(".front-option[aria-selected=true]").getAttribute("data-index"), "0");
      await panel.page.locator("vscode-button", { hasText: "Apply point" }).click();
      assert.deepEqual(panel.asked.at(-1), { method: "applyFront", params: { index: 0 } });
      scene.step(-1);
      const canvas = panel.page.locator(".front .chart-frame canvas");
      const box = (await canvas.boundingBox()) ?? assert.fail();
      // The least loss of all is at the bottom right: 8 bits everywhere.
      for (let x = box.width - 6; x > box.width - 60; x -= 6) {
        await canvas.click({ position: { x, y: box.height - 40 } });
        if (/all 8 bits/.test(await active(panel))) return;
      }
      assert.fail("no click selected the point");
    });

    it("keeps the selection and the axis after a reload", async () => {
      const first = await open({ state: quantized, scene });
      await list(first).getByRole("option").nth(2).click();
      await first.page.getByRole("group", { name: "Bytes shown" }).getByRole("button", { name: "RAM" }).click();
      const second = await open({ state: quantized, saved: first.saved });
      assert.equal(await active(second), await active(first));
      const pressed = second.page.locator(".front [aria-pressed=true]");
      assert.equal(await pressed.innerText(), "RAM");
    });

    it("is not there where no sensitivities are known", async () => {
      const panel = await open({ state: scene.estimate() });
      assert.ok(await panel.page.locator(".front").isHidden());
    });
  });

  it("says why a layer has its widths, and makes a trade", async () => {
    const panel = await open({ state: quantized, scene, saved: { selected: "pw6" } });
    const why = panel.page.locator(".why").first();
    assert.match(await why.innerText(), /^Narrowed to 4 bits: FLASH is the limit\./);
    await why.getByRole("button", { name: /^Try it: 8 bits/ }).click();
    const asked = panel.asked.at(-1);
    assert.equal(asked?.method, "applyTrade");
    await until(panel, `document.querySelector(".edit-line") !== null`);
    scene.step(-1); // the scene is everybody's
    assert.match(await why.innerText(), /^Before your edits: Narrowed to 4 bits/);
    assert.equal(await panel.page.locator(".grid-row[aria-selected=true] .col-weights .pill").innerText(), "8");
  });

  it("shows samples beside answers, and takes another preparation of their values", async () => {
    const panel = await open({ state: { ...quantized, samples: madeSamples, samplesChanged: true } });
    const section = panel.page.locator(".samples");
    assert.equal(await section.locator(".sample-card").count(), 3);
    assert.match(await section.innerText(), /no better than guessing/);
    assert.match(await section.locator(".sample-card").first().innerText(), /labelled cat[^]*✓ cat[^]*91 %/);
    await section.getByRole("button", { name: "Use x/127.5 − 1 (tensorflow)" }).click();
    assert.deepEqual(panel.asked.at(-1), { method: "usePreprocessing", params: { preset: "tensorflow" } });
    await section.getByRole("button", { name: "Change samples" }).click();
    assert.equal(panel.asked.at(-1)?.method, "chooseSamples");
    await panel.page.getByRole("button", { name: "Measure again" }).click();
    assert.equal(panel.asked.at(-1)?.method, "measure");
  });

  it("offers to let weights learn where bits were saved and samples are there, and draws how it goes", async () => {
    const busy = {
      phase: "learning",
      done: 60,
      total: 300,
      detail: "loss 0.341, now 0.279",
      fraction: 0.2,
      secondsLeft: 240,
    };
    const panel = await open({ state: quantized });
    await panel.page.getByRole("button", { name: "Learn…" }).click();
    assert.equal(panel.asked.at(-1)?.method, "learn");
    const learning = await open({ state: { ...quantized, working: "search", busy } });
    assert.match(
      await learning.page.locator(".busy-words").innerText(),
      /Learning[^]*60 of 300 · loss 0\.341, now 0\.279 · about 4 min left/,
    );
    const unmeasured = quantized.report && { ...quantized.report, accuracy: null };
    const wide = await open({ state: { ...quantized, report: unmeasured } });
    assert.equal(await wide.page.getByRole("button", { name: "Learn…" }).count(), 0);
  });

  it("links chart, strip, table and details by one selection", async () => {
    const panel = await open({ state: quantized });
    const selected = (): Promise<readonly string[]> =>
      panel.page.evaluate(
        `[document.querySelector(".grid-row[aria-selected=true]")?.dataset.step, document.querySelector(".cell[aria-selected=true]")?.dataset.step, document.querySelector(".details h3")?.textContent]`,
      );
    await panel.page.locator(".strip .cell[data-step='7']").first().click();
    assert.deepEqual(await selected(), ["7", "7", "dw4"]);
    const canvas = panel.page.locator(".chart-frame canvas").first();
    const box = (await canvas.boundingBox()) ?? assert.fail();
    await canvas.click({ position: { x: box.width - 8, y: box.height / 2 } });
    assert.deepEqual(await selected(), ["28", "28", "fc"]);
  });

  it("restores order, filter, selection and scroll after a reload", async () => {
    const first = await open({ state: quantized, height: 500 });
    await first.page.locator(".grid-header .col-bytes").click();
    await first.page.locator("vscode-text-field.filter").click();
    await first.page.keyboard.type("-op:pool");
    await first.page.locator(".grid [data-step='26'] .col-name").click();
    await first.page.evaluate("window.scrollTo(0, 600)");
    await until(first, "window.scrollY > 500");
    await first.page.waitForTimeout(100);
    const second = await open({ state: quantized, height: 500, saved: first.saved });
    const look = `[document.querySelector(".grid-header [aria-sort=descending]")?.dataset.column, document.querySelector("vscode-text-field.filter").value, document.querySelector(".details h3").textContent, Math.round(window.scrollY)]`;
    assert.deepEqual(await second.page.evaluate(look), await first.page.evaluate(look));
  });

  it("never takes a name for markup", async () => {
    const evil = `<img src=x onerror="document.title='owned'">`;
    const layers = sample.layers.map((layer) => (layer.name === "pw1" ? { ...layer, name: evil, op: evil } : layer));
    const memory = { ...sample.memory, peak: { ...sample.memory.peak, layer: evil } };
    const notes = [{ code: "x", message: evil, place: evil, hint: evil }];
    const state = {
      ...sampleStateOf(),
      model: { name: evil, path: evil },
      report: { ...sample, layers, memory, notes },
    };
    const panel = await open({ state, saved: { selected: evil, asTable: true } });
    assert.equal(await panel.page.locator("img").count(), 0);
    assert.equal(await panel.page.title(), "Bitwright");
    assert.equal(await panel.page.locator(".model-name").textContent(), evil);
  });

  it("follows the theme", async () => {
    const panel = await open({ state: quantized });
    const pixel = `(() => { const c = document.querySelector("canvas"); return [...c.getContext("2d").getImageData(c.width / 2, c.height - 40, 1, 1).data].join(); })()`;
    const dark = await panel.page.evaluate(pixel);
    await panel.setTheme("light");
    await until(panel, `${pixel} !== ${JSON.stringify(dark)}`);
  });

  for (const [width, zoom] of [
    [320, 1],
    [640, 2],
    [940, 1],
    [2000, 1],
  ] as const) {
    it(`needs no sideways scrolling at ${width} px, zoom ${zoom * 100} %`, async () => {
      const panel = await open({ state: quantized, width, zoom, saved: { selected: "pw6" } });
      const overflow = await panel.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      assert.equal(overflow, 0);
    });
  }

  it("makes elements only for the rows in view of a long network", async () => {
    const state = manyLayers(quantized, 300);
    const panel = await open({ state });
    const toLayers = "document.querySelector('.layers').scrollIntoView()";
    await panel.page.evaluate(toLayers);
    const rows = panel.page.locator(".grid-body .grid-row");
    await rows.first().waitFor();
    assert.ok((await rows.count()) < 100);
    assert.equal(await panel.page.locator(".grid").getAttribute("aria-rowcount"), "301");
    await panel.page.locator(".grid-body .col-name").first().click();
    await panel.page.keyboard.press("Control+End");
    assert.equal(await focused(panel), "299 error");
    assert.ok(await panel.page.locator(".grid-body [data-step='299']").isVisible());
    await panel.page.evaluate(toLayers);
    await until(panel, `document.querySelector(".grid-body [data-step='2']") !== null`);
    assert.equal(await focused(panel), "299 error", "the focused row keeps its element");
  });
});

const BUSY = { phase: "measuring", done: 3, total: 9, fraction: 0.4, secondsLeft: 20 };
const TRACE = Array.from({ length: 40 }, (_, i) => ({ episode: i + 1, reward: -3 / (i + 1), best: 1 / (i + 1) }));

/** 8 bits everywhere, row by row. */
function streamedOnce(): PanelState {
  const small = { ...budget, ramBytes: 400 * KIB, streaming: "auto" as const };
  const state = new PanelScene({ fileName: "rows.onnx", network: mobileNetV1(1, 224), ...small }).estimate();
  assert.equal(state.report?.memory.streaming.mode, "rows");
  return state;
}

function comparedOnce(scene: PanelScene, quantized: PanelState): PanelState {
  const { report } = quantized;
  assert.ok(report);
  return { ...editedOnce(scene, quantized), comparison: { old: { title: "as searched", report }, now: null } };
}

function editedOnce(scene: PanelScene, quantized: PanelState): PanelState {
  const edited = scene.setBits("activation", "pw3", 4);
  scene.step(-1);
  assert.notEqual(edited.report, quantized.report);
  return edited;
}

function sampleStateOf(): PanelState {
  return {
    model: { name: "keywords.onnx", path: "/models/keywords.onnx" },
    report: sample,
    before: null,
    edited: [],
    canUndo: false,
    canRedo: false,
    hasSensitivities: false,
    losses: {},
    samples: null,
    samplesChanged: false,
    comparison: null,
    firmware: null,
    interrupted: false,
    working: null,
    busy: null,
    problems: [],
    workerDown: false,
  };
}

function verifiedCode({ report }: PanelState): PanelFirmware {
  const layers = (report?.layers ?? []).map(({ name }, i) => ({ name, instructions: 1000 + i }));
  const verification = { ...sampleVerification, layers };
  return { place: "models/net.bitwright/net.mcu", isCurrent: true, verification, isVerifying: false };
}

function manyLayers(state: PanelState, count: number): PanelState {
  const { report } = state;
  assert.ok(report);
  const layers = Array.from({ length: count }, (_, i) => {
    const layer = report.layers[i % report.layers.length] ?? assert.fail();
    const before = Math.floor(i / report.layers.length) * report.layers.length;
    const inputs = layer.inputs.map((name) => {
      return `${name}_${before + report.layers.findIndex((other) => other.name === name)}`;
    });
    return { ...layer, name: `${layer.name}_${i}`, inputs };
  });
  return { ...state, report: { ...report, layers } };
}
