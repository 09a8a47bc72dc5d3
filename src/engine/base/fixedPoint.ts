/**
 * The one requantizer. `numerics.md` calls it dyadic: M = m / 2^n and
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
const INT32_LIMIT = 2147483648;

/**
 * The normalised dyadic form of HAWQ-V3: |m| in [2^30, 2^31), m rounded half up.
 * @throws only when `real` is not finite or its exponent cannot be held (our bug: callers bound their scales).
 */
export function encodeDyadic(real: number): Dyadic {
  if (real === 0) return { multiplier: 0, shift: MIN_SHIFT };
  if (!Number.isFinite(real)) throw new Error(`a multiplier must be finite, not ${real}`);
  let exponent = Math.floor(Math.log2(Math.abs(real))) + 1; // |real| = f · 2^exponent, f in [0.5, 1)
  let multiplier = Math.floor(scaleByPowerOfTwo(real, 31 - exponent) + 0.5);
  if (Math.abs(multiplier) >= INT32_LIMIT) {
    exponent += 1; // rounding reached 2^31, or log2 was off by one ulp
    multiplier = Math.floor(scaleByPowerOfTwo(real, 31 - exponent) + 0.5);
  }
  const shift = 31 - exponent;
  if (shift < MIN_SHIFT) throw new Error(`multiplier ${real} is too large for a dyadic form`);
  if (shift > MAX_SHIFT) return { multiplier: encodeAtShift(real, MAX_SHIFT), shift: MAX_SHIFT };
  return { multiplier, shift };
}

/** m = round(real · 2^shift), half up. The caller has chosen a shift at which m fits 32 bits. */
export function encodeAtShift(real: number, shift: number): number {
  const multiplier = Math.floor(scaleByPowerOfTwo(real, shift) + 0.5);
  if (Math.abs(multiplier) >= INT32_LIMIT) throw new Error(`multiplier ${real} does not fit 32 bits at shift ${shift}`);
  return multiplier;
}

/**
 * One shift for all channels of a layer: 32 where every multiplier fits (one SMMULR on cores that have it), less where the
 * largest is 0.5 or more (a left shift of the accumulator), more only where 32 would leave the largest fewer than 16 significant bits.
 */
export function commonShift(reals: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < reals.length; i++) largest = Math.max(largest, Math.abs(reals[i] ?? 0));
  if (largest === 0) return 32;
  const normalised = encodeDyadic(largest).shift; // m has 31 bits at this shift
  if (normalised <= 32) return normalised;
  return Math.max(32, normalised - 15);
}

/**
 * floor((acc · multiplier + 2^(shift−1)) / 2^shift), exactly, for int32 `acc` and `multiplier` and MIN_SHIFT ≤ shift ≤ MAX_SHIFT.
 * Unclamped; the zero point is added by the caller.
 */
export function requantize(acc: number, multiplier: number, shift: number): number {
  const high = multiplier >> 16;
  const low = multiplier & 0xffff;
  const whole = acc * high + Math.floor((acc * low) / 65536);
  return Math.floor((whole + 2 ** (shift - 17)) / 2 ** (shift - 16));
}

/**
 * The residual sum: floor((Σ a_i·m_i + 2^(n−1)) / 2^n) with one rounding, for two operands of at most 17 bits.
 * Products stay below 2^48 and their sum is exact in a double.
 */
export function requantizeSum(a: number, ma: number, b: number, mb: number, shift: number): number {
  return Math.floor((a * ma + b * mb + 2 ** (shift - 1)) / 2 ** shift);
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** real · 2^power without the overflow of computing 2^power first. */
function scaleByPowerOfTwo(real: number, power: number): number {
  const half = Math.trunc(power / 2);
  return real * 2 ** half * 2 ** (power - half);
}
