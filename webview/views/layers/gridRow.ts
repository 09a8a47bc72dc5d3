/** One row of the table: made once, then written in place, so that focus and selection stay where they are. */
import { keyedWidths } from "../../../src/protocol/files/report";
import { formatCount, formatLarge, formatLoss, formatSize } from "../../../src/protocol/words/format";
import { shortLossWords, type LossWorth } from "../../../src/protocol/words/losses";
import { visible } from "../../../src/protocol/words/visible";
import { h, setAttribute, setClass, setFigure, setText } from "../../dom";
import { formatShape, isEditedWidth, type LayerRow, type Width } from "../../figures/layers/layerRows";
import type { ColumnId } from "../../figures/layers/layerSort";
import { splitName } from "../../figures/layers/splitName";
import { widthWords } from "./bitsStrip";
import { COLUMNS } from "./gridColumns";

/** What the bars of a column are measured against. */
export interface Scales {
  readonly flashBytes: number;
  readonly liveBytes: number;
  readonly worth: LossWorth;
}

export class GridRow {
  readonly element: HTMLElement;
  private readonly cells: Readonly<Record<ColumnId, HTMLElement>>;
  private readonly head = h("span", { class: "name-head" });
  private readonly tail = h("span", { class: "name-tail" });
  private readonly peak = h("span", { class: "peak-mark" }, "▲ peak ");
  private readonly sizes = { bytes: h("span"), live: h("span") };
  private shown: LayerRow | undefined;
  private scales: Scales | undefined;

  constructor(readonly step: number) {
    const entries = COLUMNS.map(({ id, isNumber }, i): [ColumnId, HTMLElement] => {
      const role = id === "name" ? "rowheader" : "gridcell";
      const attributes = { role, tabindex: -1, "aria-colindex": i + 1, "data-column": id };
      return [id, h("div", { ...attributes, class: `grid-cell col-${id}${isNumber ? " is-number" : ""}` })];
    });
    this.cells = Object.fromEntries(entries) as Record<ColumnId, HTMLElement>; // one a column
    this.cells.name.append(this.head, this.tail);
    this.cells.bytes.append(this.sizes.bytes, h("span", { class: "cell-bar" }));
    this.cells.live.append(this.peak, this.sizes.live, h("span", { class: "cell-bar" }));
    for (const id of ["weights", "activation"] as const) {
      const was = h("span", { class: "was", "aria-hidden": "true" });
      this.cells[id].append(was, h("span", { class: "pill" }), h("span", { class: "sr-only" }));
    }
    this.element = h("div", { class: "grid-row", role: "row", "data-step": step }, ...Object.values(this.cells));
  }

  cell(column: ColumnId): HTMLElement {
    return this.cells[column];
  }

  place(index: number): void {
    setFigure(this.element, "index", index);
    setAttribute(this.element, "aria-rowindex", index + 2);
  }

  show(row: LayerRow, scales: Scales): void {
    if (this.shown === row && this.scales === scales) return;
    this.shown = row;
    this.scales = scales;
    const { layer } = row;
    const { cells } = this;
    const [head, tail] = splitName(row.label);
    setText(this.head, head);
    setText(this.tail, tail);
    setAttribute(cells.name, "title", `Step ${row.step}: ${layer.name}`);
    setAttribute(cells.name, "aria-label", row.label === layer.name ? null : visible(layer.name));
    setText(cells.op, layer.op);
    setAttribute(cells.op, "title", layer.op);
    setText(cells.shape, formatShape(layer.shape));
    showWidth(cells.weights, row.weights, "weights");
    showWidth(cells.activation, row.activation, "activation");
    const flash = layer.weightBytes + layer.constantBytes;
    setText(this.sizes.bytes, flash === 0 ? "" : formatSize(flash));
    setAttribute(
      cells.bytes,
      "title",
      `${formatCount(layer.weightBytes)} B of weights, ${formatCount(layer.constantBytes)} B of constants`,
    );
    setFigure(cells.bytes, "share", share(flash, scales.flashBytes));
    setText(this.sizes.live, formatSize(layer.liveBytes));
    setAttribute(cells.live, "title", `${formatCount(layer.liveBytes)} B`);
    setFigure(cells.live, "share", share(layer.liveBytes, scales.liveBytes));
    this.peak.hidden = !row.isPeak;
    setClass(this.element, row.isPeak ? "grid-row is-peak" : "grid-row");
    setText(cells.instructions, row.instructions === null ? "" : formatLarge(row.instructions));
    setAttribute(
      cells.instructions,
      "title",
      row.instructions === null ? null : `${formatCount(row.instructions)} instructions of a run`,
    );
    setText(cells.error, layer.error === null ? "" : shortLossWords(layer.error, scales.worth));
    setAttribute(cells.error, "title", layer.error === null ? null : `predicted loss ${formatLoss(layer.error)}`);
  }

  select(selected: boolean): void {
    setAttribute(this.element, "aria-selected", selected);
  }
}

function showWidth(cell: HTMLElement, width: Width | null, kind: "weights" | "activation"): void {
  const [was, pill, words] = cell.children;
  if (!was || !pill || !words) return;
  const editable = width !== null && width.choice !== null;
  const value = width === null ? "" : width.bits === null ? "float" : String(width.bits);
  setText(was, width === null || width.was === null ? "" : `${width.was}→`);
  setText(pill, value);
  const look = width === null || width.bits === null ? "is-none" : `bits-${width.bits}`;
  setClass(pill, `pill ${look}${editable ? "" : " is-fixed"}${isEditedWidth(width) ? " is-edited" : ""}`);
  setText(words, spokenAfter(width));
  setAttribute(
    cell,
    "title",
    width === null ? null : `${widthWords(width, kind)}${editable ? `; ${keysFor(kind)} sets it` : ""}`,
  );
  setAttribute(cell, "aria-readonly", !editable);
  setAttribute(cell, "aria-haspopup", editable ? "menu" : null);
}

/** "8, 4 or 2" */
function keysFor(kind: "weights" | "activation"): string {
  return keyedWidths(kind)
    .join(", ")
    .replace(/, (?=\d$)/, " or ");
}

/** What the number leaves out; the column's header has said what it is the width of. */
function spokenAfter(width: Width | null): string {
  if (width === null) return "none";
  if (width.bits === null) return "";
  const before = width.was === null ? "" : `, ${width.was} before the edits`;
  return ` bits${width.choice === null ? ", fixed" : ""}${before}`;
}

function share(value: number, full: number): number {
  return full > 0 ? Math.min(1, value / full) : 0;
}
