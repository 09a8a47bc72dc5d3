/**
 * The two budget bars: what fills FLASH and RAM, against what the board has. A bar's parts add up to the figure beside it; in the linked
 * account they are its items, estimated ones marked ≈; in the model account weights by width, constants and activations.
 */
import { visible } from "../../engine";
import { formatPercent, formatShare, formatSize } from "../../protocol/words/format";
import type { Report, ReportItem, WeightBits } from "../../protocol/files/report";
import { ornaments, paint, wrap, wrapPieces, type Role, type Terminal } from "../terminal/terminal";

interface Part {
  readonly label: string;
  readonly fill: string;
  readonly role: Role;
  readonly sizeBytes: number;
  /** Not yet read from a linked image. */
  readonly estimated: boolean;
}

const WEIGHTS: readonly (readonly [bits: WeightBits, fill: string, role: Role])[] = [
  [8, "█", "bits8"],
  [5, "▥", "bits5"],
  [4, "▓", "bits4"],
  [3, "▤", "bits3"],
  [2, "▒", "bits2"],
];
const FREE = "⋅";
/** Under the bar, behind its title. */
const INDENT = " ".repeat(6);

/** Each bar with the legend of its parts below. */
export function renderBudget(report: Report, terminal: Terminal): string[] {
  const { target, memory } = report;
  const need = memory[target.account];
  const flash = flashParts(report);
  const ram = ramParts(report);
  const assumed = target.id === null ? " (no board is named)" : "";
  const remark = `≈ estimated for ${target.core}${assumed} at -O${target.optimize}: not yet read from a linked image`;
  const isEstimated = [...flash, ...ram].some(({ estimated }) => estimated);
  return [
    ...renderBar("FLASH", flash, need.flashBytes, target.flashBytes, terminal),
    ...renderBar("RAM  ", ram, need.ramBytes, target.ramBytes, terminal),
    ...(isEstimated
      ? wrap(ornaments(terminal, visible(remark)), terminal.columns - INDENT.length).map((line) =>
          paint(terminal, "faint", INDENT + line),
        )
      : []),
  ];
}

function renderBar(
  title: string,
  parts: readonly Part[],
  needBytes: number,
  limitBytes: number | null,
  terminal: Terminal,
): string[] {
  const width = Math.min(50, terminal.columns - 50);
  const bar =
    limitBytes === null
      ? filled(parts, needBytes, width, terminal)
      : against(parts, needBytes, limitBytes, width, terminal);
  const legend = parts.map(
    ({ label, fill, sizeBytes, estimated }) => `${fill} ${label} ${estimated ? "≈ " : ""}${formatSize(sizeBytes)}`,
  );
  return [
    `${title} ${bar} ${figure(needBytes, limitBytes)}`,
    ...wrapPieces(legend, "   ", terminal.columns - INDENT.length).map((line) =>
      paint(terminal, "faint", INDENT + ornaments(terminal, visible(line))),
    ),
  ];
}

function figure(needBytes: number, limitBytes: number | null): string {
  if (limitBytes === null) return formatSize(needBytes);
  const share = formatPercent((100 * needBytes) / limitBytes);
  return `${formatShare(needBytes, limitBytes)} (${share})`;
}

/** The bar spans the limit; a need beyond it spans the bar, and a tick shows where the limit lies. */
function against(
  parts: readonly Part[],
  needBytes: number,
  limitBytes: number,
  width: number,
  terminal: Terminal,
): string {
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
  return `[${runsOf(cells)
    .map(({ text, role }) => paint(terminal, role, ornaments(terminal, text)))
    .join("")}]`;
}

/** Neighbours of one colour together: one escape sequence instead of one a cell. */
function runsOf(
  cells: readonly { readonly fill: string; readonly role: Role }[],
): readonly { readonly text: string; readonly role: Role }[] {
  const runs: { text: string; role: Role }[] = [];
  for (const { fill, role } of cells) {
    const last = runs.at(-1);
    if (last?.role === role) last.text += fill;
    else runs.push({ text: fill, role });
  }
  return runs;
}

function flashParts({ layers, memory, target }: Report): readonly Part[] {
  const weights = WEIGHTS.map(([bits, fill, role]): Part => {
    const sizeBytes = layers.reduce((sum, layer) => (layer.weightBits === bits ? sum + layer.weightBytes : sum), 0);
    return { label: `${bits}-bit weights`, fill, role, sizeBytes, estimated: false };
  });
  if (target.account === "model") {
    const sizeBytes = layers.reduce((sum, layer) => sum + layer.constantBytes, 0);
    return present([...weights, { label: "constants", fill: "░", role: "tensors", sizeBytes, estimated: false }]);
  }
  const items = memory.linked.items.filter(({ region }) => region === "flash");
  return present([
    ...weights,
    partOf(items, "constants", "░", "tensors"),
    partOf(items, "tables", "▞", "other"),
    partOf(items, "code", "▚", "other"),
  ]);
}

function ramParts({ memory, target }: Report): readonly Part[] {
  if (target.account === "model") {
    const sizeBytes = memory.model.ramBytes;
    return present([{ label: "activations", fill: "█", role: "tensors", sizeBytes, estimated: false }]);
  }
  const items = memory.linked.items.filter(({ region }) => region === "ram");
  return present([
    partOf(items, "arena", "█", "tensors"),
    partOf(items, "states", "▒", "tensors"),
    partOf(items, "context", "▞", "other"),
    partOf(items, "stack", "▚", "other"),
  ]);
}

function partOf(items: readonly ReportItem[], kind: ReportItem["kind"], fill: string, role: Role): Part {
  const ofKind = items.filter((item) => item.kind === kind);
  const sizeBytes = ofKind.reduce((sum, item) => sum + item.sizeBytes, 0);
  return { label: kind, fill, role, sizeBytes, estimated: ofKind.some(({ estimated }) => estimated) };
}

function present(parts: readonly Part[]): readonly Part[] {
  return parts.filter(({ sizeBytes }) => sizeBytes > 0);
}
