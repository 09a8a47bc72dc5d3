/**
 * Measures what a turn of each loop of the kernels takes, on every core at every level of optimization, and writes it as data:
 * src/engine/memory/timing/tables. Kernels are compiled with the flags that generated projects ship and run in emulation on layers of many shapes and
 * widths; QEMU counts instructions by class (test/firmware/board/countInstructions.c), and turns (KernelForm.turns) are what explains the counts best,
 * by least squares of relative errors. Every run is held against the interpreter, code by code. Every fifth layer is left out of the explanation and
 * tells how far it is off. Run it after every change of a kernel: `npx tsx bench/instructions.ts`; with names of cores, those alone.
 */
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { ACTIVATION_WIDTHS, WEIGHT_WIDTHS, type CodeBits } from "../src/engine/base/bits";
import { OPTIMIZATIONS, type Optimization } from "../src/engine/base/build";
import { seededRandom, type Random } from "../src/engine/base/random";
import { runProgram } from "../src/engine/interpret/runProgram";
import { activationOf, isProduct, type Shape3 } from "../src/engine/ir/network";
import { formOf } from "../src/engine/layers/formOf";
import type { Step } from "../src/engine/ir/program";
import type { Turns } from "../src/engine/layers/firmware/turns";
import {
  CLASSES,
  instructionsOf,
  type InstructionData,
  type Instructions,
} from "../src/engine/memory/timing/instructionTable";
import { TIMED_CORES, type TimedCore } from "../src/engine/memory/timing/instructionTableOf";
import { machineOfCode } from "../src/worker/verify/image/machines";
import { COMPILERS } from "../src/worker/verify/image/toolchain";
import { benchProgram, type FirmwareCase } from "../test/support/firmware/firmwareCase";
import { productRun } from "../test/support/firmware/firmwareNumbers";
import {
  CORTEX_M3,
  CORTEX_M4,
  RV32IMAC,
  boardArguments,
  firmwareSources,
  KERNEL_INCLUDES,
  instructionCounter,
  runProgramOn,
  type Build,
} from "../test/support/firmware/firmwareToolchain";
import { networkOf, type LayerCase } from "../test/support/firmware/layerCases";
import { randomRun } from "../test/support/networks/randomProgram";
import { layerDraws } from "./layerDraws";
import { nonnegativeLeastSquares } from "./leastSquares";

const run = promisify(execFile);
const OUTPUT = join(__dirname, "../src/engine/memory/timing/tables");
/** Bytes of tables in one program: more would not fit the machines' memory. */
const PROGRAM_BYTES = 1_500_000;
const HELD_OUT = 5;

/** Which emulated machine runs a core's code: its instructions are some of that machine's. */
const MACHINES: Readonly<Record<TimedCore, Pick<Build, "machine" | "name">>> = {
  "cortex-m0+": CORTEX_M3,
  "cortex-m3": CORTEX_M3,
  "cortex-m4": CORTEX_M4,
  "cortex-m7": { name: "Cortex-M7", machine: { name: "mps2-an500", flashOrigin: "0", ramOrigin: "0x20000000" } },
  "cortex-m33": {
    name: "Cortex-M33",
    machine: { name: "mps2-an505", flashOrigin: "0x10000000", ramOrigin: "0x38000000" },
  },
  "cortex-m33-nodsp": {
    name: "Cortex-M33",
    machine: { name: "mps2-an505", flashOrigin: "0x10000000", ramOrigin: "0x38000000" },
  },
  rv32imac: RV32IMAC,
};

interface TimedCase {
  readonly firmware: FirmwareCase;
  readonly function: string;
  readonly turns: Turns;
  readonly bytes: number;
}

async function main(): Promise<void> {
  const counter = instructionCounter();
  if (!counter.ok) throw new Error(counter.reason);
  const cores = TIMED_CORES.filter((core) => process.argv.length < 3 || process.argv.includes(core));
  const cases = drawCases(seededRandom(1));
  const programs = divided(cases);
  console.log(`${cases.length} layers in ${programs.length} programs`);
  const folder = mkdtempSync(join(tmpdir(), "bitwright-instructions-"));
  try {
    const sources = programs.map((part, i) => {
      const path = join(folder, `program${i}.c`);
      writeFileSync(path, benchProgram(part.map(({ firmware }) => firmware)));
      return path;
    });
    for (const core of cores) {
      const levels: [Optimization, string][] = [];
      for (const optimize of OPTIMIZATIONS) {
        const counts = await measure(core, optimize, sources, folder, counter.value);
        if (counts.length !== cases.length) throw new Error(`${counts.length} of ${cases.length} layers were counted`);
        levels.push([optimize, explain(cases, counts, `${core} -O${optimize}`)]);
      }
      await write(core, Object.fromEntries(levels) as Record<Optimization, string>);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  core: TimedCore,
  optimize: Optimization,
  sources: readonly string[],
  folder: string,
  counter: string,
): Promise<readonly Instructions[]> {
  const own = join(folder, `${core}${optimize}`);
  mkdirSync(own);
  const machine = machineOfCode(core);
  const compiler = COMPILERS[machine.instructionSet];
  const flags = [...machine.flags, "-ffunction-sections", "-fdata-sections", ...KERNEL_INCLUDES];
  const build: Build = { compiler, flags: machine.flags, ...MACHINES[core] };
  await run(compiler, [...flags, "-std=gnu99", `-O${optimize}`, "-c", ...firmwareSources()], { cwd: own });
  const kernels = firmwareSources().map((source) => basename(source).replace(/\.c$/, ".o"));
  const counts: Instructions[] = [];
  for (const source of sources) {
    // What calls the kernels is no part of what is measured.
    await run(compiler, [...flags, "-std=gnu99", "-O1", "-c", source, "-o", "main.o"], { cwd: own });
    execFileSync(compiler, [...flags, "main.o", ...kernels, ...boardArguments(build), "-o", "main.elf"], { cwd: own });
    const result = runProgramOn(build, join(own, "main.elf"), counter);
    if (result.status !== 0) throw new Error(`${core} -O${optimize}: ${result.stdout}${result.stderr}`);
    for (const line of result.stderr.split("\n").filter((each) => each.startsWith("instructions "))) {
      counts.push(instructionsOf((one) => Number(new RegExp(`${one} (\\d+)`).exec(line)?.[1] ?? NaN)));
    }
  }
  return counts;
}

/** The table's lines, and on the terminal how well they tell the layers that had no part in them. */
function explain(cases: readonly TimedCase[], counts: readonly Instructions[], title: string): string {
  const lines: string[] = [];
  const worst: string[] = [];
  for (const name of [...new Set(cases.map((one) => one.function))].sort()) {
    const own = cases.flatMap((one, i) => (one.function === name ? [{ one, counted: counts[i] as Instructions }] : []));
    const loops = [...new Set(own.flatMap(({ one }) => Object.keys(one.turns)))].sort();
    const used = own.filter((_, i) => i % HELD_OUT !== 0);
    const explained = CLASSES.map((kind) => {
      const equations = used.map(({ one, counted }) => ({
        terms: loops.map((loop) => one.turns[loop] ?? 0),
        value: counted[kind],
        weight: 1 / counted.instructions,
      }));
      const pull = loops.map((_, i) => {
        const mean = used.reduce(
          (sum, { one, counted }) => sum + (one.turns[loops[i] ?? ""] ?? 0) / counted.instructions,
          0,
        );
        return {
          terms: loops.map((__, j) => Number(i === j)),
          value: 0,
          weight: 1e-4 * Math.max(mean / used.length, 1e-9),
        };
      });
      return nonnegativeLeastSquares([...equations, ...pull]);
    });
    loops.forEach((loop, i) => {
      const figures = explained.map((class_) => Number((class_[i] ?? 0).toPrecision(4)));
      while (figures.length > 1 && figures.at(-1) === 0) figures.pop();
      lines.push(`${name} ${loop} ${figures.join(" ")}`);
    });
    const errors = own
      .filter((_, i) => i % HELD_OUT === 0)
      .map(({ one, counted }) => {
        const told = loops.reduce((sum, loop, i) => sum + (one.turns[loop] ?? 0) * (explained[0]?.[i] ?? 0), 0);
        return Math.abs(told / counted.instructions - 1);
      })
      .sort((a, b) => a - b);
    const share = (value: number | undefined): string => ((value ?? 0) * 100).toFixed(1);
    worst.push(`${name} ${share(errors[errors.length >> 1])}/${share(errors.at(-1))}`);
  }
  console.log(`${title}: median/largest error in % of layers left out: ${worst.join(", ")}`);
  return lines.map((line) => `${line}\n`).join("");
}

/** In programs that fit. */
function divided(cases: readonly TimedCase[]): readonly (readonly TimedCase[])[] {
  const programs: TimedCase[][] = [[]];
  let bytes = 0;
  for (const one of cases) {
    if (bytes + one.bytes > PROGRAM_BYTES) {
      programs.push([]);
      bytes = 0;
    }
    bytes += one.bytes;
    programs.at(-1)?.push(one);
  }
  return programs;
}

function drawCases(random: Random): readonly TimedCase[] {
  const cases: TimedCase[] = [];
  for (const { times, draw } of layerDraws(random)) {
    for (let left = times, seed = 1; left > 0; seed++) {
      const drawn = draw();
      const timed = drawn && timedCase(drawn, random, seed);
      if (timed === undefined) continue;
      cases.push(timed);
      left--;
    }
  }
  return cases;
}

/** With numbers, and how often its loops turn. */
function timedCase(drawn: LayerCase, random: Random, seed: number): TimedCase | undefined {
  const network = networkOf(drawn);
  const [layer] = network.layers;
  if (layer === undefined) return undefined;
  const bits = <T>(from: readonly T[]): T => from[random.below(from.length)] as T;
  const often = [8, 8, ...ACTIVATION_WIDTHS] as const;
  const { program, inputs } = isProduct(layer)
    ? productRun(network, { input: bits(often), weights: bits(WEIGHT_WIDTHS), output: bits(often) }, seed)
    : randomRun(network, seed, {
        ...(random.below(3) === 0 && { bits: 8 as const }),
        ...(layer.kind === "recurrent" && { bits: bits(often), weightWidths: [bits(WEIGHT_WIDTHS)] }),
      });
  const { codes, floats } = runProgram(program, inputs);
  const expected = floats.get(layer.output) ?? codes.get(layer.output);
  if (!expected) throw new Error(`a ${layer.kind} answers nothing`);
  const formatOf = (id: number): { readonly bits: CodeBits } => program.formats[id] ?? { bits: 8 };
  const step = program.steps[layer.index];
  if (!isUsual(step)) return undefined;
  const weightBits =
    step?.kind === "product" ? step.weights.bits : step?.kind === "recurrent" ? step.input.bits : undefined;
  const form = formOf(layer);
  const shapeOf = (id: number): Shape3 => activationOf(network, id).shape;
  const group = activationOf(network, layer.output).group;
  const output = { shape: shapeOf(layer.output), bits: formatOf(layer.output).bits };
  const inputBytes = [...inputs.values()].reduce((sum, codes) => sum + codes.length, 0);
  return {
    firmware: { program, inputs, expected, feeding: "whole" },
    function: form.function,
    turns: form.turns(layer, {
      inputs: layer.inputs.map((id) => ({
        shape: shapeOf(id),
        bits: formatOf(id).bits,
        sharesQuantization: activationOf(network, id).group === group,
      })),
      output,
      calls: CALLED_ONCE.has(layer.kind) ? 1 : output.shape[0],
      ...(weightBits && { weightBits }),
    }),
    bytes: inputBytes + 2 * expected.length + 4 * ("weights" in layer ? layer.weights.elements : 0),
  };
}

/**
 * Whether numbers are such as networks have: neighbouring tensors have scales alike, so a layer that only rescales (or takes a mean of one) multiplies by
 * about 1, which takes a shift below 32; products are brought down by much, at a shift of 32.
 */
function isUsual(step: Step | undefined): boolean {
  switch (step?.kind) {
    case "product":
    case "multiply":
      return step.requantizer.shift === 32;
    case "requantize":
      return step.requantizer.shift < 32;
    case "slopes":
    case "average":
      return step.shift < 32;
    case "join":
      return step.inputs.every(({ multiplier, shift }) => multiplier === 0 || shift < 32);
    default:
      return true;
  }
}

/** Kinds that the bench's program calls once for all rows. */
const CALLED_ONCE: ReadonlySet<string> = new Set([
  "add",
  "mul",
  "lookup",
  "prelu",
  "requantize",
  "concat",
  "normalize",
  "softmax",
  "transpose",
  "recurrent",
]);

async function write(core: TimedCore, levels: Readonly<Record<Optimization, string>>): Promise<void> {
  const compiler = COMPILERS[machineOfCode(core).instructionSet];
  const { stdout } = await run(compiler, ["-dumpfullversion"]);
  const data: InstructionData = { compiler: `${compiler} ${stdout.trim()}`, levels };
  const file = core.replace("cortex-m", "cortexM").replace("+", "plus").replace("-nodsp", "Nodsp");
  const constant = core.toUpperCase().replace("+", "PLUS").replaceAll("-", "_");
  writeFileSync(
    join(OUTPUT, `${file}.ts`),
    `/** Instructions of ${core}. Made by bench/instructions.ts from src/firmware; not edited by hand. */
import type { InstructionData } from "../instructionTable";

export const ${constant}: InstructionData = {
  compiler: "${data.compiler}",
  levels: {
${Object.entries(levels)
  .map(([level, text]) => `    ${level}: \`\n${text}\`,`)
  .join("\n")}
  },
};
`,
  );
}

void main();
