/**
 * Learning without labels: the weights of a quantized network are moved so that its answers come closer to those of the float network, which
 * teaches. Widths and formats of activations stay. Some samples are held back: on them the loss decides which weights are kept, and whether
 * anything is taken at all. Equal seeds and numbers of steps give equal weights.
 */
import { seededRandom, shuffled, type Random } from "../../base/random";
import type { Policy } from "../../ir/network";
import type { GradientExecutor, GraphExecutor, LearningSource, Watch } from "../../ir/ports";
import { headOf, partsOf } from "../measure/head";
import { simulate, wholeQuantization } from "../measure/simulate";
import { formatsOf, roundedKey, weightsOf, withRounding, type Quantizer, type RoundedWeights } from "../quantizer";
import { openExamples, type Draw } from "./examples";
import { HeldLosses } from "./heldLosses";
import { LearnedLayer } from "./learnedLayer";
import { openSession, type Session } from "./session";
import { tailOf, type LearningLayer, type Tail } from "./tail";

/** Samples of a step. */
export const LEARNING_BATCH = 32;
/** Held back: one in so many, within bounds: what is gained by learning from more is less than what is lost by not knowing whether it helped. */
const HELD_SHARE = 4;
const LEAST_HELD = 32;
const MOST_HELD = 256;
/** Of the samples that are learned from. */
const LEAST_LEARNED = 32;
/** Turns in which the same variant of a sample teaches: it is read, varied and answered by the float network once for all of them. */
const REPEATS = 3;
/** Steps between two looks at the held samples. */
const INTERVAL = 10;
/** What is learned must be better by as many standard errors. */
const SIGNIFICANT = 2;

export interface LearnOptions {
  readonly seed: number;
  /** The best weights of a run that was broken off: learning goes on from there, and is compared with the start all the same. */
  readonly earlier?: RoundedWeights;
  /** Told all weights, whenever they are better than before. */
  readonly keep?: (best: RoundedWeights) => void;
  /**
   * Asked before each step which share of the learning is over; 1 ends it. Rates fall with it.
   * @param before the loss on held samples, and `least` the best since
   */
  readonly shareOver: (steps: number, before: number, least: number) => number;
}

export interface LearnedWeights {
  /** Every layer with weights, at its width: what was learned, or what learning set out from where that is not better. */
  readonly weights: RoundedWeights;
  readonly taken: boolean;
  /** Ended by the watch. */
  readonly stopped: boolean;
  /** Steps made, and those behind the weights of least loss. */
  readonly steps: number;
  readonly best: number;
  /** Samples learned from, and held back. */
  readonly samples: number;
  readonly held: number;
  /** Mean losses on the held samples, and the standard error of their difference; HeldLosses says of which look. */
  readonly before: number;
  readonly after: number;
  readonly standardError: number;
}

/**
 * Where the watch says cancelled, the weights that are best so far are the answer.
 * @param start weights are at their codes
 * @returns why nothing can learn, as the end of a sentence
 */
export async function learnWeights(
  start: Quantizer,
  policy: Policy,
  source: LearningSource,
  executors: { readonly graphs: GraphExecutor; readonly gradients: GradientExecutor },
  options: LearnOptions,
  watch: Watch,
): Promise<LearnedWeights | string> {
  const held = Math.max(LEAST_HELD, Math.min(MOST_HELD, Math.floor(source.count / HELD_SHARE)));
  if (source.count - held < LEAST_LEARNED)
    return `it takes ${LEAST_HELD + LEAST_LEARNED} samples to learn and to check, and there are ${source.count}`;
  const quantization = wholeQuantization(start, policy);
  const simulated = simulate(start, quantization);
  const teacher = start.original?.graph ?? start.graph;
  const head = headOf(teacher);
  const tail = tailOf(simulated, start.network, {
    answers: partsOf(head).map(({ tensor }) => tensor),
    mostBatch: LEARNING_BATCH,
    samples: source.count,
    widths: quantization.weights,
    hasGradient: executors.gradients.hasGradient,
  });
  if (typeof tail === "string") return tail;
  const random = seededRandom(options.seed);
  const order = shuffled([...Array(source.count).keys()], random);
  const parts = { held: order.slice(0, held), learned: order.slice(held) };
  const kept = source.varied ? parts.held : order;
  const examples = await openExamples({ tail, teacher, head, source, kept }, executors.graphs, watch);
  try {
    const session = await openSession(tail, examples, executors);
    try {
      const draws = drawsOf(parts.learned, source.varied !== undefined, random);
      const { earlier, keep } = options;
      const layers = {
        start: layersOf(start, policy, tail),
        ...(earlier && { earlier: layersOf(withRounding(start, earlier), policy, tail) }),
      };
      const keeping = (best: RoundedWeights): void => keep?.(completed(start, policy, best));
      const own = { held: parts.held, draws, keep: keeping };
      const learned = await learn(session, layers, own, options, watch);
      return { ...learned, samples: parts.learned.length, weights: completed(start, policy, learned.weights) };
    } finally {
      await session.close();
    }
  } finally {
    await examples.close();
  }
}

/** Batches, for ever: all samples in a new order each turn. */
function* drawsOf(samples: readonly number[], isVaried: boolean, random: Random): Generator<readonly Draw[], never> {
  let queue: Draw[] = [];
  for (let turn = 0; ; turn++) {
    const variant = Math.floor(turn / REPEATS);
    queue.push(...shuffled(samples, random).map((sample) => (isVaried ? { sample, turn: variant } : { sample })));
    for (; queue.length >= LEARNING_BATCH; queue = queue.slice(LEARNING_BATCH)) yield queue.slice(0, LEARNING_BATCH);
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
  readonly draws: Iterator<readonly Draw[], never>;
  readonly keep: (best: RoundedWeights) => void;
}

async function learn(
  session: Session,
  { start, earlier }: { readonly start: readonly Layer[]; readonly earlier?: readonly Layer[] },
  { held, draws, keep }: Parts,
  { shareOver }: LearnOptions,
  watch: Watch,
): Promise<Omit<LearnedWeights, "samples">> {
  const losses = new HeldLosses();
  losses.add(await session.losses(start, held));
  const layers = earlier ?? start;
  let [weights, best, isBetter] = [current(start), 0, false];
  let steps = 0;
  const look = async (): Promise<void> => {
    if (!losses.add(await session.losses(layers, held))) return;
    [weights, best, isBetter] = [current(layers), steps, true];
    keep(weights);
  };
  if (earlier) await look();
  const goesOn = (): boolean => !watch.cancelled;
  for (let over = 0; goesOn() && (over = shareOver(steps, losses.before, losses.least)) < 1;) {
    await session.step(layers, draws.next().value, rateAt(over));
    if (++steps % INTERVAL === 0 && goesOn()) await look();
  }
  if (steps % INTERVAL !== 0 && goesOn()) await look();
  const verdict = losses.verdict();
  return {
    ...verdict,
    weights,
    taken: isBetter && verdict.before - verdict.after > SIGNIFICANT * verdict.standardError,
    stopped: watch.cancelled,
    steps,
    best,
    held: held.length,
  };
}

/**
 * Rises at first, while the means of gradients are those of few; then falls along half a cosine (Loshchilov and Hutter 2017): codes that swing
 * between two values at a high rate come to rest.
 */
function rateAt(over: number): number {
  return Math.max(LEAST_RATE, Math.min(over / WARM_SHARE, (1 + Math.cos(Math.PI * over)) / 2));
}

const WARM_SHARE = 0.05;

const LEAST_RATE = 0.02;

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
