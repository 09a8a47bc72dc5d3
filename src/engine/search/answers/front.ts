/**
 * The Pareto front over FLASH, RAM and predicted loss: what other budgets would buy. One set of losses, many budgets, each answered by an
 * exact search and planned exactly; of what is found, only points stay that no other point is at least as good as in all three. The chosen
 * policy, 8 bits and 2 bits everywhere are landmarks and always stay.
 *
 * Budgets are chosen where people look: the problem's own and what lies around it. Along FLASH at its RAM, along RAM at its FLASH (both as
 * fractions of the way from 2 to 8 bits everywhere), its corners, and the boards that the caller names. Deterministic: the same problem
 * has the same front.
 */
import { stopIfCancelled } from "../../ir/ports";
import { uniformPolicy, type Policy } from "../../ir/network";
import { budgetsOf, type Question, type Work } from "./budgets";
import type { Limits } from "../exact/candidates";
import { predictedLossOf } from "../loss";

/** What a person can still tell apart in a picture. */
const MOST_POINTS = 24;
/** Losses fall steeply where bytes are few, so points are denser there. */
const FLASH_FRACTIONS = [0, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 3 / 4, 1];
const RAM_FRACTIONS = [0, 1 / 8, 1 / 4, 1 / 2, 1];
const PHASE = "computing the front";

export interface FrontPoint {
  readonly policy: Policy;
  /** As a report of the policy has them. */
  readonly flashBytes: number;
  readonly ramBytes: number;
  /** Predicted. */
  readonly loss: number;
  /** Whether it is proven that no policy with the budget it answers has a smaller predicted loss. */
  readonly optimal: boolean;
  readonly chosen: boolean;
}

export interface FrontRequest extends Work {
  readonly chosen?: { readonly policy: Policy; readonly optimal: boolean };
  /** Budgets of boards that a person might take instead. */
  readonly boards: readonly Limits[];
}

/** In ascending FLASH, then RAM. Throws Cancelled when the watch says so. */
export async function paretoFront(question: Question, request: FrontRequest): Promise<readonly FrontPoint[]> {
  const { watch, pause, chosen, boards } = request;
  const [problem] = question.problems;
  const { network } = problem;
  const ask = budgetsOf(question, watch, "all");
  const found = new Map<string, FrontPoint>();
  const landmarks = new Set<string>();
  const add = (policy: Policy, role: Pick<FrontPoint, "optimal" | "chosen">, isLandmark: boolean): void => {
    const key = [...policy.weights.values(), ...policy.activations.values()].join("");
    if (isLandmark) landmarks.add(key);
    const known = found.get(key);
    if (known) {
      found.set(key, { ...known, optimal: known.optimal || role.optimal });
      return;
    }
    const { flashBytes, ramBytes } = question.figuresOf(policy);
    found.set(key, { policy, flashBytes, ramBytes, loss: predictedLossOf(problem, policy), ...role });
  };
  if (chosen) add(chosen.policy, { optimal: chosen.optimal, chosen: true }, true);
  for (const bits of [8, 2] as const) add(uniformPolicy(network, bits), { optimal: false, chosen: false }, true);

  const budgets = budgetsAround(question, boards);
  for (const [i, limits] of budgets.entries()) {
    watch.progress(PHASE, i, budgets.length);
    await pause();
    stopIfCancelled(watch);
    if (found.size >= MOST_POINTS) break;
    const answer = ask(limits);
    if (answer) add(answer.policy, { optimal: answer.optimal, chosen: false }, false);
  }
  watch.progress(PHASE, budgets.length, budgets.length);
  const points = [...found.values()];
  return [...found]
    .filter(([key, point]) => landmarks.has(key) || !points.some((other) => dominates(other, point)))
    .map(([, point]) => point)
    .sort((a, b) => a.flashBytes - b.flashBytes || a.ramBytes - b.ramBytes || b.loss - a.loss);
}

/** At least as good in everything, better in something. */
export function dominates(
  a: Pick<FrontPoint, "flashBytes" | "ramBytes" | "loss">,
  b: Pick<FrontPoint, "flashBytes" | "ramBytes" | "loss">,
): boolean {
  return (
    a.flashBytes <= b.flashBytes &&
    a.ramBytes <= b.ramBytes &&
    a.loss <= b.loss &&
    (a.flashBytes < b.flashBytes || a.ramBytes < b.ramBytes || a.loss < b.loss)
  );
}

/** The most interesting first; none twice. */
function budgetsAround({ problems: [problem] }: Question, boards: readonly Limits[]): readonly Limits[] {
  const { network, limits } = problem;
  const [widest, narrowest] = [problem.need(uniformPolicy(network, 8)), problem.need(uniformPolicy(network, 2))];
  // More than 8 bits everywhere need changes nothing.
  const clipped = ({ flashBytes, ramBytes }: Limits): Limits => ({
    flashBytes: Math.min(flashBytes, widest.flashBytes),
    ramBytes: Math.min(ramBytes, widest.ramBytes),
  });
  const own = clipped(limits);
  const between = (key: keyof Limits, fraction: number): number =>
    Math.ceil(narrowest[key] + (widest[key] - narrowest[key]) * fraction);
  const wanted = [
    own,
    ...FLASH_FRACTIONS.map((fraction) => ({ ...own, flashBytes: between("flashBytes", fraction) })),
    ...RAM_FRACTIONS.map((fraction) => ({ ...own, ramBytes: between("ramBytes", fraction) })),
    { flashBytes: widest.flashBytes, ramBytes: narrowest.ramBytes },
    { flashBytes: narrowest.flashBytes, ramBytes: widest.ramBytes },
    ...[...boards]
      .sort((a, b) => distance(a, own) - distance(b, own))
      .map(clipped)
      .filter(({ flashBytes, ramBytes }) => flashBytes >= narrowest.flashBytes && ramBytes >= narrowest.ramBytes),
  ];
  const distinct = new Map(wanted.map((one) => [`${one.flashBytes} ${one.ramBytes}`, one]));
  return [...distinct.values()];
}

/** In doublings: a board of half the size is as far away as one of twice the size. */
function distance(a: Limits, b: Limits): number {
  return Math.abs(Math.log2(a.flashBytes / b.flashBytes)) + Math.abs(Math.log2(a.ramBytes / b.ramBytes));
}
