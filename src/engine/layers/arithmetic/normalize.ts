/**
 * Normalization of groups of values (LayerNormalization, RMSNorm, InstanceNormalization, GroupNormalization), in integers alone.
 *
 * Of N codes q of a group, S1 = Σ q and S2 = Σ q², the deviation d = N·q − S1 and V = N·S2 − S1² are exact, and scale and zero point of the
 * input cancel in d/√V but for the term that keeps the root from 0, which is E = N²·ε/s². Without a mean to subtract (RMSNorm),
 * d = N·(q − z) and V = N·Σ (q − z)². With V' = max(1, V + E):
 *   1/√V' = reciprocal · 2^(h − 31):   W = ⌊V'·2^(2h)⌋ in [2^30, 2^32), root = √W and reciprocal = 2^31/root, each to the nearest,
 *   n = d/√V' in units of 2^-16, half up,
 *   y = z_y + floor((n·m[c] + o[c]·2^16 + 2^(shift−1)) / 2^shift),
 * with m[c] = γ/(s_y·2^16) and o[c] = β/s_y as m/2^shift and o·2^16/2^shift. |n| is at most √N·2^16, and d/√V is right to 2^-14 of itself.
 */
import type { Codes } from "../../base/bits";
import { requantizeWithOffset } from "../../base/fixedPoint";
import { invariant } from "../../base/outcome";
import { MAX_NORMALIZED } from "../../ir/op";

/** Fraction bits of n. */
export const NORMALIZED_BITS = 16;

/** Which values are normalized together: of a pixel, or of all pixels, each divided into this many groups of channels. */
export interface NormalizedSpan {
  readonly across: "pixel" | "image";
  readonly groups: number;
  readonly centred: boolean;
}

export interface NormalizeNumbers {
  /** E, a whole number below 2^52. */
  readonly epsilon: number;
  /** One a channel. */
  readonly multipliers: Int32Array;
  readonly offsets: Int32Array;
  readonly shift: number;
}

/** 1/√V' = reciprocal · 2^(h − 31). */
export interface InverseRoot {
  /** From 2^15 to 2^16. */
  readonly reciprocal: number;
  readonly h: number;
}

/**
 * @param codes NHWC; @param channels C; @param zeroPoint of the input
 * @returns y − z_y of every element, not clamped
 */
export function normalizeCodes(
  codes: Codes,
  channels: number,
  zeroPoint: number,
  span: NormalizedSpan,
  numbers: NormalizeNumbers,
): Float64Array {
  const { groups, centred } = span;
  invariant(channels % groups === 0, `${channels} channels do not divide into ${groups} groups`);
  const inner = channels / groups;
  const pixels = codes.length / channels;
  const spans = span.across === "pixel" ? pixels : 1;
  const outer = pixels / spans;
  const results = new Float64Array(codes.length);
  const zero = centred ? 0 : zeroPoint;
  for (let at = 0; at < spans; at++) {
    for (let group = 0; group < groups; group++) {
      const first = at * channels + group * inner;
      const elements = outer * inner;
      invariant(elements <= MAX_NORMALIZED, `${elements} values are normalized together`);
      let sum = 0;
      let squares = 0;
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          const code = (codes[first + o * channels + i] as number) - zero;
          sum += code;
          squares += code * code;
        }
      }
      if (!centred) sum = 0;
      const { reciprocal, h } = inverseRoot(varianceOf(elements, sum, squares) + BigInt(numbers.epsilon));
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          const index = first + o * channels + i;
          const deviation = elements * ((codes[index] as number) - zero) - sum;
          const channel = group * inner + i;
          results[index] = requantizeWithOffset(
            scaledDown(deviation * reciprocal, 31 - NORMALIZED_BITS - h),
            numbers.multipliers[channel] as number,
            numbers.offsets[channel] as number,
            numbers.shift,
          );
        }
      }
    }
  }
  return results;
}

/** V, which codes of 16 bits bring beyond what doubles hold. */
function varianceOf(elements: number, sum: number, squares: number): bigint {
  const most = elements * squares;
  return most < 2 ** 52 ? BigInt(most - sum * sum) : BigInt(elements) * BigInt(squares) - BigInt(sum) * BigInt(sum);
}

/** @param variance V + E, below 2^64 */
export function inverseRoot(variance: bigint): InverseRoot {
  const value = variance < 1n ? 1n : variance;
  // 4^h brings the value to 31 or 32 bits.
  const h = Math.floor((32 - value.toString(2).length) / 2);
  const scaled = h >= 0 ? Number(value) * 4 ** h : Number(value >> BigInt(-2 * h));
  let root = Math.floor(Math.sqrt(scaled));
  // Math.sqrt is exact to the nearest double, and so is its floor for whole numbers of 32 bits; half-way goes up.
  if (scaled - root * root > root) root += 1;
  return { reciprocal: Math.floor((2 ** 31 + Math.floor(root / 2)) / root), h };
}

/** value / 2^places, half up. */
function scaledDown(value: number, places: number): number {
  return places > 0 ? Math.floor((value + 2 ** (places - 1)) / 2 ** places) : value * 2 ** -places;
}
