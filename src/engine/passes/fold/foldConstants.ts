/** Computes views of constants and sums, differences and products of two constants. Results are rounded to float32 as when run. */
import { elementsOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import { rewriteGraph, type GraphView } from "../rewrite";

export function foldConstants(graph: Graph): Graph {
  return rewriteGraph(graph, (node, view) => {
    const inputs = node.inputs.map((name) => view.constant(name));
    const [first, second] = inputs;
    if (!first?.data || inputs.some((input) => input === undefined)) return undefined;
    const data = valuesOf(node, first, second, view);
    return data && { removed: [node], tensors: [{ name: node.output, shape: view.shape(node.output), data }] };
  });
}

function valuesOf(node: Node, a: Tensor, b: Tensor | undefined, view: GraphView): Float32Array | undefined {
  const { op } = node;
  const shape = view.shape(node.output);
  const read = readerOf(a, shape);
  const count = elementsOf(shape);
  switch (op.kind) {
    case "reshape":
      return a.data;
    case "transpose": {
      const strides = stridesOf(a.shape, a.shape.length);
      const moved = op.perm.map((axis) => strides[axis] ?? 0);
      return Float32Array.from({ length: count }, (_, i) => a.data?.[offsetOf(i, shape, moved)] ?? 0);
    }
    case "add":
    case "sub":
    case "mul": {
      if (!b) return undefined;
      const other = readerOf(b, shape);
      const combine =
        op.kind === "add"
          ? (x: number, y: number) => x + y
          : op.kind === "sub"
            ? (x: number, y: number) => x - y
            : (x: number, y: number) => x * y;
      const { min, max } = op.clamp ?? { min: -Infinity, max: Infinity };
      return Float32Array.from({ length: count }, (_, i) => Math.min(Math.max(combine(read(i), other(i)), min), max));
    }
    case "activation": {
      if (op.fn.fn !== "clamp") return undefined; // exporters fold the rest, and a table of a constant has no use
      const { min, max } = op.fn;
      return Float32Array.from({ length: count }, (_, i) => Math.min(Math.max(read(i), min), max));
    }
    default:
      return undefined;
  }
}

/** Reads a tensor at the positions of a shape that it broadcasts to. */
function readerOf(tensor: Tensor, shape: readonly number[]): (index: number) => number {
  const { data = new Float32Array() } = tensor;
  if (data.length === 1) return () => data[0] ?? 0;
  if (data.length === elementsOf(shape)) return (index) => data[index] ?? 0;
  const strides = stridesOf(tensor.shape, shape.length);
  return (index) => data[offsetOf(index, shape, strides)] ?? 0;
}

/** Row-major strides, aligned to the last of `rank` axes; 0 along axes of size 1. */
function stridesOf(shape: readonly number[], rank: number): number[] {
  const strides = new Array<number>(rank).fill(0);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    strides[axis + rank - shape.length] = size === 1 ? 0 : stride;
    stride *= size;
  }
  return strides;
}

function offsetOf(index: number, shape: readonly number[], strides: readonly number[]): number {
  let rest = index;
  let offset = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    offset += (rest % size) * (strides[axis] ?? 0);
    rest = Math.floor(rest / size);
  }
  return offset;
}
