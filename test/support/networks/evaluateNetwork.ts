/**
 * Executes a lowered network in float over [H, W, C] memory, with constants from its graph. It shares no code with lowering, so
 * equality with evaluateGraph() shows that layouts, column orders and transposes are right.
 */
import { fire } from "./evaluateGraph";
import { recur } from "./floatRecurrent";
import { assertNever } from "../../../src/engine/base/outcome";
import { evaluateScalar } from "../../../src/engine/ir/scalarFunction";
import { tensorOf, type Graph } from "../../../src/engine/ir/graph";
import {
  activationOf,
  productOf,
  type Layer,
  type LayerOf,
  type Network,
  type Shape3,
  type TensorLayout,
} from "../../../src/engine/ir/network";
import type { Clamp } from "../../../src/engine/ir/op";
import type { FloatTensor } from "../../../src/engine/ir/ports";

/** Every activation's memory by id. */
export function evaluateNetwork(
  network: Network,
  graph: Graph,
  feeds: ReadonlyMap<string, FloatTensor>,
): readonly Float64Array[] {
  const memory: Float64Array[] = [];
  for (const [name, fed] of feeds) {
    const id = network.activationOfTensor.get(name);
    const layout = network.layouts?.get(name);
    if (id === undefined || !layout) throw new Error(`input "${name}" lies nowhere`);
    memory[id] = toMemory(fed.data, layout);
  }
  const ops = new Map(graph.nodes.map((node) => [node.name, node.op]));
  const cuts = cutsOf(network, graph);
  const cut = (id: number): void => {
    const bounds = cuts.get(id);
    const values = memory[id];
    if (bounds && values) memory[id] = values.map((value) => Math.min(Math.max(value, bounds.min), bounds.max));
  };
  for (const id of network.inputs) cut(id);
  for (const layer of network.layers) {
    const inputs = layer.inputs.map((id) => ({
      shape: activationOf(network, id).shape,
      data: memory[id] ?? new Float64Array(),
    }));
    const shape = activationOf(network, layer.output).shape;
    const result = run(layer, inputs, shape, graph);
    const op = ops.get(layer.name);
    const clamp =
      op && "clamp" in op ? op.clamp : op?.kind === "activation" && op.fn.fn === "clamp" ? op.fn : undefined;
    memory[layer.output] = clamp ? result.map((value) => Math.min(Math.max(value, clamp.min), clamp.max)) : result;
    cut(layer.output);
  }
  return memory;
}

/** A clamp that is no layer cuts the values of the activation that it reads. */
export function cutsOf(network: Network, graph: Graph): ReadonlyMap<number, Clamp> {
  const layers = new Set(network.layers.map(({ name }) => name));
  const cuts = new Map<number, Clamp>();
  for (const { name, op, output } of graph.nodes) {
    const id = network.activationOfTensor.get(output);
    if (op.kind === "activation" && op.fn.fn === "clamp" && id !== undefined && !layers.has(name)) cuts.set(id, op.fn);
  }
  return cuts;
}

/** Row-major values in memory order. */
export function toMemory(data: ArrayLike<number>, { factors, order }: TensorLayout): Float64Array {
  const strides = factors.map((_, i) => factors.slice(i + 1).reduce((product, size) => product * size, 1));
  let positions = [0];
  for (const factor of order) {
    positions = positions.flatMap((base) =>
      Array.from({ length: factors[factor] ?? 1 }, (_, i) => base + i * (strides[factor] ?? 0)),
    );
  }
  return Float64Array.from(positions, (position) => data[position] ?? NaN);
}

interface Operand {
  readonly shape: Shape3;
  readonly data: Float64Array;
}

function run(layer: Layer, inputs: readonly Operand[], shape: Shape3, graph: Graph): Float64Array {
  const [x, second] = inputs;
  if (!x) throw new Error(`"${layer.name}" has no input`);
  const at = ({ shape: [height, width, channels], data }: Operand, y: number, z: number, c: number): number =>
    y < 0 || z < 0 || c < 0 || y >= height || z >= width || c >= channels
      ? NaN
      : (data[(y * width + z) * channels + c] ?? NaN);
  const fill = (value: (y: number, z: number, c: number) => number): Float64Array => {
    const [height, width, channels] = shape;
    const result = new Float64Array(height * width * channels);
    for (let i = 0; i < result.length; i++) {
      result[i] = value(Math.floor(i / channels / width), Math.floor(i / channels) % width, i % channels);
    }
    return result;
  };
  switch (layer.kind) {
    case "conv":
      return fill((y, z, c) => convolveAt(layer, x, y, z, c, graph));
    case "fullyConnected":
      return fullyConnected(layer, x, graph);
    case "add":
    case "mul": {
      if (!second) throw new Error(`"${layer.name}" has one operand`);
      const vector = second.data.length !== x.data.length;
      const other = (y: number, z: number, c: number): number =>
        vector ? (second.data[c] ?? NaN) : at(second, y, z, c);
      if (vector && (second.shape[0] !== 1 || second.shape[1] !== 1))
        throw new Error(`"${layer.name}" broadcasts no vector`);
      return fill((y, z, c) =>
        layer.kind === "mul" ? at(x, y, z, c) * other(y, z, c) : at(x, y, z, c) + layer.sign * other(y, z, c),
      );
    }
    case "lookup":
      return x.data.map((value) => lookup(layer, value));
    case "prelu": {
      const slopes = tensorOf(graph, layer.slope).data ?? [];
      return fill((y, z, c) => at(x, y, z, c) * (at(x, y, z, c) < 0 ? (slopes[c] ?? NaN) : 1));
    }
    case "maxPool":
      return fill((y, z, c) =>
        Math.max(...under(layer, x.shape, y, z).inside.map(([row, column]) => at(x, row, column, c))),
      );
    case "averagePool":
      return fill((y, z, c) => {
        const { inside, padded } = under(layer, x.shape, y, z);
        const sum = inside.reduce((total, [row, column]) => total + at(x, row, column, c), 0);
        return sum / (inside.length + (layer.countIncludePad ? padded : 0));
      });
    case "concat":
      return fill((...position) => {
        for (const input of inputs) {
          const here = position[layer.axis];
          if (here < input.shape[layer.axis]) return at(input, ...position);
          position[layer.axis] = here - input.shape[layer.axis];
        }
        return NaN;
      });
    case "slice": {
      const from = (axis: 0 | 1 | 2, i: number): number => layer.starts[axis] + i * layer.steps[axis];
      return fill((y, z, c) => at(x, from(0, y), from(1, z), from(2, c)));
    }
    case "pad":
      return fill((y, z, c) => {
        const value = at(x, y - layer.pads[0], z - layer.pads[1], c - layer.channelsBefore);
        return Number.isNaN(value) ? layer.value : value;
      });
    case "resize":
      return fill((y, z, c) => at(x, layer.sourceRows[y] ?? -1, layer.sourceColumns[z] ?? -1, c));
    case "transpose":
      return toMemory(x.data, { factors: layer.from, order: layer.perm });
    case "requantize":
      return x.data;
    case "fire":
      return Float64Array.from(fire(layer.neuron, x.data, second?.data ?? [], "spikes"));
    case "spiking": {
      const product = productOf(layer);
      if (!product) throw new Error(`"${layer.name}" has no product`);
      const currents = run(product, inputs.slice(0, 1), shape, graph);
      return Float64Array.from(fire(layer.neuron, currents, second?.data ?? [], "spikes"));
    }
    case "recurrent": {
      const constant = (name: string | undefined): Float32Array | undefined =>
        name === undefined ? undefined : tensorOf(graph, name).data;
      const { weights, initialHidden, initialCell, units } = layer;
      const how = { ...layer, columns: weights.perChannel - units };
      return recur(how, x.data, {
        weights: constant(weights.tensor) ?? [],
        bias: constant(weights.bias) ?? [],
        hidden: constant(initialHidden) ?? (layer.carried ? second?.data : undefined),
        cell: constant(initialCell),
      });
    }
    case "normalize": {
      const [rows, columns, channels] = x.shape;
      const inner = channels / layer.groups;
      const parameter = (name: string | undefined, c: number, otherwise: number): number => {
        const values = name === undefined ? [otherwise] : (tensorOf(graph, name).data ?? []);
        return values[values.length === 1 ? 0 : c] ?? NaN;
      };
      return fill((y, z, c) => {
        const group: number[] = [];
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++) {
            if (layer.across === "pixel" && (row !== y || column !== z)) continue;
            const first = Math.floor(c / inner) * inner;
            for (let i = first; i < first + inner; i++) group.push(at(x, row, column, i));
          }
        const mean = layer.centred ? group.reduce((sum, value) => sum + value, 0) / group.length : 0;
        const variance = group.reduce((sum, value) => sum + (value - mean) ** 2, 0) / group.length;
        const normalized = (at(x, y, z, c) - mean) / Math.sqrt(Math.max(1e-30, variance + layer.epsilon));
        return normalized * parameter(layer.scale, c, 1) + parameter(layer.bias, c, 0);
      });
    }
    case "softmax": {
      const [, width, channels] = x.shape;
      return fill((y, z, c) => {
        const line = x.data.slice((y * width + z) * channels, (y * width + z + 1) * channels);
        const greatest = Math.max(...line);
        return Math.exp((line[c] ?? NaN) - greatest) / line.reduce((sum, value) => sum + Math.exp(value - greatest), 0);
      });
    }
    case "keptRows":
    case "movingAverage":
      throw new Error(`lowering makes no layer of kind ${layer.kind}`);
    default:
      return assertNever(layer);
  }
}

function convolveAt(layer: LayerOf<"conv">, x: Operand, y: number, z: number, c: number, graph: Graph): number {
  const weights = tensorOf(graph, layer.weights.tensor);
  const [outputs = 0, inner = 0, kernelHeight = 0, kernelWidth = 0] = weights.shape;
  const [height, width, channels] = x.shape;
  const first = Math.floor(c / (outputs / layer.groups)) * inner;
  let sum = layer.weights.bias === undefined ? 0 : (tensorOf(graph, layer.weights.bias).data?.[c] ?? NaN);
  for (let ky = 0; ky < kernelHeight; ky++) {
    for (let kx = 0; kx < kernelWidth; kx++) {
      const row = y * layer.strides[0] - layer.pads[0] + ky * layer.dilations[0];
      const column = z * layer.strides[1] - layer.pads[1] + kx * layer.dilations[1];
      if (row < 0 || column < 0 || row >= height || column >= width) continue;
      for (let k = 0; k < inner; k++) {
        const weight = weights.data?.[((c * inner + k) * kernelHeight + ky) * kernelWidth + kx] ?? NaN;
        sum += weight * (x.data[(row * width + column) * channels + first + k] ?? NaN);
      }
    }
  }
  return sum;
}

function fullyConnected(layer: LayerOf<"fullyConnected">, x: Operand, graph: Graph): Float64Array {
  const { outputChannels, perChannel, tensor, bias } = layer.weights;
  const weights = tensorOf(graph, tensor).data ?? [];
  const biases = bias === undefined ? undefined : tensorOf(graph, bias).data;
  const result = new Float64Array((x.data.length / perChannel) * outputChannels);
  return result.map((_, i) => {
    const o = i % outputChannels;
    const first = Math.floor(i / outputChannels) * perChannel;
    let sum = biases?.[o] ?? 0;
    for (let k = 0; k < perChannel; k++) {
      sum += (x.data[first + k] ?? NaN) * (weights[o * perChannel + (layer.columnOrder?.[k] ?? k)] ?? NaN);
    }
    return sum;
  });
}

function lookup(layer: LayerOf<"lookup">, x: number): number {
  const { fn } = layer;
  switch (fn.fn) {
    case "clamp":
      return Math.min(Math.max(x, fn.min), fn.max);
    case "leakyRelu":
      return x >= 0 ? x : fn.alpha * x;
    case "sigmoid":
      return 1 / (1 + Math.exp(-x));
    case "tanh":
      return Math.tanh(x);
    case "hardSigmoid":
      return Math.min(Math.max(fn.alpha * x + fn.beta, 0), 1);
    case "hardSwish":
      return (x * Math.min(Math.max(x + 3, 0), 6)) / 6;
    default:
      return evaluateScalar(fn, x);
  }
}

/** Input positions under the window of one output position, and how many declared paddings. */
function under(
  layer: LayerOf<"maxPool"> | LayerOf<"averagePool">,
  [height, width]: Shape3,
  y: number,
  z: number,
): { readonly inside: readonly (readonly [number, number])[]; readonly padded: number } {
  const inside: (readonly [number, number])[] = [];
  let padded = 0;
  for (let ky = 0; ky < layer.kernel[0]; ky++) {
    for (let kx = 0; kx < layer.kernel[1]; kx++) {
      const row = y * layer.strides[0] - layer.pads[0] + ky * layer.dilations[0];
      const column = z * layer.strides[1] - layer.pads[1] + kx * layer.dilations[1];
      if (row >= 0 && column >= 0 && row < height && column < width) inside.push([row, column]);
      else if (row < height + layer.pads[2] && column < width + layer.pads[3]) padded += 1;
    }
  }
  return { inside, padded };
}
