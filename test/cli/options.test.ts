/**
 * Every option of every command, with a line that it changes: exit code, output or files differ from the same line without it. A new option
 * that is not in the table fails here. That an option is told to change nothing (`option.unused`) is such a difference.
 */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readCommandLine } from "../../src/cli/commandLine";
import type { Output } from "../../src/cli/terminal/io";
import { run } from "../../src/cli/run";
import { temporaryFolder } from "../support/cli";
import { buildOnnx, floats, node } from "../support/networks/onnxBuilder";
import { smallModel } from "../support/networks/smallModel";
import { statefulModel } from "../support/statefulModel";

const { path: root, remove } = temporaryFolder();
const given = join(root, "given");

interface Line {
  /** Without the option. */
  readonly base: string;
  readonly option: string;
}

type Table = Readonly<Record<string, Line>>;

const TERMINAL = { interactive: false, columns: 100, colour: false, unicode: true };

/** What a person can see of a run: exit code, both streams, every file. Times are left out. */
async function outcomeOf(line: string): Promise<string> {
  const folder = mkdtempSync(join(root, "run-"));
  cpSync(given, folder, { recursive: true });
  const texts = { out: "", err: "" };
  const output = (name: "out" | "err"): Output => ({
    terminal: TERMINAL,
    write: (text: string): Promise<void> => {
      texts[name] += text;
      return Promise.resolve();
    },
  });
  const code = await run(line.split(" "), {
    version: "1.2.3",
    folder,
    env: { XDG_CACHE_HOME: join(folder, "xdg") },
    streams: { out: output("out"), err: output("err") },
    watchInterrupts: () => ({ cancelled: false }),
    now: () => 0,
  });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((path) => [relative(folder, path), readFileSync(path, "latin1")]);
  rmSync(folder, { recursive: true });
  const timeless = JSON.stringify([code, texts, files])
    .replaceAll(folder, "")
    .replace(/seconds\\*": [\d.]+|[\d.]+ m?s\b/g, "");
  assert.notEqual(code, 3, texts.err);
  return timeless;
}

const budget = (line: string): Table => ({
  "--target": { base: line, option: "--target stm32h743" },
  "--flash": { base: `${line} --target stm32h743`, option: "--flash 1KiB" },
  "--ram": { base: `${line} --target stm32h743`, option: "--ram 1KiB" },
  "--account": { base: `${line} --flash 1MiB --ram 1MiB`, option: "--account model" },
  "--latency": { base: `${line} --target stm32h743`, option: "--latency 1us" },
  "--targets": { base: `${line} --target stm32h743`, option: "--targets missing.json" },
  "--optimize": { base: `${line} --flash 1MiB --ram 1MiB`, option: "--optimize s" },
});
const inputs = (command: string): Table => ({
  "--shape": { base: `${command} open.onnx`, option: "--shape input=1,3,8,8" },
  "--fix": { base: `${command} two.onnx`, option: "--fix gain=2" },
  "--states": { base: `${command} kept.onnx`, option: "--states none" },
});
const results = (line: string): Table => ({
  "--report": { base: `${line} --out elsewhere`, option: "--report html" },
  "--out": { base: line, option: "--out elsewhere" },
  "--json": { base: line, option: "--json" },
  "--quiet": { base: line, option: "--quiet" },
});
const policyOf = (command: string): Table => ({
  "--policy": { base: `${command} soft.onnx`, option: "--policy policy.json" },
});
const plan = (line: string, streaming: string): Table => ({
  "--streaming": { base: line, option: streaming },
  "--hop": { base: `${line} --streaming endless`, option: "--hop 1" },
  "--padding": { base: `${line} --streaming endless --hop 1`, option: "--padding clip" },
  "--rows": { base: line, option: "--rows supplied" },
  "--scores": { base: line, option: "--scores logits" },
});
const data = (line: string): Table => ({
  "--calibration": { base: line, option: "--calibration data.npy" },
  "--evaluation": { base: `${line} --calibration data.npy`, option: "--evaluation other.npy" },
  "--preprocessing": { base: line, option: "--preprocessing unit" },
  "--samples": { base: `${line} --evaluation data.npy`, option: "--samples 9" },
  "--steps": { base: line, option: "--steps 3" },
  "--answer": { base: line, option: "--answer last" },
});
const project = (line: string): Table => ({
  "--name": { base: line, option: "--name keywords" },
  "--arena": { base: line, option: "--arena caller" },
});

const estimate = "estimate soft.onnx";
const uniform = "quantize soft.onnx --bits 8";
const searched = "quantize soft.onnx --flash 1000 --ram 32KiB --account model";
const evaluate = "evaluate soft.onnx --policy policy.json";
const generate = "generate soft.onnx --policy policy.json";
const check = "check soft.onnx --policy policy.json";
const limited = `${check} --flash 1MiB --ram 1MiB`;

const RUN: Readonly<Record<string, Table>> = {
  quantize: {
    ...budget(uniform),
    ...inputs("quantize --bits 8"),
    ...plan(`${uniform} --flash 1MiB --ram 2100`, "--streaming off"),
    ...data(uniform),
    ...project(uniform),
    ...results(uniform),
    "--bits": { base: "quantize soft.onnx --flash 1MiB --ram 1MiB", option: "--bits 4" },
    "--weights": { base: "quantize soft.onnx --flash 1MiB --ram 1MiB", option: "--weights 4" },
    "--activations": { base: "quantize soft.onnx --flash 1MiB --ram 1MiB", option: "--activations 4" },
    "--search": { base: searched, option: "--search random" },
    "--levels": { base: `${searched} --no-cache`, option: "--levels auto" },
    "--widths": { base: searched, option: "--widths all" },
    "--seed": { base: uniform, option: "--seed 7" },
    "--rounding": { base: "quantize soft.onnx --bits 2", option: "--rounding nearest" },
    "--learn": { base: uniform, option: "--learn steps:2" },
    "--cache": { base: searched, option: "--cache kept" },
    "--no-cache": { base: searched, option: "--no-cache" },
  },
  estimate: {
    ...budget(estimate),
    ...inputs("estimate"),
    ...plan(`${estimate} --flash 1MiB --ram 2100`, "--streaming off"),
    ...results(estimate),
    "--bits": { base: estimate, option: "--bits 4" },
    "--weights": { base: estimate, option: "--weights 4" },
    "--activations": { base: estimate, option: "--activations 4" },
  },
  evaluate: {
    ...budget(evaluate),
    ...inputs("evaluate --policy policy.json"),
    ...policyOf("evaluate"),
    ...plan(evaluate, "--streaming auto"),
    ...data(evaluate),
    ...results(evaluate),
    "--rounding": { base: evaluate, option: "--rounding nearest" },
    "--cache": { base: evaluate, option: "--cache kept" },
    "--no-cache": { base: evaluate, option: "--no-cache" },
  },
  check: {
    ...budget(check),
    ...inputs("check --policy policy.json --flash 1MiB --ram 1MiB"),
    ...policyOf("check"),
    ...plan(limited, "--streaming auto"),
    ...results(limited),
  },
  generate: {
    ...budget(generate),
    ...inputs("generate --policy policy.json"),
    ...policyOf("generate"),
    ...plan(generate, "--streaming auto"),
    ...data(generate),
    ...project(generate),
    ...results(generate),
    "--rounding": { base: generate, option: "--rounding nearest" },
    "--cache": { base: generate, option: "--cache kept" },
    "--no-cache": { base: generate, option: "--no-cache" },
  },
  targets: {
    "--targets": { base: "targets", option: "--targets missing.json" },
    "--json": { base: "targets", option: "--json" },
  },
};

/** What they change in a build is in verify.test.ts and test/firmware; here, that they arrive and that --host is not given with them. */
const VERIFY: Table = {
  "--target": { base: "verify f", option: "--target stm32h743" },
  "--flash": { base: "verify f", option: "--flash 1KiB" },
  "--ram": { base: "verify f", option: "--ram 1KiB" },
  "--targets": { base: "verify f --target mine", option: "--targets boards.json" },
  "--optimize": { base: "verify f", option: "--optimize s" },
  "--host": { base: "verify f", option: "--host" },
  "--allow-changed": { base: "verify f", option: "--allow-changed" },
  "--json": { base: "verify f", option: "--json" },
  "--quiet": { base: "verify f", option: "--quiet" },
};

function optionsIn(help: string): readonly string[] {
  return [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = ""]) => option);
}

function helpOf(...line: readonly string[]): string {
  const read = readCommandLine([...line, "--help"], "1.2.3");
  assert.ok(read.ok && read.value.command === "help");
  return read.value.text;
}

function npy(count: number, seed: number): Uint8Array {
  const values = Float32Array.from({ length: count * 192 }, (_, i) => ((i + seed) * 7919) % 256);
  return npyOf("<f4", `${count}, 3, 8, 8`, Buffer.from(values.buffer));
}

function npyOf(type: string, sizes: string, values: Uint8Array): Uint8Array {
  const shape = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const header = Buffer.from(`\x93NUMPY\x01\x00\0\0${shape.padEnd(117)}\n`, "latin1");
  header.writeUInt16LE(header.length - 10, 8);
  return Buffer.concat([header, values]);
}

describe("options", function () {
  this.timeout(120_000);
  const known = new Map<string, Promise<string>>();
  const outcome = (line: string): Promise<string> => {
    const before = known.get(line) ?? outcomeOf(line);
    known.set(line, before);
    return before;
  };

  before(async () => {
    mkdirSync(given);
    writeFileSync(join(given, "soft.onnx"), smallModel({ softmax: true }));
    const conv = node("Conv", ["input", "w"], ["y"], { kernel_shape: [1, 1] });
    const constants = { w: floats([4, 3, 1, 1], 0.5) };
    const open = buildOnnx({ inputs: { input: [1, 3, "h", "w"] }, outputs: ["y"], constants, nodes: [conv] });
    writeFileSync(join(given, "open.onnx"), open);
    const nodes = [conv, node("Mul", ["y", "gain"], ["z"], {})];
    const two = buildOnnx({ inputs: { input: [1, 3, 8, 8], gain: [1] }, outputs: ["z"], constants, nodes });
    writeFileSync(join(given, "two.onnx"), two);
    writeFileSync(join(given, "kept.onnx"), statefulModel());
    writeFileSync(join(given, "data.npy"), npy(200, 0));
    writeFileSync(join(given, "other.npy"), npy(120, 5));
    const host = { version: "1.2.3", folder: given, env: { XDG_CACHE_HOME: join(root, "xdg") }, now: () => 0 };
    const silent = { terminal: TERMINAL, write: () => Promise.resolve() };
    const made = await run("quantize soft.onnx --bits 4 --out made --no-cache --quiet".split(" "), {
      ...host,
      streams: { out: silent, err: silent },
      watchInterrupts: () => ({ cancelled: false }),
    });
    assert.equal(made, 0);
    cpSync(join(given, "made", "policy.json"), join(given, "policy.json"));
    rmSync(join(given, "made"), { recursive: true });
  });
  after(remove);

  it("are all in the table", () => {
    const commands = [...helpOf().matchAll(/^ {2}(\w+) .*(?:<|\[options\])/gm)].map(([, name]) => name);
    assert.deepEqual(commands.filter((name) => name !== "help").sort(), [...Object.keys(RUN), "verify"].sort());
    for (const [command, table] of Object.entries({ ...RUN, verify: VERIFY })) {
      const options = optionsIn(helpOf(command)).filter((option) => option !== "--help");
      assert.deepEqual([...options].sort(), Object.keys(table).sort(), command);
    }
  });

  it("beside one that leaves them nothing to do are told so", async () => {
    assert.match(await outcome(`${uniform} --search greedy`), /--search changes nothing: --bits gives every tensor/);
  });

  it("differ in nothing else: the same line gives the same again", async () => {
    for (const line of [searched, generate]) assert.ok((await outcomeOf(line)) === (await outcome(line)), line);
  });

  for (const [command, table] of Object.entries(RUN)) {
    for (const [name, { base, option }] of Object.entries(table)) {
      it(`${command} ${name} changes something`, async () => {
        assert.ok(option.startsWith(name));
        const [withOption, without] = [await outcome(`${base} ${option}`), await outcome(base)];
        assert.ok(withOption !== without, `"${base}" does the same with ${option}`);
      });
    }
  }

  it("labels count that only the evaluation of one data set names", async () => {
    writeFileSync(join(given, "named.onnx"), smallModel());
    writeFileSync(join(given, "truth.npy"), npyOf("|u1", "200,", new Uint8Array(200)));
    const path = "data.npy";
    const settings = { bits: 8, calibration: { path, samples: 64 }, evaluation: { path, labels: "truth.npy" } };
    writeFileSync(join(given, "named.bitwright.json"), JSON.stringify(settings));

    const told = await outcomeOf("quantize named.onnx --json");
    assert.match(told, /\\"samples\\": 136/);
    assert.match(told, /\\"data\\": \\"labelled\\"/);
  });

  for (const [name, { base, option }] of Object.entries(VERIFY)) {
    it(`verify ${name} arrives`, () => {
      assert.ok(option.startsWith(name));
      const read = (line: string): unknown => readCommandLine(line.split(" "), "1.2.3");
      assert.notDeepEqual(read(`${base} ${option}`), read(base));
    });
  }
});
