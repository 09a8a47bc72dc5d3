/**
 * What the codes of a weight tensor stand for: a table of whole numbers, one a code, that a scale a channel turns into reals. On the plain grid a
 * code is its own level.
 */
import { maxCode, type WeightBits } from "./bits";

export interface WeightFormat {
  readonly bits: WeightBits;
  /** By code, ascending; absent: the plain grid. */
  readonly levels?: Int16Array;
}

/** Codes of some format, in rows of a scale and a zero point each: code c of row r stands for scales[r]·(level of c − zeroPoints[r]). */
export interface LevelledCodes extends WeightFormat {
  readonly codes: Uint8Array;
  readonly zeroPoints: Uint8Array;
}

/** The level of each code. */
export function levelsOf({ bits, levels }: WeightFormat): Int16Array {
  return levels ?? Int16Array.from({ length: maxCode(bits) + 1 }, (_, code) => code);
}

/** The width of the plain grid on which all levels lie. */
export function gridBits({ bits, levels }: WeightFormat): WeightBits {
  return levels ? 8 : bits;
}

/** Level − zero point of each weight of the rows from `first` on, in the order of the codes. */
export function centredLevels(
  weights: LevelledCodes,
  first = 0,
  count = weights.zeroPoints.length - first,
): Int16Array {
  const { codes, zeroPoints } = weights;
  const levels = levelsOf(weights);
  const columns = codes.length / zeroPoints.length;
  const centred = new Int16Array(count * columns);
  for (let row = 0, at = 0; row < count; row++) {
    const zeroPoint = zeroPoints[first + row] as number;
    const from = (first + row) * columns;
    for (let k = 0; k < columns; k++, at++) {
      centred[at] = (levels[codes[from + k] as number] as number) - zeroPoint;
    }
  }
  return centred;
}

/**
 * nearestCode by one look-up: the middle between two whole levels is a multiple of a half, so a value's half decides.
 * @param levels of 0 … 255
 */
export function nearestCodes(levels: Int16Array): (value: number) => number {
  const ofHalf = Uint8Array.from({ length: HALVES }, (_, half) => nearestCode(levels, half / 2));
  return (value) => {
    const half = Math.floor(2 * value);
    return ofHalf[half < 0 ? 0 : half >= HALVES ? HALVES - 1 : half] as number;
  };
}
const HALVES = 512;

/** The code whose level is nearest to the value; of two as near, the upper one. */
export function nearestCode(levels: Int16Array, value: number): number {
  let low = 0;
  let high = levels.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (2 * value >= (levels[middle] as number) + (levels[middle + 1] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
