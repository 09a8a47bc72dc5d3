/** Parts of the arena's map: rows of a ring, the texture of scratch, and what is said of a block. */
import type { Report } from "../../../src/protocol/files/report";
import { formatCount, formatSize } from "../../../src/protocol/words/format";
import { visible } from "../../../src/protocol/words/visible";
import { svg } from "../../dom";
import type { AddressBlock } from "../../figures/addressBlocks";
import { labelsOf } from "../../figures/layers/layerRows";
import { isState } from "../../figures/ramSteps";
import { rowsWords } from "../../figures/ways";

/** In pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rows of a ring are told apart where they are at least so high. */
const LEAST_ROW = 3;

/** A ring is drawn as the rows that it holds; where they are too thin, as many as there is room for: what matters is that it is a ring. */
export function rowLines(rows: number, { x, y, width, height }: Place): string {
  if (height < 2 * LEAST_ROW) return "";
  const lines = height / rows >= LEAST_ROW ? rows : Math.max(2, Math.floor(height / LEAST_ROW));
  return Array.from({ length: lines - 1 }, (_, i) => `M${x} ${y + (height * (i + 1)) / lines}h${width}`).join("");
}

export function hatching(id: string): SVGPatternElement {
  const pattern = svg("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse" });
  pattern.append(svg("path", { class: "map-hatch-line", d: "M0 6L6 0" }));
  return pattern;
}

/** What the pointer shows, and what people hear. */
export function blockWords({ buffer }: AddressBlock, report: Report): readonly string[] {
  const { name, kind, offset, sizeBytes, firstStep, lastStep, over } = buffer;
  const names = labelsOf(report);
  const [first = "", last = ""] = [names[firstStep], names[lastStep]].map((layer) => visible(layer ?? "", 24));
  const rows = rowsWords(buffer, report);
  const what = kind === "scratch" ? " (scratch)" : isState(report, buffer) ? " (state, kept from run to run)" : "";
  return [
    `${visible(name, 48)}${what}: ${formatSize(sizeBytes)}`,
    `bytes ${formatCount(offset)} to ${formatCount(offset + sizeBytes - 1)}`,
    first === last ? `alive during ${first}` : `alive from ${first} to ${last}`,
    ...(rows === null ? [] : [rows]),
    ...(over === null ? [] : [`moves in over ${visible(over, 32)}`]),
  ];
}
