/**
 * The part of a simulated network that learns: from some node on to the answers. What lies in front of it stays, so its values are computed once a
 * sample; it is as long as memory allows and weights are worth it.
 */
import type { WeightBits } from "../../base/bits";
import { elementsOf, tensorOf, type Graph } from "../../ir/graph";
import type { Op } from "../../ir/op";
import { isProduct, type Network, type ProductLayer, type WeightedLayer } from "../../ir/network";
import { liveBefore, segmentOf } from "../measure/segments";
import { batchedGraph } from "./batched";

/** Bytes that the results of all operators may take in one run; with gradients and what is between, a run needs about twice as many. */
const RESULT_BYTES = 900 * 2 ** 20;
/** Bytes of the largest result in one run: what is computed element by element is read again while it lies in a core's own cache. */
const CACHED_BYTES = 4 * 2 ** 20;
/** Bytes of the values in front of the part that learns, over all samples. */
const FRONT_BYTES = 1024 * 2 ** 20;
/** One in so many of the weights that have lost most may stay in front: the first layers of an image network hold few weights and cost the most. */
const LEFT_OUT = 50;

export interface Tail {
  /** From the graph's inputs to what the part that learns takes; absent where that is the inputs themselves. */
  readonly front?: Graph;
  /** For so many samples at once; the parameters are inputs. */
  readonly graph: Graph;
  readonly batch: number;
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
  /** Samples of one run at most, a power of two. */
  readonly mostBatch: number;
  /** Whose values in front are kept. */
  readonly samples: number;
  readonly widths: ReadonlyMap<WeightedLayer, WeightBits>;
  readonly hasGradient: (op: Op) => boolean;
}

/** @returns why nothing can learn, as the end of a sentence */
export function tailOf(simulated: Graph, network: Network, question: TailQuestion): Tail | string {
  const { answers } = question;
  const graph = upTo(simulated, answers);
  const layers = network.layers.filter(isProduct);
  const from = firstNode(graph, layers, question);
  if (from === undefined)
    return "the network ends in what no gradient goes through, or is too large for the memory that learning may take";
  const values = liveBefore(graph, from, answers);
  const own = segmentOf(graph, from, graph.nodes.length, values, answers);
  const batch = batchOf(own, question.mostBatch);
  const tail = batchedGraph(own, batch);
  if (typeof tail === "string") return tail;
  const learning = layers.flatMap((layer): LearningLayer[] => {
    const [, weights, bias] = tail.nodes.find(({ name }) => name === layer.weights.node)?.inputs ?? [];
    return weights === undefined || bias === undefined ? [] : [{ layer, weights, bias }];
  });
  if (learning.length === 0) return "no layer with weights lies behind the last operator that no gradient goes through";
  const parameters = learning.flatMap(({ weights, bias }) => [weights, bias]);
  return {
    ...(from > 0 && { front: segmentOf(graph, 0, from, graph.inputs, values) }),
    graph: suppliedWith(tail, parameters),
    batch,
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

/** As many samples as keep the largest result in a cache. */
function batchOf(graph: Graph, most: number): number {
  const largest = graph.nodes.reduce((bytes, { output }) => Math.max(bytes, bytesOf(graph, output)), 0);
  let batch = most;
  while (batch > 1 && batch * largest > CACHED_BYTES) batch /= 2;
  return batch;
}

/**
 * From the earliest on where gradients go through all, one sample fits into memory, and what lies in front is not all but worthless: of the
 * places up to the next layer the one with the fewest values.
 */
function firstNode(graph: Graph, layers: readonly ProductLayer[], question: TailQuestion): number | undefined {
  const { answers, samples, hasGradient } = question;
  let earliest = graph.nodes.length;
  for (let results = 0; earliest > 0; earliest--) {
    const node = graph.nodes[earliest - 1];
    if (!node || !hasGradient(node.op)) break;
    results += bytesOf(graph, node.output);
    if (results > RESULT_BYTES) break;
  }
  const losses = lossesOf(graph, layers, question);
  const all = losses.reduce((sum, loss) => sum + loss, 0);
  const teacher = answers.reduce((sum, name) => sum + bytesOf(graph, name), 0);
  let best: { readonly from: number; readonly bytes: number } | undefined;
  let before: typeof best;
  let left = losses.slice(0, earliest).reduce((sum, loss) => sum + loss, 0);
  for (let from = earliest; from < graph.nodes.length; from++) {
    const bytes = liveBefore(graph, from, answers).reduce((sum, name) => sum + bytesOf(graph, name), teacher);
    if (bytes * samples <= FRONT_BYTES && (!best || bytes <= best.bytes)) best = { from, bytes };
    const own = losses[from] ?? 0;
    left += own;
    const known = best ?? before;
    if (known && left * LEFT_OUT > all) return known.from;
    // One more layer stays in front: places behind it are better than any before.
    if (own > 0) [best, before] = [undefined, known];
  }
  return (best ?? before)?.from;
}

/** What rounding may have taken from the weights of each node: their number, by a fourth for every bit more. */
function lossesOf(graph: Graph, layers: readonly ProductLayer[], { widths }: TailQuestion): readonly number[] {
  const byNode = new Map(layers.map((layer) => [layer.weights.node, layer]));
  return graph.nodes.map(({ name, inputs }) => {
    const layer = byNode.get(name);
    return layer ? elementsOf(tensorOf(graph, inputs[1] ?? "").shape) / 4 ** (widths.get(layer) ?? 8) : 0;
  });
}

function bytesOf(graph: Graph, name: string): number {
  return 4 * elementsOf(tensorOf(graph, name).shape);
}

/** Constants as inputs, whose values come with each run. */
function suppliedWith(graph: Graph, parameters: readonly string[]): Graph {
  const tensors = new Map(graph.tensors);
  for (const name of parameters) tensors.set(name, { name, shape: tensorOf(graph, name).shape });
  return { ...graph, tensors, inputs: [...graph.inputs, ...parameters] };
}
