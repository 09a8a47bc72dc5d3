/**
 * Code couples FLASH to which widths occur at all. The coupling is dissolved by enumeration: for a set of weight widths and a set of
 * activation widths, options are restricted to the sets and the code of the sets is charged. A policy is then charged exactly in
 * the pair of the widths it uses, and never less than exactly in any other.
 */
import type { ActivationBits, Bits, WeightBits } from "../../base/bits";
import { optionAt, type ChoiceOptions, type Option, type Tableau } from "../tableau";

export interface WidthPair {
  readonly weightWidths: readonly WeightBits[];
  readonly activationWidths: readonly ActivationBits[];
  readonly codeBytes: number;
}

/** Pairs worth solving: none is contained in another that costs no more code. One pair remains where code costs nothing. */
export function widthPairsOf(tableau: Tableau): readonly WidthPair[] {
  const pairs: WidthPair[] = [];
  for (const weightWidths of subsets(tableau.weights.length > 0 ? tableau.weightWidths : [])) {
    for (const activationWidths of subsets(tableau.activations.length > 0 ? tableau.activationWidths : [])) {
      const present = tableau.activationWidths.filter(
        (bits) => activationWidths.includes(bits) || tableau.givenWidths.includes(bits),
      );
      pairs.push({ weightWidths, activationWidths, codeBytes: tableau.codeBytes(weightWidths, present) });
    }
  }
  return pairs.filter((pair) => !pairs.some((other) => other !== pair && covers(other, pair)));
}

/** The options of the given widths, and their numbers by position. */
export function restrict<B extends Bits>(
  rows: readonly ChoiceOptions<B>[],
  widths: readonly B[],
): { numbers: readonly number[]; rows: readonly (readonly Option[])[] } {
  const [first] = rows;
  const numbers = widths.map((bits) => first?.options.findIndex((option) => option.bits === bits) ?? -1);
  return { numbers, rows: rows.map((row) => numbers.map((number) => optionAt(row, number))) };
}

/** The non-empty sets of widths, or the empty one where there is nothing to choose. */
function subsets<B extends Bits>(widths: readonly B[]): readonly (readonly B[])[] {
  if (widths.length === 0) return [[]];
  const sets: B[][] = [];
  for (let mask = 1; mask < 1 << widths.length; mask++) sets.push(widths.filter((_, i) => (mask >> i) & 1));
  return sets;
}

function covers(other: WidthPair, pair: WidthPair): boolean {
  return (
    other.codeBytes <= pair.codeBytes &&
    pair.weightWidths.every((bits) => other.weightWidths.includes(bits)) &&
    pair.activationWidths.every((bits) => other.activationWidths.includes(bits))
  );
}
