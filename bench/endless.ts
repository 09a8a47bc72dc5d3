/**
 * Rows that never end: the exact integer program of hops against the float network in onnxruntime, window by window.
 *
 *   npx tsx bench/endless.ts wakeword <model.onnx> <features.npy> <labels.npy> <long.wav>
 *   npx tsx bench/endless.ts clips <model.onnx> <inputs.npy> <labels.npy> --hop 2 [--padding clip] [--clips 200]
 *
 * `wakeword` makes the features of MLPerf Tiny's wake word from the recording, a row every 32 ms, and tells where either network hears the word; accuracy of
 * whole windows beside it. `clips` runs each clip as a stream of its own, the rows of the next one behind it, and tells how many answers are right, and
 * how many are those of the integer network over the whole clip. Options: --hop, --padding, --weights.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseNpy, readElements } from "../src/datasets/arrays/npy";
import { readWavHeader, wavSamples } from "../src/datasets/sounds/wav";
import {
  argmax,
  buildProgram,
  calibrate,
  clearedStates,
  compensatePolicy,
  createQuantizer,
  DEFAULT_ROUNDING,
  executorOf,
  hopNetwork,
  hopProgram,
  isWeightBits,
  runProgram,
  statesAfter,
  tensorOf,
  uniformPolicy,
  unwatched,
  withRounding,
  type ActivationId,
  type Codes,
  type Feeds,
  type Hop,
  type Outcome,
  type Program,
  type SampleSource,
} from "../src/engine";
import { realsOf } from "../src/engine/interpret/runProgram";
import { createOrtRunner } from "../src/runtime/ortRunner";
import { openGiven } from "../src/worker/model/givenFile";
import { loadModel, type Model } from "../src/worker/model/loadModel";
import { inputCodes } from "../src/worker/samples/inputCodes";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    hop: { type: "string", default: "1" },
    padding: { type: "string", default: "continuous" },
    weights: { type: "string", default: "8" },
    clips: { type: "string", default: "200" },
  },
});
const hopRows = Number(options.hop);

function need<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

/** Samples one after the other. */
function arrayOf(path: string, size: number): readonly Float32Array[] {
  const array = need(parseNpy(readFileSync(path), path));
  const count = array.shape.reduce((all, extent) => all * extent, 1) / size;
  return Array.from({ length: count }, (_, i) => Float32Array.from(readElements(array, i * size, size)));
}

interface Given {
  readonly model: Model;
  readonly input: string;
  readonly size: number;
}

function feedsOf({ model, input }: Given, data: Float32Array): Feeds {
  return new Map([[input, { shape: tensorOf(model.imported, input).shape, data }]]);
}

async function floatNetwork({ model, input }: Given): Promise<(data: Float32Array) => Promise<Float32Array>> {
  const { imported, given } = model;
  const opened = await openGiven(given, imported.outputs, createOrtRunner({ folder: given.folder }));
  if (typeof opened === "string") throw new Error(opened);
  const { shape } = tensorOf(imported, input);
  return async (data) => {
    const results = await opened.run(new Map([[input, { shape, data }]]));
    return results.get(imported.outputs[0] ?? "")?.data ?? new Float32Array();
  };
}

/** Ranges and rounding from the samples given; activations have 8 bits. */
async function programOf(given: Given, samples: readonly Float32Array[]): Promise<Program> {
  const { model } = given;
  const source: SampleSource = {
    count: samples.length,
    kind: "unlabelled",
    fingerprint: "endless",
    sample: (index) => Promise.resolve(feedsOf(given, samples[index] ?? new Float32Array())),
    label: () => undefined,
  };
  const executor = executorOf(createOrtRunner());
  const { graph, network } = model;
  const nearest = createQuantizer(graph, network, await calibrate(graph, network, executor, source, unwatched));
  const bits = Number(options.weights);
  if (!isWeightBits(bits)) throw new Error(`weights have no ${bits} bits`);
  const policy = uniformPolicy(network, bits, 8);
  if (bits === 8) return buildProgram(nearest, policy);
  const rounded = await compensatePolicy(nearest, policy, executor, source, unwatched, DEFAULT_ROUNDING);
  return buildProgram(withRounding(nearest, rounded), policy);
}

/** A stream: rows in, the answer of each hop out. */
function streamOf(hop: Hop, windows: Program): { hear(rows: Codes): Float32Array; reset(): void } {
  const program = hopProgram(hop, windows);
  const [input = -1] = program.network.inputs;
  const [output = -1] = windows.network.outputs;
  let states = clearedStates(program);
  return {
    reset: () => (states = clearedStates(program)),
    hear: (rows) => {
      const run = runProgram(program, new Map<ActivationId, Codes>([[input, rows], ...states]));
      states = statesAfter(program, run);
      return realsOf(program, run, output);
    },
  };
}

function codesOf(given: Given, program: Program, data: Float32Array): Codes {
  const [input = -1] = program.network.inputs;
  return inputCodes(program, feedsOf(given, data)).get(input) ?? new Uint8Array();
}

function wholeAnswer(program: Program, codes: Codes): Float32Array {
  const [input = -1] = program.network.inputs;
  const [output = -1] = program.network.outputs;
  return realsOf(program, runProgram(program, new Map([[input, codes]])), output);
}

function tell(hop: Hop): void {
  const { macs, windowMacs, delayRows, firstRows } = hop.figures;
  console.log(
    `${macs} multiply-accumulates a hop, ${windowMacs} a window: 1/${(windowMacs / macs).toFixed(1)}; delay ${delayRows} rows, first answer after ${firstRows}`,
  );
}

const RATE = 16000;
const FRAME = 1024;
const STEP = 512;
const BANDS = 40;

/** 40 log mel energies of 64 ms every 32 ms: mlcommons/tiny, benchmark/training/streaming_wakeword/get_dataset.py, "lfbe". */
function features(sound: Float32Array): readonly Float32Array[] {
  const largest = sound.reduce((most, value) => Math.max(most, value), 0);
  const emphasised = Float64Array.from(sound, (value, i) => (value - (1 - 2 ** -5) * (sound[i - 1] ?? 0)) / largest);
  const mel = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);
  const top = mel(RATE / 2);
  const bins = FRAME / 2 + 1;
  const weights = Array.from({ length: BANDS }, (_, band) =>
    Float64Array.from({ length: bins }, (_, bin) => {
      if (bin === 0) return 0;
      const at = (mel((bin * RATE) / FRAME) * (BANDS + 1)) / top;
      return Math.max(0, Math.min(at - band, band + 2 - at));
    }),
  );
  const cosines = Float64Array.from({ length: FRAME }, (_, i) => Math.cos((2 * Math.PI * i) / FRAME));
  return Array.from({ length: Math.floor((sound.length - FRAME) / STEP) + 1 }, (_, row) => {
    const frame = Float64Array.from({ length: FRAME }, (_, i) => {
      const window = 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (FRAME - 1));
      return (emphasised[row * STEP + i] ?? 0) * window;
    });
    const power = Float64Array.from({ length: bins }, (_, bin) => {
      let [re, im] = [0, 0];
      for (let i = 0; i < FRAME; i++) {
        re += (frame[i] as number) * (cosines[(bin * i) % FRAME] as number);
        im += (frame[i] as number) * (cosines[(bin * i + FRAME / 4) % FRAME] as number);
      }
      return Math.max(1e-30, (re * re + im * im) / FRAME);
    });
    return Float32Array.from(weights, (band) => {
      const energy = band.reduce((sum, weight, bin) => sum + weight * (power[bin] as number), 0);
      return Math.min(1, Math.max(0, (10 * Math.log10(energy) + 52) / 64));
    });
  });
}

/** Hops from … to at which a network hears the word, by its first answer. */
function runsOf(heard: readonly boolean[]): string {
  const runs: string[] = [];
  for (let i = 0; i < heard.length; i++) {
    if (heard[i] !== true) continue;
    const from = i;
    while (heard[i + 1] === true) i++;
    runs.push(`${((from * hopRows * STEP) / RATE).toFixed(2)}–${((i * hopRows * STEP) / RATE).toFixed(2)} s`);
  }
  return runs.join(", ");
}

async function wakeword(given: Given, [inputs = "", labelled = "", wav = ""]: readonly string[]): Promise<void> {
  const samples = arrayOf(inputs, given.size);
  const labels = arrayOf(labelled, 1).map(([label]) => label);
  const float = await floatNetwork(given);
  const program = await programOf(given, samples);
  let [right, floatRight] = [0, 0];
  for (const [i, sample] of samples.entries()) {
    if (argmax(await float(sample)) === labels[i]) floatRight++;
    if (argmax(wholeAnswer(program, codesOf(given, program, sample))) === labels[i]) right++;
  }
  console.log(`windows right: ${right} of ${samples.length}, float ${floatRight}`);
  const hop = need(hopNetwork(given.model.network, hopRows));
  tell(hop);
  const { windowRows } = hop.figures;
  const bytes = readFileSync(wav);
  const header = need(readWavHeader(bytes, wav));
  const rows = features(wavSamples(bytes, header, 0, header.length));
  // Bands lie apart in the file's order, [band][row], and beside each other in rows.
  const windowAt = (end: number): Float32Array =>
    Float32Array.from(
      { length: given.size },
      (_, i) => rows[end - windowRows + (i % windowRows)]?.[Math.floor(i / windowRows)] ?? 0,
    );
  const stream = streamOf(hop, program);
  const heard: { readonly float: boolean[]; readonly endless: boolean[] } = { float: [], endless: [] };
  let [same, alike, largest] = [0, 0, 0];
  let hops = 0;
  const first = codesOf(given, program, windowAt(windowRows));
  const width = first.length / windowRows;
  for (let end = hopRows; end <= rows.length; end += hopRows) {
    const codes = end < windowRows ? first.subarray(0, end * width) : codesOf(given, program, windowAt(end));
    const answer = stream.hear(codes.slice(codes.length - hopRows * width));
    if (end < windowRows) {
      heard.float.push(false);
      heard.endless.push(false);
      continue;
    }
    const expected = await float(windowAt(end));
    heard.float.push(argmax(expected) === 0);
    heard.endless.push(argmax(answer) === 0);
    hops++;
    if (argmax(expected) === argmax(answer)) same++;
    if (Buffer.from(answer.buffer).equals(Buffer.from(wholeAnswer(program, codes).buffer))) alike++;
    largest = Math.max(largest, ...answer.map((value, i) => Math.abs(value - (expected[i] ?? 0))));
  }
  console.log(
    `of ${hops} hops ${alike} answer bit for bit as the integer network over the window, ${same} decide as the float network; largest difference ${largest.toFixed(3)}`,
  );
  console.log(`heard by the float network:  ${runsOf(heard.float)}`);
  console.log(`heard by the integer stream: ${runsOf(heard.endless)}`);
}

async function clips(given: Given, [inputs = "", labelled = ""]: readonly string[]): Promise<void> {
  const all = arrayOf(inputs, given.size);
  const labels = arrayOf(labelled, 1).map(([label]) => label);
  // Calibrated on the last ones, which are not judged.
  const program = await programOf(given, all.slice(-64));
  const padding = options.padding === "clip" ? "clip" : "continuous";
  const hop = need(hopNetwork(given.model.network, hopRows, padding));
  tell(hop);
  const { firstRows, windowRows } = hop.figures;
  const stream = streamOf(hop, program);
  const count = Math.min(Number(options.clips), all.length - 64);
  let [right, wholeRight, alike] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [clip, next] = [i, i + 1].map((at) => codesOf(given, program, all[at] ?? new Float32Array()));
    const rows = Uint8Array.from([...(clip ?? []), ...(next ?? [])]);
    const width = rows.length / (2 * windowRows);
    stream.reset();
    let answer = new Float32Array();
    for (let at = 0; at < firstRows; at += hopRows)
      answer = Float32Array.from(stream.hear(Uint8Array.from(rows.subarray(at * width, (at + hopRows) * width))));
    const expected = wholeAnswer(program, clip ?? new Uint8Array());
    if (argmax(answer) === labels[i]) right++;
    if (argmax(expected) === labels[i]) wholeRight++;
    if (answer.every((value, c) => value === expected[c])) alike++;
  }
  console.log(
    `${padding}: ${right} of ${count} right in streams, ${wholeRight} as whole clips; ${alike} answers equal bit for bit`,
  );
}

async function main(): Promise<void> {
  const [which = "", path = "", ...files] = positionals;
  const model = need(await loadModel(path));
  const [input = ""] = model.imported.inputs;
  const size = tensorOf(model.imported, input).shape.reduce((all, extent) => all * extent, 1);
  const given = { model, input, size };
  if (which === "wakeword") await wakeword(given, files);
  else await clips(given, files);
}

void main();
