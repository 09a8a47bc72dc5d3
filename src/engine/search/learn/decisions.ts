/**
 * A policy as a sequence of decisions: layer by layer, the width of its weights, then that of its output. And what learners do with a
 * sequence that needs too much memory: narrow it from its end to its beginning until it fits.
 */
import type { Layer } from "../../ir/network";
import {
  demandBytes,
  figuresOf,
  flashBytesOf,
  narrowestOf,
  peakOf,
  type ChoiceOptions,
  type Picks,
  type Tableau,
} from "../tableau";
import type { SearchProblem } from "../types";

export interface Decision {
  readonly kind: "weights" | "activation";
  /** Into Tableau.weights or Tableau.activations. */
  readonly row: number;
  readonly layer: Layer;
}

/** Option numbers under way. */
export interface OpenPicks {
  readonly weights: number[];
  readonly activations: number[];
}

/** Every choice of the tableau once; a width that several layers share is decided at the first that makes a tensor of it. */
export function decisionsOf({ network }: SearchProblem, tableau: Tableau): readonly Decision[] {
  const weightRows = new Map(tableau.weights.map(({ choice }, row) => [choice.name, row]));
  const activationRows = new Map(
    tableau.activations.flatMap(({ choice }, row) => (choice.kind === "activation" ? [[choice.group, row]] : [])),
  );
  return network.layers.flatMap((layer): Decision[] => {
    const weights = weightRows.get(layer.name);
    const group = network.activations[layer.output]?.group ?? layer.output;
    const activation = activationRows.get(group);
    activationRows.delete(group);
    return [
      ...(weights === undefined ? [] : [{ kind: "weights", row: weights, layer } as const]),
      ...(activation === undefined ? [] : [{ kind: "activation", row: activation, layer } as const]),
    ];
  });
}

/** The row of a decision's options. */
export function rowOf(tableau: Tableau, { kind, row }: Decision): ChoiceOptions {
  const found = (kind === "weights" ? tableau.weights : tableau.activations)[row];
  if (!found) throw new Error(`there is no row ${row} of ${kind}`);
  return found;
}

export function optionOf(picks: Picks, { kind, row }: Decision): number {
  const option = (kind === "weights" ? picks.weights : picks.activations)[row];
  if (option === undefined) throw new Error(`there is no row ${row} of ${kind}`);
  return option;
}

/**
 * HAQ's loop for two limits: walk from the last decision to the first, narrow each by one width and test, until both limits hold. Weights
 * are narrowed while FLASH is exceeded, an activation while a step at which it is alive exceeds RAM. What only the exact need shows (an
 * arena's fragmentation) tightens the limits that the walk tests against.
 *
 * @param picks narrowed in place
 * @returns which limits no further narrowing helps to keep; none where the policy fits
 */
export function narrowToFit(
  problem: SearchProblem,
  tableau: Tableau,
  decisions: readonly Decision[],
  picks: OpenPicks,
): readonly ("flash" | "ram")[] {
  let { flashBytes, ramBytes } = problem.limits;
  for (;;) {
    const narrowed = walk(tableau, decisions, picks, flashBytes, ramBytes);
    const counted = { flashBytes: flashBytesOf(tableau, picks), ramBytes: peakOf(tableau, picks.activations).bytes };
    const short = exceeded(counted, { flashBytes, ramBytes });
    if (short.length > 0) {
      if (narrowed === 0) return short;
      continue;
    }
    const need = figuresOf(problem, tableau, picks);
    if (exceeded(need, problem.limits).length === 0) return [];
    // At least one byte below what is counted now, so that every round narrows something.
    flashBytes = tightened(flashBytes, need.flashBytes - problem.limits.flashBytes, counted.flashBytes);
    ramBytes = tightened(ramBytes, need.ramBytes - problem.limits.ramBytes, counted.ramBytes);
  }
}

/** One walk; answers how many decisions it narrowed. */
function walk(
  tableau: Tableau,
  decisions: readonly Decision[],
  picks: OpenPicks,
  flashBytes: number,
  ramBytes: number,
): number {
  let narrowed = 0;
  for (let i = decisions.length - 1; i >= 0; i--) {
    const decision = decisions[i] as Decision;
    const rows = picks[decision.kind === "weights" ? "weights" : "activations"];
    const option = optionOf(picks, decision);
    if (option >= narrowestOf(rowOf(tableau, decision))) continue;
    const isShort =
      decision.kind === "weights"
        ? flashBytesOf(tableau, picks) > flashBytes
        : isAliveAbove(tableau, picks.activations, decision.row, ramBytes);
    if (!isShort) continue;
    rows[decision.row] = option + 1;
    narrowed += 1;
  }
  return narrowed;
}

function isAliveAbove(tableau: Tableau, activations: readonly number[], row: number, ramBytes: number): boolean {
  return tableau.demands.some(
    (demand) =>
      demand.terms.some(({ activation }) => activation === row) && demandBytes(demand, activations) > ramBytes,
  );
}

type Bytes = SearchProblem["limits"];

function exceeded(need: Bytes, limits: Bytes): readonly ("flash" | "ram")[] {
  return [
    ...(need.flashBytes > limits.flashBytes ? (["flash"] as const) : []),
    ...(need.ramBytes > limits.ramBytes ? (["ram"] as const) : []),
  ];
}

function tightened(limit: number, excess: number, counted: number): number {
  return excess > 0 ? Math.min(limit - excess, counted - 1) : limit;
}
