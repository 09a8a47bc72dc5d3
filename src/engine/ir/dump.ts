/**
 * Deterministic text of a graph, for goldens and for reading. One line a thing, in execution order; constants show their values where they are few
 * and a checksum of their bits where they are many.
 */
import { assertNever } from "../base/outcome";
import { describeClamp, describeWindow, showGiven, showReal, showValues } from "./dumpWords";
import type { Graph, Tensor } from "./graph";
import { showShape } from "./inferShape";
import type { Op } from "./op";
import { describeScalar } from "./scalarFunction";

export function dumpGraph(graph: Graph): string {
  const lines = [`graph ${graph.name}`];
  for (const name of graph.inputs) lines.push(`input ${name} ${shapeOf(graph, name)}`);
  for (const tensor of graph.tensors.values()) {
    if (tensor.data)
      lines.push(
        `const ${tensor.name} ${showShape(tensor.shape)} ${showValues(tensor.data)}${showGiven(tensor.given)}`,
      );
  }
  for (const node of graph.nodes) {
    const details = describeOp(node.op);
    const call = `${node.op.kind}(${node.inputs.join(", ")})${details ? ` ${details}` : ""}`;
    lines.push(
      `${node.name}: ${call} -> ${node.output} ${shapeOf(graph, node.output)}${showGiven(graph.tensors.get(node.output)?.given)}`,
    );
  }
  for (const name of graph.outputs) lines.push(`output ${name}`);
  return `${lines.join("\n")}\n`;
}

function shapeOf(graph: Graph, name: string): string {
  const tensor: Tensor | undefined = graph.tensors.get(name);
  return tensor ? showShape(tensor.shape) : "[missing]";
}

function describeOp(op: Op): string {
  switch (op.kind) {
    case "conv":
      return `${describeWindow(op)} groups ${op.groups}${describeClamp(op.clamp)}`;
    case "fullyConnected":
    case "add":
    case "sub":
    case "mul":
      return describeClamp(op.clamp).trimStart();
    case "batchNorm":
      return `epsilon ${showReal(op.epsilon)}`;
    case "activation":
      return describeScalar(op.fn, showReal);
    case "concat":
    case "softmax":
      return `axis ${op.axis}`;
    case "slice":
      return `from ${showShape(op.starts)} to ${showShape(op.ends)} by ${showShape(op.steps)}`;
    case "maxPool":
      return `${describeWindow(op)}${op.ceilMode ? " ceil" : ""}`;
    case "averagePool":
      return `${describeWindow(op)}${op.ceilMode ? " ceil" : ""}${op.countIncludePad ? " counting pads" : ""}`;
    case "reduceMean":
      return `axes ${showShape(op.axes)}${op.keepDims ? " kept" : ""}`;
    case "transpose":
      return `perm ${showShape(op.perm)}`;
    case "pad":
      return `before ${showShape(op.before)} after ${showShape(op.after)} value ${showReal(op.value)}`;
    case "resize":
      return `rows ${showShape(op.sourceRows)} columns ${showShape(op.sourceColumns)}`;
    case "fakeQuantize":
      return `bits ${op.bits} scale ${showReal(op.scale)} zero ${op.zeroPoint}`;
    case "prelu":
    case "reshape":
      return "";
    default:
      return assertNever(op);
  }
}
