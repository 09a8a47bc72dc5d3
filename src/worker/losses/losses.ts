/**
 * What searches go by: the losses of single tensors and of whole policies, measured on calibration samples that the weights were not
 * rounded against, and kept on disk.
 */
import { subsetOf } from "../../datasets/samples/takeSamples";
import {
  ACTIVATION_WIDTHS,
  USUAL_WEIGHT_WIDTHS,
  choiceKey,
  choicesOf,
  compensatePolicy,
  compensateWidths,
  DEFAULT_ROUNDING,
  evaluate,
  executorOf,
  headLoss,
  headOf,
  hasWeights,
  measureSensitivities,
  policyLossOn,
  quietly,
  referenceOutputs,
  scaleChannels,
  sequencesOf,
  simulate,
  unwatched,
  wholeQuantization,
  withRounding,
  type GraphRunner,
  type LossCache,
  type MeasurePolicy,
  type Policy,
  type PolicyLoss,
  type Problem,
  type Quantizer,
  type SampleSource,
  type SensitivityTable,
  type Watch,
  type WeightBits,
} from "../../engine";
import type { JobSettings } from "../jobs/jobs";
import type { Model } from "../model/loadModel";
import { openLossCache } from "./lossCache";
import { roundedOnce } from "./roundingCache";

/** How many of the calibration samples are kept for losses of compensated weights. */
const HELD_SAMPLES = 64;
/** Of sequences: the steps of one resemble each other. */
const HELD_STEPS = 256;
/** Of these, how many a strategy that learns runs every policy on. */
const REWARD_SAMPLES = 32;
/** Fewer samples tell nothing of a whole policy. */
const LEAST_HELD = 32;
/** Against how many of the others weights of a policy are rounded before it is measured: more take longer, all are used in the end. */
const BUILDING_SAMPLES = 192;

export interface Losses {
  /** Of each tensor alone, at each width. */
  ofTensors(): Promise<SensitivityTable>;
  /** Of whole policies, quickly: layers are rounded as for the losses of tensors, each by itself. */
  readonly ofPolicies: PolicyLoss;
  /** Of whole policies as they are built, sample by sample; absent where there are too few. */
  readonly built?: { readonly measure: MeasurePolicy; readonly samples: number };
  /** What is wrong with the losses that were kept, where something is. */
  readonly notes: readonly Problem[];
}

/** Which losses of tensors are asked for, where not all are: those of the weights of some layers. */
export interface SomeWeights {
  readonly only: ReadonlySet<string>;
  readonly widths: readonly WeightBits[];
}

/** @param nearest ranges and grids, each weight rounded by itself */
export function openLosses(
  model: Model,
  settings: JobSettings,
  nearest: Quantizer,
  calibration: SampleSource,
  runner: GraphRunner,
  watch: Watch,
  some?: SomeWeights,
): Losses {
  const compensated = settings.rounding !== "nearest" ? ["compensated", JSON.stringify(DEFAULT_ROUNDING)] : [];
  const identity = [
    model.identity,
    calibration.fingerprint,
    JSON.stringify(nearest.options),
    JSON.stringify(model.input),
    ...(nearest.graph.outputs.length > 1 ? ["of all outputs"] : []),
    ...compensated,
    // What is kept is kept by width: of weights on levels apart.
    ...(model.levels ? ["levels"] : []),
  ];
  const cache = openLossCache(settings.cacheFolder, identity);
  const { weightWidths = USUAL_WEIGHT_WIDTHS } = some ? { weightWidths: some.widths } : settings;
  const only = some && { only: some.only };
  const executor = executorOf(runner);
  const { held, others } = heldApart(settings, calibration);
  const widthsKey = settings.weightWidths || some ? [weightWidths.join(), ...(some?.only ?? [])] : [];
  /** Every layer at every width on offer, made only where a loss has yet to be measured with it. */
  const apart = once(async () => {
    if (settings.rounding === "nearest") return nearest;
    const make = (): ReturnType<typeof compensateWidths> =>
      compensateWidths(nearest, executor, others, watch, { widths: weightWidths, ...only });
    return withRounding(
      nearest,
      await roundedOnce(settings.cacheFolder, [...identity, ...widthsKey, ...shapesOf(model)], make),
    );
  });
  const build = { measure: builtLosses(model, settings, cache, nearest, held, others, runner), samples: held.count };
  return {
    ofTensors: async () => {
      const asked = choicesOf(model.network).filter(
        ({ kind, name }) => !some || (kind === "weights" && some.only.has(name)),
      );
      const isKnown = asked.every((choice) =>
        (choice.kind === "weights" ? weightWidths : ACTIVATION_WIDTHS).every(
          (bits) => cache.get(choiceKey(choice, bits)) !== undefined,
        ),
      );
      return measureSensitivities(isKnown ? nearest : await apart(), executor, held, cache, watch, {
        weightWidths,
        ...only,
      });
    },
    ofPolicies: quickLosses(model, cache, apart, firstOf(held, REWARD_SAMPLES), runner, watch),
    ...(held.count < LEAST_HELD ? {} : { built: build }),
    notes: droppedNotes(cache.dropped),
  };
}

function droppedNotes(count: number): readonly Problem[] {
  if (count === 0) return [];
  const lines = count === 1 ? "1 kept loss was" : `${count} kept losses were`;
  return [{ code: "cache.damaged", message: `${lines} damaged on disk, and measured again where needed` }];
}

/**
 * Weights that were rounded against a sample fit it better than others, those of large layers most: losses are measured on samples that
 * rounding did not see, and rounded once more with all of them for the policy that is found.
 */
function heldApart(
  { rounding }: JobSettings,
  calibration: SampleSource,
): { readonly held: SampleSource; readonly others: SampleSource } {
  if (rounding === "nearest") return { held: calibration, others: calibration };
  const all = sequencesOf(calibration);
  if (calibration.sequence && all < 2) return { held: calibration, others: calibration };
  const most = calibration.sequence ? HELD_STEPS : HELD_SAMPLES;
  const count = Math.min(most, Math.floor(calibration.count / 2));
  return {
    held: samplesBetween(calibration, 0, count),
    others: samplesBetween(calibration, count, calibration.count),
  };
}

/** Channels may have been removed, more of them for one budget than for another. */
function shapesOf({ network }: Model): readonly string[] {
  return network.layers.filter(hasWeights).map(({ name, weights }) => `${name}:${weights.elements}`);
}

function quickLosses(
  model: Model,
  cache: LossCache,
  quantizer: () => Promise<Quantizer>,
  source: SampleSource,
  runner: GraphRunner,
  watch: Watch,
): PolicyLoss {
  const opened = once(async () => policyLossOn(await quantizer(), executorOf(runner), source, watch));
  return {
    evaluate: async (policy) => {
      const key = `policy:${source.count}:${digitsOf(model, policy)}`;
      const known = cache.get(key);
      if (known !== undefined) return known;
      const loss = await (await opened()).evaluate(policy);
      cache.put(key, loss);
      return loss;
    },
  };
}

function builtLosses(
  model: Model,
  { rounding }: JobSettings,
  cache: LossCache,
  nearest: Quantizer,
  held: SampleSource,
  others: SampleSource,
  runner: GraphRunner,
): MeasurePolicy {
  const executor = executorOf(runner);
  const graph = nearest.original?.graph ?? nearest.graph;
  const head = headOf(graph);
  const building = firstOf(others, BUILDING_SAMPLES);
  const samples = Array.from({ length: held.count }, (_, index) => index);
  const reference = once(() => referenceOutputs(graph, head, executor, held, unwatched));
  return async (policy, watch) => {
    const keys = samples.map((index) => `built:${building.count}:${digitsOf(model, policy)}:${index}`);
    const known = keys.flatMap((key) => cache.get(key) ?? []);
    if (known.length === keys.length) return known;
    const scaled = scaleChannels(nearest, policy);
    const quantizer =
      rounding === "nearest"
        ? scaled
        : withRounding(scaled, await compensatePolicy(scaled, policy, executor, building, watch));
    const simulated = simulate(quantizer, wholeQuantization(quantizer, policy));
    const exact = await reference();
    const { kept } = await evaluate(simulated, exact, head, executor, held, quietly(watch), held.count);
    return samples.map((index) => {
      const [float, quantized] = [exact[index], kept[index]];
      if (!float || !quantized) throw new Error(`sample ${index} gave no output`);
      const loss = Number(headLoss(head, float, quantized).toPrecision(6));
      cache.put(keys[index] ?? "", loss);
      return loss;
    });
  };
}

function digitsOf({ network, levels = [] }: Model, { weights, activations }: Policy): string {
  const digits = choicesOf(network).map(({ kind, name }) => (kind === "weights" ? weights : activations).get(name));
  return [digits.join(""), ...levels].join(" ");
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function firstOf(source: SampleSource, count: number): SampleSource {
  return samplesBetween(source, 0, Math.min(count, source.count));
}

/** Of sequences, all that begin there. */
export function samplesBetween(source: SampleSource, from: number, to: number): SampleSource {
  const steps = source.sequence?.steps ?? 1;
  const first = Math.ceil(from / steps);
  return subsetOf(
    source,
    Array.from({ length: Math.ceil(to / steps) - first }, (_, index) => first + index),
  );
}
