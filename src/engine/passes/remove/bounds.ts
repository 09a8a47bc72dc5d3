/** What is certain about a tensor's values without running anything. Bounds are inclusive and may be infinite. */
import { assertNever } from "../../base/outcome";
import type { Node } from "../../ir/graph";
import type { Clamp } from "../../ir/op";
import { combinedRange, rangeOfScalar } from "../../ir/scalarFunction";
import type { GraphView } from "../rewrite";

const UNBOUNDED: Clamp = { min: -Infinity, max: Infinity };

/** clamp(clamp(x, first), second) as one clamp. */
export function mergeClamps(first: Clamp | undefined, second: Clamp): Clamp {
  if (!first) return { min: second.min, max: second.max };
  const bound = (value: number): number => Math.min(Math.max(value, second.min), second.max);
  return { min: bound(first.min), max: bound(first.max) };
}

/** Looks through operators that only move values; a handful of steps, since chains of them are short. */
export function boundsOf(tensor: string | undefined, view: GraphView, depth = 8): Clamp {
  const node: Node | undefined = tensor === undefined ? undefined : view.producers.get(tensor);
  if (!node || depth === 0) return UNBOUNDED;
  const { op } = node;
  const source = (): Clamp => boundsOf(node.inputs[0], view, depth - 1);
  const including = (bounds: Clamp, value: number): Clamp => ({
    min: Math.min(bounds.min, value),
    max: Math.max(bounds.max, value),
  });
  switch (op.kind) {
    case "conv":
    case "fullyConnected":
      return op.clamp ?? UNBOUNDED;
    case "add":
    case "sub":
    case "mul": {
      const [a, b] = node.inputs.map((input) => operandBounds(input, view, depth));
      const result = a && b ? combinedRange(op.kind, a, b) : UNBOUNDED;
      return op.clamp ? mergeClamps(result, op.clamp) : result;
    }
    case "activation":
      return rangeOfScalar(op.fn, source());
    case "softmax":
      return { min: 0, max: 1 };
    case "maxPool":
    case "reduceMean":
    case "reshape":
    case "transpose":
    case "slice":
    case "resize":
      return source();
    case "averagePool":
      return op.countIncludePad ? including(source(), 0) : source();
    case "pad":
      return including(source(), op.value);
    case "concat":
      return node.inputs
        .map((input) => boundsOf(input, view, depth - 1))
        .reduce((a, b) => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) }));
    case "batchNorm":
    case "prelu":
    case "fakeQuantize":
      return UNBOUNDED;
    default:
      return assertNever(op);
  }
}

function operandBounds(tensor: string, view: GraphView, depth: number): Clamp {
  const values = view.constant(tensor)?.data;
  if (!values) return boundsOf(tensor, view, depth - 1);
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, max };
}
