/**
 * Sizes of what the linked firmware stores for each layer: weights, constants, tables, and the code that a policy pulls in. Weights,
 * constants and tables follow from the layout that generated C uses and are exact; code is estimated from measured parts (kernelCosts.ts).
 */
import {
  ACTIVATION_WIDTHS,
  WEIGHT_WIDTHS,
  type ActivationBits,
  type CodeBits,
  type Bits,
  type WeightBits,
} from "../../base/bits";
import { DEFAULT_BUILD, type Build } from "../../base/build";
import {
  activationBits,
  activationOf,
  hasWeights,
  wideLayers,
  weightBits,
  type ActivationId,
  type Layer,
  type Network,
  type Policy,
} from "../../ir/network";
import { formOf, type AnyForm } from "../../layers/formOf";
import type { Planner } from "../execution/planner";
import { callBytes, rowFunctionsOf, type CallShape } from "./callSizes";
import { codeTableOf } from "../codeTables/codeTableOf";
import { kernelNeedsOf, linkedParts, PUSH_FUNCTION, STREAM_FUNCTIONS, type KernelNeeds } from "./kernelCosts";

/** Packed weights as stored, in whole words. 0 for a layer without weights. */
export function storedWeightBytes(layer: Layer, bits: WeightBits, wide = false): number {
  return formOf(layer, { wide }).packing.bytes(layer, bits);
}

/**
 * Numbers of a layer besides weights and tables: its arrays and the structures that its kernel is called with, each on a word boundary. Widths do not
 * change them.
 */
export function storedConstantBytes(network: Network, layer: Layer, wide = false): number {
  return formOf(layer, { wide }).constantBytes(layer, network);
}

/** Bytes of a layer's table, by the width of its input; undefined for those that have none. */
export function tableBytes(layer: Layer, inputBits: CodeBits, wide = false): number | undefined {
  return formOf(layer, { wide }).tableBytes(inputBits);
}

export interface CodeItem {
  /** A kernel's file without its ending, or one of the names below. */
  readonly name: string;
  readonly sizeBytes: number;
}

/** Items of code that are no kernel's file. */
export const LIBRARY_ITEM = "C library";
export const CALLS_ITEM = "layer calls";
/** The streams' driver and its tables. */
export const STREAMING_ITEM = "row streaming";
const STREAM_FILE = "bw_stream";

/**
 * All that decides how much code and stack a program takes, on any core at any level: kept with a project, so that it can be asked for a core
 * that it was not generated for.
 */
export interface CodeNeeds extends CallShape {
  readonly kernels: KernelNeeds;
  /** Parts by width that layers point to. */
  readonly tables: readonly string[];
}

export function codeNeedsOf(planner: Planner, policy: Policy, calls: CallShape): CodeNeeds {
  const { network } = planner;
  const wide = wideLayers(network, policy);
  const tables = new Set<string>();
  for (const layer of network.layers) {
    const form = formOf(layer, { wide: wide.has(layer.index) });
    const input = form.inputParts(activationBits(network, policy, inputOf(layer)));
    const weights = hasWeights(layer) ? form.weightParts(weightBits(policy, layer)) : [];
    for (const part of [...input, ...weights]) tables.add(part);
  }
  return { ...calls, kernels: kernelNeedsOf(planner, wide), tables: [...tables].sort() };
}

/** A kernel's file each, the C library's functions, the streams' driver with its tables, and what the generator writes. */
export function codeItems(needs: CodeNeeds, build: Build = DEFAULT_BUILD): readonly CodeItem[] {
  const table = codeTableOf(build);
  const sizes = new Map<string, number>();
  const add = (name: string, bytes: number): void => void sizes.set(name, (sizes.get(name) ?? 0) + bytes);
  const roots = [...Object.keys(needs.kernels), ...driversOf(needs), ...needs.tables];
  for (const { file, bytes } of linkedParts(table, roots).values()) {
    add(file === "" ? LIBRARY_ITEM : file === STREAM_FILE ? STREAMING_ITEM : file, bytes);
  }
  if (needs.tableBytes > 0) add(STREAMING_ITEM, needs.tableBytes);
  const files = [...sizes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sizeBytes]) => ({ name, sizeBytes }));
  return [...files, { name: CALLS_ITEM, sizeBytes: callBytes(needs, table) }];
}

/**
 * The most code of any policy that uses only these widths and runs in this way: weight widths are free of each other, so a kernel can meet as
 * many of them as it has layers, and as many input widths as it reads groups that are free to choose. Where two kernels read the same groups it
 * is an upper bound.
 */
export function mostCodeBytes(
  planner: Planner,
  weightWidths: readonly WeightBits[],
  activations: readonly ActivationBits[],
  shape: CallShape,
  build: Build = DEFAULT_BUILD,
): number {
  const { network } = planner;
  const table = codeTableOf(build);
  const functions = [...Object.keys(kernelNeedsOf(planner)), ...driversOf(shape)];
  const choices = layersByForm(network).map(({ form, layers }) => {
    const groups = new Set(layers.map((layer) => activationOf(network, inputOf(layer)).group));
    const free = [...groups].filter((group) => activationOf(network, group).fixed === undefined).length;
    const always: readonly ActivationBits[] = free < groups.size ? [8] : [];
    const others = activations.filter((bits) => !always.includes(bits));
    const weights = subsets(WEIGHT_WIDTHS, weightWidths, layers.length).map((set) =>
      set.flatMap((bits) => form.weightParts(bits)),
    );
    const inputs = subsets(ACTIVATION_WIDTHS, others, free).map((set) =>
      [...always, ...set].flatMap((bits) => form.inputParts(bits)),
    );
    return weights.flatMap((some) => inputs.map((more) => [...some, ...more]));
  });
  let most = 0;
  for (const tables of combinations(choices)) {
    let total = 0;
    for (const { bytes } of linkedParts(table, [...functions, ...tables]).values()) total += bytes;
    most = Math.max(most, total);
  }
  return most + shape.tableBytes + callBytes(shape, table);
}

/** What is linked for streams, for finding rows and for rows that the caller supplies. */
function driversOf(shape: Pick<CallShape, "calls" | "streams" | "isSupplied">): readonly string[] {
  const { streams, isSupplied } = shape;
  const streaming = streams > 0 ? STREAM_FUNCTIONS[isSupplied ? "supplied" : "memory"] : [];
  return [...streaming, ...rowFunctionsOf(shape), ...(isSupplied ? [PUSH_FUNCTION] : [])];
}

interface LayersOfForm {
  readonly form: AnyForm;
  readonly layers: readonly Layer[];
}

/** The forms that have parts by width, with the layers that each executes. */
function layersByForm(network: Network): readonly LayersOfForm[] {
  const found = new Map<string, { form: AnyForm; layers: Layer[] }>();
  for (const layer of network.layers.filter(hasWeights)) {
    const form = formOf(layer);
    const others = found.get(form.function);
    if (others) others.layers.push(layer);
    else found.set(form.function, { form, layers: [layer] });
  }
  return [...found.values()];
}

function inputOf(layer: Layer): ActivationId {
  const [input] = layer.inputs;
  if (input === undefined) throw new Error(`layer "${layer.name}" reads nothing`);
  return input;
}

/** The largest subsets of at most `size` widths: sizes only grow with the set. */
function subsets<B extends Bits>(all: readonly B[], widths: readonly B[], size: number): readonly (readonly B[])[] {
  const distinct = all.filter((bits) => widths.includes(bits));
  if (size >= distinct.length) return [distinct];
  const masks = Array.from({ length: 1 << distinct.length }, (_, mask) => distinct.filter((_, i) => mask & (1 << i)));
  return masks.filter((set) => set.length === size);
}

/** One of each list, every way. */
function combinations(lists: readonly (readonly (readonly string[])[])[]): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>(
    (made, list) => made.flatMap((before) => list.map((more) => [...before, ...more])),
    [[]],
  );
}
