/** The layers: filter, table, and the selected one's details beside or below it. */
import { h, setFigure, setText, uniqueId } from "../../dom";
import { FILTER_HELP } from "../../figures/layers/layerFilter";
import type { Snapshot } from "../../store";
import { createTextField } from "../../toolkit";
import { createLayerDetails } from "./layerDetails";
import { createLayerGrid } from "./layerGrid";
import type { Context, View } from "../view";

export interface LayersSection extends View {
  readonly onScroll: () => void;
  readonly revealSelected: () => void;
  /** Takes the keyboard to the selected layer's details. */
  readonly focusDetails: () => void;
}

export function createLayersSection(context: Context): LayersSection {
  const { store } = context;
  const field = createTextField("Filter layers", "Filter, e.g. conv bits:4 live:>100KiB", (filter) =>
    store.setView({ filter }),
  );
  field.element.classList.add("filter");
  const problem = h("p", { class: "filter-problem", role: "status" });
  const count = h("span", { class: "section-aside", role: "status" });
  const grid = createLayerGrid(context, () => details.focus());
  const details = createLayerDetails(context, () => grid.focusSelected());
  const nothing = h("p", { class: "nothing" }, "No layer matches the filter.");
  const id = uniqueId("section");
  const element = h(
    "section",
    { class: "section layers", "aria-labelledby": id },
    h(
      "div",
      { class: "section-head" },
      h("h2", { id }, "Layers"),
      count,
      field.element,
      h("span", { class: "help", role: "img", "aria-label": FILTER_HELP, title: FILTER_HELP }, "?"),
    ),
    problem,
    h("div", { class: "layers-body" }, h("div", { class: "layers-table" }, grid.element, nothing), details.element),
  );
  // Details that lie over the table's end must not hide the row that opened them; what costs a computation comes later and makes them taller.
  let height = 0;
  new ResizeObserver(() => {
    const { offsetHeight } = details.element;
    setFigure(grid.element, "drawer", `${offsetHeight}px`);
    if (offsetHeight > height) grid.uncoverSelected(details.element, offsetHeight - height);
    height = offsetHeight;
  }).observe(details.element);

  return {
    element,
    update: (snapshot: Snapshot) => {
      const { view, filterProblem, rows, shown } = snapshot;
      field.setValue(view.filter);
      setText(problem, filterProblem ?? "");
      setText(count, shown.length === rows.length ? `${rows.length}` : `${shown.length} of ${rows.length}`);
      nothing.hidden = shown.length > 0;
      grid.update(snapshot);
      details.update(snapshot);
    },
    onScroll: grid.onScroll,
    revealSelected: grid.revealSelected,
    focusDetails: () => details.focus(),
  };
}
