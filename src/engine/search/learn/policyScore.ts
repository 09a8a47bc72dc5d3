/**
 * What learners are told about a policy. Losses spread over decades and their unit depends on the task, so the reward is minus the natural
 * logarithm of the loss: halving it is worth the same everywhere, and another unit only adds a constant, which baselines take away.
 */
import type { Policy } from "../../ir/network";
import { predictedLossOf } from "../loss";
import type { Found, SearchProblem, TracePoint } from "../types";

/** Losses below it are measurement noise. */
const LEAST_LOSS = 1e-6;

/** Measured where the problem has measurements, else summed over the loss table. */
export function lossOfPolicy(problem: SearchProblem, policy: Policy): Promise<number> {
  return problem.measured?.evaluate(policy) ?? Promise.resolve(predictedLossOf(problem, policy));
}

/** What learning answers with; whether it is the best, nobody knows. */
export function foundPolicy(problem: SearchProblem, policy: Policy, trace: readonly TracePoint[]): Found {
  const predictedLoss = predictedLossOf(problem, policy);
  return { kind: "found", policy, predictedLoss, evaluations: trace.length, optimal: false, trace };
}

export function rewardOf(loss: number): number {
  return -Math.log(Math.max(LEAST_LOSS, loss));
}
