/** Removes nodes that no output depends on, and tensors that nothing uses. The graph's inputs stay: they are its signature. */
import type { Graph } from "../../ir/graph";
import { withoutUnusedTensors } from "../rewrite";

export function removeDead(graph: Graph): Graph {
  const needed = new Set(graph.outputs);
  const nodes = [...graph.nodes]
    .reverse()
    .filter((node) => {
      if (!needed.has(node.output)) return false;
      for (const input of node.inputs) needed.add(input);
      return true;
    })
    .reverse();
  return withoutUnusedTensors(nodes.length === graph.nodes.length ? graph : { ...graph, nodes });
}
