/**
 * Why each tensor has its width, in figures: what limits it, and what every other width would come to. "What would 8 bits here cost?" has
 * two answers. Alone, the tensor's own bytes and loss change and the budget may break; paid for, the best policy within the budget in
 * which the tensor has that width is found by an exact search with the tensor held there (forced.ts), and the difference to the
 * chosen policy is the price. Additive losses are assumed, as in all search: every loss here is predicted.
 */
import { ACTIVATION_WIDTHS, packedBytes, type Bits } from "../../base/bits";
import { stopIfCancelled } from "../../ir/ports";
import { choicesOf, withWidth, type Choice, type Policy } from "../../ir/network";
import { budgetsOf, type Question, type Work } from "./budgets";
import { lossOf, predictedLossOf, widthOf, widthsOf } from "../loss";
import { flashBytesOf, picksOf, tableauOf, type Tableau } from "../tableau";
import type { SearchProblem } from "../types";

/**
 * What the next wider width of this tensor alone would exceed. "widest": there is none. "none": it would exceed nothing, so it is the loss
 * that keeps the tensor narrow, or the strategy that missed it.
 */
export type LimitKind = "flash" | "ram" | "both" | "none" | "widest";

export interface Reason {
  readonly choice: Choice;
  readonly bits: Bits;
  readonly limit: LimitKind;
  /** Where RAM would peak, and exceed its limit; only where RAM limits. */
  readonly layer?: string;
  /** The widths on offer, widest first, and for each of them the tensor's bytes (packed weights with their constants, or the whole activation) and its loss. */
  readonly widths: readonly Bits[];
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

const PHASE = "asking why";

/**
 * In the order of choicesOf. Throws Cancelled when the watch says so.
 * @param policy keeps to the problem's limits
 */
export async function reasonsFor(
  question: Question,
  policy: Policy,
  { watch, pause }: Work,
): Promise<readonly Reason[]> {
  const [problem] = question.problems;
  const choices = choicesOf(problem.network);
  const ask = budgetsOf(question, watch, "best");
  const tableau = tableauOf(problem);
  const chosen = { ...question.figuresOf(policy), loss: predictedLossOf(problem, policy) };
  const tensors: Reason[] = [];
  for (const [i, choice] of choices.entries()) {
    watch.progress(PHASE, i, choices.length);
    await pause();
    stopIfCancelled(watch);
    const bits = widthOf(policy, choice);
    const widths = widthsOf(problem, choice);
    const others = widths
      .filter((width) => width !== bits)
      .map((width): OtherWidth => {
        const answer = ask(problem.limits, { choice, bits: width });
        if (!answer) return { bits: width };
        const { flashBytes, ramBytes } = question.figuresOf(answer.policy);
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
      ...limitOf(question, tableau, policy, choice, bits),
      widths,
      bytes: bytesOf(problem, choice),
      losses: widths.map((width) => lossOf(problem.losses, choice, width)),
      others,
    });
  }
  watch.progress(PHASE, choices.length, choices.length);
  return tensors;
}

function limitOf(
  { problems: [problem], editedFiguresOf }: Question,
  tableau: Tableau,
  policy: Policy,
  choice: Choice,
  bits: Bits,
): Pick<Reason, "limit" | "layer"> {
  const widths = widthsOf(problem, choice);
  const wider = widths[widths.indexOf(bits) - 1];
  if (wider === undefined) return { limit: "widest" };
  const widened = withWidth(policy, choice, wider);
  const { limits } = problem;
  const { flashBytes, ramBytes, peakLayer } = editedFiguresOf(widened);
  // The search goes by the constraints as well, whose code is an upper bound.
  const isOverFlash = Math.max(flashBytes, flashBytesOf(tableau, picksOf(tableau, widened))) > limits.flashBytes;
  const isOverRam = ramBytes > limits.ramBytes;
  return {
    limit: isOverFlash ? (isOverRam ? "both" : "flash") : isOverRam ? "ram" : "none",
    ...(isOverRam && { layer: peakLayer }),
  };
}

/** A tensor's bytes alone. Of activations that share a width, those of the first. */
function bytesOf({ constraints, weightWidths }: SearchProblem, choice: Choice): readonly number[] {
  if (choice.kind === "activation") return ACTIVATION_WIDTHS.map((bits) => packedBytes(choice.elements, bits));
  const bytes = constraints.weights.find(({ name }) => name === choice.name)?.bytes;
  return weightWidths.map((bits) => bytes?.[bits] ?? 0);
}
