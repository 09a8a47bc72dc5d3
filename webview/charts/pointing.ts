/** The pointer over a picture: words beside it while it moves, the layer under it selected when pressed. Keyboards have the tables. */
import { h, replaceChildren, setFigure } from "../dom";

export interface Pointed {
  readonly step: number;
  readonly words: readonly string[];
}

export class Pointing {
  readonly tip = h("div", { class: "tip", "aria-hidden": "true", hidden: true });

  constructor(private readonly select: (step: number) => void) {}

  /** @param at what lies at a place of the picture, in CSS pixels */
  listen(picture: HTMLElement, at: (x: number, y: number) => Pointed | null): void {
    this.follow(picture, at);
    picture.addEventListener("click", (event) => {
      const { x, y } = placeIn(picture, event);
      const pointed = at(x, y);
      if (pointed) this.select(pointed.step);
    });
  }

  /** The words alone, for a picture that knows better what a press means. */
  follow(picture: HTMLElement, at: (x: number, y: number) => Pointed | null): void {
    picture.addEventListener("pointermove", (event) => {
      const { x, y } = placeIn(picture, event);
      this.show(picture, x, y, at(x, y));
    });
    picture.addEventListener("pointerleave", () => void (this.tip.hidden = true));
  }

  private show(picture: HTMLElement, x: number, y: number, pointed: Pointed | null): void {
    this.tip.hidden = pointed === null;
    if (!pointed) return;
    replaceChildren(
      this.tip,
      pointed.words.map((line) => h("div", {}, line)),
    );
    const isRight = x > picture.clientWidth / 2;
    setFigure(this.tip, "x", `${isRight ? x - this.tip.offsetWidth - 12 : x + 12}px`);
    setFigure(this.tip, "y", `${Math.max(0, y - this.tip.offsetHeight - 8)}px`);
  }
}

/** Of the picture itself, whichever of its parts the pointer is over. */
function placeIn(picture: HTMLElement, { clientX, clientY }: MouseEvent): { readonly x: number; readonly y: number } {
  const { left, top } = picture.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}
