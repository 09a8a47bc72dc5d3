/** ReduceMean, and the other reductions where they fold to constants. */
import type { Problem } from "../../base/outcome";
import { mapConstant, reduceConstant } from "../rewrite/fold";
import type { Lowered, Lowering, Site } from "../site";
import { isProblem } from "../value";
import { notFoldable } from "./arithmetic";

/** Axes are an attribute before `inputSince` and an optional input from then on; none means all unless noop_with_empty_axes. */
function readAxes(site: Site, rank: number, inputSince: number): readonly number[] | Problem {
  const given = site.attributeOrInput("axes", 1, inputSince);
  if (isProblem(given)) return given;
  if (given && given.length > 0) return site.axes(given, rank);
  if (site.int("noop_with_empty_axes", 0) !== 0) return [];
  return Array.from({ length: rank }, (_, axis) => axis);
}

function lowerReduceMean(site: Site): Lowered {
  const value = site.value(0);
  const keepDims = site.int("keepdims", 1) !== 0;
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

function constantReduction(
  first: number,
  combine: (sum: number, value: number) => number,
  inputSince: number,
): Lowering {
  return (site) => {
    const value = site.value(0);
    if (value?.kind !== "constant") return notFoldable(site);
    const axes = readAxes(site, value.shape.length, inputSince);
    return isProblem(axes) ? axes : reduceConstant(value, axes, site.int("keepdims", 1) !== 0, first, combine);
  };
}

export const reductionOps: Readonly<Record<string, Lowering>> = {
  ReduceMean: lowerReduceMean,
  ReduceSum: constantReduction(0, (sum, value) => sum + value, 13),
  ReduceProd: constantReduction(1, (product, value) => product * value, 18),
  ReduceMin: constantReduction(Infinity, Math.min, 18),
  ReduceMax: constantReduction(-Infinity, Math.max, 18),
};
