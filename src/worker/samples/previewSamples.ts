/** A person's samples as the network sees them, and the float network's answers under their preparation and under the usual others. */
import { channelAxis, imageAxes, type ImageAxes } from "../../datasets/input";
import type { FedSamples } from "../../datasets/samples/openInputs";
import { isIdentity, resolvePreprocessing, type ResolvedPreprocessing } from "../../datasets/preprocessing";
import { takeSamples } from "../../datasets/samples/takeSamples";
import {
  executorOf,
  fedInputs,
  headOf,
  ok,
  sequencesOf,
  stopIfCancelled,
  tensorOf,
  type Feeds,
  type FloatTensor,
  type GraphRunner,
  type OpenGraph,
  type Outcome,
  type Watch,
} from "../../engine";
import type { PreviewedSample, SamplePicture, SamplesPreview } from "../../protocol/messages/samplesPreview";
import type {
  DataSettings,
  Preprocessing,
  PreprocessingPreset,
  PreprocessingSteps,
} from "../../protocol/files/settings";
import type { JobSettings } from "../jobs/jobs";
import type { Model } from "../model/loadModel";
import { betterThan, isNearChance, scoreOf, type TrialAnswers } from "./preprocessingTrials";
import { openData } from "./samples";

const SHOWN = 3;
const ANSWERS = 3;
/** Enough that a preparation under which nine of ten answers differ is told from chance. */
export const TRIED = 48;
/** Pixels of the longer side that are sent. */
const LARGEST_PICTURE = 96;
/** Pixels, and greys that are told apart on every background. */
const WAVEFORM = { width: 96, height: 48, ground: 40, line: 220 } as const;
/** `torch` is another word for `imagenet`. */
const TRIED_PRESETS: readonly PreprocessingPreset[] = ["raw", "unit", "tensorflow", "imagenet"];

/** @returns null where the settings name no samples */
export async function previewSamples(
  model: Model,
  settings: JobSettings,
  runner: GraphRunner,
  watch: Watch,
): Promise<Outcome<SamplesPreview | null>> {
  const data = settings.calibration ?? settings.evaluation;
  if (!data) return ok(null);
  const stated = data.preprocessing ?? settings.preprocessing ?? "raw";
  const source = await openData(model, settings, data, watch);
  if (!source.ok) return source;
  const how = resolvePreprocessing(stated);
  if (!how.ok) return how;

  const head = headOf(model.prepared);
  const { prepared } = model;
  const image = model.input.name;
  const network = await executorOf(runner).open(model.prepared, [head.tensor]);
  try {
    const ask = (sample: Feeds): Promise<Float32Array> => answer(network, head.tensor, sample);
    const isClassification = head.task === "classification";
    const { steps } = source.value.sequence ?? { steps: 1 };
    const indices = takeSamples(source.value, TRIED, settings.seed).map((index) => index * steps);
    const trials =
      isClassification && image !== undefined
        ? await allTrials({ model, settings, data, stated, source: source.value, indices, ask, watch })
        : [];
    const scores = trials.map(({ answers }) => scoreOf(answers));
    const [own, ...others] = scores;
    const better = own && betterThan(own, others);
    const classes = trials[0]?.answers.probabilities[0]?.length ?? 0;
    const samples: PreviewedSample[] = [];
    for (const [position, index] of indices.slice(0, SHOWN).entries()) {
      const probabilities = trials[0]?.answers.probabilities[position];
      samples.push(await shown(source.value, fedInputs(prepared), index, image, how.value, probabilities));
    }
    return ok({
      count: sequencesOf(source.value),
      labelled: source.value.kind === "labelled",
      preprocessing: stated,
      inputs: fedInputs(prepared).map((name) => ({
        name,
        shape: tensorOf(prepared, name).shape,
        from: source.value.origins.get(name) ?? "",
      })),
      samples,
      trials: trials.map(({ name }, i) => ({
        preprocessing: name,
        samples: indices.length,
        right: scores[i]?.isRight?.filter(Boolean).length ?? null,
        information: Number((scores[i]?.information ?? 0).toFixed(4)),
      })),
      advice: better === undefined ? null : presetOf(trials[better + 1]?.name),
      nearChance: own !== undefined && isNearChance(own, classes),
    });
  } finally {
    await network.close();
  }
}

interface Trial {
  readonly name: PreprocessingPreset | "stated";
  readonly answers: TrialAnswers;
}

/** Samples that a network is asked about, under one preparation or another. */
export interface Questions {
  readonly model: Model;
  readonly settings: JobSettings;
  readonly data: DataSettings;
  readonly stated: Preprocessing;
  /** As they are stated to be prepared, and which of them. */
  readonly source: FedSamples;
  readonly indices: readonly number[];
  readonly ask: (sample: Feeds) => Promise<Float32Array>;
  readonly watch: Watch;
}

/** @param asked where the progress is told of, within all that will be asked */
async function trialOf(
  { indices, source, ask, watch }: Questions,
  name: Trial["name"],
  samples: FedSamples,
  order: readonly number[],
  asked: { readonly before: number; readonly all: number },
): Promise<Trial> {
  const probabilities: Float32Array[] = [];
  for (const index of order) {
    stopIfCancelled(watch);
    probabilities.push(softmax(await ask(await samples.sample(index))));
    watch.progress("looking at the samples", asked.before + probabilities.length, asked.all);
  }
  return { name, answers: { probabilities, labels: indices.map((index) => source.label(index)) } };
}

/** @param others how many preparations will be tried behind the stated one */
export function statedTrial(questions: Questions, others: number): Promise<Trial> {
  const { stated, source, indices } = questions;
  const name = typeof stated === "string" ? stated : "stated";
  return trialOf(questions, name, source, indices, { before: 0, all: indices.length * (1 + others) });
}

/** The same samples as the usual preparations give them, behind the stated one. */
export async function otherTrials(questions: Questions): Promise<readonly Trial[]> {
  const { model, settings, data, indices, watch } = questions;
  const candidates = candidatesFor(questions);
  const all = indices.length * (1 + candidates.length);
  const trials: Trial[] = [];
  for (const { name, preprocessing } of candidates) {
    // The same draw of the same seed: what is read is what is asked for.
    const take = { count: indices.length, seed: settings.seed };
    const other = await openData(model, settings, { ...data, preprocessing }, watch, take);
    // A preparation that does not suit the input (colours of a grey one) is no candidate.
    if (!other.ok) continue;
    const order = Array.from({ length: other.value.count }, (_, i) => i);
    const before = indices.length * (1 + trials.length);
    trials.push(await trialOf(questions, name, other.value, order, { before, all }));
  }
  return trials;
}

/** The presets are preparations of pixels. */
function candidatesFor({ source, stated }: Questions): readonly Candidate[] {
  return source.stored === "sounds" ? [] : candidatesBeside(stated);
}

async function allTrials(questions: Questions): Promise<readonly Trial[]> {
  return [await statedTrial(questions, candidatesFor(questions).length), ...(await otherTrials(questions))];
}

interface Candidate {
  readonly name: PreprocessingPreset;
  readonly preprocessing: Preprocessing;
}

/** Other values for the same pixels: how they are cut, resized and ordered stays. */
function candidatesBeside(stated: Preprocessing): readonly Candidate[] {
  const steps: { -readonly [K in keyof PreprocessingSteps]: PreprocessingSteps[K] } =
    typeof stated === "string" ? {} : { ...stated };
  const own = valuesOf(stated);
  delete steps.mean;
  delete steps.scale;
  delete steps.std;
  return TRIED_PRESETS.map((name) => ({ name, preprocessing: { ...steps, preset: name } })).filter(
    ({ preprocessing }) => valuesOf(preprocessing) !== own,
  );
}

function valuesOf(preprocessing: Preprocessing): string {
  const resolved = resolvePreprocessing(preprocessing);
  if (!resolved.ok) return "";
  const { mean, scale, std } = resolved.value;
  return JSON.stringify({ mean, scale, std });
}

export function presetOf(name: Trial["name"] | undefined): PreprocessingPreset | null {
  return name === undefined || name === "stated" ? null : name;
}

export async function answer(network: OpenGraph, output: string, sample: Feeds): Promise<Float32Array> {
  const results = await network.run(sample);
  const result = results.get(output);
  if (!result) throw new Error(`the float network gave no ${output}`);
  return result.data;
}

function softmax(logits: Float32Array): Float32Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

async function shown(
  source: FedSamples,
  inputs: readonly string[],
  index: number,
  image: string | undefined,
  how: ResolvedPreprocessing,
  probabilities: Float32Array | undefined,
): Promise<PreviewedSample> {
  const sample = await source.sample(index);
  const picture = sample.get(image ?? "");
  const label = source.label(index);
  const nameOf = (id: number): string => source.classNames.get(id) ?? `class ${id}`;
  const likeliest = [...(probabilities ?? [])]
    .map((probability, id) => ({ id, probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, ANSWERS);
  return {
    name: source.name(index),
    label: label === undefined ? null : nameOf(label),
    picture: picture ? (source.stored === "sounds" ? waveform(picture.data) : pictureOf(picture, how)) : null,
    ranges: inputs.map((input) => {
      const data = sample.get(input)?.data ?? new Float32Array();
      return [
        data.reduce((a, b) => Math.min(a, b), Infinity),
        data.reduce((a, b) => Math.max(a, b), -Infinity),
      ] as const;
    }),
    answers: likeliest.map(({ id, probability }) => ({
      name: nameOf(id),
      probability,
      isRight: label === undefined ? null : id === label,
    })),
  };
}

/** The preparation of values taken back, so that a picture shows what resizing, cropping and the order of colours left. */
function pictureOf({ shape, data }: FloatTensor, how: ResolvedPreprocessing): SamplePicture | null {
  const axes = imageAxes(shape);
  if (!axes) return null;
  const factor = Math.max(1, Math.max(axes.width, axes.height) / LARGEST_PICTURE);
  const width = Math.max(1, Math.round(axes.width / factor));
  const height = Math.max(1, Math.round(axes.height / factor));
  const pixel = pixelReader(shape, data, axes, how);
  const rgb = Buffer.alloc(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const row = Math.min(axes.height - 1, Math.floor((y + 0.5) * factor));
      const column = Math.min(axes.width - 1, Math.floor((x + 0.5) * factor));
      for (let colour = 0; colour < 3; colour++) rgb[to++] = pixel(row, column, colour);
    }
  }
  return { width, height, rgb: rgb.toString("base64") };
}

/** From the least to the greatest value of each column's part of the sound; the loudest reaches the edge. */
function waveform(data: Float32Array): SamplePicture {
  const { width, height, ground, line } = WAVEFORM;
  const loudest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const rgb = Buffer.alloc(width * height * 3, ground);
  for (let x = 0; x < width; x++) {
    const from = Math.floor((x * data.length) / width);
    const part = data.subarray(from, Math.max(from + 1, Math.floor(((x + 1) * data.length) / width)));
    const row = (value: number): number => Math.round(((1 - value / loudest) / 2) * (height - 1));
    const top = row(part.reduce((a, b) => Math.max(a, b), -Infinity));
    const bottom = row(part.reduce((a, b) => Math.min(a, b), Infinity));
    for (let y = top; y <= bottom; y++) rgb.fill(line, (y * width + x) * 3, (y * width + x + 1) * 3);
  }
  return { width, height, rgb: rgb.toString("base64") };
}

function pixelReader(
  shape: readonly number[],
  data: Float32Array,
  axes: ImageAxes,
  how: ResolvedPreprocessing,
): (row: number, column: number, colour: number) => number {
  const { channels, width, height, order } = axes;
  // Arrays that are taken as they are may hold anything: their own range is stretched over the greys.
  const free = isIdentity(how) && (channelAxis(shape) === undefined || !looksLikePixels(data));
  const least = free ? data.reduce((a, b) => Math.min(a, b), Infinity) : 0;
  const span = free ? Math.max(1e-9, data.reduce((a, b) => Math.max(a, b), -Infinity) - least) : 255;
  const pick = (list: readonly number[], channel: number): number => (list.length === 1 ? list[0] : list[channel]) ?? 0;
  return (row, column, colour) => {
    const channel = channels === 1 ? 0 : how.channels === "bgr" ? 2 - colour : colour;
    const at = row * width + column;
    const value = data[order === "chw" ? channel * width * height + at : at * channels + channel] ?? 0;
    const stored = free ? value : (value * pick(how.std, channel)) / pick(how.scale, channel) + pick(how.mean, channel);
    return Math.max(0, Math.min(255, Math.round(((stored - least) * 255) / span)));
  };
}

function looksLikePixels(data: Float32Array): boolean {
  return data.every((value) => value >= 0 && value <= 255) && data.some((value) => value > 2);
}
