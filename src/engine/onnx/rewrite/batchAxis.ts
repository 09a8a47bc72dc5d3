/**
 * Which axis of an input counts samples. It is the first one, unless the file says otherwise: recurrent operators take [T, N, I] and states
 * [D, N, H], and exporters name free sizes.
 */
import type { DimensionProto, GraphProto, NodeProto, ValueInfoProto } from "../wire/proto";

const RECURRENT: ReadonlySet<string> = new Set(["LSTM", "GRU", "RNN"]);
/** Of recurrent operators: X, initial_h and initial_c, whose axis 1 counts sequences where the layout is ONNX's usual one. */
const SEQUENCE_INPUTS: readonly number[] = [0, 5, 6];
/** How exporters call the number of samples. A letter alone is no name: N is as often a number of points or of steps. */
const BATCH_NAME = /^(batch|batches|batch[_ -]?(size|dim|axis)?|.*[_.-]batch([_ -]?size)?)$/i;

export function isFree({ dimValue }: DimensionProto): boolean {
  return !(dimValue !== undefined && dimValue > 0);
}

/** Axes of free size that are 1 in a network for one sample, by the name of the input. */
export function batchAxes(graph: GraphProto): ReadonlyMap<string, ReadonlySet<number>> {
  const sequences = sequenceInputs(graph.node);
  const dimensionsOf = ({ type }: ValueInfoProto): readonly DimensionProto[] => type?.tensorType?.shape?.dim ?? [];
  const own = new Map<string, number>();
  const symbols = new Set<string>();
  for (const input of graph.input) {
    const dimensions = dimensionsOf(input);
    const axis = axisOf(dimensions, sequences.has(input.name ?? ""));
    const found = dimensions[axis];
    if (!found || !isFree(found)) continue;
    const symbol = found.dimParam ?? "";
    // Both sizes of a square are no number of samples.
    if (symbol !== "" && dimensions.filter(({ dimParam }) => dimParam === symbol).length > 1) continue;
    own.set(input.name ?? "", axis);
    if (symbol !== "") symbols.add(symbol);
  }
  return new Map(
    graph.input.map((input) => {
      const name = input.name ?? "";
      const axes = dimensionsOf(input).flatMap((dimension, axis) =>
        isFree(dimension) && (axis === own.get(name) || symbols.has(dimension.dimParam ?? "")) ? [axis] : [],
      );
      return [name, new Set(axes)];
    }),
  );
}

function axisOf(dimensions: readonly DimensionProto[], isSequence: boolean): number {
  if (isSequence) return 1;
  const named = dimensions.findIndex((one) => isFree(one) && BATCH_NAME.test(one.dimParam ?? ""));
  return named > 0 ? named : 0;
}

/** Inputs that a recurrent operator reads as they are. */
function sequenceInputs(nodes: readonly NodeProto[]): ReadonlySet<string> {
  const recurrent = nodes.filter(
    ({ opType = "", attribute }) =>
      RECURRENT.has(opType) && !attribute.some(({ name, i }) => name === "layout" && i === 1),
  );
  return new Set(recurrent.flatMap(({ input }) => SEQUENCE_INPUTS.map((at) => input[at] ?? "")));
}
