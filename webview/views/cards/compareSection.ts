/** Two policies side by side: what each needs and costs, and the layers that differ, in a table whose names select the layer. */
import {
  bitsPairWords,
  compareReports,
  comparisonFacts,
  layerLossWords,
  worthOfBoth,
  type LayerPair,
} from "../../../src/protocol/words/comparison";
import { formatCount, formatLoss, formatSize, formatSizeChange } from "../../../src/protocol/words/format";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { Report, ReportLayer } from "../../../src/protocol/files/report";
import { visible } from "../../../src/protocol/words/visible";
import { h, replaceChildren, setAttribute, setText, uniqueId } from "../../dom";
import { createButton } from "../../toolkit";
import { whenChanged, type Context, type View } from "../view";

const COLUMNS: readonly { readonly title: string; readonly isNumber?: boolean }[] = [
  { title: "Layer" },
  { title: "Weights", isNumber: true },
  { title: "Output", isNumber: true },
  { title: "FLASH", isNumber: true },
  { title: "Live RAM", isNumber: true },
  { title: "Loss" },
];
const SHOWN = "as shown now";

export function createCompareSection({ store, host }: Context): View {
  const id = uniqueId("section");
  const titles = h("p", { class: "compare-titles" });
  const facts = h("dl", { class: "facts" });
  const table = h("div", {});
  const close = createButton({
    label: "Close",
    title: "Stop comparing",
    onPress: () => host.ask("stopComparing", null),
  });
  const other = createButton({ label: "Compare with…", onPress: () => host.ask("compare", null) });
  const element = h(
    "section",
    { class: "section compare", "aria-labelledby": id, hidden: true },
    h(
      "div",
      { class: "section-head" },
      h("h2", { id }, "Compare"),
      h("div", { class: "segments" }, other.element, close.element),
    ),
    titles,
    facts,
    table,
  );

  const draw = whenChanged((comparison: PanelState["comparison"], report: PanelState["report"]) => {
    const wasHidden = element.hidden;
    const now = comparison?.now ?? (report && { title: SHOWN, report });
    element.hidden = !comparison || !now;
    if (!comparison || !now) return;
    const { old } = comparison;
    replaceChildren(titles, [
      h("span", { class: "compare-old" }, visible(old.title)),
      " → ",
      h("span", {}, visible(now.title)),
    ]);
    replaceChildren(
      facts,
      comparisonFacts(old.report, now.report).flatMap(([term, words]) => [h("dt", {}, term), h("dd", {}, words)]),
    );
    replaceChildren(table, [tableOf(old.report, now.report)]);
    mark(store.snapshot.view.selected);
    // It was asked for: the person is taken to it.
    if (wasHidden) element.scrollIntoView({ block: "nearest" });
  });

  const tableOf = (old: Report, now: Report): HTMLElement => {
    const pairs = compareReports(old, now).layers.filter(({ differs }) => differs);
    if (pairs.length === 0) return h("p", { class: "nothing" }, "No layer differs.");
    const worth = worthOfBoth(old, now);
    const caption = `${formatCount(pairs.length)} of ${formatCount(now.layers.length)} layers differ`;
    const rows = pairs.map((pair) => rowOf(pair, layerLossWords(pair, worth)));
    return h(
      "div",
      { class: "table-frame", tabindex: 0, role: "region", "aria-label": caption },
      h(
        "table",
        { class: "data-table" },
        h("caption", { class: "sr-only" }, caption),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...COLUMNS.map(({ title, isNumber }) =>
              h("th", { scope: "col", class: isNumber === true ? "is-number" : null }, title),
            ),
          ),
        ),
        h("tbody", {}, ...rows),
      ),
    );
  };

  const rowOf = (pair: LayerPair, loss: string): HTMLElement => {
    const { name, old, now } = pair;
    const button = h("button", { type: "button", class: "link", title: name }, visible(name));
    button.addEventListener("click", () => {
      store.setView({ selected: name });
      host.ask("layerClicked", { layer: name });
    });
    const number = (text: string, title: string | null = null): HTMLElement =>
      h("td", { class: "is-number", title }, text);
    return h(
      "tr",
      { "data-layer": name },
      h("th", { scope: "row" }, now ? button : visible(name)),
      number(bitsPairWords(old?.weightBits, now?.weightBits, "–")),
      number(bitsPairWords(old?.activationBits, now?.activationBits, "float")),
      number(...sizeCell(flashOf(old), flashOf(now))),
      number(...sizeCell(old?.liveBytes ?? null, now?.liveBytes ?? null)),
      h("td", { title: lossTitle(pair) }, loss),
    );
  };

  const mark = (selected: string | null): void => {
    for (const row of table.querySelectorAll("[data-layer]")) {
      const isSelected = row.getAttribute("data-layer") === selected;
      row.classList.toggle("is-selected", isSelected);
      setAttribute(row, "aria-current", isSelected ? "true" : null);
    }
  };
  const follow = whenChanged(mark);
  setText(titles, "");

  return {
    element,
    update: ({ state, selected }) => {
      if (!state) return;
      for (const { setDisabled } of [other, close]) setDisabled(false);
      draw(state.comparison, state.report);
      follow(selected?.layer.name ?? null);
    },
  };
}

function flashOf(layer: ReportLayer | null): number | null {
  return layer && layer.weightBytes + layer.constantBytes;
}

/** What it is now, and by how much that is another; the title has both to the byte. */
function sizeCell(old: number | null, now: number | null): [text: string, title: string] {
  const bytes = (size: number | null): string => (size === null ? "–" : `${formatCount(size)} B`);
  const change = old === null || now === null || old === now ? "" : ` (${formatSizeChange(now - old)})`;
  return [`${now === null ? "–" : formatSize(now)}${change}`, `${bytes(old)} → ${bytes(now)}`];
}

function lossTitle({ old, now }: LayerPair): string | null {
  const figure = (layer: ReportLayer | null): string =>
    layer === null || layer.error === null ? "not known" : formatLoss(layer.error);
  return `predicted loss ${figure(old)} → ${figure(now)}`;
}
