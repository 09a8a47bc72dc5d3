/**
 * Checks of a graph at the borders between stages. One that our own stages built and that fails here is a bug of ours; the findings are
 * values so that tests and debug runs can show all of them.
 */
import type { Problem } from "../base/outcome";
import { elementsOf, type Graph, type Node } from "./graph";
import { inferShape, sameShape, showShape } from "./inferShape";
import { operatorOf } from "./operators";
import type { GraphLevel } from "./operators/operator";

export type { GraphLevel } from "./operators/operator";

/** Everything that is wrong with a graph at a level; empty where nothing is. */
export function verifyGraph(graph: Graph, level: GraphLevel): readonly Problem[] {
  const problems: Problem[] = [];
  const say = (place: string, message: string): void => void problems.push({ code: "graph.invalid", message, place });

  for (const [key, tensor] of graph.tensors) {
    if (key !== tensor.name) say(key, `tensor "${tensor.name}" is filed under another name`);
    if (tensor.shape.some((size) => !Number.isInteger(size) || size < 1))
      say(key, `shape ${showShape(tensor.shape)} is not positive`);
    if (tensor.data && tensor.data.length !== elementsOf(tensor.shape)) {
      say(key, `${tensor.data.length} values do not fill ${showShape(tensor.shape)}`);
    }
    if (tensor.data && !tensor.data.every(Number.isFinite)) say(key, "a constant is not finite");
  }

  const known = new Set<string>();
  for (const [name, tensor] of graph.tensors) if (tensor.data) known.add(name);
  for (const name of graph.inputs) {
    if (!graph.tensors.has(name)) say(name, "an input has no tensor");
    if (known.has(name)) say(name, "an input is a constant or is named twice");
    known.add(name);
  }
  const names = new Set<string>();
  for (const node of graph.nodes) {
    if (names.has(node.name)) say(node.name, "two nodes have this name");
    names.add(node.name);
    for (const input of node.inputs) {
      if (!known.has(input)) say(node.name, `reads "${input}" before anything makes it`);
    }
    if (known.has(node.output)) say(node.name, `makes "${node.output}", which exists already`);
    known.add(node.output);
    if (!operatorOf(node.op).levels.includes(level))
      say(node.name, `${node.op.kind} has no place in a graph that is ${level}`);
    const mistake = operatorOf(node.op).mistake(node.op) ?? shapeMistake(graph, node);
    if (mistake) say(node.name, mistake);
  }
  for (const name of graph.outputs) if (!known.has(name)) say(name, "nothing makes this output");
  for (const { input, output } of graph.states ?? []) {
    if (!graph.inputs.includes(input)) say(input, "a state's input is none of the graph");
    if (!graph.outputs.includes(output)) say(output, "a state's output is none of the graph");
    const [from, to] = [graph.tensors.get(input)?.shape ?? [], graph.tensors.get(output)?.shape ?? []];
    if (!sameShape(from, to)) say(output, `leaves ${showShape(to)} for a state ${showShape(from)}`);
  }
  if (graph.outputs.length === 0) say(graph.name, "the graph has no output");
  return problems;
}

function shapeMistake(graph: Graph, node: Node): string | undefined {
  const output = graph.tensors.get(node.output);
  if (!output) return `its output "${node.output}" has no tensor`;
  const shapes: (readonly number[])[] = [];
  for (const input of node.inputs) {
    const tensor = graph.tensors.get(input);
    if (!tensor) return `its input "${input}" has no tensor`;
    shapes.push(tensor.shape);
  }
  const inferred = inferShape(node.op, shapes, output.shape);
  if (typeof inferred === "string") return inferred;
  return sameShape(inferred, output.shape) ? undefined : `makes ${showShape(inferred)}, not ${showShape(output.shape)}`;
}
