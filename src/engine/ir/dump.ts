/**
 * Deterministic text of a graph, for goldens and for reading. One line a thing, in execution order; constants show their values where they are few
 * and a checksum of their bits where they are many.
 */
import { showGiven, showValues } from "./dumpWords";
import type { Graph, Tensor } from "./graph";
import { showShape } from "./shapes";
import { operatorOf } from "./operators";

export function dumpGraph(graph: Graph): string {
  const lines = [`graph ${graph.name}`];
  for (const name of graph.inputs) lines.push(`input ${name} ${shapeOf(graph, name)}`);
  for (const tensor of graph.tensors.values()) {
    if (tensor.data)
      lines.push(
        `const ${tensor.name} ${showShape(tensor.shape)} ${showValues(tensor.data)}${showGiven(tensor.given)}`,
      );
  }
  for (const node of graph.nodes) {
    const details = operatorOf(node.op).dump(node.op);
    const call = `${node.op.kind}(${node.inputs.join(", ")})${details ? ` ${details}` : ""}`;
    lines.push(
      `${node.name}: ${call} -> ${node.output} ${shapeOf(graph, node.output)}${showGiven(graph.tensors.get(node.output)?.given)}`,
    );
  }
  for (const name of graph.outputs) lines.push(`output ${name}`);
  for (const { input, output } of graph.states ?? []) lines.push(`state ${input} from ${output}`);
  return `${lines.join("\n")}\n`;
}

function shapeOf(graph: Graph, name: string): string {
  const tensor: Tensor | undefined = graph.tensors.get(name);
  return tensor ? showShape(tensor.shape) : "[missing]";
}
