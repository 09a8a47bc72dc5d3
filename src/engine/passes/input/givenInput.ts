/** A graph that takes the model's own values in front of one that takes others: what leaves the tool must be fed as the model was. */
import { elementsOf, tensorOf, type Graph, type Node } from "../../ir/graph";
import type { InputGrid } from "../../ir/inputPixels";

export function withGivenInput(graph: Graph, { input, gains, offsets, stride }: InputGrid): Graph {
  const tensors = new Map(graph.tensors);
  const { shape } = tensorOf(graph, input);
  // The axis whose elements lie a stride apart; lists of one entry hold for every axis.
  const axis = shape.findIndex((size, i) => size === gains.length && elementsOf(shape.slice(i + 1)) === stride);
  const constant = (what: string, values: readonly number[]): string => {
    const name = `${input}@${what}`;
    const own = gains.length === 1 ? shape.map(() => 1) : shape.map((size, i) => (i === axis ? size : 1));
    tensors.set(name, { name, shape: own, data: Float32Array.from(values) });
    return name;
  };
  const steps: readonly { readonly kind: "sub" | "mul"; readonly operand: string }[] = [
    { kind: "sub", operand: constant("offset", offsets) },
    {
      kind: "mul",
      operand: constant(
        "perGain",
        gains.map((gain) => 1 / gain),
      ),
    },
  ];
  let from = input;
  const nodes = steps.map(({ kind, operand }): Node => {
    const output = `${input}@${kind}`;
    tensors.set(output, { name: output, shape });
    const node: Node = { name: `${output}@pixels`, op: { kind }, inputs: [from, operand], output };
    from = output;
    return node;
  });
  const rest = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((name) => (name === input ? from : name)),
  }));
  return { ...graph, tensors, nodes: [...nodes, ...rest] };
}
