/**
 * Whether a budget can be met, asked of the policies that need least before anything is searched: a search that knows no losses has
 * nothing to prefer and proves more than was asked. A "no" proves nothing, for the least that counts is the arena's, not the live sums'.
 */
import { leastFlashWithin, narrowestActivations } from "./least";
import { figuresOf, tableauOf, type Picks, type Tableau } from "../tableau";
import type { SearchProblem } from "../types";
import { widthPairsOf } from "../exact/widthSets";

/** True: some policy keeps to the limits. False: none of the few that are the surest to. Losses do not matter. */
export function surelyFits(problem: SearchProblem): boolean {
  return surePicks(problem, tableauOf(problem)) !== undefined;
}

/** A policy that keeps to the limits, of the few that are the surest to; undefined where none of these does. */
export function surePicks(problem: SearchProblem, tableau: Tableau): Picks | undefined {
  const { limits } = problem;
  const pairs = widthPairsOf(tableau);
  const narrowest = narrowestActivations(tableau);
  const withinRam = leastFlashWithin(tableau, pairs, limits.ramBytes);
  if (!withinRam) return undefined;
  // The least FLASH that live sums allow first; where its arena is fragmented, the fewest bytes at every step.
  return [withinRam, { weights: withinRam.weights, activations: narrowest }].find((picks) => {
    const { flashBytes, ramBytes } = figuresOf(problem, tableau, picks);
    return flashBytes <= limits.flashBytes && ramBytes <= limits.ramBytes;
  });
}
