/**
 * One question asked many times: under other budgets, or with a tensor held at a width. Where layers stream, the constraints hold for one
 * segmentation at a time, so that the question is several problems and the best answer counts. What a search learns about the RAM of
 * activations is not asked again by the next.
 */
import type { Bits } from "../base/bits";
import type { Watch } from "../ir/ports";
import type { Choice, Policy } from "../ir/network";
import type { Limits } from "./candidates";
import { searchTableau, type Effort } from "./exact";
import { forced } from "./forced";
import { figuresOf, picksOf, tableauOf, type Tableau } from "./tableau";
import type { Found, SearchProblem } from "./types";

/** Each of many searches should stay well below a tenth of a second: where that is too little, an answer is not called proven. */
const EFFORT: Effort = { replannings: 12, breadth: { first: 600, bounded: 1_000, thin: true } };

/** A problem in all ways in which its layers may be run: networks, losses and limits are the same. */
export interface Question {
  readonly problems: readonly [SearchProblem, ...SearchProblem[]];
  /** What a report says of a policy: how its layers would really be run, and where RAM peaks then. */
  readonly figuresOf: (policy: Policy) => Limits & { readonly peakLayer: string };
}

export interface Work {
  readonly watch: Watch;
  /** Lets the outside run between two searches, so that it can show progress and cancel. */
  readonly pause: () => Promise<void>;
}

export interface BudgetAnswer {
  readonly policy: Policy;
  readonly predictedLoss: number;
  /** Whether it is proven that no policy within the limits has a smaller predicted loss. */
  readonly optimal: boolean;
  /** What had to keep within the limits: of a network that runs as the search had it. */
  readonly needed: Limits;
}

/** The exact search's answer under these limits; undefined where none was found. */
export type AskBudget = (
  limits: Limits,
  held?: { readonly choice: Pick<Choice, "kind" | "name">; readonly bits: Bits },
) => BudgetAnswer | undefined;

/**
 * @param scope "all" ways to run layers, or the one that is best within the question's own limits: for questions near them, in a third of
 * the time
 */
export function budgetsOf({ problems }: Question, watch: Watch, scope: "all" | "best"): AskBudget {
  const options = { seed: 0, watch: quiet(watch) };
  // To settle takes dozens of plans, which are ten times as dear where layers stream.
  const effort: Effort = { ...EFFORT, settles: problems.length === 1 };
  let variants = problems.map((problem) => ({ problem, tableau: tableauOf(problem), under: underBudgets(problem) }));
  if (scope === "best" && variants.length > 1) {
    const losses = variants.map(({ problem, tableau }) => {
      const answer = searchTableau(problem, tableau, options, effort);
      return answer.kind === "found" ? answer.predictedLoss : Infinity;
    });
    const best = losses.indexOf(Math.min(...losses));
    variants = variants.filter((_, i) => i === best);
  }
  return (limits, held) => {
    let best: { readonly found: Found; readonly problem: SearchProblem; readonly tableau: Tableau } | undefined;
    for (const { tableau, under } of variants) {
      const problem = under(limits);
      const offered = held ? forced(tableau, held.choice, held.bits) : tableau;
      const found = searchTableau(problem, offered, options, effort);
      if (found.kind === "none") continue;
      if (!best || found.predictedLoss < best.found.predictedLoss) best = { found, problem, tableau };
      if (isUncut(found.policy, held?.choice)) break; // RAM was no limit: another way to run layers could do no better
    }
    if (!best) return undefined;
    const { policy, predictedLoss, optimal } = best.found;
    return {
      policy,
      predictedLoss,
      optimal: optimal && (problems.length === 1 || isUncut(policy, held?.choice)),
      needed: figuresOf(best.problem, best.tableau, picksOf(best.tableau, policy)),
    };
  };
}

function isUncut({ activations }: Policy, held: Pick<Choice, "kind" | "name"> | undefined): boolean {
  const heldName = held?.kind === "activation" ? held.name : undefined;
  return [...activations].every(([name, bits]) => bits === 8 || name === heldName);
}

function underBudgets(problem: SearchProblem): (limits: Limits) => SearchProblem {
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

/** Each search's own progress would make the whole's jump. */
function quiet(watch: Watch): Watch {
  return {
    progress: () => undefined,
    get cancelled() {
      return watch.cancelled;
    },
  };
}
