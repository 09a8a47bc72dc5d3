/**
 * Where a firmware project and its generated network disagree: sizes in the linked ELF, room in the linker script, the model or policy that it
 * was generated from. Free of the editor; says only what the files prove.
 */
import { dirname, join } from "node:path";
import type { ElfFile } from "../../protocol/elfFile";
import { regionsOf, type LinkerMemory } from "../../protocol/linkerScript";
import type { MemoryMap } from "../../protocol/memoryMap";
import type { Divergence, Verification } from "../../protocol/verification";
import { nearestFolder } from "./nearestFolder";

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

/** Of every ELF file that holds a project's arena, what differs from the project that it fits best. */
export function findingsOfElf(linked: LinkedFile, projects: readonly Firmware[]): readonly FirmwareFinding[] {
  const sizes = new Map<string, number[]>();
  for (const { name, sizeBytes } of linked.elf.objects) sizes.set(name, [...(sizes.get(name) ?? []), sizeBytes]);
  const inside = projects.filter(({ map }) => sizes.has(map.arena.symbol));
  // Projects may share names: the one whose sizes are all right is the one that was linked.
  const exact = inside.find((project) => differingSizes(linked, sizes, project).length === 0);
  const project = exact ?? nearestFolder(inside, dirname(linked.path), ({ folder }) => folder);
  if (!project) return [];
  if (project !== exact) return differingSizes(linked, sizes, project);
  if (linked.writtenAt + SLACK_MS >= project.writtenAt) return [];
  return [{ kind: "older", elfPath: linked.path, place: headerOf(project) }];
}

/** Symbols that the linker left out say nothing: an array may be unused, or folded into the code. */
function differingSizes(
  { path: elfPath }: LinkedFile,
  sizes: ReadonlyMap<string, readonly number[]>,
  project: Firmware,
): readonly FirmwareFinding[] {
  const { map, folder } = project;
  // A caller's arena has a name of its own that nothing here tells; the symbol is a pointer to it.
  const isOwn = map.arena.owner !== "caller";
  const arena = isOwn ? [{ name: map.arena.symbol, sizeBytes: map.arena.sizeBytes, place: headerOf(project) }] : [];
  const data = map.layers.flatMap((layer) =>
    layer.data.map(({ name, sizeBytes, file, line }) => ({
      name,
      sizeBytes,
      place: { path: join(folder, file), line },
    })),
  );
  return [...arena, ...data].flatMap(({ name, sizeBytes, place }): FirmwareFinding[] => {
    const linked = sizes.get(name) ?? [];
    const [linkedBytes] = linked;
    if (linkedBytes === undefined || linked.includes(sizeBytes)) return [];
    return [{ kind: "size", elfPath, symbol: name, plannedBytes: sizeBytes, linkedBytes, place }];
  });
}

/** What a region of the script cannot hold of the project nearest to it. */
export function findingsOfScript(script: LinkerScript, projects: readonly Firmware[]): readonly FirmwareFinding[] {
  const project = nearestFolder(projects, dirname(script.path), ({ folder }) => folder);
  if (!project) return [];
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

/** At the region in the script that has it, else at the project's header. */
export function findingOfOverflow(
  { region, overBytes }: { readonly region: string; readonly overBytes: number },
  scripts: readonly LinkerScript[],
  project: Firmware,
): FirmwareFinding {
  const [place] = scripts.flatMap(({ path, regions }) =>
    regions.filter(({ name }) => name === region).map(({ line }): CodePlace => ({ path, line })),
  );
  return { kind: "overflow", region, overBytes, place: place ?? headerOf(project) };
}

/** Where a firmware's author meets the project: the header that they include. */
export function headerOf({ folder, map }: Firmware): CodePlace {
  const header = `${map.prefix}.h`;
  const file = map.files.some(({ path }) => path === header) ? header : "memory.json";
  return { path: join(folder, file), line: 1 };
}
