/**
 * Element-wise operators that together depend on one tensor and on numbers alone become one function of it, which the firmware looks up in
 * one table: x·sigmoid(x), a GELU or a soft plus written out, x². Codes are rounded once instead of after every step, what lies between needs no
 * RAM, and steps that would be poor at 8 bits on their own (an exponential, a reciprocal) never exist as codes.
 *
 * Sums and products with numbers alone are left to the passes that fold them into convolutions.
 */
import type { Graph, Node } from "../../ir/graph";
import { sameShape } from "../../ir/inferShape";
import type { ClampFunction, Expression, ScalarFunction } from "../../ir/scalarFunction";
import { rewriteGraph, type GraphView, type Rewrite } from "../rewrite";

/** Nodes that one function may take in; what people write out by hand has fewer. */
const MOST_NODES = 32;
/** Steps of one function once written out: x², squared again and again, would double them each time. */
const MOST_STEPS = 128;

export function fuseScalars(graph: Graph): Graph {
  return rewriteGraph(graph, fused);
}

function fused(node: Node, view: GraphView): Rewrite | undefined {
  const cone = coneOf(node, view);
  if (!cone) return undefined;
  const { nodes, root } = cone;
  const isCurved = [...nodes].some(({ op, inputs }) => op.kind === "activation" || inputs[0] === inputs[1]);
  if (!isCurved || (nodes.size === 1 && node.op.kind === "activation")) return undefined;
  const of = expressionOf(node.output, root, nodes, view);
  if (!of) return undefined;
  const op = { kind: "activation", fn: { fn: "expression", of } } as const;
  return { removed: [...nodes], added: [{ name: node.name, op, inputs: [root], output: node.output }] };
}

/** The largest set of element-wise nodes that ends with `node`, reads one computed tensor from outside, and whose other tensors nobody else reads. */
function coneOf(node: Node, view: GraphView): { readonly nodes: ReadonlySet<Node>; readonly root: string } | undefined {
  if (!isElementWise(node, view)) return undefined;
  const nodes = new Set([node]);
  let best: { readonly nodes: ReadonlySet<Node>; readonly root: string } | undefined;
  for (;;) {
    const read = new Set(
      [...nodes].flatMap(({ inputs }) => inputs.filter((input) => numberIn(input, view) === undefined)),
    );
    for (const { output } of nodes) read.delete(output);
    const [root, ...others] = read;
    if (root === undefined) return undefined;
    if (others.length === 0 && stepsOf(node.output, root, view, new Map()) <= MOST_STEPS)
      best = { nodes: new Set(nodes), root };
    const next = [...read].map((tensor) => takenIn(tensor, nodes, view)).find((taken) => taken !== undefined);
    if (!next || nodes.size >= MOST_NODES) return best;
    nodes.add(next);
  }
}

/** Steps that `tensor` takes as an expression of `root`, each counted as often as it is written. `known` by tensor. */
function stepsOf(tensor: string, root: string, view: GraphView, known: Map<string, number>): number {
  const before = known.get(tensor);
  if (before !== undefined) return before;
  const node = tensor === root ? undefined : view.producers.get(tensor);
  const operands = (node?.inputs ?? []).map((input) => stepsOf(input, root, view, known));
  const fn = node?.op.kind === "activation" ? node.op.fn : undefined;
  const steps =
    fn?.fn === "expression"
      ? stepsIn(fn.of, operands[0] ?? 1)
      : operands.reduce((sum, operand) => sum + operand, node && "clamp" in node.op ? 2 : 1);
  known.set(tensor, steps);
  return steps;
}

/** @param x steps of what stands in the place of x */
function stepsIn(expression: Expression, x: number): number {
  switch (expression.kind) {
    case "x":
      return x;
    case "number":
      return 1;
    case "apply":
      return 1 + stepsIn(expression.of, x);
    default:
      return 1 + stepsIn(expression.a, x) + stepsIn(expression.b, x);
  }
}

/** The node that makes `tensor`, if it may join: nobody outside would miss what it makes, and the file gives it no codes of its own. */
function takenIn(tensor: string, nodes: ReadonlySet<Node>, view: GraphView): Node | undefined {
  const maker = view.producers.get(tensor);
  if (!maker || view.outputs.has(tensor) || !isElementWise(maker, view)) return undefined;
  if (view.graph.tensors.get(tensor)?.given) return undefined;
  return view.consumers.get(tensor)?.every((reader) => nodes.has(reader)) ? maker : undefined;
}

function isElementWise({ op, inputs, output }: Node, view: GraphView): boolean {
  if (op.kind !== "activation" && op.kind !== "add" && op.kind !== "sub" && op.kind !== "mul") return false;
  return inputs.every(
    (input) => numberIn(input, view) !== undefined || sameShape(view.shape(input), view.shape(output)),
  );
}

/** The value of a constant that is the same everywhere. */
function numberIn(tensor: string, view: GraphView): number | undefined {
  const data = view.constant(tensor)?.data;
  const [value] = data ?? [];
  return data?.every((other) => other === value) ? value : undefined;
}

function expressionOf(tensor: string, root: string, nodes: ReadonlySet<Node>, view: GraphView): Expression | undefined {
  if (tensor === root) return { kind: "x" };
  const value = numberIn(tensor, view);
  if (value !== undefined) return { kind: "number", value };
  const node = view.producers.get(tensor);
  if (!node || !nodes.has(node)) return undefined;
  const [a, b] = node.inputs.map((input) => expressionOf(input, root, nodes, view));
  const { op } = node;
  if (op.kind === "activation") return a && applied(op.fn, a);
  if ((op.kind !== "add" && op.kind !== "sub" && op.kind !== "mul") || !a || !b) return undefined;
  const result: Expression = { kind: op.kind, a, b };
  if (!op.clamp) return result;
  const fn: ClampFunction = { fn: "clamp", min: op.clamp.min, max: op.clamp.max };
  return { kind: "apply", fn, of: result };
}

/** A function that was fused before is written out over its new argument. */
function applied(fn: ScalarFunction, of: Expression): Expression {
  return fn.fn === "expression" ? substituted(fn.of, of) : { kind: "apply", fn, of };
}

function substituted(expression: Expression, x: Expression): Expression {
  switch (expression.kind) {
    case "x":
      return x;
    case "number":
      return expression;
    case "apply":
      return { ...expression, of: substituted(expression.of, x) };
    default:
      return { ...expression, a: substituted(expression.a, x), b: substituted(expression.b, x) };
  }
}
