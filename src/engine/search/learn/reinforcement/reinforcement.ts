/**
 * The search of Rusci et al. 2020: HAQ's agent walks through the network and decides the width of every layer's weights and output, a
 * policy that exceeds a limit is narrowed from its end until it fits, and all its decisions are rewarded by the policy's loss.
 *
 * As in HAQ's public code: two hidden layers of 300 units, γ 1, τ 0.01, batches of 64, 20 episodes and one of uniform actions, then
 * actions from a normal distribution truncated to [0, 1] around the actor's, σ = 0.5·0.99^episode; one update a decision, at the end of
 * its episode. Different: equal intervals of the action mean the widths on offer, in the first and the last layer too; the reward is
 * −ln(loss), for the network is not trained between episodes; what was narrowed is remembered as narrowed, action and next state
 * alike; RAM is a maximum, so only activations that are alive at a step above it are narrowed for it.
 */
import type { Bits } from "../../../base/bits";
import { seededRandom, type Random } from "../../../base/random";
import type { Policy } from "../../../ir/network";
import { stopIfCancelled } from "../../../ir/ports";
import { productsHere, productsOn } from "../../../quantize/round/roundingProducts";
import { decisionsOf, narrowToFit, optionOf, rowOf, type Decision, type OpenPicks } from "../decisions";
import { infeasible } from "../../answers/least";
import { foundPolicy, lossOfPolicy, rewardOf } from "../policyScore";
import { optionAt, policyOf, tableauOf, type Tableau } from "../../tableau";
import type { SearchAnswer, SearchOptions, SearchProblem, Strategy, TracePoint } from "../../types";
import { Agent, type AgentOptions } from "./agent";
import { STATE_SIZE, States } from "./states";

export interface ReinforcementOptions extends Omit<AgentOptions, "capacity"> {
  readonly episodes: number;
  /** Episodes of uniform actions, without updates. */
  readonly warmUp: number;
  /** σ of the first episode after warming up, and what it is multiplied by from then on. */
  readonly noise: number;
  readonly noiseDecay: number;
  /** Transitions kept, for each layer. */
  readonly capacityPerLayer: number;
}

export const REINFORCEMENT: ReinforcementOptions = {
  episodes: 600,
  warmUp: 21,
  noise: 0.5,
  noiseDecay: 0.99,
  capacityPerLayer: 128,
  hiddenUnits: 300,
  actorRate: 1e-4,
  criticRate: 1e-3,
  discount: 1,
  targetRate: 0.01,
  baselineRate: 0.5,
  batch: 64,
};

export const reinforcement: Strategy = (problem, options) => reinforce(problem, options, REINFORCEMENT);

/** `reinforcement` with other numbers. */
export async function reinforce(
  problem: SearchProblem,
  { seed, watch, executor }: SearchOptions,
  settings: ReinforcementOptions,
): Promise<SearchAnswer> {
  const tableau = tableauOf(problem);
  const decisions = decisionsOf(problem, tableau);
  const states = new States(problem.network, decisions);
  const random = seededRandom(seed);
  const products = executor ? productsOn(executor) : productsHere;
  const capacity = settings.capacityPerLayer * new Set(decisions.map(({ layer }) => layer)).size;
  const agent = new Agent(STATE_SIZE, { ...settings, capacity }, random, products);
  const trace: TracePoint[] = [];
  const stuck = new Set<"flash" | "ram">();
  let best: { readonly policy: Policy; readonly loss: number } | undefined;
  try {
    for (let episode = 0; episode < settings.episodes; episode++) {
      stopIfCancelled(watch);
      watch.progress("reinforcement learning", episode, settings.episodes);
      const isWarm = episode >= settings.warmUp;
      const sigma = isWarm ? settings.noise * settings.noiseDecay ** (episode - settings.warmUp) : undefined;
      const walked = walk(tableau, decisions, states, agent, sigma, random);
      const short = narrowToFit(problem, tableau, decisions, walked.picks);
      for (const limit of short) stuck.add(limit);
      // Where all of many random policies have no narrower neighbour that fits, there is nothing to learn.
      if (short.length > 0 && !best && episode + 1 >= settings.warmUp) break;
      if (short.length > 0) continue;
      const policy = policyOf(tableau, walked.picks);
      const loss = await lossOfPolicy(problem, policy);
      if (!best || loss < best.loss) best = { policy, loss };
      trace.push({ episode: episode + 1, reward: rewardOf(loss), best: best.loss });
      for (const transition of transitionsOf(tableau, decisions, states, walked, rewardOf(loss))) {
        agent.observe(transition);
        if (!isWarm) continue;
        stopIfCancelled(watch);
        await agent.update();
      }
    }
  } finally {
    await products.close();
  }
  if (!best) {
    return infeasible(problem, tableau, { evaluations: settings.warmUp, stuck: [...stuck], exhausted: false });
  }
  return foundPolicy(problem, best.policy, trace);
}

interface Walked {
  readonly picks: OpenPicks;
  /** By decision, before anything was narrowed. */
  readonly actions: readonly number[];
  readonly options: readonly number[];
}

/** @param sigma of the noise around the actor's actions; absent: uniform actions */
function walk(
  tableau: Tableau,
  decisions: readonly Decision[],
  states: States,
  agent: Agent,
  sigma: number | undefined,
  random: Random,
): Walked {
  const picks = { weights: tableau.weights.map(() => 0), activations: tableau.activations.map(() => 0) };
  const actions: number[] = [];
  const options: number[] = [];
  let last: Bits | undefined;
  decisions.forEach((decision, index) => {
    const { kind, row } = decision;
    const offered = rowOf(tableau, decision);
    const state = states.at(index, last);
    const action = sigma === undefined ? random.uniform() : truncatedNormal(agent.act(state), sigma, random);
    const option = optionOfAction(action, offered.options.length);
    last = optionAt(offered, option).bits;
    actions.push(action);
    options.push(option);
    picks[kind === "weights" ? "weights" : "activations"][row] = option;
  });
  return { picks, actions, options };
}

/** What happened, as it came out after narrowing. */
function transitionsOf(
  tableau: Tableau,
  decisions: readonly Decision[],
  states: States,
  { picks, actions, options }: Walked,
  reward: number,
): Parameters<Agent["observe"]>[0][] {
  const final = decisions.map((decision) => optionOf(picks, decision));
  const rows = decisions.map((decision) => rowOf(tableau, decision));
  const bits = rows.map((row, i) => optionAt(row, final[i] as number).bits);
  return decisions.map((_, index) => {
    const isLast = index + 1 === decisions.length;
    const [own, option] = [options[index] as number, final[index] as number];
    const state = states.at(index, bits[index - 1]);
    return {
      state,
      action: own === option ? (actions[index] as number) : actionOfOption(option, rows[index]?.options.length ?? 0),
      reward,
      next: isLast ? state : states.at(index + 1, bits[index]),
      isLast,
    };
  });
}

/** Equal intervals of [0, 1], the narrowest width first: for three 2, 4, 8 bits. */
function optionOfAction(action: number, widths: number): number {
  return widths - 1 - Math.min(widths - 1, Math.floor(action * widths));
}

/** The middle of its interval. */
function actionOfOption(option: number, widths: number): number {
  return (widths - 1 - option + 0.5) / widths;
}

/** A normal value around a mean within [0, 1] that falls into [0, 1]: drawn again until it does, about every second time at worst. */
function truncatedNormal(mean: number, sigma: number, random: Random): number {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const value = mean + sigma * random.normal();
    if (value >= 0 && value <= 1) return value;
  }
  return Math.min(1, Math.max(0, mean));
}
