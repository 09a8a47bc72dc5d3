/**
 * Which values of a tensor make a difference to what reads it. A range need not reach further: a sigmoid is flat beyond ±6.2 in 8-bit terms,
 * a clamp beyond its bounds, and one channel that strays to thousands would otherwise cost all others their codes.
 */
import { constantOf, type Graph } from "../../ir/graph";
import type { ActivationId, Network } from "../../ir/network";
import type { Clamp } from "../../ir/op";
import { operatorOf } from "../../ir/operators";
import { groupOrigins } from "../groupOrigins";

const ALL: Clamp = { min: -Infinity, max: Infinity };
/** By tensor, backwards from the outputs; values beyond change no output by more than half a code of 8 bits. Bounds contain 0 and may be infinite. */
export function usefulRanges(graph: Graph): ReadonlyMap<string, Clamp> {
  const ranges = new Map<string, Clamp>(graph.outputs.map((name) => [name, ALL]));
  for (const node of [...graph.nodes].reverse()) {
    // A recurrent layer reads its own result, one step later.
    if (node.op.kind === "recurrent") ranges.set(node.output, ALL);
    const behind = ranges.get(node.output) ?? ALL;
    node.inputs.forEach((input, at) => {
      if (constantOf(graph, input)) return;
      const read = at === 0 || node.op.kind === "concat" ? operatorOf(node.op).tellsApart(node.op, behind) : ALL;
      ranges.set(input, union(ranges.get(input), including0(read)));
    });
  }
  return ranges;
}

/** The same by quantization group: all its activations are moved values of its origins. */
export function usefulGroupRanges(graph: Graph, network: Network): ReadonlyMap<ActivationId, Clamp> {
  const ranges = usefulRanges(graph);
  return new Map(
    [...groupOrigins(network)].flatMap(([group, names]) => {
      const known = names.flatMap((name) => ranges.get(name) ?? []);
      const [first, ...others] = known;
      return first ? [[group, others.reduce((all, one) => union(all, one), first)] as const] : [];
    }),
  );
}

function including0({ min, max }: Clamp): Clamp {
  return { min: Math.min(0, min), max: Math.max(0, max) };
}

function union(a: Clamp | undefined, b: Clamp): Clamp {
  return a ? { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) } : b;
}
