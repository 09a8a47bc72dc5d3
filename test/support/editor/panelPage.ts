/** The panel as a person reads and uses it: what stands where, found by what assistive technology finds too. */
import type { Frame, Locator } from "playwright-core";
import type { ActivationBits } from "../../../src/protocol/files/report";

export class PanelPage {
  constructor(readonly frame: Frame) {}

  get modelName(): Locator {
    return this.frame.getByRole("heading", { level: 1 });
  }

  get verdict(): Locator {
    return this.frame.locator(".verdict-sentence");
  }

  /** Hidden while there is nothing to say. */
  get alert(): Locator {
    return this.frame.locator(".alerts[role=alert]");
  }

  /** The result of a search has come: only that has been compared with the float network. */
  async quantized(): Promise<void> {
    await this.verdict.filter({ hasText: "Agrees with the float network" }).waitFor();
    await this.busy.waitFor({ state: "hidden" });
  }

  get busy(): Locator {
    return this.frame.getByRole("region", { name: "Work in progress" });
  }

  button(label: string): Locator {
    return this.frame.locator("vscode-button:visible", { hasText: label }).first();
  }

  /** FLASH, RAM or accuracy, without the heading. */
  card(title: string): Locator {
    return this.frame.locator(".card", { has: this.frame.getByRole("heading", { name: title }) }).locator(".card-body");
  }

  get layers(): Locator {
    return this.frame.getByRole("grid", { name: "Layers" });
  }

  cell(layer: string, column: "weights" | "activation" | "bytes" | "live"): Locator {
    const row = this.layers
      .getByRole("row")
      .filter({ has: this.frame.getByTitle(new RegExp(`^Step \\d+: ${layer}$`)) });
    return row.locator(`[data-column="${column}"]`);
  }

  width(layer: string, kind: "weights" | "activation"): Promise<string> {
    return this.cell(layer, kind).locator(".pill").innerText();
  }

  /** Moves the focus to a cell with the keyboard alone: the grid is one tab stop, with arrows inside. */
  async goTo(layer: string, kind: "weights" | "activation"): Promise<void> {
    const cell = this.cell(layer, kind);
    const row = cell.locator("..");
    const grid = this.layers;
    await grid.locator("[tabindex='0']").press("Control+Home");
    const focused = grid.locator(":focus");
    await focused.press("Home");
    for (let step = Number(await row.getAttribute("aria-rowindex")); step > 1; step--) await focused.press("ArrowDown");
    while ((await focused.getAttribute("data-column")) !== kind) await focused.press("ArrowRight");
  }

  async setWidth(layer: string, kind: "weights" | "activation", bits: ActivationBits): Promise<void> {
    await this.goTo(layer, kind);
    await this.cell(layer, kind).press(String(bits));
    await this.cell(layer, kind)
      .locator(".pill", { hasText: String(bits) })
      .waitFor();
  }

  /** What the widths shown come to: verdict, cards and table, without what follows the selection. */
  async figures(): Promise<string> {
    const cards = await this.frame.locator(".card").allInnerTexts();
    return [await this.frame.locator(".verdict").innerText(), ...cards, await this.layers.innerText()].join("\n");
  }

  /** By how many pixels the page is wider than its frame. */
  overflow(): Promise<number> {
    return this.frame.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  innerWidth(): Promise<number> {
    return this.frame.evaluate<number>("innerWidth");
  }
}
