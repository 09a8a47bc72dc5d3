/**
 * A folder of files that hold one sample each, sorted by path: which they are, what they are labelled with, whether they are whole. Labels
 * come from `labels.csv` (or the table that the person named), else from the names of sub-folders, else there are none. The files decide
 * which samples exist: rows of the table for others are ignored.
 */
import { join } from "node:path";
import {
  ok,
  refuse,
  stopIfCancelled,
  unwatched,
  type FloatTensor,
  type Outcome,
  type Problem,
  type Watch,
} from "../../engine";
import { isTooMany, listFolder, readBytes, tooMany, type Listing } from "../files";
import { digestOf, fingerprintOf } from "../fingerprint";
import { isIncluded } from "../glob";
import type { InputSpec } from "../input";
import { indexOf, labelProblem, readClassNames, readLabelTable, titlesOf, type ClassNames } from "../labels";
import type { NamedSamples } from "./namedSamples";
import type { ResolvedPreprocessing } from "../preprocessing";
import { SampleError } from "./sampleError";
import { drawingOrder } from "./takeSamples";
import { cachedReader } from "../tensorCache";
import { valueProblem } from "../values";

export interface FolderOptions {
  readonly include?: string;
  /** A table of labels instead of the folder's labels.csv. */
  readonly labels?: string;
  /** Outputs of the model: labels must be below. */
  readonly classes?: number;
  readonly take?: { readonly count: number; readonly seed: number };
  readonly cacheBytes: number;
  readonly watch?: Watch;
}

/** How a file of one kind is read. */
export interface FileReader<Header> {
  readonly stored: "images" | "sounds";
  readonly maxBytes: number;
  /** Refuses what has no whole header, or ends before its end; cheap, because every file is looked at. */
  readonly headerOf: (bytes: Uint8Array, path: string) => Outcome<Header>;
  /** What the headers say of all files together; entries belong to `paths`. @returns what a person should know */
  readonly together: (headers: readonly Header[], paths: readonly string[]) => Outcome<readonly Problem[]>;
  /** In the model's shape. */
  readonly decode: (bytes: Uint8Array, path: string) => Outcome<FloatTensor>;
}

interface FolderFile {
  /** Relative to the data set's folder, with "/". */
  readonly name: string;
  readonly label?: number;
}

/** Files read ahead at once while the data set is checked. */
const READ_AHEAD = 8;
/** Problems listed one by one; the rest is counted. */
const MAX_PROBLEMS = 5;

/** Files of that kind in the folder itself, else those in its direct sub-folders; sorted by path. */
export async function findFiles(
  folder: string,
  listing: Listing,
  isMeant: (name: string) => boolean,
): Promise<Outcome<readonly string[]>> {
  const direct = listing.files.filter(isMeant);
  if (direct.length > 0) return ok(direct);
  const nested: string[] = [];
  for (const name of listing.folders) {
    const inner = await listFolder(join(folder, name));
    if (!inner.ok) return inner;
    for (const file of inner.value.files) if (isMeant(file)) nested.push(`${name}/${file}`);
    if (isTooMany(nested.length)) return refuse(tooMany(folder));
  }
  return ok(nested.sort());
}

/** @param names of the folder's files, sorted */
export async function folderSamples<Header>(
  folder: string,
  names: readonly string[],
  input: InputSpec,
  how: ResolvedPreprocessing,
  options: FolderOptions,
  reader: FileReader<Header>,
): Promise<Outcome<NamedSamples>> {
  const classNames = await readClassNames(folder);
  if (!classNames.ok) return classNames;
  const labelled = await labelFiles(folder, names, classNames.value, options);
  if (!labelled.ok) return labelled;
  const all = labelled.value.filter(({ name }) => isIncluded(name, options.include));
  const files = options.take ? taken(all, options.take) : all;

  const checked = await checkFiles(folder, files, reader, options.watch ?? unwatched);
  if (!checked.ok) return checked;
  const { digests, headers } = checked.value;
  const notes = reader.together(
    headers,
    files.map(({ name }) => join(folder, name)),
  );
  if (!notes.ok) return notes;
  const labels = files.map(({ label }) => label);
  const decode = async (index: number): Promise<FloatTensor> => {
    const file = files[index];
    if (!file) throw new RangeError(`sample ${index} of ${files.length}`);
    const path = join(folder, file.name);
    const tensor = sampleOf(reader.decode(sampleOf(await readBytes(path, reader.maxBytes), path), path), path);
    const problem = valueProblem(tensor.data, reader.stored === "images" ? "the image" : "the sound", path);
    if (problem) throw new SampleError(problem);
    return tensor;
  };
  return ok({
    stored: reader.stored,
    count: files.length,
    kind: labels.every((label) => label !== undefined) ? "labelled" : "unlabelled",
    fingerprint: fingerprintOf({ digests, labels, shaping: { shape: input.shape, how } }),
    sample: cachedReader(decode, options.cacheBytes),
    label: (index) => labels[index],
    name: (index) => files[index]?.name ?? "",
    classNames: classNames.value ? titlesOf(classNames.value) : folderTitles(files),
    notes: notes.value,
  });
}

function sampleOf<T>(outcome: Outcome<T>, place: string): T {
  if (outcome.ok) return outcome.value;
  throw new SampleError(outcome.problems[0] ?? { code: "data.corrupt", message: "it cannot be read", place });
}

/** Where folders name the classes and nothing else does. */
function folderTitles(files: readonly FolderFile[]): ReadonlyMap<number, string> {
  const titles = new Map<number, string>();
  for (const { name, label } of files) {
    if (label !== undefined && name.includes("/")) titles.set(label, name.slice(0, name.indexOf("/")));
  }
  return titles;
}

function taken(
  files: readonly FolderFile[],
  { count, seed }: { readonly count: number; readonly seed: number },
): readonly FolderFile[] {
  const order = drawingOrder(files.map(({ label }) => label), seed); // prettier-ignore
  return order.slice(0, count).flatMap((index) => files[index] ?? []);
}

async function labelFiles(
  folder: string,
  names: readonly string[],
  classNames: ClassNames | undefined,
  options: FolderOptions,
): Promise<Outcome<readonly FolderFile[]>> {
  const listing = await listFolder(folder);
  if (!listing.ok) return listing;
  const tablePath =
    options.labels ?? (listing.value.files.includes("labels.csv") ? join(folder, "labels.csv") : undefined);
  if (tablePath === undefined) return labelByFolder(folder, names, classNames, options);
  if (!/\.csv$/i.test(tablePath)) {
    const message = "labels of files are read from a .csv table";
    return refuse({ code: "labels.type", message, place: tablePath, hint: "columns: file,class" });
  }

  const table = await readLabelTable(tablePath, classNames);
  if (!table.ok) return table;
  const files: FolderFile[] = [];
  const unnamed: string[] = [];
  for (const name of names) {
    if (!isIncluded(name, options.include)) continue;
    const row = table.value.get(name);
    if (!row) {
      unnamed.push(name);
      continue;
    }
    const problem = labelProblem(row.label, options.classes, row.place);
    if (problem) return refuse(problem);
    files.push({ name, label: row.label });
  }
  const [first] = unnamed;
  if (first === undefined) return ok(files);
  const others = unnamed.length > 1 ? ` and ${unnamed.length - 1} more files` : "";
  return refuse({
    code: "labels.missing",
    message: `the table has no class for "${first}"${others}`,
    place: tablePath,
    hint: "add the rows, or choose the labelled files with include",
  });
}

/** Sub-folders name classes: by index, by the names of classes.csv, or without either in alphabetical order, as is the custom. */
function labelByFolder(
  folder: string,
  names: readonly string[],
  classNames: ClassNames | undefined,
  options: FolderOptions,
): Outcome<readonly FolderFile[]> {
  if (!names.every((name) => name.includes("/"))) return ok(names.map((name) => ({ name })));
  const folderOf = (name: string): string => name.slice(0, name.indexOf("/"));
  const folders = [...new Set(names.map(folderOf))].sort();
  const numbered = folders.every((name) => indexOf(name) !== undefined);
  const labels = new Map<string, number>();
  for (const [position, name] of folders.entries()) {
    const label = numbered ? indexOf(name) : classNames ? classNames.get(name) : position;
    const place = join(folder, name);
    if (label === undefined) {
      const hint = "add the name to classes.csv, or rename the folder";
      return refuse({ code: "labels.unreadable", message: `"${name}" is not the name of a class`, place, hint });
    }
    const problem = labelProblem(label, options.classes, place);
    if (problem) return refuse(problem);
    labels.set(name, label);
  }
  return ok(
    names.map((name) => {
      const label = labels.get(folderOf(name));
      return label === undefined ? { name } : { name, label };
    }),
  );
}

/** Reads every file once: its digest, and what its header says. */
async function checkFiles<Header>(
  folder: string,
  files: readonly FolderFile[],
  { maxBytes, headerOf }: FileReader<Header>,
  watch: Watch,
): Promise<Outcome<{ readonly digests: readonly string[]; readonly headers: readonly Header[] }>> {
  const digests = new Array<string>(files.length).fill("");
  const headers: Header[] = [];
  const found = new Map<number, Problem>();
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) {
      stopIfCancelled(watch);
      const path = join(folder, files[index]?.name ?? "");
      const bytes = await readBytes(path, maxBytes);
      const header = bytes.ok ? headerOf(bytes.value, path) : bytes;
      if (header.ok) headers[index] = header.value;
      else if (header.problems[0]) found.set(index, header.problems[0]);
      if (bytes.ok) digests[index] = await digestOf(bytes.value);
      watch.progress("reading samples", ++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: READ_AHEAD }, work));

  const problems = [...found].sort(([a], [b]) => a - b).map(([, problem]) => problem);
  const [first, ...others] = problems;
  if (!first) return ok({ digests, headers });
  const listed = others.slice(0, MAX_PROBLEMS - 1);
  const rest = others.length - listed.length;
  if (rest > 0) listed.push({ code: "data.corrupt", message: `${rest} more files cannot be read`, place: folder });
  return refuse(first, ...listed);
}
