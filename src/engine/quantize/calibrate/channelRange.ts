/**
 * The grid of one channel of an activation: levels offset + k·step, k = 0 … 2^bits − 1, of least mean squared error. What a channel's
 * consumers multiply is this affine reading of the code, so that both numbers may be chosen freely: by Lloyd's alternation (1957/1982)
 * of nearest levels and least squares, from several starts, over the channel's histogram.
 */
import { maxCode, type ActivationBits } from "../../base/bits";
import type { Histogram } from "./histogram";

export interface ChannelRange {
  readonly step: number;
  readonly offset: number;
}

/** What the clamp in front of the activation and the padding behind it leave open. */
export interface ChannelBounds {
  /** Of the levels: the clamp itself is left to saturation, which can only be narrower. */
  readonly least: number;
  readonly most: number;
  /** Padding is code 0 and must stand for 0. */
  readonly hasOffset: boolean;
}

/** Shares of the occupied range to start from. */
const STARTS = [1, 0.75, 0.55, 0.4, 0.28, 0.18] as const;
const ROUNDS = 20;

/** undefined where the channel never leaves 0: any grid is exact. */
export function chooseChannelRange(
  histogram: Histogram,
  bits: ActivationBits,
  bounds: ChannelBounds,
): ChannelRange | undefined {
  const { values, weights } = pointsOf(histogram);
  const top = maxCode(bits);
  const low = values[0] ?? 0;
  const high = values.at(-1) ?? 0;
  if (low === high && (low > 0 || (low < 0 && bounds.hasOffset)))
    return { step: Math.abs(low) / top, offset: Math.min(0, low) };
  if (values.length === 0 || low === high || (high <= 0 && !bounds.hasOffset)) return undefined;
  let best: ChannelRange | undefined;
  let bestError = Infinity;
  for (const share of STARTS) {
    const offset = bounds.hasOffset ? Math.max(low, bounds.least) : 0;
    let range = bounded({ step: (share * (high - offset)) / top, offset }, bounds, top);
    if (!(range.step > 0)) continue;
    for (let round = 0; round <= ROUNDS; round++) {
      const { error, refit } = assign(values, weights, range, top, bounds.hasOffset);
      if (error < bestError) {
        best = range;
        bestError = error;
      }
      if (!(refit.step > 0)) break;
      const next = bounded(refit, bounds, top);
      if (!(next.step > 0)) break;
      if (next.step === range.step && next.offset === range.offset) break;
      range = next;
    }
  }
  return best;
}

function bounded({ step, offset }: ChannelRange, { least, most }: ChannelBounds, top: number): ChannelRange {
  const from = Math.max(offset, least);
  return { offset: from, step: Math.min(step, (most - from) / top) };
}

/** Every value to its nearest level; its error, and the affine reading of the codes that fits them best. */
function assign(
  values: readonly number[],
  weights: readonly number[],
  { step, offset }: ChannelRange,
  top: number,
  hasOffset: boolean,
): { readonly error: number; readonly refit: ChannelRange } {
  let error = 0;
  let total = 0;
  let sumK = 0;
  let sumV = 0;
  let sumKK = 0;
  let sumKV = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const weight = weights[i] as number;
    const k = Math.min(top, Math.max(0, Math.round((value - offset) / step)));
    const residual = value - offset - k * step;
    error += weight * residual * residual;
    total += weight;
    sumK += weight * k;
    sumV += weight * value;
    sumKK += weight * k * k;
    sumKV += weight * k * value;
  }
  if (!hasOffset) return { error, refit: { step: sumKK > 0 ? sumKV / sumKK : 0, offset: 0 } };
  const spread = sumKK - (sumK * sumK) / total;
  const slope = spread > 0 ? (sumKV - (sumK * sumV) / total) / spread : 0;
  return { error, refit: { step: slope, offset: (sumV - slope * sumK) / total } };
}

/** Ascending values with their counts; bins are read at their centres, zeros exactly. */
function pointsOf(histogram: Histogram): { readonly values: readonly number[]; readonly weights: readonly number[] } {
  const values: number[] = [];
  const weights: number[] = [];
  let zeros = histogram.total - histogram.counts.reduce((sum, count) => sum + count, 0);
  const take = (value: number, weight: number): void => {
    values.push(value);
    weights.push(weight);
  };
  histogram.counts.forEach((count, bin) => {
    const value = histogram.centre(bin);
    if (value > 0 && zeros > 0) {
      take(0, zeros);
      zeros = 0;
    }
    if (count > 0) take(Math.min(histogram.high, Math.max(histogram.low, value)), count);
  });
  if (zeros > 0) take(0, zeros);
  return { values, weights };
}
