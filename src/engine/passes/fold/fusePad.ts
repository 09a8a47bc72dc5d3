/**
 * Moves an explicit zero padding of rows and columns into the convolution or pooling that reads it. Other readers keep the padded
 * tensor. A max pooling pads with −∞, so it takes zeros only where no value is below them and every window holds a real value.
 */
import { assertNever } from "../../base/outcome";
import type { Graph, Node } from "../../ir/graph";
import type { Op, OpOf, Pads } from "../../ir/op";
import { boundsOf } from "../remove/bounds";
import { rewriteGraph, type GraphView } from "../rewrite";

export function fusePad(graph: Graph): Graph {
  return rewriteGraph(graph, (node, view) => {
    const pad = view.producers.get(node.inputs[0] ?? "");
    if (pad?.op.kind !== "pad") return undefined;
    const [source] = pad.inputs;
    const op = withPads(node.op, pad, pad.op, view);
    if (!op || source === undefined) return undefined;
    return { removed: [node], relies: [pad], added: [{ ...node, op, inputs: [source, ...node.inputs.slice(1)] }] };
  });
}

function withPads(op: Op, pad: Node, { before, after, value }: OpOf<"pad">, view: GraphView): Op | undefined {
  if (op.kind !== "conv" && op.kind !== "maxPool" && op.kind !== "averagePool") return undefined;
  if (before.length !== 4 || [before[0], before[1], after[0], after[1]].some((amount) => amount !== 0))
    return undefined;
  const [top = 0, left = 0, bottom = 0, right = 0] = [before[2], before[3], after[2], after[3]];
  const pads: Pads = [op.pads[0] + top, op.pads[1] + left, op.pads[2] + bottom, op.pads[3] + right];
  switch (op.kind) {
    case "conv":
      return value === 0 ? { ...op, pads } : undefined;
    case "averagePool": {
      // Explicit zeros are counted; pads of the pooling itself must then be counted too, and ceil_mode never counts all.
      const own = op.pads.some((amount) => amount > 0);
      return value === 0 && !op.ceilMode && (op.countIncludePad || !own)
        ? { ...op, pads, countIncludePad: true }
        : undefined;
    }
    case "maxPool": {
      const [kernelHeight, kernelWidth] = op.kernel;
      const touches = Math.max(pads[0], pads[2]) < kernelHeight && Math.max(pads[1], pads[3]) < kernelWidth;
      const dense = op.dilations[0] === 1 && op.dilations[1] === 1;
      const harmless = value <= boundsOf(pad.inputs[0], view).min || value === -Infinity;
      return touches && dense && harmless && !op.ceilMode ? { ...op, pads } : undefined;
    }
    default:
      return assertNever(op);
  }
}
