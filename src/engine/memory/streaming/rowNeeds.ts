/**
 * Which input rows each output row of a layer needs: the one table that the row schedule, the planner and generated firmware share.
 * A row is one index of the first axis of [H, W, C].
 */
import { assertNever } from "../../base/outcome";
import { activationOf, type Layer, type Network, type WeightShape } from "../../ir/network";
import type { Window } from "../../ir/op";

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
  return spanOf(network, layer, 0, 0) !== undefined;
}

/**
 * The rows of input `input` (a position in layer.inputs) that output row `y` needs; undefined where the layer cannot run by rows.
 */
export function neededRows(network: Network, layer: Layer, input: number, y: number): RowSpan | undefined {
  return spanOf(network, layer, input, y);
}

const known = new WeakMap<Layer, readonly InputRows[]>();

/** For each input of a layer, in the order of layer.inputs; undefined where the layer cannot run by rows. */
export function inputRowsOf(network: Network, layer: Layer): readonly InputRows[] | undefined {
  if (!runsByRows(network, layer)) return undefined;
  const before = known.get(layer);
  if (before) return before;
  const height = activationOf(network, layer.output).shape[0];
  const rows = layer.inputs.map((id, input): InputRows => {
    const keptFrom = new Int32Array(height + 1);
    const upTo = new Int32Array(height);
    keptFrom[height] = activationOf(network, id).shape[0];
    for (let y = height - 1; y >= 0; y--) {
      const { first, last } = spanOf(network, layer, input, y) ?? NOTHING;
      const later = keptFrom[y + 1] as number;
      keptFrom[y] = last < first ? later : Math.min(first, later);
      upTo[y] = last < first ? -1 : last;
    }
    return { keptFrom, upTo };
  });
  known.set(layer, rows);
  return rows;
}

function spanOf(network: Network, layer: Layer, input: number, y: number): RowSpan | undefined {
  const height = activationOf(network, layer.inputs[input] ?? -1).shape[0];
  switch (layer.kind) {
    case "conv":
    case "maxPool":
    case "averagePool":
      return windowRows(layer, height, y);
    case "fullyConnected":
      return isWithinRows(network, layer) ? only(y) : undefined;
    case "add":
    case "mul":
      // Equal shapes, or the one row of [1, 1, C] over and over.
      return only(height === 1 ? 0 : y);
    case "lookup":
    case "prelu":
    case "requantize":
      return only(y);
    case "concat":
      return layer.axis === 0 ? within(y - rowsBefore(network, layer, input), height) : only(y);
    case "slice":
      return only(layer.starts[0] + y * layer.steps[0]);
    case "pad":
      return within(y - layer.pads[0], height);
    case "resize":
      return within(layer.sourceRows[y] ?? -1, height);
    case "transpose":
      return undefined;
    case "softmax":
      // The float tail: few bytes at the end of a network, and its output is not made of codes.
      return undefined;
    default:
      return assertNever(layer);
  }
}

function only(row: number): RowSpan {
  return { first: row, last: row };
}

function within(row: number, height: number): RowSpan {
  return row < 0 || row >= height ? NOTHING : only(row);
}

/** Rows under the window that lie inside the image; between dilated taps there are rows that only another window reads. */
function windowRows({ kernel, strides, pads, dilations }: Window, height: number, y: number): RowSpan {
  const top = y * strides[0] - pads[0];
  return { first: Math.max(0, top), last: Math.min(height - 1, top + (kernel[0] - 1) * dilations[0]) };
}

/** A vector that spans rows is read as one run of codes, which a ring does not keep together. */
function isWithinRows(network: Network, { inputs, output, weights }: Layer & { weights: WeightShape }): boolean {
  const [height, width, channels] = activationOf(network, inputs[0] ?? -1).shape;
  const made = activationOf(network, output).shape;
  return made[0] === height && made[1] * weights.perChannel === width * channels;
}

function rowsBefore(network: Network, { inputs }: Layer, input: number): number {
  return inputs.slice(0, input).reduce((sum, id) => sum + activationOf(network, id).shape[0], 0);
}
