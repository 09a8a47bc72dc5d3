/** What a reader should know about the figures, how they were found, and where there is more. */
import { formatCount, formatLarge, formatLoss } from "../../src/protocol/words/format";
import type { PanelState } from "../../src/protocol/messages/panel";
import type { Report } from "../../src/protocol/files/report";
import { h, replaceChildren, setText, uniqueId } from "../dom";
import { createButton } from "../toolkit";
import { remarkList } from "./remarks";
import { whenChanged, type Context, type View } from "./view";

export function createFooter({ host }: Context): View {
  const notes = h("div", {});
  const how = h("p", { class: "how" });
  const links = h(
    "div",
    { class: "links" },
    createButton({ label: "Open report as JSON", onPress: () => host.ask("openReport", null) }).element,
    createButton({ label: "Open settings", onPress: () => host.ask("openSettings", null) }).element,
    createButton({ label: "Show log", onPress: () => host.ask("showLog", null) }).element,
  );
  const draw = whenChanged((report: PanelState["report"]) => {
    if (!report) return;
    const id = uniqueId("notes");
    replaceChildren(notes, [
      report.notes.length === 0
        ? null
        : h("section", { class: "section", "aria-labelledby": id }, h("h2", { id }, "Notes"), remarkList(report.notes)),
    ]);
    setText(how, howFound(report));
  });
  return {
    element: h("footer", { class: "footer" }, notes, how, links),
    update: ({ state }) => draw(state?.report ?? null),
  };
}

const STRATEGIES: Readonly<Record<string, string>> = {
  uniform: "The same width everywhere, nothing searched",
  given: "Widths as given by a policy, nothing searched",
};

function howFound({ search, model }: Report): string {
  const { strategy, evaluations, seconds, optimal, measuredLoss, infeasible } = search;
  const proof =
    infeasible === null ? "no policy within the budget has a smaller predicted loss" : "no policy keeps the budget";
  const known = Object.hasOwn(STRATEGIES, strategy) ? STRATEGIES[strategy] : undefined;
  const found =
    known ??
    `${strategy} search, ${formatCount(evaluations)} evaluations in ${seconds.toFixed(1)} s${optimal ? `, proven: ${proof}` : ""}`;
  const loss = measuredLoss === null ? "" : ` Loss of the whole policy as measured: ${formatLoss(measuredLoss)}.`;
  const capital = `${found.slice(0, 1).toUpperCase()}${found.slice(1)}`;
  return `${capital}.${loss} ${formatLarge(model.parameters)} parameters, ${formatLarge(model.macs)} multiply-accumulates; model sha256 ${model.sha256.slice(0, 12)}….`;
}
