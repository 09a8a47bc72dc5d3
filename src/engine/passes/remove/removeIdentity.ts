/**
 * Removes operators that change nothing, and joins views: a chain of reshapes is its last, a pair of transposes is one, and a
 * transpose that moves only axes of size 1 is a reshape.
 */
import type { Graph, Node } from "../../ir/graph";
import { operatorOf } from "../../ir/operators";
import { affineOf } from "../fold/affine";
import { boundsOf } from "./bounds";
import { bypass, rewriteGraph, type GraphView, type Rewrite } from "../rewrite";

export function removeIdentity(graph: Graph): Graph {
  return rewriteGraph(graph, (node, view) => {
    if (isIdentity(node, view)) {
      const source = affineOf(node, view)?.x ?? node.inputs[0];
      return keepingGiven(bypass(node, view, source), node, source, view);
    }
    return joinViews(node, view);
  });
}

/** Where the clamp of a QuantizeLinear/DequantizeLinear pair changes nothing, its scale is the scale of what it reads. */
function keepingGiven(
  rewrite: Rewrite | undefined,
  node: Node,
  source: string | undefined,
  view: GraphView,
): Rewrite | undefined {
  const given = view.graph.tensors.get(node.output)?.given;
  const read = source === undefined ? undefined : view.graph.tensors.get(source);
  if (!rewrite?.alias || !given || !read || read.data || read.given) return rewrite;
  return { ...rewrite, tensors: [{ ...read, given }] };
}

/** How much the clamp of a pair may cut as its codes do when they round: a softmax reaches 1, and 255 steps of 1/256 do not. */
function roundedAway({ inputs, output }: Node, view: GraphView): number {
  const given = view.graph.tensors.get(output)?.given;
  const [scale] = given?.scales ?? [];
  if (!given || scale === undefined) return 0;
  const isProbability = view.producers.get(inputs[0] ?? "")?.op.kind === "softmax";
  return given.bits >= 8 || isProbability ? scale : 0;
}

function isIdentity(node: Node, view: GraphView): boolean {
  const { op } = node;
  const [x = ""] = node.inputs;
  if (op.kind === "activation") {
    if (op.fn.fn === "leakyRelu") return op.fn.alpha === 1;
    if (op.fn.fn !== "clamp") return false;
    const bounds = boundsOf(x, view);
    const slack = roundedAway(node, view);
    return bounds.min >= op.fn.min - slack && bounds.max <= op.fn.max + slack;
  }
  const affine = affineOf(node, view);
  if (affine) {
    const isOne = affine.scale.every((value) => value === 1) && affine.shift.every((value) => value === 0);
    return isOne && !affine.clamp;
  }
  const inputs = node.inputs.map((input) => view.shape(input));
  return operatorOf(op).isIdentity(op, { x: inputs[0] ?? [], inputs, declared: view.shape(node.output) });
}

function joinViews(node: Node, view: GraphView): Rewrite | undefined {
  const { op } = node;
  const [x = ""] = node.inputs;
  const before = view.producers.get(x);
  const source = before?.inputs[0];
  if (op.kind === "reshape") {
    if (before?.op.kind !== "reshape" || source === undefined) return undefined;
    return { removed: [node], relies: [before], added: [{ ...node, inputs: [source] }] };
  }
  if (op.kind === "reduceMean" && op.axes.every((axis) => view.shape(x)[axis] === 1)) {
    return { removed: [node], added: [{ ...node, op: { kind: "reshape" } }] };
  }
  if (op.kind !== "transpose") return undefined;
  const shape = view.shape(x);
  const moved = op.perm.filter((axis) => shape[axis] !== 1);
  if (moved.every((axis, i) => i === 0 || axis > (moved[i - 1] ?? 0))) {
    return { removed: [node], added: [{ ...node, op: { kind: "reshape" } }] };
  }
  if (before?.op.kind !== "transpose" || source === undefined) return undefined;
  const first = before.op.perm;
  const perm = op.perm.map((axis) => first[axis] ?? 0);
  return { removed: [node], relies: [before], added: [{ ...node, op: { kind: "transpose", perm }, inputs: [source] }] };
}
