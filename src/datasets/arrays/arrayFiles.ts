/**
 * Which arrays of a folder or archive are samples and which are labels, by the names people give them: x/images/data/features beside
 * y/labels, with the same prefix or suffix (`lossless_images` with `lossless_labels`, `x_test` with `y_test`).
 */
import { basename, dirname, join } from "node:path";
import { ok, refuse, type Outcome } from "../../engine";
import { MAX_FILE_BYTES, listFolder, readBytes } from "../files";
import { isIncluded } from "../glob";
import { parseNpy, type NpyArray } from "./npy";
import { readNpz } from "./npz";

const DATA_WORD = /^(.*[_-])?(x|images|data|features|inputs|samples)([_-].*)?$/i;
const LABEL_WORD = /^(.*[_-])?(y|labels?|targets?)([_-].*)?$/i;
/** Files of one data set, each read whole. */
const MOST_ARRAYS = 2 ** 13;
/** Arrays of an archive that are named in a sentence. */
const MOST_LISTED = 8;
export const LABEL_NAMES = ["labels", "label", "y", "targets", "target"];

export interface FoundArrays {
  readonly arrays: readonly NpyArray[];
  readonly labels?: NpyArray;
}

export interface ArrayChoice {
  readonly include?: string;
  /** A .npy file of labels that the person named. */
  readonly labels?: string;
}

/** The arrays chosen among `names` (without endings), and the labels that belong to them. */
interface Pairing {
  readonly data: readonly string[];
  readonly labels: string | undefined;
}

export async function readArrayFile(path: string, choice: ArrayChoice): Promise<Outcome<FoundArrays>> {
  if (/\.npz$/i.test(path)) return readArchive(path, choice);
  const folder = dirname(path);
  const { include } = choice;
  if (!isIncluded(basename(path), include) && !isIncluded(basename(path).replace(/\.npy$/i, ""), include)) {
    const message = `include "${include ?? ""}" does not match this file`;
    return refuse({ code: "data.empty", message, place: path, hint: "remove it: the file is named already" });
  }
  const listing = await listFolder(folder);
  const stems = listing.ok ? stemsOf(listing.value.files) : [];
  const stem = basename(path).replace(/\.npy$/i, "");
  return readNpyFiles(folder, [basename(path)], labelsOf(stem, stems), choice.labels);
}

export async function readArrayFolder(
  folder: string,
  files: readonly string[],
  choice: ArrayChoice,
): Promise<Outcome<FoundArrays>> {
  const archives = files.filter((file) => /\.npz$/i.test(file) && isIncluded(file, choice.include));
  const stems = stemsOf(files);
  const pairing = pair(stems, choice.include);
  if (pairing.data.length === 0 && archives.length === 1 && archives[0] !== undefined) {
    return readArchive(join(folder, archives[0]), choice.labels === undefined ? {} : { labels: choice.labels });
  }
  if (pairing.data.length === 0) {
    const message =
      archives.length > 1 ? `the folder holds ${archives.length} archives` : "no .npy array here is selected";
    return refuse({ code: "data.empty", message, place: folder, hint: "name the file that is meant" });
  }
  if (pairing.data.length > MOST_ARRAYS) {
    const message = `${pairing.data.length} .npy arrays are selected here; ${MOST_ARRAYS} are the limit`;
    return refuse({
      code: "data.many",
      message,
      place: folder,
      hint: "a few hundred samples are enough: choose some with include",
    });
  }
  const names = pairing.data.map((stem) => `${stem}.npy`);
  return readNpyFiles(folder, names, pairing.labels, choice.labels);
}

async function readNpyFiles(
  folder: string,
  names: readonly string[],
  labelStem: string | undefined,
  labelPath: string | undefined,
): Promise<Outcome<FoundArrays>> {
  const arrays: NpyArray[] = [];
  let total = 0;
  for (const name of names) {
    const array = await readNpy(join(folder, name));
    if (!array.ok) return array;
    arrays.push(array.value);
    total += array.value.bytes.length;
    if (total <= MAX_FILE_BYTES) continue;
    const message = `the arrays here have more than ${MAX_FILE_BYTES} bytes together, which is the limit`;
    return refuse({
      code: "data.large",
      message,
      place: folder,
      hint: "a few hundred samples are enough: choose one array with include",
    });
  }
  return withLabels(arrays, labelPath ?? (labelStem === undefined ? undefined : join(folder, `${labelStem}.npy`)));
}

async function readArchive(path: string, choice: ArrayChoice): Promise<Outcome<FoundArrays>> {
  const wanted = (names: readonly string[]): Pairing => {
    const { data, labels } = pair(names, choice.include);
    return { data, labels: choice.labels === undefined ? labels : undefined };
  };
  const archive = await readNpz(path, (names) => {
    const { data, labels } = wanted(names);
    return data.length === 1 ? [...data, ...(labels === undefined ? [] : [labels])] : [];
  });
  if (!archive.ok) return archive;
  const { names, arrays } = archive.value;
  const { data, labels } = wanted(names);
  const array = data.length === 1 ? arrays.get(data[0] ?? "") : undefined;
  if (!array) {
    const listed = names.slice(0, MOST_LISTED).join(", ");
    const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : "";
    const message = `the archive holds the arrays ${listed}${more}, and it is not clear which are the samples`;
    return refuse({ code: "data.ambiguous", message, place: path, hint: "name one with include" });
  }
  if (choice.labels !== undefined) return withLabels([array], choice.labels);
  const labelArray = labels === undefined ? undefined : arrays.get(labels);
  return ok(labelArray ? { arrays: [array], labels: labelArray } : { arrays: [array] });
}

async function withLabels(arrays: readonly NpyArray[], path: string | undefined): Promise<Outcome<FoundArrays>> {
  if (path === undefined) return ok({ arrays });
  if (!/\.npy$/i.test(path)) {
    const message = "labels of arrays are read from a .npy file";
    return refuse({
      code: "labels.type",
      message,
      place: path,
      hint: "save them with numpy.save, one class index a sample",
    });
  }
  const labels = await readNpy(path);
  return labels.ok ? ok({ arrays, labels: labels.value }) : labels;
}

async function readNpy(path: string): Promise<Outcome<NpyArray>> {
  const bytes = await readBytes(path);
  return bytes.ok ? parseNpy(bytes.value, path) : bytes;
}

function stemsOf(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => (/\.npy$/i.test(file) ? [file.replace(/\.npy$/i, "")] : []));
}

/**
 * A selection takes what it names; without one, an array with a plain data name (x, images, …) is meant; without that, all arrays
 * that are not labels, one after the other.
 */
function pair(stems: readonly string[], include: string | undefined): Pairing {
  const candidates = stems.filter((stem) => !LABEL_WORD.test(stem));
  const selected = candidates.filter((stem) => isIncluded(stem, include) || isIncluded(`${stem}.npy`, include));
  const plain = include === undefined ? selected.find((stem) => DATA_WORD.exec(stem)?.[2] === stem) : undefined;
  const data = plain === undefined ? selected : [plain];
  const [only, ...others] = data;
  const shared = LABEL_NAMES.find((name) => stems.includes(name));
  if (only !== undefined && others.length === 0) return { data, labels: labelsOf(only, stems) };
  return { data, labels: data.length === candidates.length ? shared : undefined };
}

/** Labels named like the data; those without prefix or suffix only where the folder has no other data they could belong to. */
function labelsOf(stem: string, stems: readonly string[]): string | undefined {
  const word = DATA_WORD.exec(stem);
  const around = word ? LABEL_NAMES.map((name) => `${word[1] ?? ""}${name}${word[3] ?? ""}`) : [];
  const appended = LABEL_NAMES.map((name) => `${stem}_${name}`);
  const alone = stems.filter((other) => !LABEL_WORD.test(other)).length === 1 ? LABEL_NAMES : [];
  return [...around, ...appended, ...alone].find((name) => name !== stem && stems.includes(name));
}
