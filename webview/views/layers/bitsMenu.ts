/** The widths of one tensor to choose from, with what each would come to: the way to set bits for those who do not know the keys. */
import type { Bits } from "../../../src/protocol/files/report";
import { h, replaceChildren, setAttribute, setFigure } from "../../dom";
import { type Alternative } from "../../figures/savings";
import { changeWords } from "../../../src/protocol/words/widths";

interface Opened {
  readonly anchor: HTMLElement;
  readonly label: string;
  readonly alternatives: readonly Alternative[];
  readonly onPick: (bits: Bits) => void;
}

export class BitsMenu {
  readonly element = h("div", { class: "menu", role: "menu", hidden: true });
  private opened: Opened | undefined;

  constructor() {
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.close(false);
    });
  }

  open(opened: Opened): void {
    this.opened = opened;
    const { anchor, label, alternatives } = opened;
    setAttribute(this.element, "aria-label", label);
    replaceChildren(
      this.element,
      alternatives.map((alternative) => this.item(alternative)),
    );
    this.element.hidden = false;
    const at = anchor.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.element;
    const below = at.bottom + offsetHeight <= window.innerHeight;
    setFigure(
      this.element,
      "x",
      `${Math.max(4, Math.min(at.left, document.documentElement.clientWidth - offsetWidth - 4))}px`,
    );
    setFigure(this.element, "y", `${below ? at.bottom : Math.max(4, at.top - offsetHeight)}px`);
    this.items.find((item) => item.getAttribute("aria-checked") === "true")?.focus({ preventScroll: true });
  }

  /** What has been planned since it was opened; the focus stays where it is. */
  refresh(alternatives: readonly Alternative[]): void {
    if (!this.opened) return;
    for (const alternative of alternatives) {
      const words = this.items.find((item) => item.dataset["bits"] === String(alternative.bits))?.lastElementChild;
      if (words) words.textContent = wordsOf(alternative);
    }
  }

  get isOpen(): boolean {
    return this.opened !== undefined;
  }

  private item(alternative: Alternative): HTMLElement {
    const { bits, isCurrent } = alternative;
    const item = h(
      "div",
      { class: "menu-item", role: "menuitemradio", tabindex: -1, "aria-checked": isCurrent, "data-bits": bits },
      h("span", { class: `pill bits-${bits}` }, String(bits)),
      h("span", { class: "menu-words" }, wordsOf(alternative)),
    );
    item.addEventListener("click", () => this.pick(bits));
    return item;
  }

  private get items(): readonly HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>(".menu-item")];
  }

  private onKey(event: KeyboardEvent): void {
    const { items } = this;
    const at = items.findIndex((item) => item === document.activeElement);
    const go = (to: number): void => items[(to + items.length) % items.length]?.focus();
    const bits = this.opened?.alternatives.find((alternative) => String(alternative.bits) === event.key)?.bits;
    event.stopPropagation();
    if (bits !== undefined) this.pick(bits);
    else if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(items.length - 1);
    else if (event.key === "Enter" || event.key === " ") items[at]?.click();
    else if (event.key === "Escape" || event.key === "Tab") this.close(true);
    else return;
    event.preventDefault();
  }

  private pick(bits: Bits): void {
    const { opened } = this;
    this.close(true);
    opened?.onPick(bits);
  }

  private close(refocus: boolean): void {
    const { opened } = this;
    if (!opened) return;
    this.opened = undefined;
    this.element.hidden = true;
    if (refocus) opened.anchor.focus({ preventScroll: true });
  }
}

function wordsOf({ isCurrent, change, cost }: Alternative): string {
  return ["bits", isCurrent ? "" : changeWords(change), cost ?? ""].filter((words) => words !== "").join(", ");
}
