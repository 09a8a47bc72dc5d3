/** Learning as part of a job: as long as it was told to, and what came of it. */
import { performance } from "node:perf_hooks";
import {
  buildProgram,
  Cancelled,
  checkAccumulators,
  executorOf,
  gradientsOf,
  LEARNING_BATCH,
  learnWeights,
  withRounding,
  type GraphRunner,
  type LearnOptions,
  type Policy,
  type Problem,
  type RoundedWeights,
  type Watch,
} from "../../engine";
import type { ReportLearning } from "../../protocol/files/report";
import type { LearningTime } from "../../protocol/files/settings";
import { formatLoss } from "../../protocol/words/format";
import { meant } from "../../protocol/words/settingWords";
import { learnedFile } from "../losses/learnedFile";
import { openCheckpoint } from "../losses/learningCheckpoint";
import { measuredNetwork, type Model } from "../model/loadModel";
import { withViews } from "../samples/learningViews";
import type { JobSettings } from "./jobs";
import type { OpenQuantizer, QuantizedProgram } from "./quantized";

/** What nobody asked for: it takes as many samples, and as large a loss on those held back. */
const AUTO = { samples: 256, loss: 0.05 };
/** Its steps: as many as take so many multiply-accumulates, forwards and twice as much backwards; with fewer than the least nothing is gained. */
const AUTO_STEPS = { macs: 2e12, least: 16, most: 300 };

export interface Learning {
  readonly quantized: QuantizedProgram;
  readonly learning?: ReportLearning;
  /** The watch said cancelled: what follows is to be no more than what keeps the result. */
  readonly stopped?: true;
  readonly notes: readonly Problem[];
}

/** The program, its weights after learning where that made it better. */
export async function learn(
  model: Model,
  settings: JobSettings,
  policy: Policy,
  quantized: QuantizedProgram,
  opened: OpenQuantizer,
  runner: GraphRunner,
  watch: Watch,
): Promise<Learning> {
  const { learn: asked, seed } = settings;
  // A policy that was given says itself which weights are its own.
  if (!asked || settings.policy) return { quantized, notes: [] };
  const time = asked === "auto" ? automaticTime(model, policy, opened) : asked;
  if (!time) return { quantized, notes: [] };
  if (!opened.stored)
    return { quantized, notes: [unlearned("samples are made up, and teach nothing about real ones")] };
  if ((measuredNetwork(model).states ?? []).length > 0)
    return { quantized, notes: [unlearned("gradients through the steps of a network with states are not computed")] };
  const started = performance.now();
  const { quantizer } = quantized;
  const executors = { graphs: executorOf(runner), gradients: gradientsOf(runner) };
  const checkpoint = openCheckpoint(settings.cacheFolder, model, policy, opened, seed);
  const { earlier, keep } = checkpoint;
  const clock = clockOf(time, watch);
  const shareOver: LearnOptions["shareOver"] = (done, first, least) =>
    asked === "auto" && first <= AUTO.loss ? 1 : clock(done, first, least);
  const options = { seed, shareOver, keep, ...(earlier && { earlier }) };
  watch.keeping?.(true);
  const learned = await keptOf(
    learnWeights(quantizer, policy, withViews(model, opened, seed), executors, options, watch),
  );
  if (!watch.cancelled) watch.keeping?.(false);
  checkpoint.remove();
  if (learned === undefined) return { quantized, stopped: true, notes: [] };
  if (typeof learned === "string") return { quantized, notes: asked === "auto" ? [] : [unlearned(learned)] };
  if (asked === "auto" && learned.steps === 0 && !learned.stopped) return { quantized, notes: [] };
  const { weights, taken, stopped, steps, best, samples, held, before, after, standardError } = learned;
  const better = taken ? programOf(quantized, policy, weights) : undefined;
  const learning: ReportLearning = {
    steps,
    bestStep: best,
    seconds: (performance.now() - started) / 1000,
    images: samples,
    held,
    heldBefore: rounded(before),
    heldAfter: rounded(after),
    standardError: rounded(standardError),
    taken: better !== undefined,
  };
  const end = { learning, ...(stopped && { stopped }) };
  if (!better) return { ...end, quantized, notes: asked === "auto" ? [] : [notTaken(learning)] };
  const { bytes, learned: named } = learnedFile(model, policy, opened, weights);
  return { ...end, quantized: { ...better, learned: { ...named, bytes } }, notes: [] };
}

/** undefined where it was cancelled before there was anything to keep. */
async function keptOf<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    throw error;
  }
}

/** undefined where a sum could overflow. */
function programOf(
  { quantizer }: QuantizedProgram,
  policy: Policy,
  weights: RoundedWeights,
): QuantizedProgram | undefined {
  const learned = withRounding(quantizer, weights);
  const program = buildProgram(learned, policy);
  return checkAccumulators(program).length === 0 ? { quantizer: learned, program } : undefined;
}

/** undefined where nobody who was not asked should wait for it. Steps follow from the network alone, so that results do not depend on the clock. */
function automaticTime(
  { network }: Model,
  policy: Policy,
  { stored, learning }: OpenQuantizer,
): { readonly steps: number } | undefined {
  const hasStates = network.states !== undefined && network.states.length > 0;
  const isNarrow = [...policy.weights.values()].some((bits) => bits < 8);
  if (!stored || hasStates || !isNarrow || learning.count < AUTO.samples) return undefined;
  const macs = network.layers.reduce((sum, layer) => sum + layer.macs, 0);
  const steps = Math.min(AUTO_STEPS.most, Math.floor(AUTO_STEPS.macs / (3 * LEARNING_BATCH * Math.max(1, macs))));
  return steps < AUTO_STEPS.least ? undefined : { steps };
}

/** Tells progress, and which share of the steps is done or of the time over. */
function clockOf(time: LearningTime, watch: Watch): LearnOptions["shareOver"] {
  let startedMs: number | undefined;
  return (steps, before, least) => {
    const detail = `loss ${formatLoss(before)}, now ${formatLoss(least)}`;
    if ("steps" in time) {
      watch.progress(LEARNING, steps, time.steps, detail);
      return steps / time.steps;
    }
    const now = performance.now();
    startedMs ??= now;
    const seconds = Math.round(time.minutes * 60);
    watch.progress(LEARNING, Math.min(seconds, Math.floor((now - startedMs) / 1000)), seconds, detail);
    return (now - startedMs) / (time.minutes * 60_000);
  };
}

const LEARNING = "learning";

function rounded(loss: number): number {
  return Number(loss.toPrecision(6));
}

function unlearned(why: string): Problem {
  return { code: "learn.not", message: `${meant("learn")} changes nothing: ${why}` };
}

function notTaken({ heldBefore, heldAfter, standardError }: ReportLearning): Problem {
  const message = `learning brought nothing that is certain, and weights stay as they were: on samples held back the loss went from ${formatLoss(heldBefore)} to ${formatLoss(heldAfter)}, give or take ${formatLoss(standardError)}`;
  return {
    code: "learn.notTaken",
    message,
    hint: `more samples with ${meant("calibration")} teach more than more time`,
  };
}
