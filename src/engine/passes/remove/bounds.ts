/** What is certain about a tensor's values without running anything. Bounds are inclusive and may be infinite. */
import type { Clamp } from "../../ir/op";
import { operatorOf } from "../../ir/operators";
import { UNBOUNDED } from "../../ir/operators/operator";
import type { GraphView } from "../rewrite";

/** Looks through operators that only move values; a handful of steps, since chains of them are short. */
export function boundsOf(tensor: string | undefined, view: GraphView, depth = 8): Clamp {
  const node = tensor === undefined ? undefined : view.producers.get(tensor);
  if (!node || depth === 0) return UNBOUNDED;
  const of = (input: number): Clamp => boundsOf(node.inputs[input], view, depth - 1);
  return operatorOf(node.op).bounds(node.op, {
    inputCount: node.inputs.length,
    of,
    operand: (input) => rangeOf(view.constant(node.inputs[input])?.data) ?? of(input),
  });
}

function rangeOf(values: Float32Array | undefined): Clamp | undefined {
  if (!values) return undefined;
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, max };
}
