/**
 * Functions of one operand at 16 bits: a table read with linear interpolation in integers. Twin of bw_wide_lookup_codes (src/firmware/wide/bw_wide.c).
 *
 * Points lie on either side of the zero point, P = 2^p in the first step and as many in each octave behind: at the distances 0, 1 … P − 1 and then
 * (P + i)·2^k for i from 0 to P − 1. So they are densest around 0, where functions of one operand bend. With P = 128 where all codes are at or above the zero
 * point, else 64 a side, there are fewer than TABLE_POINTS. Values are codes of the output times 2^(16 − bits): one rounding, behind the interpolation.
 */
import { maxCode, newCodes, type Codes } from "../../base/bits";
import type { ActivationFormat } from "../../ir/program";

/** What is stored: the points above the zero point, those below, and what fills them up. */
export const TABLE_POINTS = 1284;

/** log2 of the points of an octave. */
export function octaveBits({ zeroPoint }: ActivationFormat): number {
  return zeroPoint === 0 ? 7 : 6;
}

/** Points up to the first distance at or beyond `reach`. */
export function pointsUpTo(reach: number, octave: number): number {
  const { index } = placeOf(reach, octave);
  return index + 2;
}

/** @returns entries above the zero point, then those below */
export function interpolationTable(
  input: ActivationFormat,
  output: ActivationFormat,
  codeAt: (distance: number, fine: ActivationFormat) => number,
): Uint16Array {
  const octave = octaveBits(input);
  const places = 2 ** (16 - output.bits);
  const fine: ActivationFormat = { bits: 16, scale: output.scale / places, zeroPoint: output.zeroPoint * places };
  const table = new Uint16Array(TABLE_POINTS);
  const above = pointsUpTo(maxCode(input.bits) - input.zeroPoint, octave);
  for (let i = 0; i < above; i++) table[i] = codeAt(distanceAt(i, octave), fine);
  const below = pointsUpTo(input.zeroPoint, octave);
  for (let i = 0; i < below; i++) table[above + i] = codeAt(0 - distanceAt(i, octave), fine);
  return table;
}

export function runInterpolated(codes: Codes, table: Codes, input: ActivationFormat, output: ActivationFormat): Codes {
  const octave = octaveBits(input);
  const above = pointsUpTo(maxCode(input.bits) - input.zeroPoint, octave);
  const down = 16 - output.bits;
  const half = down === 0 ? 0 : 2 ** (down - 1);
  const largest = maxCode(output.bits);
  const made = newCodes(output.bits, codes.length);
  for (let i = 0; i < codes.length; i++) {
    const distance = (codes[i] as number) - input.zeroPoint;
    const { index, rest, places } = placeOf(Math.abs(distance), octave);
    const first = index + (distance < 0 ? above : 0);
    const from = table[first] as number;
    const to = table[first + 1] as number;
    const value = from + Math.floor(((to - from) * rest + (places === 0 ? 0 : 2 ** (places - 1))) / 2 ** places);
    made[i] = Math.min(largest, (value + half) >> down);
  }
  return made;
}

/** The point at or in front of a distance, and what remains of 2^places to the next. */
function placeOf(distance: number, octave: number): { index: number; rest: number; places: number } {
  const places = Math.max(0, 31 - Math.clz32(distance) - octave);
  const step = distance >> places;
  return { index: (places << octave) + step, rest: distance - (step << places), places };
}

function distanceAt(index: number, octave: number): number {
  const points = 2 ** octave;
  if (index < 2 * points) return index;
  const places = (index >> octave) - 1;
  return (index - places * points) * 2 ** places;
}
