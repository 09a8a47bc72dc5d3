/**
 * Exporters write hard sigmoid and hard swish as sums, clips and products with constants. Their patterns become activations again:
 *   clip(x + a, 0, b)·c with b·c = 1        → hardSigmoid(c, a·c)
 *   x·hardSigmoid(1/6, 1/2)                 → hardSwish
 *   (x·clip(x + 3, 0, 6))·(1/6)             → hardSwish
 * with the operands of each sum and product in either order. What an operator itself knows to be a function of one operand becomes one.
 */
import type { Graph, Node } from "../../ir/graph";
import type { ScalarFunction } from "../../ir/op";
import { operatorOf } from "../../ir/operators";
import { rewriteGraph, type GraphView, type Rewrite } from "../rewrite";

/** Exporters write 1/6 in float32, and some with few digits. */
const TOLERANCE = 1e-4;

export function recognizeActivations(graph: Graph): Graph {
  return rewriteGraph(
    graph,
    (node, view) => asSimpler(node, view) ?? asHardSwish(node, view) ?? asHardSigmoid(node, view),
  );
}

function asSimpler(node: Node, view: GraphView): Rewrite | undefined {
  const [x] = node.inputs;
  const op = operatorOf(node.op).simpler?.(node.op, (input) => view.constant(node.inputs[input])?.data);
  return op && x !== undefined ? replaced([node], node, x, op.fn) : undefined;
}

function asHardSwish(node: Node, view: GraphView): Rewrite | undefined {
  const outer = scalarOperand(node, "mul", view);
  if (outer) {
    // (x · clip(x + 3, 0, 6)) / 6
    const product = near(outer.value, 1 / 6) ? view.privateProducer(outer.x, node) : undefined;
    if (!product) return undefined;
    return eachOrder(product, "mul", (x, gate) => {
      const clip = shiftedClip(gate, product, view);
      if (clip?.x !== x || !near(clip.add, 3) || !near(clip.max, 6)) return undefined;
      return replaced([...clip.nodes, product, node], node, x, { fn: "hardSwish" });
    });
  }
  return eachOrder(node, "mul", (x, gate) => {
    const sigmoid = view.privateProducer(gate, node);
    if (sigmoid?.op.kind !== "activation" || sigmoid.op.fn.fn !== "hardSigmoid" || sigmoid.inputs[0] !== x)
      return undefined;
    if (!near(sigmoid.op.fn.alpha, 1 / 6) || !near(sigmoid.op.fn.beta, 0.5)) return undefined;
    return replaced([sigmoid, node], node, x, { fn: "hardSwish" });
  });
}

function asHardSigmoid(node: Node, view: GraphView): Rewrite | undefined {
  const outer = scalarOperand(node, "mul", view);
  const clip = outer && shiftedClip(outer.x, node, view);
  if (!clip || !near(clip.max * outer.value, 1)) return undefined;
  return replaced([...clip.nodes, node], node, clip.x, {
    fn: "hardSigmoid",
    alpha: outer.value,
    beta: clip.add * outer.value,
  });
}

/** clip(x + add, 0, max), read by `reader` alone. The clip may have been fused into the sum. */
function shiftedClip(
  tensor: string,
  reader: Node,
  view: GraphView,
): { readonly x: string; readonly add: number; readonly max: number; readonly nodes: readonly Node[] } | undefined {
  const clip = view.privateProducer(tensor, reader);
  if (!clip) return undefined;
  const fused = clip.op.kind === "add" ? clip.op.clamp : undefined;
  const bounds = clip.op.kind === "activation" && clip.op.fn.fn === "clamp" ? clip.op.fn : fused;
  const sum = fused ? clip : view.privateProducer(clip.inputs[0], clip);
  const operand = sum && scalarOperand(sum, "add", view, fused !== undefined);
  if (!bounds || !operand || bounds.min !== 0 || !Number.isFinite(bounds.max)) return undefined;
  return { x: operand.x, add: operand.value, max: bounds.max, nodes: fused ? [clip] : [sum, clip] };
}

/** The two operands of a sum or product with one constant number. */
function scalarOperand(
  node: Node,
  kind: "add" | "mul",
  view: GraphView,
  clamped = false,
): { readonly x: string; readonly value: number } | undefined {
  if (node.op.kind !== kind || (node.op.clamp !== undefined) !== clamped) return undefined;
  return eachOrder(node, kind, (x, other) => {
    const constant = view.constant(other)?.data;
    const [value] = constant ?? [];
    if (constant?.length !== 1 || value === undefined || view.constant(x)) return undefined;
    return view.shape(x).length === view.shape(node.output).length ? { x, value } : undefined;
  });
}

function eachOrder<T>(node: Node, kind: "add" | "mul", match: (a: string, b: string) => T | undefined): T | undefined {
  const [a, b] = node.inputs;
  if (node.op.kind !== kind || a === undefined || b === undefined) return undefined;
  return match(a, b) ?? match(b, a);
}

function replaced(removed: readonly Node[], last: Node, x: string, fn: ScalarFunction): Rewrite {
  return { removed, added: [{ name: last.name, op: { kind: "activation", fn }, inputs: [x], output: last.output }] };
}

function near(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) <= TOLERANCE * Math.abs(wanted);
}
