/** What a policy is predicted to cost: the sum of its tensors' losses. The one home of how a measured loss is read. */
import { invariant } from "../base/outcome";
import { ACTIVATION_WIDTHS, type Bits } from "../base/bits";
import { choicesOf, type Choice, type Network, type Policy } from "../ir/network";
import type { LossTable, SearchProblem } from "./types";

/**
 * The table's loss, never below 0. Losses are distances from the float network, so a value below 0 is measurement noise; left
 * alone it would reward narrowing a tensor that costs nothing to keep wide.
 */
export function lossOf(losses: LossTable, choice: Choice, bits: Bits): number {
  const loss = losses.lossOf(choice, bits);
  invariant(Number.isFinite(loss), `the loss of ${choice.kind} "${choice.name}" at ${bits} bits is ${loss}`);
  return Math.max(0, loss);
}

/** The width that a policy gives to a choice. */
export function widthOf(policy: Policy, choice: Choice): Bits {
  const bits = (choice.kind === "weights" ? policy.weights : policy.activations).get(choice.name);
  if (bits === undefined) throw new Error(`the policy has no width for ${choice.kind} "${choice.name}"`);
  return bits;
}

/** What a choice may have in a problem, widest first. */
export function widthsOf({ weightWidths }: Pick<SearchProblem, "weightWidths">, { kind }: Choice): readonly Bits[] {
  return kind === "weights" ? weightWidths : ACTIVATION_WIDTHS;
}

/** Summed in the order of choicesOf, so that equal policies have equal sums to the last bit. */
export function predictedLossOf(
  problem: { readonly network: Network; readonly losses: LossTable },
  policy: Policy,
): number {
  let sum = 0;
  for (const choice of choicesOf(problem.network)) sum += lossOf(problem.losses, choice, widthOf(policy, choice));
  return sum;
}
