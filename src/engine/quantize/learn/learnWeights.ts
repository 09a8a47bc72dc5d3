/**
 * Learning without labels: the weights of a quantized network are moved so that its answers come closer to those of the float network, which
 * teaches. Widths and formats of activations stay. Some samples are held back: on them the loss decides which weights are kept, when the rate falls,
 * when to stop, and whether anything is taken at all. Equal seeds and numbers of steps give equal weights.
 */
import { seededRandom, shuffled, type Random } from "../../base/random";
import { meanOf, standardErrorOf } from "../../base/statistics";
import type { Policy } from "../../ir/network";
import {
  stopIfCancelled,
  type GradientExecutor,
  type GraphExecutor,
  type SampleSource,
  type Watch,
} from "../../ir/ports";
import { referenceOutputs } from "../measure/evaluate";
import { headOf, partsOf } from "../measure/head";
import { simulate, wholeQuantization } from "../measure/simulate";
import { formatsOf, roundedKey, weightsOf, type Quantizer, type RoundedWeights } from "../quantizer";
import { LearnedLayer } from "./learnedLayer";
import { openSession, valuesInFront, type Session } from "./session";
import { tailOf, type LearningLayer, type Tail } from "./tail";

const BATCH = 32;
/** Held back: one in so many, but no fewer than this. */
const HELD_SHARE = 8;
const LEAST_HELD = 32;
/** Of the samples that are learned from. */
const LEAST_LEARNED = 32;
/** Steps between two looks at the held samples. */
const INTERVAL = 10;
/** Looks without a better loss until the rate falls, and by what; after the last fall learning ends. */
const PATIENCE = 6;
const FALL = 1 / 3;
const FALLS = 3;
/** What is learned must be better by as many standard errors. */
const SIGNIFICANT = 2;

export interface LearnOptions {
  readonly seed: number;
  /** Asked before each step; the number of steps done and the losses on held samples, before and least. */
  readonly mayGoOn: (steps: number, before: number, least: number) => boolean;
}

export interface LearnedWeights {
  /** Every layer with weights, at its width: what was learned, or what learning set out from where that is not better. */
  readonly weights: RoundedWeights;
  readonly taken: boolean;
  /** Steps made, and those behind the weights of least loss. */
  readonly steps: number;
  readonly best: number;
  /** Samples learned from, and held back. */
  readonly samples: number;
  readonly held: number;
  /** Mean losses on the held samples, and the standard error of their difference. */
  readonly before: number;
  readonly after: number;
  readonly standardError: number;
}

/**
 * @param start weights are at their codes
 * @returns why nothing can learn, as the end of a sentence
 */
export async function learnWeights(
  start: Quantizer,
  policy: Policy,
  source: SampleSource,
  executors: { readonly graphs: GraphExecutor; readonly gradients: GradientExecutor },
  options: LearnOptions,
  watch: Watch,
): Promise<LearnedWeights | string> {
  const held = Math.max(LEAST_HELD, Math.floor(source.count / HELD_SHARE));
  if (source.count - held < LEAST_LEARNED)
    return `it takes ${LEAST_HELD + LEAST_LEARNED} samples to learn and to check, and there are ${source.count}`;
  const simulated = simulate(start, wholeQuantization(start, policy));
  const original = start.original?.graph ?? start.graph;
  const head = headOf(original);
  const tail = tailOf(simulated, start.network, {
    answers: partsOf(head).map(({ tensor }) => tensor),
    batch: BATCH,
    samples: source.count,
    hasGradient: executors.gradients.hasGradient,
  });
  if (typeof tail === "string") return tail;
  const teacher = await referenceOutputs(original, head, executors.graphs, source, watch);
  const samples = { head, teacher, values: await valuesInFront(tail, executors.graphs, source, watch) };
  const random = seededRandom(options.seed);
  const order = shuffled([...Array(source.count).keys()], random);
  const session = await openSession(tail, samples, BATCH, executors);
  try {
    const layers = layersOf(start, policy, tail);
    const parts = { held: order.slice(0, held), learned: order.slice(held) };
    const learned = await learn(session, layers, parts, random, options, watch);
    return { ...learned, weights: completed(start, policy, learned.weights) };
  } finally {
    await session.close();
  }
}

interface Layer extends LearningLayer {
  readonly key: string;
  readonly state: LearnedLayer;
}

function layersOf(start: Quantizer, policy: Policy, tail: Tail): readonly Layer[] {
  const formats = formatsOf(start, policy);
  const { weights: widths } = wholeQuantization(start, policy);
  return tail.layers.map((names): Layer => {
    const { layer } = names;
    const bits = widths.get(layer);
    const format = formats[layer.output];
    if (bits === undefined || !format) throw new Error(`"${layer.name}" has no width`);
    const rounded = { grid: start.grid(layer, bits), bias: start.bias(layer, bits) };
    const range = (2 ** format.bits - 1) * format.scale;
    return {
      ...names,
      key: roundedKey(layer, bits),
      state: new LearnedLayer(rounded, weightsOf(start.graph, layer), range),
    };
  });
}

interface Parts {
  readonly held: readonly number[];
  readonly learned: readonly number[];
}

async function learn(
  session: Session,
  layers: readonly Layer[],
  { held, learned }: Parts,
  random: Random,
  { mayGoOn }: LearnOptions,
  watch: Watch,
): Promise<LearnedWeights> {
  const look = async (): Promise<{ readonly losses: readonly number[]; readonly mean: number }> => {
    const losses = await session.losses(layers, held);
    return { losses, mean: meanOf(losses) };
  };
  const restoresBest = (): (() => void) => {
    const restores = layers.map(({ state }) => state.snapshot());
    return () => restores.forEach((restore) => restore());
  };
  const before = await look();
  let least = before;
  let best = 0;
  let restore = restoresBest();
  let steps = 0;
  let queue: number[] = [];
  for (let falls = 0, looks = 0; falls <= FALLS && mayGoOn(steps, before.mean, least.mean);) {
    if (queue.length < BATCH) queue = [...queue, ...shuffled(learned, random)];
    await session.step(layers, queue.splice(0, BATCH), FALL ** falls);
    stopIfCancelled(watch);
    if (++steps % INTERVAL !== 0) continue;
    const now = await look();
    if (now.mean < least.mean) {
      [least, best, looks, restore] = [now, steps, 0, restoresBest()];
    } else if (++looks >= PATIENCE) {
      restore();
      [falls, looks] = [falls + 1, 0];
    }
  }
  restore();
  const gains = before.losses.map((loss, i) => loss - (least.losses[i] ?? 0));
  const standardError = standardErrorOf(gains);
  const taken = meanOf(gains) > SIGNIFICANT * standardError;
  return {
    weights: current(layers),
    taken,
    steps,
    best,
    samples: learned.length,
    held: held.length,
    before: before.mean,
    after: least.mean,
    standardError,
  };
}

function current(layers: readonly Layer[]): RoundedWeights {
  return new Map(layers.map(({ key, state }) => [key, state.rounded("average")]));
}

/** All layers with weights at their widths; those that are not among the learned as they are. */
function completed(start: Quantizer, policy: Policy, learned: RoundedWeights): RoundedWeights {
  const { weights } = wholeQuantization(start, policy);
  return new Map(
    [...weights].map(([layer, bits]) => {
      const key = roundedKey(layer, bits);
      return [key, learned.get(key) ?? { grid: start.grid(layer, bits), bias: start.bias(layer, bits) }];
    }),
  );
}
