/**
 * Checks at the borders between stages. A graph or network that our own stages built and that fails here is a bug of ours; the
 * findings are values so that tests and debug runs can show all of them.
 */
import { assertNever, type Problem } from "../base/outcome";
import { elementsOf, type Graph, type Node } from "./graph";
import { inferShape, isPermutation, kernelExtent, sameShape, showShape } from "./inferShape";
import { activationOf, type Layer, type Network, type Shape3 } from "./network";
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

/** Everything that is wrong with a lowered network; empty where nothing is. */
export function verifyNetwork(network: Network): readonly Problem[] {
  const problems: Problem[] = [];
  const say = (place: string, message: string): void => void problems.push({ code: "network.invalid", message, place });
  const names = new Set<string>();
  for (const [index, activation] of network.activations.entries()) {
    const { name, shape } = activation;
    if (activation.id !== index) say(name, `activation ${activation.id} lies at ${index}`);
    if (names.has(name)) say(name, "two activations have this name");
    names.add(name);
    if (shape.some((size) => !Number.isInteger(size) || size < 1))
      say(name, `shape ${showShape(shape)} is not positive`);
    if (activation.elements !== elementsOf(shape))
      say(name, `${activation.elements} elements do not fill ${showShape(shape)}`);
    const group = network.activations[activation.group];
    if (group?.group !== activation.group || activation.group > index)
      say(name, `group ${activation.group} is not led by its lowest member`);
    else if (group.fixed !== activation.fixed) say(name, "differs from its group in what is fixed");
  }

  const made = new Set<number>(network.inputs);
  const layerNames = new Set<string>();
  for (const [index, layer] of network.layers.entries()) {
    if (layer.index !== index) say(layer.name, `layer ${layer.index} lies at ${index}`);
    if (layerNames.has(layer.name)) say(layer.name, "two layers have this name");
    layerNames.add(layer.name);
    if ([...layer.inputs, layer.output].some((id) => network.activations[id] === undefined)) {
      say(layer.name, "refers to an activation that does not exist");
      continue;
    }
    for (const id of layer.inputs)
      if (!made.has(id)) say(layer.name, `reads activation ${id} before anything makes it`);
    if (made.has(layer.output)) say(layer.name, `makes activation ${layer.output}, which exists already`);
    made.add(layer.output);
    const mistake = layerMistake(network, layer);
    if (mistake) say(layer.name, mistake);
  }
  for (const id of network.outputs) if (!made.has(id)) say(`activation ${id}`, "nothing makes this output");
  for (const [tensor, id] of network.activationOfTensor) {
    if (!network.activations[id]) say(tensor, `maps to activation ${id}, which does not exist`);
  }
  return problems;
}

function layerMistake(network: Network, layer: Layer): string | undefined {
  const inputs = layer.inputs.map((id) => activationOf(network, id).shape);
  const output = activationOf(network, layer.output).shape;
  const [x] = inputs;
  if (!x) return "has no input";
  const [height, width, channels] = x;
  const expect = (shape: Shape3): string | undefined =>
    sameShape(shape, output) ? undefined : `makes ${showShape(shape)}, not ${showShape(output)}`;
  const keepsElements = (): string | undefined =>
    elementsOf(x) === elementsOf(output) ? undefined : `turns ${showShape(x)} into ${showShape(output)}`;
  const sharesGroup = (): string | undefined =>
    layer.inputs.every((id) => activationOf(network, id).group === activationOf(network, layer.output).group)
      ? undefined
      : "moves data between different quantizations";
  switch (layer.kind) {
    case "conv": {
      const { outputChannels, perChannel, elements } = layer.weights;
      if (elements !== outputChannels * perChannel)
        return `${elements} weights are not ${outputChannels} × ${perChannel}`;
      if (perChannel * layer.groups !== channels * layer.kernel[0] * layer.kernel[1])
        return `${perChannel} weights a channel do not fit its input`;
      if (layer.macs !== elementsOf(output) * perChannel) return `counts ${layer.macs} multiply-accumulates`;
      return outputChannels === output[2] && windowFits(layer, x, output, 0)
        ? undefined
        : `does not make ${showShape(output)}`;
    }
    case "fullyConnected": {
      const { outputChannels, perChannel } = layer.weights;
      const rows = elementsOf(x) / perChannel;
      if (!Number.isInteger(rows)) return `${perChannel} columns do not divide ${showShape(x)}`;
      if (layer.columnOrder && !isPermutation([...layer.columnOrder], perChannel))
        return "its column order is no permutation";
      if (layer.macs !== rows * layer.weights.elements) return `counts ${layer.macs} multiply-accumulates`;
      return elementsOf(output) === rows * outputChannels ? undefined : `does not make ${showShape(output)}`;
    }
    case "add":
    case "mul": {
      const [, b] = inputs;
      if (!b) return "needs two operands";
      return sameShape(b, x) || sameShape(b, [1, 1, channels])
        ? expect(x)
        : `operand ${showShape(b)} does not fit ${showShape(x)}`;
    }
    case "lookup":
    case "prelu":
    case "requantize":
    case "softmax":
      return expect(x);
    case "maxPool":
      return (
        sharesGroup() ??
        (output[2] === channels && windowFits(layer, x, output, 1) ? undefined : `does not make ${showShape(output)}`)
      );
    case "averagePool":
      return output[2] === channels && windowFits(layer, x, output, 1)
        ? undefined
        : `does not make ${showShape(output)}`;
    case "concat": {
      const size = inputs.reduce((sum, shape) => sum + shape[layer.axis], 0);
      const shape = output.map((extent, axis) => (axis === layer.axis ? size : extent));
      const agree = inputs.every((input) =>
        input.every((extent, axis) => axis === layer.axis || extent === output[axis]),
      );
      return agree && sameShape(shape, output) ? undefined : `does not make ${showShape(output)}`;
    }
    case "slice": {
      const inside = output.every(
        (size, axis) => (layer.starts[axis] ?? 0) + (size - 1) * (layer.steps[axis] ?? 1) < (x[axis] ?? 0),
      );
      return sharesGroup() ?? (inside ? undefined : `reads outside ${showShape(x)}`);
    }
    case "pad":
      return (
        sharesGroup() ??
        expect([
          height + layer.pads[0] + layer.pads[2],
          width + layer.pads[1] + layer.pads[3],
          channels + layer.channelsBefore + layer.channelsAfter,
        ])
      );
    case "resize":
      return sharesGroup() ?? expect([layer.sourceRows.length, layer.sourceColumns.length, channels]);
    case "transpose":
      if (!isPermutation(layer.perm, layer.from.length) || elementsOf(layer.from) !== elementsOf(x))
        return "its permutation does not fit";
      return sharesGroup() ?? keepsElements();
    default:
      return assertNever(layer);
  }
}

type WindowLayer = Extract<Layer, { readonly kind: "conv" | "maxPool" | "averagePool" }>;

/** Whether every output position's window touches the padded input; `slack` allows the partial last window of ceil_mode. */
function windowFits(layer: WindowLayer, x: Shape3, output: Shape3, slack: 0 | 1): boolean {
  return ([0, 1] as const).every((axis) => {
    const padded = x[axis] + layer.pads[axis] + layer.pads[axis === 0 ? 2 : 3];
    const last = (output[axis] - 1) * layer.strides[axis];
    const room = padded - kernelExtent(layer.kernel[axis], layer.dilations[axis]);
    return last <= room + slack * (layer.strides[axis] - 1) && room - last < layer.strides[axis];
  });
}
