/**
 * A person's whole path from an empty profile: the extension's page, the walkthrough, the example, a model and images of their own, and
 * firmware with two networks, one of which was linked with the wrong sizes. Says how many clicks and keys the way from an open folder to
 * verified firmware beside it took. Each part begins where the one before it ended.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import type { MemoryMap } from "../../src/protocol/files/memoryMap";
import { formatSize } from "../../src/protocol/words/format";
import { accessibilityViolations } from "../support/editor/accessibility";
import { darkOrBright, SIDE } from "../support/networks/darkOrBright";
import { PanelPage } from "../support/editor/panelPage";
import { Person } from "../support/editor/person";
import { Workbench } from "../support/editor/workbench";
import { flat, pngFile } from "../unit/datasets/made";
import { theEditor, THEMES } from "./hooks";

const IMAGES = 48;

describe("a person's whole path", () => {
  let window: Workbench;
  let person: Person;
  let panel: PanelPage;
  let folder = "";
  const canVerify = ["arm-none-eabi-gcc", "qemu-system-arm"].every(
    (tool) => spawnSync(tool, ["--version"]).status === 0,
  );

  before(async () => {
    const { browser, server } = theEditor();
    window = await Workbench.openEmpty(browser, server.url, { width: 1600, height: 1000 });
    person = new Person(window.page);
  });
  after(() => window.close());

  const panelOf = async (name: string): Promise<PanelPage> => {
    const found = new PanelPage(await window.panel(`body[data-ready='true'] h1:text-is("${name}")`));
    await found.frame.locator("body[data-ready='true']").waitFor();
    return found;
  };
  const strip = (): Locator => panel.frame.getByRole("region", { name: "C code" });
  const said = (text: string | RegExp): Promise<void> => panel.verdict.filter({ hasText: text }).waitFor();

  /** From code that fits to verified code beside the panel. */
  async function verifyAndOpen(name: string): Promise<void> {
    await strip().getByText("Generated from these widths.").waitFor();
    if (!canVerify) console.log("      not verified: there is no arm-none-eabi-gcc or qemu-system-arm");
    else {
      await person.click(panel.button("Verify"));
      await strip().getByText("Bit-exact on").waitFor();
    }
    await person.click(panel.button("Open beside"));
    await window.page.locator(".tab", { hasText: `${name}.c` }).waitFor();
  }

  function tell(what: string): void {
    const { clicks, keys } = person.count();
    console.log(`      ${what}: ${clicks} clicks, ${keys} keys`);
    assert.ok(clicks + keys < 40, "the way is longer than it was");
  }

  it("begins at the extension's page, whose pictures load and whose words are for a person in the editor", async () => {
    await window.command("View: Show Extensions");
    await window.page.locator(".extension-list-item", { hasText: "Bitwright" }).first().click();
    const page = await window.panel("h2:text-is('Three steps')");
    await window.until("the picture", () =>
      page.evaluate<boolean>(
        "[...document.images].length > 0 && [...document.images].every((i) => i.naturalWidth > 0)",
      ),
    );
    assert.doesNotMatch(await page.locator("body").innerText(), /\bnpm\b/);
    await window.screenshot("path-1-extension-page");
  });

  it("goes on to the walkthrough, which offers the example, samples, and a folder for it", async () => {
    await window.command("Bitwright: Get Started");
    const walkthrough = window.page.locator(".gettingStartedContainer");
    await walkthrough.getByText("Try the example", { exact: true }).waitFor();
    await walkthrough.getByText("Show it what it will see").waitFor();
    await window.screenshot("path-2-walkthrough");
    await walkthrough.getByRole("button", { name: "Try the Example", exact: true }).click();
    await Promise.all([window.page.waitForEvent("domcontentloaded"), window.pick("Scratch folder")]);
    await window.ready();
    person.count();
  });

  it("shows the example with its samples beside the network's answers", async () => {
    panel = await panelOf("keywords.onnx");
    await panel.frame.getByText("96 samples with labels").waitFor();
    assert.equal(await panel.frame.locator(".sample-card").count(), 3);
    folder = decodeURIComponent(/folder=([^&]+)/.exec(window.page.url())?.[1] ?? "");
    assert.match(folder, /bitwright-example$/);
    await window.screenshot("path-3-example");
  });

  it("searches it, is cancelled, and goes on from where it was", async () => {
    const progress = panel.busy.locator("[role=progressbar]").first();
    let last = 0;
    const grows = async (): Promise<boolean> => {
      const now = Number(await progress.getAttribute("aria-valuenow").catch(() => null));
      assert.ok(now < 100, "never full with work to go");
      assert.ok(now >= last || now === 0, `one bar for the whole job: ${now} after ${last}`);
      last = Math.max(last, now);
      return last > 20;
    };
    await panel.button("Quantize…").click();
    await panel.busy.getByText(/sensitivities/).waitFor();
    await window.until("a fifth of the work", grows);
    await panel.button("Cancel").click();
    await panel.busy.waitFor({ state: "hidden" });
    await person.click(panel.button("Quantize…"));
    await said("Fits");
    await panel.busy.waitFor({ state: "hidden" });
    await window.screenshot("path-4-fits");
  });

  it("verifies the firmware and opens it beside", async () => {
    await verifyAndOpen("keywords");
    tell("the example, from its folder to verified firmware beside");
    await window.screenshot("path-5-verified");
  });

  it("takes a model of one's own with images of one's own, and says which preparation it was trained with", async () => {
    writeFileSync(join(folder, "lamp.onnx"), darkOrBright());
    for (const [name, shade] of [
      ["0", 30],
      ["1", 180],
    ] as const) {
      mkdirSync(join(folder, "photos", name), { recursive: true });
      for (let i = 0; i < IMAGES / 2; i++)
        writeFileSync(join(folder, "photos", name, `${i}.png`), pngFile(SIDE, SIDE, flat(shade + i)));
    }
    const input = window.page.locator(".quick-input-widget input.input");
    await window.row("lamp.onnx").waitFor();
    person.count();
    await window.contextMenu("lamp.onnx", "Quantize for MCU");
    person.did({ clicks: 2 });
    await window.page.getByText("Which board should the network fit?").waitFor();
    await window.page.locator(".quick-input-list .monaco-list-row", { hasText: "STM32F411" }).first().waitFor();
    await person.type("f411");
    await person.press("Enter");
    await window.page.getByText("Which samples should").waitFor();
    await person.type("Folder");
    await person.press("Enter");
    await window.until("the folder's dialog", async () => (await input.inputValue()).includes("bitwright-example"));
    await person.type("photos");
    await person.press("Enter");
    // Enter goes into the folder where the dialog has looked it up already, and takes it where it has not.
    const isTaken = async (): Promise<boolean> => !(await input.isVisible());
    await window.until("the folder", async () => (await isTaken()) || (await input.inputValue()).endsWith("photos/"));
    if (!(await isTaken()))
      await person.click(window.page.locator(".quick-input-widget").getByRole("button", { name: "OK" }));
    const advice = window.notification(/of 48 samples right/);
    await advice.waitFor();
    await window.screenshot("path-6-advice");
    await person.click(advice.getByRole("button", { name: /^Use / }));
    panel = await panelOf("lamp.onnx");
    await said(/Accuracy|Agrees/);
    await panel.busy.waitFor({ state: "hidden" });
    await verifyAndOpen("lamp");
    tell("a model and images of one's own, from the folder to verified firmware beside");
    const settings = JSON.parse(readFileSync(join(folder, "lamp.bitwright.json"), "utf8")) as object;
    assert.deepEqual(Object.keys(settings).sort(), ["calibration", "preprocessing", "target"]);
  });

  const mapOf = (name: string): MemoryMap =>
    JSON.parse(readFileSync(join(folder, `${name}.bitwright`, `${name}.mcu`, "memory.json"), "utf8")) as MemoryMap;

  it("tells in one's own main.c which of two networks a call runs", async () => {
    await window.openFile("main.c");
    await window.page.locator(".codelens-decoration a", { hasText: "keywords" }).first().waitFor();
    await window.page.locator(".view-line span", { hasText: "keywords_invoke" }).last().hover();
    const hover = window.page.locator(".monaco-hover:not(.hidden) .hover-contents", {
      hasText: `RAM: ${formatSize(mapOf("keywords").arena.sizeBytes)} of arena`,
    });
    await hover.first().waitFor();
    await window.screenshot("path-7-hover");
    await window.page.keyboard.press("Escape");
  });

  it("says of an ELF file that holds other sizes which they are, until it is linked anew", async function () {
    if (spawnSync("gcc", ["--version"]).status !== 0) return this.skip();
    const link = (sizeBytes: number): void => {
      writeFileSync(join(folder, "sizes.c"), `unsigned char keywords_arena[${sizeBytes}];\n`);
      assert.equal(spawnSync("gcc", ["-c", "sizes.c", "-o", "app.elf"], { cwd: folder }).status, 0);
    };
    link(100);
    await window.command("View: Focus Problems");
    const problem = window.page.locator(".markers-panel .monaco-list-row", { hasText: "keywords_arena has 100 B" });
    await problem.waitFor();
    await window.screenshot("path-8-elf-problem");
    link(mapOf("keywords").arena.sizeBytes);
    await problem.waitFor({ state: "detached" });
    return undefined;
  });

  it("comes back to the panel by opening the model, with the keyboard", async () => {
    await window.command("View: Close All Editors");
    await window.command("View: Hide Panel").catch(() => undefined);
    await window.openFile("keywords.onnx");
    panel = await panelOf("keywords.onnx");
    await strip().getByText("Generated from these widths.").waitFor();
  });

  for (const { name, label, body } of THEMES) {
    it(`looks as it should after all that, and has no accessibility violation: ${name}`, async () => {
      await window.theme(label, body);
      panel = await panelOf("keywords.onnx");
      await strip().getByText("Generated from these widths.").waitFor();
      await window.screenshot(`verified-${name}`);
      assert.deepEqual(await accessibilityViolations(panel.frame), []);
    });
  }
});
