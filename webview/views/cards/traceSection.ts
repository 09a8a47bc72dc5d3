/** How a strategy that learns got to its policy: a picture, and the improvements as a table. Not there for strategies that do not learn. */
import { formatCount, formatLoss } from "../../../src/protocol/words/format";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { ReportTracePoint } from "../../../src/protocol/files/report";
import { onThemeChange, readPalette } from "../../charts/palette";
import { TraceChart } from "../../charts/traceChart";
import { h, replaceChildren, setAttribute, setText, uniqueId } from "../../dom";
import { improvements, traceWords } from "../../figures/trace";
import type { PanelStore, Snapshot } from "../../store";
import { dataTable } from "../dataTable";
import { whenChanged, type View } from "../view";

export function createTraceSection(store: PanelStore): View {
  const canvas = h("canvas", { role: "img" });
  const chart = new TraceChart(canvas);
  const words = h("p", { class: "section-aside" });
  const table = h("div", {});
  const id = uniqueId("section");
  const element = h(
    "section",
    { class: "section trace", "aria-labelledby": id, hidden: true },
    h("div", { class: "section-head" }, h("h2", { id }, "How the search learned")),
    words,
    h("div", { class: "chart-frame" }, canvas),
    h("details", { class: "explained" }, h("summary", {}, "Improvements as a table"), table),
  );

  const describe = whenChanged((trace: readonly ReportTracePoint[]) => {
    setText(words, traceWords(trace));
    setAttribute(canvas, "aria-label", `Reward of each policy that was tried. ${traceWords(trace)}`);
    const rows = improvements(trace).map(({ episode, reward, best }) => [
      formatCount(episode),
      reward.toFixed(3),
      formatLoss(best),
    ]);
    const columns = [
      { title: "policy", isNumber: true },
      { title: "reward", isNumber: true },
      { title: "loss", isNumber: true },
    ];
    replaceChildren(table, [dataTable("Policies that were better than all before them", columns, rows)]);
  });

  let palette = readPalette();
  const draw = ({ state }: Pick<Snapshot, "state">): void => {
    const trace = traceOf(state);
    element.hidden = trace === null;
    if (!trace) return;
    describe(trace);
    chart.draw({ trace, palette });
  };
  onThemeChange(() => {
    palette = readPalette();
    draw(store.snapshot);
  });
  return { element, update: draw };
}

/** Of the search, whatever was edited since. */
function traceOf(state: PanelState | null): readonly ReportTracePoint[] | null {
  const trace = (state?.before ?? state?.report)?.search.trace;
  return trace && trace.length > 0 ? trace : null;
}
