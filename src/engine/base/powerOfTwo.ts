/**
 * Powers of two in 32-bit integers: the exponential of the softmax tail. The twin in C is `src/firmware/plain/bw_softmax.c`; every operation is one of
 * integers, so that the two agree in every bit on every processor, with every compiler.
 */

/** A mantissa of 1: its last place is 2^-31. */
export const MANTISSA_ONE = 2 ** 31;
/** Units of an exponent: 2^-32. */
export const EXPONENT_ONE = 2 ** 32;
/** Steps end below this. From 2^7 units on already a single code less makes a probability below the smallest normal float. */
const STEP_LIMIT = 2 ** 40;

/**
 * 2^x − 1 for 0 ≤ x < 1 as a polynomial in x without constant term, highest degree first, in units of 2^-31. Remez's exchange gives it: the least
 * relative error of the seventh degree, 2^-34.4. The coefficients are positive and their sum is 2^31, so that no step of Horner's scheme leaves 32 bits.
 */
export const POWER_COEFFICIENTS = [46022, 308748, 2881712, 20646516, 119196129, 515882277, 1488522244] as const;

/** log2(e)·scale in units of 2^-32: by how much a code less lowers the power of two that is e^(scale·code). */
export function encodeExponentStep(scale: number): number {
  return Math.min(Math.round(scale * Math.LOG2E * EXPONENT_ONE), STEP_LIMIT - 1);
}

/** 2^(fraction / 2^32) as a mantissa in [2^31, 2^32), within 2^-29 of it. */
export function powerOfTwo(fraction: number): number {
  const sum = POWER_COEFFICIENTS.reduce((rest, coefficient) => coefficient + highWord(rest, fraction), 0);
  return MANTISSA_ONE + highWord(sum, fraction);
}

/** floor(a·b / 2^32) of unsigned words. Both partial products stay below 2^49, and the floor of the lower one's share may be taken first. */
export function highWord(a: number, b: number): number {
  const high = a * (b >>> 16);
  const low = a * (b & 0xffff);
  return Math.floor((high + Math.floor(low / 65536)) / 65536);
}
