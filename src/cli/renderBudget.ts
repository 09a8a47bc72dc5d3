/**
 * The two budget bars: what fills FLASH and RAM, against what the board has. A bar's parts add up to the figure beside it; in the linked
 * account they are its items, in the model account weights by width and activations.
 */
import { formatPercent, formatSize } from "../protocol/format";
import type { Report, ReportItem } from "../protocol/report";
import { ornaments, paint, wrapPieces, type Role, type Terminal } from "./terminal";

interface Part {
  readonly label: string;
  readonly fill: string;
  readonly role: Role;
  readonly sizeBytes: number;
}

const WEIGHTS: readonly (readonly [bits: 8 | 4 | 2, fill: string, role: Role])[] = [
  [8, "█", "bits8"],
  [4, "▓", "bits4"],
  [2, "▒", "bits2"],
];
const FREE = "⋅";
/** Under the bar, behind its title. */
const INDENT = " ".repeat(6);

/** Two bars of two lines each. */
export function renderBudget(report: Report, terminal: Terminal): string[] {
  const { target, memory } = report;
  const need = memory[target.account];
  return [
    ...renderBar("FLASH", flashParts(report), need.flashBytes, target.flashBytes, terminal),
    ...renderBar("RAM  ", ramParts(report), need.ramBytes, target.ramBytes, terminal),
  ];
}

function renderBar(title: string, parts: readonly Part[], needBytes: number, limitBytes: number | null, terminal: Terminal): string[] {
  const width = Math.min(50, terminal.columns - 50);
  const bar = limitBytes === null ? filled(parts, needBytes, width, terminal) : against(parts, needBytes, limitBytes, width, terminal);
  const legend = parts.map(({ label, fill, sizeBytes }) => `${fill} ${label} ${formatSize(sizeBytes)}`);
  return [
    `${title} ${bar} ${figure(needBytes, limitBytes)}`,
    ...wrapPieces(legend, "   ", terminal.columns - INDENT.length).map((line) => paint(terminal, "faint", INDENT + ornaments(terminal, line))),
  ];
}

function figure(needBytes: number, limitBytes: number | null): string {
  if (limitBytes === null) return formatSize(needBytes);
  const share = formatPercent((100 * needBytes) / limitBytes);
  return `${formatSize(needBytes)} of ${formatSize(limitBytes)} (${share})`;
}

/** The bar spans the limit; a need beyond it spans the bar, and a tick shows where the limit lies. */
function against(parts: readonly Part[], needBytes: number, limitBytes: number, width: number, terminal: Terminal): string {
  if (needBytes <= limitBytes) return filled(parts, limitBytes, width, terminal);
  const tick = Math.min(width - 1, Math.round((width * limitBytes) / needBytes));
  return filled(parts, needBytes, width, terminal, tick);
}

function filled(parts: readonly Part[], spanBytes: number, width: number, terminal: Terminal, tick?: number): string {
  const cells: { readonly fill: string; readonly role: Role }[] = [];
  let sumBytes = 0;
  for (const { fill, role, sizeBytes } of parts) {
    sumBytes += sizeBytes;
    const end = Math.min(width, Math.round((width * sumBytes) / Math.max(1, spanBytes)));
    while (cells.length < end) cells.push({ fill, role });
  }
  while (cells.length < width) cells.push({ fill: FREE, role: "faint" });
  if (tick !== undefined) cells[tick] = { fill: "│", role: "bad" };
  return `[${cells.map(({ fill, role }) => paint(terminal, role, ornaments(terminal, fill))).join("")}]`;
}

function flashParts(report: Report): readonly Part[] {
  const { account } = report.target;
  const weights = WEIGHTS.map(([bits, fill, role]) => ({ label: `${bits}-bit weights`, fill, role, sizeBytes: weightBytes(report, bits) }));
  if (account === "model") return present(weights);
  const items = report.memory.linked.items.filter(({ region }) => region === "flash");
  return present([
    ...weights,
    { label: "constants", fill: "░", role: "tensors", sizeBytes: sumOf(items, "constants") },
    { label: "tables", fill: "▞", role: "other", sizeBytes: sumOf(items, "tables") },
    { label: "code", fill: "▚", role: "other", sizeBytes: sumOf(items, "code") },
  ]);
}

function ramParts(report: Report): readonly Part[] {
  if (report.target.account === "model") {
    return present([{ label: "activations", fill: "█", role: "tensors", sizeBytes: report.memory.model.ramBytes }]);
  }
  const items = report.memory.linked.items.filter(({ region }) => region === "ram");
  return present([
    { label: "arena", fill: "█", role: "tensors", sizeBytes: sumOf(items, "arena") },
    { label: "context", fill: "▞", role: "other", sizeBytes: sumOf(items, "context") },
    { label: "stack", fill: "▚", role: "other", sizeBytes: sumOf(items, "stack") },
  ]);
}

/** In the linked account weights alone, by the layer that each item belongs to; in the model account constants are counted with them. */
function weightBytes(report: Report, bits: 8 | 4 | 2): number {
  const layers = report.layers.filter((layer) => layer.weightBits === bits);
  if (report.target.account === "model") return layers.reduce((sum, layer) => sum + layer.weightBytes, 0);
  const names = new Set(layers.map(({ name }) => name));
  const items = report.memory.linked.items.filter(({ layer }) => layer !== undefined && names.has(layer));
  return sumOf(items, "weights");
}

function sumOf(items: readonly ReportItem[], kind: ReportItem["kind"]): number {
  return items.reduce((sum, item) => (item.kind === kind ? sum + item.sizeBytes : sum), 0);
}

function present(parts: readonly Part[]): readonly Part[] {
  return parts.filter(({ sizeBytes }) => sizeBytes > 0);
}
