/**
 * The door to a person's data: a folder of images or sounds, a folder or file of arrays, or a path with a trailing pattern
 * (`images/val_*`) becomes an index-addressable source of tensors in the model's input shape.
 */
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { ok, refuse, type Outcome, type Problem, type Watch } from "../../engine";
import { readArrayFile, readArrayFolder, type FoundArrays } from "../arrays/arrayFiles";
import { arraySamples } from "../arrays/arraySamples";
import { errorCode, fileProblem, listFolder } from "../files";
import { isIncluded, isPattern } from "../glob";
import { imageFolderSamples, isImageName } from "../images/imageFolder";
import { checkInput, type InputSpec } from "../input";
import { readClassNames, titlesOf } from "../labels";
import type { NamedSamples } from "./namedSamples";
import { resolvePreprocessing, type ResolvedPreprocessing } from "../preprocessing";
import { findFiles, type FolderOptions } from "./sampleFolder";
import { isSoundName, soundFolderSamples } from "../sounds/soundFolder";
import { subsetOf, takeSamples } from "./takeSamples";
import { DEFAULT_CACHE_BYTES } from "../tensorCache";

/** Where samples lie. DataSettings fit once their paths are resolved; `samples` and `preprocessing` are the caller's to apply. */
export interface SampleLocation {
  /** A folder, a file, or a folder with a trailing pattern. */
  readonly path: string;
  /** Which files (or arrays of an archive) are meant: `s1k_*`, a prefix, or a pattern with folders. */
  readonly include?: string;
  /** Labels kept elsewhere: a .csv table for images, a .npy file for arrays. */
  readonly labels?: string;
}

export interface OpenSamplesOptions {
  /** How many classes the model tells apart; labels are checked against it. */
  readonly classes?: number;
  /** A balanced draw of that many samples; only these are read. */
  readonly take?: { readonly count: number; readonly seed: number };
  /** Bytes of decoded samples that are kept. */
  readonly cacheBytes?: number;
  readonly watch?: Watch;
}

/**
 * Everything that can be known without decoding is checked here: paths, labels, shapes, NaN, truncated files. A file that proves
 * corrupt only when it is decoded makes `sample` throw a SampleError.
 */
export async function openSamples(
  location: SampleLocation,
  input: InputSpec,
  options: OpenSamplesOptions = {},
): Promise<Outcome<NamedSamples>> {
  const model = checkInput(input);
  if (!model.ok) return model;
  const how = resolvePreprocessing(input.preprocessing);
  if (!how.ok) return how;
  const count = options.take?.count;
  if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
    const message = `the number of samples must be a whole number, at least 1, not ${count}`;
    return refuse({ code: "data.count", message, place: "samples" });
  }
  const source = await locate(location, input, how.value, options);
  if (!source.ok) return source;
  if (source.value.count > 0) return source;
  const { path } = location;
  const selection = location.include ?? (isPattern(basename(path)) ? basename(path) : undefined);
  const message = selection === undefined ? "there are no samples here" : `no sample matches "${selection}"`;
  return refuse({
    code: "data.empty",
    message,
    place: path,
    hint: "give a folder of .jpg or .png images or .wav sounds, or .npy or .npz arrays",
  });
}

async function locate(
  location: SampleLocation,
  input: InputSpec,
  how: ResolvedPreprocessing,
  options: OpenSamplesOptions,
): Promise<Outcome<NamedSamples>> {
  const { path } = location;
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (error) {
    // A path that does not exist as it is written may end in a pattern.
    if (errorCode(error) === "ENOENT" && isPattern(basename(path)) && location.include === undefined) {
      return openFolder({ ...location, path: dirname(path), include: basename(path) }, input, how, options);
    }
    return refuse(fileProblem(path, error));
  }
  if (isFolder) return openFolder(location, input, how, options);
  if (isImageName(path))
    return imageFolderSamples(dirname(path), [basename(path)], input, how, folderOptions(location, options));
  if (isSoundName(path))
    return soundFolderSamples(dirname(path), [basename(path)], input, how, folderOptions(location, options));
  if (isArrayName(path)) return fromArrays(await readArrayFile(path, location), dirname(path), input, how, options);
  const message = "this type of file holds no samples that can be read";
  return refuse({
    code: "data.type",
    message,
    place: path,
    hint: "give a folder of .jpg or .png images or .wav sounds, or a .npy or .npz file",
  });
}

async function openFolder(
  location: SampleLocation,
  input: InputSpec,
  how: ResolvedPreprocessing,
  options: OpenSamplesOptions,
): Promise<Outcome<NamedSamples>> {
  const { path: folder, include } = location;
  const listing = await listFolder(folder);
  if (!listing.ok) return listing;
  const { files } = listing.value;
  const has = (isKind: (name: string) => boolean): boolean =>
    files.some((file) => isKind(file) && isIncluded(file, include));
  const kinds = [
    ...(has(isImageName) ? ["images"] : []),
    ...(has(isSoundName) ? ["sounds"] : []),
    ...(has(isArrayName) ? ["arrays"] : []),
  ];
  if (kinds.length > 1) return refuse(ambiguous(kinds, folder));
  if (kinds[0] === "arrays")
    return fromArrays(await readArrayFolder(folder, files, location), folder, input, how, options);
  const images = await findFiles(folder, listing.value, isImageName);
  if (!images.ok) return images;
  const sounds = await findFiles(folder, listing.value, isSoundName);
  if (!sounds.ok) return sounds;
  const included = (names: readonly string[]): boolean => names.some((name) => isIncluded(name, include));
  if (kinds.length === 0 && included(images.value) && included(sounds.value))
    return refuse(ambiguous(["images", "sounds"], folder));
  const isSound = kinds[0] === "sounds" || (kinds.length === 0 && included(sounds.value));
  return isSound
    ? soundFolderSamples(folder, sounds.value, input, how, folderOptions(location, options))
    : imageFolderSamples(folder, images.value, input, how, folderOptions(location, options));
}

function isArrayName(name: string): boolean {
  return /\.np[yz]$/i.test(name);
}

function ambiguous(kinds: readonly string[], place: string): Problem {
  return {
    code: "data.ambiguous",
    message: `the folder holds both ${kinds.join(" and ")}`,
    place,
    hint: "choose files with include, or name the array file that is meant",
  };
}

async function fromArrays(
  found: Outcome<FoundArrays>,
  folder: string,
  input: InputSpec,
  how: ResolvedPreprocessing,
  options: OpenSamplesOptions,
): Promise<Outcome<NamedSamples>> {
  if (!found.ok) return found;
  const { arrays, labels } = found.value;
  const source = await arraySamples(arrays, labels, input, how, {
    ...options,
    cacheBytes: options.cacheBytes ?? DEFAULT_CACHE_BYTES,
  });
  if (!source.ok) return source;
  // Names are for show alone: samples whose names cannot be read are samples.
  const classNames = await readClassNames(folder);
  const indices = options.take && takeSamples(source.value, options.take.count, options.take.seed);
  return ok({
    stored: "arrays",
    ...(indices ? subsetOf(source.value, indices) : source.value),
    name: (index) => {
      const { steps } = source.value.sequence ?? { steps: 1 };
      const one = Math.floor(index / steps);
      const own = `sample ${indices?.[one] ?? one}`;
      return steps === 1 ? own : `${own}, step ${index % steps}`;
    },
    classNames: titlesOf(classNames.ok ? classNames.value : undefined),
    notes: [],
  });
}

function folderOptions({ include, labels }: SampleLocation, options: OpenSamplesOptions): FolderOptions {
  return {
    ...options,
    ...(include === undefined ? {} : { include }),
    ...(labels === undefined ? {} : { labels }),
    cacheBytes: options.cacheBytes ?? DEFAULT_CACHE_BYTES,
  };
}
