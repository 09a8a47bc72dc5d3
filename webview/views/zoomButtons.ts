/** Smaller, larger, all of it: the same three in every picture that zooms, with how large it is in between. */
import { h } from "../dom";

export interface ZoomButtons {
  readonly element: HTMLElement;
  /** Shows and tells how large it is. */
  readonly words: HTMLElement;
}

export function zoomButtons(out: () => void, into: () => void, fit: () => void): ZoomButtons {
  const words = h("span", { class: "zoom-words", role: "status" });
  const button = (text: string, label: string, press: () => void): HTMLElement => {
    const made = h("button", { type: "button", class: "segment", "aria-label": label, title: label }, text);
    made.addEventListener("click", press);
    return made;
  };
  const element = h(
    "div",
    { class: "segments zooms", role: "group", "aria-label": "Zoom" },
    button("−", "Zoom out (−)", out),
    words,
    button("+", "Zoom in (+)", into),
    button("Fit", "Fit all of it", fit),
  );
  return { element, words };
}
