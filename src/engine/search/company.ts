/**
 * What the table overstates: the loss of weights at 4 bits.
 *
 * A tensor's loss is measured alone, every other as given. Where all weights have 4 bits, each layer is rounded so that it takes back what
 * the layers in front have lost, and the whole loses less than the sum; at 2 bits there is little that could be taken back. So the sum
 * prefers a policy of 8 and 2 bits to one of 4 that loses less once it is built. One measurement tells how much is overstated: uniform
 * weights of 4 bits, built and run, against their sum.
 */
import type { Choice, Policy } from "../ir/network";
import { uniformPolicy } from "../ir/network";
import { predictedLossOf } from "./loss";
import type { LossTable, SearchProblem } from "./types";

/** A ratio beyond says that the samples are odd, not the table. */
const RATIOS = { least: 0.2, most: 1 };

/** Weights of 4 bits and activations of 8 everywhere: the policy whose loss says what the table overstates. */
export function companyPolicy({ network }: Pick<SearchProblem, "network">): Policy {
  return uniformPolicy(network, 4, 8);
}

/** @param measured the loss of `companyPolicy` as built. @returns the table with the losses of weights at 4 and 5 bits scaled to it */
export function lossesInCompany(problem: Pick<SearchProblem, "network" | "losses">, measured: number): LossTable {
  const { network, losses } = problem;
  const ofActivations = predictedLossOf(problem, uniformPolicy(network, 8));
  const ofWeights = predictedLossOf(problem, companyPolicy(problem)) - ofActivations;
  const ratio = ofWeights > 0 ? (measured - ofActivations) / ofWeights : 1;
  const scale = Math.min(RATIOS.most, Math.max(RATIOS.least, ratio));
  return {
    lossOf: (choice: Choice, bits) =>
      choice.kind === "weights" && (bits === 4 || bits === 5)
        ? scale * losses.lossOf(choice, bits)
        : losses.lossOf(choice, bits),
  };
}
