/** What the boxes of the network's picture show: how strongly a box is coloured and what stands in it, by RAM, bits or loss. */
import { formatSize } from "../../../src/protocol/words/format";
import { costWords, lossWords, lossWorthOf, type LossWorth } from "../../../src/protocol/words/losses";
import type { Report } from "../../../src/protocol/files/report";
import { visible } from "../../../src/protocol/words/visible";
import type { GraphColour } from "../../store";
import { formatShape, type LayerRow } from "../layers/layerRows";
import type { NetworkGraph } from "./networkGraph";

/** Shades from none to most; 5 is the peak's. */
export const SHADES = 5;

export interface NodeFace {
  /** Classes of the two halves of its band: shades of a figure, or the widths of weights and output. */
  readonly upper: string;
  readonly lower: string;
  /** At the right of its first line. */
  readonly value: string;
  /** How far its bar reaches, 0 to 1; null where the colour says no amount. */
  readonly share: number | null;
}

export interface Scale {
  readonly peakBytes: number;
  readonly ramBytes: number | null;
  readonly worstLoss: number;
  readonly worth: LossWorth;
}

export function scaleOf(report: Report): Scale {
  const { layers, target } = report;
  return {
    peakBytes: Math.max(1, ...layers.map(({ liveBytes }) => liveBytes)),
    ramBytes: target.ramBytes,
    worstLoss: Math.max(0, ...layers.map(({ error }) => error ?? 0)),
    worth: lossWorthOf(report),
  };
}

export function faceOf(row: LayerRow, colour: GraphColour, scale: Scale): NodeFace {
  switch (colour) {
    case "ram":
      return ramFace(row, scale);
    case "bits":
      return bitsFace(row);
    case "loss":
      return lossFace(row, scale);
  }
}

function ramFace({ layer: { liveBytes }, isPeak }: LayerRow, { peakBytes, ramBytes }: Scale): NodeFace {
  const isOver = ramBytes !== null && liveBytes > ramBytes;
  const name = isOver ? "ram-over" : `ram-${shadeOf(liveBytes / peakBytes)}`;
  return {
    upper: name,
    lower: name,
    value: `${isPeak ? "▲ " : ""}${formatSize(liveBytes)}`,
    share: liveBytes / peakBytes,
  };
}

function bitsFace({ weights, activation }: LayerRow): NodeFace {
  const words = (width: { readonly bits: number | null } | null): string =>
    width === null ? "–" : width.bits === null ? "float" : String(width.bits);
  const name = (width: { readonly bits: number | null } | null): string =>
    width === null || width.bits === null ? "width-none" : `width-${width.bits}`;
  const edited = (width: { readonly was: number | null } | null): string => (width && width.was !== null ? "*" : "");
  return {
    upper: name(weights),
    lower: name(activation),
    value: `w ${words(weights)}${edited(weights)} · a ${words(activation)}${edited(activation)}`,
    share: null,
  };
}

function lossFace({ layer: { error } }: LayerRow, { worstLoss, worth }: Scale): NodeFace {
  if (error === null) return { upper: "loss-none", lower: "loss-none", value: "", share: null };
  const share = worstLoss > 0 ? Math.max(0, error) / worstLoss : 0;
  const name = `loss-${shadeOf(share)}`;
  return { upper: name, lower: name, value: lossWords(error, worth), share };
}

/** 1 to SHADES, so that something is always seen. */
function shadeOf(share: number): number {
  return Math.min(SHADES, Math.max(1, Math.ceil(share * SHADES)));
}

/** `3. conv1, Conv 3×3, output 8×8×16, weights 4 bits, …`: a box in words, with where its edges lead. */
export function nodeWords(
  row: LayerRow,
  graph: NetworkGraph,
  rows: readonly LayerRow[],
  together: string | null,
  worth: LossWorth,
): string {
  const { layer, step, weights, activation, isPeak } = row;
  const named = (steps: readonly number[]): string =>
    steps.map((other) => visible(rows[other]?.label ?? "", 40)).join(", ");
  const [before, after] = [graph.before[step] ?? [], graph.after[step] ?? []];
  return [
    `${step}. ${visible(layer.name)}`,
    layer.op,
    `output ${formatShape(layer.shape)}`,
    weights === null ? "no weights" : `weights ${weights.bits ?? "float"} bits`,
    activation.bits === null ? "output in float" : `output ${activation.bits} bits`,
    `${formatSize(layer.liveBytes)} of RAM alive${isPeak ? ", the peak" : ""}`,
    layer.error === null ? "" : costWords(layer.error, worth),
    together === null ? "" : `row by row with ${together}`,
    before.length === 0 ? "reads the network's input" : `reads ${named(before)}`,
    after.length === 0 ? "makes the network's output" : `read by ${named(after)}`,
  ]
    .filter((part) => part !== "")
    .join("; ");
}
