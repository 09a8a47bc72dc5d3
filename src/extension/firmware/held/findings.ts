/**
 * Where a firmware project and its generated network disagree: sizes in the linked ELF, room in the linker script, the model or policy that it
 * was generated from. Free of the editor; says only what the files prove: where a file may belong to either of two projects, nothing is a
 * finding until evidence or the person tells.
 */
import { join } from "node:path";
import type { ElfFile } from "../../../formats/elfFile";
import { regionsOf, type LinkerMemory } from "../../../formats/linkerScript";
import type { MemoryMap } from "../../../protocol/files/memoryMap";
import type { Divergence, Verification } from "../../../protocol/files/verification";
import { belongingTo, isNamedBy, linkedInto, type Evidence } from "../evidence";

/** What findings need of a project. */
export interface Firmware {
  readonly folder: string;
  readonly map: MemoryMap;
  readonly verification: Verification | null;
  readonly writtenAt: number;
}

export interface LinkedFile {
  readonly path: string;
  readonly elf: ElfFile;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

export interface LinkerScript extends Pick<LinkerMemory, "regions" | "limit"> {
  readonly path: string;
}

/** 1-based. */
export interface CodePlace {
  readonly path: string;
  readonly line: number;
}

export type FirmwareFinding = { readonly place: CodePlace } & (
  | {
      readonly kind: "size";
      readonly elfPath: string;
      readonly symbol: string;
      readonly plannedBytes: number;
      readonly linkedBytes: number;
    }
  | { readonly kind: "older"; readonly elfPath: string }
  | {
      readonly kind: "region";
      readonly memory: "flash" | "ram";
      readonly region: string;
      readonly lengthBytes: number;
      readonly needBytes: number;
      readonly model: string;
      /** Measured with everything, or at least what the network's own arrays take. */
      readonly isMeasured: boolean;
    }
  | {
      readonly kind: "stale";
      readonly source: "model" | "policy";
      readonly sourcePath: string;
      readonly folder: string;
    }
  | { readonly kind: "edited"; readonly file: string; readonly folder: string }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "overflow"; readonly region: string; readonly overBytes: number }
  | {
      readonly kind: "moved";
      readonly region: string;
      readonly nowBytes: number;
      readonly thenBytes: number;
      readonly modelPath: string;
    }
  | { readonly kind: "divergence"; readonly divergence: Divergence; readonly machine: string }
);

/** A build with the planned sizes is older than the project when it was linked before: seconds are lost in some file systems. */
const SLACK_MS = 2000;

/** A file that may belong to any of several projects, where that makes a difference. */
export interface Undecided {
  readonly path: string;
  /** Of the projects. */
  readonly folders: readonly string[];
}

export interface Judgement {
  readonly findings: readonly FirmwareFinding[];
  readonly undecided: readonly Undecided[];
}

/** Of an ELF file that holds projects' arenas: what differs from the projects that it was linked from. */
export function findingsOfElf(linked: LinkedFile, projects: readonly Firmware[], evidence: Evidence): Judgement {
  const sizes = new Map<string, number[]>();
  for (const { name, sizeBytes } of linked.elf.objects) sizes.set(name, [...(sizes.get(name) ?? []), sizeBytes]);
  const arenas = [...new Set(projects.map(({ map }) => map.arena.symbol))].filter((symbol) => sizes.has(symbol));
  // Projects with equal symbols cannot be linked together, others can: each arena comes from one project.
  return joined(
    arenas.map((symbol) => {
      const sharing = projects.filter(({ map }) => map.arena.symbol === symbol);
      return judged(linked.path, linkedFrom(linked, sizes, sharing, evidence), (project) => {
        const differing = differingSizes(linked, sizes, project);
        if (differing.length > 0 || linked.writtenAt + SLACK_MS >= project.writtenAt) return differing;
        return [{ kind: "older", elfPath: linked.path, place: headerOf(project) }];
      });
    }),
  );
}

/** By the linker's map; else those whose arrays are all as they are in the file, which goes before what somebody meant to build. */
function linkedFrom(
  linked: LinkedFile,
  sizes: ReadonlyMap<string, readonly number[]>,
  sharing: readonly Firmware[],
  evidence: Evidence,
): readonly Firmware[] {
  const mapped = linkedInto(linked.path, sharing, evidence.builds.linkMaps);
  if (mapped.length === 1) return mapped;
  const possible = withItsArrays(sizes, mapped.length > 0 ? mapped : sharing);
  const equal = possible.map((project) => ({
    project,
    count: differingSizes(linked, sizes, project).length > 0 ? 0 : equalSizes(sizes, project),
  }));
  const most = Math.max(0, ...equal.map(({ count }) => count));
  const exact = most > 0 ? equal.filter(({ count }) => count === most).map(({ project }) => project) : [];
  return belongingTo(linked.path, exact.length > 0 ? exact : possible, evidence);
}

/** Without projects that lack an array which the file has and another of them would explain. */
function withItsArrays(
  sizes: ReadonlyMap<string, readonly number[]>,
  sharing: readonly Firmware[],
): readonly Firmware[] {
  const known = sharing.map(({ map }) => new Set(arraysOf(map).map(({ name }) => name)));
  const linked = new Set(known.flatMap((names) => [...names].filter((name) => sizes.has(name))));
  const having = sharing.filter((_, i) => [...linked].every((name) => known[i]?.has(name)));
  return having.length > 0 ? having : sharing;
}

function equalSizes(sizes: ReadonlyMap<string, readonly number[]>, { map }: Firmware): number {
  return arraysOf(map).filter(({ name, sizeBytes }) => sizes.get(name)?.includes(sizeBytes)).length;
}

/** One that remains is proven; of several nothing is said, but that they matter where they would say something. */
function judged(
  path: string,
  remaining: readonly Firmware[],
  findingsOf: (project: Firmware) => readonly FirmwareFinding[],
): Judgement {
  const findings = remaining.map(findingsOf);
  if (remaining.length < 2) return { findings: findings.flat(), undecided: [] };
  // Nobody need be asked for a date.
  const matters = findings.flat().some(({ kind }) => kind !== "older");
  const folders = remaining.map(({ folder }) => folder);
  return { findings: [], undecided: matters ? [{ path, folders }] : [] };
}

function joined(judgements: readonly Judgement[]): Judgement {
  return {
    findings: judgements.flatMap(({ findings }) => findings),
    undecided: judgements.flatMap(({ undecided }) => undecided),
  };
}

/** Symbols that the linker left out say nothing: an array may be unused, or folded into the code. */
function differingSizes(
  { path: elfPath }: LinkedFile,
  sizes: ReadonlyMap<string, readonly number[]>,
  project: Firmware,
): readonly FirmwareFinding[] {
  const { map, folder } = project;
  return arraysOf(map).flatMap(({ name, sizeBytes, file, line }): FirmwareFinding[] => {
    const linked = sizes.get(name) ?? [];
    const [linkedBytes] = linked;
    if (linkedBytes === undefined || linked.includes(sizeBytes)) return [];
    const place = file === undefined ? headerOf(project) : { path: join(folder, file), line };
    return [{ kind: "size", elfPath, symbol: name, plannedBytes: sizeBytes, linkedBytes, place }];
  });
}

/** The arena, in no file of its own, and the constants. */
function arraysOf({ arena, layers }: MemoryMap): readonly {
  readonly name: string;
  readonly sizeBytes: number;
  readonly file?: string;
  readonly line: number;
}[] {
  // A caller's arena has a name of its own that nothing here tells; the symbol is a pointer to it.
  const own = arena.owner === "caller" ? [] : [{ name: arena.symbol, sizeBytes: arena.sizeBytes, line: 1 }];
  return [...own, ...layers.flatMap(({ data }) => data)];
}

/** What regions of scripts cannot hold of the projects that are linked with them. */
export function findingsOfScripts(
  scripts: readonly LinkerScript[],
  projects: readonly Firmware[],
  evidence: Evidence,
): Judgement {
  return joined(
    usedScripts(scripts, evidence).map((script) =>
      judged(script.path, belongingTo(script.path, projects, evidence), (project) => tooSmall(script, project)),
    ),
  );
}

/** A board's files bring scripts for many boards: those are used that rules name or the person has assigned, or the only one. */
function usedScripts(scripts: readonly LinkerScript[], { builds, chosen }: Evidence): readonly LinkerScript[] {
  const withMemory = scripts.filter(({ regions }) => regions.length > 0);
  if (withMemory.length < 2) return withMemory;
  return withMemory.filter(({ path }) => isNamedBy(builds.rules, path) || chosen(path).length > 0);
}

function tooSmall(script: LinkerScript, project: Firmware): readonly FirmwareFinding[] {
  return (["ram", "flash"] as const).flatMap((memory): FirmwareFinding[] => {
    const regions = regionsOf(script.regions, memory);
    const [largest] = regions;
    if (!largest) return [];
    const { needBytes, isMeasured } = needOf(project, memory);
    // The arena is one array and lies in one region; constants may be spread over several.
    const roomBytes =
      memory === "ram" && !isMeasured
        ? largest.lengthBytes
        : regions.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
    if (roomBytes >= needBytes) return [];
    const place = { path: script.path, line: largest.line };
    const { name: region, lengthBytes } = largest;
    const model = project.map.model.name;
    return [{ kind: "region", memory, region, lengthBytes, needBytes, model, isMeasured, place }];
  });
}

function needOf(
  { map, verification }: Firmware,
  memory: "flash" | "ram",
): { readonly needBytes: number; readonly isMeasured: boolean } {
  const measured = memory === "ram" ? verification?.ramBytes : verification?.flashBytes;
  const constants = map.layers.flatMap(({ data }) => data).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const planned = memory === "ram" ? map.arena.sizeBytes : constants;
  if (measured === undefined || measured === null || measured < planned)
    return { needBytes: planned, isMeasured: false };
  return { needBytes: measured, isMeasured: true };
}

/** Regions of a script that a model's budget was taken from, as long as they were then. */
export interface BudgetSource {
  readonly modelPath: string;
  readonly scriptPath: string;
  readonly regions: readonly { readonly name: string; readonly lengthBytes: number }[];
}

/** Where a script says other lengths than a budget that came from it. */
export function findingsOfBudget(source: BudgetSource, scripts: readonly LinkerScript[]): readonly FirmwareFinding[] {
  const { modelPath, scriptPath, regions } = source;
  const script = scripts.find(({ path }) => path === scriptPath);
  return regions.flatMap(({ name, lengthBytes: thenBytes }): FirmwareFinding[] => {
    const now = script?.regions.find((region) => region.name === name);
    if (!now || now.lengthBytes === null || now.lengthBytes === thenBytes) return [];
    const place = { path: scriptPath, line: now.line };
    return [{ kind: "moved", region: name, nowBytes: now.lengthBytes, thenBytes, modelPath, place }];
  });
}

/** What the project was generated from, as it is now; undefined where there is no such file to compare with. */
export interface Sources {
  readonly model: { readonly path: string; readonly sha256: string } | undefined;
  readonly policy: { readonly path: string; readonly sha256: string } | undefined;
}

export function findingsOfSources(project: Firmware, { model, policy }: Sources): readonly FirmwareFinding[] {
  const { map, folder } = project;
  const place = headerOf(project);
  const stale = (source: "model" | "policy", sourcePath: string): FirmwareFinding => {
    return { kind: "stale", source, sourcePath, folder, place };
  };
  return [
    ...(model && model.sha256 !== map.model.sha256 ? [stale("model", model.path)] : []),
    ...(policy && policy.sha256 !== map.policySha256 ? [stale("policy", policy.path)] : []),
  ];
}

/** A memory.json that says what no generator wrote. */
export function findingOfRefused({
  folder,
  reason,
}: {
  readonly folder: string;
  readonly reason: string;
}): FirmwareFinding {
  return { kind: "refused", reason, place: { path: join(folder, "memory.json"), line: 1 } };
}

/** What verify found wrong with the project as it is. */
export function findingsOfVerification({ folder, verification }: Firmware): readonly FirmwareFinding[] {
  if (!verification?.divergence) return [];
  const { divergence, machine } = verification;
  const place = { path: join(folder, divergence.file), line: divergence.line };
  return [{ kind: "divergence", divergence, machine, place }];
}

/** `region `RAM' overflowed by 3976 bytes`, as GNU ld says it, with either kind of quotes. */
export function overflowIn(message: string): { readonly region: string; readonly overBytes: number } | undefined {
  const [, region, bytes] = /region [`'‘"]([^`'’"]+)['’"] overflowed by (\d+) bytes?/.exec(message) ?? [];
  return region === undefined || bytes === undefined ? undefined : { region, overBytes: Number(bytes) };
}

/** What a linker has said of a file that it could not make. */
export interface Overflow {
  readonly path: string;
  readonly region: string;
  readonly overBytes: number;
}

/**
 * At the region in the script that has it, else at the project's header.
 * @returns the project that is linked there, where evidence tells; no finding where neither script nor project is known
 */
export function findingOfOverflow<T extends Firmware>(
  { path, region, overBytes }: Overflow,
  scripts: readonly LinkerScript[],
  projects: readonly T[],
  evidence: Evidence,
): { readonly finding: FirmwareFinding | undefined; readonly project: T | undefined } {
  const having = usedScripts(scripts, evidence).filter(({ regions }) => regions.some(({ name }) => name === region));
  const [script, ...otherScripts] = having;
  const isOnlyScript = script !== undefined && otherScripts.length === 0;
  const linked = belongingTo(path, projects, evidence);
  const [project, ...others] = isOnlyScript ? belongingTo(script.path, linked, evidence) : linked;
  const known = others.length === 0 ? project : undefined;
  const own = isOnlyScript
    ? having
    : having.filter((each) => isAlone(known, belongingTo(each.path, projects, evidence)));
  const places = own.flatMap((each) =>
    each.regions.filter(({ name }) => name === region).map(({ line }): CodePlace => ({ path: each.path, line })),
  );
  const place = (own.length === 1 ? places[0] : undefined) ?? (known && headerOf(known));
  return { finding: place && { kind: "overflow", region, overBytes, place }, project: known };
}

function isAlone<T>(item: T | undefined, items: readonly T[]): boolean {
  return item !== undefined && items.length === 1 && items[0] === item;
}

/** Where a firmware's author meets the project: the header that they include. */
export function headerOf({ folder, map }: Firmware): CodePlace {
  const header = `${map.prefix}.h`;
  const file = map.files.some(({ path }) => path === header) ? header : "memory.json";
  return { path: join(folder, file), line: 1 };
}
