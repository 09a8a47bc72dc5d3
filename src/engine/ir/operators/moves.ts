/** Operators that move values: views, concatenation, slices, padding, resizing. */
import { showReal } from "../dumpWords";
import { elementsOf } from "../graph";
import type { OpOf } from "../op";
import { isPermutation, sameShape, showShape, type Shape } from "../shapes";
import { COMPUTES, including, mixesImages, MOVES, type Operator, type ShapeSite } from "./operator";

const reshape: Operator<"reshape"> = {
  ...MOVES,
  shape: (_, { x, declared }) =>
    elementsOf(declared) === elementsOf(x) ? declared : `cannot view ${showShape(x)} as ${showShape(declared)}`,
  dump: () => "",
  isIdentity: (_, { x, declared }) => sameShape(x, declared),
  isView: true,
  order: "follows",
  mixes: (_, { output, samples }) => ((output[0] ?? 0) % samples === 0 ? undefined : "views several samples as one"),
};

const transpose: Operator<"transpose"> = {
  ...MOVES,
  shape: ({ perm }, { x }) =>
    isPermutation(perm, x.length)
      ? perm.map((axis) => x[axis] ?? 0)
      : `permutation ${perm.join(", ")} does not fit ${showShape(x)}`,
  dump: ({ perm }) => `perm ${showShape(perm)}`,
  isIdentity: ({ perm }) => perm.every((axis, at) => axis === at),
  isView: true,
  order: "permutes",
  mixes: ({ perm }) => (perm[0] === 0 ? undefined : "moves them to another axis"),
};

const concat: Operator<"concat"> = {
  ...MOVES,
  shape: concatShape,
  dump: ({ axis }) => `axis ${axis}`,
  bounds: (_, { of, inputCount }) =>
    Array.from({ length: inputCount }, (_, i) => of(i)).reduce((a, b) => ({
      min: Math.min(a.min, b.min),
      max: Math.max(a.max, b.max),
    })),
  isIdentity: (_, { inputs }) => inputs.length === 1,
  behindClamp: "stops",
  alignsOperands: true,
  mixes: ({ axis }) => (axis === 0 ? "puts more behind them" : undefined),
};

const slice: Operator<"slice"> = {
  ...MOVES,
  shape: sliceShape,
  dump: ({ starts, ends, steps }) => `from ${showShape(starts)} to ${showShape(ends)} by ${showShape(steps)}`,
  // Starts, ends and steps then cover everything.
  isIdentity: (_, { x, declared }) => sameShape(x, declared),
  mixes: ({ starts, ends, steps }, { shapes }) =>
    starts[0] === 0 && ends[0] === shapes[0]?.[0] && steps[0] === 1 ? undefined : "takes some of them",
};

const pad: Operator<"pad"> = {
  ...COMPUTES,
  shape: ({ before, after }, { x }) => {
    if (before.length !== x.length || after.length !== x.length) return `needs pads for ${x.length} axes`;
    return x.map((size, axis) => (before[axis] ?? 0) + size + (after[axis] ?? 0));
  },
  mistake: ({ value }) => (Number.isNaN(value) ? "pads with NaN" : undefined),
  dump: ({ before, after, value }) => `before ${showShape(before)} after ${showShape(after)} value ${showReal(value)}`,
  bounds: ({ value }, { of }) => including(of(0), value),
  tellsApart: ({ value }, behind) => including(behind, value),
  isIdentity: ({ before, after }) => [...before, ...after].every((amount) => amount === 0),
  mixes: ({ before, after }) => (before[0] === 0 && after[0] === 0 ? undefined : "adds to them"),
};

const resize: Operator<"resize"> = {
  ...MOVES,
  shape: resizeShape,
  dump: ({ sourceRows, sourceColumns }) => `rows ${showShape(sourceRows)} columns ${showShape(sourceColumns)}`,
  isIdentity: ({ sourceRows, sourceColumns }, { x, declared }) =>
    sourceRows.every((row, i) => row === i) &&
    sourceColumns.every((column, i) => column === i) &&
    sameShape(x, declared),
  order: "image",
  mixes: mixesImages,
};

function concatShape(op: OpOf<"concat">, { inputs }: ShapeSite): Shape | string {
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

function sliceShape(op: OpOf<"slice">, { x }: ShapeSite): Shape | string {
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

function resizeShape(op: OpOf<"resize">, { x }: ShapeSite): Shape | string {
  if (x.length !== 4) return `needs an input of 4 axes, not ${showShape(x)}`;
  const [, channels = 0, height = 0, width = 0] = x;
  const inside = (sources: readonly number[], limit: number): boolean =>
    sources.length > 0 && sources.every((source) => Number.isInteger(source) && source >= 0 && source < limit);
  if (!inside(op.sourceRows, height) || !inside(op.sourceColumns, width))
    return `copies rows or columns outside ${showShape(x)}`;
  return [x[0] ?? 1, channels, op.sourceRows.length, op.sourceColumns.length];
}

export const moves = { reshape, transpose, concat, slice, pad, resize };
