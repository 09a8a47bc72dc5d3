/**
 * Where a network's answer is read: losses and accuracy compare logits, in front of a softmax tail if there is one, because probabilities
 * saturate and hide differences.
 */
import { elementsOf, fedInputs, producersOf, tensorOf, type Graph, type Node } from "../../ir/graph";
import type { FloatTensor } from "../../ir/ports";
import { outputLoss, type Task } from "./outputLoss";

export type { Task };

export interface HeadPart {
  /** Of the graph. */
  readonly output: string;
  /** The tensor whose values are compared. */
  readonly tensor: string;
  readonly task: Task;
  /** It exists for the next step: losses count it, accuracy does not. */
  readonly isState?: true;
}

/** The part that labels are for, and what the other outputs come from. */
export interface Head extends HeadPart {
  readonly others: readonly HeadPart[];
}

/** Values of one sample: the head's own, then the others' in their order. */
export type HeadValues = readonly Float32Array[];

export function partsOf(head: Head): readonly HeadPart[] {
  return [head, ...head.others];
}

/**
 * Labels are for the first output that is a classification, one with a softmax before others, else for the first. It is a classification when it comes from a softmax over all
 * of its values, views in between included, or is one vector of at least two values that is smaller than the input (an autoencoder's is as
 * large); a softmax at each of many positions is no single answer. Inputs that are handed through are compared with nothing. `task`
 * overrides the guess.
 */
export function headOf(graph: Graph, task?: Task): Head {
  const producers = producersOf(graph);
  const isState = (name: string): boolean => graph.states?.some(({ output }) => output === name) === true;
  const all = graph.outputs.map((output) =>
    isState(output)
      ? ({ output, tensor: output, task: "regression", isState: true } as const)
      : partOf(graph, producers, output, task),
  );
  const parts = all.filter(({ tensor }, i) => all.findIndex((one) => one.tensor === tensor) === i);
  const computed = parts.filter(({ tensor }) => !graph.inputs.includes(behindViews(producers, tensor)));
  const compared = computed.length > 0 ? computed : parts;
  const answers = compared.filter((part) => part.task === "classification");
  // What is read elsewhere than at the output comes from a softmax, which only scores of classes have.
  const own =
    answers.find(({ output, tensor }) => output !== tensor) ??
    answers[0] ??
    compared.find((part) => part.isState !== true) ??
    compared[0];
  if (own === undefined) throw new Error(`graph ${graph.name} has no output`);
  return { ...own, others: compared.filter((part) => part !== own) };
}

/** What a person gets to see: the head without states. */
export function answersOf(head: Head): Head {
  return { ...head, others: head.others.filter(({ isState }) => isState !== true) };
}

function behindViews(producers: ReadonlyMap<string, Node>, tensor: string): string {
  let name = tensor;
  for (let maker = producers.get(name); isView(maker); maker = producers.get(name)) name = maker.inputs[0] ?? "";
  return name;
}

function isView(maker: Node | undefined): maker is Node {
  return maker?.op.kind === "reshape" || maker?.op.kind === "transpose";
}

function partOf(graph: Graph, producers: ReadonlyMap<string, Node>, output: string, task: Task | undefined): HeadPart {
  const maker = producers.get(behindViews(producers, output));
  if (maker?.op.kind === "softmax") {
    const [logits = output] = maker.inputs;
    const { shape } = tensorOf(graph, logits);
    const isOneAnswer = shape[maker.op.axis] === elementsOf(shape);
    return { output, tensor: logits, task: task ?? (isOneAnswer ? "classification" : "regression") };
  }
  const { shape } = tensorOf(graph, output);
  const elements = elementsOf(shape);
  const inputElements = Math.max(...fedInputs(graph).map((name) => elementsOf(tensorOf(graph, name).shape)));
  const isOneVector = elements >= 2 && shape.filter((size) => size > 1).length === 1;
  return {
    output,
    tensor: output,
    task: task ?? (isOneVector && elements < inputElements ? "classification" : "regression"),
  };
}

/** @param tensors what a graph answered */
export function valuesOf(head: Head, tensors: ReadonlyMap<string, FloatTensor>): HeadValues {
  return partsOf(head).map(({ tensor }) => {
    const found = tensors.get(tensor);
    if (!found) throw new Error(`the graph gave no "${tensor}"`);
    return found.data;
  });
}

/**
 * Of several outputs the mean over all: divergences where each is a classification, else squared errors relative to each output, so that
 * no output counts more for being larger.
 */
export function headLoss(head: Head, exact: HeadValues, other: HeadValues): number {
  const parts = partsOf(head);
  const task = parts.every((part) => part.task === "classification") ? "classification" : "regression";
  const sum = parts.reduce((total, _, i) => total + outputLoss(valuesAt(exact, i), valuesAt(other, i), task), 0);
  return sum / parts.length;
}

function valuesAt(values: HeadValues, index: number): Float32Array {
  const found = values[index];
  if (!found) throw new Error(`there are values of ${values.length} outputs, and none of output ${index}`);
  return found;
}
