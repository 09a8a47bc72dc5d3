/** From the explorer to a result, and the result against the command line's: one engine, one answer. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatSize } from "../../src/protocol/words/format";
import type { Report } from "../../src/protocol/files/report";
import { verdictOf } from "../../src/protocol/words/verdict";
import { runCli } from "../support/cli";
import { PanelPage } from "../support/editor/panelPage";
import type { Workbench } from "../support/editor/workbench";
import { putModel, SMALL } from "../support/editor/workspace";
import { openWindow, theFolder } from "./hooks";

const BOARD = "stm32f411";

describe("quantize from the explorer", () => {
  let window: Workbench;
  let panel: PanelPage;
  let fromCli: { readonly report: Report; readonly policy: string };

  before(async () => {
    const model = putModel(theFolder(), "first", SMALL);
    const out = mkdtempSync(join(tmpdir(), "bitwright-cli-"));
    const { code, err } = await runCli(["quantize", model, "--target", BOARD, "--out", out, "--quiet"]);
    assert.equal(code, 0, err);
    const text = (name: string): string => readFileSync(join(out, name), "utf8");
    fromCli = { report: JSON.parse(text("report.json")) as Report, policy: text("policy.json") };
    rmSync(out, { recursive: true });
    window = await openWindow();
  });
  after(() => window.close());

  it("asks for the board and the samples, shows progress and then the panel", async () => {
    await window.contextMenu("first.onnx", "Quantize for MCU");
    const picker = window.page.locator(".quick-input-widget");
    await picker.getByText("Which board should the network fit?").waitFor();
    await picker.locator("input.input").fill(BOARD.slice("stm32".length));
    await window.pick(fromCli.report.target.name ?? "");
    await window.pick("None: make inputs up");
    panel = new PanelPage(await window.panel());
    assert.equal(await panel.modelName.innerText(), "first.onnx");
    await panel.quantized();
  });

  it("shows what the command line says", async () => {
    const { report } = fromCli;
    assert.equal(await panel.verdict.innerText(), verdictOf(report));
    const { flashBytes, ramBytes } = report.memory[report.target.account];
    assert.ok((await panel.card("FLASH").innerText()).startsWith(formatSize(flashBytes)));
    assert.ok((await panel.card("RAM").innerText()).startsWith(formatSize(ramBytes)));
    for (const { name, weightBits, activationBits } of report.layers) {
      if (weightBits !== null) assert.equal(await panel.width(name, "weights"), String(weightBits), name);
      const activation = activationBits === null ? "float" : String(activationBits);
      assert.equal(await panel.width(name, "activation"), activation, name);
    }
  });

  it("writes the files that the command line writes", () => {
    const text = (name: string): string => readFileSync(join(theFolder(), "first.bitwright", name), "utf8");
    assert.equal(text("policy.json"), fromCli.policy);
    assert.deepEqual(withoutTime(JSON.parse(text("report.json")) as Report), withoutTime(fromCli.report));
  });

  it("tells RAM and FLASH in the status bar", async () => {
    const { flashBytes, ramBytes } = fromCli.report.memory[fromCli.report.target.account];
    const words = `RAM ${formatSize(ramBytes)}, FLASH ${formatSize(flashBytes)}`;
    await window.page.locator(".statusbar-item", { hasText: words }).waitFor();
  });

  it("finds every action in the command palette by what it does", async () => {
    const wanted = [
      "Quantize for MCU",
      "Open Memory Profile",
      "Measure Accuracy",
      "Save Policy",
      "Choose Target Board",
    ];
    for (const title of wanted) {
      await window.typeCommand(title);
      await window.page.locator(".quick-input-list .monaco-list-row", { hasText: `Bitwright: ${title}` }).waitFor();
      await window.page.keyboard.press("Escape");
    }
  });
});

function withoutTime(report: Report): Report {
  return { ...report, search: { ...report.search, seconds: 0 } };
}
