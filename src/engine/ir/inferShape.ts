/**
 * The output shape of an operator from its input shapes, by ONNX's rules. The one home of these rules after importing: the
 * verifier compares every tensor with it, and rewrites ask it for the shapes of tensors that they make.
 */
import { assertNever } from "../base/outcome";
import { elementsOf } from "./graph";
import type { Op, OpOf, Pair, Pads, Window } from "./op";

export type Shape = readonly number[];

/**
 * @param declared the output tensor's shape: reshape is the one operator whose output is defined by it
 * @returns the shape, or one sentence that says why the inputs do not fit
 */
export function inferShape(op: Op, inputs: readonly Shape[], declared: Shape): Shape | string {
  const [x, second] = inputs;
  if (!x) return "has no input";
  switch (op.kind) {
    case "conv":
      return convShape(op, x, second);
    case "fullyConnected":
      return fullyConnectedShape(x, second);
    case "batchNorm":
      return inputs.slice(1).every((shape) => shape.length === 1 && shape[0] === x[1]) && inputs.length === 5
        ? x
        : `needs four parameters of ${x[1] ?? "?"} channels`;
    case "activation":
    case "fakeQuantize":
      return x;
    case "prelu": {
      if (!second) return "has no slope";
      const shape = broadcastShapes(x, second);
      return shape && sameShape(shape, x) ? x : `slope ${showShape(second)} does not broadcast to ${showShape(x)}`;
    }
    case "add":
    case "sub":
    case "mul":
      if (!second) return "needs two operands";
      return broadcastShapes(x, second) ?? `operands ${showShape(x)} and ${showShape(second)} do not broadcast`;
    case "concat":
      return concatShape(op, inputs);
    case "slice":
      return sliceShape(op, x);
    case "maxPool":
    case "averagePool":
      return poolShape(op, x);
    case "reduceMean":
      if (op.axes.some((axis) => axis < 0 || axis >= x.length))
        return `has no axis ${op.axes.join(", ")} in ${showShape(x)}`;
      return op.keepDims
        ? x.map((size, axis) => (op.axes.includes(axis) ? 1 : size))
        : x.filter((_, axis) => !op.axes.includes(axis));
    case "reshape":
      return elementsOf(declared) === elementsOf(x)
        ? declared
        : `cannot view ${showShape(x)} as ${showShape(declared)}`;
    case "transpose":
      return isPermutation(op.perm, x.length)
        ? op.perm.map((axis) => x[axis] ?? 0)
        : `permutation ${op.perm.join(", ")} does not fit ${showShape(x)}`;
    case "pad":
      if (op.before.length !== x.length || op.after.length !== x.length) return `needs pads for ${x.length} axes`;
      return x.map((size, axis) => (op.before[axis] ?? 0) + size + (op.after[axis] ?? 0));
    case "resize":
      return resizeShape(op, x);
    case "softmax":
      return op.axis >= 0 && op.axis < x.length ? x : `has no axis ${op.axis} in ${showShape(x)}`;
    default:
      return assertNever(op);
  }
}

/** ONNX's (NumPy's) two-sided broadcasting; undefined where sizes clash. */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) return undefined;
    shape.push(sizeA === 1 ? sizeB : sizeA);
  }
  return shape;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

export function showShape(shape: Shape): string {
  return `[${shape.join(",")}]`;
}

export function isPermutation(perm: readonly number[], rank: number): boolean {
  return (
    perm.length === rank &&
    new Set(perm).size === rank &&
    perm.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < rank)
  );
}

/** Rows (or columns) that a kernel covers. */
export function kernelExtent(kernel: number, dilation: number): number {
  return (kernel - 1) * dilation + 1;
}

/**
 * [rows, columns] of a window's output. With ceil_mode a last window that would start in the padding behind the input is dropped
 * (ONNX Pool-19 and onnxruntime).
 */
export function windowOutput(window: Window, input: Pair, ceilMode: boolean): Pair {
  const along = (axis: 0 | 1): number => {
    const before = window.pads[axis];
    const stride = window.strides[axis];
    const room =
      input[axis] +
      before +
      window.pads[axis === 0 ? 2 : 3] -
      kernelExtent(window.kernel[axis], window.dilations[axis]);
    if (room < 0) return 0;
    const count = (ceilMode ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1;
    return ceilMode && (count - 1) * stride >= input[axis] + before ? count - 1 : count;
  };
  return [along(0), along(1)];
}

function windowMistake(window: Window, x: Shape): string | undefined {
  if (x.length !== 4) return `needs an input of 4 axes, not ${showShape(x)}`;
  const positive = [...window.kernel, ...window.strides, ...window.dilations];
  if (positive.some((value) => !Number.isInteger(value) || value < 1))
    return "has a kernel, stride or dilation below 1";
  const pads: Pads = window.pads;
  if (pads.some((value) => !Number.isInteger(value) || value < 0)) return "has a negative pad";
  return undefined;
}

function convShape(op: OpOf<"conv">, x: Shape, weights: Shape | undefined): Shape | string {
  const mistake = windowMistake(op, x);
  if (mistake) return mistake;
  const [, channels = 0, height = 0, width = 0] = x;
  if (weights?.length !== 4) return "needs weights of 4 axes";
  const [outputs = 0, perGroup = 0, kernelHeight, kernelWidth] = weights;
  if (kernelHeight !== op.kernel[0] || kernelWidth !== op.kernel[1]) {
    return `weights ${showShape(weights)} do not have the kernel ${op.kernel.join("×")}`;
  }
  if (perGroup * op.groups !== channels || outputs % op.groups !== 0) {
    return `weights ${showShape(weights)} do not fit ${channels} channels in ${op.groups} groups`;
  }
  const [rows, columns] = windowOutput(op, [height, width], false);
  return rows > 0 && columns > 0 ? [x[0] ?? 1, outputs, rows, columns] : `kernel does not fit into ${showShape(x)}`;
}

function poolShape(op: OpOf<"maxPool"> | OpOf<"averagePool">, x: Shape): Shape | string {
  const mistake = windowMistake(op, x);
  if (mistake) return mistake;
  const [, channels = 0, height = 0, width = 0] = x;
  const [rows, columns] = windowOutput(op, [height, width], op.ceilMode);
  return rows > 0 && columns > 0 ? [x[0] ?? 1, channels, rows, columns] : `window does not fit into ${showShape(x)}`;
}

function fullyConnectedShape(x: Shape, weights: Shape | undefined): Shape | string {
  if (weights?.length !== 2) return "needs a weight matrix";
  const [outputs = 0, columns = 0] = weights;
  return x.length > 0 && x.at(-1) === columns
    ? [...x.slice(0, -1), outputs]
    : `${showShape(x)} does not end in ${columns} columns`;
}

function concatShape(op: OpOf<"concat">, inputs: readonly Shape[]): Shape | string {
  const [first = []] = inputs;
  if (op.axis < 0 || op.axis >= first.length) return `has no axis ${op.axis} in ${showShape(first)}`;
  const fits = inputs.every(
    (shape) => shape.length === first.length && shape.every((size, axis) => axis === op.axis || size === first[axis]),
  );
  if (!fits) return `inputs ${inputs.map(showShape).join(", ")} differ off the axis ${op.axis}`;
  return first.map((size, axis) =>
    axis === op.axis ? inputs.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0) : size,
  );
}

function sliceShape(op: OpOf<"slice">, x: Shape): Shape | string {
  if ([op.starts, op.ends, op.steps].some((list) => list.length !== x.length))
    return `needs starts, ends and steps for ${x.length} axes`;
  const sizes: number[] = [];
  for (const [axis, size] of x.entries()) {
    const [start = 0, end = 0, step = 0] = [op.starts[axis], op.ends[axis], op.steps[axis]];
    if (step < 1 || start < 0 || end > size || start >= end)
      return `range ${start}..${end} by ${step} does not fit axis ${axis} of ${size}`;
    sizes.push(Math.ceil((end - start) / step));
  }
  return sizes;
}

function resizeShape(op: OpOf<"resize">, x: Shape): Shape | string {
  if (x.length !== 4) return `needs an input of 4 axes, not ${showShape(x)}`;
  const [, channels = 0, height = 0, width = 0] = x;
  const inside = (sources: readonly number[], limit: number): boolean =>
    sources.length > 0 && sources.every((source) => Number.isInteger(source) && source >= 0 && source < limit);
  if (!inside(op.sourceRows, height) || !inside(op.sourceColumns, width))
    return `copies rows or columns outside ${showShape(x)}`;
  return [x[0] ?? 1, channels, op.sourceRows.length, op.sourceColumns.length];
}
