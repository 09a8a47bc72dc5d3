/**
 * Fuses a clamp (ReLU, ReLU6, Clip) into the operator that makes its input, where nothing else reads that input. Moving values
 * commutes with clamping, so the search for the producer goes through views, max pooling, slices and nearest-neighbour resizing.
 * A hard sigmoid is a scaling and a clamp, so it goes into a convolution or fully connected layer entirely.
 */
import type { Graph, Node } from "../../ir/graph";
import type { Op } from "../../ir/op";
import { operatorOf } from "../../ir/operators";
import { mergeClamps } from "../../ir/operators/operator";
import type { Affine } from "./affine";
import { foldIntoProducer } from "./foldAffine";
import { rewriteGraph, type GraphView, type Rewrite } from "../rewrite";

export function fuseActivation(graph: Graph): Graph {
  return rewriteGraph(graph, (node, view) => {
    if (node.op.kind !== "activation") return undefined;
    if (node.op.fn.fn === "hardSigmoid") return fuseHardSigmoid(node, node.op.fn, view);
    if (node.op.fn.fn !== "clamp") return undefined;
    // Every quantized range contains 0, so saturating codes clamp only to ranges that do; others stay and become tables.
    if (node.op.fn.min > 0 || node.op.fn.max < 0) return undefined;
    const path: Node[] = [];
    let producer = view.privateProducer(node.inputs[0], node);
    while (producer && operatorOf(producer.op).behindClamp === "moves") {
      path.unshift(producer);
      producer = view.privateProducer(producer.inputs[0], producer);
    }
    const op = producer && withClamp(producer.op, node.op.fn);
    if (!producer || !op) return undefined;
    const chain = [{ ...producer, op }, ...path];
    const last = chain.pop();
    if (!last) return undefined;
    return { removed: [producer, ...path, node], added: [...chain, { ...last, output: node.output }] };
  });
}

function withClamp(op: Op, clamp: { readonly min: number; readonly max: number }): Op | undefined {
  switch (op.kind) {
    case "conv":
    case "fullyConnected":
    case "add":
    case "sub":
    case "mul":
      return { ...op, clamp: mergeClamps(op.clamp, clamp) };
    case "activation":
      return op.fn.fn === "clamp"
        ? { kind: "activation", fn: { fn: "clamp", ...mergeClamps(op.fn, clamp) } }
        : undefined;
    default:
      return undefined;
  }
}

function fuseHardSigmoid(
  node: Node,
  { alpha, beta }: { readonly alpha: number; readonly beta: number },
  view: GraphView,
): Rewrite | undefined {
  const [x] = node.inputs;
  if (x === undefined) return undefined;
  const affine: Affine = {
    x,
    axis: 1,
    scale: Float64Array.of(alpha),
    shift: Float64Array.of(beta),
    clamp: { min: 0, max: 1 },
  };
  return foldIntoProducer(node, affine, view);
}
