/** Reductions: means over axes, what sums of functions make of them, and extremes as pooling. */
import type { Problem } from "../../../base/outcome";
import type { PlainFunction } from "../../../ir/scalarFunction";
import { evaluateScalar } from "../../../ir/scalarFunction";
import { Chain, type Operand } from "../../chain";
import { mapConstant, reduceConstant } from "../../rewrite/fold";
import type { Lowered, Lowering, Site } from "../../site";
import { isProblem, type Activation, type Constant } from "../../value";
import { notFoldable } from "./arithmetic";

/** Axes are an attribute before `inputSince` and an optional input from then on; none means all unless noop_with_empty_axes. */
function readAxes(site: Site, rank: number, inputSince: number): readonly number[] | Problem {
  const given = site.attributeOrInput("axes", 1, inputSince);
  if (isProblem(given)) return given;
  if (given && given.length > 0) return site.axes(given, rank);
  if (site.flag("noop_with_empty_axes", false)) return [];
  return Array.from({ length: rank }, (_, axis) => axis);
}

function lowerReduceMean(site: Site): Lowered {
  const value = site.value(0);
  const keepDims = site.flag("keepdims", true);
  if (value?.kind === "constant") {
    const axes = readAxes(site, value.shape.length, 18);
    if (isProblem(axes)) return axes;
    const sum = reduceConstant(value, axes, keepDims, 0, (total, next) => total + next);
    const count = value.data.length / Math.max(1, sum.data.length);
    return mapConstant(sum, (total) => total / count);
  }
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const axes = readAxes(site, x.shape.length, 18);
  if (isProblem(axes)) return axes;
  return axes.length === 0 ? x : site.emit({ kind: "reduceMean", axes, keepDims }, [x]);
}

type Steps = (chain: Chain, x: Operand, axes: readonly number[], keepDims: boolean) => Activation | Problem;

/** @param steps for computed values; without axes nothing is reduced */
function reduction(
  fold: (value: Constant, axes: readonly number[], keepDims: boolean) => Constant,
  inputSince: number,
  steps: Steps,
): Lowering {
  return (site) => {
    const value = site.value(0);
    const keepDims = site.flag("keepdims", true);
    if (value?.kind === "constant") {
      const axes = readAxes(site, value.shape.length, inputSince);
      return isProblem(axes) ? axes : fold(value, axes, keepDims);
    }
    const x = site.activation(0);
    if (isProblem(x)) return x;
    const axes = readAxes(site, x.shape.length, inputSince);
    return isProblem(axes) ? axes : steps(new Chain(site), x, axes, keepDims);
  };
}

const ADD = (sum: number, value: number): number => sum + value;
const ABS: PlainFunction = { fn: "abs" };
const SQUARE: PlainFunction = { fn: "pow", exponent: 2 };

const apply = (chain: Chain, fn: PlainFunction, x: Operand): Activation => chain.step({ kind: "activation", fn }, [x]);

/** The mean times the number of elements, as the last operator or one of them. */
function sumOf(
  chain: Chain,
  x: Operand,
  axes: readonly number[],
  keepDims: boolean,
  isLast: boolean,
): Activation | Problem {
  const count = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
  const mean = axes.length === 0 ? x : chain.step({ kind: "reduceMean", axes, keepDims }, [x]);
  const inputs = [mean, chain.number(count)];
  return isLast ? chain.last({ kind: "mul" }, inputs) : chain.step({ kind: "mul" }, inputs);
}

/** outer(Σ inner(x)); both optional. */
function sums(inner: PlainFunction | undefined, outer: PlainFunction | undefined, inputSince: number): Lowering {
  const at = (fn: PlainFunction | undefined, value: number): number => (fn ? evaluateScalar(fn, value) : value);
  return reduction(
    (value, axes, keepDims) => {
      const terms = mapConstant(value, (one) => at(inner, one));
      return mapConstant(reduceConstant(terms, axes, keepDims, 0, ADD), (sum) => at(outer, sum));
    },
    inputSince,
    (chain, x, axes, keepDims) => {
      const terms = inner ? apply(chain, inner, x) : x;
      const sum = sumOf(chain, terms, axes, keepDims, !outer);
      if (!outer || isProblem(sum)) return sum;
      return chain.last({ kind: "activation", fn: outer }, [sum]);
    },
  );
}

/** Along the reduced axes in one: rows of an image whose channels are what is kept. */
export function maximumOf(
  chain: Chain,
  x: Operand,
  axes: readonly number[],
  keepDims: boolean,
  sign: 1 | -1,
): Activation | Problem {
  const { shape } = x;
  const kept = [...shape.keys()].filter((axis) => !axes.includes(axis));
  const [channels, rows] = [kept, axes].map((some) => some.reduce((product, axis) => product * (shape[axis] ?? 1), 1));
  const outputShape = keepDims
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : kept.map((axis) => shape[axis] ?? 1);
  const signed = sign === 1 ? x : chain.step({ kind: "mul" }, [x, chain.number(-1)]);
  const moved = chain.transpose(signed, [...kept, ...axes]);
  const image = chain.reshape(moved, [1, channels ?? 1, rows ?? 1, 1]);
  const window = { kernel: [rows ?? 1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  const most = chain.step({ kind: "maxPool", ...window, ceilMode: false }, [image]);
  const positive = sign === 1 ? most : chain.step({ kind: "mul" }, [most, chain.number(-1)]);
  return chain.last({ kind: "reshape" }, [positive], undefined, outputShape);
}

function extreme(sign: 1 | -1): Lowering {
  return reduction(
    (value, axes, keepDims) =>
      reduceConstant(value, axes, keepDims, -sign * Infinity, sign === 1 ? Math.max : Math.min),
    18,
    (chain, x, axes, keepDims) => maximumOf(chain, x, axes, keepDims, sign),
  );
}

function lowerReduceProd(site: Site): Lowered {
  const value = site.value(0);
  if (value?.kind !== "constant") return notFoldable(site);
  const axes = readAxes(site, value.shape.length, 18);
  if (isProblem(axes)) return axes;
  return reduceConstant(value, axes, site.flag("keepdims", true), 1, (product, one) => product * one);
}

export const reductionOps: Readonly<Record<string, Lowering>> = {
  ReduceMean: lowerReduceMean,
  ReduceSum: sums(undefined, undefined, 13),
  ReduceL1: sums(ABS, undefined, 18),
  ReduceL2: sums(SQUARE, { fn: "sqrt" }, 18),
  ReduceSumSquare: sums(SQUARE, undefined, 18),
  ReduceLogSum: sums(undefined, { fn: "log" }, 18),
  ReduceLogSumExp: sums({ fn: "exp" }, { fn: "log" }, 18),
  ReduceProd: lowerReduceProd,
  ReduceMin: extreme(-1),
  ReduceMax: extreme(1),
};
