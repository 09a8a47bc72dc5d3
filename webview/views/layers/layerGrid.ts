/**
 * The table of layers: a grid after the ARIA pattern, one tab stop, arrows within. Only rows in view have elements, and the row that has the
 * focus keeps its own. Selection follows the focus; 2, 4 and 8 set the bits under it, Enter opens the menu of widths.
 */
import { lossWorthOf, type LossWorth } from "../../../src/protocol/words/losses";
import { WEIGHT_WIDTHS, widthsFor, type Bits, type Report } from "../../../src/protocol/files/report";
import { visible } from "../../../src/protocol/words/visible";
import { h, setAttribute, setFigure, setText } from "../../dom";
import type { Choice, LayerRow } from "../../figures/layers/layerRows";
import { nextSort, type ColumnId, type Sort } from "../../figures/layers/layerSort";
import { alternatives, type Alternative } from "../../figures/savings";
import { visibleRange } from "../../figures/layers/visibleRange";
import type { Snapshot } from "../../store";
import { BitsMenu } from "./bitsMenu";
import { COLUMNS, tierFor, type Tier } from "./gridColumns";
import { GridRow, type Scales } from "./gridRow";
import { whenChanged, type Context, type View } from "../view";

/** The header is a row of its own for the keyboard. */
const HEADER = -1;
const PAGE = 10;
/** Pixels that a row may lie under the details and still count as seen: borders, and fractions of a pixel. */
const SLACK = 8;
const NO_WORTH: LossWorth = { whole: 0, rate: null };

export interface LayerGrid extends View {
  /** Draws the rows that scrolled into view. */
  readonly onScroll: () => void;
  readonly focusSelected: () => void;
  /** Scrolls the selected row into view; the focus stays where it is. */
  readonly revealSelected: () => void;
  /** Scrolls the selected row out from under what lies over it and has just grown by so many pixels; one that was hidden before stays. */
  readonly uncoverSelected: (cover: Element, grownBy: number) => void;
}

export function createLayerGrid({ store, host }: Context, onDetails: () => void): LayerGrid {
  const menu = new BitsMenu();
  const planWidths = host.widthPlanner();
  const headers = COLUMNS.map(({ id, title, description, isNumber }, i) =>
    h(
      "div",
      {
        class: `grid-cell col-${id}${isNumber ? " is-number" : ""}`,
        role: "columnheader",
        tabindex: -1,
        title: `${description}. Enter sorts.`,
        "aria-label": description,
        "aria-colindex": i + 1,
        "data-column": id,
      },
      title,
      h("span", { class: "sort-mark", "aria-hidden": "true" }),
    ),
  );
  const header = h("div", { class: "grid-row grid-header", role: "row", "aria-rowindex": 1 }, ...headers);
  const body = h("div", { class: "grid-body", role: "rowgroup" });
  const grid = h(
    "div",
    { class: "grid", role: "grid", "aria-label": "Layers", "aria-colcount": COLUMNS.length },
    h("div", { class: "grid-head", role: "rowgroup" }, header),
    body,
  );

  const made = new Map<number, GridRow>();
  let shown: readonly LayerRow[] = [];
  let scales: Scales = { flashBytes: 1, liveBytes: 1, worth: NO_WORTH };
  let width = 1000;
  let hasInstructions = false;
  let tier: Tier = tierFor(width, hasInstructions);
  /** Where the keyboard is: a layer's step, or the header. */
  let active: { step: number; column: ColumnId } = { step: HEADER, column: "name" };

  const drawRows = (): void => {
    const rowHeight = header.offsetHeight;
    const { top } = body.getBoundingClientRect();
    const range = visibleRange(shown.length, { hiddenAbove: -top, height: window.innerHeight, rowHeight });
    const hadFocus = body.contains(document.activeElement);
    const wanted = new Set<GridRow>();
    let place = body.firstElementChild;
    shown.forEach((row, index) => {
      const isActive = row.step === active.step;
      if ((index < range.first || index >= range.end) && !isActive) return;
      const element = made.get(row.step) ?? new GridRow(row.step);
      made.set(row.step, element);
      wanted.add(element);
      element.show(row, scales);
      element.place(index);
      element.select(row.layer.name === store.snapshot.view.selected);
      if (place === element.element) place = place.nextElementSibling;
      else body.insertBefore(element.element, place);
    });
    for (const [step, row] of made) {
      if (wanted.has(row)) continue;
      row.element.remove();
      made.delete(step);
    }
    setTabStop();
    // An element that was moved has lost the focus.
    if (hadFocus && !body.contains(document.activeElement)) activeCell()?.focus({ preventScroll: true });
  };

  const activeCell = (): HTMLElement | undefined =>
    active.step === HEADER
      ? headers[COLUMNS.findIndex(({ id }) => id === active.column)]
      : made.get(active.step)?.cell(active.column);

  let tabStop: HTMLElement | undefined;
  const setTabStop = (): void => {
    const cell = activeCell() ?? headers[0];
    if (tabStop !== cell && tabStop) tabStop.tabIndex = -1;
    if (cell) cell.tabIndex = 0;
    tabStop = cell;
  };

  const draw = whenChanged((rows: readonly LayerRow[], all: readonly LayerRow[], sort: Sort | null) => {
    shown = rows;
    scales = scalesOf(all, store.snapshot.state?.report ?? null);
    if (active.step !== HEADER && !rows.some(({ step }) => step === active.step)) {
      active = { ...active, step: rows[0]?.step ?? HEADER };
    }
    hasInstructions = all.some(({ instructions }) => instructions !== null);
    grid.classList.toggle("has-instructions", hasInstructions);
    takeTier();
    setAttribute(grid, "aria-rowcount", rows.length + 1);
    setFigure(body, "rows", rows.length);
    COLUMNS.forEach(({ id }, i) => {
      const direction = sort?.column === id ? (sort.descending ? "descending" : "ascending") : "none";
      const cell = headers[i];
      if (!cell) return;
      setAttribute(cell, "aria-sort", direction);
      const mark = cell.lastElementChild;
      if (mark) setText(mark, direction === "none" ? "" : direction === "ascending" ? "▲" : "▼");
    });
    drawRows();
  });

  function takeTier(): void {
    grid.classList.remove(`tier-${tier.index}`);
    tier = tierFor(width, hasInstructions);
    grid.classList.add(`tier-${tier.index}`);
    if (!tier.columns.some(({ id }) => id === active.column)) active = { ...active, column: "name" };
  }

  const markSelected = whenChanged((selected: string | null, rows: readonly LayerRow[]) => {
    const step = rows.find(({ layer }) => layer.name === selected)?.step;
    // The tab stop waits at the selection, wherever it was made.
    if (step !== undefined && !grid.contains(document.activeElement) && shown.some((row) => row.step === step)) {
      active = { ...active, step };
      drawRows();
    }
    for (const row of made.values()) row.select(row.step === step);
  });

  const go = (step: number, column: ColumnId): void => {
    active = { step, column };
    drawRows();
    const cell = activeCell();
    cell?.focus({ preventScroll: true });
    if (step === HEADER) return;
    cell?.scrollIntoView({ block: "nearest" });
    const row = store.snapshot.rows[step];
    if (row && row.layer.name !== store.snapshot.view.selected) store.setView({ selected: row.layer.name });
  };

  const moveBy = (rows: number, columns: number): void => {
    const at = active.step === HEADER ? HEADER : shown.findIndex(({ step }) => step === active.step);
    const index = Math.min(shown.length - 1, Math.max(HEADER, at + rows));
    const visible = tier.columns.findIndex(({ id }) => id === active.column);
    const column = tier.columns[Math.min(tier.columns.length - 1, Math.max(0, visible + columns))]?.id ?? "name";
    go(index === HEADER ? HEADER : (shown[index]?.step ?? HEADER), column);
  };

  const setBits = (bits: Bits): void => {
    const choice = activeChoice()?.choice;
    if (choice && widthsFor(choice.kind).includes(bits)) host.ask("setBits", { ...choice, bits });
  };

  const activeChoice = (): { row: LayerRow; choice: NonNullable<LayerRow["activation"]["choice"]> } | null => {
    const row = store.snapshot.rows[active.step];
    const width = active.column === "weights" ? row?.weights : active.column === "activation" ? row?.activation : null;
    return row && width?.choice ? { row, choice: width.choice } : null;
  };

  const alternativesOf = (step: number, choice: Choice): readonly Alternative[] | null => {
    const { state, rows, planned } = store.snapshot;
    const row = rows[step];
    return state?.report && row ? alternatives(state.report, row, choice, state.losses, planned) : null;
  };

  /** What the menu is about. */
  let offered: { readonly step: number; readonly choice: Choice } | undefined;
  store.subscribe(() => {
    const options = menu.isOpen && offered ? alternativesOf(offered.step, offered.choice) : null;
    if (!options || !offered) {
      planWidths([]);
      return;
    }
    planWidths([offered.choice]);
    menu.refresh(options);
  });

  const openMenu = (): boolean => {
    const anchor = activeCell();
    const chosen = activeChoice();
    const options = chosen && alternativesOf(chosen.row.step, chosen.choice);
    if (!options || !anchor) return false;
    const { row, choice } = chosen;
    offered = { step: row.step, choice };
    planWidths([choice]);
    menu.open({
      anchor,
      label: `Bits of the ${choice.kind === "weights" ? "weights" : "output"} of ${visible(row.layer.name)}`,
      alternatives: options,
      onPick: (bits) => host.ask("setBits", { ...choice, bits }),
    });
    return true;
  };

  const activate = (): void => {
    if (active.step === HEADER) store.setView({ sort: nextSort(store.snapshot.view.sort, active.column) });
    else if (!openMenu()) onDetails();
  };

  grid.addEventListener("click", ({ target }) => {
    const cell = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
    const column = COLUMNS.find(({ id }) => id === cell?.dataset["column"])?.id;
    if (!cell || !column) return;
    const step = cell.closest<HTMLElement>("[data-step]")?.dataset["step"];
    go(step === undefined ? HEADER : Number(step), column);
    if (step === undefined) activate();
    else if (target instanceof Element && target.closest(".pill")) openMenu();
    else tellClicked(Number(step));
  });

  const tellClicked = (step: number): void => {
    const layer = store.snapshot.rows[step]?.layer.name;
    if (layer !== undefined) host.ask("layerClicked", { layer });
  };

  const revealSelected = (): void => {
    const step = store.snapshot.selected?.step;
    if (step === undefined || !shown.some((row) => row.step === step)) return;
    active = { ...active, step };
    drawRows();
    activeCell()?.scrollIntoView({ block: "nearest" });
  };

  const uncoverSelected = (cover: Element, grownBy: number): void => {
    const step = store.snapshot.selected?.step;
    const row = step === undefined ? undefined : made.get(step)?.element;
    if (!row) return;
    const [it, over] = [row.getBoundingClientRect(), cover.getBoundingClientRect()];
    const wasSeen = it.top >= 0 && it.bottom <= Math.min(over.top + grownBy + SLACK, window.innerHeight);
    const isCovered = wasSeen && it.bottom > over.top && it.right > over.left && it.left < over.right;
    if (isCovered) row.firstElementChild?.scrollIntoView({ block: "nearest" });
  };

  // Assistive technology focuses cells without a click or an arrow key.
  grid.addEventListener("focusin", ({ target }) => {
    const cell = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
    const column = COLUMNS.find(({ id }) => id === cell?.dataset["column"])?.id;
    if (!cell || !column) return;
    const named = cell.closest<HTMLElement>("[data-step]")?.dataset["step"];
    const step = named === undefined ? HEADER : Number(named);
    if (step !== active.step || column !== active.column) go(step, column);
  });

  grid.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (altKey) return;
    const whole = ctrlKey || metaKey;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => moveBy(-1, 0),
      ArrowDown: () => moveBy(1, 0),
      ArrowLeft: () => moveBy(0, -1),
      ArrowRight: () => moveBy(0, 1),
      PageUp: () => moveBy(active.step === HEADER ? 0 : -PAGE, 0),
      PageDown: () => moveBy(PAGE, 0),
      Home: () => moveBy(whole ? -shown.length : 0, -COLUMNS.length),
      End: () => moveBy(whole ? shown.length : 0, COLUMNS.length),
      Enter: activate,
      " ": activate,
      F2: activate,
      ...Object.fromEntries(WEIGHT_WIDTHS.map((bits) => [String(bits), () => setBits(bits)])),
    };
    const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
    if (!move || (whole && key !== "Home" && key !== "End")) return;
    event.preventDefault();
    move();
  });

  new ResizeObserver(() => {
    // Larger text needs more room, as a narrower page has less.
    const textSize = Number.parseFloat(getComputedStyle(grid).fontSize) || 13;
    width = (grid.clientWidth * 13) / textSize;
    const old = tier.index;
    takeTier();
    if (tier.index !== old) drawRows();
  }).observe(grid);

  return {
    element: h("div", { class: "grid-holder" }, grid, menu.element),
    update: ({ shown: rows, rows: all, view }: Snapshot) => {
      draw(rows, all, view.sort);
      markSelected(view.selected, all);
    },
    onScroll: drawRows,
    focusSelected: () => go(active.step, active.column),
    revealSelected,
    uncoverSelected,
  };
}

function scalesOf(rows: readonly LayerRow[], report: Report | null): Scales {
  return {
    flashBytes: Math.max(1, ...rows.map(({ layer }) => layer.weightBytes + layer.constantBytes)),
    liveBytes: Math.max(1, ...rows.map(({ layer }) => layer.liveBytes)),
    worth: report ? lossWorthOf(report) : NO_WORTH,
  };
}
