/**
 * y = scale[c]·x + shift[c] along one axis of a tensor: what batch normalisation and sums and products with constants have in
 * common. Everything is in double precision; values are rounded to float32 once, when a rewritten constant is stored.
 */
import type { Graph, Node, Tensor } from "../../ir/graph";
import type { Clamp } from "../../ir/op";
import type { GraphView } from "../rewrite";

export interface Affine {
  /** The tensor that is scaled and shifted. */
  readonly x: string;
  /** Axis of x that the entries belong to; the two lists have one entry for each of its positions. */
  readonly axis: number;
  readonly scale: Float64Array;
  readonly shift: Float64Array;
  /** What the node does to its result afterwards. */
  readonly clamp?: Clamp;
}

/** Reads a node as an affine function of its one computed operand; undefined for all others and where a number would not be finite. */
export function affineOf(node: Node, view: GraphView): Affine | undefined {
  const affine =
    node.op.kind === "batchNorm" ? fromBatchNorm(node, node.op.epsilon, view.graph) : fromArithmetic(node, view);
  return affine && affine.scale.every(Number.isFinite) && affine.shift.every(Number.isFinite) ? affine : undefined;
}

function fromBatchNorm(node: Node, epsilon: number, graph: Graph): Affine | undefined {
  const [x, ...names] = node.inputs;
  const [gamma, beta, mean, variance] = names.map((name) => graph.tensors.get(name)?.data);
  if (x === undefined || !gamma || !beta || !mean || !variance) return undefined;
  // gamma = 0 is a pruned channel: it is beta whatever the variance is, even 0 with epsilon 0.
  const scale = Float64Array.from(gamma, (value, c) =>
    value === 0 ? 0 : value / Math.sqrt((variance[c] ?? 0) + epsilon),
  );
  const shift = Float64Array.from(beta, (value, c) => value - (mean[c] ?? 0) * (scale[c] ?? 0));
  return { x, axis: 1, scale, shift };
}

function fromArithmetic(node: Node, view: GraphView): Affine | undefined {
  const { op } = node;
  if (op.kind !== "add" && op.kind !== "sub" && op.kind !== "mul") return undefined;
  const [first, second] = node.inputs;
  if (first === undefined || second === undefined) return undefined;
  const left = view.constant(first);
  const right = view.constant(second);
  if ((left === undefined) === (right === undefined)) return undefined;
  const constant = left ?? right;
  const x = left ? second : first;
  if (!constant?.data) return undefined;
  const shape = view.shape(x);
  const output = view.shape(node.output);
  if (output.length !== shape.length || output.some((size, axis) => size !== shape[axis])) return undefined; // the constant widens x
  const axis = channelAxis(constant, shape);
  if (axis === undefined) return undefined;
  const size = shape[axis] ?? 1;
  const values = Float64Array.from(
    { length: size },
    (_, c) => constant.data?.[constant.data.length === 1 ? 0 : c] ?? 0,
  );
  const fill = (value: number): Float64Array => new Float64Array(size).fill(value);
  const base = { x, axis, ...(op.clamp ? { clamp: op.clamp } : {}) };
  if (op.kind === "mul") return { ...base, scale: values, shift: fill(0) };
  if (op.kind === "add") return { ...base, scale: fill(1), shift: values };
  return left
    ? { ...base, scale: fill(-1), shift: values }
    : { ...base, scale: fill(1), shift: values.map((value) => -value) };
}

/** The one axis of `shape` along which a constant varies; for a single value the channels. Undefined where it varies along several. */
function channelAxis(constant: Tensor, shape: readonly number[]): number | undefined {
  const varying = constant.shape.flatMap((size, i) => (size > 1 ? [i - constant.shape.length + shape.length] : []));
  if (varying.length > 1 || shape.length === 0) return undefined;
  return varying[0] ?? Math.min(1, shape.length - 1);
}

/** Whether a list holds one value only, so that it may be read along any axis. */
export function isUniform(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}

/**
 * Follows one axis of a tensor backwards through a reshape or transpose: the axis of the source whose positions are the same
 * slices, or undefined where the view cuts it or joins it with others.
 */
export function axisBefore(node: Node, axis: number, view: GraphView): number | undefined {
  const [source] = node.inputs;
  if (source === undefined) return undefined;
  if (node.op.kind === "transpose") return node.op.perm[axis];
  if (node.op.kind !== "reshape") return undefined;
  return matchingAxis(view.shape(node.output), axis, view.shape(source));
}

/** The same, forwards. */
export function axisAfter(node: Node, axis: number, view: GraphView): number | undefined {
  const [source] = node.inputs;
  if (source === undefined) return undefined;
  if (node.op.kind === "transpose") {
    const after = node.op.perm.indexOf(axis);
    return after < 0 ? undefined : after;
  }
  if (node.op.kind !== "reshape") return undefined;
  return matchingAxis(view.shape(source), axis, view.shape(node.output));
}

/** The axis of `to` that has the size and the stride of `axis` in `from`. */
function matchingAxis(from: readonly number[], axis: number, to: readonly number[]): number | undefined {
  const stride = (shape: readonly number[], at: number): number =>
    shape.slice(at + 1).reduce((product, size) => product * size, 1);
  const found = to.findIndex((size, at) => size === from[axis] && stride(to, at) === stride(from, axis));
  return found < 0 ? undefined : found;
}
