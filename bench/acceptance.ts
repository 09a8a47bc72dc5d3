/**
 * What becomes of each model of a folder: the command line's own exit code and first reason, and, where the model is taken, signal to noise of
 * the network as read against the file itself on onnxruntime. With --verify each is also quantized at 8 bits, the integer network held against the
 * file on onnxruntime as the report does (signal to noise, on the inputs that its ranges come from), and its C project compared with the
 * interpreter, on an emulated Cortex-M4 or, where that has too little memory, on this computer. An .npy file beside a model is its input, else
 * noise is.
 *
 *   npx tsx bench/acceptance.ts ../shared/models/wild --verify
 *   npx tsx bench/acceptance.ts ../shared/conformance --only gemm --shape input=1,3,320,320
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { readCommandLine } from "../src/cli/commandLine";
import { run } from "../src/cli/run";
import {
  executorOf,
  seededRandom,
  tensorOf,
  withGivenPairs,
  type FloatTensor,
  type Graph,
  type StatedInputs,
} from "../src/engine";
import { isModelFile, modelNameOf } from "../src/formats/modelFiles";
import { npyFile } from "../test/unit/datasets/made";
import { openSamples } from "../src/datasets/samples/openSamples";
import { unwatched } from "../src/engine/ir/ports";
import { createOrtRunner } from "../src/runtime/ortRunner";
import { openGiven } from "../src/worker/model/givenFile";
import { loadModel, type Model } from "../src/worker/model/loadModel";
import { noiseWords, signalToNoise } from "../src/worker/model/signalToNoise";

interface Row {
  readonly file: string;
  readonly exit: number;
  /** Of the stage that ended otherwise than with 0; "" where none did. */
  readonly reason: string;
  /** Decibels; what stands there instead where nothing can be compared. */
  readonly signal: string;
  /** Only of what was verified. */
  readonly integer?: Integer;
}

/** The network at 8 bits against the given file on onnxruntime, and where its C ran. */
interface Integer {
  readonly decibels: number;
  readonly against: string;
  readonly ran: "emulated" | "host";
}

/** What the integer networks of a table are asked for. */
const GOAL_DECIBELS = 20;

const SAMPLES = 3;
/** Integer networks are calibrated on and compared over so many. */
const FITTING_SAMPLES = 16;
/** As much as a table's line may have. */
const REASON_LENGTH = 150;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      verify: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      shape: { type: "string", multiple: true, default: [] },
      fix: { type: "string", multiple: true, default: [] },
    },
  });
  const stated = [
    ...values.shape.flatMap((text) => ["--shape", text]),
    ...values.fix.flatMap((text) => ["--fix", text]),
  ];
  const rows: Row[] = [];
  for (const folder of positionals) {
    for (const file of readdirSync(folder).sort()) {
      if (!isModelFile(file) || !file.includes(values.only)) continue;
      const row = await tryModel(resolve(folder, file), stated, values.verify);
      rows.push(row);
      console.log(
        [row.file.slice(0, 48).padEnd(48), row.exit, row.signal.padStart(9), integerWords(row.integer), row.reason]
          .join("  ")
          .trimEnd(),
      );
    }
  }
  const count = (exit: number): number => rows.filter((row) => row.exit === exit).length;
  console.log(
    `\n${rows.length} models: ${count(0)} done, ${count(2)} refused, ${rows.length - count(0) - count(2)} failed`,
  );
  const verified = rows.flatMap(({ integer }) => integer ?? []);
  if (values.verify) {
    const near = verified.filter(({ decibels }) => decibels >= GOAL_DECIBELS).length;
    const emulated = verified.filter(({ ran }) => ran === "emulated").length;
    console.log(
      `${verified.length} verified at 8 bits, ${emulated} of them emulated; ${near} within ${GOAL_DECIBELS} dB of the file`,
    );
  }
  process.exitCode = count(0) + count(2) === rows.length ? 0 : 1;
}

async function tryModel(path: string, stated: readonly string[], verify: boolean): Promise<Row> {
  const file = basename(path);
  const folder = mkdtempSync(join(tmpdir(), "bitwright-acceptance-"));
  try {
    const estimate = await command(["estimate", path, ...stated], folder);
    if (estimate.exit !== 0) return { file, ...estimate, signal: "–" };
    const signal = await compare(path, inputsOf(stated));
    if (!verify) return { file, ...estimate, signal };
    return { file, signal, ...(await verifyIntegers(path, stated, folder)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Budgets are no matter here, nor is the best rounding. */
const AT_8_BITS = "--bits 8 --flash 512MiB --ram 512MiB --rounding nearest --no-cache".split(" ");

async function verifyIntegers(
  path: string,
  stated: readonly string[],
  folder: string,
): Promise<Pick<Row, "exit" | "reason" | "integer">> {
  const out = join(folder, "out");
  const samples = await writeSamples(path, stated, folder);
  const data = samples === undefined ? [] : ["--calibration", samples, "--evaluation", samples];
  const quantized = await command(["quantize", path, ...stated, ...AT_8_BITS, ...data, "--out", out], folder);
  if (quantized.exit !== 0) return quantized;
  const project = join(out, readdirSync(out).find((name) => name.endsWith(".mcu")) ?? "");
  const { accuracy } = JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as {
    accuracy: { sqnrDb: number | null; reference: string };
  };
  const integer = { decibels: accuracy.sqnrDb ?? Infinity, against: accuracy.reference };
  const emulated = await command(["verify", project], folder);
  if (emulated.exit === 0) return { ...emulated, integer: { ...integer, ran: "emulated" } };
  if (!emulated.reason.includes("machine is too small")) return emulated;
  const host = await command(["verify", project, "--host"], folder);
  return host.exit === 0 ? { ...host, integer: { ...integer, ran: "host" } } : host;
}

/** Inputs that fit: what ranges are taken from is what answers are compared on. undefined of several inputs, which are made up by the command. */
async function writeSamples(path: string, stated: readonly string[], folder: string): Promise<string | undefined> {
  const loaded = await loadModel(path, undefined, inputsOf(stated));
  if (!loaded.ok) throw new Error(`${path} was estimated before`);
  const { prepared } = loaded.value;
  const [input = "", ...more] = prepared.inputs;
  if (more.length > 0) return undefined;
  const beside = `${modelNameOf(path)}.npy`;
  if (existsSync(beside)) return beside;
  const noise = Array.from({ length: FITTING_SAMPLES }, (_, i) => noiseFor(prepared, input, loaded.value, 1 + i));
  const [batch, ...rest] = tensorOf(prepared, input).shape;
  const shape = [FITTING_SAMPLES, ...(batch === undefined || batch === 1 ? [] : [batch]), ...rest];
  const file = join(folder, "samples.npy");
  writeFileSync(file, npyFile("<f4", shape, Buffer.concat(noise.map(({ data }) => Buffer.from(data.buffer)))));
  return file;
}

function integerWords(integer: Integer | undefined): string {
  if (!integer) return "";
  return `${noiseWords(integer.decibels).padStart(9)} (${integer.against})  ${integer.ran.padEnd(8)}`;
}

/** @returns the first reason where the exit code is another than 0 */
async function command(
  argv: readonly string[],
  folder: string,
): Promise<{ readonly exit: number; readonly reason: string }> {
  const terminal = { columns: 100, colour: false, unicode: false, interactive: false };
  let text = "";
  const output = { terminal, write: (more: string) => Promise.resolve(void (text += more)) };
  const exit = await run([...argv, "--quiet"], {
    version: "acceptance",
    folder,
    env: process.env,
    streams: { out: output, err: output },
    watchInterrupts: () => ({ cancelled: false }),
    now: () => performance.now(),
  });
  const [first = ""] = text.replace(/^bitwright: /, "").split("\n");
  return { exit, reason: exit === 0 ? "" : `${argv[0] ?? ""}: ${first.slice(0, REASON_LENGTH)}` };
}

function inputsOf(stated: readonly string[]): StatedInputs {
  const read = readCommandLine(["estimate", "x.onnx", ...stated], "acceptance");
  if (!read.ok || read.value.command !== "estimate") throw new Error("estimate took these options before");
  const { shape, fix } = read.value.given;
  return { ...(shape && { shape }), ...(fix && { fix }) };
}

/** Over every output that the network and the file both have. */
async function compare(path: string, stated: StatedInputs): Promise<string> {
  const loaded = await loadModel(path, undefined, stated);
  if (!loaded.ok) throw new Error(`${path} was estimated before`);
  const model = loaded.value;
  const { prepared } = model;
  const theirs = await openGiven(model.given, prepared.outputs, createOrtRunner({ folder: model.given.folder }));
  if (typeof theirs === "string") return theirs.startsWith("onnxruntime does not load") ? "not in ort" : "no ort";
  const ours = await executorOf(createOrtRunner()).open(withGivenPairs(prepared), prepared.outputs);
  const exact: Float32Array[] = [];
  const found: Float32Array[] = [];
  try {
    for (let i = 0; i < SAMPLES; i++) {
      const feeds = await feedsOf(model, path, i);
      if (!feeds) break;
      const [expected, own] = [await theirs.run(feeds), await ours.run(feeds)];
      for (const name of prepared.outputs) {
        const [a, b] = [expected.get(name), own.get(name)];
        if (!a || !b) continue;
        exact.push(a.data);
        found.push(b.data);
      }
    }
  } finally {
    await theirs.close();
    await ours.close();
  }
  return exact.length === 0 ? "nothing" : noiseWords(signalToNoise(exact, found));
}

async function feedsOf(
  model: Model,
  path: string,
  index: number,
): Promise<ReadonlyMap<string, FloatTensor> | undefined> {
  const { prepared } = model;
  const [input = "", ...more] = prepared.inputs;
  const beside = `${modelNameOf(path)}.npy`;
  if (more.length === 0 && existsSync(beside)) {
    const { shape } = tensorOf(prepared, input);
    const samples = await openSamples({ path: beside }, { name: input, shape }, { watch: unwatched });
    if (samples.ok)
      return index < samples.value.count ? new Map([[input, await samples.value.sample(index)]]) : undefined;
  }
  return new Map(prepared.inputs.map((name, i) => [name, noiseFor(prepared, name, model, 1 + index + 10 * i)]));
}

function noiseFor(graph: Graph, name: string, { given }: Model, seed: number): FloatTensor {
  const { shape } = tensorOf(graph, name);
  const random = seededRandom(seed);
  const range = given.feeding.integers.get(name);
  const value = (): number => {
    const normal = random.normal();
    if (!range) return normal;
    const most = Math.min(range.most, 255 + range.least);
    return Math.round(Math.min(most, Math.max(range.least, (most + range.least) / 2 + 48 * normal)));
  };
  return { shape, data: Float32Array.from({ length: shape.reduce((all, size) => all * size, 1) }, value) };
}

void main();
