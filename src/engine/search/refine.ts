/**
 * The policy of least *measured* loss among those that the sum of the table cannot tell apart.
 *
 * A sum of losses that were measured one tensor at a time is a good guide and a poor judge: of policies whose sums lie within two percent,
 * one may lose half as much again as another once it is built (DS-CNN in 14 kB: 0.047 to 0.073). So the rivals of the found policy are
 * measured as wholes: the best policies in which one tensor has another width, least predicted loss first.
 *
 * They are measured as they will be built, each layer rounded behind the ones before it. Weights rounded for one tensor's loss at a time
 * would be cheaper, but say nothing here: over near policies Spearman's correlation with the loss in the end was −0.5 to 0.8 for them,
 * 0.1 to 0.9 for policies as built. A table corrected by measured neighbours of the policy, one tensor changed at a time, only fitted the
 * samples (MobileNetV2 in 1.4 MiB: 4 to 9 % less loss on these, as much as before or up to 4 % more on others).
 *
 * The least of many measurements flatters, so a rival has to be better by more than the choice of samples explains. Few are.
 */
import { meanOf, standardErrorOf } from "../base/statistics";
import { choicesOf, type Policy } from "../ir/network";
import { stopIfCancelled, type Watch } from "../ir/ports";
import { budgetsOf, type Work } from "./answers/budgets";
import { policyKey } from "../memory/execution/widthKeys";
import { predictedLossOf, widthOf, widthsOf } from "./loss";
import type { SearchProblem } from "./types";
import { keepsTime } from "./withinTime";

/** What a rival's predicted loss may be above the least: beyond, the sum is to be believed. */
const TOLERANCE = 1.05;
/**
 * By how many standard errors a rival must be better, sample by sample. Of 17 budgets of DS-CNN and ResNet-8 with up to nine rivals each,
 * judged on other samples: with 2 one answer changed, to 15 % less loss; with 1 ten did, five of them for the worse.
 */
const STANDARD_ERRORS = 2;
const PHASE = "refining";

/** Builds a policy and runs it. @returns the loss of each sample, the same samples in the same order for every policy */
export type MeasurePolicy = (policy: Policy, watch: Watch) => Promise<readonly number[]>;

export interface Refined {
  readonly policy: Policy;
  /** Means over the samples, of `policy` and of the policy that was to be refined. */
  readonly loss: number;
  readonly additiveLoss: number;
  /** Policies measured. */
  readonly evaluations: number;
}

export interface RefineRequest extends Work {
  /** Most policies to measure, the given one included. */
  readonly limit: number;
  /** Policies within the limits to measure before those that come near the found one. */
  readonly also?: readonly Policy[];
}

/**
 * @param found keeps to the problem's limits, and has the least predicted loss of those that do or nearly so
 * @returns undefined where no rival comes near it: then nothing is measured. Throws Cancelled.
 */
export async function refine(
  problem: SearchProblem,
  found: Policy,
  measure: MeasurePolicy,
  request: RefineRequest,
): Promise<Refined | undefined> {
  const { limit, watch, also = [] } = request;
  const keyOf = policyKey(problem.network);
  const others = also.filter((policy) => keyOf(policy) !== keyOf(found));
  const near = 1 + others.length < limit ? await rivalsOf(problem, found, request) : [];
  const distinct = new Map([...others, ...near].map((policy) => [keyOf(policy), policy]));
  const rivals = [...distinct.values()].slice(0, Math.max(0, limit - 1));
  if (rivals.length === 0) return undefined;
  const policies = [found, ...rivals];
  const measured: { readonly policy: Policy; readonly losses: readonly number[] }[] = [];
  for (const [i, policy] of policies.entries()) {
    stopIfCancelled(watch);
    const own = shareOf(watch, i, policies.length);
    own.progress(PHASE, 0, 1);
    measured.push({ policy, losses: await measure(policy, own) });
  }
  watch.progress(PHASE, 100, 100);

  const [first, ...rest] = measured;
  if (!first) throw new Error("nothing was measured");
  let best = first;
  for (const other of rest) {
    const isBetter = meanOf(other.losses) < meanOf(first.losses) && isSurelyLess(other.losses, first.losses);
    if (isBetter && rooted(other.losses) < rooted(best.losses)) best = other;
  }
  return {
    policy: best.policy,
    loss: meanOf(best.losses),
    additiveLoss: meanOf(first.losses),
    evaluations: measured.length,
  };
}

/**
 * Whether losses are less than others by more than chance, sample by sample. Losses are squared distances or behave like them, and a few
 * samples have most of their sum: the distances themselves tell more of the other samples.
 */
function isSurelyLess(losses: readonly number[], others: readonly number[]): boolean {
  const gains = losses.map((loss, i) => Math.sqrt(others[i] ?? 0) - Math.sqrt(loss));
  return meanOf(gains) > STANDARD_ERRORS * standardErrorOf(gains);
}

function rooted(losses: readonly number[]): number {
  return meanOf(losses.map(Math.sqrt));
}

/**
 * The best policy with each tensor held at each other width, where its predicted loss is near that of `policy`; least first, none twice.
 * All keep to the problem's limits.
 */
export async function rivalsOf(
  problem: SearchProblem,
  policy: Policy,
  { watch, pause }: Work,
): Promise<readonly Policy[]> {
  const choices = choicesOf(problem.network);
  const keyOf = policyKey(problem.network);
  const ask = budgetsOf({ problems: [problem] }, watch, "best");
  const most = TOLERANCE * predictedLossOf(problem, policy);
  const rivals = new Map<string, { readonly policy: Policy; readonly loss: number }>();
  for (const choice of choices) {
    await pause();
    stopIfCancelled(watch);
    for (const bits of widthsOf(problem, choice)) {
      if (bits === widthOf(policy, choice)) continue;
      const answer = ask(problem.limits, { choice, bits });
      if (!answer || answer.predictedLoss > most || !keepsTime(problem, answer.policy)) continue;
      rivals.set(keyOf(answer.policy), { policy: answer.policy, loss: answer.predictedLoss });
    }
  }
  return [...rivals.values()].sort((a, b) => a.loss - b.loss).map((rival) => rival.policy);
}

/** What goes on inside measurement `index` of `count`, told as a share of the whole, in percent. */
function shareOf(watch: Watch, index: number, count: number): Watch {
  return {
    progress: (_, done, total) =>
      watch.progress(PHASE, Math.floor((100 * (index + done / Math.max(1, total))) / count), 100),
    get cancelled() {
      return watch.cancelled;
    },
  };
}
