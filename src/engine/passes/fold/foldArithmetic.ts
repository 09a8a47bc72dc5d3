/** Folds sums, differences and products with a constant by channel, or a single one, into the product before or behind them. */
import type { Graph } from "../../ir/graph";
import { affineOf } from "./affine";
import { foldIntoConsumer, foldIntoProducer } from "./foldAffine";
import { rewriteGraph } from "../rewrite";

export function foldArithmetic(graph: Graph): Graph {
  return rewriteGraph(graph, (node, view) => {
    if (node.op.kind !== "add" && node.op.kind !== "sub" && node.op.kind !== "mul") return undefined;
    const affine = affineOf(node, view);
    return affine && (foldIntoProducer(node, affine, view) ?? foldIntoConsumer(node, affine, view));
  });
}
