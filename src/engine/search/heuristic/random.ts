/**
 * The control that every search must beat: the best of many random policies within the limits. Each starts with random widths and
 * narrows random tensors that count in a violated limit until the constraints hold. The same seed draws the same policies.
 */
import { seededRandom, type Random } from "../../base/random";
import { stopIfCancelled } from "../../ir/ports";
import { infeasible } from "../answers/least";
import { predictedLossOf } from "../loss";
import {
  demandBytes,
  figuresOf,
  flashBytesOf,
  narrowestOf,
  peakOf,
  policyOf,
  tableauOf,
  type ChoiceOptions,
  type Picks,
  type Tableau,
} from "../tableau";
import type { SearchAnswer, SearchProblem, Strategy } from "../types";

/** Policies drawn. */
export const DRAWS = 200;

export const random: Strategy = (problem, options): SearchAnswer => {
  const tableau = tableauOf(problem);
  const { limits } = problem;
  const source = seededRandom(options.seed);
  const drawn: { readonly picks: Picks; readonly predictedLoss: number }[] = [];
  for (let i = 0; i < DRAWS; i++) {
    stopIfCancelled(options.watch);
    const picks = draw(problem, tableau, source);
    if (picks) drawn.push({ picks, predictedLoss: predictedLossOf(problem, policyOf(tableau, picks)) });
  }
  // Best first, so that the exact need, which costs a plan, is asked for as seldom as possible.
  drawn.sort((a, b) => a.predictedLoss - b.predictedLoss);
  for (const { picks, predictedLoss } of drawn) {
    stopIfCancelled(options.watch);
    const figures = figuresOf(problem, tableau, picks);
    if (figures.ramBytes > limits.ramBytes || figures.flashBytes > limits.flashBytes) continue;
    return { kind: "found", policy: policyOf(tableau, picks), predictedLoss, evaluations: DRAWS, optimal: false };
  }
  const stuck = drawn.length > 0 ? (["ram"] as const) : (["flash", "ram"] as const);
  return infeasible(problem, tableau, { evaluations: DRAWS, stuck, exhausted: false });
};

/** A random policy within the constraints; undefined where narrowing ran out of tensors. */
function draw({ limits }: SearchProblem, tableau: Tableau, source: Random): Picks | undefined {
  const weights = tableau.weights.map(({ options }) => source.below(options.length));
  const activations = tableau.activations.map(({ options }) => source.below(options.length));
  while (peakOf(tableau, activations).bytes > limits.ramBytes) {
    const alive = tableau.demands
      .filter((demand) => demandBytes(demand, activations) > limits.ramBytes)
      .flatMap(({ terms }) => terms.map(({ activation }) => activation));
    if (!narrowOne(tableau.activations, activations, alive, source)) return undefined;
  }
  while (flashBytesOf(tableau, { weights, activations }) > limits.flashBytes) {
    if (!narrowOne(tableau.weights, weights, [...weights.keys()], source)) return undefined;
  }
  return { weights, activations };
}

/** Narrows one of `rows` that still can be; false where none can. */
function narrowOne(all: readonly ChoiceOptions[], picks: number[], rows: readonly number[], source: Random): boolean {
  const open = rows.filter((row) => {
    const choice = all[row];
    return choice !== undefined && (picks[row] ?? Infinity) < narrowestOf(choice);
  });
  const row = open[source.below(Math.max(1, open.length))];
  if (row === undefined) return false;
  picks[row] = (picks[row] ?? 0) + 1;
  return true;
}
