/** Pooling, and means over axes. */
import { describeWindow } from "../dumpWords";
import type { OpOf } from "../op";
import { showShape, windowMistake, windowOutput, type Shape } from "../shapes";
import { COMPUTES, including, mixesImages, MOVES, type Operator, type ShapeSite } from "./operator";

const maxPool: Operator<"maxPool"> = {
  ...MOVES,
  shape: poolShape,
  dump: (op) => `${describeWindow(op)}${op.ceilMode ? " ceil" : ""}`,
  isIdentity: isSinglePixel,
  order: "image",
  mixes: mixesImages,
};

const averagePool: Operator<"averagePool"> = {
  ...COMPUTES,
  shape: poolShape,
  dump: (op) => `${describeWindow(op)}${op.ceilMode ? " ceil" : ""}${op.countIncludePad ? " counting pads" : ""}`,
  bounds: ({ countIncludePad }, { of }) => (countIncludePad ? including(of(0), 0) : of(0)),
  isIdentity: isSinglePixel,
  order: "image",
  mixes: mixesImages,
};

const reduceMean: Operator<"reduceMean"> = {
  ...COMPUTES,
  shape: ({ axes, keepDims }, { x }) => {
    if (axes.some((axis) => axis < 0 || axis >= x.length)) return `has no axis ${axes.join(", ")} in ${showShape(x)}`;
    return keepDims
      ? x.map((size, axis) => (axes.includes(axis) ? 1 : size))
      : x.filter((_, axis) => !axes.includes(axis));
  },
  dump: ({ axes, keepDims }) => `axes ${showShape(axes)}${keepDims ? " kept" : ""}`,
  bounds: (_, { of }) => of(0),
  isIdentity: ({ axes, keepDims }, { x }) => keepDims && axes.every((axis) => x[axis] === 1),
  mixes: ({ axes }) => (axes.includes(0) ? "averages over them" : undefined),
};

function isSinglePixel({ kernel, strides, pads }: OpOf<"maxPool"> | OpOf<"averagePool">): boolean {
  return [...kernel, ...strides].every((value) => value === 1) && pads.every((pad) => pad === 0);
}

function poolShape(op: OpOf<"maxPool"> | OpOf<"averagePool">, { x }: ShapeSite): Shape | string {
  const mistake = windowMistake(op, x);
  if (mistake) return mistake;
  const [, channels = 0, height = 0, width = 0] = x;
  const [rows, columns] = windowOutput(op, [height, width], op.ceilMode);
  return rows > 0 && columns > 0 ? [x[0] ?? 1, channels, rows, columns] : `window does not fit into ${showShape(x)}`;
}

export const windows = { maxPool, averagePool, reduceMean };
