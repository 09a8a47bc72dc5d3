/**
 * Compiles a generated project with the harness and links it: with the trace hook or as a product has it, for a board or for this machine.
 * Objects are kept in the temporary folder and compiled once; only the file of row functions differs between the images.
 */
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { ok, refuse, type Outcome, type Watch } from "../../../engine";
import type { MemoryMap } from "../../../protocol/files/memoryMap";
import { includesOf, isKernel } from "../../kernels";
import type { Machine, Range } from "./machines";
import { runProcess } from "./processes";
import type { Tools } from "./toolchain";

export interface BuildPlace {
  readonly tools: Tools;
  /** Absent: for this machine. */
  readonly board?: EmulatedBoard;
  /** "-O3" and the like. */
  readonly optimization: string;
  /** What problems are about. */
  readonly project: string;
  /** Where its sources were copied to, within the temporary folder, in which compilers run: so nothing that they say names it. */
  readonly sources: string;
  /** What kernels are compiled from instead of the project's, by name: Bitwright's own. */
  readonly kernels?: ReadonlyMap<string, string>;
  /** The harness' sources. */
  readonly harness: string;
  /** Objects, images and files of runs. */
  readonly temporary: string;
  /** Of inputs.bin, which lies in a board's memory. */
  readonly inputBytes: number;
  readonly watch: Watch;
}

export interface EmulatedBoard {
  readonly machine: Machine;
  readonly flash: Range;
  readonly ram: Range;
  readonly stackBytes: number;
}

/** What did not fit, in bytes beyond the region. */
export interface Overflow {
  readonly region: "FLASH" | "RAM";
  readonly bytes: number;
}

export type Linked =
  | { readonly kind: "image"; readonly path: string }
  | { readonly kind: "overflow"; readonly overflows: readonly Overflow[] };

const COMPILE_SECONDS = 300;
/** Sections of their own for the linker to leave out; no unwinding tables, which C code never reads. */
export const SECTION_FLAGS = [
  "-ffunction-sections",
  "-fdata-sections",
  "-fno-unwind-tables",
  "-fno-asynchronous-unwind-tables",
];
/** The harness must not call a C library: what is taken from one belongs to the model. */
const STANDALONE = ["-ffreestanding", "-fno-tree-loop-distribute-patterns"];

/** @param name of the image; different names for different kernels or hooks */
export async function buildImage(
  place: BuildPlace,
  map: MemoryMap,
  traced: boolean,
  name: string,
): Promise<Outcome<Linked>> {
  const rowFiles = new Set(map.layers.map(({ definition }) => definition.file));
  const sources = sourcesOf(map);
  const kernelFolders = sources.filter(isKernel).map((path) => folderOf(place.sources, path));
  const projectFolders = [...new Set([place.sources, ...kernelFolders])].map((one) => `-I${one}`);
  const objects: string[] = [];
  const optimized = [place.optimization, ...SECTION_FLAGS];
  const work: (() => Promise<Outcome<true>>)[] = [];
  for (const [index, path] of sources.entries()) {
    const isRows = rowFiles.has(path);
    const own = place.kernels?.get(basename(path));
    const source = own ?? `${place.sources}/${path}`;
    const object = `${own === undefined ? "model" : "shipped"}_${index}${isRows && traced ? "_traced" : ""}.o`;
    const hook = isRows && traced ? ["-DBW_TRACE"] : [];
    const include = own === undefined || !place.kernels ? projectFolders : includesOf(place.kernels);
    objects.push(object);
    const flags = [...optimized, ...hook, ...include, "-std=c99"];
    work.push(() => compile(place, source, object, flags, join(place.project, path)));
  }
  const headers = [".", place.harness, place.sources].map((one) => `-I${one}`);
  const hook = traced ? ["-DBW_TRACE"] : [];
  for (const file of ["harness", place.board ? place.board.machine.board.source : "host"]) {
    const object = `tool_${file}${traced ? "_traced" : ""}.o`;
    objects.push(object);
    const standalone = place.board ? STANDALONE : [];
    const own = place.board?.machine.board.flags ?? [];
    const flags = [...own, "-O2", ...standalone, ...SECTION_FLAGS, ...hook, ...headers, "-std=gnu99"];
    work.push(() => compile(place, join(place.harness, `${file}.c`), object, flags, place.project));
  }
  const compiled = await together(work);
  if (!compiled.ok) return compiled;
  return link(place, objects, name);
}

/** As many at once as there are processors; the first problem ends it. */
async function together(work: readonly (() => Promise<Outcome<true>>)[]): Promise<Outcome<true>> {
  const queue = [...work];
  let problem: Outcome<true> | undefined;
  const drain = async (): Promise<void> => {
    for (let next = queue.shift(); next && !problem; next = queue.shift()) {
      const done = await next();
      if (!done.ok) problem ??= done;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, drain));
  return problem ?? ok(true);
}

/** The model's own sources; programs around it are for a desk. */
export function sourcesOf({ files }: MemoryMap): readonly string[] {
  return files.map(({ path }) => path).filter((path) => path.endsWith(".c") && !/^(check|example)\//.test(path));
}

function folderOf(folder: string, path: string): string {
  return [folder, ...path.split("/").slice(0, -1)].join("/");
}

/** By place: the objects that are there. */
const compiledObjects = new WeakMap<BuildPlace, Set<string>>();

/** @param shown what a problem is about */
async function compile(
  place: BuildPlace,
  source: string,
  object: string,
  flags: readonly string[],
  shown: string,
): Promise<Outcome<true>> {
  const done = compiledObjects.get(place) ?? new Set<string>();
  compiledObjects.set(place, done);
  if (done.has(object)) return ok(true);
  const { tools, board, temporary, watch } = place;
  const target = board?.machine.flags ?? [];
  const parameters = [...target, ...flags, "-c", source, "-o", object];
  const { status, output, timedOut } = await runProcess(tools.compiler, parameters, {
    folder: temporary,
    seconds: COMPILE_SECONDS,
    watch,
  });
  if (status === 0) {
    done.add(object);
    return ok(true);
  }
  const line = output.split("\n").find((text) => /\berror\b/.test(text)) ?? output.split("\n")[0] ?? "";
  return refuse({
    code: "verify.compile",
    message: timedOut
      ? `compiling took longer than ${COMPILE_SECONDS} s`
      : `the project does not compile: ${line.trim().replace(`${place.sources}/`, "")}`,
    place: shown,
    hint: "a generated project compiles as it is; generate it again if it was edited",
  });
}

async function link(place: BuildPlace, objects: readonly string[], name: string): Promise<Outcome<Linked>> {
  const { tools, board, temporary, watch } = place;
  const image = join(temporary, name);
  const parameters = board
    ? [...board.machine.flags, ...objects, ...boardLink(place, board), "-lm", "-o", image]
    : [...objects, "-lm", "-o", image];
  const { status, output } = await runProcess(tools.compiler, parameters, {
    folder: temporary,
    seconds: COMPILE_SECONDS,
    watch,
  });
  if (status === 0) return ok({ kind: "image", path: image });
  const overflows = [...output.matchAll(/region `(FLASH|RAM)' overflowed by (\d+) bytes/g)].map(
    ([, region, bytes]): Overflow => ({ region: region === "FLASH" ? "FLASH" : "RAM", bytes: Number(bytes) }),
  );
  if (overflows.length > 0) return ok({ kind: "overflow", overflows });
  if (/region `TOOL_DATA' overflowed/.test(output)) {
    const message = "the emulated machine is too small for the samples of this project";
    return refuse({
      code: "verify.machine",
      message,
      place: place.project,
    });
  }
  const line =
    output.split("\n").find((text) => /undefined reference|cannot find|relocation truncated|error/.test(text)) ??
    output;
  return refuse({ code: "verify.link", message: `the project does not link: ${line.trim()}`, place: place.project });
}

function boardLink(
  { harness, inputBytes }: BuildPlace,
  { machine, flash, ram, stackBytes }: EmulatedBoard,
): readonly string[] {
  const { origin, length } = machine.toolData;
  const dataOrigin = origin + Math.ceil(inputBytes / 8) * 8;
  const symbols: readonly (readonly [string, number])[] = [
    ["vectors_origin", machine.vectorsOrigin],
    ["flash_origin", flash.origin],
    ["flash_length", flash.length],
    ["ram_origin", ram.origin],
    ["ram_length", ram.length],
    ["stack_length", stackBytes],
    ["tool_code_origin", machine.toolCodeOrigin],
    ["tool_data_origin", dataOrigin],
    ["tool_data_length", Math.max(0, origin + length - dataOrigin)],
    ["inputs_start", origin],
    ["inputs_end", origin + inputBytes],
    ["uart", machine.uart],
  ];
  const defined = symbols.map(([symbol, value]) => `-Wl,--defsym=${symbol}=${value}`);
  return [
    "-nostartfiles",
    "-T",
    join(harness, "board.ld"),
    `-Wl,--entry=${machine.board.entry}`,
    "-Wl,--gc-sections",
    "-Wl,--no-warn-rwx-segments",
    ...defined,
  ];
}
