/**
 * What the generator writes around kernels, counted by its form: how large each form is on a core at a level is measured (codeTables, lines
 * that begin with "calls"). A layer by itself is inlined into the run; in a stream it is a function of its own, which computes places in rings.
 * Segments decide the forms, not widths, so policies that share segments have calls of the same size.
 */
import { activationOf, NO_LAYERS, type ActivationId, type Layer, type LayerSet, type Network } from "../../ir/network";
import { DESCRIPTOR_BYTES } from "../../layers/firmware/descriptorBytes";
import { formOf } from "../../layers/formOf";
import { roomOf } from "../../layers/rooms";
import { shapesOf } from "../../layers/rows";
import type { CodeTable } from "../codeTables/codeTable";
import { layerAt } from "../arena/lifetimes";
import type { Segment } from "../types";

export const CALL_PARTS = [
  /** Initialisation, the run's frame, access to input and output. */
  "entry",
  /** With rows supplied: the step, taking in a row; and what it takes where a ring of them is held. */
  "supplied",
  "fed",
  /** A stream's start in the run. */
  "stream",
  /** Layers by themselves: whose rows have windows of several input rows, whose have not, and who have a single row. */
  "window",
  "row",
  "once",
  "once-window",
  /** Whose form takes all rows as one image, or tensors as they lie, whatever their rows. */
  "image",
  "whole",
  /** The same where rows are supplied: a case of the step. */
  "stepped-window",
  "stepped-row",
  "stepped-once",
  "stepped-once-window",
  /** In a stream. */
  "stream-window",
  "stream-row",
  /** Each place in a ring of several rows, in a stream, but for what windows read. */
  "ring",
  /** Each input beyond the first; of layers that join, whose every input is a call. */
  "operand",
  "joined",
  /** Of a network with states: a reset, and access to them. Each state: cleared by a reset, and copied behind the run where it is not renewed in place. */
  "states",
  "state",
  "copied-state",
  /** The structure of a tensor whose rows are found by calls: what windows read, and rings of several rows. Others become constants of code. */
  "tensor",
] as const;
export type CallPart = (typeof CALL_PARTS)[number];

/** How often each form occurs, and what tables of streams take. */
export interface CallShape {
  readonly calls: Readonly<Partial<Record<CallPart, number>>>;
  readonly streams: number;
  readonly isSupplied: boolean;
  /** sizeof(bw_stage) a stage and sizeof(bw_link) an input that another stage makes, and rows where no straight line tells them. */
  readonly tableBytes: number;
}

const STAGE_BYTES = 16;
const LINK_BYTES = 12;

export interface RunOrder {
  readonly order: readonly number[];
  /** In order, covering it. */
  readonly segments: readonly Segment[];
  readonly rows?: "memory" | "supplied";
  /** With rows supplied: whether the first segment takes them as they come; else the input lies in the arena whole. Default true. */
  readonly isFed?: boolean;
  /** States that are copied behind the run. */
  readonly copiedStates?: number;
  /** Layers with codes of 16 bits. */
  readonly wide?: LayerSet;
}

export function callShapeOf(
  network: Network,
  { order, segments, rows = "memory", isFed = true, copiedStates = 0, wide = NO_LAYERS }: RunOrder,
): CallShape {
  const isSupplied = rows === "supplied";
  const calls: Partial<Record<CallPart, number>> = { entry: 1 };
  const add = (part: CallPart, times = 1): void => {
    if (times > 0) calls[part] = (calls[part] ?? 0) + times;
  };
  let tableBytes = 0;
  let streams = 0;
  const found = new Set<ActivationId>();
  const find = (id: ActivationId): unknown => found.add(id);
  if (isSupplied) add("supplied");
  if (network.states && network.states.length > 0) add("states");
  add("state", (network.states ?? []).length);
  add("copied-state", copiedStates);
  for (const { firstStep, lastStep, streamed } of segments) {
    const layers = order.slice(firstStep, lastStep + 1).map((index) => layerAt(network, index));
    if (!streamed) {
      for (const layer of layers) {
        const isWindow = findsRows(network, layer);
        if (!isSupplied && takesImage(network, layer, wide.has(layer.index))) {
          add("image");
        } else if (!isSupplied && isWhole(network, layer)) {
          add("whole");
        } else {
          const form = rowsOf(network, layer) > 1 ? (isWindow ? "window" : "row") : isWindow ? "once-window" : "once";
          add(isSupplied ? `stepped-${form}` : form);
        }
        add(layer.kind === "concat" ? "joined" : "operand", layer.inputs.length - 1);
        if (isWindow) layer.inputs.forEach(find);
      }
      continue;
    }
    streams++;
    add("stream");
    const pushed = isSupplied && isFed && firstStep === 0 ? network.inputs : [];
    const made = new Set<ActivationId>([...pushed, ...layers.map(({ output }) => output)]);
    const deep = deepRings(network, layers, made);
    add("fed", pushed.length);
    add("ring", pushed.filter((id) => deep.has(id)).length);
    tableBytes += STAGE_BYTES * (layers.length + pushed.length);
    for (const layer of layers) {
      const inner = layer.inputs.filter((id) => made.has(id));
      tableBytes += LINK_BYTES * inner.length;
      // Rows that no straight line tells: first and last, 16 bits each.
      const rule = roomOf(layer).rows(layer, shapesOf(network, layer), 0);
      if (rule && "table" in rule) tableBytes += 4 * inner.length * rowsOf(network, layer);
      const isWindow = findsRows(network, layer);
      add(isWindow ? "stream-window" : "stream-row");
      add(layer.kind === "concat" ? "joined" : "operand", layer.inputs.length - 1);
      // Windows find rows of rings as they find others.
      if (isWindow) layer.inputs.forEach(find);
      else add("ring", layer.inputs.filter((id) => deep.has(id)).length);
      if (deep.has(layer.output)) add("ring");
    }
    deep.forEach(find);
  }
  add("tensor", found.size);
  return { calls, streams, isSupplied, tableBytes };
}

/** Parts of calls that are data: their sizes are known. */
export const DATA_PARTS: Readonly<Partial<Record<CallPart, number>>> = { tensor: DESCRIPTOR_BYTES.bw_tensor };

/** What of the kernels finds rows: linked where calls need it. */
export function rowFunctionsOf({ calls }: Pick<CallShape, "calls">): readonly string[] {
  const has = (...parts: readonly CallPart[]): boolean => parts.some((part) => (calls[part] ?? 0) > 0);
  return [
    ...(has("window", "once-window", "stepped-window", "stepped-once-window", "stream-window") ? ["bw_find_rows"] : []),
    ...(has("ring") ? ["bw_ring_row"] : []),
  ];
}

export function callBytes({ calls }: Pick<CallShape, "calls">, { parts, toolchain }: CodeTable): number {
  const bytes = CALL_PARTS.reduce((sum, part) => {
    const times = calls[part] ?? 0;
    if (times === 0) return sum;
    const size = parts.get(callName(part))?.bytes;
    if (size === undefined) throw new Error(`nobody measured "${part}" (${toolchain}): run bench/codeSizes.ts`);
    return sum + times * size;
  }, 0);
  return Math.ceil(bytes / 4) * 4;
}

/** Among the parts of a code table. */
export function callName(part: CallPart): string {
  return `calls/${part}`;
}

/** Tensors of which a stream holds several rows, but not all: those that windows read, or readers at different speeds. */
function deepRings(
  network: Network,
  layers: readonly Layer[],
  made: ReadonlySet<ActivationId>,
): ReadonlySet<ActivationId> {
  const inside = new Set(layers.map(({ index }) => index));
  return new Set(
    [...made].filter((id) => {
      if (network.outputs.includes(id)) return false;
      const readers = network.layers.filter(({ inputs }) => inputs.includes(id));
      return (
        readers.every(({ index }) => inside.has(index)) &&
        (readers.length > 1 || readers.some((reader) => hasWindow(reader)))
      );
    }),
  );
}

function hasWindow(layer: Layer): boolean {
  return "kernel" in layer && layer.kernel[0] > 1;
}

/** bw_window_rows: all but windows of one row that never lies outside. */
function findsRows(network: Network, layer: Layer): boolean {
  if (!("kernel" in layer)) return false;
  if (hasWindow(layer) || layer.pads[0] > 0) return true;
  const [input] = layer.inputs;
  const height = input === undefined ? 0 : activationOf(network, input).shape[0];
  return (rowsOf(network, layer) - 1) * layer.strides[0] >= height;
}

function takesImage(network: Network, layer: Layer, wide: boolean): boolean {
  return formOf(layer, { wide, image: activationOf(network, layer.output).shape }).takesImage;
}

/** Whose function computes all rows from all rows. */
function isWhole(network: Network, layer: Layer): boolean {
  return roomOf(layer).rows(layer, shapesOf(network, layer), 0) === undefined;
}

function rowsOf(network: Network, { output }: Layer): number {
  return activationOf(network, output).shape[0];
}
