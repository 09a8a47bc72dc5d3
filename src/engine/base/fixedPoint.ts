/**
 * The one requantizer (docs/numerics.md). It is dyadic: M = m / 2^n and
 *   y = floor((acc · m + 2^(n−1)) / 2^n)          (64-bit product, one rounding, half up).
 * The generated C computes the same expression; the two are compared over edge inputs.
 *
 * JavaScript has no 64-bit integers that are fast, so the product is split: with m = mh·2^16 + ml both partial products
 * stay below 2^47 and are exact in a double, and because 0 ≤ low part < 1 the floor may be taken on the high part alone.
 * That argument needs n ≥ 17, which is why MIN_SHIFT exists.
 */

/** A real multiplier as m / 2^n. */
export interface Dyadic {
  /** Signed, |m| < 2^31. */
  readonly multiplier: number;
  /** n, at least MIN_SHIFT and at most MAX_SHIFT. */
  readonly shift: number;
}

export const MIN_SHIFT = 17;
export const MAX_SHIFT = 62;
/** Largest |a|, |b| that requantizeSum takes: products stay below 2^51 and their sum below 2^52. */
export const MAX_SUM_OPERAND = 2 ** 20;
const INT32_LIMIT = 2147483648;
/** Below it doubles hold what `requantize` adds up. */
const EXACT_ACC = 2 ** 36;
/** Bits that commonShift keeps in the largest multiplier. */
const LEAST_SIGNIFICANT_BITS = 16;
/** 2^i at i. Reading a table is what lets the hot loops call requantize itself instead of a copy of it. */
const POWERS = Float64Array.from({ length: MAX_SHIFT + 1 }, (_, i) => 2 ** i);

/** Just below 2^14: the largest real with a dyadic form. */
const LARGEST_REAL = (INT32_LIMIT - 1) / 2 ** MIN_SHIFT;

/**
 * The nearest real that has a dyadic form. At 2^14 and more, one unit of an accumulator is worth more output codes than there are, so every
 * accumulator but 0 saturates either way.
 */
export function withinDyadic(real: number): number {
  return clamp(real, -LARGEST_REAL, LARGEST_REAL);
}

/**
 * The normalised dyadic form of HAWQ-V3: |m| in [2^30, 2^31), m rounded half up. Reals below 2^−32 keep fewer bits, because n
 * ends at MAX_SHIFT; larger ones than 2^14 are cut (withinDyadic).
 * @throws only when `real` is not a number (our bug: callers bound their scales).
 */
export function encodeDyadic(real: number): Dyadic {
  if (real === 0) return { multiplier: 0, shift: MIN_SHIFT };
  const shift = clamp(normalisedShift(real), MIN_SHIFT, MAX_SHIFT);
  return { multiplier: encodeAtShift(withinDyadic(real), shift), shift };
}

/** m = round(real · 2^shift), half up. The caller has chosen a shift at which m fits 32 bits. */
export function encodeAtShift(real: number, shift: number): number {
  const multiplier = roundHalfUp(scaleByPowerOfTwo(real, shift));
  if (!(Math.abs(multiplier) < INT32_LIMIT))
    throw new Error(`multiplier ${real} does not fit 32 bits at shift ${shift}`);
  return multiplier;
}

/**
 * One shift for all channels of a layer: 32 where every multiplier fits (one SMMULR on cores that have it), less where the
 * largest is 0.5 or more (a left shift of the accumulator), more only where 32 would leave the largest fewer than 16 significant bits.
 * Reals that have no dyadic form are to be cut first (withinDyadic).
 */
export function commonShift(reals: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < reals.length; i++) largest = Math.max(largest, Math.abs(reals[i] ?? 0));
  if (largest === 0) return 32;
  const normalised = normalisedShift(largest); // m has 31 bits at this shift
  if (normalised <= 32) return Math.max(normalised, MIN_SHIFT);
  return Math.min(Math.max(32, normalised - (31 - LEAST_SIGNIFICANT_BITS)), MAX_SHIFT);
}

/**
 * floor((acc · multiplier + 2^(shift−1)) / 2^shift), exactly, for int32 `acc` and `multiplier` and MIN_SHIFT ≤ shift ≤ MAX_SHIFT.
 * Unclamped; the zero point is added by the caller.
 */
export function requantize(acc: number, multiplier: number, shift: number): number {
  const high = multiplier >> 16;
  const low = multiplier & 0xffff;
  const whole = acc * high + Math.floor((acc * low) / 65536);
  return Math.floor((whole + (POWERS[shift - 17] as number)) / (POWERS[shift - 16] as number));
}

/**
 * floor((acc · multiplier + offset · 2^16 + 2^(shift−1)) / 2^shift), exactly, for int32 `acc`, `multiplier` and `offset` and
 * MIN_SHIFT ≤ shift ≤ MAX_SHIFT: one rounding for a product and a constant.
 */
export function requantizeWithOffset(acc: number, multiplier: number, offset: number, shift: number): number {
  const high = multiplier >> 16;
  const low = multiplier & 0xffff;
  const whole = acc * high + Math.floor((acc * low) / 65536) + offset;
  return Math.floor((whole + (POWERS[shift - 17] as number)) / (POWERS[shift - 16] as number));
}

/**
 * floor((a · ma + b · mb + 2^(shift−1)) / 2^shift), exactly, for int32 operands and multipliers and MIN_SHIFT ≤ shift ≤ MAX_SHIFT: two
 * accumulators of different scales with one rounding.
 */
export function requantizePair(a: number, ma: number, b: number, mb: number, shift: number): number {
  const high = a * (ma >> 16) + b * (mb >> 16);
  const whole = high + Math.floor((a * (ma & 0xffff) + b * (mb & 0xffff)) / 65536);
  return Math.floor((whole + (POWERS[shift - 17] as number)) / (POWERS[shift - 16] as number));
}

/**
 * The residual sum: floor((Σ a_i·m_i + 2^(n−1)) / 2^n) with one rounding, exactly, for |a|, |b| ≤ MAX_SUM_OPERAND, int32
 * multipliers and 1 ≤ shift ≤ MAX_SHIFT.
 *
 * Then |Σ| ≤ 2^52. Up to shift 53 the sum with its half stays within 2^53, where doubles hold every integer, and the division by a
 * power of two is exact. Beyond, the half exceeds |Σ|, so the true quotient lies inside (0, 1); adding to a half of 2^53 or more
 * rounds by far less than the 2^52 that separate it from either end, and the answer is 0 as it must be.
 */
export function requantizeSum(a: number, ma: number, b: number, mb: number, shift: number): number {
  return Math.floor((a * ma + b * mb + (POWERS[shift - 1] as number)) / (POWERS[shift] as number));
}

/** `requantize` of sums that may need more than 32 bits (of codes of 16 bits): |acc| below 2^50. */
export function requantizeLong(acc: number, multiplier: number, shift: number): number {
  if (Math.abs(acc) < EXACT_ACC) return requantize(acc, multiplier, shift);
  return Number((BigInt(acc) * BigInt(multiplier) + (1n << BigInt(shift - 1))) >> BigInt(shift));
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** The n at which round(|real|·2^n) lies in [2^30, 2^31). May lie outside MIN_SHIFT … MAX_SHIFT. */
function normalisedShift(real: number): number {
  if (!Number.isFinite(real)) throw new Error(`a multiplier must be finite, not ${real}`);
  const magnitude = Math.abs(real);
  let shift = 30 - Math.floor(Math.log2(magnitude));
  // log2 may be off by one ulp at a power of two, and rounding may reach 2^31: ask the multiplier itself.
  while (roundHalfUp(scaleByPowerOfTwo(magnitude, shift)) >= INT32_LIMIT) shift -= 1;
  while (roundHalfUp(scaleByPowerOfTwo(magnitude, shift)) < INT32_LIMIT / 2) shift += 1;
  return shift;
}

/** Math.round is exactly half up, unlike floor(x + 0.5), whose addition rounds; the sum turns −0 into 0. */
function roundHalfUp(value: number): number {
  return Math.round(value) + 0;
}

/** real · 2^power without the overflow of computing 2^power first. */
function scaleByPowerOfTwo(real: number, power: number): number {
  const half = Math.trunc(power / 2);
  return real * 2 ** half * 2 ** (power - half);
}
