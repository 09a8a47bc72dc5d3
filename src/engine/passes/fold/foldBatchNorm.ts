/** Folds batch normalisation into the product before it, else into the one behind it. What neither takes is left to affineToDepthwise. */
import type { Graph } from "../../ir/graph";
import { affineOf } from "./affine";
import { foldIntoConsumer, foldIntoProducer } from "./foldAffine";
import { rewriteGraph } from "../rewrite";

export function foldBatchNorm(graph: Graph): Graph {
  return rewriteGraph(graph, (node, view) => {
    if (node.op.kind !== "batchNorm") return undefined;
    const affine = affineOf(node, view);
    return affine && (foldIntoProducer(node, affine, view) ?? foldIntoConsumer(node, affine, view));
  });
}
