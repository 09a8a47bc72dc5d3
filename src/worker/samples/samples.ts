/** Which samples a job calibrates and evaluates on, and what must be said about them. */
import { misfitsOf, type Stored } from "../../datasets/samples/misfits";
import { openInputs, type FedSamples } from "../../datasets/samples/openInputs";
import { subsetOf, takeSamples } from "../../datasets/samples/takeSamples";
import {
  elementsOf,
  executorOf,
  fedInputs,
  fromGrid,
  headOf,
  ok,
  refuse,
  sequencesOf,
  synthesizeSamples,
  tensorOf,
  toGrid,
  type FloatTensor,
  type Graph,
  type GraphRunner,
  type InputGrid,
  type Outcome,
  type Problem,
  type SampleSource,
  type Watch,
} from "../../engine";
import type { InputSpec } from "../../datasets/input";
import type { DataSettings } from "../../protocol/files/settings";
import type { JobSettings } from "../jobs/jobs";
import { imageInput, unclearImage } from "../model/imageInput";
import type { Model } from "../model/loadModel";
import { asSequences, sequencesFor, SYNTHETIC_STEPS, withFloatStates, withZeroStates } from "./sequences";
import { watchShared, type SharedSamples } from "./sharedSamples";
import { meant } from "../../protocol/words/settingWords";

const SYNTHETIC_SAMPLES = 32;
const SYNTHETIC_SEQUENCES = 8;
/** From how many weights learn at most: their values in front of the layers that learn are held in memory. */
const LEARNING_SAMPLES = 2048;
/** With fewer, an accuracy figure says little. */
const FEW_SAMPLES = 100;
/** With fewer, ranges miss what is rare. */
const FEW_CALIBRATION_SAMPLES = 32;

export interface SampleOrigins {
  readonly calibration: ReadonlyMap<string, string>;
  readonly evaluation: ReadonlyMap<string, string>;
}

export interface JobSamples {
  readonly calibration: SampleSource;
  readonly evaluation: SampleSource;
  /** Those to calibrate on first; more where there are more that nothing is measured on. */
  readonly learning: SampleSource;
  /** How the samples to calibrate on are kept; absent: they are synthetic. */
  readonly stored?: Stored;
  readonly notes: readonly Problem[];
  /** What each input is fed from, by its name; null: values are made up. */
  readonly origins: SampleOrigins | null;
  /** What only reading the samples tells: asked when calibration and evaluation are done. */
  lateNotes(): readonly Problem[];
}

/**
 * In the values that the model's graph takes.
 * @param count calibration samples where the settings name no number
 * @param measured whether accuracy will be: else samples for it need not be there, and calibrate only where there are no others
 */
export async function chooseSamples(
  model: Model,
  settings: JobSettings,
  runner: GraphRunner,
  watch: Watch,
  count: number,
  measured = true,
): Promise<Outcome<JobSamples>> {
  const drawn = await drawSamples(model, settings, runner, watch, count, measured);
  const { grid } = model.input;
  if (!drawn.ok) return drawn;
  const { evaluation, learning } = drawn.value;
  const calibration = await withFloatStates(model, drawn.value.calibration, runner, watch);
  if (!calibration.ok) return calibration;
  if (!grid) return ok({ ...drawn.value, calibration: calibration.value });
  return ok({
    ...drawn.value,
    calibration: onGrid(calibration.value, grid),
    evaluation: onGrid(evaluation, grid),
    learning: onGrid(learning, grid),
  });
}

function onGrid(source: SampleSource, grid: InputGrid): SampleSource {
  return mapped(source, (values, input) => (input === grid.input ? toGrid(values, grid) : values));
}

/** The same samples in the values that the person's own file takes. */
export function asGiven({ input: { grid } }: Model, source: SampleSource): SampleSource {
  if (!grid) return source;
  return mapped(source, (values, input) => (input === grid.input ? fromGrid(values, grid) : values));
}

/** What is known of samples before they are read. */
function unread({ count, kind, fingerprint, sequence, ...source }: SampleSource): Omit<SampleSource, "sample"> {
  return { count, kind, fingerprint, label: (index) => source.label(index), ...(sequence && { sequence }) };
}

function mapped(source: SampleSource, map: (values: Float32Array, input: string) => Float32Array): SampleSource {
  return {
    ...unread(source),
    sample: async (index) => {
      const sample = await source.sample(index);
      return new Map(
        [...sample].map(([input, { shape, data }]): [string, FloatTensor] => [
          input,
          { shape, data: map(data, input) },
        ]),
      );
    },
  };
}

async function drawSamples(
  model: Model,
  settings: JobSettings,
  runner: GraphRunner,
  watch: Watch,
  count: number,
  isMeasured: boolean,
): Promise<Outcome<JobSamples>> {
  if (!settings.calibration && !settings.evaluation) return ok(await syntheticSamples(model, settings, runner, watch));
  const seed = settings.seed;
  const calibrationData = settings.calibration ?? settings.evaluation;
  if (!calibrationData) throw new Error("one of the two was given");
  const other = isMeasured || !settings.calibration ? settings.evaluation : undefined;
  const isShared = !settings.calibration || !other || sameData(settings, settings.calibration, other);
  const labels = isShared ? (calibrationData.labels ?? other?.labels) : calibrationData.labels;
  const all = await openData(model, settings, { ...calibrationData, ...(labels !== undefined && { labels }) }, watch);
  if (!all.ok) return all;
  const { taken, rest, takenFirst } = split(
    all.value,
    settings.calibration?.samples ?? sequencesFor(count, all.value),
    seed,
  );

  const { stored } = all.value;
  const notes: Problem[] = [
    ...all.value.notes,
    ...scarce(settings.calibration?.samples, sequencesOf(all.value), "to calibrate on"),
  ];
  let shared: SharedSamples | undefined;
  let evaluation: SampleSource;
  let learning = taken;
  let evaluationOrigins = all.value.origins;
  if (!isShared) {
    const measured = await openData(model, settings, other, watch);
    if (!measured.ok) return measured;
    const idle = idleSteps(settings, stored, measured.value.stored);
    if (!idle.ok) return idle;
    notes.push(...measured.value.notes);
    evaluationOrigins = measured.value.origins;
    const wanted = other.samples;
    notes.push(...scarce(wanted, sequencesOf(measured.value), "to measure accuracy on"));
    if (settings.calibration.samples === undefined) learning = takenFirst(LEARNING_SAMPLES);
    const own = wanted === undefined ? measured.value : split(measured.value, wanted, seed).taken;
    shared = watchShared(taken, learning, own);
    ({ evaluation, learning } = shared);
  } else if (sequencesOf(rest) >= FEW_SAMPLES / 2) {
    // One data set serves both: measure on what calibration did not see.
    const wanted = settings.evaluation?.samples;
    notes.push(...scarce(wanted, sequencesOf(rest), "to measure accuracy on, apart from those to calibrate on"));
    evaluation = wanted === undefined ? rest : split(rest, wanted, seed).taken;
  } else {
    const wanted = settings.evaluation?.samples;
    notes.push(...scarce(wanted, sequencesOf(taken), "to measure accuracy on"));
    evaluation = wanted === undefined ? taken : split(taken, wanted, seed).taken;
    notes.push({
      code: "data.overlap",
      message: "accuracy was measured on the calibration samples and may flatter",
      hint: `keep other samples for ${meant("evaluation")}`,
    });
  }
  if (sequencesOf(evaluation) < FEW_SAMPLES) {
    notes.push({
      code: "data.few",
      message: `accuracy was measured on ${sequencesOf(evaluation)} samples only: mind its interval`,
      hint: `give more samples with ${meant("evaluation")}`,
    });
  }
  if (taken.count < FEW_CALIBRATION_SAMPLES) {
    const weights = settings.rounding !== "nearest" ? " and rounded weights" : "";
    notes.push({
      code: "data.fewCalibration",
      message: `ranges${weights} come from ${taken.count} samples only and may not hold for others`,
      hint: `give at least ${FEW_CALIBRATION_SAMPLES} with ${meant("calibration")}; ${count} are taken where there are as many`,
    });
  }
  const lateNotes = (): readonly Problem[] => {
    const note = shared?.note();
    return note ? [note] : [];
  };
  const origins = { calibration: all.value.origins, evaluation: evaluationOrigins };
  return ok({ calibration: shared?.calibration ?? taken, evaluation, learning, stored, notes, lateNotes, origins });
}

/** More samples were asked for than there are. */
function scarce(wanted: number | undefined, count: number, purpose: string): readonly Problem[] {
  if (wanted === undefined || wanted <= count) return [];
  return [
    {
      code: "data.scarce",
      message: `${wanted} samples ${purpose} were asked for, and there are ${count}`,
    },
  ];
}

/** Steps stated for both data sets at once that neither can take. */
function idleSteps({ preprocessing }: JobSettings, ...stored: readonly Stored[]): Outcome<true> {
  const [one = [], other = one] = stored.map((each) => misfitsOf(preprocessing, each, "preprocessing"));
  const idle = one.filter(({ place }) => other.some((also) => also.place === place));
  return refusedIf(idle);
}

function refusedIf(problems: readonly Problem[]): Outcome<true> {
  const [first, ...others] = problems;
  return first ? refuse(first, ...others) : ok(true);
}

/**
 * Steps that these samples cannot take are refused where they are stated for them alone; what is stated for two data sets may be meant for the
 * other.
 */
function fittingSteps(settings: JobSettings, data: DataSettings, stored: Stored): Outcome<true> {
  if (data.preprocessing !== undefined) {
    const name = data.preprocessing === settings.calibration?.preprocessing ? "calibration" : "evaluation";
    return refusedIf(misfitsOf(data.preprocessing, stored, `${name}.preprocessing`));
  }
  const sets = [settings.calibration, settings.evaluation].filter((set) => set && set.preprocessing === undefined);
  return new Set(sets.map((set) => set?.path)).size > 1 ? ok(true) : idleSteps(settings, stored);
}

async function syntheticSamples(
  model: Model,
  settings: JobSettings,
  runner: GraphRunner,
  watch: Watch,
): Promise<JobSamples> {
  const { states } = model.imported;
  const steps = states ? (settings.steps ?? SYNTHETIC_STEPS) : 1;
  const sequence = { steps, answer: settings.answer ?? "sum" } as const;
  const count = states ? SYNTHETIC_SEQUENCES : SYNTHETIC_SAMPLES;
  const executor = executorOf(runner);
  const made = await synthesizeSamples(model.imported, executor, 2 * count * steps, settings.seed, watch);
  const source = states ? withZeroStates(model.imported, { ...made, sequence }) : made;
  const { taken, rest } = split(wholeAs(model, spreadAs(model, source)), count, settings.seed);
  const note: Problem = {
    code: "data.synthetic",
    message:
      "no data set was given: ranges and accuracy come from synthetic inputs and promise nothing about real ones",
    hint: `give a folder of images or sounds, or a .npy file, with ${meant("calibration")}`,
  };
  return { calibration: taken, evaluation: rest, learning: taken, notes: [note], lateNotes: () => [], origins: null };
}

/** A draw of `count` samples or sequences, the others in their order, and as many as there are up to a number, the drawn ones first. */
function split(
  source: SampleSource,
  count: number,
  seed: number,
): {
  readonly taken: SampleSource;
  readonly rest: SampleSource;
  readonly takenFirst: (most: number) => SampleSource;
} {
  const taken = takeSamples(source, count, seed);
  const used = new Set(taken);
  const others = Array.from({ length: sequencesOf(source) }, (_, index) => index).filter((index) => !used.has(index));
  return {
    taken: subsetOf(source, taken),
    rest: subsetOf(source, others),
    takenFirst: (most) => subsetOf(source, [...taken, ...others].slice(0, most)),
  };
}

/** Files, preparation and labels alike; labels that only one names are meant for both. */
function sameData({ preprocessing }: JobSettings, a: DataSettings, b: DataSettings): boolean {
  const [one, other] = [a, b].map((data) => JSON.stringify(data.preprocessing ?? preprocessing));
  const labelled = a.labels === undefined || b.labels === undefined || a.labels === b.labels;
  const [own, others] = [a, b].map(({ inputs }) => JSON.stringify(inputs ?? {}));
  return a.path === b.path && a.include === b.include && own === others && one === other && labelled;
}

/** @param take only that many samples are read, a balanced draw */
export async function openData(
  model: Model,
  settings: JobSettings,
  data: DataSettings,
  watch: Watch,
  take?: { readonly count: number; readonly seed: number },
): Promise<Outcome<FedSamples>> {
  const { graph } = model;
  const head = headOf(graph);
  const preprocessing = data.preprocessing ?? settings.preprocessing;
  const unclear = preprocessing === undefined ? undefined : unclearImage(graph, preprocessing, model.fileName);
  if (unclear) return refuse(unclear);
  const image = imageInput(graph)?.name;
  const inputs = fedInputs(graph).map((name): InputSpec => {
    const { shape } = tensorOf(graph, name);
    const sequences = graph.states && { sequences: true as const };
    return { name, shape: batched(shape), ...(name === image && { preprocessing }), ...sequences };
  });
  const state = Object.keys(data.inputs ?? {}).find((name) => graph.states?.some(({ input }) => input === name));
  if (state !== undefined) {
    return refuse({
      code: "data.input",
      message: `an array is named for the input "${state}", which is a state: zero in front of the first step, and what the step before left in all others`,
      place: "inputs",
      hint: `leave it out, or say with ${meant("states")} that it is none`,
    });
  }
  const source = await openInputs(data, inputs, {
    watch,
    ...(take && { take }),
    ...(head.task === "classification" ? { classes: elementsOf(tensorOf(graph, head.tensor).shape) } : {}),
  });
  if (!source.ok) return source;
  const fitting = fittingSteps(settings, data, source.value.stored);
  if (!fitting.ok) return fitting;
  return asSequences(graph, { ...source.value, ...wholeAs(model, shapedAs(graph, source.value)) }, settings);
}

/** Inputs of whole numbers take the nearest that their types hold. */
function wholeAs({ given: { feeding } }: Model, source: SampleSource): SampleSource {
  if (feeding.integers.size === 0) return source;
  return mapped(source, (values, input) => {
    const range = feeding.integers.get(input);
    return range ? values.map((x) => Math.min(range.most, Math.max(range.least, Math.round(x)))) : values;
  });
}

/** Made up values are about −1 to 1: for codes of 8 bits they are spread over all. */
function spreadAs({ given: { feeding } }: Model, source: SampleSource): SampleSource {
  if (feeding.integers.size === 0) return source;
  return mapped(source, (values, input) => {
    const range = feeding.integers.get(input);
    if (!range || range.most - range.least > 255) return values;
    const middle = (range.most + range.least + 1) / 2;
    return values.map((x) => middle + 48 * x);
  });
}

/** A vector without a batch axis, as control policies take it, is one sample all the same. */
function batched(shape: readonly number[]): readonly number[] {
  return shape[0] === 1 ? shape : [1, ...shape];
}

function shapedAs(graph: Graph, source: SampleSource): SampleSource {
  return {
    ...unread(source),
    sample: async (index) =>
      new Map(
        [...(await source.sample(index))].map(([input, { data }]): [string, FloatTensor] => [
          input,
          { shape: tensorOf(graph, input).shape, data },
        ]),
      ),
  };
}
