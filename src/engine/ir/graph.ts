/**
 * The float network as read from ONNX: a directed acyclic graph of nodes over named tensors, batch 1.
 * Graphs are read-only; a pass builds a new one. Nodes are in topological order. Every tensor is float32: shape arithmetic and
 * integer tensors are folded away while importing.
 */
import type { Op } from "./op";

export interface Tensor {
  readonly name: string;
  /** Positive whole numbers, NCHW for images, batch 1. Scalars have shape []. */
  readonly shape: readonly number[];
  /** Present for constants; row-major. */
  readonly data?: Float32Array;
  /** Quantization that the ONNX file itself prescribed through a QuantizeLinear/DequantizeLinear pair. */
  readonly given?: GivenQuantization;
}

/** real = scale·(q − zeroPoint) with unsigned q of `bits` bits (signed ONNX types are shifted when read). Arrays: one entry a channel. */
export interface GivenQuantization {
  readonly bits: number;
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
}

export interface Node {
  /** Unique in the graph; the ONNX name where it has one, else made from the operator and its output. */
  readonly name: string;
  readonly op: Op;
  /** Tensor names; optional trailing inputs (a missing bias) are absent, never "". */
  readonly inputs: readonly string[];
  /** Exactly one after importing: operators with several outputs are lowered to several nodes. */
  readonly output: string;
  /** Names of the nodes as imported that it was rewritten from, in their order; absent: the one of its own name. */
  readonly from?: readonly string[];
}

export function originsOf({ name, from }: Node): readonly string[] {
  return from ?? [name];
}

/**
 * A tensor that outlives a run: what `output` holds when a run ends, `input` holds in the next one. In the first of a sequence it is zero. Both
 * are an input and an output of the graph, of one shape.
 */
export interface StatePair {
  readonly input: string;
  readonly output: string;
}

export interface Graph {
  readonly name: string;
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly nodes: readonly Node[];
  /** Names of tensors without data that the caller supplies. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Absent where each run stands by itself. */
  readonly states?: readonly StatePair[];
}

/** The inputs that samples are for: all but the states. */
export function fedInputs({ inputs, states = [] }: Graph): readonly string[] {
  return inputs.filter((name) => !states.some(({ input }) => input === name));
}

export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** The tensor of that name. Graphs are verified, so a missing one is our bug. */
export function tensorOf(graph: Graph, name: string): Tensor {
  const tensor = graph.tensors.get(name);
  if (!tensor) throw new Error(`graph ${graph.name} has no tensor "${name}"`);
  return tensor;
}

/** The values of a constant tensor, or undefined for one that is computed or supplied. */
export function constantOf(graph: Graph, name: string | undefined): Float32Array | undefined {
  return name === undefined ? undefined : graph.tensors.get(name)?.data;
}

/** Which node makes each tensor. */
export function producersOf(graph: Graph): ReadonlyMap<string, Node> {
  return new Map(graph.nodes.map((node) => [node.output, node]));
}

/** Which nodes read each tensor, in graph order. */
export function consumersOf(graph: Graph): ReadonlyMap<string, readonly Node[]> {
  const consumers = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    for (const input of new Set(node.inputs)) {
      const known = consumers.get(input);
      if (known) known.push(node);
      else consumers.set(input, [node]);
    }
  }
  return consumers;
}
