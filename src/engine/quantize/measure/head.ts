/**
 * Where a network's answer is read: losses and accuracy compare logits, in front of a softmax tail if there is one, because probabilities
 * saturate and hide differences.
 */
import { elementsOf, producersOf, tensorOf, type Graph, type Node } from "../../ir/graph";

export type Task = "classification" | "regression";

export interface Head {
  /** The tensor whose values are compared. */
  readonly tensor: string;
  readonly task: Task;
}

/**
 * The first output decides. It is a classification when it comes from a softmax over all of its values, views in between included, or is one
 * vector of at least two values that is smaller than the input (an autoencoder's is as large); a softmax at each of many positions is no
 * single answer. `task` overrides the guess.
 */
export function headOf(graph: Graph, task?: Task): Head {
  const output = graph.outputs[0];
  if (output === undefined) throw new Error(`graph ${graph.name} has no output`);
  const producers = producersOf(graph);
  let maker: Node | undefined = producers.get(output);
  while (maker?.op.kind === "reshape" || maker?.op.kind === "transpose") maker = producers.get(maker.inputs[0] ?? "");
  if (maker?.op.kind === "softmax") {
    const [logits = output] = maker.inputs;
    const { shape } = tensorOf(graph, logits);
    const isOneAnswer = shape[maker.op.axis] === elementsOf(shape);
    return { tensor: logits, task: task ?? (isOneAnswer ? "classification" : "regression") };
  }
  const { shape } = tensorOf(graph, output);
  const elements = elementsOf(shape);
  const inputElements = Math.max(...graph.inputs.map((name) => elementsOf(tensorOf(graph, name).shape)));
  const isOneVector = elements >= 2 && shape.filter((size) => size > 1).length === 1;
  return { tensor: output, task: task ?? (isOneVector && elements < inputElements ? "classification" : "regression") };
}
