/** What is running, how far it is, and the way to stop it. */
import { formatCount } from "../../src/protocol/format";
import { h, setAttribute, setFigure, setText } from "../dom";
import { formatTimeLeft } from "../figures/timeLeft";
import { createButton, createSpinner } from "../toolkit";
import type { Context, View } from "./view";

export function createBusyBar({ host }: Context): View {
  const phase = h("span", { class: "busy-phase" });
  const count = h("span", { class: "busy-count" });
  const cancel = createButton({ label: "Cancel", onPress: () => host.ask("cancel", null) });
  const bar = h(
    "div",
    { class: "progress", role: "progressbar", "aria-label": "Progress" },
    h("div", { class: "progress-done" }),
  );
  const words = h("div", { class: "busy-words" }, createSpinner(), phase, count, cancel.element);
  const element = h("section", { class: "busy", "aria-label": "Work in progress", hidden: true }, words, bar);

  return {
    element,
    update: ({ state }) => {
      const busy = state?.busy ?? null;
      element.hidden = busy === null;
      if (!busy) return;
      const { done, total, secondsLeft } = busy;
      const left = formatTimeLeft(secondsLeft);
      setText(phase, capital(busy.phase));
      setText(
        count,
        [total > 1 ? `${formatCount(done)} of ${formatCount(total)}` : "", left]
          .filter((part) => part !== "")
          .join(" · "),
      );
      const isKnown = total > 1;
      setAttribute(bar, "aria-valuemin", isKnown ? 0 : null);
      setAttribute(bar, "aria-valuemax", isKnown ? total : null);
      setAttribute(bar, "aria-valuenow", isKnown ? done : null);
      setAttribute(
        bar,
        "aria-valuetext",
        `${busy.phase}${isKnown ? `, ${done} of ${total}` : ""}${left === "" ? "" : `, ${left}`}`,
      );
      setFigure(bar, "done", isKnown ? Math.min(1, done / total) : 0);
    },
  };
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
