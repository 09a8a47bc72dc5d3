/**
 * What becomes of one mutant: the command line's own answer to `estimate`, then, where it is taken, the float network as read against
 * onnxruntime on the same bytes, and `quantize` at 8 bits on samples made up. Everything in this process, with files in a folder of its own.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  executorOf,
  isTflite,
  seededRandom,
  tensorOf,
  withGivenPairs,
  type FloatTensor,
  type WholeRange,
} from "../../src/engine";
import { createOrtRunner } from "../../src/runtime/ortRunner";
import { openGiven } from "../../src/worker/model/givenFile";
import { loadModel, type Model } from "../../src/worker/model/loadModel";
import { bitwrightIn, type Answer } from "../../test/support/commandLine";

export type Stage = "estimate" | "compare" | "quantize";

export type Verdict =
  | { readonly kind: "ok" }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "fault" | "mumbled" | "differs"; readonly stage: Stage; readonly message: string };

/** Beyond these, honest arithmetic takes longer than a trial may. */
const MOST_MACS = 3e6;
const MOST_ELEMENTS = 300_000;

/** Signal to noise, in decibels, below which two float networks are not the same; pairs may round a tie the other way. */
const LEAST_DB = { float: 40, pairs: 15 };

export async function tryModel(bytes: Uint8Array, folder: string, enter: (stage: Stage) => void): Promise<Verdict> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const path = join(folder, isTflite(bytes) ? "model.tflite" : "model.onnx");
  writeFileSync(path, bytes);
  enter("estimate");
  const estimate = await command(["estimate", path, "--json"], folder);
  if (estimate.code === 2) return worded(estimate.err, "estimate") ?? { kind: "refused", message: estimate.err };
  const estimated = failureOf(estimate, "estimate");
  if (estimated) return estimated;
  const { macs, elements } = sizeOf(estimate.out);
  if (macs > MOST_MACS || elements > MOST_ELEMENTS) return { kind: "ok" };

  const loaded = await loadModel(path);
  if (!loaded.ok) return { kind: "fault", stage: "compare", message: "loaded once and not again" };
  enter("compare");
  const different = await compare(loaded.value);
  if (different !== undefined) return { kind: "differs", stage: "compare", message: different };

  enter("quantize");
  writeFileSync(join(folder, "samples.npy"), samplesFor(loaded.value));
  const quantize = await command([...QUANTIZE, "--out", join(folder, "out"), path], folder);
  if (quantize.code === 2) return worded(quantize.err, "quantize") ?? { kind: "refused", message: quantize.err };
  return failureOf(quantize, "quantize") ?? oddReport(quantize.out) ?? { kind: "ok" };
}

const QUANTIZE =
  "quantize --bits 8 --flash 512MiB --ram 512MiB --rounding nearest --calibration samples.npy --no-cache --json".split(
    " ",
  );
const SAMPLES = 4;

/** A .npy file of normal noise (NumPy's format 1.0). */
function samplesFor({ prepared }: Model): Uint8Array {
  const { shape } = tensorOf(prepared, prepared.inputs[0] ?? "");
  const rows = Array.from({ length: SAMPLES }, (_, i) => sampleOf(shape, i + 1).data);
  const sizes = [SAMPLES, ...(shape.length > 1 ? shape.slice(1) : shape)];
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes.join(", ")},), }`;
  const header = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11 + 64)}\n`;
  const start = [0x93, ...Buffer.from("NUMPY"), 1, 0, header.length & 255, header.length >> 8];
  return Buffer.concat([
    Uint8Array.from(start),
    Buffer.from(header),
    ...rows.map(({ buffer }) => new Uint8Array(buffer)),
  ]);
}

const command = (argv: readonly string[], folder: string): Promise<Answer> => bitwrightIn(folder, [...argv, "--quiet"]);

function failureOf({ code, out, err }: Answer, stage: Stage): Verdict | undefined {
  if (code !== 0 && code !== 1) return { kind: "fault", stage, message: `exit ${code}: ${err}` };
  try {
    JSON.parse(out);
    return undefined;
  } catch {
    return { kind: "mumbled", stage, message: `no JSON: ${out.slice(0, 200)}` };
  }
}

/** What a sentence to a person never holds. */
const NOT_WORDS = /\bundefined\b|\[object|(?<!holds )NaN|\n\s+at |\bnull\b|Cannot read|is not a function/;

function worded(err: string, stage: Stage): Verdict | undefined {
  const lines = err.split("\n").filter((line) => line !== "");
  const isWorded =
    lines.length > 0 &&
    lines.every((line) => line.startsWith("bitwright: ")) &&
    lines.every((line) => line.length < 1500);
  return isWorded && !NOT_WORDS.test(err) ? undefined : { kind: "mumbled", stage, message: err.slice(0, 600) };
}

function sizeOf(json: string): { readonly macs: number; readonly elements: number } {
  const { model, layers } = JSON.parse(json) as {
    readonly model: { readonly macs: number; readonly parameters: number };
    readonly layers: readonly { readonly shape: readonly number[] }[];
  };
  const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);
  const elements = layers.reduce((sum, { shape }) => sum + product(shape), model.parameters);
  return { macs: model.macs, elements };
}

/** The report says itself where the network as read is not the file, and by how much the integer program differs from the simulation. */
function oddReport(json: string): Verdict | undefined {
  const { notes, integer } = JSON.parse(json) as {
    readonly notes: readonly { readonly code: string; readonly message: string }[];
    readonly integer: { readonly largestCodeDifference: number } | null;
  };
  const misread = notes.find(({ code }) => code === "model.misread");
  if (misread) return { kind: "differs", stage: "quantize", message: misread.message };
  if (integer && integer.largestCodeDifference > 8) {
    const message = `the integer program differs from the simulation by ${integer.largestCodeDifference} codes`;
    return { kind: "differs", stage: "quantize", message };
  }
  return undefined;
}

/** Undefined where the answers are the same, or onnxruntime does not load the file. */
async function compare({ prepared, given }: Model): Promise<string | undefined> {
  const input = prepared.inputs[0];
  if (input === undefined) return undefined;
  const { shape } = tensorOf(prepared, input);
  const range = given.feeding.integers.get(input);
  const theirs = await openGiven(given, prepared.outputs, createOrtRunner({ folder: given.folder, threads: 1 }));
  if (typeof theirs === "string") return undefined;
  const ours = await executorOf(createOrtRunner({ threads: 1 })).open(withGivenPairs(prepared), prepared.outputs);
  const hasPairs = [...prepared.tensors.values()].some(({ data, given }) => !data && given !== undefined);
  const least = hasPairs ? LEAST_DB.pairs : LEAST_DB.float;
  try {
    for (const seed of [1, 2]) {
      const feeds = new Map([[input, sampleOf(shape, seed, range)]]);
      let answers: ReadonlyMap<string, FloatTensor>;
      try {
        answers = await theirs.run(feeds);
      } catch {
        return undefined; // a fault that onnxruntime finds only while it runs
      }
      const own = await ours.run(feeds);
      for (const name of prepared.outputs) {
        const difference = differenceOf(name, answers.get(name), own.get(name), least);
        if (difference !== undefined) return difference;
      }
    }
  } finally {
    await theirs.close();
    await ours.close();
  }
  return undefined;
}

function sampleOf(shape: readonly number[], seed: number, range?: WholeRange): FloatTensor {
  const random = seededRandom(seed);
  const count = shape.reduce((product, size) => product * size, 1);
  const value = (): number => (random.normal() * seed) / 2;
  const whole = ({ least, most }: WholeRange): number => Math.min(most, Math.max(least, Math.round(60 * value())));
  return { shape: [...shape], data: Float32Array.from({ length: count }, () => (range ? whole(range) : value())) };
}

function differenceOf(
  name: string,
  theirs: FloatTensor | undefined,
  own: FloatTensor | undefined,
  least: number,
): string | undefined {
  if (!own) return `nothing here computes "${name}"`;
  if (!theirs) return undefined; // not of floating-point numbers there
  if (theirs.data.length !== own.data.length)
    return `"${name}" has ${own.data.length} values instead of ${theirs.data.length}`;
  let signal = 0;
  let noise = 0;
  for (let i = 0; i < own.data.length; i++) {
    const [expected, got] = [theirs.data[i] as number, own.data[i] as number];
    if (Object.is(expected, got)) continue;
    if (Number.isFinite(expected) !== Number.isFinite(got)) return `"${name}" has ${got} for ${expected}`;
    if (!Number.isFinite(expected)) continue;
    noise += (expected - got) ** 2;
  }
  for (const value of theirs.data) if (Number.isFinite(value)) signal += value ** 2;
  const decibels = noise === 0 ? Infinity : 10 * Math.log10(signal / noise);
  return decibels >= least ? undefined : `"${name}" differs: ${decibels.toFixed(1)} dB`;
}
