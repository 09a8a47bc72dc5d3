/**
 * Two policies of one model side by side: what each needs, what it costs, and which layers differ. Both reports were planned under the same
 * settings, so that every difference is the policies' own. The panel, the page for a review and the terminal of git share these words.
 */
import { formatCount, formatLoss, formatPercent, formatPoints, formatSize, formatSizeChange } from "./format";
import { lossWorthOf, points, shortLossWords, type LossWorth } from "./losses";
import type { Bits, ShownBits, Report, ReportAccuracy, ReportLayer } from "../files/report";

export interface ComparedPolicy {
  /** `policy.json as committed`: how a person tells it from the other. */
  readonly title: string;
  readonly report: Report;
}

/** A layer of both; null on the side that does not have it. */
export interface LayerPair {
  readonly name: string;
  readonly old: ReportLayer | null;
  readonly now: ReportLayer | null;
  /** Whether its widths differ: bytes and losses follow from them. */
  readonly differs: boolean;
}

export interface SizePair {
  readonly oldBytes: number;
  readonly nowBytes: number;
}

export interface Comparison {
  /** In the account that the target binds. */
  readonly flash: SizePair;
  readonly ram: SizePair;
  /** In the order of the newer policy's layers, then what only the older one has. */
  readonly layers: readonly LayerPair[];
  /** Widths that differ; layers that share a width count once. */
  readonly tensors: number;
}

export function compareReports(old: Report, now: Report): Comparison {
  const { account } = now.target;
  const [before, after] = [old.memory[account], now.memory[account]];
  return {
    flash: { oldBytes: before.flashBytes, nowBytes: after.flashBytes },
    ram: { oldBytes: before.ramBytes, nowBytes: after.ramBytes },
    layers: pairsOf(old.layers, now.layers),
    tensors: (["weights", "activations"] as const).reduce(
      (sum, kind) => sum + differing(old.policy[kind], now.policy[kind]),
      0,
    ),
  };
}

function pairsOf(old: readonly ReportLayer[], now: readonly ReportLayer[]): readonly LayerPair[] {
  const before = new Map(old.map((layer) => [layer.name, layer]));
  const names = new Set(now.map(({ name }) => name));
  return [
    ...now.map((layer): LayerPair => {
      const other = before.get(layer.name) ?? null;
      const differs =
        other === null ||
        other.weightBits !== layer.weightBits ||
        other.activationBits !== layer.activationBits ||
        other.weightBytes !== layer.weightBytes;
      return { name: layer.name, old: other, now: layer, differs };
    }),
    ...old
      .filter(({ name }) => !names.has(name))
      .map((layer): LayerPair => ({ name: layer.name, old: layer, now: null, differs: true })),
  ];
}

function differing(old: Readonly<Record<string, Bits>>, now: Readonly<Record<string, Bits>>): number {
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  const widthIn = (widths: Readonly<Record<string, Bits>>, name: string): Bits | undefined =>
    Object.hasOwn(widths, name) ? widths[name] : undefined;
  return [...names].filter((name) => widthIn(old, name) !== widthIn(now, name)).length;
}

/** `1.9 MiB → 1.4 MiB (−512 KiB)`, or `1.9 MiB in both`. */
export function sizePairWords({ oldBytes, nowBytes }: SizePair): string {
  if (oldBytes === nowBytes) return `${formatSize(nowBytes)} in both`;
  return `${formatSize(oldBytes)} → ${formatSize(nowBytes)} (${formatSizeChange(nowBytes - oldBytes)})`;
}

/** `8 → 4`, or `8` where both have it; `float` and `–` for what has no width to choose. */
export function bitsPairWords(
  old: ShownBits | null | undefined,
  now: ShownBits | null | undefined,
  none: string,
): string {
  const word = (bits: ShownBits | null | undefined): string =>
    bits === undefined ? "–" : bits === null ? none : `${bits}`;
  return old === now ? word(now) : `${word(old)} → ${word(now)}`;
}

/** What comparing says besides bytes, a term and its words each: fits, accuracy, predicted loss. */
export function comparisonFacts(old: Report, now: Report): readonly (readonly [term: string, words: string])[] {
  const { flash, ram, tensors } = compareReports(old, now);
  const loss = lossPairWords(old, now);
  return [
    [
      "Widths",
      tensors === 0 ? "the same everywhere" : `${formatCount(tensors)} ${tensors === 1 ? "differs" : "differ"}`,
    ],
    ["FLASH", sizePairWords(flash)],
    ["RAM", sizePairWords(ram)],
    ["Budget", fitsWords(old, now)],
    ["Accuracy", accuracyPairWords(old.accuracy, now.accuracy)],
    ...(loss === null ? [] : [["Predicted loss", loss] as const]),
  ];
}

function fitsWords(old: Report, now: Report): string {
  const { flashBytes, ramBytes } = now.target;
  if (flashBytes === null && ramBytes === null) return "none chosen";
  const word = ({ fits }: Report): string => (fits ? "fits" : "does not fit");
  return old.fits === now.fits ? (now.fits ? "both fit" : "neither fits") : `${word(old)} → ${word(now)}`;
}

/** Measured figures side by side, with the difference in points where both are of one kind; else what is missing. */
export function accuracyPairWords(old: ReportAccuracy | null, now: ReportAccuracy | null): string {
  if (old === null && now === null) return "not measured of either";
  if (old === null || now === null) {
    const known = old ?? now;
    return known ? `${figureWords(known)} ${now === null ? "→ not measured" : "now, not measured before"}` : "";
  }
  const figures = `${figureWords(old)} → ${figureWords(now)}`;
  const isOneKind = old.metric === now.metric && old.data === now.data && old.samples === now.samples;
  if (!isOneKind) return `${figures}, on different samples`;
  const change = now.quantized - old.quantized;
  const apart =
    now.metric === "sqnr" ? "" : ` (${formatPoints(change)}${formatPoints(change) === "0" ? "" : " points"})`;
  return `${figures}${apart}, each ${now.kind} on ${formatCount(now.samples)} ${now.data} samples`;
}

function figureWords({ metric, quantized }: ReportAccuracy): string {
  if (metric === "sqnr") return `${quantized.toFixed(1)} dB`;
  return `${formatPercent(quantized)}${metric === "agreement" ? " of answers as the float network’s" : ""}`;
}

/** `0.035 → 0.041 (about −0.3 points)`; null where it is not known of both. */
function lossPairWords(old: Report, now: Report): string | null {
  const [before, after] = [old.search.predictedLoss, now.search.predictedLoss];
  if (before === null || after === null) return null;
  if (before === after) return `${formatLoss(after)} in both`;
  const { whole, rate } = worthOfBoth(old, now);
  return `${formatLoss(before)} → ${formatLoss(after)}${points(after - before, whole, rate)}`;
}

/** What a loss is worth, by whichever of the two was measured. */
export function worthOfBoth(old: Report, now: Report): LossWorth {
  const [before, after] = [lossWorthOf(old), lossWorthOf(now)];
  return after.rate === null ? before : after;
}

/** `small → noticeable`, `≈0.1 pt → ≈0.4 pt`; empty where it is not known of either. */
export function layerLossWords({ old, now }: LayerPair, worth: LossWorth): string {
  const word = (layer: ReportLayer | null): string =>
    layer === null || layer.error === null ? "–" : shortLossWords(layer.error, worth);
  const [before, after] = [word(old), word(now)];
  if (before === "–" && after === "–") return "";
  return before === after ? after : `${before} → ${after}`;
}
