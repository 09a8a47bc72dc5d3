/**
 * Exporters write layer, RMS and instance normalization as steps. Their patterns become one operator again, with m the mean of x over the axes,
 * v that of the squares of x − m (of x, in RMS normalization), and r = 1/√(v + ε):
 *   (x − m)·r                        PyTorch, by way of a division
 *   x·(r·γ) + (β − m·(r·γ))          TensorFlow
 * with operands in either order. Products and sums with constants behind are its gain and offset.
 */
import { broadcastShapes, sameShape } from "../../ir/shapes";
import type { Graph, Node } from "../../ir/graph";
import type { OpOf } from "../../ir/op";
import { rewriteGraph, type GraphView, type Rewrite } from "../rewrite";

export function recognizeNormalization(graph: Graph): Graph {
  return rewriteGraph(
    graph,
    (node, view) => asProduct(node, view) ?? asSum(node, view) ?? takeGain(node, view) ?? takeOffset(node, view),
  );
}

interface InverseDeviation {
  /** What is squared: x − m, or x itself. */
  readonly squared: string;
  readonly axes: readonly number[];
  readonly epsilon: number;
  /** The nodes that make it. */
  readonly nodes: readonly Node[];
}

interface Centred {
  readonly x: string;
  readonly mean: string;
  readonly axes: readonly number[];
  readonly nodes: readonly Node[];
}

function asProduct(node: Node, view: GraphView): Rewrite | undefined {
  return eachOrder(node, "mul", (a, b) => {
    const inverse = inverseDeviation(b, view);
    if (!inverse || !isSame(a, inverse.squared, view)) return undefined;
    const centred = centredBy(a, view);
    const isCentred = centred !== undefined && sameShape(centred.axes, inverse.axes);
    const op = { kind: "normalize", axes: inverse.axes, centred: isCentred, epsilon: inverse.epsilon } as const;
    const relies = [...inverse.nodes, ...(isCentred ? centred.nodes : [])];
    return { removed: [node], relies, added: [{ ...node, op, inputs: [isCentred ? centred.x : a] }] };
  });
}

function asSum(node: Node, view: GraphView): Rewrite | undefined {
  return eachOrder(node, "add", (a, b) => {
    const product = view.producers.get(a);
    const difference = view.producers.get(b);
    if (difference?.op.kind !== "sub" || difference.op.clamp || !product) return undefined;
    const [beta = "", shifted = ""] = difference.inputs;
    const shift = view.producers.get(shifted);
    if (!view.constant(beta) || !shift) return undefined;
    return eachOrder(product, "mul", (x, factor) =>
      eachOrder(shift, "mul", (mean, other) => {
        const gain = other === factor ? gainOf(factor, view) : undefined;
        const inverse = gain && inverseDeviation(gain.inverse, view);
        const centred = inverse && centredBy(inverse.squared, view);
        if (!gain || !inverse || centred?.x !== x || !isSame(centred.mean, mean, view)) return undefined;
        if (!sameShape(centred.axes, inverse.axes) || !sameShape(view.shape(x), view.shape(node.output)))
          return undefined;
        const op = { kind: "normalize", axes: inverse.axes, centred: true, epsilon: inverse.epsilon } as const;
        const relies = [product, difference, shift, ...gain.nodes, ...inverse.nodes, ...centred.nodes];
        const one = view.freshName(`${node.output}/gain`);
        const scale = gain.scale ?? one;
        const tensors = gain.scale === undefined ? [{ name: one, shape: [], data: Float32Array.of(1) }] : [];
        return { removed: [node], relies, tensors, added: [{ ...node, op, inputs: [x, scale, beta] }] };
      }),
    );
  });
}

/** r·γ, or r alone. */
function gainOf(
  factor: string,
  view: GraphView,
): { readonly inverse: string; readonly scale?: string; readonly nodes: readonly Node[] } | undefined {
  const maker = view.producers.get(factor);
  if (!maker) return undefined;
  const scaled = eachOrder(maker, "mul", (inverse, scale) =>
    view.constant(scale) ? { ...beforeSpread(inverse, view, [maker]), scale } : undefined,
  );
  return scaled ?? { inverse: factor, nodes: [] };
}

/** What was repeated to the larger shape of a product, in the three steps that the import writes for that; else the tensor itself. */
function beforeSpread(
  inverse: string,
  view: GraphView,
  nodes: readonly Node[],
): { readonly inverse: string; readonly nodes: readonly Node[] } {
  const back = view.producers.get(inverse);
  const spread = back?.op.kind === "reshape" ? view.producers.get(back.inputs[0] ?? "") : undefined;
  const image = spread?.op.kind === "resize" ? view.producers.get(spread.inputs[0] ?? "") : undefined;
  const [source] = image?.op.kind === "reshape" ? image.inputs : [];
  if (!back || spread?.op.kind !== "resize" || !image || source === undefined) return { inverse, nodes };
  const { sourceRows, sourceColumns } = spread.op;
  const from = view.shape(image.output);
  const shape = view.shape(inverse);
  const isBroadcast = broadcastIndices(view.shape(source), shape)?.every((index, i) => {
    const column = i % sourceColumns.length;
    const row = Math.floor(i / sourceColumns.length) % sourceRows.length;
    const plane = Math.floor(i / sourceColumns.length / sourceRows.length);
    const [height = 1, width = 1] = from.slice(-2);
    return index === (plane * height + (sourceRows[row] ?? 0)) * width + (sourceColumns[column] ?? 0);
  });
  return isBroadcast === true ? { inverse: source, nodes: [...nodes, back, spread, image] } : { inverse, nodes };
}

/** By element of `shape`, row-major: the element of a tensor that is broadcast to it; undefined where it is not. */
function broadcastIndices(from: readonly number[], shape: readonly number[]): readonly number[] | undefined {
  if (!sameShape(broadcastShapes(from, shape) ?? [], shape)) return undefined;
  let indices = [0];
  const padded = [...new Array<number>(shape.length - from.length).fill(1), ...from];
  padded.forEach((size, axis) => {
    const entries = shape[axis] ?? 1;
    indices = indices.flatMap((base) => Array.from({ length: entries }, (_, i) => base * size + (size === 1 ? 0 : i)));
  });
  return indices;
}

/** Normalized and multiplied by a constant: its gain, where it has none yet. */
function takeGain(node: Node, view: GraphView): Rewrite | undefined {
  return eachOrder(node, "mul", (x, scale) => {
    const maker = normalizer(x, node, view);
    if (maker?.inputs.length !== 1 || !isParameter(scale, node, view)) return undefined;
    return { removed: [maker, node], added: [{ ...maker, inputs: [...maker.inputs, scale], output: node.output }] };
  });
}

function takeOffset(node: Node, view: GraphView): Rewrite | undefined {
  return eachOrder(node, "add", (x, bias) => {
    const maker = normalizer(x, node, view);
    if (!maker || maker.inputs.length > 2 || !isParameter(bias, node, view)) return undefined;
    const one = view.freshName(`${node.output}/gain`);
    const [source = "", scale = one] = maker.inputs;
    const tensors = scale === one ? [{ name: one, shape: [], data: Float32Array.of(1) }] : [];
    return {
      removed: [maker, node],
      tensors,
      added: [{ ...maker, inputs: [source, scale, bias], output: node.output }],
    };
  });
}

function normalizer(tensor: string, reader: Node, view: GraphView): Node | undefined {
  const maker = view.privateProducer(tensor, reader);
  return maker?.op.kind === "normalize" ? maker : undefined;
}

/** A constant that varies along one axis at most and makes the result no larger. */
function isParameter(constant: string, { output, inputs }: Node, view: GraphView): boolean {
  if (!view.constant(constant)) return false;
  const shape = view.shape(constant);
  const x = inputs.find((input) => input !== constant) ?? "";
  return (
    shape.filter((size) => size !== 1).length <= 1 &&
    sameShape(broadcastShapes(view.shape(x), shape) ?? [], view.shape(output)) &&
    sameShape(view.shape(x), view.shape(output))
  );
}

/** 1/√(mean of squares + ε). */
function inverseDeviation(tensor: string, view: GraphView): InverseDeviation | undefined {
  const nodes: Node[] = [];
  const made = (name: string | undefined): Node | undefined => {
    const maker = name === undefined ? undefined : view.producers.get(name);
    if (maker) nodes.push(maker);
    return maker;
  };
  const last = made(tensor);
  if (last?.op.kind !== "activation") return undefined;
  const { fn } = last.op;
  let safe: string | undefined;
  if (fn.fn === "pow" && fn.exponent === -0.5) safe = last.inputs[0];
  else {
    const other = made(last.inputs[0]);
    const inner = other?.op.kind === "activation" ? other.op.fn.fn : undefined;
    if (!(fn.fn === "reciprocal" && inner === "sqrt") && !(fn.fn === "sqrt" && inner === "reciprocal"))
      return undefined;
    safe = other?.inputs[0];
  }
  const sum = safe === undefined ? undefined : view.producers.get(safe);
  const shifted = sum && eachOrder(sum, "add", (x, constant) => numberPlus(x, constant, view));
  if (sum && shifted) nodes.push(sum);
  const mean = made(shifted?.x ?? safe);
  if (mean?.op.kind !== "reduceMean" || !mean.op.keepDims) return undefined;
  const square = made(mean.inputs[0]);
  const squared = square && baseOfSquare(square);
  if (squared === undefined) return undefined;
  return { squared, axes: mean.op.axes, epsilon: shifted?.value ?? 0, nodes };
}

function numberPlus(
  x: string,
  constant: string,
  view: GraphView,
): { readonly x: string; readonly value: number } | undefined {
  const [value, ...others] = view.constant(constant)?.data ?? [];
  return value === undefined || others.length > 0 || value < 0 ? undefined : { x, value };
}

function baseOfSquare({ op, inputs }: Node): string | undefined {
  const [a, b] = inputs;
  if (op.kind === "mul") return a === b && op.clamp === undefined ? a : undefined;
  return op.kind === "activation" && op.fn.fn === "pow" && op.fn.exponent === 2 ? a : undefined;
}

/** x − m. */
function centredBy(tensor: string, view: GraphView): Centred | undefined {
  const difference = view.producers.get(tensor);
  if (difference?.op.kind !== "sub" || difference.op.clamp) return undefined;
  const [x = "", mean = ""] = difference.inputs;
  const maker = view.producers.get(mean);
  if (maker?.op.kind !== "reduceMean" || !maker.op.keepDims || maker.inputs[0] !== x) return undefined;
  return { x, mean, axes: maker.op.axes, nodes: [difference, maker] };
}

/** Exporters compute the same difference or mean twice. */
function isSame(a: string, b: string, view: GraphView): boolean {
  if (a === b) return true;
  const [one, other] = [view.producers.get(a), view.producers.get(b)];
  if (!one || !other || one.op.kind !== other.op.kind || one.inputs.length !== other.inputs.length) return false;
  if (one.op.kind !== "sub" && one.op.kind !== "reduceMean") return false;
  return (
    JSON.stringify(one.op) === JSON.stringify(other.op) &&
    one.inputs.every((input, i) => isSame(input, other.inputs[i] ?? "", view))
  );
}

function eachOrder<T>(node: Node, kind: "add" | "mul", match: (a: string, b: string) => T | undefined): T | undefined {
  const [a, b] = node.inputs;
  const op: OpOf<"add"> | OpOf<"mul"> | undefined = node.op.kind === kind ? node.op : undefined;
  if (!op || op.clamp || a === undefined || b === undefined) return undefined;
  return match(a, b) ?? match(b, a);
}
