/**
 * Arrays with the names that they were saved under, for networks of several inputs: the members of an .npz archive, or the .npy files of a
 * folder. Labels are those of the usual names, unless an input is called so.
 */
import { basename, join } from "node:path";
import { ok, refuse, type Outcome } from "../../engine";
import { listFolder, MAX_FILE_BYTES, readBytes } from "../files";
import { isIncluded } from "../glob";
import { LABEL_NAMES } from "./arrayFiles";
import { parseNpy, type NpyArray } from "./npy";
import { readNpz } from "./npz";

export interface NamedArray {
  /** Without an ending. */
  readonly name: string;
  readonly array: NpyArray;
}

export interface NamedArrays {
  readonly arrays: readonly NamedArray[];
  readonly labels: NpyArray | undefined;
}

export interface ArraysLocation {
  readonly path: string;
  readonly include?: string;
  /** A .npy file of labels that the person named. */
  readonly labels?: string;
}

/** More than inputs can be needed for; each is read whole. */
const MOST_ARRAYS = 256;

/**
 * @param isFolder whether the path is one
 * @param inputs names that are no labels, whatever they sound like
 */
export async function readNamedArrays(
  location: ArraysLocation,
  isFolder: boolean,
  inputs: readonly string[],
): Promise<Outcome<NamedArrays>> {
  const found = isFolder ? await readFolder(location) : await readFile(location);
  if (!found.ok) return found;
  const isLabel = ({ name }: NamedArray): boolean => LABEL_NAMES.includes(name) && !inputs.includes(name);
  const arrays = found.value.filter((one) => !isLabel(one) && isChosen(one.name, location.include));
  if (location.labels === undefined) return ok({ arrays, labels: found.value.find(isLabel)?.array });
  const labels = await readNpy(location.labels);
  return labels.ok ? ok({ arrays, labels: labels.value }) : labels;
}

function isChosen(name: string, include: string | undefined): boolean {
  return isIncluded(name, include) || isIncluded(`${name}.npy`, include);
}

async function readFolder({ path }: ArraysLocation): Promise<Outcome<readonly NamedArray[]>> {
  const listing = await listFolder(path);
  if (!listing.ok) return listing;
  const files = listing.value.files.filter((file) => /\.npy$/i.test(file));
  const [archive, ...others] = listing.value.files.filter((file) => /\.npz$/i.test(file));
  if (files.length === 0 && archive !== undefined && others.length === 0) return readArchive(join(path, archive));
  if (files.length > MOST_ARRAYS) return refuse(tooMany(files.length, path));
  const arrays: NamedArray[] = [];
  let bytes = 0;
  for (const file of files) {
    const array = await readNpy(join(path, file));
    if (!array.ok) return array;
    bytes += array.value.bytes.length;
    if (bytes > MAX_FILE_BYTES) {
      const message = `the arrays here have more than ${MAX_FILE_BYTES} bytes together, which is the limit`;
      return refuse({
        code: "data.large",
        message,
        place: path,
        hint: "a few hundred samples are enough: store fewer",
      });
    }
    arrays.push({ name: file.replace(/\.npy$/i, ""), array: array.value });
  }
  return ok(arrays);
}

async function readFile({ path }: ArraysLocation): Promise<Outcome<readonly NamedArray[]>> {
  if (/\.npz$/i.test(path)) return readArchive(path);
  const array = await readNpy(path);
  return array.ok ? ok([{ name: basename(path).replace(/\.npy$/i, ""), array: array.value }]) : array;
}

async function readArchive(path: string): Promise<Outcome<readonly NamedArray[]>> {
  const archive = await readNpz(path, (names) => names.slice(0, MOST_ARRAYS + 1));
  if (!archive.ok) return archive;
  const { names, arrays } = archive.value;
  if (names.length > MOST_ARRAYS) return refuse(tooMany(names.length, path));
  return ok([...arrays].map(([name, array]) => ({ name, array })));
}

function tooMany(count: number, place: string): { code: string; message: string; place: string; hint: string } {
  const message = `there are ${count} arrays here; ${MOST_ARRAYS} are the limit`;
  return { code: "data.many", message, place, hint: "store one array an input, samples along its first axis" };
}

async function readNpy(path: string): Promise<Outcome<NpyArray>> {
  const bytes = await readBytes(path);
  return bytes.ok ? parseNpy(bytes.value, path) : bytes;
}
