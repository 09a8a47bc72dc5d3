/**
 * REINFORCE (Williams 1992) over a table of logits, for every tensor a row of its widths, as FLIQS (Dotzel et al. 2023) searches formats: each
 * episode draws a width for every tensor at once, is rewarded by the policy's loss less a penalty for what it needs above the limits, and
 * moves the logits towards draws that did better than a moving average. An entropy bonus that falls along a half cosine keeps the draws
 * apart at first. The answer is the best policy within the limits that was drawn, or the likeliest one, narrowed until it fits, whichever
 * has the smaller loss.
 *
 * Nothing is trained between episodes, unlike in FLIQS, whose shared weights learn beside the logits; its step sizes do not carry over,
 * and those below were chosen on made-up loss tables of MobileNetV1.
 */
import { Adam } from "../../base/adam";
import { seededRandom, type Random } from "../../base/random";
import type { Policy } from "../../ir/network";
import { stopIfCancelled } from "../../ir/ports";
import { decisionsOf, narrowToFit, rowOf, type Decision, type OpenPicks } from "./decisions";
import { infeasible } from "../answers/least";
import { foundPolicy, lossOfPolicy, rewardOf } from "./policyScore";
import { figuresOf, policyOf, tableauOf, type Tableau } from "../tableau";
import type { SearchAnswer, SearchOptions, SearchProblem, Strategy, TracePoint } from "../types";

export interface PolicyGradientOptions {
  readonly episodes: number;
  /** Of Adam on the logits. */
  readonly rate: number;
  /** Of the moving average that rewards are compared with. */
  readonly baselineRate: number;
  /** Weight of a tensor's entropy in the first episode; 0 in the last. */
  readonly entropy: number;
  /** Reward taken away for needing twice the limit. */
  readonly penalty: number;
}

export const POLICY_GRADIENT: PolicyGradientOptions = {
  episodes: 600,
  rate: 0.3,
  baselineRate: 0.1,
  entropy: 0.3,
  penalty: 4,
};

export const policyGradient: Strategy = (problem, options) => followGradient(problem, options, POLICY_GRADIENT);

/** `policyGradient` with other numbers. */
export async function followGradient(
  problem: SearchProblem,
  { seed, watch }: SearchOptions,
  settings: PolicyGradientOptions,
): Promise<SearchAnswer> {
  const tableau = tableauOf(problem);
  const decisions = decisionsOf(problem, tableau);
  const random = seededRandom(seed);
  const rows = rowsOf(tableau, decisions);
  const logits = new Float32Array(rows.at(-1)?.to ?? 0);
  const steps = new Adam(logits);
  const trace: TracePoint[] = [];
  let best: { readonly policy: Policy; readonly loss: number } | undefined;
  let baseline: number | undefined;
  for (let episode = 0; episode < settings.episodes; episode++) {
    stopIfCancelled(watch);
    watch.progress("policy gradient", episode, settings.episodes);
    const chances = softmaxRows(logits, rows);
    const drawn = rows.map((row) => draw(chances, row, random));
    const picks = picksOf(tableau, decisions, drawn);
    const policy = policyOf(tableau, picks);
    const loss = await lossOfPolicy(problem, policy);
    const excess = excessOf(problem, tableau, picks);
    const reward = rewardOf(loss) - settings.penalty * excess;
    if (excess === 0 && (!best || loss < best.loss)) best = { policy, loss };
    trace.push({ episode: episode + 1, reward, best: best?.loss ?? null });

    const advantage = reward - (baseline ?? reward);
    baseline = (baseline ?? reward) + settings.baselineRate * (reward - (baseline ?? reward));
    const entropy = (settings.entropy * (1 + Math.cos((Math.PI * episode) / settings.episodes))) / 2;
    steps.step(slopesOf(chances, rows, drawn, advantage, entropy), settings.rate);
  }

  const likeliest = likeliestRows(logits, rows);
  const picks = picksOf(tableau, decisions, likeliest);
  const short = narrowToFit(problem, tableau, decisions, picks);
  if (short.length === 0) {
    const policy = policyOf(tableau, picks);
    const loss = await lossOfPolicy(problem, policy);
    if (!best || loss < best.loss) best = { policy, loss };
    trace.push({ episode: settings.episodes + 1, reward: rewardOf(loss), best: best.loss });
  }
  if (!best) return infeasible(problem, tableau, { evaluations: trace.length, stuck: short, exhausted: false });
  return foundPolicy(problem, best.policy, trace);
}

/** Where a tensor's logits lie. */
interface LogitRow {
  readonly from: number;
  readonly to: number;
}

function rowsOf(tableau: Tableau, decisions: readonly Decision[]): readonly LogitRow[] {
  let to = 0;
  return decisions.map((decision) => ({ from: to, to: (to += rowOf(tableau, decision).options.length) }));
}

function picksOf(tableau: Tableau, decisions: readonly Decision[], options: readonly number[]): OpenPicks {
  const picks = { weights: tableau.weights.map(() => 0), activations: tableau.activations.map(() => 0) };
  decisions.forEach(({ kind, row }, i) => {
    picks[kind === "weights" ? "weights" : "activations"][row] = options[i] as number;
  });
  return picks;
}

/** By how much the limits are exceeded, each in parts of itself; 0 within both. */
function excessOf(problem: SearchProblem, tableau: Tableau, picks: OpenPicks): number {
  const need = figuresOf(problem, tableau, picks);
  const part = (bytes: number, limit: number): number => (bytes > limit ? (bytes - limit) / Math.max(1, limit) : 0);
  return part(need.flashBytes, problem.limits.flashBytes) + part(need.ramBytes, problem.limits.ramBytes);
}

/** Descends −(advantage·log π(drawn) + entropy·H), summed over the tensors, by their logits. */
function slopesOf(
  chances: Float32Array,
  rows: readonly LogitRow[],
  drawn: readonly number[],
  advantage: number,
  entropy: number,
): Float32Array {
  const slopes = new Float32Array(chances.length);
  rows.forEach(({ from, to }, row) => {
    let spread = 0;
    for (let at = from; at < to; at++) {
      const chance = chances[at] as number;
      spread -= chance * Math.log(chance);
    }
    for (let at = from; at < to; at++) {
      const chance = chances[at] as number;
      const towardsDrawn = (at - from === drawn[row] ? 1 : 0) - chance;
      const towardsSpread = -chance * (Math.log(chance) + spread);
      slopes[at] = -(advantage * towardsDrawn + entropy * towardsSpread);
    }
  });
  return slopes;
}

/** Never exactly 0, so that its logarithm is finite. */
function softmaxRows(logits: Float32Array, rows: readonly LogitRow[]): Float32Array {
  const chances = new Float32Array(logits.length);
  for (const { from, to } of rows) {
    const row = logits.subarray(from, to);
    const top = Math.max(...row);
    const weights = Array.from(row, (value) => Math.max(1e-30, Math.exp(value - top)));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights.forEach((weight, i) => (chances[from + i] = weight / sum));
  }
  return chances;
}

function draw(chances: Float32Array, { from, to }: LogitRow, random: Random): number {
  let left = random.uniform();
  for (let at = from; at < to - 1; at++) {
    left -= chances[at] as number;
    if (left < 0) return at - from;
  }
  return to - 1 - from;
}

/** The option of the greatest logit in each row, the widest of equals. */
function likeliestRows(logits: Float32Array, rows: readonly LogitRow[]): readonly number[] {
  return rows.map(({ from, to }) => {
    const own = logits.subarray(from, to);
    return own.indexOf(Math.max(...own));
  });
}
