/**
 * Deterministic text of a graph or a network, for goldens and for reading. One line a thing, in execution order; constants show
 * their values where they are few and a checksum of their bits where they are many.
 */
import type { Graph, GivenQuantization, Tensor } from "./graph";
import { showShape } from "./inferShape";
import type { Activation, Layer, Network } from "./network";
import type { Clamp, Op, Window } from "./op";
import { describeScalar } from "./scalarFunction";
import { assertNever } from "../base/outcome";

const SHOWN_VALUES = 8;

export function dumpGraph(graph: Graph): string {
  const lines = [`graph ${graph.name}`];
  for (const name of graph.inputs) lines.push(`input ${name} ${shapeOf(graph, name)}`);
  for (const tensor of graph.tensors.values()) {
    if (tensor.data)
      lines.push(`const ${tensor.name} ${showShape(tensor.shape)} ${values(tensor.data)}${given(tensor.given)}`);
  }
  for (const node of graph.nodes) {
    const details = describeOp(node.op);
    const call = `${node.op.kind}(${node.inputs.join(", ")})${details ? ` ${details}` : ""}`;
    lines.push(
      `${node.name}: ${call} -> ${node.output} ${shapeOf(graph, node.output)}${given(graph.tensors.get(node.output)?.given)}`,
    );
  }
  for (const name of graph.outputs) lines.push(`output ${name}`);
  return `${lines.join("\n")}\n`;
}

export function dumpNetwork(network: Network): string {
  const lines = [`network ${network.name}`];
  const show = (id: number): string => `%${id}`;
  for (const id of network.inputs) lines.push(`input ${describeActivation(network.activations[id])}`);
  for (const layer of network.layers) {
    const details = describeLayer(layer);
    const call = `${layer.kind}(${layer.inputs.map(show).join(", ")})${details ? ` ${details}` : ""}`;
    const macs = layer.macs > 0 ? ` ${layer.macs} MACs` : "";
    lines.push(`${layer.name}: ${call}${macs} -> ${describeActivation(network.activations[layer.output])}`);
  }
  for (const id of network.outputs) lines.push(`output ${show(id)}`);
  for (const [tensor, id] of network.activationOfTensor) {
    const layout = network.layouts?.get(tensor);
    const where = layout ? ` = ${showShape(layout.factors)} in order ${showShape(layout.order)}` : "";
    lines.push(`tensor ${tensor} in ${show(id)}${where}`);
  }
  return `${lines.join("\n")}\n`;
}

function shapeOf(graph: Graph, name: string): string {
  const tensor: Tensor | undefined = graph.tensors.get(name);
  return tensor ? showShape(tensor.shape) : "[missing]";
}

function describeActivation(activation: Activation | undefined): string {
  if (!activation) return "[missing]";
  const group = activation.group === activation.id ? "" : ` group %${activation.group}`;
  const fixed = activation.fixed === undefined ? "" : ` fixed ${activation.fixed}`;
  return `%${activation.id} ${activation.name} ${showShape(activation.shape)}${group}${fixed}`;
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
      return `epsilon ${real(op.epsilon)}`;
    case "activation":
      return describeScalar(op.fn, real);
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
      return `before ${showShape(op.before)} after ${showShape(op.after)} value ${real(op.value)}`;
    case "resize":
      return `rows ${showShape(op.sourceRows)} columns ${showShape(op.sourceColumns)}`;
    case "fakeQuantize":
      return `bits ${op.bits} scale ${real(op.scale)} zero ${op.zeroPoint}`;
    case "prelu":
    case "reshape":
      return "";
    default:
      return assertNever(op);
  }
}

function describeLayer(layer: Layer): string {
  switch (layer.kind) {
    case "conv":
      return `${describeWindow(layer)} groups ${layer.groups} ${describeWeights(layer)}`;
    case "fullyConnected":
      return describeWeights(layer) + (layer.columnOrder ? ` columns ${indices(layer.columnOrder)}` : "");
    case "add":
      return layer.sign === 1 ? "" : "negative";
    case "lookup":
      return describeScalar(layer.fn, real);
    case "prelu":
      return `slope ${layer.slope}`;
    case "maxPool":
      return describeWindow(layer);
    case "averagePool":
      return `${describeWindow(layer)}${layer.countIncludePad ? " counting pads" : ""} extra ${layer.ceilExtra.join(",")}`;
    case "concat":
      return `axis ${layer.axis}`;
    case "slice":
      return `from ${showShape(layer.starts)} by ${showShape(layer.steps)}`;
    case "pad":
      return `pads ${layer.pads.join(",")} channels ${layer.channelsBefore},${layer.channelsAfter} value ${real(layer.value)}`;
    case "resize":
      return `rows ${showShape(layer.sourceRows)} columns ${showShape(layer.sourceColumns)}`;
    case "transpose":
      return `from ${showShape(layer.from)} perm ${showShape(layer.perm)}`;
    case "mul":
    case "requantize":
    case "softmax":
      return "";
    default:
      return assertNever(layer);
  }
}

function describeWeights(layer: Extract<Layer, { readonly kind: "conv" | "fullyConnected" }>): string {
  const { tensor, bias, outputChannels, perChannel } = layer.weights;
  return `weights ${tensor} ${outputChannels}×${perChannel}${bias === undefined ? "" : ` bias ${bias}`}`;
}

function describeWindow(window: Window): string {
  const pair = (values: readonly number[]): string => values.join("×");
  const { kernel, strides, pads, dilations } = window;
  return `kernel ${pair(kernel)} strides ${pair(strides)} pads ${pads.join(",")} dilations ${pair(dilations)}`;
}

function describeClamp(clamp: Clamp | undefined): string {
  return clamp ? ` clamp ${real(clamp.min)}..${real(clamp.max)}` : "";
}

function given(quantization: GivenQuantization | undefined): string {
  if (!quantization) return "";
  const { bits, scales, zeroPoints } = quantization;
  return ` given ${bits} bits scale ${values(scales)} zero ${values(zeroPoints)}`;
}

/** Seven significant digits tell float32 values apart as far as a reader cares, and hide the noise of a double. */
function real(value: number): string {
  return String(Number(value.toPrecision(7)));
}

function values(list: ArrayLike<number>): string {
  if (list.length <= SHOWN_VALUES) return Array.from(list, real).join(" ") || "(empty)";
  return `${list.length} values ${checksum(Float32Array.from(list))}`;
}

function indices(order: Int32Array): string {
  return order.length <= 2 * SHOWN_VALUES
    ? showShape([...order])
    : `${order.length} values ${checksum(Float32Array.from(order))}`;
}

/** FNV-1a over the float32 bit patterns, each word little endian. */
function checksum(data: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4));
  let hash = 0x811c9dc5;
  for (const value of data) {
    view.setFloat32(0, value, true);
    for (let byte = 0; byte < 4; byte++) hash = Math.imul(hash ^ view.getUint8(byte), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
