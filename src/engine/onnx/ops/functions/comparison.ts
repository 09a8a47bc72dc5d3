/**
 * Comparisons, logic and selection. Between constants they are folded; of computed values they become steps of the difference, which are
 * functions of one argument: x > y is max(0, sign(x − y)).
 */
import type { Problem } from "../../../base/outcome";
import { broadcastShapes } from "../../../ir/inferShape";
import type { Op } from "../../../ir/op";
import { Chain, type Operand } from "../../chain";
import { expandConstant, mapConstant } from "../../rewrite/fold";
import { DataType } from "../../wire/proto";
import type { Lowered, Lowering, Site } from "../../site";
import { floatConstant, isProblem, likeConstant, type Constant, type Value } from "../../value";
import { folded, notFoldable, unequal } from "./arithmetic";

const SIGN: Op = { kind: "activation", fn: { fn: "sign" } };
const ABS: Op = { kind: "activation", fn: { fn: "abs" } };
const UNIT: Op = { kind: "activation", fn: { fn: "clamp", min: 0, max: 1 } };

/** @param steps emits the truth of (x, y), computed values or constants of one type */
function comparison(
  test: (x: number, y: number) => boolean,
  steps: (chain: Chain, x: Operand, y: Operand) => Lowered,
): Lowering {
  return (site) => {
    const constant = folded(site, (x, y) => (test(x, y) ? 1 : 0));
    if (constant) return truths(constant);
    const numbers = site.numbers([0, 1]);
    if (isProblem(numbers)) return numbers;
    const [x, y] = numbers.operands;
    return x && y ? steps(new Chain(site), x, y) : notFoldable(site);
  };
}

function truths(constant: Lowered): Lowered {
  if (isProblem(constant) || !("kind" in constant) || constant.kind !== "constant") return constant;
  return { ...constant, dataType: DataType.bool, data: Float64Array.from(constant.data) };
}

/** 1 where x > y. */
function above(chain: Chain, x: Operand, y: Operand): Lowered {
  const sign = chain.step(SIGN, [chain.step({ kind: "sub" }, [x, y])]);
  return chain.last(UNIT, [sign], DataType.bool);
}

/** 1 where x ≥ y: 1 unless y > x. */
function notBelow(chain: Chain, x: Operand, y: Operand): Lowered {
  const sign = chain.step(SIGN, [chain.step({ kind: "sub" }, [x, y])]);
  const raised = chain.step({ kind: "add" }, [sign, chain.number(1)]);
  return chain.last(UNIT, [raised], DataType.bool);
}

function equal(chain: Chain, x: Operand, y: Operand): Lowered {
  const differs = chain.step(ABS, [chain.step(SIGN, [chain.step({ kind: "sub" }, [x, y])])]);
  return chain.last({ kind: "sub" }, [chain.number(1), differs], DataType.bool);
}

/** Truths, computed or constant. */
function truth(site: Site, index: number): Operand | Problem {
  const value = site.value(index);
  if (value?.kind === "activation" && value.integer === DataType.bool)
    return { kind: "activation", tensor: value.tensor, shape: value.shape };
  return value?.kind === "constant" ? value : site.activation(index);
}

function logic(
  test: (x: boolean, y: boolean) => boolean,
  steps: (chain: Chain, x: Operand, y: Operand) => Lowered,
): Lowering {
  return (site) => {
    const constant = folded(site, (x, y) => (test(x !== 0, y !== 0) ? 1 : 0));
    if (constant) return truths(constant);
    const x = truth(site, 0);
    if (isProblem(x)) return x;
    const y = truth(site, 1);
    return isProblem(y) ? y : steps(new Chain(site), x, y);
  };
}

function lowerNot(site: Site): Lowered {
  const value = site.value(0);
  if (value?.kind === "constant") return truths(mapConstant(value, (x) => (x === 0 ? 1 : 0)));
  const x = truth(site, 0);
  if (isProblem(x)) return x;
  const chain = new Chain(site);
  return chain.last({ kind: "sub" }, [chain.number(1), x], DataType.bool);
}

/** no + condition·(yes − no): what is not chosen must be finite. */
function lowerWhere(site: Site): Lowered {
  const [condition, yes, no] = [0, 1, 2].map((index) => site.value(index));
  if (condition?.kind === "constant" && yes?.kind === "constant" && no?.kind === "constant")
    return selected(site, condition, yes, no);
  const chosen = truth(site, 0);
  if (isProblem(chosen)) return chosen;
  const numbers = site.numbers([1, 2]);
  if (isProblem(numbers)) return numbers;
  const [x, y] = numbers.operands;
  const infinite = [yes, no].find((value) => value?.kind === "constant" && !value.data.every(Number.isFinite));
  if (!x || !y || infinite) return notFoldable(site);
  const chain = new Chain(site);
  if (chosen.kind === "constant") return masked(chain, chosen, x, y, numbers.type);
  if (x.kind === "constant" && y.kind === "constant") {
    const difference = selectedDifference(x, y);
    if (!difference) return unequal(site, x, y);
    return chain.last({ kind: "add" }, [chain.step({ kind: "mul" }, [chosen, difference]), y], numbers.type);
  }
  const kept = chain.step({ kind: "mul" }, [x, chosen]);
  const others = chain.step({ kind: "sub" }, [chain.number(1), chosen]);
  return chain.last({ kind: "add" }, [kept, chain.step({ kind: "mul" }, [y, others])], numbers.type);
}

/** A constant condition: each side times a constant mask; constant sides are masked here. */
function masked(chain: Chain, condition: Constant, x: Operand, y: Operand, type: number | undefined): Lowered {
  const mask = asFloats(condition, (value) => (value !== 0 ? 1 : 0));
  const others = asFloats(condition, (value) => (value !== 0 ? 0 : 1));
  const side = (operand: Operand, own: Constant): Operand => {
    if (operand.kind === "activation") return chain.step({ kind: "mul" }, [operand, own]);
    const shape = broadcastShapes(operand.shape, own.shape) ?? own.shape;
    const [values, flags] = [expandConstant(operand, shape), expandConstant(own, shape)];
    return floatConstant(
      operand.name,
      shape,
      Float32Array.from(values.data, (value, i) => value * (flags.data[i] ?? 0)),
    );
  };
  return chain.last({ kind: "add" }, [side(x, mask), side(y, others)], type);
}

function asFloats(constant: Constant, compute: (value: number) => number): Constant {
  return floatConstant(constant.name, constant.shape, Float32Array.from(constant.data, compute));
}

function selectedDifference(x: Constant, y: Constant): Constant | undefined {
  const shape = broadcastShapes(x.shape, y.shape);
  if (!shape) return undefined;
  const [a, b] = [expandConstant(x, shape), expandConstant(y, shape)];
  return floatConstant(
    `${x.name}/difference`,
    shape,
    Float32Array.from(a.data, (value, i) => value - (b.data[i] ?? 0)),
  );
}

function selected(site: Site, condition: Constant, yes: Constant, no: Constant): Value | Problem {
  const both = broadcastShapes(yes.shape, no.shape);
  const shape = both && broadcastShapes(condition.shape, both);
  if (!shape) return unequal(site, yes, no);
  const [chosen, other] = [expandConstant(yes, shape), expandConstant(no, shape)];
  const data = expandConstant(condition, shape).data.map((flag, i) =>
    flag !== 0 ? (chosen.data[i] ?? 0) : (other.data[i] ?? 0),
  );
  return likeConstant(yes, shape, data);
}

export const comparisonOps: Readonly<Record<string, Lowering>> = {
  Equal: comparison((x, y) => x === y, equal),
  Greater: comparison((x, y) => x > y, above),
  Less: comparison(
    (x, y) => x < y,
    (chain, x, y) => above(chain, y, x),
  ),
  GreaterOrEqual: comparison((x, y) => x >= y, notBelow),
  LessOrEqual: comparison(
    (x, y) => x <= y,
    (chain, x, y) => notBelow(chain, y, x),
  ),
  And: logic(
    (x, y) => x && y,
    (chain, x, y) => chain.last({ kind: "mul" }, [x, y], DataType.bool),
  ),
  Or: logic(
    (x, y) => x || y,
    (chain, x, y) => chain.last(UNIT, [chain.step({ kind: "add" }, [x, y])], DataType.bool),
  ),
  Xor: logic(
    (x, y) => x !== y,
    (chain, x, y) => chain.last(ABS, [chain.step({ kind: "sub" }, [x, y])], DataType.bool),
  ),
  Not: lowerNot,
  Where: lowerWhere,
};
