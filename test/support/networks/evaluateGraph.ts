/**
 * A plain float evaluator of every operator of the graph, row-major as ONNX has it, written for clarity: the reference that
 * rewrites and lowering are compared with. Sums are in double precision, every tensor is rounded to float32.
 */
import { recur } from "./floatRecurrent";
import { assertNever } from "../../../src/engine/base/outcome";
import { evaluateScalar } from "../../../src/engine/ir/scalarFunction";
import { elementsOf, tensorOf, type Graph, type Node } from "../../../src/engine/ir/graph";
import type { Neuron, Op, OpOf, ScalarFunction, Window } from "../../../src/engine/ir/op";
import type { FloatTensor } from "../../../src/engine/ir/ports";

/** Every tensor of the graph by name, constants included. */
export function evaluateGraph(graph: Graph, feeds: ReadonlyMap<string, FloatTensor>): ReadonlyMap<string, FloatTensor> {
  const values = new Map<string, FloatTensor>();
  for (const tensor of graph.tensors.values())
    if (tensor.data) values.set(tensor.name, { shape: tensor.shape, data: tensor.data });
  for (const name of graph.inputs) {
    const fed = feeds.get(name);
    const wanted = elementsOf(tensorOf(graph, name).shape);
    if (fed?.data.length !== wanted) throw new Error(`input "${name}" wants ${wanted} values`);
    values.set(name, { shape: tensorOf(graph, name).shape, data: fed.data });
  }
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => {
      const value = values.get(name);
      if (!value) throw new Error(`"${node.name}" reads "${name}" too early`);
      return value;
    });
    const { shape } = tensorOf(graph, node.output);
    values.set(node.output, { shape, data: evaluateNode(node, inputs, shape) });
  }
  return values;
}

function evaluateNode(node: Node, inputs: readonly FloatTensor[], shape: readonly number[]): Float32Array {
  const [x, second, third] = inputs;
  if (!x) throw new Error(`"${node.name}" has no input`);
  const { op } = node;
  const need = (tensor: FloatTensor | undefined): FloatTensor => {
    if (!tensor) throw new Error(`"${node.name}" lacks an input`);
    return tensor;
  };
  switch (op.kind) {
    case "conv":
      return clamped(op, convolve(op, x, need(second), third, shape));
    case "fullyConnected":
      return clamped(op, multiplyMatrix(x, need(second), third, shape));
    case "batchNorm": {
      const [gamma, beta, mean, variance] = inputs.slice(1).map((tensor) => tensor.data);
      return fill(shape, (at) => {
        const c = at[1] ?? 0;
        const scale = (gamma?.[c] ?? 0) / Math.sqrt((variance?.[c] ?? 0) + op.epsilon);
        return (read(x, at) - (mean?.[c] ?? 0)) * scale + (beta?.[c] ?? 0);
      });
    }
    case "activation":
      return x.data.map((value) => scalar(op.fn, value));
    case "prelu":
      return fill(shape, (at) => (read(x, at) >= 0 ? read(x, at) : read(x, at) * read(need(second), at)));
    case "add":
      return clamped(
        op,
        fill(shape, (at) => read(x, at) + read(need(second), at)),
      );
    case "sub":
      return clamped(
        op,
        fill(shape, (at) => read(x, at) - read(need(second), at)),
      );
    case "mul":
      return clamped(
        op,
        fill(shape, (at) => read(x, at) * read(need(second), at)),
      );
    case "concat":
      return fill(shape, (at) => {
        let rest = at[op.axis] ?? 0;
        for (const input of inputs) {
          const size = input.shape[op.axis] ?? 0;
          if (rest < size) return read(input, replacedAt(at, op.axis, rest));
          rest -= size;
        }
        throw new Error("concat reads behind its inputs");
      });
    case "slice":
      return fill(shape, (at) =>
        read(
          x,
          at.map((i, axis) => (op.starts[axis] ?? 0) + i * (op.steps[axis] ?? 1)),
        ),
      );
    case "maxPool":
      return fill(shape, (at) => {
        let best = -Infinity;
        forWindow(op, x, at, (value) => (best = Math.max(best, value)));
        return best;
      });
    case "averagePool":
      return fill(shape, (at) => averageAt(op, x, at));
    case "reduceMean":
      return reduceMean(op, x, shape);
    case "reshape":
      return x.data;
    case "transpose":
      return fill(shape, (at) => {
        const source: number[] = [];
        op.perm.forEach((axis, i) => (source[axis] = at[i] ?? 0));
        return read(x, source);
      });
    case "pad":
      return fill(shape, (at) => {
        const source = at.map((i, axis) => i - (op.before[axis] ?? 0));
        return source.every((i, axis) => i >= 0 && i < (x.shape[axis] ?? 0)) ? read(x, source) : op.value;
      });
    case "resize":
      return fill(shape, (at) => {
        const [n = 0, c = 0, row = 0, column = 0] = at;
        return read(x, [n, c, op.sourceRows[row] ?? 0, op.sourceColumns[column] ?? 0]);
      });
    case "normalize":
      return normalize(op, inputs, shape);
    case "recurrent": {
      const [, sequences = 1, columns = 1] = x.shape;
      const [weights = [], bias = [], hidden, cell] = inputs.slice(1).map(({ data }) => data);
      return Float32Array.from(recur({ ...op, sequences, columns }, x.data, { weights, bias, hidden, cell }));
    }
    case "fire":
      return fire(op.neuron, x.data, need(second).data, op.gives);
    case "softmax":
      return softmax(op, x, shape);
    case "fakeQuantize": {
      const top = 2 ** op.bits - 1;
      return x.data.map((value) => {
        const code = Math.min(Math.max(roundHalfToEven(value / op.scale) + op.zeroPoint, 0), top);
        return op.scale * (code - op.zeroPoint);
      });
    }
    default:
      return assertNever(op);
  }
}

/** Neurons as ir/op.ts defines them, one by one. */
export function fire(
  { leak, gain, offset, threshold, strict, reset, value, delayed }: Neuron,
  currents: ArrayLike<number>,
  membranes: ArrayLike<number>,
  gives: "spikes" | "membrane",
): Float32Array {
  const fires = (h: number): boolean => (strict ? h > threshold : h >= threshold);
  const after = (h: number): number => (reset === "to" ? value : h - value);
  return Float32Array.from({ length: currents.length }, (_, i) => {
    const v = membranes[i] ?? NaN;
    const integrated = leak * v + gain * (currents[i] ?? NaN) + offset;
    const h = delayed && fires(v) ? after(integrated) : integrated;
    if (gives === "spikes") return fires(h) ? 1 : 0;
    return fires(h) && !delayed ? after(h) : h;
  });
}

function convolve(
  op: OpOf<"conv">,
  x: FloatTensor,
  weights: FloatTensor,
  bias: FloatTensor | undefined,
  shape: readonly number[],
): Float32Array {
  const [, , height = 0, width = 0] = x.shape;
  const [outputs = 0, inner = 0, kernelHeight = 0, kernelWidth = 0] = weights.shape;
  const perGroup = outputs / op.groups;
  return fill(shape, ([, o = 0, row = 0, column = 0]) => {
    const firstChannel = Math.floor(o / perGroup) * inner;
    let sum = bias?.data[o] ?? 0;
    for (let ky = 0; ky < kernelHeight; ky++) {
      const y = row * op.strides[0] - op.pads[0] + ky * op.dilations[0];
      if (y < 0 || y >= height) continue;
      for (let kx = 0; kx < kernelWidth; kx++) {
        const at = column * op.strides[1] - op.pads[1] + kx * op.dilations[1];
        if (at < 0 || at >= width) continue;
        for (let c = 0; c < inner; c++) {
          const weight = weights.data[((o * inner + c) * kernelHeight + ky) * kernelWidth + kx] ?? 0;
          sum += weight * (x.data[((firstChannel + c) * height + y) * width + at] ?? 0);
        }
      }
    }
    return sum;
  });
}

function multiplyMatrix(
  x: FloatTensor,
  weights: FloatTensor,
  bias: FloatTensor | undefined,
  shape: readonly number[],
): Float32Array {
  const [outputs = 0, columns = 0] = weights.shape;
  const result = new Float32Array(elementsOf(shape));
  for (let i = 0; i < result.length; i++) {
    const o = i % outputs;
    const first = Math.floor(i / outputs) * columns;
    let sum = bias?.data[o] ?? 0;
    for (let k = 0; k < columns; k++) sum += (x.data[first + k] ?? 0) * (weights.data[o * columns + k] ?? 0);
    result[i] = sum;
  }
  return result;
}

function averageAt(op: OpOf<"averagePool">, x: FloatTensor, at: readonly number[]): number {
  let sum = 0;
  let inside = 0;
  let padded = 0;
  const visit = (value: number, isPad: boolean): void => {
    sum += value;
    if (isPad) padded += 1;
    else inside += 1;
  };
  forWindow(
    op,
    x,
    at,
    (value) => visit(value, false),
    () => visit(0, true),
  );
  return sum / (op.countIncludePad ? inside + padded : inside);
}

/** Visits the values under a window, and the declared padding under it; what ceil_mode adds beyond that is no padding. */
function forWindow(
  op: Window,
  x: FloatTensor,
  [n = 0, c = 0, row = 0, column = 0]: readonly number[],
  value: (value: number) => void,
  padding: () => void = () => undefined,
): void {
  const [, , height = 0, width = 0] = x.shape;
  for (let ky = 0; ky < op.kernel[0]; ky++) {
    const y = row * op.strides[0] - op.pads[0] + ky * op.dilations[0];
    for (let kx = 0; kx < op.kernel[1]; kx++) {
      const z = column * op.strides[1] - op.pads[1] + kx * op.dilations[1];
      if (y >= 0 && y < height && z >= 0 && z < width) value(read(x, [n, c, y, z]));
      else if (y < height + op.pads[2] && z < width + op.pads[3]) padding();
    }
  }
}

function reduceMean(op: OpOf<"reduceMean">, x: FloatTensor, shape: readonly number[]): Float32Array {
  const kept = x.shape.map((size, axis) => (op.axes.includes(axis) ? 1 : size));
  const sums = new Float64Array(elementsOf(kept));
  for (let i = 0; i < x.data.length; i++) {
    const at = positionOf(i, x.shape).map((index, axis) => (op.axes.includes(axis) ? 0 : index));
    const target = indexOf(at, kept);
    sums[target] = (sums[target] ?? 0) + (x.data[i] ?? 0);
  }
  const count = x.data.length / sums.length;
  return Float32Array.from({ length: elementsOf(shape) }, (_, i) => (sums[i] ?? 0) / count);
}

function normalize(op: OpOf<"normalize">, inputs: readonly FloatTensor[], shape: readonly number[]): Float32Array {
  const [x, scale, bias] = inputs;
  if (!x) throw new Error("normalize has no input");
  const groupOf = (at: readonly number[]): string => at.filter((_, axis) => !op.axes.includes(axis)).join();
  const members = new Map<string, number[]>();
  fill(shape, (at) => {
    const value = read(x, at);
    members.set(groupOf(at), [...(members.get(groupOf(at)) ?? []), value]);
    return value;
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return fill(shape, (at) => {
    const group = members.get(groupOf(at)) ?? [];
    const middle = op.centred ? mean(group) : 0;
    const variance = mean(group.map((value) => (value - middle) ** 2));
    const normalized = (read(x, at) - middle) / Math.sqrt(Math.max(1e-30, variance + op.epsilon));
    return normalized * (scale ? read(scale, at) : 1) + (bias ? read(bias, at) : 0);
  });
}

function softmax(op: OpOf<"softmax">, x: FloatTensor, shape: readonly number[]): Float32Array {
  const size = x.shape[op.axis] ?? 1;
  return fill(shape, (at) => {
    const line = Array.from({ length: size }, (_, i) => read(x, replacedAt(at, op.axis, i)));
    const greatest = Math.max(...line);
    const sum = line.reduce((total, value) => total + Math.exp(value - greatest), 0);
    return Math.exp(read(x, at) - greatest) / sum;
  });
}

function scalar(fn: ScalarFunction, x: number): number {
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
      // Held against onnxruntime one by one in onnx/operators.test.ts.
      return evaluateScalar(fn, x);
  }
}

function clamped(
  op: Extract<Op, { readonly kind: "conv" | "fullyConnected" | "add" | "sub" | "mul" }>,
  data: Float32Array,
): Float32Array {
  const { clamp } = op;
  return clamp ? data.map((value) => Math.min(Math.max(value, clamp.min), clamp.max)) : data;
}

function fill(shape: readonly number[], value: (at: readonly number[]) => number): Float32Array {
  return Float32Array.from({ length: elementsOf(shape) }, (_, i) => value(positionOf(i, shape)));
}

/** Reads with ONNX broadcasting: leading axes that the tensor lacks are ignored, axes of size 1 are read at 0. */
function read(tensor: FloatTensor, at: readonly number[]): number {
  const offset = at.length - tensor.shape.length;
  return (
    tensor.data[
      indexOf(
        tensor.shape.map((size, axis) => (size === 1 ? 0 : (at[axis + offset] ?? 0))),
        tensor.shape,
      )
    ] ?? 0
  );
}

function positionOf(index: number, shape: readonly number[]): number[] {
  const at = new Array<number>(shape.length).fill(0);
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    at[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return at;
}

function indexOf(at: readonly number[], shape: readonly number[]): number {
  return shape.reduce((index, size, axis) => index * size + (at[axis] ?? 0), 0);
}

function replacedAt(at: readonly number[], axis: number, value: number): number[] {
  return at.map((index, i) => (i === axis ? value : index));
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
