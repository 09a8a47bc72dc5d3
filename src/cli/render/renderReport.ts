/**
 * A report for people: title, verdict, what fills the budget, accuracy, layers, notes, files. The figures are the report's own; nothing
 * is computed here but shares and sums of what it lists.
 */
import { cutInMiddle, visible } from "../../engine";
import { formatLarge, formatSize } from "../../protocol/words/format";
import type { Remark } from "../../formats/remark";
import type { Report } from "../../protocol/files/report";
import { accuracyLines, endlessText, searchText, streamingText, timeText } from "../../protocol/words/reportWords";
import { verdictOf } from "../../protocol/words/verdict";
import { renderBudget } from "./renderBudget";
import { renderFront } from "./renderFront";
import { renderLayers } from "./renderLayers";
import { ornaments, paint, shorten, wrap, wrapPieces, type Terminal } from "../terminal/terminal";
import { remarkInWords } from "../../protocol/words/settingWords";

/** @param files what was written, absolute or as the user would write it */
export function renderReport(report: Report, files: readonly string[], terminal: Terminal): string {
  const blocks = [
    [...renderTitle(report, terminal), ...renderVerdict(report, terminal)],
    renderBudget(report, terminal),
    renderFacts(report, terminal),
    renderLayers(report, terminal),
    renderFront(report, terminal),
    renderNotes(report.notes, terminal),
    renderFiles(files, terminal),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** The verdict alone, coloured by its first words. */
export function renderVerdict(report: Report, terminal: Terminal): string[] {
  const lines = wrap(ornaments(terminal, visible(verdictOf(report))), terminal.columns);
  const hasBudget = report.target.flashBytes !== null || report.target.ramBytes !== null;
  if (!hasBudget) return lines;
  const role = report.fits ? "good" : "bad";
  return lines.map((line, i) =>
    i === 0 ? line.replace(/^(Fits|Does not fit)/, (words) => paint(terminal, role, words)) : line,
  );
}

function renderTitle({ model, target }: Report, terminal: Terminal): string[] {
  const limits = [
    ...(target.flashBytes === null ? [] : [`${formatSize(target.flashBytes)} FLASH`]),
    ...(target.ramBytes === null ? [] : [`${formatSize(target.ramBytes)} RAM`]),
  ];
  const parts = [
    ...(target.name === null ? [] : [target.name]),
    limits.length > 0 ? limits.join(", ") : "no budget",
    `${target.account} account`,
    `${formatLarge(model.parameters)} parameters`,
    `${formatLarge(model.macs)} MACs`,
  ];
  const title = ornaments(terminal, visible(model.name));
  const pieces = [title, ...parts.map((part) => ornaments(terminal, visible(part)))];
  const [first = "", ...others] = wrapPieces(pieces, ornaments(terminal, " · "), terminal.columns, "  ");
  return [first.startsWith(title) ? paint(terminal, "strong", title) + first.slice(title.length) : first, ...others];
}

function renderFacts(report: Report, terminal: Terminal): string[] {
  const { memory, target, search } = report;
  const other = target.account === "linked" ? "model" : "linked";
  const { flashBytes, ramBytes } = memory[other];
  const { bytes, lowerBoundBytes } = memory.arena;
  const gap = bytes - lowerBoundBytes;
  const facts: (readonly [string, string])[] = [
    ...accuracyLines(report),
    ["Search", searchText(search)],
    [
      other === "linked" ? "Linked account" : "Model account",
      `${formatSize(flashBytes)} FLASH, ${formatSize(ramBytes)} RAM`,
    ],
    [
      "Arena",
      `${formatSize(bytes)}, ${gap === 0 ? "the least these buffers can share" : `${formatSize(gap)} above the greatest sum of live buffers`}`,
    ],
    ...(report.endless ? [["Endless", endlessText(report.endless)] as const] : []),
    ["Streaming", streamingText(memory.streaming)],
    ...(report.time ? [["Time", timeText(report.time)] as const] : []),
  ];
  const width = Math.max(...facts.map(([title]) => title.length)) + 2;
  return facts.flatMap(([title, text]) => {
    const [first = "", ...others] = wrap(ornaments(terminal, visible(text)), terminal.columns - width);
    return [paint(terminal, "faint", title.padEnd(width)) + first, ...others.map((line) => " ".repeat(width) + line)];
  });
}

function renderNotes(notes: readonly Remark[], terminal: Terminal): string[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap((note) => wrap(ornaments(terminal, `- ${describeRemark(note)}`), terminal.columns, "  "));
  return [paint(terminal, "faint", "Notes"), ...lines];
}

function renderFiles(files: readonly string[], terminal: Terminal): string[] {
  if (files.length === 0) return [];
  return [paint(terminal, "faint", "Files"), ...files.map((file) => `  ${visible(file)}`)];
}

/** Characters of a remark; names of thousands are possible. */
const LONGEST_REMARK = 1000;

/** `place: message (hint)`, in one line; a message that names its place itself is not told twice where it is. */
export function describeRemark(remark: Remark): string {
  const { message, place, hint } = remarkInWords(remark, "terminal");
  const isNamed = place === undefined || (place.length > 3 && message.includes(place));
  const text = `${isNamed ? "" : `${place}: `}${message}${hint === undefined ? "" : ` (${hint})`}`;
  // Names of millions of characters are more than a regular expression can look through.
  const bounded = cutInMiddle(text, 4 * LONGEST_REMARK);
  return cutInMiddle(visible(bounded.replace(LONG_NAME, (name) => shorten(name, LONGEST_NAME))), LONGEST_REMARK);
}

/** In quotes. */
const LONGEST_NAME = 120;
const LONG_NAME = /"[^"]{120,}"/g;
