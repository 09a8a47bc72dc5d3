/**
 * The part of a simulated network that learns: from some node on to the answers. What lies in front of it stays, so its values are computed once a
 * sample; it is as long as memory allows.
 */
import { elementsOf, tensorOf, type Graph } from "../../ir/graph";
import type { Op } from "../../ir/op";
import { isProduct, type Network, type ProductLayer } from "../../ir/network";
import { liveBefore, segmentOf } from "../measure/segments";
import { batchedGraph } from "./batched";

/** Bytes that the results of all operators may take for one batch; with gradients and what is between, a run needs about twice as many. */
const RESULT_BYTES = 900 * 2 ** 20;
/** Bytes of the values in front of the part that learns, over all samples. */
const FRONT_BYTES = 1024 * 2 ** 20;

const ANSWERING_BATCH = 8;

export interface Tail {
  /** From the graph's inputs to what the part that learns takes; absent where that is the inputs themselves. */
  readonly front?: Graph;
  /** For a batch; the parameters are inputs. */
  readonly graph: Graph;
  /** The same for fewer samples: where only answers are asked for, a large batch takes memory and saves no time. */
  readonly answering: { readonly graph: Graph; readonly batch: number };
  /** What it takes of each sample. */
  readonly values: readonly string[];
  readonly layers: readonly LearningLayer[];
}

export interface LearningLayer {
  readonly layer: ProductLayer;
  /** Tensors of the graph. */
  readonly weights: string;
  readonly bias: string;
}

/** What decides where the part that learns begins. */
export interface TailQuestion {
  /** Where the loss is counted. */
  readonly answers: readonly string[];
  readonly batch: number;
  readonly samples: number;
  readonly hasGradient: (op: Op) => boolean;
}

/** @returns why nothing can learn, as the end of a sentence */
export function tailOf(simulated: Graph, network: Network, question: TailQuestion): Tail | string {
  const { answers, batch } = question;
  const graph = upTo(simulated, answers);
  const from = firstNode(graph, question);
  if (from === undefined)
    return "the network ends in what no gradient goes through, or is too large for the memory that learning may take";
  const values = liveBefore(graph, from, answers);
  const layers = network.layers.filter(isProduct);
  const own = segmentOf(graph, from, graph.nodes.length, values, answers);
  const tail = batchedGraph(own, batch);
  if (typeof tail === "string") return tail;
  const answering = batchedGraph(own, ANSWERING_BATCH);
  if (typeof answering === "string") return answering;
  const learning = layers.flatMap((layer): LearningLayer[] => {
    const [, weights, bias] = tail.nodes.find(({ name }) => name === layer.weights.node)?.inputs ?? [];
    return weights === undefined || bias === undefined ? [] : [{ layer, weights, bias }];
  });
  if (learning.length === 0) return "no layer with weights lies behind the last operator that no gradient goes through";
  const parameters = learning.flatMap(({ weights, bias }) => [weights, bias]);
  return {
    ...(from > 0 && { front: segmentOf(graph, 0, from, graph.inputs, values) }),
    graph: suppliedWith(tail, parameters),
    answering: { graph: suppliedWith(answering, parameters), batch: ANSWERING_BATCH },
    values,
    layers: learning,
  };
}

/** Without what the answers do not need. */
function upTo(graph: Graph, answers: readonly string[]): Graph {
  const needed = new Set(answers);
  const nodes = [...graph.nodes].reverse().filter(({ output, inputs }) => {
    if (!needed.has(output)) return false;
    for (const name of inputs) needed.add(name);
    return true;
  });
  return {
    ...graph,
    nodes: nodes.reverse(),
    outputs: answers,
    inputs: graph.inputs.filter((name) => needed.has(name)),
  };
}

/** The earliest from which on gradients go through all and a batch fits into memory. */
function firstNode(graph: Graph, { answers, batch, samples, hasGradient }: TailQuestion): number | undefined {
  const bytesOf = (name: string): number => 4 * elementsOf(tensorOf(graph, name).shape);
  let from = graph.nodes.length;
  for (let results = 0; from > 0; from--) {
    const node = graph.nodes[from - 1];
    if (!node || !hasGradient(node.op)) break;
    results += batch * bytesOf(node.output);
    if (results > RESULT_BYTES) break;
  }
  const teacher = answers.reduce((sum, name) => sum + bytesOf(name), 0);
  for (; from < graph.nodes.length; from++) {
    const front = liveBefore(graph, from, answers).reduce((sum, name) => sum + bytesOf(name), teacher);
    if (front * samples <= FRONT_BYTES) return from;
  }
  return undefined;
}

/** Constants as inputs, whose values come with each run. */
function suppliedWith(graph: Graph, parameters: readonly string[]): Graph {
  const tensors = new Map(graph.tensors);
  for (const name of parameters) tensors.set(name, { name, shape: tensorOf(graph, name).shape });
  return { ...graph, tensors, inputs: [...graph.inputs, ...parameters] };
}
