/**
 * A VS Code window in Chromium, driven as a person does: by what is on the screen. Every wait is for something to appear, never for time
 * to pass. Contributions of extensions arrive after the first paint, so menus are opened until the item is there.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Frame, Locator, Page } from "playwright-core";
import { out } from "../folders";

const APPEAR_MS = 90_000;
const RETRY_MS = 500;

interface Size {
  readonly width: number;
  readonly height: number;
}

export class Workbench {
  private constructor(readonly page: Page) {}

  static async open(
    browser: Browser,
    url: string,
    folder: string,
    size = { width: 1400, height: 900 },
  ): Promise<Workbench> {
    const context = await browser.newContext({ viewport: size });
    const page = await context.newPage();
    page.setDefaultTimeout(APPEAR_MS);
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`, { waitUntil: "domcontentloaded" });
    const workbench = new Workbench(page);
    await workbench.ready();
    return workbench;
  }

  /** A window without a folder, as the editor starts for the first time. */
  static async openEmpty(browser: Browser, url: string, size: Size): Promise<Workbench> {
    const context = await browser.newContext({ viewport: size });
    const page = await context.newPage();
    page.setDefaultTimeout(APPEAR_MS);
    await page.goto(`${url}/?ew=true`, { waitUntil: "domcontentloaded" });
    await page.locator(".monaco-workbench .activitybar .action-item").first().waitFor();
    return new Workbench(page);
  }

  async ready(): Promise<void> {
    await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** A file or folder of the explorer. */
  row(name: string): Locator {
    return this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
  }

  /** Right-click, then the item of that name, once it is there and enabled. */
  async contextMenu(name: string, item: string): Promise<void> {
    const entry = this.page.locator(".context-view .monaco-menu .action-item:not(.disabled)", {
      has: this.page.locator(".action-menu-item:not(.disabled)"),
      hasText: item,
    });
    await this.until(`"${item}" in the menu of ${name}`, async () => {
      await this.row(name).click({ button: "right" });
      await this.page.locator(".context-view .monaco-menu .action-item").first().waitFor();
      if ((await entry.count()) > 0) return true;
      await this.page.keyboard.press("Escape");
      return false;
    });
    // A menu that has just opened takes the first click for the end of the one that opened it.
    await this.until(`the menu's end after "${item}"`, async () => {
      if ((await entry.count()) > 0)
        await entry
          .first()
          .click({ timeout: 1000 })
          .catch(() => undefined);
      return (await entry.count()) === 0;
    });
  }

  /** Types into what `key` opens, pressed until it is open: a window under load forgets keys, and one that just closed takes them. */
  private async typeInto(key: string, text: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input.input");
    await this.until(`the field behind ${key}`, async () => {
      if (!(await input.isVisible())) await this.page.keyboard.press(key);
      return input
        .fill(text, { timeout: 2 * RETRY_MS })
        .then(() => true)
        .catch(() => false);
    });
  }

  /** Types into what `key` opens until the entry is there, and chooses it: entries arrive late, and a list that is open does not notice. */
  private async chooseBehind(key: string, text: string, label: string): Promise<void> {
    const entry = this.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first();
    await this.until(`"${label}" behind ${key}`, async () => {
      await this.typeInto(key, text);
      const isChosen = await entry.click({ timeout: 4 * RETRY_MS }).then(
        () => true,
        () => false,
      );
      if (!isChosen) await this.page.keyboard.press("Escape");
      return isChosen;
    });
  }

  /** Types into the command palette. */
  async typeCommand(title: string): Promise<void> {
    await this.typeInto("F1", `>${title}`);
  }

  /** Runs a command by what a person types for it. */
  async command(title: string): Promise<void> {
    await this.chooseBehind("F1", `>${title}`, title);
  }

  /** Chooses the entry of an open quick pick. */
  async pick(label: string): Promise<void> {
    const entry = this.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first();
    await entry.waitFor();
    await entry.click();
  }

  /** Right-click, Quantize for MCU, and no samples; of a model that has a budget and was not quantized before. */
  async quantizeWithoutSamples(name: string): Promise<void> {
    await this.contextMenu(name, "Quantize for MCU");
    await this.pick("None: make inputs up");
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.chooseBehind("Control+P", name, name);
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator(".notification-list-item", { hasText: text });
  }

  /** The document of the webview that is shown and matches; a page says that it is drawn by `body[data-ready]`. */
  async panel(marker = "body[data-ready]"): Promise<Frame> {
    let found: Frame | undefined;
    await this.until(`a webview with ${marker}`, async () => {
      for (const frame of this.page.frames()) {
        if (frame.isDetached() || !/fake\.html/.test(frame.url())) continue;
        const visible = await frame
          .locator(marker)
          .first()
          .isVisible({ timeout: 1 })
          .catch(() => false);
        if (visible) found = frame;
      }
      return found !== undefined;
    });
    if (!found) throw new Error("unreachable: until() throws");
    return found;
  }

  async theme(label: string, bodyClass: string): Promise<void> {
    await this.command("Preferences: Color Theme");
    const input = this.page.locator(".quick-input-widget input.input");
    await input.fill(label);
    await this.pick(label);
    await this.page.locator(`.monaco-workbench.${bodyClass}`).waitFor();
  }

  /** A picture for people, in out/screenshots. */
  async screenshot(name: string): Promise<void> {
    const folder = join(out, "screenshots");
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  /** Tries until it is so; what is waited for is named in the failure. */
  async until(what: string, attempt: () => Promise<boolean>, limitMs = APPEAR_MS): Promise<void> {
    const end = Date.now() + limitMs;
    while (!(await attempt())) {
      if (Date.now() > end) throw new Error(`${what} did not appear in ${limitMs / 1000} s`);
      await this.page.waitForTimeout(RETRY_MS);
    }
  }
}
