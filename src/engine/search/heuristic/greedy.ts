/**
 * Start at 8 bits everywhere; while a limit is violated, narrow the tensor that adds the least loss per byte it saves in that limit:
 * first RAM (bytes by which steps exceed it, summed), then FLASH (bytes of the tensor; the code of a width that is new is paid, but
 * not foreseen). Quick and often close to the optimum; the control that shows what exactness is worth.
 */
import { stopIfCancelled } from "../../ir/ports";
import { infeasible } from "../answers/least";
import { predictedLossOf } from "../loss";
import {
  demandBytes,
  figuresOf,
  flashBytesOf,
  optionAt,
  policyOf,
  tableauOf,
  type ChoiceOptions,
  type Tableau,
} from "../tableau";
import type { SearchAnswer, Strategy } from "../types";

export const greedy: Strategy = (problem, options): SearchAnswer => {
  const tableau = tableauOf(problem);
  const { limits } = problem;
  const activations = tableau.activations.map(() => 0);
  const weights = tableau.weights.map(() => 0);
  const picks = { weights, activations };
  let evaluations = 0;
  const apply = (rows: number[], move: Move | undefined): boolean => {
    if (!move) return false;
    rows[move.row] = move.option;
    evaluations += 1;
    return true;
  };
  const giveUp = (stuck: "flash" | "ram"): SearchAnswer =>
    infeasible(problem, tableau, { evaluations, stuck: [stuck], exhausted: false });

  let { ramBytes, flashBytes } = limits;
  for (;;) {
    stopIfCancelled(options.watch);
    if (excessOf(tableau, activations, ramBytes) > 0) {
      const saved = (row: number, option: number): number => excessSaved(tableau, activations, ramBytes, row, option);
      if (!apply(activations, cheapest(tableau.activations, activations, saved))) return giveUp("ram");
      continue;
    }
    if (flashBytesOf(tableau, picks) > flashBytes) {
      if (
        !apply(
          weights,
          cheapest(tableau.weights, weights, (row, option) => bytesSaved(tableau, weights, row, option)),
        )
      ) {
        return giveUp("flash");
      }
      continue;
    }
    // What the constraints do not see (an arena's fragmentation) tightens the limit they are held to.
    const figures = figuresOf(problem, tableau, picks);
    evaluations += 1;
    if (figures.ramBytes <= limits.ramBytes && figures.flashBytes <= limits.flashBytes) break;
    ramBytes -= Math.max(0, figures.ramBytes - limits.ramBytes);
    flashBytes -= Math.max(0, figures.flashBytes - limits.flashBytes);
  }
  const policy = policyOf(tableau, picks);
  return { kind: "found", policy, predictedLoss: predictedLossOf(problem, policy), evaluations, optimal: false };
};

interface Move {
  readonly row: number;
  readonly option: number;
}

/** The narrowing with the least added loss per byte saved, the first of equals; undefined where none saves anything. */
function cheapest(
  rows: readonly ChoiceOptions[],
  picks: readonly number[],
  savedBytes: (row: number, option: number) => number,
): Move | undefined {
  let best: (Move & { readonly price: number }) | undefined;
  rows.forEach((choice, row) => {
    const own = picks[row] ?? 0;
    for (let option = own + 1; option < choice.options.length; option++) {
      const saved = savedBytes(row, option);
      if (saved <= 0) continue;
      const price = (optionAt(choice, option).loss - optionAt(choice, own).loss) / saved;
      if (!best || price < best.price) best = { row, option, price };
    }
  });
  return best;
}

function bytesSaved(tableau: Tableau, weights: readonly number[], row: number, option: number): number {
  const choice = tableau.weights[row];
  return choice ? optionAt(choice, weights[row] ?? 0).bytes - optionAt(choice, option).bytes : 0;
}

/** Bytes above the limit, summed over the steps. */
function excessOf(tableau: Tableau, activations: readonly number[], ramBytes: number): number {
  return tableau.demands.reduce((sum, demand) => sum + Math.max(0, demandBytes(demand, activations) - ramBytes), 0);
}

function excessSaved(
  tableau: Tableau,
  activations: readonly number[],
  ramBytes: number,
  row: number,
  option: number,
): number {
  const narrowed = activations.map((own, i) => (i === row ? option : own));
  return excessOf(tableau, activations, ramBytes) - excessOf(tableau, narrowed, ramBytes);
}
