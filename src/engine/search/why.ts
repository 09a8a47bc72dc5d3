/**
 * Why each tensor has its width, in figures: what limits it, and what every other width would come to. "What would 8 bits here cost?" has
 * two answers. Alone, the tensor's own bytes and loss change and the budget may break; paid for, the best policy within the budget in
 * which the tensor has that width is found by an exact search with the tensor held there (forced.ts), and the difference to the
 * chosen policy is the price. Additive losses are assumed, as in all search: every loss here is predicted.
 */
import { ALL_BITS, packedBytes, type Bits } from "../base/bits";
import { stopIfCancelled, type Watch } from "../ir/ports";
import { choicesOf, type Choice, type Policy } from "../ir/network";
import { REPLANNINGS, underBudgets, type Pauses } from "./budgets";
import { searchTableau } from "./exact";
import { forced } from "./forced";
import { quiet } from "./front";
import { lossOf, predictedLossOf, widthOf } from "./loss";
import { demandBytes, flashBytesOf, picksOf, tableauOf, type Tableau } from "./tableau";
import type { SearchProblem } from "./types";

/**
 * What the next wider width of this tensor alone would exceed. "widest": there is none. "none": it would exceed nothing, so it is the loss
 * that keeps the tensor narrow, or the strategy that missed it.
 */
export type LimitKind = "flash" | "ram" | "both" | "none" | "widest";

export interface Reason {
  readonly choice: Choice;
  readonly bits: Bits;
  readonly limit: LimitKind;
  /** Where RAM would be exceeded most; only where RAM limits. */
  readonly layer?: string;
  /** In the order of ALL_BITS: the tensor's bytes (packed weights with their constants, or the whole activation) and its loss. */
  readonly bytes: readonly number[];
  readonly losses: readonly number[];
  /** The other widths, widest first. */
  readonly others: readonly OtherWidth[];
}

export interface OtherWidth {
  readonly bits: Bits;
  /** The best policy within the budget where the tensor has this width; absent where none was found. */
  readonly best?: {
    readonly policy: Policy;
    /** Differences to the chosen policy. */
    readonly flashBytes: number;
    readonly ramBytes: number;
    readonly loss: number;
    readonly optimal: boolean;
  };
}

export interface ReasonsRequest extends Pauses {
  readonly watch: Watch;
}

const PHASE = "asking why";

/**
 * In the order of choicesOf. Throws Cancelled when the watch says so.
 * @param policy keeps to the problem's limits
 */
export async function reasonsFor(
  problem: SearchProblem,
  policy: Policy,
  { watch, pause }: ReasonsRequest,
): Promise<readonly Reason[]> {
  const choices = choicesOf(problem.network);
  const under = underBudgets(problem);
  const own = under(problem.limits);
  const tableau = tableauOf(problem);
  const options = { seed: 0, watch: quiet(watch) };
  const chosen = { ...problem.need(policy), loss: predictedLossOf(problem, policy) };
  const tensors: Reason[] = [];
  for (const [i, choice] of choices.entries()) {
    watch.progress(PHASE, i, choices.length);
    await pause();
    stopIfCancelled(watch);
    const bits = widthOf(policy, choice);
    const others = ALL_BITS.filter((width) => width !== bits).map((width): OtherWidth => {
      const answer = searchTableau(own, forced(tableau, choice, width), options, REPLANNINGS);
      if (answer.kind !== "found") return { bits: width };
      const { flashBytes, ramBytes } = problem.need(answer.policy);
      return {
        bits: width,
        best: {
          policy: answer.policy,
          flashBytes: flashBytes - chosen.flashBytes,
          ramBytes: ramBytes - chosen.ramBytes,
          loss: answer.predictedLoss - chosen.loss,
          optimal: answer.optimal,
        },
      };
    });
    tensors.push({
      choice,
      bits,
      ...limitOf(problem, tableau, policy, choice, bits),
      bytes: bytesOf(problem, choice),
      losses: ALL_BITS.map((width) => lossOf(problem.losses, choice, width)),
      others,
    });
  }
  watch.progress(PHASE, choices.length, choices.length);
  return tensors;
}

/** Asks the constraints first, for they know the layer; then the planner, for they can be too kind. */
function limitOf(
  problem: SearchProblem,
  tableau: Tableau,
  policy: Policy,
  choice: Choice,
  bits: Bits,
): Pick<Reason, "limit" | "layer"> {
  const wider = ALL_BITS[ALL_BITS.indexOf(bits) - 1];
  if (wider === undefined) return { limit: "widest" };
  const widened = withWidth(policy, choice, wider);
  const { limits } = problem;
  const picks = picksOf(tableau, widened);
  const worst = tableau.demands.reduce(
    (most, demand) => {
      const bytes = demandBytes(demand, picks.activations);
      return bytes > most.bytes ? { bytes, layer: demand.layer } : most;
    },
    { bytes: -1, layer: 0 },
  );
  const need = problem.need(widened);
  const overFlash = Math.max(need.flashBytes, flashBytesOf(tableau, picks)) > limits.flashBytes;
  const overRam = Math.max(need.ramBytes, worst.bytes) > limits.ramBytes;
  const layer = problem.network.layers[worst.layer]?.name;
  return {
    limit: overFlash ? (overRam ? "both" : "flash") : overRam ? "ram" : "none",
    ...(overRam && layer !== undefined && { layer }),
  };
}

/** A tensor's bytes alone. Of activations that share a width, those of the first. */
function bytesOf({ constraints }: SearchProblem, choice: Choice): readonly number[] {
  const bytes = constraints.weights.find(({ name }) => choice.kind === "weights" && name === choice.name)?.bytes;
  return ALL_BITS.map((bits) => bytes?.[bits] ?? packedBytes(choice.elements, bits));
}

function withWidth(policy: Policy, choice: Choice, bits: Bits): Policy {
  const { weights, activations } = policy;
  return choice.kind === "weights"
    ? { weights: new Map(weights).set(choice.name, bits), activations }
    : { weights, activations: new Map(activations).set(choice.name, bits) };
}
