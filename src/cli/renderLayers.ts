/** The table of layers in execution order, every one of them: whoever asks which layer is at fault must not meet an ellipsis. */
import { formatLoss, formatSize } from "../protocol/format";
import type { Report, ReportLayer } from "../protocol/report";
import { renderTable, widthBeside, type Cell, type Column } from "./table";
import { ornaments, paint, printable, shorten, type Role, type Terminal } from "./terminal";

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
const LONGEST_OPERATOR = 24;
const SHORTEST_NAME = 12;

export function renderLayers(report: Report, terminal: Terminal): string[] {
  const hasLoss = report.layers.some(({ error }) => error !== null);
  const columns = hasLoss ? COLUMNS : COLUMNS.slice(0, -1);
  const full = report.layers.map((layer) => cellsOf(layer, report, terminal));
  const room = Math.max(SHORTEST_NAME, terminal.columns - widthBeside(columns, full, NAME));
  const rows = full.map((row) => row.map((cell, i) => (i === NAME ? { ...cell, text: ornaments(terminal, shorten(cell.text, room)) } : cell)));
  const [heading = "", ...lines] = renderTable(columns, rows);
  return [paint(terminal, "faint", heading), ...lines, ...legend(report, hasLoss, terminal)];
}

function cellsOf(layer: ReportLayer, { memory, target }: Report, terminal: Terminal): readonly Cell[] {
  const isPeak = layer.name === memory.peak.layer;
  const isOver = target.ramBytes !== null && layer.liveBytes > target.ramBytes;
  const emphasis: Pick<Cell, "dress"> = isOver ? dress(terminal, "bad") : isPeak ? dress(terminal, "strong") : {};
  const shown = (text: string): Cell => ({ text: ornaments(terminal, text) });
  return [
    { text: printable(layer.name) },
    shown(shorten(printable(layer.op), LONGEST_OPERATOR)),
    shown(layer.shape.join("×")),
    bitsCell(layer.weightBits, "–", terminal),
    bitsCell(layer.activationBits, "float", terminal, layer.activationFixed && layer.activationBits !== null ? "*" : ""),
    shown(layer.weightBytes === 0 ? "–" : formatSize(layer.weightBytes)),
    { text: formatSize(layer.liveBytes), ...emphasis },
    { text: ornaments(terminal, isPeak ? "◀ peak" : ""), ...emphasis },
    shown(layer.error === null ? "–" : formatLoss(layer.error)),
  ];
}

function bitsCell(bits: ReportLayer["weightBits"], absent: string, terminal: Terminal, mark = ""): Cell {
  if (bits === null) return { text: ornaments(terminal, absent) };
  return { text: `${bits}${mark}`, ...dress(terminal, `bits${bits}`) };
}

function dress(terminal: Terminal, role: Role): Pick<Cell, "dress"> {
  return { dress: (padded) => paint(terminal, role, padded) };
}

function legend(report: Report, hasLoss: boolean, terminal: Terminal): string[] {
  const remarks = ["W, A: bits of weights and of the output"];
  if (report.layers.some((layer) => layer.activationFixed && layer.activationBits !== null)) remarks.push("*: a width that is not free to choose");
  if (hasLoss) remarks.push("loss: predicted, of this layer's widths alone");
  return [paint(terminal, "faint", `${remarks.join("; ")}.`)];
}
