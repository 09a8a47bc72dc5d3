/**
 * One question asked many times: under other budgets, or with a tensor held at a width. Where layers stream, the constraints hold for one
 * segmentation at a time, so that the question is several problems and the best answer counts. What a search learns about the RAM of
 * activations is not asked again by the next.
 */
import type { Bits } from "../../base/bits";
import { quietly, type Watch } from "../../ir/ports";
import type { Choice, Policy } from "../../ir/network";
import { CandidateStream, KnownParts, type Limits } from "../exact/candidates";
import { searchTableau, type Effort } from "../exact/exact";
import { forced } from "../exact/forced";
import { activationKey } from "../../memory/execution/widthKeys";
import { figuresOf, picksOf, tableauOf, type Tableau } from "../tableau";
import type { Found, SearchProblem } from "../types";

/** Each of many searches should stay well below a tenth of a second: where that is too little, an answer is not called proven. */
const EFFORT: Effort = { replannings: 12, breadth: { first: 600, bounded: 1_000, thin: true } };

/** Sums of the same losses in another order differ by rounding. */
const ROUNDING = 1 + 1e-12;

/** A problem in all ways in which its layers may be run: networks, losses and limits are the same. */
export interface Question {
  readonly problems: readonly [SearchProblem, ...SearchProblem[]];
  /** What a report says of a policy: how its layers would really be run, and where RAM peaks then. */
  readonly figuresOf: (policy: Policy) => Limits & { readonly peakLayer: string };
  /** The same of the chosen policy with one tensor at another width, whose layers run as the chosen policy's do. */
  readonly editedFiguresOf: Question["figuresOf"];
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

/** A tensor that has to have this width. */
interface HeldWidth {
  readonly choice: Pick<Choice, "kind" | "name">;
  readonly bits: Bits;
}

/** The exact search's answer under these limits; undefined where none was found. */
export type AskBudget = (limits: Limits, held?: HeldWidth) => BudgetAnswer | undefined;

/**
 * @param scope "all" ways to run layers, or the one that is best within the question's own limits: for questions near them, in a third of
 * the time
 */
export function budgetsOf({ problems }: Pick<Question, "problems">, watch: Watch, scope: "all" | "best"): AskBudget {
  // Each search's own progress would make the whole's jump.
  const options = { seed: 0, watch: quietly(watch) };
  // To settle takes dozens of plans, which are ten times as dear where layers stream.
  const known = new KnownParts();
  const effort: Effort = { ...EFFORT, settles: problems.length === 1, known };
  const all = problems
    .map((problem) => ({ problem, tableau: tableauOf(problem), under: underBudgets(problem) }))
    .sort((a, b) => a.tableau.flashFixedBytes - b.tableau.flashFixedBytes); // the least code first: leastLossOf is its bound
  const [{ tableau: leastCode } = { tableau: tableauOf(problems[0]) }] = all;
  /** No way to run layers has a smaller loss: RAM is no limit, and none has less code. */
  const leastLossOf = (flashBytes: number, held: HeldWidth | undefined): number => {
    const offered = held ? forced(leastCode, held.choice, held.bits) : leastCode;
    const limits = { flashBytes, ramBytes: Infinity };
    const first = new CandidateStream(offered, limits, options.watch, effort.breadth, known).next();
    return first?.proven === true ? first.loss * ROUNDING : -Infinity;
  };
  let variants = all;
  if (scope === "best" && variants.length > 1) {
    const losses = variants.map(({ problem, tableau }) => {
      const answer = searchTableau(problem, tableau, options, effort);
      return answer.kind === "found" ? answer.predictedLoss : Infinity;
    });
    const best = losses.indexOf(Math.min(...losses));
    variants = variants.filter((_, i) => i === best);
  }
  return (limits, held) => {
    const leastLoss = all.length > 1 ? leastLossOf(limits.flashBytes, held) : -Infinity;
    let best: { readonly found: Found; readonly problem: SearchProblem; readonly tableau: Tableau } | undefined;
    for (const { tableau, under } of variants) {
      const problem = under(limits);
      const offered = held ? forced(tableau, held.choice, held.bits) : tableau;
      const found = searchTableau(problem, offered, options, effort);
      if (found.kind === "none") continue;
      if (!best || found.predictedLoss < best.found.predictedLoss) best = { found, problem, tableau };
      if (best.found.predictedLoss <= leastLoss) break; // another way to run layers could do no better
    }
    if (!best) return undefined;
    const { policy, predictedLoss, optimal } = best.found;
    return {
      policy,
      predictedLoss,
      optimal: optimal && (all.length === 1 || predictedLoss <= leastLoss),
      needed: figuresOf(best.problem, best.tableau, picksOf(best.tableau, policy)),
    };
  };
}

function underBudgets(problem: SearchProblem): (limits: Limits) => SearchProblem {
  const keyOf = activationKey(problem.network);
  const known = new Map<string, number>();
  return (limits) => ({
    ...problem,
    limits,
    need: (policy: Policy) => {
      // RAM depends on activations alone (SearchProblem.need): where it is known to be too much, FLASH does not matter.
      const key = keyOf(policy);
      const ramBytes = known.get(key);
      if (ramBytes !== undefined && ramBytes > limits.ramBytes) return { flashBytes: 0, ramBytes };
      const figures = problem.need(policy);
      known.set(key, figures.ramBytes);
      return figures;
    },
  });
}
