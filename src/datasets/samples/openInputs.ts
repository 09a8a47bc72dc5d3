/**
 * Samples for all inputs of a network. One input takes whatever openSamples takes. Several are fed from an .npz archive or a folder of .npy
 * files with one array an input, matched by name and then by shape; inputs whose arrays are named one by one are left to those, and what
 * remains may be a folder of images. Sample i of every input is the i-th of its array, or of the images in the order of their paths.
 */
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import {
  feeding,
  ok,
  refuse,
  type Feeds,
  type FloatTensor,
  type Outcome,
  type Problem,
  type TensorSource,
} from "../../engine";
import { arraySamples } from "../arrays/arraySamples";
import { matchInputs } from "../arrays/matchInputs";
import { readNamedArrays, type NamedArray } from "../arrays/namedArrays";
import { listFolder } from "../files";
import { fingerprintOf } from "../fingerprint";
import { isIncluded, isPattern } from "../glob";
import { isImageName } from "../images/imageFolder";
import { checkInput, formatShape, type InputSpec } from "../input";
import type { NamedSamples } from "./namedSamples";
import { openSamples, type OpenSamplesOptions, type SampleLocation } from "./openSamples";
import { resolvePreprocessing } from "../preprocessing";
import { isSoundName } from "../sounds/soundFolder";
import { subsetOf, takeSamples } from "./takeSamples";
import { DEFAULT_CACHE_BYTES } from "../tensorCache";

export interface InputsLocation extends SampleLocation {
  /** Files of arrays for single inputs, by the input's name. */
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface FedSamples extends NamedSamples<Feeds> {
  /** What each input is fed from, by its name: a file's name, with the array's behind a colon where the file holds several. */
  readonly origins: ReadonlyMap<string, string>;
}

export async function openInputs(
  location: InputsLocation,
  inputs: readonly InputSpec[],
  options: OpenSamplesOptions = {},
): Promise<Outcome<FedSamples>> {
  const [only, ...more] = inputs;
  if (only === undefined) throw new Error("a network without inputs takes no samples");
  const stated = new Map(Object.entries(location.inputs ?? {}));
  const unknown = [...stated.keys()].find((name) => !inputs.some((input) => input.name === name));
  if (unknown !== undefined) return refuse(noSuchInput(unknown, inputs));
  if (more.length === 0 && stated.size === 0) {
    const source = await openSamples(location, only, options);
    return source.ok ? ok(fed(only.name, source.value, basename(location.path))) : source;
  }
  const parts = new Map<string, Part>();
  for (const input of inputs) {
    const path = stated.get(input.name);
    if (path === undefined) continue;
    const source = await openSamples({ path }, input, within(options));
    if (!source.ok) return source;
    parts.set(input.name, { source: source.value, place: path, origin: basename(path) });
  }
  const remaining = inputs.filter(({ name }) => !parts.has(name));
  const rest = await openRemaining(withoutPattern(location), remaining, options);
  if (!rest.ok) return rest;
  for (const [name, part] of rest.value) parts.set(name, part);
  return joined(inputs, parts, options);
}

/** A folder with a trailing pattern as a folder of which some files are meant. */
function withoutPattern(location: SampleLocation): SampleLocation {
  const { path, include } = location;
  const isOne = include === undefined && isPattern(basename(path)) && !existsSync(path);
  return isOne ? { ...location, path: dirname(path), include: basename(path) } : location;
}

interface Part {
  readonly source: TensorSource & Partial<NamedSamples>;
  readonly place: string;
  readonly origin: string;
}

/** Of a sample's parts all must be there: what is drawn is drawn of the whole. */
function within(options: OpenSamplesOptions): OpenSamplesOptions {
  const { cacheBytes, watch } = options;
  return { ...(cacheBytes !== undefined && { cacheBytes }), ...(watch && { watch }) };
}

async function openRemaining(
  location: SampleLocation,
  inputs: readonly InputSpec[],
  options: OpenSamplesOptions,
): Promise<Outcome<ReadonlyMap<string, Part>>> {
  const { path } = location;
  const [only, second] = inputs;
  if (!only) {
    const message = "every input has an array of its own, and nothing is left that these samples could feed";
    return refuse({
      code: "data.input",
      message,
      place: path,
      hint: "leave out one of them, which the path then feeds",
    });
  }
  const kind = await kindOf(location);
  if (kind === "arrays" || kind === "arrayFile") return fromArrays(location, kind === "arrays", inputs, options);
  if (second && kind === "samples") {
    return refuse({
      code: "data.input",
      message: `images or sounds feed one input, and the model has ${inputs.length} that nothing else feeds (${namesOf(inputs)})`,
      place: path,
      hint: 'name files of arrays for the others with "inputs" in the settings file, or give an .npz with one array an input',
    });
  }
  // Whatever is wrong with a path is told where it is opened.
  const { classes } = options;
  const source = await openSamples(location, only, { ...within(options), ...(classes !== undefined && { classes }) });
  return source.ok ? ok(new Map([[only.name, { source: source.value, place: path, origin: basename(path) }]])) : source;
}

async function kindOf({ path, include }: SampleLocation): Promise<"arrays" | "arrayFile" | "samples" | "missing"> {
  try {
    if (!(await stat(path)).isDirectory()) return /\.np[yz]$/i.test(path) ? "arrayFile" : "samples";
  } catch {
    return "missing";
  }
  const listing = await listFolder(path);
  if (!listing.ok) return "missing";
  const chosen = listing.value.files.filter((file) => isIncluded(file, include));
  const hasOthers = chosen.some((file) => isImageName(file) || isSoundName(file));
  // With both openSamples says what to do.
  return !hasOthers && chosen.some((file) => /\.np[yz]$/i.test(file)) ? "arrays" : "samples";
}

async function fromArrays(
  location: SampleLocation,
  isFolder: boolean,
  inputs: readonly InputSpec[],
  { classes, cacheBytes = DEFAULT_CACHE_BYTES }: OpenSamplesOptions,
): Promise<Outcome<ReadonlyMap<string, Part>>> {
  const { path } = location;
  const found = await readNamedArrays(
    location,
    isFolder,
    inputs.map(({ name }) => name),
  );
  if (!found.ok) return found;
  const { arrays, labels } = found.value;
  const matched = matchInputs(inputs, arrays, path);
  if (!matched.ok) return matched;
  const parts = new Map<string, Part>();
  for (const [i, input] of inputs.entries()) {
    const model = checkInput(input);
    if (!model.ok) return model;
    const how = resolvePreprocessing(input.preprocessing);
    if (!how.ok) return how;
    const one = matched.value.get(input.name) as NamedArray;
    const source = await arraySamples([one.array], i === 0 ? labels : undefined, input, how.value, {
      ...(classes !== undefined && { classes }),
      cacheBytes: Math.floor(cacheBytes / inputs.length),
    });
    if (!source.ok) return source;
    const origin = isFolder || /\.npy$/i.test(path) ? `${one.name}.npy` : `${basename(path)}:${one.name}`;
    parts.set(input.name, { source: source.value, place: one.array.place, origin });
  }
  return ok(parts);
}

/** Labels and names of samples are those of the part that has some. */
function joined(
  inputs: readonly InputSpec[],
  parts: ReadonlyMap<string, Part>,
  { take }: OpenSamplesOptions,
): Outcome<FedSamples> {
  const list = inputs.flatMap(({ name }) => {
    const part = parts.get(name);
    return part ? [{ name, ...part }] : [];
  });
  const [first, ...others] = list;
  if (!first) throw new Error("there are no parts");
  const other = others.find(({ source }) => source.count !== first.source.count);
  if (other) {
    const message = `input "${first.name}" has ${first.source.count} samples (${first.origin}) and input "${other.name}" has ${other.source.count}`;
    return refuse({
      code: "data.count",
      message,
      place: other.place,
      hint: "every input needs as many samples, in the same order",
    });
  }
  const stepped = others.find(({ source }) => source.sequence?.steps !== first.source.sequence?.steps);
  if (stepped) {
    const [own = 1, its = 1] = [first, stepped].map(({ source }) => source.sequence?.steps);
    const message = `input "${first.name}" has sequences of ${own} steps (${first.origin}) and input "${stepped.name}" of ${its}`;
    return refuse({ code: "data.steps", message, place: stepped.place, hint: "every input needs as many steps" });
  }
  const labelled = list.find(({ source }) => source.kind === "labelled")?.source;
  const named = list.find(({ source }) => source.name)?.source;
  const all = {
    count: first.source.count,
    kind: labelled ? ("labelled" as const) : ("unlabelled" as const),
    fingerprint: fingerprintOf({
      digests: list.map(({ source }) => source.fingerprint),
      labels: [],
      shaping: list.map(({ name }) => name),
    }),
    label: (index: number): number | undefined => labelled?.label(index),
    ...(first.source.sequence && { sequence: first.source.sequence }),
    sample: async (index: number): Promise<Feeds> =>
      new Map(
        await Promise.all(
          list.map(async ({ name, source }): Promise<[string, FloatTensor]> => [name, await source.sample(index)]),
        ),
      ),
  };
  const indices = take && takeSamples(all, take.count, take.seed);
  return ok({
    ...(indices ? subsetOf(all, indices) : all),
    name: (index) => {
      const { steps } = first.source.sequence ?? { steps: 1 };
      const one = Math.floor(index / steps);
      const own = (indices?.[one] ?? one) * steps + (index % steps);
      return named?.name?.(own) ?? `sample ${own}`;
    },
    stored: named?.stored ?? "arrays",
    classNames: named?.classNames ?? new Map(),
    notes: list.flatMap(({ source }) => source.notes ?? []),
    origins: new Map(list.map(({ name, origin }) => [name, origin])),
  });
}

function fed(input: string, source: NamedSamples, origin: string): FedSamples {
  const { stored, classNames, notes } = source;
  return {
    ...feeding(input, source),
    stored,
    classNames,
    notes,
    name: (index) => source.name(index),
    origins: new Map([[input, origin]]),
  };
}

function noSuchInput(name: string, inputs: readonly InputSpec[]): Problem {
  return {
    code: "data.input",
    message: `the model has no input "${name}"; it has ${inputs.map((input) => `${input.name} ${formatShape(input.shape)}`).join(", ")}`,
    place: "inputs",
    hint: "write the input's name as the model has it",
  };
}

function namesOf(inputs: readonly InputSpec[]): string {
  return inputs.map(({ name }) => name).join(", ");
}
