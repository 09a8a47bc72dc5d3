/** A graph for several samples at once: samples lie along axis 0 of all that is computed, one behind the other. */
import { elementsOf, tensorOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import { inferShape } from "../../ir/inferShape";
import type { Op } from "../../ir/op";
import { operatorOf } from "../../ir/operators";

/** @returns why there is none where an operator does not keep samples apart, as the end of a sentence */
export function batchedGraph(graph: Graph, samples: number): Graph | string {
  const tensors = new Map(graph.tensors);
  const holding = new Set(graph.inputs);
  const grow = ({ name, shape: [first = 1, ...rest], ...other }: Tensor): void => {
    tensors.set(name, { ...other, name, shape: [first * samples, ...rest] });
  };
  for (const name of graph.inputs) grow(tensorOf(graph, name));
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    holding.add(node.output);
    grow(tensorOf(graph, node.output));
    const inputs = node.inputs.map((name) =>
      holding.has(name) ? name : repeated(graph, node, name, samples, tensors),
    );
    const op = forSamples(node.op, samples);
    const shapes = inputs.map((name) => tensors.get(name)?.shape ?? []);
    const output = tensors.get(node.output)?.shape ?? [];
    const inferred = inferShape(op, shapes, output);
    const why =
      operatorOf(op).mixes(op, { shapes, output, samples }) ??
      (typeof inferred === "string" || inferred.join() !== output.join() ? "changes their number" : undefined);
    if (why !== undefined) return `"${node.name}" does not keep samples apart: it ${why}`;
    nodes.push({ ...node, op, inputs });
  }
  return { ...graph, tensors, nodes };
}

/** A slice says where it ends on every axis. */
function forSamples(op: Op, samples: number): Op {
  if (op.kind !== "slice") return op;
  const [end = 1, ...others] = op.ends;
  return { ...op, ends: [end * samples, ...others] };
}

/** A constant that stands beside the samples, once for each; others are broadcast, or the same for all. */
function repeated(graph: Graph, node: Node, name: string, samples: number, tensors: Map<string, Tensor>): string {
  const { shape, data } = tensorOf(graph, name);
  const [first = 1, ...rest] = shape;
  const beside = operatorOf(node.op).alignsOperands && shape.length === tensorOf(graph, node.output).shape.length;
  if (!data || !beside || (first === 1 && node.op.kind !== "concat")) return name;
  const copies = new Float32Array(samples * elementsOf(shape));
  for (let sample = 0; sample < samples; sample++) copies.set(data, sample * data.length);
  const copy = `${name}@samples`;
  tensors.set(copy, { name: copy, shape: [samples * first, ...rest], data: copies });
  return copy;
}
