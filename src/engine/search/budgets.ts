/** One problem asked under many budgets: what the search learns about RAM under one of them is not asked again under the others. */
import type { Policy } from "../ir/network";
import type { Limits } from "./candidates";
import type { SearchProblem } from "./types";

/** Exact needs asked for before a search gives up being proven; each of many searches should stay well below a tenth of a second. */
export const REPLANNINGS = 24;

/** How long work with many searches keeps the outside waiting. */
export interface Pauses {
  /** Lets the outside run between two searches, so that it can show progress and cancel. */
  readonly pause: () => Promise<void>;
}

export const unpaused: Pauses = { pause: () => Promise.resolve() };

export function underBudgets(problem: SearchProblem): (limits: Limits) => SearchProblem {
  const known = new Map<string, number>();
  return (limits) => ({
    ...problem,
    limits,
    need: (policy: Policy) => {
      // RAM depends on activations alone (SearchProblem.need): where it is known to be too much, FLASH does not matter.
      const key = [...policy.activations.values()].join("");
      const ramBytes = known.get(key);
      if (ramBytes !== undefined && ramBytes > limits.ramBytes) return { flashBytes: 0, ramBytes };
      const figures = problem.need(policy);
      known.set(key, figures.ramBytes);
      return figures;
    },
  });
}
