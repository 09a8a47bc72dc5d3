/**
 * Removes channels that are the same whatever the input: training leaves filters whose output never rises above the clamp, and each of
 * them costs memory from the layer that makes it to the layers that mix channels again. Interval arithmetic proves them (channelBounds.ts);
 * the function stays the same. What a constant channel adds to the layers behind moves into their biases.
 */
import { constantOf, consumersOf, tensorOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import type { Clamp } from "../../ir/op";
import { channelBoundsOf, isSpatialMean, keepsChannels, type ChannelBounds } from "./channelBounds";

/** From the layer that makes channels, over layers that keep them apart, to the layers that mix them again. */
interface Run {
  readonly source: Node;
  /** In graph order. */
  readonly between: readonly Node[];
  /** What reads the last tensor. */
  readonly mixers: readonly Node[];
  readonly last: string;
}

/**
 * "all" leaves only channels that differ. "fours" fills them up with the first dead ones to whole fours: kernels take four channels at a
 * time and the rest one by one (MobileNetV1 0.25/128 with 6 of 8 channels in front takes 30 % more instructions than with all 8).
 */
export type DeadChannels = "fours" | "all";

/** @param inputs bounds of the graph's inputs by name, where they are known: more channels are provably dead then */
export function removeDeadChannels(graph: Graph, which: DeadChannels, inputs?: ReadonlyMap<string, Clamp>): Graph {
  const bounds = channelBoundsOf(graph, inputs);
  const draft = new ShrinkingGraph(graph);
  for (const source of graph.nodes) {
    const run = runFrom(graph, source);
    if (!run) continue;
    const values = constantsOf(graph, run, bounds.get(run.last));
    const kept = keptOf(values, which === "fours" ? 4 : 1);
    if (kept.length < values.length) draft.remove(run, kept, values);
  }
  return draft.finish();
}

/** An empty tensor has no form: a multiple, even where all channels are dead. */
function keptOf(values: readonly (number | undefined)[], multiple: number): readonly number[] {
  const alive = values.filter((value) => value === undefined).length;
  let fill = Math.max(1, Math.ceil(alive / multiple)) * multiple - alive;
  return values.flatMap((value, channel) => (value === undefined || fill-- > 0 ? [channel] : []));
}

function runFrom(graph: Graph, source: Node): Run | undefined {
  if (!isOwnDense(graph, source)) return undefined;
  const readers = consumersOf(graph);
  const between: Node[] = [];
  let last = source.output;
  for (;;) {
    if (graph.outputs.includes(last)) return undefined;
    const next = readers.get(last) ?? [];
    const [only] = next;
    if (only && next.length === 1 && keepsApart(graph, only)) {
      between.push(only);
      last = only.output;
      continue;
    }
    const mixes = next.length > 0 && next.every((node) => isOwnDense(graph, node) && node.inputs[0] === last);
    return mixes ? { source, between, mixers: next, last } : undefined;
  }
}

/** A product over all input channels whose constants nobody else reads. */
function isOwnDense(graph: Graph, node: Node): boolean {
  const { op } = node;
  const isDense =
    (op.kind === "conv" && op.groups === 1) ||
    (op.kind === "fullyConnected" && tensorOf(graph, node.output).shape.length === 2);
  return isDense && hasOwnConstants(graph, node);
}

function keepsApart(graph: Graph, node: Node): boolean {
  const { op } = node;
  switch (op.kind) {
    case "conv": {
      const [outputs, inputsOfGroup] = tensorOf(graph, node.inputs[1] ?? "").shape;
      return op.groups > 1 && op.groups === outputs && inputsOfGroup === 1 && hasOwnConstants(graph, node);
    }
    case "activation":
    case "maxPool":
    case "averagePool":
      return tensorOf(graph, node.output).shape.length === 4;
    case "reduceMean":
      return isSpatialMean(op);
    case "reshape":
      return keepsChannels(graph, node);
    default:
      return false;
  }
}

function hasOwnConstants(graph: Graph, node: Node): boolean {
  return node.inputs
    .slice(1)
    .every((name) => constantOf(graph, name) && graph.nodes.filter(({ inputs }) => inputs.includes(name)).length === 1);
}

/** By channel of the last tensor: its value where it has only one that the mixers can do without. */
function constantsOf(
  graph: Graph,
  { mixers, last }: Run,
  bounds: ChannelBounds | undefined,
): readonly (number | undefined)[] {
  const channels = tensorOf(graph, last).shape[1] ?? 1;
  const isPadded = mixers.some(({ op }) => op.kind === "conv" && op.pads.some((pad) => pad > 0));
  return Array.from({ length: channels }, (_, channel) => {
    const value = bounds?.min[channel];
    if (value === undefined || value !== bounds?.max[channel]) return undefined;
    return value === 0 || !isPadded ? value : undefined;
  });
}

class ShrinkingGraph {
  private readonly tensors: Map<string, Tensor>;
  private readonly nodes: Map<string, Node>;
  private changed = false;

  constructor(private readonly graph: Graph) {
    this.tensors = new Map(graph.tensors);
    this.nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  }

  finish(): Graph {
    if (!this.changed) return this.graph;
    return {
      ...this.graph,
      tensors: this.tensors,
      nodes: this.graph.nodes.map((node) => this.nodes.get(node.name) ?? node),
    };
  }

  remove({ source, between, mixers }: Run, kept: readonly number[], values: readonly (number | undefined)[]): void {
    this.changed = true;
    for (const name of (this.nodes.get(source.name) ?? source).inputs.slice(1)) this.keepRows(name, kept);
    for (const node of between) {
      if (node.op.kind !== "conv") continue;
      for (const name of node.inputs.slice(1)) this.keepRows(name, kept);
      this.nodes.set(node.name, { ...node, op: { ...node.op, groups: kept.length } });
    }
    for (const name of [source.output, ...between.map(({ output }) => output)]) {
      const tensor = this.tensorOf(name);
      this.tensors.set(name, { ...tensor, shape: tensor.shape.map((size, axis) => (axis === 1 ? kept.length : size)) });
    }
    for (const node of mixers) this.keepColumns(node, kept, values);
  }

  private keepRows(name: string, kept: readonly number[]): void {
    const { data, shape, given, ...rest } = this.tensorOf(name);
    if (!data) throw new Error(`"${name}" is not constant`);
    const size = data.length / (shape[0] ?? 1);
    const rows = new Float32Array(kept.length * size);
    kept.forEach((row, i) => rows.set(data.subarray(row * size, (row + 1) * size), i * size));
    const chosen = (list: readonly number[]): readonly number[] =>
      list.length === shape[0] ? kept.map((row) => list[row] as number) : list;
    this.tensors.set(name, {
      ...rest,
      shape: [kept.length, ...shape.slice(1)],
      data: rows,
      ...(given && { given: { ...given, scales: chosen(given.scales), zeroPoints: chosen(given.zeroPoints) } }),
    });
  }

  /** What removed channels added goes into the bias. */
  private keepColumns(node: Node, kept: readonly number[], values: readonly (number | undefined)[]): void {
    const [input = "", weights = "", bias] = (this.nodes.get(node.name) ?? node).inputs;
    const { data, shape, ...rest } = this.tensorOf(weights);
    if (!data) throw new Error(`"${weights}" is not constant`);
    const [rows = 1, columns = 1, ...kernel] = shape;
    const taps = kernel.reduce((product, size) => product * size, 1);
    const known = bias === undefined ? undefined : this.tensorOf(bias);
    const sums = Float64Array.from(known?.data ?? new Float32Array(rows));
    const isKept = new Set(kept);
    const remaining = new Float32Array(rows * kept.length * taps);
    for (let row = 0, to = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const from = (row * columns + column) * taps;
        if (isKept.has(column)) {
          remaining.set(data.subarray(from, from + taps), to);
          to += taps;
          continue;
        }
        for (let k = from; k < from + taps; k++) {
          sums[row] = (sums[row] as number) + (data[k] as number) * (values[column] ?? 0);
        }
      }
    }
    this.tensors.set(weights, { ...rest, shape: [rows, kept.length, ...kernel], data: remaining });
    const adds = values.some((value, column) => value !== undefined && value !== 0 && !isKept.has(column));
    if (!adds) return;
    const name = bias ?? `${node.name}/bias`;
    this.tensors.set(name, { ...known, name, shape: [rows], data: Float32Array.from(sums) });
    if (bias === undefined) this.nodes.set(node.name, { ...node, inputs: [input, weights, name] });
  }

  private tensorOf(name: string): Tensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`graph ${this.graph.name} has no tensor "${name}"`);
    return tensor;
  }
}
