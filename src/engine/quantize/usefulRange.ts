/**
 * Which values of a tensor make a difference to what reads it. A range need not reach further: a sigmoid is flat beyond ±6.2 in 8-bit terms,
 * a clamp beyond its bounds, and one channel that strays to thousands would otherwise cost all others their codes.
 */
import { assertNever } from "../base/outcome";
import { constantOf, type Graph, type Node } from "../ir/graph";
import type { ActivationId, Network } from "../ir/network";
import type { Clamp, ScalarFunction } from "../ir/op";

const ALL: Clamp = { min: -Infinity, max: Infinity };
/** ln(2·255 − 1): there a sigmoid is half a code of 8 bits from its end, and tanh at half of it. */
const SATURATION = Math.log(509);

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
      return op.fn.fn === "clamp" ? within(behind, op.fn) : intersection(argumentsOf(op.fn), behind, op.fn);
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

/** Where a function is not flat. */
function argumentsOf(fn: ScalarFunction): Clamp {
  switch (fn.fn) {
    case "clamp":
      return { min: fn.min, max: fn.max };
    case "sigmoid":
      return { min: -SATURATION, max: SATURATION };
    case "tanh":
      return { min: -SATURATION / 2, max: SATURATION / 2 };
    case "hardSigmoid": {
      if (fn.alpha === 0) return ALL;
      const ends = [-fn.beta / fn.alpha, (1 - fn.beta) / fn.alpha];
      return { min: Math.min(...ends), max: Math.max(...ends) };
    }
    case "hardSwish":
      return { min: -3, max: Infinity };
    case "leakyRelu":
      return ALL;
    default:
      return assertNever(fn);
  }
}

/** A hard swish passes values above 3 on as they are, and a leaky ReLU positive ones: what is cut behind them is cut in front. */
function intersection(own: Clamp, behind: Clamp, { fn }: ScalarFunction): Clamp {
  if (fn === "hardSwish") return { min: own.min, max: Math.max(3, behind.max) };
  if (fn === "leakyRelu") return { min: own.min, max: behind.max };
  return own;
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
