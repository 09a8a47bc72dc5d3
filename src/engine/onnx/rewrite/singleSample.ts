/**
 * A network that a file states for several samples at once, for one of them. Axis 0 of every tensor that depends on the inputs holds the
 * samples one behind the other; each operator is shown to keep them apart, or the network is refused. Where constants differ from sample to
 * sample, or an operator mixes, moves or counts them, there is no network for one.
 */
import type { Problem } from "../../base/outcome";
import { elementsOf, tensorOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import { inferShape, showShape } from "../../ir/inferShape";
import type { Op } from "../../ir/op";
import { operatorOf } from "../../ir/operators";

/**
 * @param batched inputs whose axis 0 holds the samples
 * @returns the graph with 1 in the place of `samples`, or the first operator that does not keep samples apart
 */
export function singleSample(graph: Graph, batched: ReadonlySet<string>, samples: number): Graph | Problem {
  const tensors = new Map(graph.tensors);
  const holding = new Set(batched);
  const refuse = (node: Node, why: string): Problem => ({
    code: "onnx.batch",
    message: `the model takes ${samples} samples at once, and node "${node.name}" (${node.op.kind}) does not keep them apart: it ${why}`,
    place: `node "${node.name}"`,
    hint: "export the model with batch size 1 or a free one",
  });
  const shrink = (tensor: Tensor): void => {
    const [first = 1, ...rest] = tensor.shape;
    tensors.set(tensor.name, { ...tensor, shape: [first / samples, ...rest] });
  };
  for (const name of batched) shrink(tensorOf(graph, name));

  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const holds = node.inputs.map((name) => holding.has(name));
    if (!holds.includes(true)) {
      nodes.push(node);
      continue;
    }
    const shapes = node.inputs.map((name) => tensorOf(graph, name).shape);
    const output = tensorOf(graph, node.output);
    const why = operatorOf(node.op).mixes(node.op, { shapes, output: output.shape, samples });
    if (why !== undefined) return refuse(node, why);
    const inputs: string[] = [];
    for (const [i, name] of node.inputs.entries()) {
      const own = operandOf(graph, tensors, node, i, holds, samples);
      if (own === undefined)
        return refuse(
          node,
          `takes "${name}" of shape ${showShape(shapes[i] ?? [])}, which differs from sample to sample`,
        );
      inputs.push(own);
    }
    holding.add(node.output);
    shrink(output);
    const shape = tensors.get(node.output)?.shape ?? [];
    const op = forSample(node.op, samples);
    const inferred = inferShape(
      op,
      inputs.map((name) => tensors.get(name)?.shape ?? []),
      shape,
    );
    if (typeof inferred === "string" || elementsOf(inferred) !== elementsOf(shape))
      return refuse(node, "gives each another number of values");
    nodes.push({ ...node, op, inputs });
  }
  const mixed = graph.outputs.find((name) => !holding.has(name));
  if (mixed !== undefined) {
    const message = `the output "${mixed}" does not depend on the input`;
    return { code: "onnx.constantOutput", message, place: `output "${mixed}"` };
  }
  return { ...graph, tensors, nodes };
}

/** A slice says where it ends on every axis. */
function forSample(op: Op, samples: number): Op {
  if (op.kind !== "slice") return op;
  const [end = 1, ...others] = op.ends;
  return { ...op, ends: [end / samples, ...others] };
}

/** Input `index` for one sample: itself, or a constant that repeats itself along the samples cut to one of them. */
function operandOf(
  graph: Graph,
  tensors: Map<string, Tensor>,
  node: Node,
  index: number,
  holds: readonly boolean[],
  samples: number,
): string | undefined {
  const name = node.inputs[index] ?? "";
  const { kind } = node.op;
  if (!operatorOf(node.op).alignsOperands) return name;
  const tensor = tensorOf(graph, name);
  const rank = tensorOf(graph, node.output).shape.length;
  const [first = 1] = tensor.shape;
  // Broadcasting aligns last axes: with fewer axes nothing lies along the samples.
  if (holds[index] === true) return tensor.shape.length === rank ? name : undefined;
  if (tensor.shape.length < rank || (first === 1 && kind !== "concat")) return name;
  const { data } = tensor;
  const length = elementsOf(tensor.shape) / samples;
  if (!data || !Number.isInteger(first / samples)) return undefined;
  const one = data.subarray(0, length);
  if (!data.every((value, i) => value === one[i % length])) return undefined;
  const cut = `${name}/sample`;
  tensors.set(cut, { ...tensor, name: cut, shape: [first / samples, ...tensor.shape.slice(1)], data: one });
  return cut;
}
