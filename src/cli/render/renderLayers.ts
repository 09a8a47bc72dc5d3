/** The table of layers in execution order, every one of them: whoever asks which layer is at fault must not meet an ellipsis. */
import { visible } from "../../engine";
import { formatSize } from "../../protocol/words/format";
import { LARGE_LOSS, lossWorthOf, NOTICEABLE_LOSS, shortLossWords, type LossWorth } from "../../protocol/words/losses";
import type { Report, ReportLayer } from "../../protocol/files/report";
import { renderTable, widthBeside, type Cell, type Column } from "./table";
import { ornaments, paint, shorten, widthOf, wrapPieces, type Role, type Terminal } from "../terminal/terminal";

const COLUMNS: readonly Column[] = [
  { title: "Layer", align: "left" },
  { title: "Operator", align: "left" },
  { title: "Output", align: "right" },
  { title: "W", align: "right" },
  { title: "A", align: "right" },
  { title: "FLASH", align: "right" },
  { title: "live RAM", align: "right" },
  { title: "", align: "left" },
  { title: "loss", align: "right" },
];
const NAME = 0;
const OPERATOR = 1;
/** Names and operators shrink on narrow terminals, operators no further than this: `Depthw…3×3 s2`. */
const LEAST_OPERATOR = 13;
const LEAST_NAME = 10;
/** Below this the peak has its mark only. */
const ROOMY_COLUMNS = 100;

export function renderLayers(report: Report, terminal: Terminal): string[] {
  const hasLoss = report.layers.some(({ error }) => error !== null);
  const columns = hasLoss ? COLUMNS : COLUMNS.slice(0, -1);
  const worth = lossWorthOf(report);
  const full = report.layers.map((layer) => cellsOf(layer, report, worth, terminal));
  const narrowest = full.map((row) => shortenCell(row, OPERATOR, LEAST_OPERATOR, terminal));
  const room = terminal.columns - widthBeside(columns, narrowest, NAME);
  const nameWidth = Math.max(LEAST_NAME, Math.min(room, longest(full, NAME)));
  const operatorWidth = Math.max(LEAST_OPERATOR, LEAST_OPERATOR + room - nameWidth);
  const rows = full.map((row) =>
    shortenCell(shortenCell(row, OPERATOR, operatorWidth, terminal), NAME, nameWidth, terminal),
  );
  const [heading = "", ...lines] = renderTable(columns, rows);
  return [paint(terminal, "faint", heading), ...lines, ...legend(report, hasLoss, terminal)];
}

function shortenCell(row: readonly Cell[], column: number, length: number, terminal: Terminal): readonly Cell[] {
  const ellipsis = ornaments(terminal, "…");
  return row.map((cell, i) => (i === column ? { ...cell, text: shorten(cell.text, length, ellipsis) } : cell));
}

function longest(rows: readonly (readonly Cell[])[], column: number): number {
  return Math.max(...rows.map((row) => widthOf(row[column]?.text ?? "")));
}

function cellsOf(
  layer: ReportLayer,
  { memory, target }: Report,
  worth: LossWorth,
  terminal: Terminal,
): readonly Cell[] {
  const flashBytes = layer.weightBytes + layer.constantBytes;
  const isPeak = layer.name === memory.peak.layer;
  const isOver = target.ramBytes !== null && layer.liveBytes > target.ramBytes;
  const emphasis: Pick<Cell, "dress"> = isOver ? dress(terminal, "bad") : isPeak ? dress(terminal, "strong") : {};
  const shown = (text: string): Cell => ({ text: ornaments(terminal, text) });
  return [
    { text: visible(layer.name) },
    shown(visible(layer.op)),
    shown(layer.shape.join("×")),
    bitsCell(layer.weightBits, "–", terminal),
    bitsCell(layer.activationBits, "f32", terminal, layer.activationFixed && layer.activationBits !== null ? "*" : ""),
    shown(flashBytes === 0 ? "–" : formatSize(flashBytes)),
    { text: formatSize(layer.liveBytes), ...emphasis },
    { text: ornaments(terminal, isPeak ? peakMark(terminal) : ""), ...emphasis },
    shown(layer.error === null ? "–" : shortLossWords(layer.error, worth)),
  ];
}

function peakMark({ columns }: Terminal): string {
  return columns < ROOMY_COLUMNS ? "◀" : "◀ peak";
}

function bitsCell(
  bits: ReportLayer["weightBits"] | ReportLayer["activationBits"],
  absent: string,
  terminal: Terminal,
  mark = "",
): Cell {
  if (bits === null) return { text: ornaments(terminal, absent) };
  return { text: `${bits}${mark}`, ...dress(terminal, `bits${bits}`) };
}

function dress(terminal: Terminal, role: Role): Pick<Cell, "dress"> {
  return { dress: (padded) => paint(terminal, role, padded) };
}

/** What the column's words mean. */
function lossLegend(report: Report): string {
  const what = "loss: predicted, of this layer's widths alone";
  return lossWorthOf(report).rate === null
    ? `${what}; small below ${NOTICEABLE_LOSS}, large from ${LARGE_LOSS}`
    : `${what}, in points (pt)`;
}

function legend(report: Report, hasLoss: boolean, terminal: Terminal): string[] {
  const remarks = ["W, A: bits of weights and of the output"];
  if (report.layers.some((layer) => layer.activationFixed && layer.activationBits !== null))
    remarks.push("*: a width that is not free to choose");
  if (terminal.columns < ROOMY_COLUMNS) remarks.push(ornaments(terminal, "◀: the peak"));
  if (hasLoss) remarks.push(lossLegend(report));
  return wrapPieces(remarks, "; ", terminal.columns).map((line) => paint(terminal, "faint", line));
}
