/**
 * Sigmoid and tanh of recurrent layers: one table of the sigmoid's upper half, read with linear interpolation in integers.
 * Twin of src/firmware/time/bw_recurrent.c.
 */

/** Fraction bits of what goes into a gate. */
export const GATE_BITS = 16;
/** Fraction bits of what comes out. */
export const UNIT_BITS = 15;
/** What goes into a gate ends within ±16. */
export const GATE_LIMIT = 2 ** (GATE_BITS + 4) - 1;
/** Fraction bits of the table's steps: 2^12 units are a sixteenth. */
const STEP_BITS = 12;

/** Entry i is (σ(i/16) − 1/2)·2^16, to the nearest, i from 0 to 256. */
export const SIGMOID_TABLE: Int32Array = Int32Array.from({ length: 257 }, (_, i) =>
  Math.round((1 / (1 + Math.exp(-i / 16)) - 0.5) * 65536),
);

/** σ(z) in units of 2^-15, 0 to 2^15. @param z units of 2^-16, |z| at most GATE_LIMIT */
export function sigmoidUnits(z: number): number {
  const half = upperHalf(Math.abs(z));
  return ((z < 0 ? 32768 - half : 32768 + half) + 1) >> 1;
}

/** tanh(z) = 2·σ(2z) − 1 in units of 2^-15, −2^15 to 2^15. @param z units of 2^-16, |z| below 2^30 */
export function tanhUnits(z: number): number {
  const half = upperHalf(Math.min(2 * Math.abs(z), GATE_LIMIT));
  return z < 0 ? -half : half;
}

/** σ(z) − 1/2 in units of 2^-16, 0 ≤ z ≤ GATE_LIMIT. */
function upperHalf(z: number): number {
  const step = z >> STEP_BITS;
  const fraction = z & (2 ** STEP_BITS - 1);
  const from = SIGMOID_TABLE[step] as number;
  const to = SIGMOID_TABLE[step + 1] as number;
  return from + (((to - from) * fraction + 2 ** (STEP_BITS - 1)) >> STEP_BITS);
}
