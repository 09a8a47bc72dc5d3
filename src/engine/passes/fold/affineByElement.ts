/**
 * Sums and products with a constant that varies along several axes (a positional map, the anchors of boxes) become a depthwise 1×1
 * convolution in which every position that has its own number is a channel: no other arithmetic, and no constant among the activations.
 */
import { elementsOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import { sameShape } from "../../ir/inferShape";
import type { OpOf } from "../../ir/op";
import { rewriteGraph, type GraphView, type Rewrite } from "../rewrite";

export function affineByElement(graph: Graph): Graph {
  return rewriteGraph(graph, (node, view) => {
    const { op } = node;
    if (op.kind !== "add" && op.kind !== "sub" && op.kind !== "mul") return undefined;
    const [first = "", second = ""] = node.inputs;
    const left = view.constant(first);
    const constant = left ?? view.constant(second);
    const x = left ? second : first;
    if (!constant?.data || view.constant(x)) return undefined;
    const shape = view.shape(x);
    if (shape.length === 0 || !sameShape(shape, view.shape(node.output))) return undefined;
    return byElement(node, op, x, shape, valuesIn(constant, shape), left !== undefined, view);
  });
}

/** Axes outermost first as they lie in memory: channels last of images. */
function memoryAxes(rank: number): readonly number[] {
  return rank === 4 ? [0, 2, 3, 1] : Array.from({ length: rank }, (_, axis) => axis);
}

/** The constant's value at each position of `shape` along its memory axes, and which of them it varies along. */
function valuesIn(
  constant: Tensor,
  shape: readonly number[],
): { readonly data: Float32Array; readonly varies: boolean[] } {
  const axes = memoryAxes(shape.length);
  const lead = shape.length - constant.shape.length;
  const sizeOf = (axis: number): number => constant.shape[axis - lead] ?? 1;
  const strideOf = (axis: number): number =>
    axis < lead || sizeOf(axis) === 1 ? 0 : elementsOf(constant.shape.slice(axis - lead + 1));
  let positions = [0];
  for (const axis of axes) {
    const [size = 1, stride] = [shape[axis], strideOf(axis)];
    positions = positions.flatMap((base) => Array.from({ length: size }, (_, i) => base + i * stride));
  }
  return {
    data: Float32Array.from(positions, (at) => constant.data?.[at] ?? 0),
    varies: axes.map((axis) => sizeOf(axis) > 1),
  };
}

function byElement(
  node: Node,
  op: OpOf<"add" | "sub" | "mul">,
  x: string,
  shape: readonly number[],
  { data, varies }: ReturnType<typeof valuesIn>,
  isLeft: boolean,
  view: GraphView,
): Rewrite | undefined {
  const axes = memoryAxes(shape.length);
  const sizes = axes.map((axis) => shape[axis] ?? 1);
  const firstVarying = Math.max(0, varies.indexOf(true));
  const rows = elementsOf(sizes.slice(0, firstVarying));
  const channels = elementsOf(sizes.slice(firstVarying));
  const values = data.subarray(0, channels);
  const scale = op.kind === "mul" ? values : new Float32Array(channels).fill(op.kind === "sub" && isLeft ? -1 : 1);
  const sign = op.kind === "sub" && !isLeft ? -1 : 1;
  const shift = op.kind === "mul" ? new Float32Array(channels) : values.map((value) => sign * value);
  if (!scale.every(Number.isFinite) || !shift.every(Number.isFinite)) return undefined;

  const nodes: Node[] = [];
  const tensors: Tensor[] = [];
  let current = x;
  const append = (step: Node["op"], suffix: string, outputShape: readonly number[], ...more: string[]): void => {
    const isConv = step.kind === "conv";
    const output = view.freshName(`${node.output}.${suffix}`);
    nodes.push({ name: isConv ? node.name : `${node.name}.${suffix}`, op: step, inputs: [current, ...more], output });
    tensors.push({ name: output, shape: outputShape });
    current = output;
  };
  const moves = axes.some((axis, at) => axis !== at);
  if (moves) append({ kind: "transpose", perm: axes }, "channelsLast", sizes);
  append({ kind: "reshape" }, "rows", [1, rows, 1, channels]);
  append({ kind: "transpose", perm: [0, 3, 1, 2] }, "elements", [1, channels, rows, 1]);
  const weights = { name: view.freshName(`${node.name}.scale`), shape: [channels, 1, 1, 1], data: scale };
  const bias = { name: view.freshName(`${node.name}.shift`), shape: [channels], data: shift };
  const clamp = op.clamp ? { clamp: op.clamp } : {};
  const pointwise = { kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  append(
    { kind: "conv", ...pointwise, groups: channels, ...clamp },
    "depthwise",
    [1, channels, rows, 1],
    weights.name,
    bias.name,
  );
  append({ kind: "transpose", perm: [0, 2, 3, 1] }, "back", [1, rows, 1, channels]);
  append({ kind: "reshape" }, "whole", sizes);
  if (moves) append({ kind: "transpose", perm: axes.map((_, axis) => axes.indexOf(axis)) }, "channelsFirst", shape);
  const last = nodes.at(-1);
  if (!last) return undefined;
  const added = [...nodes.slice(0, -1), { ...last, output: node.output }];
  return { removed: [node], added, tensors: [...tensors.slice(0, -1), weights, bias] };
}
