/**
 * The strategies by the names that users type. One that gets stuck answers with the policy that surely fits (answers/feasible.ts), where
 * there is one: that nothing fits is said only where nothing is known to.
 */
import { cut } from "./heuristic/cut";
import { exact } from "./exact/exact";
import { greedy } from "./heuristic/greedy";
import { policyGradient } from "./learn/policyGradient";
import { random } from "./heuristic/random";
import { reinforcement } from "./learn/reinforcement/reinforcement";
import { surePicks } from "./answers/feasible";
import { predictedLossOf } from "./loss";
import { policyOf, tableauOf } from "./tableau";
import { withinTime } from "./withinTime";
import type { SearchAnswer, SearchProblem, Strategy } from "./types";

export type StrategyName = "exact" | "cut" | "greedy" | "random" | "reinforcement" | "policy-gradient";

export interface StrategyEntry {
  readonly search: Strategy;
  /** One line for help texts. */
  readonly description: string;
  /** Asks for the loss of many whole policies, measured where the problem says how. */
  readonly learns?: true;
}

function orSure(strategy: Strategy): Strategy {
  return (problem, options) => {
    const answer = strategy(problem, options);
    return answer instanceof Promise ? answer.then((one) => sureOf(problem, one)) : sureOf(problem, answer);
  };
}

const exactWithin = withinTime(exact);

/** A strategy that does not follow losses, or takes too long to be asked again and again, leaves prices to the exact search. */
function sureWithin(strategy: Strategy): Strategy {
  return withinTime(orSure(strategy), exact);
}

function sureOf(problem: SearchProblem, answer: SearchAnswer): SearchAnswer {
  if (answer.kind === "found") return answer;
  const tableau = tableauOf(problem);
  const picks = surePicks(problem, tableau);
  if (!picks) return answer;
  const policy = policyOf(tableau, picks);
  const predictedLoss = predictedLossOf(problem, policy);
  return { kind: "found", policy, predictedLoss, evaluations: answer.evaluations, optimal: false };
}

export const STRATEGIES: Readonly<Record<StrategyName, StrategyEntry>> = {
  exact: {
    search: exactWithin,
    description: "the least predicted loss within FLASH and RAM, proven (knapsack and dynamic programming)",
  },
  cut: {
    search: sureWithin(cut),
    description: "the rule of Rusci et al. 2019: halve the largest tensors until they fit; looks at sizes only",
  },
  greedy: {
    search: withinTime(orSure(greedy)),
    description: "from 8 bits down, the narrowing with the least added loss per byte saved",
  },
  random: { search: sureWithin(random), description: "the best of 200 random policies that fit; a control" },
  reinforcement: {
    search: sureWithin(reinforcement),
    description: "the agent of HAQ and of Rusci et al. 2020 (DDPG), rewarded by the measured loss of 600 policies",
    learns: true,
  },
  "policy-gradient": {
    search: sureWithin(policyGradient),
    description: "REINFORCE over a table of widths as in FLIQS, rewarded by the measured loss of 600 policies",
    learns: true,
  },
};

export function isStrategyName(name: string): name is StrategyName {
  return Object.hasOwn(STRATEGIES, name);
}
