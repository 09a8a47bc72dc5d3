/** A person at keyboard and mouse, who counts: every key, every letter typed and every click. */
import type { Locator, Page } from "playwright-core";

export class Person {
  private keys = 0;
  private clicks = 0;

  constructor(private readonly page: Page) {}

  async press(key: string): Promise<void> {
    this.keys++;
    await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    this.keys += text.length;
    await this.page.keyboard.type(text);
  }

  async click(what: Locator, button: "left" | "right" = "left"): Promise<void> {
    this.clicks++;
    await what.click({ button });
  }

  /** Did what cannot be watched key by key. */
  did({ keys = 0, clicks = 0 }: { readonly keys?: number; readonly clicks?: number }): void {
    this.keys += keys;
    this.clicks += clicks;
  }

  /** Since the last time. */
  count(): { readonly keys: number; readonly clicks: number } {
    const counted = { keys: this.keys, clicks: this.clicks };
    this.keys = 0;
    this.clicks = 0;
    return counted;
  }
}
