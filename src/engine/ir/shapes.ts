/** Arithmetic of shapes, by ONNX's rules. */
import type { Pads, Pair, Window } from "./op";

export type Shape = readonly number[];

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

/** What is wrong with a window over an image, as the end of "node …". */
export function windowMistake(window: Window, x: Shape): string | undefined {
  if (x.length !== 4) return `needs an input of 4 axes, not ${showShape(x)}`;
  const positive = [...window.kernel, ...window.strides, ...window.dilations];
  if (positive.some((value) => !Number.isInteger(value) || value < 1))
    return "has a kernel, stride or dilation below 1";
  const pads: Pads = window.pads;
  if (pads.some((value) => !Number.isInteger(value) || value < 0)) return "has a negative pad";
  return undefined;
}
