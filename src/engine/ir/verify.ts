/**
 * Checks of a graph at the borders between stages. One that our own stages built and that fails here is a bug of ours; the findings are
 * values so that tests and debug runs can show all of them.
 */
import { assertNever, type Problem } from "../base/outcome";
import { elementsOf, type Graph, type Node } from "./graph";
import { inferShape, sameShape, showShape } from "./inferShape";
import type { Clamp, Op, PerOp } from "./op";
import { hasFiniteParameters } from "./scalarFunction";

/** How far a graph has come: as read, rewritten for lowering, or with fake quantization inserted. */
export type GraphLevel = "imported" | "prepared" | "quantized";

const LEGAL: PerOp<readonly GraphLevel[]> = {
  conv: ["imported", "prepared", "quantized"],
  fullyConnected: ["imported", "prepared", "quantized"],
  batchNorm: ["imported"],
  activation: ["imported", "prepared", "quantized"],
  prelu: ["imported", "prepared", "quantized"],
  add: ["imported", "prepared", "quantized"],
  sub: ["imported", "prepared", "quantized"],
  mul: ["imported", "prepared", "quantized"],
  concat: ["imported", "prepared", "quantized"],
  slice: ["imported", "prepared", "quantized"],
  maxPool: ["imported", "prepared", "quantized"],
  averagePool: ["imported", "prepared", "quantized"],
  reduceMean: ["imported", "prepared", "quantized"],
  reshape: ["imported", "prepared", "quantized"],
  transpose: ["imported", "prepared", "quantized"],
  pad: ["imported", "prepared", "quantized"],
  resize: ["imported", "prepared", "quantized"],
  softmax: ["imported", "prepared", "quantized"],
  fakeQuantize: ["quantized"],
};

/** Everything that is wrong with a graph at a level; empty where nothing is. */
export function verifyGraph(graph: Graph, level: GraphLevel): readonly Problem[] {
  const problems: Problem[] = [];
  const say = (place: string, message: string): void => void problems.push({ code: "graph.invalid", message, place });

  for (const [key, tensor] of graph.tensors) {
    if (key !== tensor.name) say(key, `tensor "${tensor.name}" is filed under another name`);
    if (tensor.shape.some((size) => !Number.isInteger(size) || size < 1))
      say(key, `shape ${showShape(tensor.shape)} is not positive`);
    if (tensor.data && tensor.data.length !== elementsOf(tensor.shape)) {
      say(key, `${tensor.data.length} values do not fill ${showShape(tensor.shape)}`);
    }
    if (tensor.data && !tensor.data.every(Number.isFinite)) say(key, "a constant is not finite");
  }

  const known = new Set<string>();
  for (const [name, tensor] of graph.tensors) if (tensor.data) known.add(name);
  for (const name of graph.inputs) {
    if (!graph.tensors.has(name)) say(name, "an input has no tensor");
    if (known.has(name)) say(name, "an input is a constant or is named twice");
    known.add(name);
  }
  const names = new Set<string>();
  for (const node of graph.nodes) {
    if (names.has(node.name)) say(node.name, "two nodes have this name");
    names.add(node.name);
    for (const input of node.inputs) {
      if (!known.has(input)) say(node.name, `reads "${input}" before anything makes it`);
    }
    if (known.has(node.output)) say(node.name, `makes "${node.output}", which exists already`);
    known.add(node.output);
    if (!LEGAL[node.op.kind].includes(level))
      say(node.name, `${node.op.kind} has no place in a graph that is ${level}`);
    const mistake = opMistake(node.op) ?? shapeMistake(graph, node);
    if (mistake) say(node.name, mistake);
  }
  for (const name of graph.outputs) if (!known.has(name)) say(name, "nothing makes this output");
  if (graph.outputs.length === 0) say(graph.name, "the graph has no output");
  return problems;
}

function shapeMistake(graph: Graph, node: Node): string | undefined {
  const output = graph.tensors.get(node.output);
  if (!output) return `its output "${node.output}" has no tensor`;
  const shapes: (readonly number[])[] = [];
  for (const input of node.inputs) {
    const tensor = graph.tensors.get(input);
    if (!tensor) return `its input "${input}" has no tensor`;
    shapes.push(tensor.shape);
  }
  const inferred = inferShape(node.op, shapes, output.shape);
  if (typeof inferred === "string") return inferred;
  return sameShape(inferred, output.shape) ? undefined : `makes ${showShape(inferred)}, not ${showShape(output.shape)}`;
}

function opMistake(op: Op): string | undefined {
  const clamp = (bounds: Clamp | undefined): string | undefined =>
    bounds === undefined || bounds.min <= bounds.max
      ? undefined
      : `clamps to an empty range ${bounds.min}..${bounds.max}`;
  const finite = (...values: readonly number[]): string | undefined =>
    values.every(Number.isFinite) ? undefined : "has a parameter that is not finite";
  switch (op.kind) {
    case "conv":
    case "fullyConnected":
    case "add":
    case "sub":
    case "mul":
      return clamp(op.clamp);
    case "batchNorm":
      return finite(op.epsilon);
    case "activation":
      if (!hasFiniteParameters(op.fn)) return "has a parameter that is not finite";
      return op.fn.fn === "clamp" ? clamp(op.fn) : undefined;
    case "fakeQuantize":
      return op.scale > 0 ? finite(op.scale, op.zeroPoint) : "has a scale that is not positive";
    case "pad":
      return Number.isNaN(op.value) ? "pads with NaN" : undefined;
    case "prelu":
    case "concat":
    case "slice":
    case "maxPool":
    case "averagePool":
    case "reduceMean":
    case "reshape":
    case "transpose":
    case "resize":
    case "softmax":
      return undefined;
    default:
      return assertNever(op);
  }
}
