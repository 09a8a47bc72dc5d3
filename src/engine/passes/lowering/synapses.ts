/** Which products are the synapses of neurons, so that both are one layer: their weights and the membranes then share a scale. */
import { elementsOf, type Graph, type Node } from "../../ir/graph";
import type { NetworkDraft } from "./draft";

/** Inputs of the graph that are membranes. */
export function membranesOf(graph: Graph): ReadonlySet<string> {
  return new Set(graph.nodes.flatMap(({ op, inputs }) => (op.kind === "fire" ? inputs.slice(1) : [])));
}

/** Whether it multiplies spikes, and only the neurons of one layer read what it makes. */
export function synapsesOf(node: Node, draft: NetworkDraft): boolean {
  const { op, output } = node;
  const [x = "", weights = ""] = node.inputs;
  if (op.kind !== "conv" && op.kind !== "fullyConnected") return false;
  if (op.clamp !== undefined || (op.kind === "conv" && op.groups !== 1)) return false;
  const placement = draft.placementOf(x);
  if (!placement || !draft.isSpikes(placement.activation)) return false;
  // One vector alone: with several there would be channels that lie apart in the membranes.
  if (op.kind === "fullyConnected" && elementsOf(draft.shapeOf(output)) !== draft.shapeOf(weights)[0]) return false;
  const readers = draft.readersOf(output);
  return readers.length > 0 && readers.every((reader) => reader.op.kind === "fire" && reader.inputs[0] === output);
}

/** The product that a layer of neurons begins with. */
export function synapsesInFront(node: Node, draft: NetworkDraft): Node | undefined {
  const maker = draft.makerOf(node.inputs[0] ?? "");
  return maker && synapsesOf(maker, draft) ? maker : undefined;
}
