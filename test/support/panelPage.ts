/** The panel as a person reads and uses it: what stands where, found by what assistive technology finds too. */
import type { Frame, Locator } from "playwright-core";
import type { Bits } from "../../src/protocol/report";

export class PanelPage {
  constructor(readonly frame: Frame) {}

  get modelName(): Locator {
    return this.frame.getByRole("heading", { level: 1 });
  }

  get verdict(): Locator {
    return this.frame.locator(".verdict-sentence");
  }

  get alert(): Locator {
    return this.frame.getByRole("alert");
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

  cell(layer: string, column: "weights" | "activation" | "bytes" | "live"): Locator {
    const row = this.frame.getByRole("grid").getByRole("row").filter({ has: this.frame.getByTitle(new RegExp(`^\\d+\\. ${layer}$`)) });
    return row.locator(`[data-column="${column}"]`);
  }

  width(layer: string, kind: "weights" | "activation"): Promise<string> {
    return this.cell(layer, kind).locator(".pill").innerText();
  }

  /** With the keyboard alone, from the cell on. */
  async setWidth(layer: string, kind: "weights" | "activation", bits: Bits): Promise<void> {
    await this.cell(layer, kind).focus();
    await this.cell(layer, kind).press(String(bits));
    await this.cell(layer, kind).locator(".pill", { hasText: String(bits) }).waitFor();
  }

  /** All that is shown, without what only holds for one moment. */
  async text(): Promise<string> {
    const text = await this.frame.locator("main").innerText();
    return text.replace(/ in [\d.]+ s\b/, "");
  }

  /** By how many pixels the page is wider than its frame. */
  overflow(): Promise<number> {
    return this.frame.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  innerWidth(): Promise<number> {
    return this.frame.evaluate<number>("innerWidth");
  }
}
