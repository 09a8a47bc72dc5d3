/** Element-wise arithmetic: folded between constants, lowered where an activation takes part. */
import { broadcastShapes, showShape } from "../../ir/inferShape";
import type { OpOf } from "../../ir/op";
import { combineConstants, expandConstant, mapConstant } from "../rewrite/fold";
import { DataType } from "../wire/proto";
import type { Lowered, Lowering, Site } from "../site";
import { floatConstant, isFloat, isProblem, likeConstant, type Constant } from "../value";

type Binary = (x: number, y: number) => number;

/** Folds two constants; undefined where one of them is computed. */
function folded(site: Site, floats: Binary, wholes: Binary = floats): Lowered | undefined {
  const a = site.value(0);
  const b = site.value(1);
  if (a?.kind !== "constant" || b?.kind !== "constant") return undefined;
  const result = combineConstants(a, b, isFloat(a) ? floats : wholes);
  return result ?? unequal(site, a, b);
}

function unequal(site: Site, a: Constant, b: Constant): Lowered {
  return site.refuse(
    "onnx.shape",
    `${site.place} cannot combine shapes ${showShape(a.shape)} and ${showShape(b.shape)}`,
  );
}

function binary(op: OpOf<"add" | "sub" | "mul">, compute: Binary): Lowering {
  return (site) => {
    const constant = folded(site, compute);
    if (constant) return constant;
    const a = site.operand(0);
    if (isProblem(a)) return a;
    const b = site.operand(1);
    return isProblem(b) ? b : site.emit(op, [a, b]);
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
  const dividend = site.operand(0);
  if (isProblem(dividend)) return dividend;
  const divisor = site.operand(1);
  if (isProblem(divisor)) return divisor;
  if (divisor.kind === "constant")
    return site.emit({ kind: "mul" }, [dividend, mapConstant(divisor, (value) => 1 / value)]);
  const place = { output: site.between("reciprocal"), suffix: "reciprocal" };
  const reciprocal = site.emit({ kind: "activation", fn: { fn: "reciprocal" } }, [divisor], place);
  return isProblem(reciprocal) ? reciprocal : site.emit({ kind: "mul" }, [dividend, reciprocal]);
}

/** Sum of any number of tensors: a chain of additions. */
function lowerSum(site: Site): Lowered {
  let sum = site.operand(0);
  for (let index = 1; index < site.inputCount; index++) {
    const next = site.operand(index);
    if (isProblem(sum)) return sum;
    if (isProblem(next)) return next;
    const last = index === site.inputCount - 1;
    sum = site.emit(
      { kind: "add" },
      [sum, next],
      last ? {} : { output: site.between(`sum${index}`), suffix: `sum${index}` },
    );
  }
  return sum;
}

/** Operators that exist only between constants: shape sub-graphs and pre-computed weights. */
function constantBinary(floats: Binary, wholes: Binary = floats, result?: number): Lowering {
  return (site) => {
    const constant = folded(site, floats, wholes) ?? notFoldable(site);
    if (result === undefined || isProblem(constant) || !("kind" in constant) || constant.kind !== "constant")
      return constant;
    return { ...constant, dataType: result, data: Float64Array.from(constant.data) };
  };
}

function constantUnary(compute: (x: number) => number): Lowering {
  return (site) => {
    const value = site.value(0);
    return value?.kind === "constant" ? mapConstant(value, compute) : notFoldable(site);
  };
}

export function notFoldable(site: Site): Lowered {
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
  return infinite ?? site.emit({ kind: "activation", fn: { fn: "pow", exponent } }, [x]);
}

/** −x is x times −1, which folds into what is around it. */
function lowerNeg(site: Site): Lowered {
  const value = site.value(0);
  if (value?.kind === "constant") return mapConstant(value, (x) => -x);
  const x = site.activation(0);
  return isProblem(x) ? x : site.emit({ kind: "mul" }, [x, floatConstant(`${site.outputName()}/sign`, [], [-1])]);
}

function lowerWhere(site: Site): Lowered {
  const [condition, yes, no] = [0, 1, 2].map((index) => site.value(index));
  if (condition?.kind !== "constant" || yes?.kind !== "constant" || no?.kind !== "constant") return notFoldable(site);
  const both = broadcastShapes(yes.shape, no.shape);
  const shape = both && broadcastShapes(condition.shape, both);
  if (!shape) return unequal(site, yes, no);
  const [chosen, other] = [expandConstant(yes, shape), expandConstant(no, shape)];
  const data = expandConstant(condition, shape).data.map((flag, i) =>
    flag !== 0 ? (chosen.data[i] ?? 0) : (other.data[i] ?? 0),
  );
  return likeConstant(yes, shape, data);
}

const flag = (test: (x: number, y: number) => boolean): Lowering => {
  const compute: Binary = (x, y) => (test(x, y) ? 1 : 0);
  return constantBinary(compute, compute, DataType.bool);
};

/** ONNX Mod takes the divisor's sign, as in Python, unless fmod is set. */
function lowerMod(site: Site): Lowered {
  const compute: Binary = site.int("fmod", 0) !== 0 ? (x, y) => x % y : (x, y) => x - Math.floor(x / y) * y;
  return folded(site, compute) ?? notFoldable(site);
}

export const arithmeticOps: Readonly<Record<string, Lowering>> = {
  Add: binary({ kind: "add" }, (x, y) => x + y),
  Sub: binary({ kind: "sub" }, (x, y) => x - y),
  Mul: binary({ kind: "mul" }, (x, y) => x * y),
  Div: lowerDiv,
  Sum: lowerSum,
  Mod: lowerMod,
  Pow: lowerPow,
  Equal: flag((x, y) => x === y),
  Less: flag((x, y) => x < y),
  LessOrEqual: flag((x, y) => x <= y),
  Greater: flag((x, y) => x > y),
  GreaterOrEqual: flag((x, y) => x >= y),
  And: flag((x, y) => x !== 0 && y !== 0),
  Or: flag((x, y) => x !== 0 || y !== 0),
  Not: constantUnary((x) => (x === 0 ? 1 : 0)),
  Neg: lowerNeg,
  Where: lowerWhere,
};
