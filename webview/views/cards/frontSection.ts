/**
 * Other budgets: the front as a picture and, beside it, as the list that is its table. One selection in both; the list is one tab stop with
 * arrows inside, Enter takes the point. Taking one is an edit like others, and can be undone.
 */
import { formatSize } from "../../../src/protocol/words/format";
import { LOSS_EXPLAINED, priceWords } from "../../../src/protocol/words/losses";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { Report } from "../../../src/protocol/files/report";
import { FrontChart } from "../../charts/frontChart";
import { onThemeChange, readPalette } from "../../charts/palette";
import { Pointing } from "../../charts/pointing";
import { h, replaceChildren, setAttribute, setText, uniqueId } from "../../dom";
import { comparisonWords, frontView, pointRow, type FrontAxis, type FrontView } from "../../figures/frontPoints";
import type { Snapshot } from "../../store";
import { createButton } from "../../toolkit";
import { whenChanged, type Context, type View } from "../view";

const AXES: readonly { readonly id: FrontAxis; readonly title: string }[] = [
  { id: "flash", title: "FLASH" },
  { id: "ram", title: "RAM" },
];
const NO_LAYERS = -1;

export function createFrontSection({ store, host }: Context): View {
  let view: FrontView | null = null;
  const canvas = h("canvas", { role: "img" });
  const pointing = new Pointing((index) => choose(index));
  const chart = new FrontChart(canvas, pointing);
  const legend = h("ul", { class: "legend" });
  const listId = uniqueId("front");
  const list = h("div", { class: "front-list", id: listId, role: "listbox", tabindex: 0 });
  const words = h("p", { class: "front-words", role: "status" });
  const price = h("p", { class: "front-price" });
  const apply = createButton({
    label: "Apply point",
    title: "Take the selected point's widths (Enter in the list); undo takes them back",
    onPress: () => take(),
  });
  const axes = AXES.map(({ id, title }) => {
    const button = h("button", { type: "button", class: "segment", "aria-pressed": false }, title);
    button.addEventListener("click", () => store.setView({ frontAxis: id }));
    return { id, button };
  });
  const heading = uniqueId("section");
  const element = h(
    "section",
    { class: "section front", "aria-labelledby": heading, hidden: true },
    h(
      "div",
      { class: "section-head" },
      h("h2", { id: heading }, "Choose another point"),
      h("span", { class: "help", role: "img", "aria-label": LOSS_EXPLAINED, title: LOSS_EXPLAINED }, "?"),
      h("div", { class: "segments", role: "group", "aria-label": "Bytes shown" }, ...axes.map(({ button }) => button)),
    ),
    price,
    h(
      "div",
      { class: "front-body" },
      h("div", { class: "stage front-stage" }, h("div", { class: "chart-frame" }, canvas), pointing.tip, legend),
      h(
        "div",
        { class: "front-side" },
        h(
          "div",
          { class: "front-row front-head", "aria-hidden": "true" },
          ...["FLASH", "RAM", "loss", ""].map((title) => h("span", {}, title)),
        ),
        list,
      ),
    ),
    h("div", { class: "front-choice" }, words, apply.element),
  );

  const selectedIndex = (): number => view?.points.findIndex(({ policy }) => policy === selectedPolicy()) ?? NO_LAYERS;
  /** Without a choice of the person's, what is shown. */
  const selectedPolicy = (): string | null => {
    const { point } = store.snapshot.view;
    const isKnown = view?.points.some(({ policy }) => policy === point) === true;
    return isKnown ? point : (view?.points.find(({ isShown }) => isShown)?.policy ?? null);
  };
  const choose = (index: number): void => {
    const point = view?.points[index];
    if (point) store.setView({ point: point.policy });
  };
  const take = (): void => {
    const point = view?.points[selectedIndex()];
    if (point && !point.isShown) host.ask("applyFront", { index: point.index });
  };

  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !view) return;
    const last = view.points.length - 1;
    const at = selectedIndex();
    const to: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(last, at + 1),
      ArrowUp: Math.max(0, at - 1),
      Home: 0,
      End: last,
    };
    const next = to[event.key];
    if (next !== undefined) choose(next);
    else if (event.key === "Enter") take();
    else return;
    event.preventDefault();
  });
  const indexOf = (target: EventTarget | null): number => {
    const option = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
    return Number(option?.dataset["index"] ?? NO_LAYERS);
  };
  list.addEventListener("click", ({ target }) => choose(indexOf(target)));
  list.addEventListener("dblclick", ({ target }) => {
    choose(indexOf(target));
    take();
  });

  const fill = whenChanged((report: PanelState["report"], before: PanelState["before"]) => {
    view = frontView(report, before);
    element.hidden = view === null;
    if (!view) return;
    const { target } = view;
    replaceChildren(
      list,
      view.points.map((point) => {
        const row = pointRow(point, target);
        return h(
          "div",
          {
            class: `front-row front-option${point.fits ? "" : " is-over"}${point.isShown ? " is-shown" : ""}`,
            id: `${listId}-${point.index}`,
            role: "option",
            "aria-selected": false,
            "data-index": point.index,
          },
          h("span", {}, row.flash, unseen(" FLASH, ")),
          h("span", {}, row.ram, unseen(" RAM, ")),
          h("span", {}, unseen("predicted loss "), row.loss, row.state === "" ? null : unseen(", ")),
          h("span", { class: "front-state" }, row.state),
        );
      }),
    );
    setAttribute(list, "aria-label", `Other budgets: ${view.points.length} points, ascending FLASH`);
    setAttribute(canvas, "aria-label", chartWords(view));
    const base: Report | null = before ?? report;
    setText(price, base ? (priceWords(base) ?? "") : "");
    price.hidden = price.textContent === "";
  });

  const explain = whenChanged((shownView: FrontView, axis: FrontAxis) =>
    replaceChildren(legend, legendOf(shownView, axis)),
  );

  const mark = whenChanged((index: number, shownView: FrontView) => {
    for (const option of list.children) {
      const isSelected = Number((option as HTMLElement).dataset["index"]) === index;
      setAttribute(option, "aria-selected", isSelected);
      if (isSelected) reveal(list, option as HTMLElement);
    }
    setAttribute(list, "aria-activedescendant", index < 0 ? null : `${listId}-${index}`);
    const point = shownView.points[index];
    setText(words, point ? comparisonWords(point, shownView.shown) : "");
    apply.setDisabled(!point || point.isShown);
  });

  let palette = readPalette();
  const draw = ({ state, view: { frontAxis } }: Snapshot): void => {
    fill(state?.report ?? null, state?.before ?? null);
    if (!view) return;
    for (const { id, button } of axes) setAttribute(button, "aria-pressed", id === frontAxis);
    const index = selectedIndex();
    mark(index, view);
    explain(view, frontAxis);
    chart.draw({ view, axis: frontAxis, palette, selected: index < 0 ? null : index });
  };
  onThemeChange(() => {
    palette = readPalette();
    draw(store.snapshot);
  });
  return { element, update: draw };
}

/** What the columns' titles say to those who see them. */
function unseen(words: string): HTMLElement {
  return h("span", { class: "sr-only" }, words);
}

function legendOf({ points, target, shown }: FrontView, axis: FrontAxis): readonly HTMLElement[] {
  const entry = (kind: string, title: string): HTMLElement =>
    h("li", {}, h("span", { class: `swatch front-${kind}`, "aria-hidden": "true" }), title);
  const [region, limit] = axis === "flash" ? ["RAM", target.ramBytes] : ["FLASH", target.flashBytes];
  const stairs = limit === null ? "the best for these bytes" : `the best with ${formatSize(limit)} of ${region}`;
  return [
    ...(shown ? [entry("now", "shown")] : []),
    ...(points.some(({ fits }) => fits) ? [entry("within", "within the budget")] : []),
    ...(points.some(({ fits }) => !fits) ? [entry("over", "over it")] : []),
    entry("stairs", stairs),
  ];
}

function chartWords({ points, target }: FrontView): string {
  const fitting = points.filter(({ fits }) => fits).length;
  const isLimited = target.flashBytes !== null || target.ramBytes !== null;
  return `Predicted loss over bytes of ${points.length} policies${isLimited ? `, ${fitting} of which keep to the budget` : ""}. The list beside it has the figures.`;
}

/** Inside the list alone: the page must not jump when a report comes. What comes into view comes into its middle. */
function reveal(list: HTMLElement, option: HTMLElement): void {
  const top = option.offsetTop - list.offsetTop;
  const bottom = top + option.offsetHeight;
  if (top >= list.scrollTop && bottom <= list.scrollTop + list.clientHeight) return;
  list.scrollTop = top - (list.clientHeight - option.offsetHeight) / 2;
}
