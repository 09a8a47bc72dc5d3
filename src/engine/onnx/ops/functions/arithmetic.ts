/** Element-wise arithmetic: folded between constants, lowered where an activation takes part. */
import type { Problem } from "../../../base/outcome";
import { broadcastShapes, showShape } from "../../../ir/inferShape";
import type { OpOf } from "../../../ir/op";
import { Chain } from "../../chain";
import { combineConstants, mapConstant } from "../../rewrite/fold";
import { broadcastTo, fittingOperands } from "../layout/picking";
import type { Lowered, Lowering, Site } from "../../site";
import { floatConstant, isFloat, isProblem, typed, type Activation, type Constant } from "../../value";

export type Binary = (x: number, y: number) => number;

/** Folds two constants; undefined where one of them is computed. */
export function folded(site: Site, floats: Binary, wholes: Binary = floats): Lowered | undefined {
  const a = site.value(0);
  const b = site.value(1);
  if (a?.kind !== "constant" || b?.kind !== "constant") return undefined;
  const result = combineConstants(a, b, isFloat(a) ? floats : wholes);
  return result ?? unequal(site, a, b);
}

export function unequal(site: Site, a: Constant, b: Constant): Problem {
  return site.refuse(
    "onnx.shape",
    `${site.place} cannot combine shapes ${showShape(a.shape)} and ${showShape(b.shape)}`,
  );
}

function binary(op: OpOf<"add" | "sub" | "mul">, compute: Binary): Lowering {
  return (site) => {
    const constant = folded(site, compute);
    if (constant) return constant;
    const numbers = site.numbers([0, 1]);
    if (isProblem(numbers)) return numbers;
    const operands = fittingOperands(site, numbers.operands, op.kind === "sub");
    return isProblem(operands) ? operands : typed(numbers.type, site.emit(op, operands));
  };
}

/** Division is multiplication by a reciprocal: of a constant one, or a function of its own. */
function lowerDiv(site: Site): Lowered {
  const constant = folded(
    site,
    (x, y) => x / y,
    (x, y) => Math.trunc(x / y),
  );
  if (constant) return constant;
  const numbers = site.numbers([0, 1]);
  if (isProblem(numbers)) return numbers;
  const operands = fittingOperands(site, numbers.operands, false);
  if (isProblem(operands)) return operands;
  const [dividend, divisor] = operands;
  if (!dividend || !divisor) return site.refuse("onnx.missingInput", `${site.place} lacks an operand`);
  if (numbers.type !== undefined) return wholeQuotient(site, dividend, divisor, numbers.type);
  if (divisor.kind === "constant")
    return site.emit({ kind: "mul" }, [dividend, mapConstant(divisor, (value) => 1 / value)]);
  const place = { output: site.between("reciprocal"), suffix: "reciprocal" };
  const reciprocal = site.emit({ kind: "activation", fn: { fn: "reciprocal" } }, [divisor], place);
  return isProblem(reciprocal) ? reciprocal : site.emit({ kind: "mul" }, [dividend, reciprocal]);
}

/** Quotients of whole numbers are truncated. */
function wholeQuotient(
  site: Site,
  dividend: Activation | Constant,
  divisor: Activation | Constant,
  type: number,
): Lowered {
  if (divisor.kind !== "constant" || divisor.data.some((value) => value === 0)) {
    const why = divisor.kind === "constant" ? "0" : "computed whole numbers";
    return site.refuse(
      "onnx.integerArithmetic",
      `${site.place} divides whole numbers by ${why}, which is not supported`,
    );
  }
  const factors = floatConstant(divisor.name, divisor.shape, Float64Array.from(divisor.data, reciprocalOf));
  const quotient = { output: site.between("quotient"), suffix: "quotient" };
  const exact = site.emit({ kind: "mul" }, [dividend, factors], quotient);
  return isProblem(exact) ? exact : typed(type, site.emit({ kind: "activation", fn: { fn: "trunc" } }, [exact]));
}

/** So much above 1/divisor that float32 never puts a multiple of the divisor below its quotient; powers of two are exact. */
function reciprocalOf(divisor: number): number {
  return Number.isInteger(Math.log2(Math.abs(divisor))) ? 1 / divisor : (1 + 2 ** -22) / divisor;
}

/** Sum of any number of tensors: a chain of additions. */
function lowerSum(site: Site): Lowered {
  let sum = site.operand(0);
  for (let index = 1; index < site.inputCount; index++) {
    const next = site.operand(index);
    if (isProblem(sum)) return sum;
    if (isProblem(next)) return next;
    const last = index === site.inputCount - 1;
    const operands = fittingOperands(site, [sum, next], false);
    if (isProblem(operands)) return operands;
    sum = site.emit(
      { kind: "add" },
      operands,
      last ? {} : { output: site.between(`sum${index}`), suffix: `sum${index}` },
    );
  }
  return sum;
}

export function notFoldable(site: Site): Problem {
  const hint = "it is supported between constants only; replace it with supported operators or cut the model before it";
  return site.refuse(
    "onnx.unsupportedOperator",
    `${site.place} works on computed values, which is not supported`,
    hint,
  );
}

/** Minimum or maximum folded between constants; with an activation it is a clamp, which `otherwise` lowers. */
export function foldedOr(compute: Binary, otherwise: Lowering): Lowering {
  return (site) => (site.inputCount === 2 ? folded(site, compute) : undefined) ?? otherwise(site);
}

/** A power with one constant exponent is a function of the base. */
function lowerPow(site: Site): Lowered {
  const constant = folded(site, (x, y) => x ** y);
  if (constant) return constant;
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const exponents = site.constant(1, "exponent");
  if (exponents === undefined || isProblem(exponents)) return exponents ?? notFoldable(site);
  const [exponent] = exponents.data;
  if (exponent === undefined || !exponents.data.every((other) => other === exponent))
    return site.refuse(
      "onnx.unsupportedOperator",
      `${site.place} has several exponents`,
      "only one constant exponent is supported",
    );
  const infinite = site.infinity(exponents);
  if (infinite) return infinite;
  const shape = broadcastShapes(x.shape, exponents.shape);
  if (!shape)
    return site.refuse(
      "onnx.shape",
      `${site.place} cannot raise ${showShape(x.shape)} to ${showShape(exponents.shape)}`,
    );
  const wide = broadcastTo(site, x, shape, site.between("wide"));
  return isProblem(wide) ? wide : site.emit({ kind: "activation", fn: { fn: "pow", exponent } }, [wide]);
}

/** −x is x times −1, which folds into what is around it. */
function lowerNeg(site: Site): Lowered {
  const value = site.value(0);
  if (value?.kind === "constant") return mapConstant(value, (x) => -x);
  const x = site.number(0);
  if (isProblem(x) || x.kind === "constant") return x;
  return typed(x.integer, site.emit({ kind: "mul" }, [x, floatConstant(`${site.outputName()}/sign`, [], [-1])]));
}

/** ONNX Mod takes the divisor's sign, as in Python, unless fmod is set: what is left of x without whole multiples of the divisor. */
function lowerMod(site: Site): Lowered {
  const truncates = site.flag("fmod", false);
  const constant = folded(site, truncates ? (x, y) => x % y : (x, y) => x - Math.floor(x / y) * y);
  if (constant) return constant;
  const numbers = site.numbers([0, 1]);
  if (isProblem(numbers)) return numbers;
  const [x, divisor] = numbers.operands;
  if (!x || divisor?.kind !== "constant" || divisor.data.some((value) => value === 0)) return notFoldable(site);
  const chain = new Chain(site);
  const quotient = chain.step({ kind: "mul" }, [x, mapped(divisor, reciprocalOf)]);
  const whole = chain.step({ kind: "activation", fn: { fn: truncates ? "trunc" : "floor" } }, [quotient]);
  const multiples = chain.step({ kind: "mul" }, [whole, mapped(divisor, (value) => value)]);
  return chain.last({ kind: "sub" }, [x, multiples], numbers.type);
}

function mapped({ name, shape, data }: Constant, compute: (value: number) => number): Constant {
  return floatConstant(name, shape, Float64Array.from(data, compute));
}

/** The sum of any number of tensors over their number. */
function lowerMean(site: Site): Lowered {
  if (site.inputCount === 1) return site.operand(0);
  const chain = new Chain(site);
  let sum: Activation | Constant | Problem = site.operand(0);
  for (let index = 1; index < site.inputCount; index++) {
    const next = site.operand(index);
    if (isProblem(sum)) return sum;
    if (isProblem(next)) return next;
    const operands = fittingOperands(site, [sum, next], false);
    if (isProblem(operands)) return operands;
    sum = chain.step({ kind: "add" }, operands);
  }
  return isProblem(sum) ? sum : chain.last({ kind: "mul" }, [sum, chain.number(1 / site.inputCount)]);
}

export const arithmeticOps: Readonly<Record<string, Lowering>> = {
  Add: binary({ kind: "add" }, (x, y) => x + y),
  Sub: binary({ kind: "sub" }, (x, y) => x - y),
  Mul: binary({ kind: "mul" }, (x, y) => x * y),
  Div: lowerDiv,
  Sum: lowerSum,
  Mean: lowerMean,
  Mod: lowerMod,
  Pow: lowerPow,
  Neg: lowerNeg,
};
