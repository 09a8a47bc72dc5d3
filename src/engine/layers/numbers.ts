/** Numbers that several kinds of layers compute with (docs/numerics.md). */
import { clamp, commonShift, encodeAtShift, withinDyadic } from "../base/fixedPoint";
import { maxCode } from "../base/bits";
import type { ActivationFormat, Requantizer } from "../ir/program";

/** One multiplier for each of the reals, at the shift that suits them all. */
export function requantizerOf(wanted: readonly number[]): Requantizer {
  const reals = wanted.map(withinDyadic);
  const shift = commonShift(reals);
  return { multipliers: Int32Array.from(reals, (real) => encodeAtShift(real, shift)), shift };
}

/** Where a function has no value (the logarithm of a negative number) the code stands for 0: the float network never gets there. */
export function codeOf(real: number, format: ActivationFormat): number {
  if (Number.isNaN(real)) return format.zeroPoint;
  return clamp(Math.floor(real / format.scale + 0.5) + format.zeroPoint, 0, maxCode(format.bits));
}
