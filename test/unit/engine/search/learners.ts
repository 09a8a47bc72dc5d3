/** The strategies that learn, by name, with budgets that a test can afford. */
import { followGradient, POLICY_GRADIENT } from "../../../../src/engine/search/learn/policyGradient";
import { reinforce, REINFORCEMENT } from "../../../../src/engine/search/learn/reinforcement/reinforcement";
import { STRATEGIES, type StrategyName } from "../../../../src/engine/search/strategies";
import type { SearchAnswer, SearchOptions, SearchProblem } from "../../../../src/engine/search/types";

export type Learner = (problem: SearchProblem, options: SearchOptions, episodes: number) => Promise<SearchAnswer>;

export const LEARNERS: Readonly<Record<"reinforcement" | "policy-gradient", Learner>> = {
  reinforcement: (problem, options, episodes) =>
    reinforce(problem, options, {
      ...REINFORCEMENT,
      episodes,
      warmUp: 10,
      noiseDecay: 0.97,
      hiddenUnits: 24,
      batch: 16,
      actorRate: 1e-3,
      criticRate: 1e-2,
    }),
  "policy-gradient": (problem, options, episodes) => followGradient(problem, options, { ...POLICY_GRADIENT, episodes }),
};

/** Any strategy as it is, but learners for a few episodes only. */
export async function searchBriefly(
  name: StrategyName,
  problem: SearchProblem,
  options: SearchOptions,
): Promise<SearchAnswer> {
  const learn = name === "reinforcement" || name === "policy-gradient" ? LEARNERS[name] : undefined;
  return learn ? learn(problem, options, 30) : STRATEGIES[name].search(problem, options);
}
