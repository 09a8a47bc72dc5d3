/**
 * Measures what the kernels' code costs and writes it as data: src/engine/memory/codeSizes.ts. Compiles src/firmware with the flags that
 * generated projects ship, reads sections, references and stack frames from the objects, and links each function that they take from the C
 * library alone to see what it brings along. Run it after every change of a kernel: `npx tsx bench/codeSizes.ts`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Core } from "../src/engine/targets/target";
import { readElf, type Elf } from "../src/worker/verify/elf";
import { machineOf } from "../src/worker/verify/machines";

const ROOT = join(__dirname, "..");
const FIRMWARE = join(ROOT, "src/firmware");
const OUTPUT = join(ROOT, "src/engine/memory/codeSizes.ts");
const COMPILER = "arm-none-eabi-gcc";
const FLAGS = [
  "-mthumb",
  ...machineOf("cortex-m4f").flags,
  "-std=c99",
  "-O3",
  "-ffunction-sections",
  "-fdata-sections",
];
const NO_TABLES = ["-fno-unwind-tables", "-fno-asynchronous-unwind-tables"];
/** Cores without these instructions need more stack, and the bound must hold on them too. */
const OTHER_CORES = ["cortex-m0+", "cortex-m3", "cortex-m33", "cortex-m55"] as const;
/** Assumed of functions that come compiled, without a word about their frames. */
const LIBRARY_FRAME = 64;

interface Part {
  /** Kernel file, or "" for the C library. */
  readonly file: string;
  readonly bytes: number;
  readonly uses: readonly string[];
  readonly frame: number;
}

const folder = mkdtempSync(join(tmpdir(), "bitwright-code-"));
try {
  const parts = new Map<string, Part>();
  const library = new Set<string>();
  for (const name of readdirSync(FIRMWARE).filter((file) => file.endsWith(".c"))) addObject(name, parts, library);
  for (const symbol of library)
    parts.set(symbol, { file: "", bytes: linkedBytes(symbol), uses: [], frame: LIBRARY_FRAME });
  writeFileSync(OUTPUT, sourceOf(parts));
  execFileSync("npx", ["prettier", "--write", OUTPUT], { cwd: ROOT, stdio: "ignore" });
  console.log(`${parts.size} parts, ${[...parts.values()].reduce((sum, { bytes }) => sum + bytes, 0)} bytes in all`);
  for (const [name, { bytes }] of parts)
    console.log(`${String(bytes).padStart(6)} ${name} (stack ${depthOf(name, parts)})`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Sections of an object by the name of their main symbol; references that lead elsewhere by symbol. */
function addObject(source: string, parts: Map<string, Part>, library: Set<string>): void {
  const object = join(folder, source.replace(/\.c$/, ".o"));
  const kernel = source.replace(/\.c$/, "");
  execFileSync(COMPILER, [...FLAGS, ...NO_TABLES, "-fstack-usage", "-c", join(FIRMWARE, source), "-o", object], {
    cwd: folder,
  });
  const elf = elfOf(object);
  const frames = [framesOf(object.replace(/\.o$/, ".su")), ...OTHER_CORES.map((core) => framesOn(core, source))];
  const nameOf = (section: number): string => sectionName(elf, section, kernel);
  elf.sections.forEach(({ allocated, sizeBytes, name }, section) => {
    if (!allocated || sizeBytes === 0 || name.startsWith(".ARM.exidx")) return;
    const uses = new Set<string>();
    for (const relocation of elf.relocations.filter((one) => one.section === section)) {
      const symbol = elf.symbols[relocation.symbol];
      if (!symbol || symbol.name === "") {
        if (symbol?.section !== undefined && symbol.section !== section) uses.add(nameOf(symbol.section));
        continue;
      }
      if (symbol.section === undefined) {
        uses.add(symbol.name);
        if (!symbol.name.startsWith("bw_")) library.add(symbol.name);
      } else if (symbol.section !== section) uses.add(nameOf(symbol.section));
    }
    const own = elf.symbols.filter((symbol) => symbol.section === section && symbol.kind === "function");
    const frame = Math.max(0, ...own.flatMap((symbol) => frames.map((on) => on.get(symbol.name) ?? 0)));
    parts.set(nameOf(section), { file: kernel, bytes: Math.ceil(sizeBytes / 4) * 4, uses: [...uses].sort(), frame });
  });
}

/** The global symbol that a section holds, else its local one, made unique by the file's name. */
function sectionName(elf: Elf, section: number, kernel: string): string {
  const symbols = elf.symbols.filter((symbol) => symbol.section === section && symbol.sizeBytes > 0);
  const named = symbols.find(({ local }) => !local);
  return named?.name ?? `${kernel}/${symbols[0]?.name ?? elf.sections[section]?.name ?? section}`;
}

function framesOn(core: Core, source: string): ReadonlyMap<string, number> {
  const object = join(folder, `other_${source.replace(/\.c$/, ".o")}`);
  const flags = ["-mthumb", ...machineOf(core).flags, "-std=c99", "-O3", "-fstack-usage"];
  execFileSync(COMPILER, [...flags, "-c", join(FIRMWARE, source), "-o", object], { cwd: folder });
  return framesOf(object.replace(/\.o$/, ".su"));
}

function framesOf(path: string): ReadonlyMap<string, number> {
  return new Map(
    readFileSync(path, "utf8")
      .split("\n")
      .flatMap((line): [string, number][] => {
        const [place = "", bytes = ""] = line.split("\t");
        return bytes === "" ? [] : [[place.split(":").at(-1) ?? "", Number(bytes)]];
      }),
  );
}

/** What one function of the C library brings into FLASH. */
function linkedBytes(symbol: string): number {
  const image = join(folder, "library.elf");
  const link = ["-nostartfiles", "-Wl,--gc-sections", `-Wl,-u,${symbol}`, `-Wl,-e,${symbol}`, "-lm", "-o", image];
  execFileSync(COMPILER, [...FLAGS, ...link], { stdio: ["ignore", "ignore", "pipe"] });
  const stored = [".text", ".rodata", ".data", ".ARM.exidx", ".ARM.extab"];
  return elfOf(image)
    .sections.filter(({ name }) => stored.includes(name))
    .reduce((sum, { sizeBytes }) => sum + Math.ceil(sizeBytes / 4) * 4, 0);
}

function elfOf(path: string): Elf {
  const elf = readElf(readFileSync(path), path);
  if (!elf.ok) throw new Error(elf.problems[0]?.message);
  return elf.value;
}

/** The deepest chain of frames below a part; tables of functions count as calls. Kernels do not recurse. */
function depthOf(name: string, parts: ReadonlyMap<string, Part>): number {
  const part = parts.get(name);
  return part ? part.frame + Math.max(0, ...part.uses.map((used) => depthOf(used, parts))) : 0;
}

function sourceOf(parts: ReadonlyMap<string, Part>): string {
  const version = execFileSync(COMPILER, ["-dumpfullversion"], { encoding: "utf8" }).trim();
  const lines = [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { file, bytes, frame, uses }]) => {
      const list = uses.map((used) => JSON.stringify(used)).join(", ");
      return `  ${JSON.stringify(name)}: { file: ${JSON.stringify(file)}, bytes: ${bytes}, frame: ${frame}, uses: [${list}] },`;
    });
  return `/**
 * What each part of the kernels' code takes in FLASH and which parts it needs. Made by bench/codeSizes.ts from src/firmware; not edited by hand.
 */

/** What measured them. */
export const CODE_TOOLCHAIN = "${COMPILER} ${version}, Cortex-M4, -O3";

/** A section of an object: a function or a constant table with its padding. */
export interface CodePart {
  /** The kernel's file without its ending; empty: from the C library. */
  readonly file: string;
  readonly bytes: number;
  /** The most stack that the function takes itself on any Cortex-M. */
  readonly frame: number;
  /** Parts that are linked with it. */
  readonly uses: readonly string[];
}

export const CODE_PARTS: Readonly<Record<string, CodePart>> = {
${lines.join("\n")}
};
`;
}
