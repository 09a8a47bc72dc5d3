/**
 * The job behind `bitwright verify`: builds a generated project as a product would, runs it, and holds every element of every layer against
 * what the interpreter computed when the project was made; then counts instructions, reads the ELF and compares it with the estimate.
 *
 * Two images: in the first every row is traced; the second is the product's own code, for the cost of a whole run, its stack and its sizes. Nothing
 * of the model or the data set is needed: the project carries samples and answers (verify/expectations.ts).
 */
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CODE_CORES,
  codeCoreOf,
  CORES,
  DEFAULT_BUILD,
  findTarget,
  listTargets,
  ok,
  OPTIMIZATIONS,
  ramBudgetBytes,
  refuse,
  type Build,
  type Core,
  type Optimization,
  type Outcome,
  type Target,
  type Watch,
} from "../../engine";
import { readMemoryMap, type MemoryMap } from "../../protocol/files/memoryMap";
import type { Overflow, Verification } from "../../protocol/files/verification";
import { harnessFolder, kernelPaths } from "../kernels";
import { buildImage, type EmulatedBoard, type BuildPlace, type Linked } from "./image/build";
import { estimateFor, type EstimateOfBuild } from "./codeNeeds";
import { readCheckFiles } from "./checkFiles";
import { compare, rowsOfRun, storedRows, type Comparison } from "./compare";
import type { Expectations } from "./expectations";
import { largest, machineOf, rangeFor } from "./image/machines";
import { copySources, readProjectFile, readProjectFiles, refuseChanged } from "./projectFiles";
import { packedInputs, projectHeader } from "./projectHeader";
import { clockOf, type Trace } from "./readTrace";
import { measureImage } from "./image/measureImage";
import type { Measured } from "./reconcile";
import { runImage } from "./image/runImage";
import { findTools, type Tools } from "./image/toolchain";
import { meant } from "../../protocol/words/settingWords";

type Level = `-O${Optimization}`;

export interface VerifySettings {
  /** The project: the folder of memory.json. */
  readonly folder: string;
  /** A part instead of the one that the project was generated for. */
  readonly target?: Target;
  /** Sizes instead of the part's. */
  readonly flashBytes?: number;
  readonly ramBytes?: number;
  /** Absent: the level that the project was generated for. */
  readonly optimization?: Level;
  /** On this machine even where there are tools for the core. */
  readonly host: boolean;
  /** Files that are not as they were generated are compiled and run as well. */
  readonly allowChanged?: boolean;
}

export interface VerifyResult {
  readonly verification: Verification;
  readonly map: MemoryMap;
  /** What could not be done, in one sentence each. */
  readonly notes: readonly string[];
}

interface Work {
  readonly settings: VerifySettings;
  readonly map: MemoryMap;
  readonly mapText: string;
  readonly expected: Expectations;
  readonly tools: Tools;
  readonly place: BuildPlace;
  readonly limits: Limits;
  /** For what is built. */
  readonly estimate: EstimateOfBuild;
  readonly changedFiles: readonly string[];
  readonly watch: Watch;
}

/** The linker's LENGTHs; undefined where nothing says how large the part is. */
interface Limits {
  readonly core: Core;
  /** What the part has of what its core can have; absent: all. */
  readonly features: Pick<Target, "dsp" | "fpu" | "mve"> | undefined;
  readonly flashBytes: number | undefined;
  readonly ramBytes: number | undefined;
}

/** Where the project's sources are compiled from, in the temporary folder. */
const SOURCES = "project";

/** @returns a refusal where it could not be tried at all; a verification that says what differs otherwise */
export async function verifyProject(settings: VerifySettings, watch: Watch): Promise<Outcome<VerifyResult>> {
  const { folder } = settings;
  const mapText = await readProjectFile(folder, "memory.json");
  if (!mapText) {
    return refuse({
      code: "verify.noProject",
      message: "this folder holds no generated project: there is no memory.json in it",
      place: folder,
      hint: `give the folder that ${meant("generate")} wrote`,
    });
  }
  const mapSource = Buffer.from(mapText).toString("utf8");
  const map = readMemoryMap(mapSource);
  if (!map.ok) return broken(folder, map.problems[0]?.message ?? "");
  const expected = await readCheckFiles((path) => readProjectFile(folder, path));
  if (!expected.ok) return expected;
  const mismatch = mismatchOf(map.value, expected.value);
  if (mismatch !== undefined) return broken(folder, mismatch);
  const files = await readProjectFiles(folder, map.value);
  const unchanged = settings.allowChanged === true ? ok(true) : await refuseChanged(folder, map.value, files);
  if (!unchanged.ok) return unchanged;

  const temporary = await mkdtemp(join(tmpdir(), `bitwright-verify-${process.pid}-`));
  try {
    const limits = limitsOf(settings, expected.value);
    const { instructionSet } = machineOf(limits.core, limits.features);
    const tools = await findTools(instructionSet, temporary, watch, settings.host);
    if (!tools.ok) return tools;
    const estimate = estimateOf(settings, expected.value);
    const board = tools.value.kind === "cross" ? boardOf(limits, estimate) : ok(undefined);
    if (!board.ok) return board;
    const copied = await copySources(join(temporary, SOURCES), map.value, files);
    if (!copied.ok) return copied;
    const inputs = packedInputs(map.value, expected.value);
    const place: BuildPlace = {
      tools: tools.value,
      ...(board.value && { board: board.value }),
      optimization: levelOf(settings, expected.value),
      project: folder,
      sources: SOURCES,
      harness: harnessFolder(),
      temporary,
      inputBytes: inputs.length,
      watch,
    };
    await writeFile(join(temporary, "project.h"), projectHeader(map.value, expected.value));
    await writeFile(join(temporary, "inputs.bin"), inputs);
    return await run({
      settings,
      map: map.value,
      mapText: mapSource,
      expected: expected.value,
      tools: tools.value,
      place,
      limits,
      estimate,
      changedFiles: files.changed,
      watch,
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function levelOf({ optimization }: VerifySettings, { project }: Expectations): Level {
  return optimization ?? `-O${project.optimize ?? "3"}`;
}

async function run(work: Work): Promise<Outcome<VerifyResult>> {
  const { settings, map, mapText, expected, tools, place, limits, changedFiles, watch } = work;
  watch.progress("building the project", 0, 2);
  const traced = await traceOf(work, place, "traced");
  if (!traced.ok) return traced;
  watch.progress("comparing", 1, 2);
  const comparison = await compareWith(work, traced.value);
  if (!comparison.ok) return comparison;
  const product = place.board ? await measureProduct(work, place.board) : ok(undefined);
  if (!product.ok) return product;
  const { measured, overflows = [], instructions = null, stackBytes = null } = product.value ?? {};
  const clock = clockOf(traced.value.readings);
  watch.progress("comparing", 2, 2);
  const { compared, differing, divergence } = comparison.value;
  const verification: Verification = {
    format: 1,
    projectSha256: sha256(mapText),
    passed: differing === 0 && overflows.length === 0,
    machine: place.board ? `${limits.core} (emulated)` : "host",
    compiler: `${tools.version}, ${levelOf(settings, expected)}`,
    samples: expected.inputCodes.length,
    compared,
    differing,
    divergence,
    overflows,
    changedFiles,
    layers: map.layers.map(({ name, step }) => {
      const spent = traced.value.spent.get(step);
      if (!clock || !spent) return { name, instructions: null, rowInstructions: null };
      const rows = spent.map((row) => clock(row, "hook"));
      return { name, instructions: rows.reduce((sum, row) => sum + row, 0), rowInstructions: Math.max(0, ...rows) };
    }),
    instructions,
    items: measured?.items ?? [],
    flashBytes: measured?.flashBytes ?? null,
    ramBytes: measured?.ramBytes ?? null,
    stackBytes,
  };
  const notes = [
    ...(tools.kind === "host" && !settings.host
      ? [`${tools.missing.message}: compared on this machine instead, where no FLASH and RAM are a limit`]
      : []),
    ...(place.board && work.estimate.note !== undefined ? [work.estimate.note] : []),
  ];
  return ok({ verification, map, notes });
}

/** Builds with the hook and runs. */
async function traceOf(work: Work, place: BuildPlace, name: string): Promise<Outcome<Trace>> {
  const roomy = place.board ? { ...place, board: withoutLimits(place.board) } : place;
  const linked = await buildImage(roomy, work.map, true, name);
  if (!linked.ok) return linked;
  if (linked.value.kind === "overflow") return tooLarge(work, linked.value);
  return runImage(roomy, linked.value.path);
}

/**
 * Where a row differs whose codes the project does not carry, the project's own calls with Bitwright's kernels say what they should be,
 * if that row's checksum is right; so a changed kernel is found to the element in networks of any size.
 */
async function compareWith(work: Work, trace: Trace): Promise<Outcome<Comparison>> {
  const { map, expected, place } = work;
  const stored = storedRows(map, expected);
  const first = compare(map, expected, trace.samples, stored);
  if (first.divergence === null || first.divergence.expected !== null) return ok(first);
  const kernels = kernelPaths();
  const shipped = await traceOf(work, { ...place, kernels }, "shipped");
  if (!shipped.ok) return ok(first);
  const rows = rowsOfRun(map, expected, shipped.value.samples);
  return ok(compare(map, expected, trace.samples, (...at) => stored(...at) ?? rows(...at)));
}

interface ProductFigures {
  readonly measured: Measured;
  readonly overflows: readonly Overflow[];
  readonly instructions: number | null;
  readonly stackBytes: number | null;
}

/** The image without the hook, with the part's own memory. */
async function measureProduct(work: Work, board: EmulatedBoard): Promise<Outcome<ProductFigures>> {
  const { map, place, limits } = work;
  const fitting = await buildImage(place, map, false, "product");
  if (!fitting.ok) return fitting;
  const roomy = { ...place, board: withoutLimits(board) };
  const linked = fitting.value.kind === "image" ? fitting : await buildImage(roomy, map, false, "product");
  if (!linked.ok) return linked;
  if (linked.value.kind === "overflow") return tooLarge(work, linked.value);
  const trace = await runImage(place, linked.value.path);
  if (!trace.ok) return trace;
  const { readings } = trace.value;
  const stackBytes = readings.get("stack")?.ticks ?? null;
  const span = readings.get("run");
  const clock = clockOf(readings);
  const measured = await measureImage(place, map, linked.value.path, stackBytes ?? 0, work.estimate.items);
  if (!measured.ok) return measured;
  const overflows = fitting.value.kind === "overflow" ? fitting.value.overflows : [];
  return ok({
    measured: measured.value,
    overflows: overflows.map(({ region, bytes }) => overflowOf(map, limits, region, bytes)),
    instructions: clock && span ? clock(span, "nothing") : null,
    stackBytes,
  });
}

function overflowOf(map: MemoryMap, limits: Limits, region: "FLASH" | "RAM", overBytes: number): Overflow {
  const bySize = (layers: readonly { readonly name: string; readonly bytes: number }[]): Overflow["layers"] =>
    [...layers].sort((a, b) => b.bytes - a.bytes).slice(0, 5);
  if (region === "FLASH") {
    const layers = map.layers.map(({ name, data }) => ({
      name,
      bytes: data.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    }));
    return { region: "flash", limitBytes: limits.flashBytes ?? 0, overBytes, layers: bySize(layers) };
  }
  const layers = map.layers.map(({ name, liveBytes }) => ({ name, bytes: liveBytes }));
  return { region: "ram", limitBytes: limits.ramBytes ?? 0, overBytes, layers: bySize(layers) };
}

function limitsOf({ target: given, flashBytes, ramBytes }: VerifySettings, expected: Expectations): Limits {
  const { board } = expected.project;
  const known = typeof board?.name === "string" ? findTarget(board.name, listTargets()) : undefined;
  const target = given ?? (known?.ok === true ? known.value : undefined);
  // A board of a person's own list is known by what its code was counted for.
  const own = expected.project.core;
  const named = CORES.find((core) => core === (board?.core ?? own?.replace(/-no(dsp|mve)$/, "")));
  const lacks = { dsp: own?.endsWith("-nodsp") !== true, mve: own?.endsWith("-nomve") !== true, fpu: true };
  return {
    core: target?.core ?? named ?? "cortex-m4f",
    features: target ?? lacks,
    flashBytes: flashBytes ?? given?.flashBytes ?? board?.flashBytes,
    ramBytes: ramBytes ?? (given ? ramBudgetBytes(given) : board?.ramBytes),
  };
}

/** Items of what is built: at the level and for the core that were asked for. */
function estimateOf(settings: VerifySettings, expected: Expectations): EstimateOfBuild {
  const { project } = expected;
  const { board, optimize = DEFAULT_BUILD.optimize } = project;
  const known = CODE_CORES.find((one) => one === board?.core);
  const own: Build = { core: project.core ?? known ?? DEFAULT_BUILD.core, optimize };
  const built: Build = {
    core: settings.target ? codeCoreOf(settings.target) : own.core,
    optimize: settings.optimization ? levelNamed(settings.optimization) : optimize,
  };
  return estimateFor(project, own, built);
}

function levelNamed(level: Level): Optimization {
  return OPTIMIZATIONS.find((one) => `-O${one}` === level) ?? DEFAULT_BUILD.optimize;
}

function boardOf({ core, features, flashBytes, ramBytes }: Limits, estimate: EstimateOfBuild): Outcome<EmulatedBoard> {
  const machine = machineOf(core, features);
  const flash = flashBytes === undefined ? largest(machine.flash) : rangeFor(machine.flash, flashBytes);
  const ram = ramBytes === undefined ? largest(machine.ram) : rangeFor(machine.ram, ramBytes);
  const stack = estimate.items.find(({ kind }) => kind === "stack")?.sizeBytes ?? 0;
  // A part larger than the machine: what its memory cannot hold is found out by linking.
  const unlimited = { flash: flash ?? largest(machine.flash), ram: ram ?? largest(machine.ram) };
  return ok({ machine, ...unlimited, stackBytes: stack });
}

function withoutLimits(board: EmulatedBoard): EmulatedBoard {
  return { ...board, flash: largest(board.machine.flash), ram: largest(board.machine.ram), stackBytes: 0 };
}

function tooLarge({ settings }: Work, { overflows }: Extract<Linked, { readonly kind: "overflow" }>): Outcome<never> {
  const [first] = overflows;
  return refuse({
    code: "verify.machine",
    message: `the emulated machine is too small for this project: ${first?.region ?? ""} overflows by ${first?.bytes ?? 0} bytes`,
    place: settings.folder,
  });
}

/** A check folder of another project would compare apples and pears. */
function mismatchOf(map: MemoryMap, { layers }: Expectations): string | undefined {
  const known = new Set(layers.map(({ name }) => name));
  const missing = map.layers.find(({ name }) => !known.has(name));
  if (missing) return `the check files know no layer "${missing.name}"`;
  return known.size === map.layers.length ? undefined : "the check files know layers that memory.json does not";
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function broken(folder: string, message: string): Outcome<never> {
  return refuse({
    code: "verify.project",
    message: `this project is broken: ${message}`,
    place: folder,
    hint: "generate it again",
  });
}
