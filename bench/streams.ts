/**
 * Networks that live in time, step after step as firmware runs them: the exact integer program against the file in onnxruntime.
 *
 *   npx tsx bench/streams.ts dtln <folder of the two models> <folder with noisy/ and clean/>
 *   npx tsx bench/streams.ts gtcrn <model.onnx> <mix.wav> [answer.wav]
 *   npx tsx bench/streams.ts silero <model.onnx> <speech.wav>
 *   npx tsx bench/streams.ts snn <model.onnx> <folder with images.npy and labels.npy>
 *
 * `dtln` runs both parts in a loop and tells SI-SDR against the clean recordings; `gtcrn` the signal to noise ratio of the waveform against the float
 * network's; `silero` differences of probabilities. Ranges come from the first `--calibration` recordings or frames. Options: --weights, --activations,
 * --rounding nearest|compensated, --seconds of each recording.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readWavHeader, wavSamples } from "../src/datasets/sounds/wav";
import {
  ASKED_WIDTHS,
  buildProgram,
  calibrate,
  clearedStates,
  compensatePolicy,
  createQuantizer,
  DEFAULT_ROUNDING,
  executorOf,
  fromMemory,
  layoutOf,
  runProgram,
  statesAfter,
  tensorOf,
  uniformPolicy,
  unwatched,
  withRounding,
  type FloatTensor,
  type OpenGraph,
  type Outcome,
  type Program,
  type SampleSource,
  type StateCodes,
  type StatePair,
} from "../src/engine";
import { dequantize } from "../src/engine/interpret/quantizeInput";
import { createOrtRunner } from "../src/runtime/ortRunner";
import { openGiven } from "../src/worker/model/givenFile";
import { loadModel, type Model } from "../src/worker/model/loadModel";
import { formatOf, inputCodes } from "../src/worker/samples/inputCodes";
import { withFloatStates, withZeroStates } from "../src/worker/samples/sequences";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    weights: { type: "string", default: "8" },
    activations: { type: "string", default: "8" },
    rounding: { type: "string", default: "compensated" },
    calibration: { type: "string", default: "2" },
    seconds: { type: "string", default: "60" },
    images: { type: "string", default: "5060" },
  },
});

function need<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

/** A network under way: one step at a time. */
interface Stepper {
  /** @returns the first answer */
  step(input: Float32Array): Promise<Float32Array>;
  /** Begins a new sequence. */
  reset(): void;
}

/** The file in onnxruntime. */
async function floatStepper(model: Model): Promise<Stepper> {
  const { imported, given } = model;
  const states = imported.states ?? [];
  const [input = ""] = imported.inputs.filter((name) => !states.some((state) => state.input === name));
  const [answer = ""] = imported.outputs.filter((name) => !states.some((state) => state.output === name));
  const opened = await openGiven(given, imported.outputs, createOrtRunner({ folder: given.folder }));
  if (typeof opened === "string") throw new Error(opened);
  const open: OpenGraph = opened;
  const zeros = (): Map<string, FloatTensor> =>
    new Map(
      states.map((state) => {
        const { shape } = tensorOf(imported, state.input);
        return [state.input, { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }];
      }),
    );
  let left = zeros();
  return {
    reset: () => (left = zeros()),
    step: async (data) => {
      const results = await open.run(new Map([...left, [input, { shape: tensorOf(imported, input).shape, data }]]));
      left = new Map(
        states.map((state) => [
          state.input,
          { shape: tensorOf(imported, state.input).shape, data: results.get(state.output)?.data ?? new Float32Array() },
        ]),
      );
      return results.get(answer)?.data ?? new Float32Array();
    },
  };
}

/** The integer program. */
function integerStepper(model: Model, program: Program): Stepper {
  const { imported, network } = model;
  const states = imported.states ?? [];
  const [input = ""] = imported.inputs.filter((name) => !states.some((state) => state.input === name));
  const [answer = ""] = imported.outputs.filter((name) => !states.some((state) => state.output === name));
  const id = network.activationOfTensor.get(answer) ?? -1;
  let left: StateCodes = clearedStates(program);
  return {
    reset: () => (left = clearedStates(program)),
    step: (data) => {
      const sample = new Map([[input, { shape: tensorOf(imported, input).shape, data }]]);
      const run = runProgram(program, new Map([...inputCodes(program, sample), ...left]));
      left = statesAfter(program, run);
      const codes = run.codes.get(id) ?? new Uint8Array();
      return Promise.resolve(fromMemory(dequantize(codes, formatOf(program, id)), layoutOf(network, answer)));
    },
  };
}

/** @param sequences inputs by sequence and step, all of one length */
async function quantized(model: Model, sequences: readonly (readonly Float32Array[])[]): Promise<Stepper> {
  const { graph, imported, network } = model;
  const states = imported.states ?? [];
  const [input = ""] = imported.inputs.filter((name) => !states.some((state) => state.input === name));
  const steps = Math.min(...sequences.map(({ length }) => length));
  const { shape } = tensorOf(imported, input);
  const source: SampleSource = withZeroStates(imported, {
    count: sequences.length * steps,
    kind: "unlabelled",
    fingerprint: "streams",
    sequence: { steps, answer: "sum" },
    sample: (index) => {
      const data = sequences[Math.floor(index / steps)]?.[index % steps] ?? new Float32Array();
      return Promise.resolve(new Map([[input, { shape, data }]]));
    },
    label: () => undefined,
  });
  const runner = createOrtRunner();
  const executor = executorOf(runner);
  const recorded = need(await withFloatStates(model, source, runner, unwatched));
  const nearest = createQuantizer(graph, network, await calibrate(graph, network, executor, recorded, unwatched));
  const weights = Number(options.weights) as 8 | 4 | 2;
  const activations = ASKED_WIDTHS.find((bits) => bits === Number(options.activations)) ?? 8;
  const policy = uniformPolicy(network, weights, activations);
  const quantizer =
    options.rounding === "nearest"
      ? nearest
      : withRounding(nearest, await compensatePolicy(nearest, policy, executor, recorded, unwatched, DEFAULT_ROUNDING));
  return integerStepper(model, buildProgram(quantizer, policy));
}

function sound(path: string): Float32Array {
  const bytes = readFileSync(path);
  const header = need(readWavHeader(bytes, path));
  return wavSamples(bytes, header, 0, Math.min(header.length, Math.round(Number(options.seconds) * header.rate)));
}

/** In place, radix 2, the inverse without its factor. */
function transform(re: Float64Array, im: Float64Array, inverse = false): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j] as number, re[i] as number];
      [im[i], im[j]] = [im[j] as number, im[i] as number];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const turn = ((inverse ? 2 : -2) * Math.PI) / size;
    for (let from = 0; from < n; from += size) {
      for (let k = 0; k < size / 2; k++) {
        const [a, b] = [from + k, from + k + size / 2];
        const [c, s] = [Math.cos(turn * k), Math.sin(turn * k)];
        const x = (re[b] as number) * c - (im[b] as number) * s;
        const y = (re[b] as number) * s + (im[b] as number) * c;
        [re[b], im[b]] = [(re[a] as number) - x, (im[a] as number) - y];
        [re[a], im[a]] = [(re[a] as number) + x, (im[a] as number) + y];
      }
    }
  }
}

function spectrum(block: Float32Array): { readonly re: Float64Array; readonly im: Float64Array } {
  const [re, im] = [Float64Array.from(block), new Float64Array(block.length)];
  transform(re, im);
  return { re, im };
}

/** From the lower half of a spectrum. */
function fromSpectrum(re: ArrayLike<number>, im: ArrayLike<number>, length: number): Float32Array {
  const [a, b] = [new Float64Array(length), new Float64Array(length)];
  for (let k = 0; k <= length / 2; k++) {
    a[k] = re[k] ?? 0;
    b[k] = k === 0 || k === length / 2 ? 0 : (im[k] ?? 0);
    if (k > 0 && k < length / 2) [a[length - k], b[length - k]] = [a[k] as number, -(b[k] as number)];
  }
  transform(a, b, true);
  return Float32Array.from(a, (value) => value / length);
}

function energy(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value * value, 0);
}

function snrDb(exact: Float32Array, other: Float32Array): number {
  return 10 * Math.log10(energy(exact) / energy(exact.map((value, i) => value - (other[i] ?? 0))));
}

/** Scale-invariant signal to distortion ratio (Le Roux et al. 2019), means removed. */
function siSdrDb(clean: Float32Array, estimate: Float32Array): number {
  const length = Math.min(clean.length, estimate.length);
  const centred = (values: Float32Array): Float32Array => {
    const part = values.subarray(0, length);
    const mean = part.reduce((sum, value) => sum + value, 0) / length;
    return part.map((value) => value - mean);
  };
  const [s, e] = [centred(clean), centred(estimate)];
  const scale = s.reduce((sum, value, i) => sum + value * (e[i] ?? 0), 0) / energy(s);
  const target = s.map((value) => scale * value);
  return 10 * Math.log10(energy(target) / energy(e.map((value, i) => value - (target[i] ?? 0))));
}

const BLOCK = 512;

/** Both parts in a loop, as the network's authors run it; what each part was given is noted. */
async function dtlnRun(
  noisy: Float32Array,
  [first, second]: readonly [Stepper, Stepper],
  noted: readonly [Float32Array[], Float32Array[]] = [[], []],
): Promise<Float32Array> {
  const shift = 128;
  first.reset();
  second.reset();
  const answer = new Float32Array(noisy.length);
  const inside = new Float32Array(BLOCK);
  const out = new Float32Array(BLOCK);
  for (let at = 0; at + shift <= noisy.length; at += shift) {
    inside.copyWithin(0, shift);
    inside.set(noisy.subarray(at, at + shift), BLOCK - shift);
    const { re, im } = spectrum(inside);
    const magnitude = Float32Array.from({ length: BLOCK / 2 + 1 }, (_, k) => Math.hypot(re[k] ?? 0, im[k] ?? 0));
    const mask = await first.step(magnitude);
    const masked = (values: Float64Array): Float64Array => values.map((value, k) => value * (mask[k] ?? 0));
    const estimate = fromSpectrum(masked(re), masked(im), BLOCK);
    const block = await second.step(estimate);
    noted[0].push(magnitude);
    noted[1].push(estimate);
    out.copyWithin(0, shift);
    out.fill(0, BLOCK - shift);
    for (let i = 0; i < BLOCK; i++) out[i] = (out[i] as number) + (block[i] ?? 0);
    // What leaves is the oldest part of the block: the answer is put where it was heard.
    const from = at + shift - BLOCK;
    if (from >= 0) answer.set(out.subarray(0, shift), from);
  }
  return answer;
}

async function dtln(models: string, data: string): Promise<void> {
  const load = async (name: string, pair: StatePair): Promise<Model> =>
    need(await loadModel(join(models, name), undefined, { states: [pair] }));
  const parts = [
    await load("dtln_model_1.onnx", { input: "input_3", output: "tf_op_layer_stack_2" }),
    await load("dtln_model_2.onnx", { input: "input_5", output: "tf_op_layer_stack_5" }),
  ] as const;
  const exact = [await floatStepper(parts[0]), await floatStepper(parts[1])] as const;
  const files = readdirSync(join(data, "noisy")).sort();
  const floats: Float32Array[] = [];
  const seen: [Float32Array[][], Float32Array[][]] = [[], []];
  for (const file of files) {
    const noted = [[], []] as readonly [Float32Array[], Float32Array[]];
    floats.push(await dtlnRun(sound(join(data, "noisy", file)), exact, noted));
    seen[0].push(noted[0]);
    seen[1].push(noted[1]);
  }
  const few = Number(options.calibration);
  const made = [
    await quantized(parts[0], seen[0].slice(0, few)),
    await quantized(parts[1], seen[1].slice(0, few)),
  ] as const;
  const rows: number[][] = [];
  for (const [i, file] of files.entries()) {
    const [noisy, clean] = [sound(join(data, "noisy", file)), sound(join(data, "clean", file))];
    const both = await dtlnRun(noisy, made);
    const ours = [siSdrDb(clean, noisy), siSdrDb(clean, floats[i] ?? noisy), siSdrDb(clean, both)];
    rows.push(ours);
    console.log(file, ...ours.map((value) => value.toFixed(2)));
  }
  const mean = (column: number, from = 0): string => {
    const part = rows.slice(from);
    return (part.reduce((sum, row) => sum + (row[column] ?? 0), 0) / part.length).toFixed(2);
  };
  console.log("SI-SDR in dB: noisy, float, both parts in integers");
  console.log("all       ", [0, 1, 2].map((column) => mean(column)).join(" "));
  console.log("held out  ", [0, 1, 2].map((column) => mean(column, few)).join(" "));
}

/** Frames of 512 every 256 samples under the square root of a Hann window, into [1, 257, 1, 2] and back. */
async function gtcrnRun(mix: Float32Array, stepper: Stepper, noted: Float32Array[] = []): Promise<Float32Array> {
  const hop = 256;
  stepper.reset();
  const window = Float32Array.from({ length: BLOCK }, (_, i) =>
    Math.sqrt(0.5 - 0.5 * Math.cos((2 * Math.PI * i) / BLOCK)),
  );
  const answer = new Float32Array(mix.length + BLOCK);
  for (let at = 0; at + BLOCK <= mix.length; at += hop) {
    const { re, im } = spectrum(mix.slice(at, at + BLOCK).map((value, i) => value * (window[i] ?? 0)));
    const frame = new Float32Array(2 * (BLOCK / 2 + 1));
    for (let k = 0; k <= BLOCK / 2; k++) frame.set([re[k] ?? 0, im[k] ?? 0], 2 * k);
    noted.push(frame);
    const enhanced = await stepper.step(frame);
    const half = (part: 0 | 1): Float32Array =>
      Float32Array.from({ length: BLOCK / 2 + 1 }, (_, k) => enhanced[2 * k + part] ?? 0);
    const block = fromSpectrum(half(0), half(1), BLOCK);
    for (let i = 0; i < BLOCK; i++) answer[at + i] = (answer[at + i] as number) + (block[i] ?? 0) * (window[i] ?? 0);
  }
  return answer.subarray(0, mix.length);
}

async function gtcrn(path: string, mixPath: string): Promise<void> {
  const model = need(await loadModel(path));
  const mix = sound(mixPath);
  const frames: Float32Array[] = [];
  const exact = await gtcrnRun(mix, await floatStepper(model), frames);
  const made = await quantized(model, [frames]);
  const ours = await gtcrnRun(mix, made);
  console.log(`${frames.length} frames, SNR against the float network ${snrDb(exact, ours).toFixed(2)} dB`);
}

async function silero(path: string, speechPath: string): Promise<void> {
  const stated = { shape: { input: [1, 576], state: [2, 1, 128] }, fix: { sr: 16000 } };
  const model = need(await loadModel(path, undefined, stated));
  const speech = sound(speechPath);
  const frames: Float32Array[] = [];
  for (let at = 0; at + 512 <= speech.length; at += 512) {
    const frame = new Float32Array(576);
    frame.set(speech.subarray(Math.max(0, at - 64), at + 512), at === 0 ? 64 : 0);
    frames.push(frame);
  }
  const [exact, made] = [await floatStepper(model), await quantized(model, [frames])];
  let [largest, same] = [0, 0];
  const squared: number[] = [];
  for (const frame of frames) {
    const [a = 0, b = 0] = [(await exact.step(frame))[0], (await made.step(frame))[0]];
    largest = Math.max(largest, Math.abs(a - b));
    squared.push((a - b) ** 2);
    if (a >= 0.5 === b >= 0.5) same++;
  }
  const rms = Math.sqrt(squared.reduce((sum, one) => sum + one, 0) / frames.length);
  console.log(
    `${frames.length} frames: largest difference of probability ${largest.toFixed(3)}, root mean square ${rms.toFixed(4)}, same decisions ${((100 * same) / frames.length).toFixed(2)} %`,
  );
}

const SPIKING_STEPS = 16;
/** In the files, behind a header. */
const IMAGES = 5060;
/** Images held for 16 steps from zero states; the answer is the largest sum of what the steps answer. The first `--calibration` images are not judged. */
async function snn(path: string, folder: string): Promise<void> {
  const model = need(await loadModel(path));
  const few = Number(options.calibration);
  const pixels = new Uint8Array(readFileSync(join(folder, "images.npy"))).slice(-IMAGES * 784);
  // Of 64 bits each.
  const labels = new Uint8Array(readFileSync(join(folder, "labels.npy")))
    .slice(-8 * IMAGES)
    .filter((_, i) => i % 8 === 0);
  const image = (i: number): Float32Array =>
    Float32Array.from(pixels.subarray(784 * i, 784 * (i + 1)), (pixel) => (pixel / 255 - 0.5) / 0.5);
  const calibration = Array.from({ length: few }, (_, i) => Array.from({ length: SPIKING_STEPS }, () => image(i)));
  const stepper = await quantized(model, calibration);
  const sizes = model.network.states?.map(({ input }) => model.network.activations[input]) ?? [];
  console.log(`membranes: ${sizes.map((one) => `${one?.name ?? ""} ${one?.elements ?? 0}`).join(", ")}`);
  let right = 0;
  const most = Math.min(IMAGES, Number(options.images));
  const started = performance.now();
  for (let i = few; i < most; i++) {
    stepper.reset();
    const sums = new Float64Array(10);
    const x = image(i);
    for (let step = 0; step < SPIKING_STEPS; step++)
      (await stepper.step(x)).forEach((value, k) => (sums[k] = (sums[k] as number) + value));
    if (sums.indexOf(Math.max(...sums)) === labels[i]) right++;
  }
  const count = most - few;
  console.log(
    `${right} of ${count} right, ${((100 * right) / count).toFixed(2)} % (${((performance.now() - started) / 1000).toFixed(0)} s)`,
  );
}

const RUNS: Readonly<Record<string, (first: string, second: string) => Promise<void>>> = { dtln, gtcrn, silero, snn };
const [what = "", first = "", second = ""] = positionals;
const run = RUNS[what];
if (!run) throw new Error(`one of ${Object.keys(RUNS).join(", ")} is to be run, not "${what}"`);
void run(first, second);
