/**
 * Which values of a tensor make a difference to what reads it. A range need not reach further: a sigmoid is flat beyond ±6.2 in 8-bit terms,
 * a clamp beyond its bounds, and one channel that strays to thousands would otherwise cost all others their codes.
 */
import { assertNever } from "../../base/outcome";
import { constantOf, type Graph, type Node } from "../../ir/graph";
import type { ActivationId, Network } from "../../ir/network";
import type { Clamp } from "../../ir/op";
import { usefulArguments } from "../../ir/scalarFunction";

const ALL: Clamp = { min: -Infinity, max: Infinity };
/** By tensor, backwards from the outputs; values beyond change no output by more than half a code of 8 bits. Bounds contain 0 and may be infinite. */
export function usefulRanges(graph: Graph): ReadonlyMap<string, Clamp> {
  const ranges = new Map<string, Clamp>(graph.outputs.map((name) => [name, ALL]));
  for (const node of [...graph.nodes].reverse()) {
    const behind = ranges.get(node.output) ?? ALL;
    node.inputs.forEach((input, at) => {
      if (constantOf(graph, input)) return;
      const read = at === 0 || node.op.kind === "concat" ? readRange(node, behind) : ALL;
      ranges.set(input, union(ranges.get(input), including0(read)));
    });
  }
  return ranges;
}

/** The same by quantization group: all its activations are moved values of the first one. */
export function usefulGroupRanges(graph: Graph, network: Network): ReadonlyMap<ActivationId, Clamp> {
  const ranges = usefulRanges(graph);
  return new Map(
    network.activations.flatMap(({ id, group, name }) => {
      const range = id === group ? ranges.get(name) : undefined;
      return range ? [[id, range]] : [];
    }),
  );
}

/** What `node` tells apart of its operand, where `behind` is told apart of its result. */
function readRange({ op }: Node, behind: Clamp): Clamp {
  switch (op.kind) {
    case "activation":
      return op.fn.fn === "clamp" ? within(behind, op.fn) : usefulArguments(op.fn, behind);
    case "maxPool":
    case "reshape":
    case "transpose":
    case "slice":
    case "resize":
    case "concat":
      return behind;
    case "pad":
      return union(behind, { min: op.value, max: op.value });
    case "conv":
    case "fullyConnected":
    case "batchNorm":
    case "prelu":
    case "add":
    case "sub":
    case "mul":
    case "averagePool":
    case "reduceMean":
    case "softmax":
    case "fakeQuantize":
      return ALL;
    default:
      return assertNever(op);
  }
}

/** What is left of `range` behind a clamp; never empty. */
function within(range: Clamp, clamp: { readonly min: number; readonly max: number }): Clamp {
  const bound = (value: number): number => Math.min(Math.max(value, clamp.min), clamp.max);
  return { min: bound(range.min), max: bound(range.max) };
}

function including0({ min, max }: Clamp): Clamp {
  return { min: Math.min(0, min), max: Math.max(0, max) };
}

function union(a: Clamp | undefined, b: Clamp): Clamp {
  return a ? { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) } : b;
}
