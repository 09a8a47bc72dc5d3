/**
 * Gives a graph's input a grid whose codes are pixels. Preparation maps a pixel p to x = (p − m_c)·g_c; a grid x = s·(q − z) has one scale
 * and a whole zero point, so it meets all pixels only where m_c and g_c are the same for all channels and m_c is whole. Everywhere else the
 * products that read the input take the difference: with v = s·(p − z), s = |g_0|,
 *
 *   x_c = (g_c / s)·v + g_c·(z − m_c)
 *
 * and the first factor goes into the weights of channel c, the second term into the bias. That is exact but for padding: padded places hold
 * x = 0, the rewritten graph has v = 0 there, which is x_c = g_c·(z − m_c). For pixels scaled to [−1, 1] that is half a code; a grid chosen
 * by calibration is off by up to half a code everywhere.
 */
import { clamp } from "../../base/fixedPoint";
import { constantOf, consumersOf, elementsOf, tensorOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import type { InputGrid, PixelScale } from "../../ir/inputPixels";
import { invariant } from "../../base/outcome";

export interface PixelInput {
  readonly graph: Graph;
  /** Absent where the graph takes the model's own values. */
  readonly grid?: InputGrid;
  /** v = scale·(pixel − zeroPoint). */
  readonly scale: number;
  readonly zeroPoint: number;
}

const LARGEST_PIXEL = 255;
/** In pixels: how far padding may be from the value that it stands for. Means of colours differ by 20. */
const MOST_PADDING_ERROR = 12;

/**
 * @param input the one that takes pixels; others are left alone
 * @param stride elements between neighbours of one channel's axis, for lists with one entry a channel
 * @returns undefined where something else than products reads the input, or padding would be too far off
 */
export function pixelInput(
  graph: Graph,
  input: string,
  { mean, scale }: PixelScale,
  stride: number,
): PixelInput | undefined {
  const channels = Math.max(mean.length, scale.length);
  const at = (list: readonly number[], channel: number): number => list[channel % list.length] ?? 0;
  const means = Array.from({ length: channels }, (_, channel) => at(mean, channel));
  const steps = Array.from({ length: channels }, (_, channel) => at(scale, channel));
  const unit = Math.abs(steps[0] ?? 0);
  if (!steps.every((step) => step !== 0 && Number.isFinite(step)) || !means.every(Number.isFinite)) return undefined;
  const middle = means.reduce((sum, value) => sum + value, 0) / channels;
  const zeroPoint = clamp(Math.round(middle), 0, LARGEST_PIXEL);
  const onPixels = (rewritten: Graph): Graph => ({
    ...rewritten,
    tensors: new Map(rewritten.tensors).set(input, {
      ...tensorOf(rewritten, input),
      given: { bits: 8, scales: [unit], zeroPoints: [zeroPoint] },
    }),
  });
  if (means.every((value) => value === zeroPoint) && steps.every((step) => step === unit))
    return { graph: onPixels(graph), scale: unit, zeroPoint };

  const gains = steps.map((step) => step / unit);
  const offsets = steps.map((step, channel) => step * (zeroPoint - (means[channel] ?? 0)));
  const isPaddable = means.every((value) => Math.abs(value - zeroPoint) <= MOST_PADDING_ERROR);
  const { shape } = tensorOf(graph, input);
  const channelOf = Int32Array.from({ length: elementsOf(shape) }, (_, i) => Math.floor(i / stride) % channels);
  const readers = readersOf(graph, input, channelOf);
  if (!readers?.every(({ node }) => isPaddable || !isPadded(node))) return undefined;
  const draft = new Map(graph.tensors);
  const nodes = new Map<Node, Node>();
  for (const { node, columns } of readers) nodes.set(node, rewritten(graph, draft, node, columns, gains, offsets));
  const changed = { ...graph, tensors: draft, nodes: graph.nodes.map((node) => nodes.get(node) ?? node) };
  return { graph: onPixels(changed), grid: { input, gains, offsets, stride }, scale: unit, zeroPoint };
}

function isPadded({ op }: Node): boolean {
  return op.kind === "conv" && op.pads.some((pad) => pad > 0);
}

/** A product that reads the input, and the channel of the input that each of its columns multiplies. */
interface Reader {
  readonly node: Node;
  readonly columns: Int32Array;
}

/** Through transposes and reshapes; undefined where anything else reads the input, or a product mixes what it cannot tell apart. */
function readersOf(graph: Graph, tensor: string, channelOf: Int32Array): readonly Reader[] | undefined {
  if (graph.outputs.includes(tensor)) return undefined;
  const found: Reader[] = [];
  for (const node of consumersOf(graph).get(tensor) ?? []) {
    const { op } = node;
    if (op.kind === "reshape" || op.kind === "transpose") {
      const moved = op.kind === "reshape" ? channelOf : transposed(channelOf, tensorOf(graph, tensor).shape, op.perm);
      const behind = readersOf(graph, node.output, moved);
      if (!behind) return undefined;
      found.push(...behind);
      continue;
    }
    const columns = columnsOf(graph, node, tensor, channelOf);
    if (!columns) return undefined;
    found.push({ node, columns });
  }
  return found;
}

/** One entry for each input channel of a convolution, or each column of a matrix. */
function columnsOf(graph: Graph, node: Node, tensor: string, channelOf: Int32Array): Int32Array | undefined {
  const { op, inputs } = node;
  if (op.kind !== "conv" && op.kind !== "fullyConnected") return undefined;
  const [data, weights] = inputs;
  if (data !== tensor || weights === undefined || inputs.includes(tensor, 1)) return undefined;
  if (!constantOf(graph, weights) || consumersOf(graph).get(weights)?.length !== 1) return undefined;
  const { shape } = tensorOf(graph, tensor);
  const count = op.kind === "conv" ? (shape[1] ?? 1) : (shape.at(-1) ?? 1);
  const run = op.kind === "conv" ? channelOf.length / count : 1;
  const columns = Int32Array.from({ length: count }, (_, column) => channelOf[column * run] ?? 0);
  const isOne = channelOf.every((channel, i) => channel === columns[Math.floor(i / run) % count]);
  return isOne ? columns : undefined;
}

function transposed(values: Int32Array, shape: readonly number[], perm: readonly number[]): Int32Array {
  const strides = shape.map((_, axis) => elementsOf(shape.slice(axis + 1)));
  const sizes = perm.map((axis) => shape[axis] ?? 1);
  const steps = perm.map((axis) => strides[axis] ?? 1);
  return Int32Array.from(values, (_, i) => {
    let from = 0;
    for (let axis = sizes.length - 1, rest = i; axis >= 0; axis--) {
      const size = sizes[axis] as number;
      from += (rest % size) * (steps[axis] as number);
      rest = Math.floor(rest / size);
    }
    return values[from] as number;
  });
}

/** W·(gain·v + offset) + b, with new weights and bias in `draft`. */
function rewritten(
  graph: Graph,
  draft: Map<string, Tensor>,
  node: Node,
  columns: Int32Array,
  gains: readonly number[],
  offsets: readonly number[],
): Node {
  const [data = "", weightName = "", biasName] = node.inputs;
  const weights = constantOf(graph, weightName);
  invariant(weights !== undefined, `"${node.name}" has constant weights`);
  const { shape } = tensorOf(graph, weightName);
  const outputs = shape[0] ?? 1;
  const perOutput = weights.length / outputs;
  const inputsOfGroup = shape[1] ?? 1;
  const taps = perOutput / inputsOfGroup;
  const outputsOfGroup = node.op.kind === "conv" ? outputs / node.op.groups : outputs;
  const channelOf = (at: number): number => {
    const group = Math.floor(at / (perOutput * outputsOfGroup));
    return columns[group * inputsOfGroup + Math.floor((at % perOutput) / taps)] ?? 0;
  };
  const bias = Float64Array.from(constantOf(graph, biasName) ?? new Float32Array(outputs));
  weights.forEach((weight, at) => {
    const output = Math.floor(at / perOutput);
    bias[output] = (bias[output] as number) + weight * (offsets[channelOf(at)] as number);
  });
  const scaled = weights.map((weight, at) => weight * (gains[channelOf(at)] as number));
  draft.set(weightName, withoutGiven(tensorOf(graph, weightName), scaled, gains));
  const newBias = `${node.name}@pixelBias`;
  draft.set(newBias, { name: newBias, shape: [outputs], data: Float32Array.from(bias) });
  return { ...node, inputs: [data, weightName, newBias] };
}

/** Weights that were stretched do not lie on the grid that the file gave them. */
function withoutGiven({ name, shape, given }: Tensor, data: Float32Array, gains: readonly number[]): Tensor {
  const isSame = gains.every((gain) => gain === 1);
  return { name, shape, data, ...(isSame && given && { given }) };
}
