/**
 * Scalar functions of one argument, as ONNX gives them: everything that the stages need to know of one stands in its row of the table below.
 * A function becomes a lookup table in the firmware (one entry a code of its input), so whatever can be computed here can be executed. As
 * long as there are functions: a row each.
 */
import { roundHalfEven } from "../base/half";
import type { Clamp } from "./clamp";

/** A ReLU, ReLU6 or Clip: bounds may be infinite. */
export type ClampFunction = { readonly fn: "clamp"; readonly min: number; readonly max: number };

/** Operators of ONNX that take one argument. */
export type PlainFunction =
  | { readonly fn: "leakyRelu"; readonly alpha: number }
  | { readonly fn: "sigmoid" }
  | { readonly fn: "tanh" }
  | { readonly fn: "hardSigmoid"; readonly alpha: number; readonly beta: number }
  | { readonly fn: "hardSwish" }
  | { readonly fn: "elu"; readonly alpha: number }
  | { readonly fn: "selu"; readonly alpha: number; readonly gamma: number }
  | { readonly fn: "celu"; readonly alpha: number }
  | { readonly fn: "thresholdedRelu"; readonly alpha: number }
  | { readonly fn: "shrink"; readonly lambd: number; readonly bias: number }
  | { readonly fn: "gelu"; readonly approximate: "none" | "tanh" }
  | { readonly fn: "mish" }
  | { readonly fn: "softplus" }
  | { readonly fn: "softsign" }
  | { readonly fn: "erf" }
  | { readonly fn: "exp" }
  | { readonly fn: "log" }
  | { readonly fn: "sqrt" }
  | { readonly fn: "reciprocal" }
  | { readonly fn: "pow"; readonly exponent: number }
  | { readonly fn: "abs" }
  | { readonly fn: "sign" }
  | { readonly fn: "floor" }
  | { readonly fn: "ceil" }
  | { readonly fn: "round" }
  | { readonly fn: "trunc" }
  | { readonly fn: "sin" }
  | { readonly fn: "cos" }
  | { readonly fn: "tan" }
  | { readonly fn: "asin" }
  | { readonly fn: "acos" }
  | { readonly fn: "atan" }
  | { readonly fn: "sinh" }
  | { readonly fn: "cosh" }
  | { readonly fn: "asinh" }
  | { readonly fn: "acosh" }
  | { readonly fn: "atanh" };

export type ScalarFunction = ClampFunction | PlainFunction | ExpressionFunction;

/** What several element-wise operators on one tensor and numbers compute together (passes/fold/fuseScalars.ts). */
export type ExpressionFunction = { readonly fn: "expression"; readonly of: Expression };

export type Expression =
  | { readonly kind: "x" }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "apply"; readonly fn: ClampFunction | PlainFunction; readonly of: Expression }
  | { readonly kind: "add" | "sub" | "mul"; readonly a: Expression; readonly b: Expression };

/** How an operator of ONNX spells a function. */
export interface OnnxForm {
  readonly op: string;
  /** The operator set that first has it, where that is later than 13. */
  readonly since?: number;
  readonly floats?: Readonly<Record<string, number>>;
  readonly strings?: Readonly<Record<string, string>>;
  /** Of a second operator behind it: casts to whole numbers come back as floats. */
  readonly back?: { readonly op: string; readonly ints: Readonly<Record<string, number>> };
  readonly ints?: Readonly<Record<string, number>>;
  /** A second input, one number. */
  readonly operand?: number;
}

interface Entry<F> {
  /** In double precision; ±∞ and NaN where the function has them. */
  readonly evaluate: (x: number, fn: F) => number;
  readonly onnx: (fn: F) => OnnxForm;
  /** For people. */
  readonly label: string;
  /** Values for arguments within `x`; may be wider than necessary, never narrower. Absent means: anything. */
  readonly range?: (x: Clamp, fn: F) => Clamp;
  /**
   * Arguments beyond these bounds change the value by no more than half a code of 8 bits over its range. `behind` are the values that readers
   * tell apart. Absent means: all arguments matter.
   */
  readonly useful?: (behind: Clamp, fn: F) => Clamp;
}

type FunctionOf<N extends PlainFunction["fn"]> = Extract<PlainFunction, { readonly fn: N }>;

const UNBOUNDED: Clamp = { min: -Infinity, max: Infinity };
/** ONNX's numbers of the types that a truncation casts to. */
const TO_INT64 = 7;
const TO_FLOAT = 1;
const LN_510 = Math.log(510);
/** ln(2·255 − 1): there a sigmoid is half a code of 8 bits from its end, and tanh at half of it. */
const SATURATION = Math.log(509);

const within = (min: number, max: number) => (): Clamp => ({ min, max });
const rising =
  <F>(at: (x: number, fn: F) => number) =>
  (x: Clamp, fn: F): Clamp => ({ min: at(x.min, fn), max: at(x.max, fn) });

/** The series of erf below 3 and the continued fraction of erfc above (Abramowitz and Stegun 7.1.5 and 7.1.14). */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
      term *= (-z * z) / n;
      const next = term / (2 * n + 1);
      sum += next;
      if (n > 200) break;
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = z;
  for (let n = 60; n >= 1; n--) fraction = z + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-z * z) / (Math.sqrt(Math.PI) * fraction));
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const elu = (x: number, alpha: number): number => (x < 0 ? alpha * Math.expm1(x) : x);

/** x·(something between 0 and 1 that grows with x): negative only between −`dip` and 0. */
const gated =
  (dip: number) =>
  (x: Clamp): Clamp => ({ min: x.min >= 0 ? 0 : -dip, max: Math.max(0, x.max) });

const TABLE: { readonly [N in PlainFunction["fn"]]: Entry<FunctionOf<N>> } = {
  leakyRelu: {
    evaluate: (x, { alpha }) => (x < 0 ? alpha * x : x),
    onnx: ({ alpha }) => ({ op: "LeakyRelu", floats: { alpha } }),
    label: "Leaky ReLU",
    range: (x, fn) => (fn.alpha >= 0 ? eachEnd(x, fn.alpha) : UNBOUNDED),
    useful: (behind) => ({ min: -Infinity, max: behind.max }),
  },
  sigmoid: {
    evaluate: sigmoid,
    onnx: () => ({ op: "Sigmoid" }),
    label: "Sigmoid",
    range: within(0, 1),
    useful: within(-SATURATION, SATURATION),
  },
  tanh: {
    evaluate: Math.tanh,
    onnx: () => ({ op: "Tanh" }),
    label: "Tanh",
    range: within(-1, 1),
    useful: within(-SATURATION / 2, SATURATION / 2),
  },
  hardSigmoid: {
    evaluate: (x, { alpha, beta }) => Math.min(Math.max(alpha * x + beta, 0), 1),
    onnx: ({ alpha, beta }) => ({ op: "HardSigmoid", floats: { alpha, beta } }),
    label: "Hard sigmoid",
    range: within(0, 1),
    useful: (_, { alpha, beta }) => {
      if (alpha === 0) return UNBOUNDED;
      const ends = [-beta / alpha, (1 - beta) / alpha];
      return { min: Math.min(...ends), max: Math.max(...ends) };
    },
  },
  hardSwish: {
    evaluate: (x) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1),
    onnx: () => ({ op: "HardSwish", since: 14 }),
    label: "Hard swish",
    range: (x) => ({ min: -0.375, max: Math.max(0, x.max) }),
    // Values above 3 pass as they are: what is cut behind them is cut in front.
    useful: (behind) => ({ min: -3, max: Math.max(3, behind.max) }),
  },
  elu: {
    evaluate: (x, { alpha }) => elu(x, alpha),
    onnx: ({ alpha }) => ({ op: "Elu", floats: { alpha } }),
    label: "ELU",
    range: (x, { alpha }) => (alpha >= 0 ? { min: elu(x.min, alpha), max: elu(x.max, alpha) } : UNBOUNDED),
    // Its values reach from −alpha to 0 at least, and the lower end is alpha·eˣ away.
    useful: (behind) => ({ min: -LN_510, max: behind.max }),
  },
  selu: {
    evaluate: (x, { alpha, gamma }) => gamma * elu(x, alpha),
    onnx: ({ alpha, gamma }) => ({ op: "Selu", floats: { alpha, gamma } }),
    label: "SELU",
    range: (x, { alpha, gamma }) =>
      alpha >= 0 && gamma >= 0 ? { min: gamma * elu(x.min, alpha), max: gamma * elu(x.max, alpha) } : UNBOUNDED,
    useful: (behind, { gamma }) => ({ min: -LN_510, max: gamma > 0 ? behind.max / gamma : Infinity }),
  },
  celu: {
    evaluate: (x, { alpha }) => (x < 0 ? alpha * Math.expm1(x / alpha) : x),
    onnx: ({ alpha }) => ({ op: "Celu", floats: { alpha } }),
    label: "CELU",
    useful: (behind, { alpha }) => ({ min: alpha > 0 ? -LN_510 * alpha : -Infinity, max: behind.max }),
  },
  thresholdedRelu: {
    evaluate: (x, { alpha }) => (x > alpha ? x : 0),
    onnx: ({ alpha }) => ({ op: "ThresholdedRelu", floats: { alpha } }),
    label: "Thresholded ReLU",
    range: (x, { alpha }) => ({ min: Math.min(0, Math.max(x.min, alpha)), max: Math.max(0, x.max) }),
    useful: (behind, { alpha }) => ({ min: Math.min(0, alpha), max: behind.max }),
  },
  shrink: {
    evaluate: (x, { lambd, bias }) => (x < -lambd ? x + bias : x > lambd ? x - bias : 0),
    onnx: ({ lambd, bias }) => ({ op: "Shrink", floats: { lambd, bias } }),
    label: "Shrink",
  },
  gelu: {
    evaluate: (x, { approximate }) =>
      approximate === "none"
        ? 0.5 * x * (1 + erf(x * Math.SQRT1_2))
        : 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    onnx: ({ approximate }) => ({ op: "Gelu", since: 20, strings: { approximate } }),
    label: "GELU",
    range: gated(0.171),
    useful: (behind) => ({ min: -4, max: Math.max(4, behind.max) }),
  },
  mish: {
    evaluate: (x) => x * Math.tanh(softplus(x)),
    onnx: () => ({ op: "Mish", since: 18 }),
    label: "Mish",
    range: gated(0.309),
    useful: (behind) => ({ min: -10, max: Math.max(10, behind.max) }),
  },
  softplus: {
    evaluate: softplus,
    onnx: () => ({ op: "Softplus" }),
    label: "Softplus",
    range: rising(softplus),
    // It is ln 2 at 0, which every range holds.
    useful: (behind) => ({ min: Math.log(Math.LN2 / 510), max: behind.max }),
  },
  softsign: {
    evaluate: (x) => (Number.isFinite(x) ? x / (1 + Math.abs(x)) : Math.sign(x)),
    onnx: () => ({ op: "Softsign" }),
    label: "Softsign",
    range: within(-1, 1),
  },
  erf: {
    evaluate: erf,
    onnx: () => ({ op: "Erf" }),
    label: "Erf",
    range: within(-1, 1),
    // erf(2.2) = 0.9981 = 1 − half a code of 2/255.
    useful: within(-2.2, 2.2),
  },
  exp: {
    evaluate: Math.exp,
    onnx: () => ({ op: "Exp" }),
    label: "Exp",
    range: rising(Math.exp),
    // It is 1 at 0, which every range holds.
    useful: (behind) => ({ min: -LN_510, max: behind.max > 1 ? Math.log(behind.max) : 0 }),
  },
  log: { evaluate: Math.log, onnx: () => ({ op: "Log" }), label: "Log" },
  sqrt: {
    evaluate: Math.sqrt,
    onnx: () => ({ op: "Sqrt" }),
    label: "Square root",
    range: (x) => ({ min: Math.sqrt(Math.max(0, x.min)), max: Math.sqrt(Math.max(0, x.max)) }),
  },
  reciprocal: { evaluate: (x) => 1 / x, onnx: () => ({ op: "Reciprocal" }), label: "Reciprocal" },
  pow: {
    evaluate: (x, { exponent }) => x ** exponent,
    onnx: ({ exponent }) => ({ op: "Pow", operand: exponent }),
    label: "Power",
    range: (x, { exponent }) => (exponent === 2 ? squares(x) : UNBOUNDED),
  },
  abs: {
    evaluate: Math.abs,
    onnx: () => ({ op: "Abs" }),
    label: "Absolute value",
    range: (x) => ({
      min: x.min <= 0 && x.max >= 0 ? 0 : Math.min(Math.abs(x.min), Math.abs(x.max)),
      max: Math.max(Math.abs(x.min), Math.abs(x.max)),
    }),
  },
  sign: { evaluate: Math.sign, onnx: () => ({ op: "Sign" }), label: "Sign", range: within(-1, 1) },
  floor: { evaluate: Math.floor, onnx: () => ({ op: "Floor" }), label: "Floor", range: rising(Math.floor) },
  ceil: { evaluate: Math.ceil, onnx: () => ({ op: "Ceil" }), label: "Ceil", range: rising(Math.ceil) },
  round: { evaluate: roundHalfEven, onnx: () => ({ op: "Round" }), label: "Round", range: rising(roundHalfEven) },
  trunc: {
    evaluate: Math.trunc,
    onnx: () => ({ op: "Cast", ints: { to: TO_INT64 }, back: { op: "Cast", ints: { to: TO_FLOAT } } }),
    label: "Truncation",
    range: rising(Math.trunc),
  },
  sin: { evaluate: Math.sin, onnx: () => ({ op: "Sin" }), label: "Sine", range: within(-1, 1) },
  cos: { evaluate: Math.cos, onnx: () => ({ op: "Cos" }), label: "Cosine", range: within(-1, 1) },
  tan: { evaluate: Math.tan, onnx: () => ({ op: "Tan" }), label: "Tangent" },
  asin: {
    evaluate: Math.asin,
    onnx: () => ({ op: "Asin" }),
    label: "Arc sine",
    range: within(-Math.PI / 2, Math.PI / 2),
  },
  acos: { evaluate: Math.acos, onnx: () => ({ op: "Acos" }), label: "Arc cosine", range: within(0, Math.PI) },
  sinh: { evaluate: Math.sinh, onnx: () => ({ op: "Sinh" }), label: "Hyperbolic sine", range: rising(Math.sinh) },
  cosh: { evaluate: Math.cosh, onnx: () => ({ op: "Cosh" }), label: "Hyperbolic cosine" },
  asinh: {
    evaluate: Math.asinh,
    onnx: () => ({ op: "Asinh" }),
    label: "Inverse hyperbolic sine",
    range: rising(Math.asinh),
  },
  acosh: { evaluate: Math.acosh, onnx: () => ({ op: "Acosh" }), label: "Inverse hyperbolic cosine" },
  atanh: { evaluate: Math.atanh, onnx: () => ({ op: "Atanh" }), label: "Inverse hyperbolic tangent" },
  atan: {
    evaluate: Math.atan,
    onnx: () => ({ op: "Atan" }),
    label: "Arc tangent",
    range: within(-Math.PI / 2, Math.PI / 2),
  },
};

/** @returns f(x), in double precision; may be infinite or NaN where the function is */
export function evaluateScalar(fn: ScalarFunction, x: number): number {
  if (fn.fn === "clamp") return Math.min(Math.max(x, fn.min), fn.max);
  if (fn.fn === "expression") return evaluateExpression(fn.of, x);
  return entryOf(fn).evaluate(x, fn);
}

/** Bounds of f(x) for x within `argument`: certain, not always tight. */
export function rangeOfScalar(fn: ScalarFunction, argument: Clamp): Clamp {
  if (fn.fn === "clamp") {
    const bound = (value: number): number => Math.min(Math.max(value, fn.min), fn.max);
    return { min: bound(argument.min), max: bound(argument.max) };
  }
  if (fn.fn === "expression") return rangeOfExpression(fn.of, argument);
  return entryOf(fn).range?.(argument, fn) ?? UNBOUNDED;
}

/**
 * Arguments beyond these bounds make no difference of more than half a code of 8 bits.
 * @param behind what the function's readers tell apart of its values
 */
export function usefulArguments(fn: PlainFunction | ExpressionFunction, behind: Clamp): Clamp {
  return fn.fn === "expression" ? UNBOUNDED : (entryOf(fn).useful?.(behind, fn) ?? UNBOUNDED);
}

export function onnxFormOf(fn: PlainFunction): OnnxForm {
  return entryOf(fn).onnx(fn);
}

/** The least operator set, at or above 13, that has everything `fn` consists of. */
export function opsetOfScalar(fn: ScalarFunction): number {
  if (fn.fn === "clamp") return 13;
  if (fn.fn === "expression") return Math.max(13, ...functionsIn(fn.of).map(opsetOfScalar));
  return onnxFormOf(fn).since ?? 13;
}

/** For people: "Sigmoid", or a formula. */
export function labelOfScalar(fn: ScalarFunction): string {
  if (fn.fn === "clamp") return "Clip";
  if (fn.fn !== "expression") return entryOf(fn).label;
  const formula = formulaOf(fn.of);
  return formula.length <= 40 ? formula : `Function of ${functionsIn(fn.of).length + 1} steps`;
}

/** For dumps: the name and its parameters. */
export function describeScalar(fn: ScalarFunction, number: (value: number) => string): string {
  if (fn.fn === "expression") return formulaOf(fn.of, number);
  if (fn.fn === "clamp") return `clamp ${number(fn.min)}..${number(fn.max)}`;
  if (fn.fn === "hardSigmoid") return `hardSigmoid ${number(fn.alpha)}·x+${number(fn.beta)}`;
  return [fn.fn, ...parametersOf(fn).map((value) => shown(value, number))].join(" ");
}

/** False where a parameter is NaN or, outside of a clamp's bounds, infinite. */
export function hasFiniteParameters(fn: ScalarFunction): boolean {
  if (fn.fn === "clamp") return !Number.isNaN(fn.min) && !Number.isNaN(fn.max);
  if (fn.fn === "expression")
    return functionsIn(fn.of).every(hasFiniteParameters) && numbersIn(fn.of).every(Number.isFinite);
  return parametersOf(fn).every((value) => typeof value === "string" || Number.isFinite(value));
}

/** A formula of x: `x·sigmoid(x)`, `clamp[0, 6](x + 3)`. */
function formulaOf(expression: Expression, number: (value: number) => string = shortNumber): string {
  const inner = (one: Expression): string => formulaOf(one, number);
  switch (expression.kind) {
    case "x":
      return "x";
    case "number":
      return number(expression.value);
    case "apply": {
      const { fn } = expression;
      const parameters = fn.fn === "clamp" ? [fn.min, fn.max] : parametersOf(fn);
      const list = parameters.length === 0 ? "" : `[${parameters.map((value) => shown(value, number)).join(", ")}]`;
      return `${fn.fn}${list}(${inner(expression.of)})`;
    }
    default: {
      const sign = { add: " + ", sub: " − ", mul: "·" }[expression.kind];
      const part = (one: Expression): string =>
        one.kind === "add" || one.kind === "sub" ? `(${inner(one)})` : inner(one);
      return `${part(expression.a)}${sign}${part(expression.b)}`;
    }
  }
}

function evaluateExpression(expression: Expression, x: number): number {
  switch (expression.kind) {
    case "x":
      return x;
    case "number":
      return expression.value;
    case "apply":
      return evaluateScalar(expression.fn, evaluateExpression(expression.of, x));
    case "add":
      return evaluateExpression(expression.a, x) + evaluateExpression(expression.b, x);
    case "sub":
      return evaluateExpression(expression.a, x) - evaluateExpression(expression.b, x);
    case "mul":
      return evaluateExpression(expression.a, x) * evaluateExpression(expression.b, x);
  }
}

function rangeOfExpression(expression: Expression, x: Clamp): Clamp {
  switch (expression.kind) {
    case "x":
      return x;
    case "number":
      return { min: expression.value, max: expression.value };
    case "apply":
      return rangeOfScalar(expression.fn, rangeOfExpression(expression.of, x));
    default:
      return combinedRange(expression.kind, rangeOfExpression(expression.a, x), rangeOfExpression(expression.b, x));
  }
}

/** Bounds of a sum, difference or product of values within bounds. */
export function combinedRange(kind: "add" | "sub" | "mul", a: Clamp, b: Clamp): Clamp {
  if (kind === "add") return { min: a.min + b.min, max: a.max + b.max };
  if (kind === "sub") return { min: a.min - b.max, max: a.max - b.min };
  // 0 times an unbounded value is 0.
  const products = [a.min, a.max].flatMap((x) => [b.min, b.max].map((y) => (x === 0 || y === 0 ? 0 : x * y)));
  return { min: Math.min(...products), max: Math.max(...products) };
}

function functionsIn(expression: Expression): readonly (ClampFunction | PlainFunction)[] {
  if (expression.kind === "x" || expression.kind === "number") return [];
  if (expression.kind === "apply") return [...functionsIn(expression.of), expression.fn];
  return [...functionsIn(expression.a), ...functionsIn(expression.b)];
}

function numbersIn(expression: Expression): readonly number[] {
  if (expression.kind === "x") return [];
  if (expression.kind === "number") return [expression.value];
  if (expression.kind === "apply") return numbersIn(expression.of);
  return [...numbersIn(expression.a), ...numbersIn(expression.b)];
}

function parametersOf(fn: PlainFunction): readonly (number | string)[] {
  return Object.entries(fn).flatMap(([key, value]: [string, number | string]) => (key === "fn" ? [] : [value]));
}

function shown(value: number | string, number: (value: number) => string): string {
  return typeof value === "number" ? number(value) : value;
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Negative values times `slope`. */
function eachEnd({ min, max }: Clamp, slope: number): Clamp {
  const at = (value: number): number => (value < 0 && slope !== 1 ? (slope === 0 ? 0 : value * slope) : value);
  return { min: at(min), max: at(max) };
}

function squares({ min, max }: Clamp): Clamp {
  const ends = [min * min, max * max];
  return { min: min <= 0 && max >= 0 ? 0 : Math.min(...ends), max: Math.max(...ends) };
}

/** TypeScript does not see that an entry takes the very function that it was found by. */
function entryOf(fn: PlainFunction): Entry<PlainFunction> {
  return TABLE[fn.fn] as unknown as Entry<PlainFunction>;
}
