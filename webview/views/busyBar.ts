/** What is running, how far it is, and the way to stop it. */
import { formatCount } from "../../src/protocol/words/format";
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
      const { done, total, detail, fraction, secondsLeft } = busy;
      const left = formatTimeLeft(secondsLeft);
      setText(phase, capital(busy.phase));
      setText(
        count,
        [total > 1 ? `${formatCount(done)} of ${formatCount(total)}` : "", detail ?? "", left]
          .filter((part) => part !== "")
          .join(" · "),
      );
      // One bar for the whole job: it fills once.
      const share = fraction ?? (total > 1 ? Math.min(1, done / total) : null);
      const percent = share === null ? null : Math.floor(100 * share);
      setAttribute(bar, "aria-valuemin", percent === null ? null : 0);
      setAttribute(bar, "aria-valuemax", percent === null ? null : 100);
      setAttribute(bar, "aria-valuenow", percent);
      const counted = total > 1 ? `, ${done} of ${total}` : "";
      const whole = percent === null ? "" : `, ${percent} % of all`;
      setAttribute(bar, "aria-valuetext", `${busy.phase}${counted}${whole}${left === "" ? "" : `, ${left}`}`);
      setFigure(bar, "done", share ?? 0);
    },
  };
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
