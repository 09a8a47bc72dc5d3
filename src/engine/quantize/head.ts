/**
 * Where a network's answer is read: losses and accuracy compare logits, in front of a softmax tail if there is one, because probabilities
 * saturate and hide differences.
 */
import { elementsOf, producersOf, tensorOf, type Graph } from "../ir/graph";

export type Task = "classification" | "regression";

export interface Head {
  /** The tensor whose values are compared. */
  readonly tensor: string;
  readonly task: Task;
}

/**
 * The first output decides. It is a classification when it comes from a softmax or is one vector of at least two values that is
 * smaller than the input (an autoencoder's is as large); `task` overrides the guess.
 */
export function headOf(graph: Graph, task?: Task): Head {
  const output = graph.outputs[0];
  if (output === undefined) throw new Error(`graph ${graph.name} has no output`);
  const maker = producersOf(graph).get(output);
  if (maker?.op.kind === "softmax") return { tensor: maker.inputs[0] ?? output, task: task ?? "classification" };
  const { shape } = tensorOf(graph, output);
  const elements = elementsOf(shape);
  const inputElements = Math.max(...graph.inputs.map((name) => elementsOf(tensorOf(graph, name).shape)));
  const isOneVector = elements >= 2 && shape.filter((size) => size > 1).length === 1;
  return { tensor: output, task: task ?? (isOneVector && elements < inputElements ? "classification" : "regression") };
}
