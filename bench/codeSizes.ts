/**
 * Measures what the kernels' code costs on every core at every level of optimization, and writes it as data: src/engine/memory/codeTables.
 * Compiles src/firmware with the flags that generated projects ship, reads sections, references and stack frames from the objects and sizes
 * from a linked image (linkers shorten code of RISC-V), and links each function that they take from a library alone to see what it brings
 * along; what the generator writes around kernels is measured on projects of small networks. Run it after every change of a kernel, in two minutes: `npx tsx bench/codeSizes.ts`; with names of cores, those alone.
 */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CODE_CORES, OPTIMIZATIONS, type CodeCore, type Optimization } from "../src/engine/base/build";
import type { ActivationId, Network, Shape3 } from "../src/engine/ir/network";
import {
  CALL_PARTS,
  callName,
  callShapeOf,
  DATA_PARTS,
  type CallPart,
  type CallShape,
} from "../src/engine/memory/accounts/callSizes";
import { planMemory } from "../src/engine/memory/arena/planMemory";
import { runOrderOf } from "../src/engine/memory/execution/executionOf";
import { Planner } from "../src/engine/memory/execution/planner";
import type { CodeData, CodePart } from "../src/engine/memory/codeTables/codeTable";
import { includesOf, kernelPaths } from "../src/worker/kernels";
import { readElf, type Elf } from "../src/worker/verify/image/elf";
import { machineOfCode, type Machine } from "../src/worker/verify/image/machines";
import { SECTION_FLAGS } from "../src/worker/verify/image/build";
import { COMPILERS } from "../src/worker/verify/image/toolchain";
import { nonnegativeLeastSquares, type Equation } from "./leastSquares";
import { NetworkBuilder } from "../test/support/firmware/architectures";
import { projectOf } from "../test/support/firmware/generatedProject";
import { randomRun } from "../test/support/networks/randomProgram";

const run = promisify(execFile);
const ROOT = join(__dirname, "..");
const OUTPUT = join(ROOT, "src/engine/memory/codeTables");
const KERNELS = kernelPaths();
const SOURCES = [...KERNELS].filter(([name]) => name.endsWith(".c"));
/** Assumed of functions that come compiled, without a word about their frames. */
const LIBRARY_FRAME = 64;
const SCRIPT = "SECTIONS { .text 0x80000000 : { *(.text*) *(.rodata*) *(.srodata*) } .rest : { *(*) } }";

/** Some libraries' specifications leave out by themselves what nothing refers to. */
const ALL = ["-T", "all.ld", "-Wl,-e,0", "-Wl,--no-gc-sections"];

interface Place {
  readonly folder: string;
  readonly machine: Machine;
  readonly optimize: Optimization;
}

async function main(): Promise<void> {
  const wanted = CODE_CORES.filter((core) => process.argv.length < 3 || process.argv.includes(core));
  const folder = mkdtempSync(join(tmpdir(), "bitwright-code-"));
  try {
    writeCallProjects(join(folder, "projects"));
    const questions = wanted.flatMap((core) => OPTIMIZATIONS.map((optimize) => ({ core, optimize })));
    const measured = new Map<string, ReadonlyMap<string, CodePart>>();
    const work = [...questions];
    const worker = async (): Promise<void> => {
      for (let next = work.shift(); next; next = work.shift()) {
        const { core, optimize } = next;
        const place = { folder: join(folder, `${core}${optimize}`), machine: machineOfCode(core), optimize };
        mkdirSync(place.folder);
        const parts = await measure(place);
        measured.set(`${core} ${optimize}`, parts);
        const total = [...parts.values()].reduce((sum, { bytes }) => sum + bytes, 0);
        console.log(`${core} -O${optimize}: ${parts.size} parts, ${total} bytes`);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
    for (const core of wanted) await write(core, (optimize) => measured.get(`${core} ${optimize}`) ?? new Map());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(place: Place): Promise<ReadonlyMap<string, CodePart>> {
  const { folder, machine, optimize } = place;
  const compiler = COMPILERS[machine.instructionSet];
  const flags = [...machine.flags, "-std=c99", `-O${optimize}`, ...SECTION_FLAGS, "-fstack-usage", "-c"];
  await run(compiler, [...flags, ...includesOf(KERNELS), ...SOURCES.map(([, path]) => path)], { cwd: folder });
  writeFileSync(join(folder, "all.ld"), SCRIPT);
  const objects = SOURCES.map(([name]) => name.replace(/\.c$/, ".o"));
  const sizes = await linkedSections(place, [...objects, ...ALL]);
  const parts = new Map<string, CodePart>(await measureCalls(place, objects));
  const symbols = new Set<string>();
  for (const object of objects) addObject(place, object, sizes, parts, symbols);
  for (const symbol of [...symbols].sort()) await addLibrary(place, symbol, parts);
  return parts;
}

/** Sections of an object by the name of their main symbol; references that lead elsewhere by symbol. */
function addObject(
  { folder, machine }: Place,
  object: string,
  sizes: ReadonlyMap<string, number>,
  parts: Map<string, CodePart>,
  library: Set<string>,
): void {
  const kernel = object.replace(/\.o$/, "");
  const elf = elfOf(join(folder, object));
  const frames = framesOf(join(folder, `${kernel}.su`), pushedBytes(join(folder, object), machine));
  const nameOf = (section: number): string => sectionName(elf, section, kernel);
  elf.sections.forEach(({ allocated, sizeBytes, alignment, name }, section) => {
    if (!allocated || sizeBytes === 0 || name.startsWith(".ARM.exidx")) return;
    const uses = new Set<string>();
    for (const relocation of elf.relocations.filter((one) => one.section === section)) {
      const symbol = elf.symbols[relocation.symbol];
      if (!symbol) continue;
      if (symbol.section === undefined) {
        if (symbol.name === "") continue;
        uses.add(symbol.name);
        if (!symbol.name.startsWith("bw_")) library.add(symbol.name);
      } else if (symbol.section !== section) uses.add(nameOf(symbol.section));
    }
    const own = elf.symbols.filter((symbol) => symbol.section === section && symbol.kind === "function");
    const frame = Math.max(0, ...own.map((symbol) => frames.get(unnumbered(symbol.name)) ?? 0));
    const linked = sizes.get(`${object} ${name}`) ?? sizeBytes;
    const bytes = Math.ceil(linked / alignment) * alignment;
    parts.set(nameOf(section), { file: kernel, bytes, uses: [...uses].sort(), frame });
  });
}

/** The global symbol that a section holds, else its local one, made unique by the file's name. */
function sectionName(elf: Elf, section: number, kernel: string): string {
  const symbols = elf.symbols.filter((symbol) => symbol.section === section && symbol.sizeBytes > 0);
  const named = symbols.find(({ local }) => !local);
  return named?.name ?? `${kernel}/${symbols[0]?.name ?? elf.sections[section]?.name ?? section}`;
}

/** The compiler's clones are numbered in the object, but not in what it tells of stacks; of equal names the most counts. */
function unnumbered(symbol: string): string {
  return symbol.replace(/(\.\d+)+$/, "");
}

/** @param pushed what assembly pushes: the compiler tells 0 for functions that are nothing else */
function framesOf(path: string, pushed: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const frames = new Map<string, number>(pushed);
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const [place = "", bytes = ""] = line.split("\t");
    const name = place.split(":").at(-1) ?? "";
    if (bytes !== "") frames.set(name, Math.max(frames.get(name) ?? 0, Number(bytes)));
  }
  return frames;
}

/** Bytes that the instructions of each function push or set aside, at most: those of several pushes are added. */
function pushedBytes(object: string, { instructionSet }: Place["machine"]): ReadonlyMap<string, number> {
  const pushed = new Map<string, number>();
  if (instructionSet !== "arm") return pushed; // no kernel is written in assembly there
  let name = "";
  for (const line of execFileSync("arm-none-eabi-objdump", ["-d", object], { encoding: "utf8" }).split("\n")) {
    name = unnumbered(/^[0-9a-f]+ <(.+)>:$/.exec(line)?.[1] ?? name);
    const registers = /\t(?:push|stmdb|stmfd)\S*\s+(?:sp!, )?\{([^}]*)\}/.exec(line)?.[1]?.split(",").length ?? 0;
    const [, from, to] = /\tvpush\S*\s+\{d(\d+)(?:-d(\d+))?\}/.exec(line) ?? [];
    const doubles = from === undefined ? 0 : Number(to ?? from) - Number(from) + 1;
    const aside = Number(/\tsub\S*\s+sp, (?:sp, )?#(\d+)/.exec(line)?.[1] ?? 0);
    pushed.set(name, (pushed.get(name) ?? 0) + 4 * registers + 8 * doubles + aside);
  }
  return pushed;
}

/** What one function of a library brings into FLASH: sections of its objects, which functions may share. */
async function addLibrary(place: Place, symbol: string, parts: Map<string, CodePart>): Promise<void> {
  const sections = await linkedSections(place, ["-Wl,--gc-sections", `-Wl,-u,${symbol}`, "-T", "all.ld", "-Wl,-e,0"]);
  const uses: string[] = [];
  for (const [name, bytes] of sections) {
    if (!/ \.(text|rodata|srodata|data|sdata|ARM\.ex)/.test(name)) continue;
    const part = name.replace(" ", "");
    uses.push(part);
    parts.set(part, { file: "", bytes: Math.ceil(bytes / 2) * 2, frame: LIBRARY_FRAME, uses: [] });
  }
  if (uses.length === 0) throw new Error(`no library has ${symbol}`);
  parts.set(symbol, { file: "", bytes: 0, frame: 0, uses: uses.sort() });
}

/** Sizes of the input sections that the linker keeps, by "object section", from its map. */
async function linkedSections(
  { folder, machine }: Place,
  inputs: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const compiler = COMPILERS[machine.instructionSet];
  const link = ["-nostartfiles", "-Wl,--no-warn-rwx-segments", "-Wl,-Map=image.map", "-lm", "-o", "image.elf"];
  await run(compiler, [...machine.flags, ...inputs, ...link], { cwd: folder });
  const map = readFileSync(join(folder, "image.map"), "utf8");
  const kept = map.slice(map.indexOf("Linker script and memory map"));
  const sizes = new Map<string, number>();
  for (const [, section = "", size = "", file = ""] of kept.matchAll(
    /^ (\.\S+)\s+0x[0-9a-f]+\s+0x([0-9a-f]+) (\S+)$/gm,
  )) {
    const name = /\(([^)]*)\)$/.exec(file)?.[1] ?? file.split("/").at(-1) ?? file;
    const bytes = parseInt(size, 16);
    if (bytes > 0) sizes.set(`${name} ${section}`, bytes);
  }
  return sizes;
}

/** Projects of networks as there are: what calls take depends on layers, how they are run and where tensors lie, not on numbers. */
const callProjects: { readonly name: string; readonly folder: string; readonly calls: CallShape["calls"] }[] = [];

function writeCallProjects(folder: string): void {
  const ways = [{}, { streaming: "auto" }, { streaming: "auto", rows: "supplied" }] as const;
  for (const network of callNetworks()) {
    const { program } = randomRun(network, 1, { bits: 8 });
    // Rows of networks with states are not supplied, and few of their layers stream.
    for (const [i, way] of (network.states ? ways.slice(0, 1) : ways).entries()) {
      const plan = planMemory(new Planner(network), program.policy, way);
      const rows = "rows" in way ? way.rows : "memory";
      const name = `${network.name}_${i}`;
      const { files } = projectOf({ program, plan, rows }, { prefix: name });
      const own = join(folder, name);
      mkdirSync(join(own, "kernels"), { recursive: true });
      for (const { path, text } of files) if (/^(kernels.)?\w+\.[ch]$/.test(path)) writeFileSync(join(own, path), text);
      callProjects.push({ name, folder: own, calls: callShapeOf(network, runOrderOf(network, plan, rows)).calls });
    }
  }
}

/**
 * The forms of calls as parts: functions of layers in streams one by one, all else as what explains the sizes of whole files best (least squares of
 * relative errors; each form is drawn weakly to a guess, so that rare ones do not run away).
 */
async function measureCalls(place: Place, kernels: readonly string[]): Promise<[string, CodePart][]> {
  const { folder, machine, optimize } = place;
  const compiler = COMPILERS[machine.instructionSet];
  const equations: Equation[] = [];
  for (const { name, folder: project, calls } of callProjects) {
    const object = join(folder, `${name}.calls.o`);
    const flags = [
      ...machine.flags,
      "-std=c99",
      `-O${optimize}`,
      ...SECTION_FLAGS,
      `-I${project}`,
      `-I${join(project, "kernels")}`,
    ];
    await run(compiler, [...flags, ...includesOf(KERNELS), "-c", join(project, `${name}.c`), "-o", object]);
    // Linked, because linkers of RISC-V shorten calls; weights, which only descriptors name, are left out.
    const ignoring = "-Wl,--unresolved-symbols=ignore-all";
    const sections = await linkedSections(place, [object, ...kernels, ...ALL, ignoring]);
    const alignments = new Map(elfOf(object).sections.map((section) => [section.name, section.alignment]));
    let bytes = 0;
    for (const [section, size] of sections) {
      if (!CALL_SECTION.test(section)) continue;
      const alignment = alignments.get(section.split(" ")[1] ?? "") ?? 1;
      bytes += Math.ceil(size / alignment) * alignment;
    }
    equations.push({
      terms: CALL_PARTS.map((part) => (part in DATA_PARTS ? 0 : (calls[part] ?? 0))),
      value: bytes,
      weight: 1 / bytes,
    });
  }
  const guesses: Readonly<Record<CallPart, number>> = CALL_GUESSES;
  for (const [i, part] of CALL_PARTS.entries()) {
    const terms = CALL_PARTS.map((_, j) => (i === j ? 1 : 0));
    equations.push({ terms, value: guesses[part], weight: PULL });
  }
  const sizes = nonnegativeLeastSquares(equations);
  return CALL_PARTS.map((part, i) => {
    const bytes = DATA_PARTS[part] ?? Math.round(sizes[i] ?? 0);
    return [callName(part), { file: "calls", bytes, frame: 0, uses: [] }];
  });
}

/** Of a project's own object, as linkedSections names them: code, and constants that it loads. */
const CALL_SECTION = /\.calls\.o \.(text|s?rodata\.cst)/;

const CALL_GUESSES: Readonly<Record<CallPart, number>> = {
  entry: 60,
  supplied: 200,
  fed: 20,
  stream: 40,
  window: 130,
  row: 70,
  once: 30,
  "once-window": 60,
  image: 40,
  whole: 24,
  "stepped-window": 130,
  "stepped-row": 80,
  "stepped-once": 40,
  "stepped-once-window": 70,
  "stream-window": 110,
  "stream-row": 60,
  ring: 20,
  operand: 12,
  joined: 40,
  states: 40,
  state: 16,
  "copied-state": 18,
  tensor: 0,
};
/** So weak that an error of a percent of a file weighs as much as one of a hundred bytes in a form. */
const PULL = 1e-4;

/** Kinds of networks that people run on microcontrollers, by their layers; so large that offsets and row lengths take as many bytes of code as theirs. */
function callNetworks(): readonly Network[] {
  const stem = (builder: NetworkBuilder, [height, width, channels]: Shape3, stride: number, to: number): ActivationId =>
    builder.conv("stem", builder.input("in", [height, width, channels]), to, { kernel: 3, stride });
  const classify = (builder: NetworkBuilder, x: ActivationId): Network =>
    builder.build([builder.fullyConnected("logits", builder.globalAveragePool("pool", x), 4)]);
  const chain = (name: string, image: Shape3, blocks: number, strides: readonly number[]): Network => {
    const builder = new NetworkBuilder(name);
    let channels = 16;
    let x = stem(builder, image, 2, channels);
    for (let i = 0; i < blocks; i++) {
      const stride = strides[i % strides.length] ?? 1;
      x = builder.depthwise(`deep${i}`, x, { kernel: 3, stride });
      if (stride === 2 && channels < 64) channels *= 2;
      x = builder.pointwise(`wide${i}`, x, channels);
    }
    return classify(builder, x);
  };
  const inverted = (name: string, image: Shape3, blocks: number): Network => {
    const builder = new NetworkBuilder(name);
    let x = stem(builder, image, 2, 16);
    for (let i = 0; i < blocks; i++) {
      const stride = i % 3 === 1 && i < 6 ? 2 : 1;
      const wide = builder.pointwise(`wide${i}`, x, 48);
      const deep = builder.depthwise(`deep${i}`, wide, { kernel: i % 2 === 0 ? 3 : 5, stride });
      const narrow = builder.pointwise(`narrow${i}`, deep, 16);
      x = stride === 1 ? builder.add(`sum${i}`, narrow, x) : narrow;
    }
    return classify(builder, x);
  };
  const residual = (name: string, image: Shape3, blocks: number): Network => {
    const builder = new NetworkBuilder(name);
    let channels = 16;
    let x = stem(builder, image, 1, channels);
    for (let i = 0; i < blocks; i++) {
      const stride = i > 0 ? 2 : 1;
      if (stride === 2 && channels < 64) channels *= 2;
      const a = builder.conv(`a${i}`, x, channels, { kernel: 3, stride });
      const b = builder.conv(`b${i}`, a, channels, { kernel: 3, stride: 1 });
      x = builder.add(`sum${i}`, b, stride === 1 ? x : builder.conv(`short${i}`, x, channels, { kernel: 1, stride }));
    }
    return classify(builder, x);
  };
  const dense = (name: string, layers: number): Network => {
    const builder = new NetworkBuilder(name);
    let x = builder.input("in", [1, 1, 640]);
    for (let i = 0; i < layers; i++) x = builder.fullyConnected(`dense${i}`, x, i === layers / 2 ? 8 : 128);
    return builder.build([x]);
  };
  /** As networks for speech have them: a state a block, joined, turned, cut and gated; of the first ones the old value is read behind the new one. */
  const speech = (name: string, blocks: number, columns: number, copied: number): Network => {
    const builder = new NetworkBuilder(name);
    const [shape, twice] = [
      [1, columns, 8],
      [1, columns, 16],
    ] as const;
    const states: { input: ActivationId; output: ActivationId }[] = [];
    let x = builder.input("in", shape);
    for (let i = 0; i < blocks; i++) {
      const held = builder.input(`held${i}`, shape);
      const plain = { macs: 0 } as const;
      const joined = builder.layer({ kind: "concat", name: `joined${i}`, axis: 2, inputs: [x, held], ...plain }, twice);
      const turn = { kind: "transpose", from: twice, perm: [0, 2, 1], inputs: [joined] } as const;
      const turned = builder.layer({ ...turn, name: `turned${i}`, ...plain }, [1, 16, columns], joined);
      const wide = builder.pointwise(`wide${i}`, turned, columns);
      const back = { kind: "transpose", from: [1, 16, columns], perm: [0, 2, 1], inputs: [wide] } as const;
      const turnedBack = builder.layer({ ...back, name: `back${i}`, ...plain }, twice, wide);
      const cut = { kind: "slice", starts: [0, 0, 8], steps: [1, 1, 1], inputs: [turnedBack] } as const;
      const slice = builder.layer({ ...cut, name: `cut${i}`, ...plain }, shape, wide);
      const bent = builder.layer(
        { kind: "lookup", name: `bent${i}`, fn: { fn: "tanh" }, inputs: [slice], ...plain },
        shape,
      );
      const gate = builder.layer({ kind: "mul", name: `gate${i}`, inputs: [bent, x], ...plain }, shape);
      const next = builder.layer(
        { kind: "add", sign: 1, name: `next${i}`, inputs: [gate, slice], ...plain },
        shape,
        held,
      );
      states.push({ input: held, output: next });
      x = builder.add(`sum${i}`, next, i < copied ? held : bent);
    }
    const network = builder.build([builder.fullyConnected("logits", x, 4)]);
    return { ...network, outputs: [...network.outputs, ...states.map(({ output }) => output)], states };
  };
  return [
    speech("speech4", 4, 16, 4),
    speech("speech8", 8, 32, 0),
    speech("speech12", 12, 48, 6),
    chain("chain4", [49, 10, 1], 4, [1]),
    chain("chain5", [64, 40, 1], 5, [1, 2]),
    chain("chain13", [96, 96, 3], 13, [1, 2, 1, 2, 1, 1, 1]),
    inverted("inverted4", [48, 48, 3], 4),
    inverted("inverted9", [64, 64, 3], 9),
    residual("residual3", [32, 32, 3], 3),
    residual("residual5", [48, 48, 3], 5),
    dense("dense10", 10),
    dense("dense4", 4),
  ];
}

function elfOf(path: string): Elf {
  const elf = readElf(readFileSync(path), path);
  if (!elf.ok) throw new Error(elf.problems[0]?.message);
  return elf.value;
}

async function write(
  core: CodeCore,
  partsAt: (optimize: Optimization) => ReadonlyMap<string, CodePart>,
): Promise<void> {
  const compiler = COMPILERS[machineOfCode(core).instructionSet];
  const { stdout } = await run(compiler, ["-dumpfullversion"]);
  const [first = "", ...words] = core.split("-").filter((word) => word !== "cortex");
  const name = (first + words.map((word) => (word[0] ?? "").toUpperCase() + word.slice(1)).join("")).replace(
    "+",
    "plus",
  );
  const file = core.startsWith("cortex") ? `cortex${name[0]?.toUpperCase() ?? ""}${name.slice(1)}` : name;
  const constant = core.toUpperCase().replace("+", "PLUS").replaceAll("-", "_");
  const data: CodeData = {
    compiler: `${compiler} ${stdout.trim()}`,
    levels: { 3: textOf(partsAt("3")), 2: textOf(partsAt("2")), s: textOf(partsAt("s")) },
  };
  const levels = Object.entries(data.levels).map(([level, text]) => `    ${level}: \`\n${text}\`,`);
  const path = join(OUTPUT, `${file}.ts`);
  if (!existsSync(path)) console.log(`new: ${path}; codeTableOf.ts must know ${constant}`);
  writeFileSync(
    path,
    `/** Code of ${core}. Made by bench/codeSizes.ts from src/firmware; not edited by hand. */
import type { CodeData } from "./codeTable";

export const ${constant}: CodeData = {
  compiler: "${data.compiler}",
  levels: {
${levels.join("\n")}
  },
};
`,
  );
}

function textOf(parts: ReadonlyMap<string, CodePart>): string {
  return [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { file, bytes, frame, uses }]) => `${[file || "-", name, bytes, frame, ...uses].join(" ")}\n`)
    .join("");
}

void main();
