/**
 * Cutting a graph in front of a node: what must be known there, and the graphs before and after. Sensitivities run only the part of the
 * network that a tensor can still influence.
 */
import type { Graph } from "../../ir/graph";

/** Non-constant tensors that exist before node `position` and are read at or after it, or are the wanted outputs. */
export function liveBefore(graph: Graph, position: number, wanted: readonly string[]): readonly string[] {
  const made = new Set(graph.inputs);
  for (const node of graph.nodes.slice(0, position)) made.add(node.output);
  const read = new Set(wanted);
  for (const node of graph.nodes.slice(position)) for (const input of node.inputs) read.add(input);
  return [...made].filter((name) => read.has(name));
}

/** Nodes [from, to) as a graph of its own. */
export function segmentOf(
  graph: Graph,
  from: number,
  to: number,
  inputs: readonly string[],
  outputs: readonly string[],
): Graph {
  return { ...graph, name: `${graph.name}[${from},${to})`, nodes: graph.nodes.slice(from, to), inputs, outputs };
}
