/**
 * What a person asks once a policy is there: what would other budgets buy, and why has each tensor its width? Both need sensitivities and
 * nothing else, so they are answered for any policy, with as many exact searches as there are questions.
 */
import {
  ACTIVATION_WIDTHS,
  choicesOf,
  executionOf,
  timesOf,
  listTargets,
  needUnder,
  paretoFront,
  peakLayerOf,
  policyKey,
  pricesOf,
  ramBudgetBytes,
  reasonsFor,
  type Execution,
  type ExecutionQuestion,
  type FrontPoint,
  type Planner,
  type Policy,
  type Price,
  type Prices,
  type Question,
  type Reason,
  type SensitivityTable,
  type Watch,
} from "../../engine";
import { changesBetween, digitsOf } from "../../protocol/files/frontPolicy";
import type { ReportFront, ReportPrice, ReportReason, ReportWhy } from "../../protocol/files/report";
import { searchProblemsOf } from "./decide";
import type { JobSettings } from "./jobs";
import type { Model } from "../model/loadModel";
import { millisecondsOf, sumOf } from "../settings/latency";
import { planningOf } from "../settings/planning";
import { planningUnder, type Stated } from "../settings/statedStreaming";
import { turn } from "../turn";

export interface Reasons {
  readonly front: ReportFront;
  /** null where the policy does not keep to the budget: then the answer is what does not fit. */
  readonly why: ReportWhy | null;
}

interface Chosen extends Stated {
  readonly policy: Policy;
  readonly optimal: boolean;
}

/**
 * Other budgets and other widths are answered with the way to run layers that the planner chooses for each; the policy itself and edits of
 * one tensor, with the way that it states.
 * @param optimal whether the policy is proven to be the best within the budget
 * @throws Cancelled
 */
export async function explain(
  model: Model,
  settings: JobSettings,
  sensitivities: SensitivityTable,
  { policy, execution, streaming, optimal }: Chosen,
  watch: Watch,
): Promise<Reasons> {
  const problems = searchProblemsOf(model, settings, sensitivities);
  const [{ network, limits }] = problems;
  const { planner } = model;
  const asStated = executionsBy(planner, planningUnder(settings, planner, streaming), { policy, execution });
  const freely = streaming === undefined ? asStated : executionsBy(planner, planningOf(settings));
  const keyOf = policyKey(network);
  const isChosen = (other: Policy): boolean => keyOf(other) === keyOf(policy);
  const executionFor = (other: Policy): Execution => (isChosen(other) ? asStated(other) : freely(other));
  const question: Question = {
    problems,
    figuresOf: (other) => figuresUnder(planner, other, executionFor(other)),
    editedFiguresOf: (other) => figuresUnder(planner, other, asStated(other)),
  };
  const isWithin = ({ flashBytes, ramBytes }: typeof limits): boolean =>
    flashBytes <= limits.flashBytes && ramBytes <= limits.ramBytes;
  const order = choicesOf(network).map(({ kind, name }) => `${kind}:${name}`);
  const request = { watch, pause: turn };
  const boards = listTargets()
    .filter(({ emulated }) => emulated !== true)
    .map((board) => ({ flashBytes: board.flashBytes, ramBytes: ramBudgetBytes(board) }));
  const points = await paretoFront(question, { ...request, boards, chosen: { policy, optimal } });
  const front = {
    order,
    points: points.map((point) => {
      const cycles = sumOf(timesOf(network, point.policy, executionFor(point.policy)));
      const fits = isWithin(point) && cycles <= (problems[0].time?.cycles ?? Infinity);
      return pointOf(order, point, fits, millisecondsOf(cycles, settings));
    }),
  };
  // Reasons and prices know of bytes alone.
  if (!isWithin(question.figuresOf(policy)) || settings.latencySeconds !== undefined) return { front, why: null };
  const reasons = await reasonsFor(question, policy, request);
  const prices = await pricesOf(question, request);
  return { front, why: whyOf(order, policy, reasons, prices) };
}

/**
 * How layers are run depends on activations alone, and to find that takes most of the time: equal activations are planned once, and their
 * other weights counted under the same execution.
 * @param first what is planned already
 */
function executionsBy(
  planner: Planner,
  question: ExecutionQuestion,
  first?: { readonly policy: Policy; readonly execution: Execution },
): (policy: Policy) => Execution {
  const known = new Map<string, Execution>();
  if (first) known.set(planner.keyOf(first.policy), first.execution);
  return (policy) => {
    const key = planner.keyOf(policy);
    const execution = known.get(key) ?? executionOf(planner, policy, question);
    known.set(key, execution);
    return execution;
  };
}

/** The report's own figures. */
function figuresUnder(planner: Planner, policy: Policy, execution: Execution): ReturnType<Question["figuresOf"]> {
  return { ...needUnder(planner, policy, execution), peakLayer: peakLayerOf(planner.network, execution) };
}

function pointOf(
  order: readonly string[],
  point: FrontPoint,
  fits: boolean,
  milliseconds: number | undefined,
): ReportFront["points"][number] {
  const { flashBytes, ramBytes, loss, optimal, chosen, policy } = point;
  return {
    flashBytes,
    ramBytes,
    ...(milliseconds !== undefined && { milliseconds }),
    loss: short(loss),
    fits,
    optimal,
    chosen,
    policy: digitsOf(order, policy),
  };
}

function whyOf(
  order: readonly string[],
  policy: Policy,
  reasons: readonly Reason[],
  { flash, ram }: Prices,
): ReportWhy {
  const digits = digitsOf(order, policy);
  return {
    price: { flash: priceOf(flash), ram: priceOf(ram) },
    tensors: reasons.map(({ choice, bits, limit, layer, widths, bytes, losses, others }): ReportReason => ({
      tensor: `${choice.kind}:${choice.name}`,
      bits,
      limit,
      layer: layer ?? null,
      ...(widths.join() === ACTIVATION_WIDTHS.join() ? {} : { widths }),
      bytes,
      losses: losses.map(brief),
      others: others.map(({ bits: other, best }) => ({
        bits: other,
        best: best
          ? {
              flashBytes: best.flashBytes,
              ramBytes: best.ramBytes,
              loss: brief(best.loss),
              optimal: best.optimal,
              changes: changesBetween(digits, digitsOf(order, best.policy)),
            }
          : null,
      })),
    })),
  };
}

function priceOf(price: Price | undefined): ReportPrice | null {
  return price ? { bytes: price.bytes, loss: short(price.loss) } : null;
}

/** Losses are means over samples: more digits than the table has say nothing. */
function short(loss: number): number {
  return Number(loss.toPrecision(6));
}

/** There are hundreds of these, and they are shown with two digits. */
function brief(loss: number): number {
  return Number(loss.toPrecision(4));
}
