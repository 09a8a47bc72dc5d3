/** Operators that compute each element from those at its place, and softmax. */
import { describeClamp, showReal } from "../dumpWords";
import type { Clamp, OpOf } from "../op";
import { combinedRange, describeScalar, hasFiniteParameters, rangeOfScalar, usefulArguments } from "../scalarFunction";
import { broadcastShapes, sameShape, showShape, type Shape } from "../shapes";
import {
  COMPUTES,
  emptyClamp,
  mergeClamps,
  mixesImages,
  type BoundsSite,
  type ByChannelOperator,
  type Operator,
  type PlainOperator,
  type ShapeSite,
} from "./operator";

const NOT_FINITE = "has a parameter that is not finite";

const batchNorm: Operator<"batchNorm"> = {
  ...COMPUTES,
  levels: ["imported"],
  shape: (_, { x, inputs }) =>
    inputs.slice(1).every((shape) => shape.length === 1 && shape[0] === x[1]) && inputs.length === 5
      ? x
      : `needs four parameters of ${x[1] ?? "?"} channels`,
  mistake: ({ epsilon }) => (Number.isFinite(epsilon) ? undefined : NOT_FINITE),
  dump: ({ epsilon }) => `epsilon ${showReal(epsilon)}`,
  constants: "parameters",
  mixes: mixesImages,
};

const activation: Operator<"activation"> = {
  ...COMPUTES,
  shape: (_, { x }) => x,
  mistake: ({ fn }) => {
    if (!hasFiniteParameters(fn)) return NOT_FINITE;
    return fn.fn === "clamp" ? emptyClamp(fn) : undefined;
  },
  dump: ({ fn }) => describeScalar(fn, showReal),
  bounds: ({ fn }, { of }) => rangeOfScalar(fn, of(0)),
  tellsApart: ({ fn }, behind) => (fn.fn === "clamp" ? mergeClamps(behind, fn) : usefulArguments(fn, behind)),
  behindClamp: "takes",
  order: "follows",
  mixes: () => undefined,
};

/** Values at 0 and above as they are, those below times a slope of their channel. */
const prelu: PlainOperator<"prelu"> & ByChannelOperator<"prelu"> = {
  ...COMPUTES,
  onnx: "PRelu",
  byChannel: { role: "slope", layer: (slope) => ({ kind: "prelu", slope }) },
  shape: (_, { x, inputs: [, slope] }) => {
    if (!slope) return "has no slope";
    const shape = broadcastShapes(x, slope);
    return shape && sameShape(shape, x) ? x : `slope ${showShape(slope)} does not broadcast to ${showShape(x)}`;
  },
  dump: () => "",
  /** With one slope it is a leaky ReLU. */
  simpler: (_, constant) => {
    const slopes = constant(1);
    const [alpha] = slopes ?? [];
    return alpha !== undefined && slopes?.every((slope) => slope === alpha)
      ? { kind: "activation", fn: { fn: "leakyRelu", alpha } }
      : undefined;
  },
  constants: "parameters",
  alignsOperands: true,
  order: "follows",
  mixes: () => undefined,
};

/** What sums and products have in common. */
const ARITHMETIC = {
  ...COMPUTES,
  shape: (_op: unknown, { x, inputs: [, second] }: ShapeSite): Shape | string => {
    if (!second) return "needs two operands";
    return broadcastShapes(x, second) ?? `operands ${showShape(x)} and ${showShape(second)} do not broadcast`;
  },
  mistake: ({ clamp }: Arithmetic): string | undefined => emptyClamp(clamp),
  dump: ({ clamp }: Arithmetic): string => describeClamp(clamp).trimStart(),
  bounds: ({ kind, clamp }: Arithmetic, { operand, inputCount }: BoundsSite): Clamp => {
    const result = inputCount > 1 ? combinedRange(kind, operand(0), operand(1)) : COMPUTES.bounds();
    return clamp ? mergeClamps(result, clamp) : result;
  },
  behindClamp: "takes",
  constants: "any",
  alignsOperands: true,
  order: "follows",
  mixes: (): undefined => undefined,
} as const;

type Arithmetic = OpOf<"add"> | OpOf<"sub"> | OpOf<"mul">;

const add: PlainOperator<"add"> = { ...ARITHMETIC, onnx: "Add" };
const sub: PlainOperator<"sub"> = { ...ARITHMETIC, onnx: "Sub" };
const mul: PlainOperator<"mul"> = { ...ARITHMETIC, onnx: "Mul" };

const softmax: Operator<"softmax"> = {
  ...COMPUTES,
  shape: ({ axis }, { x }) => (axis >= 0 && axis < x.length ? x : `has no axis ${axis} in ${showShape(x)}`),
  dump: ({ axis }) => `axis ${axis}`,
  bounds: () => ({ min: 0, max: 1 }),
  mixes: ({ axis }) => (axis === 0 ? "normalizes over them" : undefined),
};

const fakeQuantize: Operator<"fakeQuantize"> = {
  ...COMPUTES,
  levels: ["quantized"],
  shape: (_, { x }) => x,
  mistake: ({ scale, zeroPoint }) => {
    if (!(scale > 0)) return "has a scale that is not positive";
    return [scale, zeroPoint].every(Number.isFinite) ? undefined : NOT_FINITE;
  },
  dump: ({ bits, scale, zeroPoint }) => `bits ${bits} scale ${showReal(scale)} zero ${zeroPoint}`,
  mixes: () => undefined,
};

export const elementwise = { batchNorm, activation, prelu, add, sub, mul, softmax, fakeQuantize };
