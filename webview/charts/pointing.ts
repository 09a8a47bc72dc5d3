/** The pointer over a picture: words beside it while it moves, the layer under it selected when pressed. Keyboards have the tables. */
import { h, replaceChildren, setFigure } from "../dom";

export interface Pointed {
  readonly step: number;
  readonly words: readonly string[];
}

export class Pointing {
  readonly tip = h("div", { class: "tip", "aria-hidden": "true", hidden: true });

  constructor(private readonly select: (step: number) => void) {}

  /** @param at what lies at a place of the canvas, in CSS pixels */
  listen(canvas: HTMLCanvasElement, at: (x: number, y: number) => Pointed | null): void {
    canvas.addEventListener("pointermove", (event) => this.show(canvas, event, at(event.offsetX, event.offsetY)));
    canvas.addEventListener("pointerleave", () => void (this.tip.hidden = true));
    canvas.addEventListener("click", (event) => {
      const pointed = at(event.offsetX, event.offsetY);
      if (pointed) this.select(pointed.step);
    });
  }

  private show(canvas: HTMLCanvasElement, { offsetX, offsetY }: PointerEvent, pointed: Pointed | null): void {
    this.tip.hidden = pointed === null;
    if (!pointed) return;
    replaceChildren(
      this.tip,
      pointed.words.map((line) => h("div", {}, line)),
    );
    const isRight = offsetX > canvas.clientWidth / 2;
    setFigure(this.tip, "x", `${isRight ? offsetX - this.tip.offsetWidth - 12 : offsetX + 12}px`);
    setFigure(this.tip, "y", `${Math.max(0, offsetY - this.tip.offsetHeight - 8)}px`);
  }
}
