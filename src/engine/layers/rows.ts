/**
 * Which input rows an output row of a layer needs: one rule that the row schedule, the planner and generated firmware share. A row is one
 * index of the first axis of [H, W, C].
 */
import { activationOf, type Layer, type Network, type Shape3 } from "../ir/network";
import type { Window } from "../ir/op";

/** Output row y needs rows y·step + first … y·step + last, as far as there are such rows. */
export interface RowLine {
  readonly step: number;
  readonly first: number;
  readonly last: number;
}

/** No straight line: output row y needs row table[y]. */
export interface RowTable {
  readonly table: readonly number[];
}

export type RowRule = RowLine | RowTable;

/** Shapes of a layer's operands and of its result. */
export interface LayerShapes {
  readonly inputs: readonly Shape3[];
  readonly output: Shape3;
}

export function shapesOf(network: Network, layer: Layer): LayerShapes {
  return {
    inputs: layer.inputs.map((id) => activationOf(network, id).shape),
    output: activationOf(network, layer.output).shape,
  };
}

/** The row with the same index, or the only one over and over. */
export function sameRow({ inputs }: LayerShapes, input: number): RowLine {
  return { step: inputs[input]?.[0] === 1 ? 0 : 1, first: 0, last: 0 };
}

/** The row at that distance. */
export function shiftedRow(by: number): RowLine {
  return { step: 1, first: by, last: by };
}

/** Rows under a window; between dilated taps there are rows that only another window reads. */
export function rowsUnder({ kernel, strides, pads, dilations }: Window): RowLine {
  return { step: strides[0], first: 0 - pads[0], last: (kernel[0] - 1) * dilations[0] - pads[0] };
}
