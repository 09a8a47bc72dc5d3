/**
 * Rule-based cutting (Rusci, Capotondi, Benini 2019, "Memory-driven mixed low precision quantization"): no losses, only sizes.
 *
 * Activations start at 8 bits. A forward sweep over the steps halves the output of a layer that is over budget if it is wider than
 * the input, or as wide and at least as large; a backward sweep halves the input in the other cases; sweeps alternate until nothing
 * is over budget. Then weights: of the layers whose share of all weight bytes is within SHARE_MARGIN of the largest share, the
 * first is halved, until FLASH fits. On chains of convolutions this is the published rule; its public code does not return where
 * the rule gets stuck, here that is the answer "infeasible".
 *
 * Beyond chains: a step of the constraints lists everything alive, so the output's rival is the widest, then largest of the other
 * tensors alive at that step, be it an input or a tensor kept for a later addition. What cannot be cut (network input and output)
 * is no rival. Where an arena still exceeds what is alive in it, the rule is applied again to a limit smaller by that excess.
 */
import { packedWeightBytes } from "../../base/bits";
import { stopIfCancelled } from "../../ir/ports";
import { infeasible } from "../answers/least";
import { predictedLossOf } from "../loss";
import {
  demandBytes,
  figuresOf,
  flashBytesOf,
  narrowestOf,
  optionAt,
  policyOf,
  tableauOf,
  type Demand,
  type Tableau,
} from "../tableau";
import type { SearchAnswer, SearchProblem, Strategy } from "../types";

const SHARE_MARGIN = 0.05;

export const cut: Strategy = (problem, options): SearchAnswer => {
  const tableau = tableauOf(problem);
  const { limits } = problem;
  const activations = tableau.activations.map(() => 0);
  const weights = tableau.weights.map(() => 0);
  const outputs = tableau.demands.map((demand) => outputRow(problem, tableau, demand));
  let evaluations = 0;
  const giveUp = (stuck: "flash" | "ram"): SearchAnswer =>
    infeasible(problem, tableau, { evaluations, stuck: [stuck], exhausted: false });

  let ramBytes = limits.ramBytes;
  for (;;) {
    stopIfCancelled(options.watch);
    if (!cutActivations(tableau, outputs, activations, ramBytes)) return giveUp("ram");
    evaluations += 1;
    const excess = figuresOf(problem, tableau, { weights, activations }).ramBytes - limits.ramBytes;
    if (excess <= 0) break;
    ramBytes -= excess;
  }
  for (;;) {
    stopIfCancelled(options.watch);
    evaluations += 1;
    const picks = { weights, activations };
    const fits =
      flashBytesOf(tableau, picks) <= limits.flashBytes &&
      figuresOf(problem, tableau, picks).flashBytes <= limits.flashBytes;
    if (fits) break;
    if (!cutWeights(tableau, weights)) return giveUp("flash");
  }
  const policy = policyOf(tableau, { weights, activations });
  return { kind: "found", policy, predictedLoss: predictedLossOf(problem, policy), evaluations, optimal: false };
};

/** The row of the layer's output, where its width is a choice. */
function outputRow({ network }: SearchProblem, tableau: Tableau, { layer }: Demand): number | undefined {
  const output = network.layers[layer]?.output;
  const group = output === undefined ? undefined : network.activations[output]?.group;
  const row = tableau.activations.findIndex(({ choice }) => choice.kind === "activation" && choice.group === group);
  return row < 0 ? undefined : row;
}

/** Sweeps forth and back until every step fits; false where neither sweep can cut any more. Narrows `activations` in place. */
function cutActivations(
  tableau: Tableau,
  outputs: readonly (number | undefined)[],
  activations: number[],
  ramBytes: number,
): boolean {
  const { demands } = tableau;
  const steps = demands.map((_, i) => i);
  for (;;) {
    let cuts = 0;
    for (const direction of ["output", "rival"] as const) {
      for (const i of direction === "output" ? steps : [...steps].reverse()) {
        const demand = demands[i];
        while (demand && demandBytes(demand, activations) > ramBytes) {
          const decision = decide(tableau, demand, outputs[i], activations);
          const option = decision && activations[decision.row];
          if (!decision || decision.side !== direction || option === undefined) break;
          const choice = tableau.activations[decision.row];
          if (!choice || option >= narrowestOf(choice)) break;
          activations[decision.row] = option + 1;
          cuts += 1;
        }
      }
    }
    if (demands.every((demand) => demandBytes(demand, activations) <= ramBytes)) return true;
    if (cuts === 0) return false;
  }
}

/** Which tensor the rule cuts at a step: the layer's output or its rival. */
function decide(
  { activationWidths }: Tableau,
  demand: Demand,
  output: number | undefined,
  activations: readonly number[],
): { readonly side: "output" | "rival"; readonly row: number } | undefined {
  const alive = demand.terms.map(({ activation, bytes }) => {
    const option = activations[activation] ?? 0;
    return { row: activation, bits: activationWidths[option] ?? 0, bytes: bytes[option] ?? 0 };
  });
  const own = alive.find(({ row }) => row === output);
  const rival = alive
    .filter((one) => one !== own)
    .reduce<(typeof alive)[number] | undefined>((best, one) => (best && !prevails(one, best) ? best : one), undefined);
  if (!rival) return own && { side: "output", row: own.row };
  if (!own || prevails(rival, own)) return { side: "rival", row: rival.row };
  return { side: "output", row: own.row };
}

interface Sized {
  readonly bits: number;
  readonly bytes: number;
}

function prevails(a: Sized, b: Sized): boolean {
  return a.bits > b.bits || (a.bits === b.bits && a.bytes > b.bytes);
}

/** Narrows one layer's weights in place; false where all are at their narrowest. */
function cutWeights(tableau: Tableau, weights: number[]): boolean {
  const bytes = tableau.weights.map((own, row) =>
    packedWeightBytes(own.choice.elements, optionAt(own, weights[row] ?? 0).bits),
  );
  const total = bytes.reduce((sum, own) => sum + own, 0);
  const shares = tableau.weights.map((own, row) =>
    (weights[row] ?? 0) < narrowestOf(own) ? (bytes[row] ?? 0) / total : -Infinity,
  );
  const largest = Math.max(...shares);
  const row = shares.findIndex((share) => share > largest - SHARE_MARGIN);
  if (row < 0) return false;
  weights[row] = (weights[row] ?? 0) + 1;
  return true;
}
