/**
 * IR graph → ONNX model that onnxruntime loads: what calibration, sensitivity and simulation run. The result computes the graph as
 * onnxruntime computes the file that it came from, operator by operator.
 *
 * fakeQuantize becomes QuantizeLinear → DequantizeLinear on uint8, which onnxruntime vectorizes (measured against Mul, Round, Clip,
 * Mul); encodeClamp.ts says how narrower codes are had from it. Sessions are to be opened with `session.disable_quant_qdq`, so that
 * the pair is executed as written.
 */
import { isWeightBits } from "../../base/bits";
import { invariant } from "../../base/outcome";
import { tensorOf, type Graph, type Node } from "../../ir/graph";
import type { Clamp, Op } from "../../ir/op";
import { encodeModel, type Sparse } from "../wire/codec";
import { clampOf, mergeClamps } from "./encodeClamp";
import { encodeNode, opsetFor } from "./encodeOps";
import { opsetOfWidth, writeQuantizedConstant, writeQuantizePair } from "../integerTypes";
import { ModelWriter } from "./modelWriter";
import { DataType, type ValueInfoProto } from "../wire/proto";

export interface EncodeOptions {
  /** Any computed or supplied tensors to be the model's outputs instead of the graph's own. */
  readonly outputs?: readonly string[];
  /**
   * For other tools instead of for speed: constants with a given quantization as integers behind a DequantizeLinear, fakeQuantize in the
   * unsigned type of its width (uint4 needs operator set 21, uint2 needs 25).
   */
  readonly integerTypes?: boolean;
}

/** The graph as an ONNX model: operator set 13, or the least that has its operators. Nodes that no output needs are left out. */
export function encodeOnnx(graph: Graph, options: EncodeOptions = {}): Uint8Array {
  const outputs = new Set(options.outputs ?? graph.outputs);
  const nodes = neededNodes(graph, outputs);
  const { integerTypes = false } = options;
  const kept: Graph = { ...graph, nodes };
  const opset = Math.max(
    13,
    ...nodes.map((node) => opsetFor(node.op)),
    ...(integerTypes ? widthsIn(kept).map(opsetOfWidth) : []),
  );
  const apart = integerTypes ? keptApart(kept) : new Set<string>();
  const writer = new ModelWriter(opset, graph.tensors.keys(), apart);
  const clamps = integerTypes ? new Map<Node, Clamp>() : mergeClamps(kept, outputs);
  const producers = new Map(nodes.map((node) => [node.output, node]));
  for (const name of constantsOf(kept)) {
    const { shape, data, given } = tensorOf(graph, name);
    if (!data) continue;
    if (integerTypes && given && isWeightBits(given.bits)) writeQuantizedConstant(writer, name, shape, data, given);
    else writer.tensor(name, shape, data);
  }
  for (const node of nodes) {
    if (integerTypes && node.op.kind === "fakeQuantize") {
      const [x = ""] = node.inputs;
      const maker = producers.get(x);
      writeQuantizePair(writer, x, node.output, node.op, apart.has(x) && maker !== undefined && !endsInClamp(maker.op));
      continue;
    }
    const producer = producers.get(node.inputs[0] ?? "");
    encodeNode(node, kept, writer, clamps.get(node), !(producer && clamps.has(producer)));
  }
  return encodeModel({
    irVersion: irVersionOf(opset),
    producerName: "bitwright",
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      name: graph.name,
      node: writer.nodes,
      initializer: writer.initializers,
      input: graph.inputs.map((name) => valueInfo(graph, name)),
      output: [...outputs].map((name) => valueInfo(graph, name)),
    },
  });
}

/** The format version that ONNX released together with an operator set. */
export function irVersionOf(opset: number): number {
  if (opset < 15) return 7;
  if (opset < 21) return 9;
  if (opset < 23) return 10;
  return opset - 12;
}

/**
 * Tensors that a QuantizeLinear reads, in a model with any width below 8 bits. onnxruntime (1.30, at its default optimization) fuses
 * DequantizeLinear → operator → QuantizeLinear, with Clip or Relu in between, into kernels that take 8 bits only, and then fails to load the
 * model. It does not look through Max and Min, so these keep the two apart.
 */
function keptApart(graph: Graph): ReadonlySet<string> {
  if (widthsIn(graph).every((bits) => bits >= 8)) return new Set();
  return new Set(graph.nodes.flatMap(({ op, inputs }) => (op.kind === "fakeQuantize" ? inputs : [])));
}

/** Whether something stands between the operator and its QuantizeLinear already. */
function endsInClamp(op: Op): boolean {
  const clamp = clampOf(op);
  return clamp !== undefined && (Number.isFinite(clamp.min) || Number.isFinite(clamp.max));
}

function widthsIn(graph: Graph): readonly number[] {
  const activations = graph.nodes.flatMap(({ op }) => (op.kind === "fakeQuantize" ? [op.bits] : []));
  const weights = [...constantsOf(graph)].flatMap((name) => tensorOf(graph, name).given?.bits ?? []);
  return [...activations, ...weights];
}

/** Graph order is kept; walking it backwards, a node is needed when its output is. */
export function neededNodes(graph: Graph, outputs: ReadonlySet<string>): readonly Node[] {
  for (const name of outputs)
    invariant(tensorOf(graph, name).data === undefined, `constant "${name}" cannot be an output`);
  const needed = new Set(outputs);
  const nodes = [...graph.nodes].reverse().filter((node) => {
    if (!needed.has(node.output)) return false;
    for (const input of node.inputs) needed.add(input);
    return true;
  });
  return nodes.reverse();
}

/** Constants that these nodes read, each once, in order of first use. */
export function constantsOf(graph: Graph): ReadonlySet<string> {
  // A recurrent node's constants are written by its own encoder, in another form.
  const inputs = graph.nodes.flatMap(({ op, inputs }) => (op.kind === "recurrent" ? inputs.slice(0, 1) : inputs));
  return new Set(inputs.filter((name) => tensorOf(graph, name).data !== undefined));
}

export function valueInfo(graph: Graph, name: string): Sparse<ValueInfoProto> {
  const dim = tensorOf(graph, name).shape.map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: DataType.float, shape: { dim } } } };
}
