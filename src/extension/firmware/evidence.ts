/**
 * Which generated project a C file, a linker script or an ELF file belongs to, by what the files themselves prove. A workspace may hold firmware
 * of many models, and many call theirs `model`: where nothing tells two apart, both remain and nothing is claimed of either. Pure.
 */
import { dirname, join, parse, resolve, sep } from "node:path";
import type { MemoryMap } from "../../protocol/files/memoryMap";
import { segmentsOf, type BuildRules, type LinkMap, type NamedPath } from "./build/buildText";

/** What evidence needs of a project. */
export interface Candidate {
  /** Absolute. */
  readonly folder: string;
  readonly map: Pick<MemoryMap, "prefix" | "files">;
}

export interface Builds {
  readonly rules: readonly BuildRules[];
  readonly linkMaps: readonly LinkMap[];
}

export interface Evidence {
  readonly builds: Builds;
  /** Folders of the projects that the person has said the file belongs to: one, or one for each prefix. */
  readonly chosen: (path: string) => readonly string[];
}

/** Kernels are the same in all projects, and a build may take another model's. */
const KERNELS = "kernels";

/**
 * The candidates that remain, in their order; one that is alone is proven. The first that tells them apart decides: there is no other; the file
 * lies in a project; the person has said so; the linker's map beside an ELF file; build rules that name the file; the nearest build rules above
 * it that name a project.
 */
export function belongingTo<T extends Candidate>(
  path: string,
  candidates: readonly T[],
  evidence: Evidence,
): readonly T[] {
  if (candidates.length < 2) return candidates;
  const owner = candidates.filter(({ folder }) => isWithin(path, folder));
  if (owner.length > 0) return owner;
  const chosen = chosenFor(path, candidates, evidence);
  if (chosen.length === 1) return chosen;
  const { builds } = evidence;
  const linked = linkedInto(path, candidates, builds.linkMaps);
  if (linked.length === 1) return linked;
  return builtWith(path, candidates, builds.rules);
}

function chosenFor<T extends Candidate>(path: string, candidates: readonly T[], { chosen }: Evidence): readonly T[] {
  const folders = chosen(path);
  return candidates.filter(({ folder }) => folders.includes(folder));
}

/** The candidates whose objects the linker's map beside the ELF file names; empty where there is none, or it names none. */
export function linkedInto<T extends Candidate>(
  elfPath: string,
  candidates: readonly T[],
  linkMaps: readonly LinkMap[],
): readonly T[] {
  const beside = mapsBeside(elfPath);
  const map = linkMaps.find(({ path }) => beside.includes(path));
  const objects = map?.objects.map(segmentsOf) ?? [];
  const ranked = candidates.map((candidate) => {
    const { prefix } = candidate.map;
    const own = objects.filter((object) => isObjectOf(object.at(-1) ?? "", prefix));
    return { candidate, likeness: Math.max(0, ...own.map((object) => likeness(object, candidate.folder, elfPath))) };
  });
  const best = Math.max(0, ...ranked.map((each) => each.likeness));
  return best > 0 ? ranked.filter((each) => each.likeness === best).map(({ candidate }) => candidate) : [];
}

/** Where linkers are told to put the map of an ELF file. */
export function mapsBeside(elfPath: string): readonly string[] {
  const { dir, name } = parse(elfPath);
  return [join(dir, `${name}.map`), `${elfPath}.map`];
}

/** `x.o`, `x.c.o`, `x_weights.c.obj`. */
function isObjectOf(file: string, prefix: string): boolean {
  const [, stem] = /^(.+?)(?:\.c)?\.(?:o|obj)$/.exec(file) ?? [];
  return stem === prefix || stem === `${prefix}_weights`;
}

/**
 * How far an object's path speaks for a project. Builds put objects beside sources, or into a tree like that of the sources: a path that leads
 * into the project from where the linker may have run says most, else it is how many of the project's last folders the path ends with.
 */
function likeness(object: readonly string[], folder: string, elfPath: string): number {
  const above = [...foldersAbove(elfPath)];
  const ran = above.findIndex((from) => isWithin(resolve(from, object.join("/")), folder));
  if (ran >= 0) return Number.MAX_SAFE_INTEGER - ran;
  // Members of a library lie in it, folder/libx.a/x.o, and CMake's objects in a folder of their target.
  const places = object
    .slice(0, -1)
    .filter(
      (segment, i) => !/\.(?:a|lib)$/.test(segment) && segment !== "CMakeFiles" && object[i - 1] !== "CMakeFiles",
    );
  const folders = segmentsOf(folder);
  let same = 0;
  while (same < Math.min(places.length, folders.length) && places.at(-1 - same) === folders.at(-1 - same)) same++;
  return same;
}

/** From the file's own folder up to the root. */
function* foldersAbove(path: string): Generator<string> {
  let folder = dirname(path);
  yield folder;
  while (dirname(folder) !== folder) yield (folder = dirname(folder));
}

/** The candidates that the build of the file names: by rules that name the file, else by the nearest above it that name any; else all. */
function builtWith<T extends Candidate>(
  path: string,
  candidates: readonly T[],
  rules: readonly BuildRules[],
): readonly T[] {
  const namedBy = (some: readonly BuildRules[]): readonly T[] => {
    const names = some.flatMap((each) => namesOf(each, rules));
    return candidates.filter(({ folder }) => names.some((name) => leadsInto(name, folder)));
  };
  const naming = namedBy(rules.filter(({ names }) => names.some((name) => leadsTo(name, path))));
  if (naming.length === 1) return naming;
  for (const folder of foldersAbove(path)) {
    const above = namedBy(rules.filter((each) => dirname(each.path) === folder));
    const common = naming.length > 0 ? above.filter((candidate) => naming.includes(candidate)) : above;
    if (common.length > 0) return common;
  }
  return naming.length > 0 ? naming : candidates;
}

/** With what included rules name. */
function namesOf(rules: BuildRules, all: readonly BuildRules[], seen = new Set<BuildRules>()): readonly NamedPath[] {
  if (seen.has(rules)) return [];
  seen.add(rules);
  const parts = all.filter(({ path }) =>
    rules.parts.some((part) => leadsTo(part, path) || leadsTo(part, dirname(path))),
  );
  return [...rules.names, ...parts.flatMap((part) => namesOf(part, all, seen))];
}

function leadsTo(name: NamedPath, path: string): boolean {
  if ("at" in name) return name.at === path;
  // A bare file name behind a variable may be any of that name.
  return name.tail.length > 1 && endsWith(segmentsOf(path), name.tail);
}

/** Whether rules name the script, as far as their text tells: behind a variable its name is enough to say that it is used. */
export function isNamedBy(rules: readonly BuildRules[], path: string): boolean {
  const segments = segmentsOf(path);
  return rules.some(({ names }) =>
    names.some((name) => ("at" in name ? name.at === path : endsWith(segments, name.tail))),
  );
}

/** Whether the folder or something in it is meant, other than kernels. */
function leadsInto(name: NamedPath, folder: string): boolean {
  if ("at" in name) return isWithin(name.at, folder) && !isWithin(name.at, join(folder, KERNELS));
  const folders = segmentsOf(folder);
  return name.tail.some((_, i) => endsWith(folders, name.tail.slice(0, i + 1)) && name.tail[i + 1] !== KERNELS);
}

/** The candidates of whose headers a C file includes one: by the path that leads there, else those whose headers' paths end as it is written. */
export function includedBy<T extends Candidate>(path: string, text: string, candidates: readonly T[]): readonly T[] {
  const includes = includesOf(text);
  const including = (isHeader: (include: string, header: string) => boolean): readonly T[] =>
    candidates.filter((candidate) =>
      headersOf(candidate).some((header) => includes.some((include) => isHeader(include, header))),
    );
  const exact = including((include, header) => resolve(dirname(path), include) === header);
  if (exact.length > 0) return exact;
  return including((include, header) => {
    const tail = segmentsOf(include).filter((segment) => segment !== "..");
    return endsWith(segmentsOf(header), tail);
  });
}

/** The candidates that a C file calls: of those whose headers it includes, or else of all, those that it belongs to. */
export function calledFrom<T extends Candidate>(
  path: string,
  text: string,
  candidates: readonly T[],
  evidence: Evidence,
): readonly T[] {
  if (candidates.length < 2) return candidates;
  const chosen = chosenFor(path, candidates, evidence);
  if (chosen.length === 1) return chosen;
  const included = includedBy(path, text, candidates);
  return belongingTo(path, included.length > 0 ? included : candidates, evidence);
}

function headersOf({ folder, map }: Candidate): readonly string[] {
  return map.files.filter(({ path }) => /^[^/]+\.h$/.test(path)).map(({ path }) => join(folder, path));
}

function includesOf(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, " ");
  return [...code.matchAll(/^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]{1,500})[">]/gm)].map(([, name = ""]) =>
    name.replaceAll("\\", "/"),
  );
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

function endsWith(whole: readonly string[], tail: readonly string[]): boolean {
  return (
    tail.length > 0 && tail.length <= whole.length && tail.every((segment, i) => whole.at(i - tail.length) === segment)
  );
}
