/** The ways in which the layers could be run at these widths, and what RAM each needs: one after the other, row by row, in patches. */
import { formatCount, formatSize } from "../../src/protocol/words/format";
import type { Report, ReportBuffer, ReportSegment } from "../../src/protocol/files/report";
import { visible } from "../../src/protocol/words/visible";
import { labelsOf } from "./layers/layerRows";

export interface Way {
  readonly id: "layers" | "rows" | "supplied" | "patches";
  readonly title: string;
  readonly bytes: number;
  /** How this plan runs them. */
  readonly isCurrent: boolean;
  readonly isOver: boolean;
  /** What it costs beside RAM; empty where nothing. */
  readonly note: string;
}

const NAME_CHARACTERS = 16;

export function waysOf({ memory, target }: Report): readonly Way[] {
  const { mode, rows, layerByLayerBytes, memoryRowsBytes, suppliedRowsBytes, patches } = memory.streaming;
  const isOver = (bytes: number): boolean => target.ramBytes !== null && bytes > target.ramBytes;
  const way = (id: Way["id"], title: string, bytes: number, isCurrent: boolean, note = ""): Way => ({
    id,
    title,
    bytes,
    isCurrent,
    isOver: isOver(bytes),
    note,
  });
  return [
    way("layers", "Layer by layer", layerByLayerBytes, mode === "off"),
    way("rows", "Row by row, input in RAM", memoryRowsBytes, mode === "rows" && rows === "memory"),
    ...(suppliedRowsBytes === null
      ? []
      : [
          way(
            "supplied",
            "Row by row, input supplied",
            suppliedRowsBytes,
            mode === "rows" && rows === "supplied",
            "the caller pushes rows",
          ),
        ]),
    ...(patches
      ? [
          way(
            "patches",
            `In ${patches.grid}×${patches.grid} patches`,
            patches.bytes,
            false,
            `+${patches.extraMacsPercent.toFixed(1)} % MACs; for comparison`,
          ),
        ]
      : []),
  ];
}

/** Segments that run row by row, with the names of their first and last layer. */
export interface RowSegment extends ReportSegment {
  readonly title: string;
}

export function rowSegments(report: Report): readonly RowSegment[] {
  const labels = labelsOf(report);
  const short = (step: number): string => visible(labels[step] ?? "", NAME_CHARACTERS);
  return report.memory.streaming.segments
    .filter(({ streamed }) => streamed)
    .map((segment) => {
      const { firstStep, lastStep } = segment;
      const title = firstStep === lastStep ? short(firstStep) : `${short(firstStep)} … ${short(lastStep)}`;
      return { ...segment, title };
    });
}

/** How much runs row by row, one line however many segments there are; null where nothing does. Their table has the rest. */
export function segmentWords(report: Report): string | null {
  const segments = rowSegments(report);
  if (segments.length === 0) return null;
  const layers = segments.reduce((sum, segment) => sum + segment.layers, 0);
  const isOne = segments.length === 1;
  const most = segments.reduce((best, segment) => (segment.savesBytes > best.savesBytes ? segment : best));
  const saved = formatSize(most.savesBytes);
  const saving = most.savesBytes === 0 ? "" : `; ${isOne ? `it saves ${saved}` : `${most.title} saves most, ${saved}`}`;
  const groups = isOne ? "one group" : `${formatCount(segments.length)} groups`;
  return `${formatCount(layers)} of ${formatCount(report.layers.length)} layers run row by row, in ${groups}, nothing computed twice${saving}.`;
}

/** `3 of 112 rows, 3.5 KiB each`; null for what is held whole. */
export function rowsWords({ ring, madeAt }: ReportBuffer, { layers }: Report): string | null {
  if (ring === null) return null;
  const all = madeAt === null ? undefined : layers[madeAt]?.shape[0];
  const of = all === undefined ? "" : ` of ${formatCount(all)}`;
  return `${formatCount(ring.rows)}${of} ${ring.rows === 1 && all === undefined ? "row" : "rows"}, ${formatSize(ring.rowBytes)} each`;
}
