/**
 * The policy of least summed loss within FLASH and RAM, proven.
 *
 * Constraints count live sums, an arena can be larger: candidates come least loss first (candidates.ts) and the first whose exact
 * need fits is the answer. After so many candidates (replanningsFor), or where some had to be passed over, the search settles for a policy that fits (settle.ts) and does not call it
 * optimal; the candidates that did not fit still prove how small no loss can be. Of equal losses the policy with the greater sum of
 * bits is preferred. Within the limits means: by the exact need and by the constraints, whose code is an upper bound.
 */
import { stopIfCancelled } from "../../ir/ports";
import { CandidateStream, type Breadth, type KnownParts, type Limits } from "./candidates";
import { infeasible } from "../answers/least";
import { predictedLossOf } from "../loss";
import { settle } from "./settle";
import { figuresOf, policyOf, tableauOf, type Tableau } from "../tableau";
import type { Found, SearchAnswer, SearchOptions, SearchProblem, Strategy } from "../types";

/**
 * Candidates whose exact need is asked for before optimality is given up. Planning takes time in proportion to the layers, so the number
 * shrinks with them: about a second, whatever the network. Few are needed but where sums in place matter, which the constraints cannot
 * see (the bundled example asks for some 200, and its predicted loss is a third of what settling after 48 gave).
 */
function replanningsFor(layers: number): number {
  return Math.min(2000, Math.max(100, Math.round(60_000 / Math.max(1, layers))));
}

export const exact: Strategy = (problem, options) =>
  searchExactly(problem, options, replanningsFor(problem.network.layers.length));

/** `exact` with another number of re-plannings. */
export function searchExactly(problem: SearchProblem, options: SearchOptions, replannings: number): SearchAnswer {
  const tableau = tableauOf(problem);
  const answer = searchTableau(problem, tableau, options, { replannings });
  return answer.kind === "found" ? answer : infeasible(problem, tableau, answer);
}

/** No policy was found; what is known of why. */
export interface NotFound {
  readonly kind: "none";
  readonly evaluations: number;
  readonly stuck: readonly ("flash" | "ram")[];
  readonly exhausted: boolean;
}

/** How hard to try to prove the answer the best. */
export interface Effort {
  /** Exact needs asked for before the search settles. */
  readonly replannings: number;
  readonly breadth?: Breadth;
  /** Whether a policy that merely fits is looked for then (settle.ts), which takes as long again many times; default true. */
  readonly settles?: boolean;
  /** Of other searches in the same tableau, or in one that offers fewer options. */
  readonly known?: KnownParts;
}

/** @param tableau the problem's own, or one that offers fewer options (forced.ts) */
export function searchTableau(
  problem: SearchProblem,
  tableau: Tableau,
  options: SearchOptions,
  { replannings, breadth, settles = true, known }: Effort,
): Found | NotFound {
  const { limits } = problem;
  const stream = new CandidateStream(tableau, limits, options.watch, breadth, known);
  const overfull = new Set<string>();
  let replanned = 0;
  let lacking: Limits = { flashBytes: 0, ramBytes: 0 };
  let leastLoss: number | undefined;
  for (let candidate = stream.next(); candidate; candidate = stream.next()) {
    stopIfCancelled(options.watch);
    // RAM depends on activations alone, so an arena that was too large stays so under any weights.
    const activations = candidate.picks.activations.join();
    if (overfull.has(activations)) continue;
    if (candidate.proven) leastLoss = candidate.loss;
    if (replanned >= replannings) break;
    options.watch.progress("exact search", replanned++, replannings);
    const figures = figuresOf(problem, tableau, candidate.picks);
    if (figures.ramBytes <= limits.ramBytes && figures.flashBytes <= limits.flashBytes) {
      const policy = policyOf(tableau, candidate.picks);
      const predictedLoss = predictedLossOf(problem, policy);
      const optimal = candidate.proven;
      const bound = optimal ? { leastLoss: predictedLoss } : leastLoss === undefined ? {} : { leastLoss };
      return { kind: "found", policy, predictedLoss, ...bound, evaluations: stream.states + replanned, optimal };
    }
    if (replanned === 1) lacking = shortfall(limits, figures);
    if (figures.ramBytes <= limits.ramBytes) stream.otherWeights(candidate);
    else overfull.add(activations);
  }
  const exhausted = stream.complete && replanned < replannings;
  const settled = exhausted || !settles ? undefined : settle(problem, tableau, lacking, options.watch, breadth);
  const evaluations = stream.states + replanned + (settled?.evaluations ?? 0);
  if (!settled?.picks) return { kind: "none", evaluations, stuck: limitsLacking(lacking), exhausted };
  const policy = policyOf(tableau, settled.picks);
  const predictedLoss = predictedLossOf(problem, policy);
  return {
    kind: "found",
    policy,
    predictedLoss,
    ...(leastLoss === undefined ? {} : { leastLoss: Math.min(leastLoss, predictedLoss) }),
    evaluations,
    optimal: false,
  };
}

function shortfall(limits: Limits, figures: Limits): Limits {
  return {
    flashBytes: Math.max(0, figures.flashBytes - limits.flashBytes),
    ramBytes: Math.max(0, figures.ramBytes - limits.ramBytes),
  };
}

function limitsLacking(lacking: Limits): readonly ("flash" | "ram")[] {
  const short: ("flash" | "ram")[] = [];
  if (lacking.flashBytes > 0) short.push("flash");
  if (lacking.ramBytes > 0) short.push("ram");
  return short;
}
