/** Problems and notes in one form: the sentence, where it arose, what to do about it. */
import type { Remark } from "../../src/formats/remark";
import { h } from "../dom";

export function remarkList(remarks: readonly Remark[]): HTMLElement {
  return h(
    "ul",
    { class: "remarks" },
    ...remarks.map(({ message, place, hint }) =>
      h(
        "li",
        {},
        h("span", { class: "remark-message" }, sentence(message)),
        // Many messages name their place already.
        place === undefined || message.includes(place) ? null : h("span", { class: "remark-place" }, place),
        hint === undefined ? null : h("span", { class: "remark-hint" }, sentence(hint)),
      ),
    ),
  );
}

/** Messages are clauses, made to stand after a file's name. */
function sentence(text: string): string {
  const [first = "", ...rest] = text;
  const ended = /[.!?…]$/.test(text) ? "" : ".";
  return `${first.toUpperCase()}${rest.join("")}${ended}`;
}
