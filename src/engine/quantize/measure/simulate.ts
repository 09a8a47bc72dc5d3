/**
 * The fast approximation of the integer program: the float graph with fake-quantized activations and the weights that the codes stand
 * for. Figures from it are labelled so; the interpreter is the truth (docs/numerics.md).
 */
import { gridBits } from "../../base/levels";
import type { Graph, Node, Tensor } from "../../ir/graph";
import { tensorOf } from "../../ir/graph";
import {
  activationOf,
  cellOf,
  chosenBits,
  hasWeights,
  isOnGrid,
  matricesOf,
  weightBits,
  type ActivationId,
  type Policy,
  type WeightedLayer,
} from "../../ir/network";
import type { ActivationBits, WeightBits } from "../../base/bits";
import type { Op } from "../../ir/op";
import type { ActivationFormat } from "../../ir/program";
import type { ChannelScaling } from "../scale/channelScaling";
import { membraneGrid } from "./membraneGrid";
import { groupOrigins } from "../groupOrigins";
import type { Quantizer } from "../quantizer";

/** Which tensors are quantized; the rest stay float. */
export interface PartialQuantization {
  readonly activations: ReadonlyMap<ActivationId, ActivationBits>;
  readonly weights: ReadonlyMap<WeightedLayer, WeightBits>;
  /**
   * By tensor, instead of the activation's own format: a grid for each channel, spelled out as sums and products around the quantization.
   * Only for measuring; for a policy scaleChannels hides them in the layers around.
   */
  readonly scalings?: ReadonlyMap<string, ChannelScaling>;
}

/** Everything that a policy quantizes. */
export function wholeQuantization(quantizer: Quantizer, policy: Policy): PartialQuantization {
  const { network } = quantizer;
  const activations = new Map<ActivationId, ActivationBits>();
  for (const activation of network.activations) {
    const { id, group } = activation;
    const isQuantized = isOnGrid(activation) || activation.membrane === true;
    if (group === id && isQuantized) activations.set(id, chosenBits(network, policy, id));
  }
  const weights = new Map(
    network.layers.filter(hasWeights).map((layer) => [layer, weightBits(policy, layer)] as const),
  );
  return { activations, weights };
}

/** The graph under that quantization; inputs and outputs keep their names. */
export function simulate(quantizer: Quantizer, quantization: PartialQuantization): Graph {
  const { graph, network } = quantizer;
  const tensors = new Map(graph.tensors);
  const nodes = onMembraneGrids(quantizer, quantization, replaceWeights(quantizer, quantization, tensors));

  const formats = new Map<string, ActivationFormat>();
  const origins = groupOrigins(network);
  for (const [group, bits] of quantization.activations) {
    if (activationOf(network, group).membrane) continue;
    for (const name of origins.get(group) ?? []) formats.set(name, quantizer.format(group, bits));
  }
  const { scalings = new Map<string, ChannelScaling>() } = quantization;
  return { ...graph, tensors, nodes: insertFakeQuantization(graph, nodes, formats, tensors, scalings) };
}

/** Each of these tensors rounded to its grid, in a graph that is otherwise left alone. */
export function withFakeQuantization(graph: Graph, formats: ReadonlyMap<string, ActivationFormat>): Graph {
  const tensors = new Map(graph.tensors);
  return { ...graph, tensors, nodes: insertFakeQuantization(graph, graph.nodes, formats, tensors, new Map()) };
}

function replaceWeights(quantizer: Quantizer, { weights }: PartialQuantization, tensors: Map<string, Tensor>): Node[] {
  const byName = new Map([...weights].map(([layer, bits]) => [layer.weights.node, { layer, bits }]));
  return quantizer.graph.nodes.map((node) => {
    const quantized = byName.get(node.name);
    if (!quantized) return node;
    const { layer, bits } = quantized;
    const [input, , , ...more] = node.inputs;
    if (input === undefined) throw new Error(`"${node.name}" has no input`);
    const grid = quantizer.grid(layer, bits);
    const { scales, zeroPoints } = grid;
    const isOneMatrix = matricesOf(layer).length === 1;
    const bias = Float32Array.from(quantizer.bias(layer, bits));
    const weightName = `${layer.weights.tensor}@${node.name}:${bits}`;
    const biasName = `${node.name}@bias:${bits}`;
    tensors.set(weightName, {
      name: weightName,
      shape: tensorOf(quantizer.graph, layer.weights.tensor).shape,
      data: quantizer.dequantized(layer, bits),
      ...(isOneMatrix && { given: { bits: gridBits(grid), scales: [...scales], zeroPoints: [...zeroPoints] } }),
    });
    tensors.set(biasName, { name: biasName, shape: [bias.length], data: bias });
    return { ...node, inputs: [input, weightName, biasName, ...more] };
  });
}

/** Neurons whose membranes are quantized count in units of them. */
function onMembraneGrids(quantizer: Quantizer, { activations, weights }: PartialQuantization, nodes: Node[]): Node[] {
  const { network } = quantizer;
  const grids = new Map(
    network.layers.flatMap((layer) => {
      if (layer.kind !== "fire" && layer.kind !== "spiking") return [];
      const membrane = activationOf(network, cellOf(layer) ?? -1);
      const bits = activations.get(membrane.id);
      if (bits === undefined) return [];
      const own = layer.kind === "spiking" ? weights.get(layer) : undefined;
      const scales = own === undefined || layer.kind !== "spiking" ? undefined : quantizer.grid(layer, own);
      return [[membrane.name, membraneGrid(layer, bits, scales)] as const];
    }),
  );
  return nodes.map((node) => {
    const grid = node.op.kind === "fire" ? grids.get(node.inputs[1] ?? "") : undefined;
    return grid && node.op.kind === "fire" ? { ...node, op: { ...node.op, grid } } : node;
  });
}

/** After the node that makes a tensor, or in front of every reader of a graph input. */
function insertFakeQuantization(
  graph: Graph,
  nodes: readonly Node[],
  formats: ReadonlyMap<string, ActivationFormat>,
  tensors: Map<string, Tensor>,
  scalings: ReadonlyMap<string, ChannelScaling>,
): Node[] {
  const result: Node[] = [];
  const renamedInputs = new Map<string, string>();
  for (const input of graph.inputs) {
    const format = formats.get(input);
    if (!format) continue;
    const quantized = `${input}@quantized`;
    tensors.set(quantized, { ...tensorOf(graph, input), name: quantized });
    renamedInputs.set(input, quantized);
    result.push(fakeQuantize(input, quantized, format));
  }
  for (const node of nodes) {
    const inputs = node.inputs.map((name) => renamedInputs.get(name) ?? name);
    const format = formats.get(node.output);
    if (!format) {
      result.push({ ...node, inputs });
      continue;
    }
    const exact = `${node.output}@float`;
    tensors.set(exact, { ...tensorOf(graph, node.output), name: exact });
    result.push({ ...node, inputs, output: exact });
    const scaling = scalings.get(node.output);
    if (scaling) result.push(...fakeQuantizeChannels(exact, tensorOf(graph, node.output), scaling, tensors));
    else result.push(fakeQuantize(exact, node.output, format));
  }
  return result;
}

function fakeQuantize(input: string, output: string, format: ActivationFormat): Node {
  return { name: `${output}@fakeQuantize`, op: { kind: "fakeQuantize", ...format }, inputs: [input], output };
}

/** gain·fakeQuantize((x − offset) / gain) + offset, channel by channel. */
function fakeQuantizeChannels(
  input: string,
  output: Tensor,
  { bits, scale, gains, offsets }: ChannelScaling,
  tensors: Map<string, Tensor>,
): readonly Node[] {
  const shape = output.shape.map((size, axis) => (axis === 1 ? size : 1));
  const constant = (what: string, data: Float32Array): string => {
    const name = `${output.name}@${what}`;
    tensors.set(name, { name, shape, data });
    return name;
  };
  const gain = constant("gain", Float32Array.from(gains));
  const perGain = constant(
    "perGain",
    Float32Array.from(gains, (value) => 1 / value),
  );
  const isShifted = offsets.some((value) => value !== 0);
  const offset = isShifted ? constant("offset", Float32Array.from(offsets)) : "";
  const steps: { readonly what: string; readonly op: Op; readonly operand?: string }[] = [
    ...(isShifted ? [{ what: "shifted", op: { kind: "sub" }, operand: offset } as const] : []),
    { what: "scaled", op: { kind: "mul" }, operand: perGain },
    { what: "grid", op: { kind: "fakeQuantize", bits, scale, zeroPoint: 0 } },
    { what: isShifted ? "unscaled" : "", op: { kind: "mul" }, operand: gain },
    ...(isShifted ? [{ what: "", op: { kind: "add" }, operand: offset } as const] : []),
  ];
  let from = input;
  return steps.map(({ what, op, operand }): Node => {
    const to = what === "" ? output.name : `${output.name}@${what}`;
    if (what !== "") tensors.set(to, { name: to, shape: output.shape });
    const node = { name: `${to}@channels`, op, inputs: operand === undefined ? [from] : [from, operand], output: to };
    from = to;
    return node;
  });
}
