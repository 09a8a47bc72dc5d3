/**
 * Which input rows each output row of a layer needs, and which are read no more: from the rule that its room states (layers/rows.ts).
 */
import type { Layer, Network } from "../../ir/network";
import { roomOf } from "../../layers/rooms";
import { shapesOf, type LayerShapes } from "../../layers/rows";

/** Both ends inclusive; last < first where a row needs nothing of an input (padding, another part of a concatenation). */
export interface RowSpan {
  readonly first: number;
  readonly last: number;
}

const NOTHING: RowSpan = { first: 0, last: -1 };

/** One input of a layer over all its output rows. */
export interface InputRows {
  /** By output row y: the least input row that y or any later output row needs. Ends with the input's height, for "none is left". */
  readonly keptFrom: Int32Array;
  /** By output row y: the last input row that y needs; -1 where it needs none. */
  readonly upTo: Int32Array;
}

/** False for layers that need all of their input at once, or read it across rows. */
export function runsByRows(network: Network, layer: Layer): boolean {
  return roomOf(layer).rows(layer, shapesOf(network, layer), 0) !== undefined;
}

/**
 * The rows of input `input` (a position in layer.inputs) that output row `y` needs; undefined where the layer cannot run by rows.
 */
export function neededRows(network: Network, layer: Layer, input: number, y: number): RowSpan | undefined {
  return spanOf(layer, shapesOf(network, layer), input)?.(y);
}

/** For each input of a layer, in the order of layer.inputs; undefined where the layer cannot run by rows. */
export function inputRowsOf(network: Network, layer: Layer): readonly InputRows[] | undefined {
  if (!runsByRows(network, layer)) return undefined;
  const shapes = shapesOf(network, layer);
  return shapes.inputs.map((shape, input) => rowsOf(spanOf(layer, shapes, input), shape[0], shapes.output[0]));
}

/** The same, by layer: `pipelineOf` asks of each as often as there are intervals that it belongs to. */
export class RowNeeds {
  private readonly known = new Map<Layer, readonly InputRows[] | undefined>();

  constructor(readonly network: Network) {}

  of(layer: Layer): readonly InputRows[] | undefined {
    const before = this.known.get(layer);
    if (before !== undefined || this.known.has(layer)) return before;
    const rows = inputRowsOf(this.network, layer);
    this.known.set(layer, rows);
    return rows;
  }
}

function rowsOf(span: Span | undefined, inputHeight: number, height: number): InputRows {
  const keptFrom = new Int32Array(height + 1);
  const upTo = new Int32Array(height);
  keptFrom[height] = inputHeight;
  for (let y = height - 1; y >= 0; y--) {
    const { first, last } = span?.(y) ?? NOTHING;
    const later = keptFrom[y + 1] as number;
    keptFrom[y] = last < first ? later : Math.min(first, later);
    upTo[y] = last < first ? -1 : last;
  }
  return { keptFrom, upTo };
}

type Span = (y: number) => RowSpan;

/** The rule of an input's rows as rows that there are; undefined where the layer needs all of them at once. */
function spanOf(layer: Layer, shapes: LayerShapes, input: number): Span | undefined {
  const rule = roomOf(layer).rows(layer, shapes, input);
  if (!rule) return undefined;
  const height = shapes.inputs[input]?.[0] ?? 0;
  if ("table" in rule) return (y) => within(rule.table[y] ?? -1, rule.table[y] ?? -1, height);
  const { step, first, last } = rule;
  return (y) => within(y * step + first, y * step + last, height);
}

function within(first: number, last: number, height: number): RowSpan {
  const span = { first: Math.max(0, first), last: Math.min(height - 1, last) };
  return span.last < span.first ? NOTHING : span;
}
