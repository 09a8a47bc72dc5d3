/**
 * A folder of JPEG and PNG images, sorted by path. Labels come from `labels.csv` (or the table that the person named), else from the
 * names of sub-folders, else there are none. The images decide which samples exist: rows of the table for other files are ignored.
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
import { decodeImage } from "./decodeImage";
import { isTooMany, listFolder, readBytes, tooMany, type Listing } from "../files";
import { digestOf, fingerprintOf } from "../fingerprint";
import { isIncluded } from "../glob";
import { readImageHeader } from "./imageHeader";
import { imageProblem, imageTensor } from "./imageTensor";
import { imageAxes, type ImageAxes, type InputSpec } from "../input";
import { indexOf, labelProblem, readClassNames, readLabelTable, titlesOf, type ClassNames } from "../labels";
import type { NamedSamples } from "../namedSamples";
import type { ResolvedPreprocessing } from "../preprocessing";
import { SampleError } from "../sampleError";
import { drawingOrder } from "../takeSamples";
import { cachedReader } from "../tensorCache";
import { valueProblem } from "../values";

export interface ImageOptions {
  readonly include?: string;
  /** A table of labels instead of the folder's labels.csv. */
  readonly labels?: string;
  /** Outputs of the model: labels must be below. */
  readonly classes?: number;
  readonly take?: { readonly count: number; readonly seed: number };
  readonly cacheBytes: number;
  readonly watch?: Watch;
}

interface ImageFile {
  /** Relative to the data set's folder, with "/". */
  readonly name: string;
  readonly label?: number;
}

/** Of one file. A photograph of 33 million pixels has some twenty megabytes. */
const MAX_IMAGE_BYTES = 64 * 2 ** 20;
/** Files read ahead at once while the data set is checked. */
const READ_AHEAD = 8;
/** Problems listed one by one; the rest is counted. */
const MAX_PROBLEMS = 5;

export function isImageName(name: string): boolean {
  return /\.(jpe?g|png)$/i.test(name);
}

/** Images in the folder itself, else those in its direct sub-folders. */
export async function findImages(folder: string, listing: Listing): Promise<Outcome<readonly string[]>> {
  const direct = listing.files.filter(isImageName);
  if (direct.length > 0) return ok(direct);
  const nested: string[] = [];
  for (const name of listing.folders) {
    const inner = await listFolder(join(folder, name));
    if (!inner.ok) return inner;
    for (const file of inner.value.files) if (isImageName(file)) nested.push(`${name}/${file}`);
    if (isTooMany(nested.length)) return refuse(tooMany(folder));
  }
  return ok(nested.sort());
}

export async function imageFolderSamples(
  folder: string,
  names: readonly string[],
  input: InputSpec,
  how: ResolvedPreprocessing,
  options: ImageOptions,
): Promise<Outcome<NamedSamples>> {
  const axes = imageAxes(input.shape);
  const problem = imageProblem(input, axes, how);
  if (problem || !axes) return refuse(problem ?? { code: "data.shape", message: "not an image" });

  const classNames = await readClassNames(folder);
  if (!classNames.ok) return classNames;
  const labelled = await labelImages(folder, names, classNames.value, options);
  if (!labelled.ok) return labelled;
  const all = labelled.value.filter(({ name }) => isIncluded(name, options.include));
  const files = options.take ? taken(all, options.take) : all;

  const digests = await checkFiles(folder, files, options.watch ?? unwatched);
  if (!digests.ok) return digests;
  const labels = files.map(({ label }) => label);
  return ok({
    stored: "images",
    count: files.length,
    kind: labels.every((label) => label !== undefined) ? "labelled" : "unlabelled",
    fingerprint: fingerprintOf({ digests: digests.value, labels, shaping: { shape: input.shape, how } }),
    sample: cachedReader((index) => decodeFile(folder, files, index, input.shape, axes, how), options.cacheBytes),
    label: (index) => labels[index],
    name: (index) => files[index]?.name ?? "",
    classNames: classNames.value ? titlesOf(classNames.value) : folderTitles(files),
  });
}

/** Where folders name the classes and nothing else does. */
function folderTitles(files: readonly ImageFile[]): ReadonlyMap<number, string> {
  const titles = new Map<number, string>();
  for (const { name, label } of files) {
    if (label !== undefined && name.includes("/")) titles.set(label, name.slice(0, name.indexOf("/")));
  }
  return titles;
}

function taken(
  files: readonly ImageFile[],
  { count, seed }: { readonly count: number; readonly seed: number },
): readonly ImageFile[] {
  const order = drawingOrder(files.map(({ label }) => label), seed); // prettier-ignore
  return order.slice(0, count).flatMap((index) => files[index] ?? []);
}

async function decodeFile(
  folder: string,
  files: readonly ImageFile[],
  index: number,
  shape: readonly number[],
  axes: ImageAxes,
  how: ResolvedPreprocessing,
): Promise<FloatTensor> {
  const file = files[index];
  if (!file) throw new RangeError(`sample ${index} of ${files.length}`);
  const path = join(folder, file.name);
  const image = decodeImage(sampleOf(await readBytes(path, MAX_IMAGE_BYTES), path), path);
  const tensor = imageTensor(sampleOf(image, path), shape, axes, how);
  const problem = valueProblem(tensor.data, "the image", path);
  if (problem) throw new SampleError(problem);
  return tensor;
}

function sampleOf<T>(outcome: Outcome<T>, place: string): T {
  if (outcome.ok) return outcome.value;
  throw new SampleError(outcome.problems[0] ?? { code: "data.corrupt", message: "it cannot be read", place });
}

async function labelImages(
  folder: string,
  names: readonly string[],
  classNames: ClassNames | undefined,
  options: ImageOptions,
): Promise<Outcome<readonly ImageFile[]>> {
  const listing = await listFolder(folder);
  if (!listing.ok) return listing;
  const tablePath =
    options.labels ?? (listing.value.files.includes("labels.csv") ? join(folder, "labels.csv") : undefined);
  if (tablePath === undefined) return labelByFolder(folder, names, classNames, options);
  if (!/\.csv$/i.test(tablePath)) {
    const message = "labels of images are read from a .csv table";
    return refuse({ code: "labels.type", message, place: tablePath, hint: "columns: file,class" });
  }

  const table = await readLabelTable(tablePath, classNames);
  if (!table.ok) return table;
  const files: ImageFile[] = [];
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
  options: ImageOptions,
): Outcome<readonly ImageFile[]> {
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

/** Reads every file once: its digest, and whether its header and its end are there. */
async function checkFiles(
  folder: string,
  files: readonly ImageFile[],
  watch: Watch,
): Promise<Outcome<readonly string[]>> {
  const digests = new Array<string>(files.length).fill("");
  const found = new Map<number, Problem>();
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) {
      stopIfCancelled(watch);
      const path = join(folder, files[index]?.name ?? "");
      const bytes = await readBytes(path, MAX_IMAGE_BYTES);
      const header = bytes.ok ? readImageHeader(bytes.value, path) : bytes;
      if (!header.ok && header.problems[0]) found.set(index, header.problems[0]);
      if (bytes.ok) digests[index] = await digestOf(bytes.value);
      watch.progress("reading samples", ++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: READ_AHEAD }, work));

  const problems = [...found].sort(([a], [b]) => a - b).map(([, problem]) => problem);
  const [first, ...others] = problems;
  if (!first) return ok(digests);
  const listed = others.slice(0, MAX_PROBLEMS - 1);
  const rest = others.length - listed.length;
  if (rest > 0) listed.push({ code: "data.corrupt", message: `${rest} more files cannot be read`, place: folder });
  return refuse(first, ...listed);
}
