/** Samples from arrays whose first axis counts them: matched to the model's input, checked for NaN, normalised when they are read. */
import { setImmediate } from "node:timers/promises";
import {
  assertNever,
  elementsOf,
  ok,
  refuse,
  type FloatTensor,
  type Outcome,
  type Problem,
  type TensorSource,
} from "../../engine";
import { digestOf, fingerprintOf } from "../fingerprint";
import { coloursProblem } from "../images/imageTensor";
import { channelAxis, formatShape, imageAxes, type InputSpec } from "../input";
import { labelProblem } from "../labels";
import { matchShape, rearrange, sameShape, withoutOnes, type Rearrangement } from "./matchShape";
import { isNpyFloat, readElements, type NpyArray } from "./npy";
import { checkChannels, isIdentity, type ResolvedPreprocessing } from "../preprocessing";
import { SampleError } from "../samples/sampleError";
import { cachedReader } from "../tensorCache";
import { valueProblem } from "../values";

export interface ArrayOptions {
  /** Outputs of the model: labels must be below. */
  readonly classes?: number;
  readonly cacheBytes: number;
}

/** Of one data set. */
const MAX_SAMPLES = 2 ** 20;

/** How one array divides into samples: sample i is `length` elements from `i·stride` on, of shape `sample`. */
interface Division {
  readonly count: number;
  readonly stride: number;
  readonly sample: readonly number[];
  readonly rearrangement: Rearrangement;
}

/**
 * @param given one or more; their samples follow each other, windows never reach from one into the next. Sequences, [N, T, …], are N·T samples
 * @param labels class indices of all samples in order, or of all sequences, [N] or [N, 1]
 */
export async function arraySamples(
  given: readonly NpyArray[],
  labels: NpyArray | undefined,
  input: InputSpec,
  how: ResolvedPreprocessing,
  options: ArrayOptions,
): Promise<Outcome<TensorSource>> {
  const unfolded = unfold(given, input, how);
  if (!unfolded.ok) return unfolded;
  const { arrays, steps } = unfolded.value;
  const divisions: Division[] = [];
  const starts: number[] = [];
  let count = 0;
  for (const array of arrays) {
    const division = divide(array, input, how);
    if (!division.ok) return division;
    starts.push(count);
    divisions.push(division.value);
    count += division.value.count;
    if (count <= MAX_SAMPLES) continue;
    const message = `these are ${count} samples; ${MAX_SAMPLES} are the limit`;
    return refuse({ code: "data.many", message, place: array.place, hint: "a few hundred are enough: store fewer" });
  }
  const channels = channelAxis(input.shape);
  const channelProblem = coloursProblem(input, imageAxes(input.shape), how) ?? checkChannels(how, channels?.count);
  if (channelProblem) return refuse(channelProblem);
  const classes = labels ? readLabels(labels, count / steps, options.classes) : ok(undefined);
  if (!classes.ok) return classes;

  const digests: string[] = [];
  for (const array of arrays) {
    const problem = await notANumber(array);
    if (problem) return refuse(problem);
    digests.push(await digestOf(array.bytes));
  }

  const elements = elementsOf(input.shape);
  const decode = (index: number): FloatTensor => {
    let part = starts.length - 1;
    while (part > 0 && index < (starts[part] ?? 0)) part--;
    const array = arrays[part];
    const division = divisions[part];
    const within = index - (starts[part] ?? 0);
    if (!array || !division || within < 0 || within >= division.count)
      throw new RangeError(`sample ${index} of ${count}`);
    const stored = readElements(array, within * division.stride, elements);
    const values = rearrange(stored, division.sample, division.rearrangement);
    const data = normalised(values, how, channels);
    const problem = valueProblem(data, `sample ${within}`, array.place);
    if (problem) throw new SampleError(problem);
    return { shape: input.shape, data };
  };
  const known = classes.value;
  const listed = known ?? new Array<undefined>(count).fill(undefined);
  const readings = arrays.map(({ kind, littleEndian, shape }, i) => [
    kind,
    littleEndian,
    shape,
    divisions[i]?.rearrangement,
  ]);
  return ok({
    count,
    kind: known ? "labelled" : "unlabelled",
    fingerprint: fingerprintOf({ digests, labels: listed, shaping: { shape: input.shape, how, readings } }),
    sample: cachedReader((index) => Promise.resolve().then(() => decode(index)), options.cacheBytes),
    label: (index) => known?.[Math.floor(index / steps)],
    ...(steps > 1 && { sequence: { steps, answer: "sum" as const } }),
  });
}

/** Sequences as the samples that they consist of. All arrays have as many steps. */
function unfold(
  given: readonly NpyArray[],
  input: InputSpec,
  how: ResolvedPreprocessing,
): Outcome<{ readonly arrays: readonly NpyArray[]; readonly steps: number }> {
  const stepsIn = ({ shape }: NpyArray): number => {
    const [, steps = 1, ...step] = shape;
    const model = input.shape.slice(1);
    const isOne = shape.length < 2 || matchShape(shape.slice(1), model, how.layout) !== "mismatch";
    return isOne || input.sequences !== true || matchShape(step, model, how.layout) === "mismatch" ? 1 : steps;
  };
  const [first] = given;
  const steps = first ? stepsIn(first) : 1;
  const other = given.find((array) => stepsIn(array) !== steps);
  if (other) {
    return refuse({
      code: "data.steps",
      message: `the sequences have ${stepsIn(other)} steps, and others ${steps}`,
      place: other.place,
      hint: "store sequences of one length, or cut them to it",
    });
  }
  if (steps === 1) return ok({ arrays: given, steps });
  const arrays = given.map((array) => {
    const [count = 1, , ...step] = array.shape;
    return { ...array, shape: [count * steps, ...step] };
  });
  return ok({ arrays, steps });
}

function divide(array: NpyArray, input: InputSpec, how: ResolvedPreprocessing): Outcome<Division> {
  const { place, shape } = array;
  const model = input.shape.slice(1);
  const wanted = `input "${input.name}" takes ${formatShape(input.shape)}`;
  const [rows, ...row] = shape;
  if (rows === undefined) {
    return refuse({
      code: "data.shape",
      message: `the array is a single number, and ${wanted}`,
      place,
      hint: "samples lie along the first axis",
    });
  }
  if (elementsOf(shape) === 0) {
    return refuse({
      code: "data.empty",
      message: `the array ${formatShape(shape)} holds no samples`,
      place,
      hint: "give at least one",
    });
  }
  const window = how.window;
  const sample = window === undefined ? row : [window, ...row];
  if (window !== undefined && window > rows) {
    const message = `a window of ${window} rows does not fit the array ${formatShape(shape)}`;
    return refuse({ code: "data.window", message, place, hint: "make preprocessing.window smaller" });
  }
  const match = matchShape(sample, model, how.layout);
  switch (match) {
    case "asStored":
    case "hwcToChw":
    case "chwToHwc":
      return ok({
        count: window === undefined ? rows : rows - window + 1,
        stride: elementsOf(row),
        sample,
        rearrangement: match,
      });
    case "ambiguous": {
      const message = `samples ${formatShape(sample)} fit ${formatShape(input.shape)} both with channels first and with channels last`;
      return refuse({ code: "data.layout", message, place, hint: 'say which: preprocessing.layout "nchw" or "nhwc"' });
    }
    case "mismatch":
      break;
    default:
      return assertNever(match);
  }
  if (window === undefined && sameShape(withoutOnes(shape), withoutOnes(model))) {
    return ok({ count: 1, stride: 0, sample: shape, rearrangement: "asStored" }); // one sample without a sample axis
  }
  const message = `the array ${formatShape(shape)} holds samples of ${formatShape(sample)}, but ${wanted}`;
  return refuse({ code: "data.shape", message, place, hint: mismatchHint(row, model, how) });
}

function mismatchHint(row: readonly number[], model: readonly number[], how: ResolvedPreprocessing): string {
  const rows = elementsOf(model) / elementsOf(row);
  if (how.window === undefined && Number.isInteger(rows) && rows > 1 && withoutOnes(model).length <= 1) {
    return `where ${rows} consecutive rows make one input, set preprocessing.window to ${rows}`;
  }
  if (how.layout !== undefined) return `preprocessing.layout is "${how.layout}"; check that the array is stored so`;
  return "arrays are not resized: store them at the model's size, samples along the first axis";
}

function readLabels(labels: NpyArray, count: number, classes: number | undefined): Outcome<readonly number[]> {
  const { place, shape } = labels;
  if (withoutOnes(shape.slice(1)).length > 0 || shape.length === 0) {
    const message = `labels have the shape ${formatShape(shape)}, and one class index a sample is needed`;
    return refuse({ code: "labels.shape", message, place, hint: "save labels.argmax(axis=1) where they are one-hot" });
  }
  const given = elementsOf(shape);
  if (given !== count) {
    const message = `there are ${given} labels for ${count} samples`;
    return refuse({ code: "labels.count", message, place, hint: "each sample needs one label, in the same order" });
  }
  const values = Array.from(readElements(labels, 0, count));
  for (const [index, label] of values.entries()) {
    const problem = labelProblem(label, classes, `${place}[${index}]`);
    if (problem) return refuse(problem);
  }
  return ok(values);
}

const SCAN_ELEMENTS = 1 << 20;

/** The first element that is NaN or infinite: it would poison every range. */
async function notANumber(array: NpyArray): Promise<Problem | undefined> {
  if (!isNpyFloat(array.kind)) return undefined;
  const total = elementsOf(array.shape);
  for (let start = 0; start < total; start += SCAN_ELEMENTS) {
    if (start > 0) await setImmediate();
    const values = readElements(array, start, Math.min(SCAN_ELEMENTS, total - start));
    const bad = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
    if (bad < 0) continue;
    const each = elementsOf(array.shape.slice(1));
    const [sample, element] = [Math.floor((start + bad) / each), (start + bad) % each];
    const message = `sample ${sample} holds ${values[bad] ?? Number.NaN} at element ${element}, which is not a finite float32`;
    return { code: "data.nan", message, place: array.place, hint: "remove or repair that sample" };
  }
  return undefined;
}

function normalised(
  values: Float64Array,
  how: ResolvedPreprocessing,
  channels: { readonly count: number; readonly stride: number } | undefined,
): Float32Array {
  const data = Float32Array.from(values);
  if (isIdentity(how)) return data;
  const single = how.mean.length === 1 && how.scale.length === 1 && how.std.length === 1;
  const count = single || !channels ? 1 : channels.count;
  const stride = single || !channels ? data.length : channels.stride;
  const pick = (list: readonly number[], channel: number): number => (list.length === 1 ? list[0] : list[channel]) ?? 0;
  for (let channel = 0; channel < count; channel++) {
    const mean = pick(how.mean, channel);
    const scale = pick(how.scale, channel);
    const std = pick(how.std, channel);
    for (let block = channel * stride; block < data.length; block += count * stride) {
      for (let i = block; i < block + stride; i++) data[i] = (((values[i] as number) - mean) * scale) / std;
    }
  }
  return data;
}
