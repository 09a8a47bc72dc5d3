/** Arithmetic and movement on constants: what shape sub-graphs and pre-computed weights are folded with. All tensors are row-major. */
import { elementsOf } from "../../ir/graph";
import { broadcastShapes } from "../../ir/inferShape";
import { foldedElements } from "../limits";
import { likeConstant, type Constant, type GivenRange } from "../value";

/** Distance in elements between neighbours along each axis. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}

/** Copies element start + Σ index[axis]·strides[axis] of `from` for every index of `shape`, in row-major order. */
function gatherStrided(
  from: ArrayLike<number>,
  shape: readonly number[],
  start: number,
  strides: readonly number[],
): Float64Array {
  const result = new Float64Array(foldedElements(shape, from.length));
  const index = new Array<number>(shape.length).fill(0);
  let at = start;
  for (let i = 0; i < result.length; i++) {
    result[i] = from[at] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      at += strides[axis] ?? 0;
      if (next < (shape[axis] ?? 1)) {
        index[axis] = next;
        break;
      }
      at -= next * (strides[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return result;
}

export function mapConstant(constant: Constant, compute: (value: number) => number): Constant {
  return likeConstant(constant, constant.shape, Float64Array.from(constant.data, compute));
}

/** Element by element with broadcasting; undefined where the shapes do not fit. */
export function combineConstants(
  a: Constant,
  b: Constant,
  compute: (x: number, y: number) => number,
): Constant | undefined {
  const shape = broadcastShapes(a.shape, b.shape);
  if (!shape) return undefined;
  const left = expandConstant(a, shape);
  const right = expandConstant(b, shape);
  return likeConstant(
    a,
    shape,
    left.data.map((x, i) => compute(x, right.data[i] ?? 0)),
  );
}

/** Repeats a constant to a shape that it broadcasts to. */
export function expandConstant(constant: Constant, shape: readonly number[]): Constant {
  if (elementsOf(shape) === constant.data.length) return { ...constant, shape };
  const own = stridesOf(constant.shape);
  const lead = shape.length - constant.shape.length;
  const strides = shape.map((_, axis) => ((constant.shape[axis - lead] ?? 1) === 1 ? 0 : (own[axis - lead] ?? 0)));
  return likeConstant(constant, shape, gatherStrided(constant.data, shape, 0, strides));
}

export function reshapeConstant(constant: Constant, shape: readonly number[]): Constant {
  const { given, ...rest } = constant;
  const keeps = given && (given.axis < 0 || (given.axis === 0 && shape[0] === constant.shape[0]));
  return { ...rest, shape, ...(keeps ? { given } : {}) };
}

export function transposeConstant(constant: Constant, perm: readonly number[]): Constant {
  const own = stridesOf(constant.shape);
  const shape = perm.map((axis) => constant.shape[axis] ?? 1);
  const strides = perm.map((axis) => own[axis] ?? 0);
  const moved = likeConstant(constant, shape, gatherStrided(constant.data, shape, 0, strides));
  if (!constant.given) return moved;
  const { axis } = constant.given;
  const given: GivenRange = { ...constant.given, axis: axis < 0 ? axis : perm.indexOf(axis) };
  return { ...moved, given };
}

/** `starts` inside the tensor, `counts` elements along each axis, `steps` of either sign. */
export function sliceConstant(
  constant: Constant,
  starts: readonly number[],
  counts: readonly number[],
  steps: readonly number[],
): Constant {
  const own = stridesOf(constant.shape);
  const start = starts.reduce((sum, index, axis) => sum + index * (own[axis] ?? 0), 0);
  const strides = own.map((stride, axis) => stride * (steps[axis] ?? 1));
  return likeConstant(constant, counts, gatherStrided(constant.data, counts, start, strides));
}

/** Picks whole slices along one axis, as Gather does. `indices` lie in 0 … size−1; `shape` is the result's. */
export function pickConstant(
  constant: Constant,
  axis: number,
  indices: ArrayLike<number>,
  shape: readonly number[],
): Constant {
  const size = constant.shape[axis] ?? 1;
  const inner = elementsOf(constant.shape.slice(axis + 1));
  const outer = elementsOf(constant.shape.slice(0, axis));
  const result = new Float64Array(foldedElements([outer, indices.length, inner], constant.data.length));
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < indices.length; k++) {
      const from = (o * size + (indices[k] ?? 0)) * inner;
      for (let i = 0; i < inner; i++) result[at++] = constant.data[from + i] ?? 0;
    }
  }
  return likeConstant(constant, shape, result);
}

/** Constants of equal shape but for `axis`, one after the other. */
export function concatConstants(
  constants: readonly [Constant, ...Constant[]],
  axis: number,
  shape: readonly number[],
): Constant {
  const distinct = new Set(constants.map(({ data }) => data));
  const given = [...distinct].reduce((sum, { length }) => sum + length, 0);
  const result = new Float64Array(foldedElements(shape, given));
  const inner = elementsOf(shape.slice(axis + 1));
  const outer = elementsOf(shape.slice(0, axis));
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const constant of constants) {
      const run = (constant.shape[axis] ?? 1) * inner;
      for (let i = 0; i < run; i++) result[at++] = constant.data[o * run + i] ?? 0;
    }
  }
  return likeConstant(constants[0], shape, result);
}

/** Reduces the given axes with `combine`, beginning with `first`; ReduceMean divides afterwards. */
export function reduceConstant(
  constant: Constant,
  axes: readonly number[],
  keepDims: boolean,
  first: number,
  combine: (sum: number, value: number) => number,
): Constant {
  const kept = constant.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const strides = stridesOf(kept);
  const own = stridesOf(constant.shape);
  const result = new Float64Array(elementsOf(kept)).fill(first);
  constant.data.forEach((value, i) => {
    let at = 0;
    for (let axis = 0; axis < kept.length; axis++) {
      if (kept[axis] !== 1)
        at += (Math.floor(i / (own[axis] ?? 1)) % (constant.shape[axis] ?? 1)) * (strides[axis] ?? 0);
    }
    result[at] = combine(result[at] ?? 0, value);
  });
  return likeConstant(constant, keepDims ? kept : kept.filter((_, axis) => !axes.includes(axis)), result);
}
