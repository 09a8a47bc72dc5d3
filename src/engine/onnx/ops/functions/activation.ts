/** Functions of one argument, their constant-folded forms, and Softmax. */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { showShape } from "../../../ir/inferShape";
import type { ScalarFunction } from "../../../ir/op";
import { evaluateScalar } from "../../../ir/scalarFunction";
import { Chain, type Operand } from "../../chain";
import { combineConstants, mapConstant } from "../../rewrite/fold";
import { fittingOperands } from "../layout/picking";
import type { Lowering, Site } from "../../site";
import { floatConstant, isProblem, typed, type Activation } from "../../value";
import { foldedOr } from "./arithmetic";

/** A lowering for a scalar function that `read` takes from the node. */
function scalar(read: (site: Site) => ScalarFunction | Problem): Lowering {
  return (site) => {
    const fn = read(site);
    if (isProblem(fn)) return fn;
    const value = site.value(0);
    if (value?.kind === "constant") return mapConstant(value, (x) => evaluateScalar(fn, x));
    const x = KEEPS_WHOLE.has(fn.fn) ? site.number(0) : site.activation(0);
    if (isProblem(x) || x.kind === "constant") return x;
    return typed(x.integer, site.emit({ kind: "activation", fn }, [x]));
  };
}

/** What whole numbers stay whole under. */
const KEEPS_WHOLE: ReadonlySet<ScalarFunction["fn"]> = new Set(["clamp", "abs", "sign"]);

/** Bounds are attributes before operator set 11 and optional inputs since. */
function readClip(site: Site): ScalarFunction | Problem {
  if (site.opset < 11) return clampOf(site, site.float("min", -Infinity), site.float("max", Infinity));
  const min = readBound(site, 1, "a lower bound", -Infinity);
  const max = readBound(site, 2, "an upper bound", Infinity);
  if (typeof min !== "number") return min;
  if (typeof max !== "number") return max;
  // ONNX: with min above max everything becomes max.
  return clampOf(site, Math.min(min, max), max);
}

/** Refused where nothing finite would be left. */
function clampOf(site: Site, min: number, max: number): ScalarFunction | Problem {
  if (min < Infinity && max > -Infinity) return { fn: "clamp", min, max };
  return site.refuse("onnx.nonFinite", `${site.place} makes every value ${min === Infinity ? "" : "-"}Infinity`);
}

function readBound(site: Site, index: number, role: string, otherwise: number): number | Problem {
  const bound = site.constant(index, role.replace(/^an? /, ""));
  if (bound === undefined) return otherwise;
  if (isProblem(bound)) return bound;
  const value = bound.data[0];
  if (bound.data.length === 1 && value !== undefined) return value;
  return site.refuse("onnx.attribute", `${site.place} has ${role} that is not one number`);
}

/** With one constant number half of a Clip, else x + max(y − x, 0) or x − max(x − y, 0), one operand after the other. */
function lowerExtreme(site: Site): ReturnType<Lowering> {
  const numbers = site.numbers(Array.from({ length: site.inputCount }, (_, i) => i));
  if (isProblem(numbers)) return numbers;
  const [first, ...others] = numbers.operands;
  if (!first) return site.refuse("onnx.missingInput", `${site.place} has no inputs`);
  let result: Operand = first;
  for (const [i, other] of others.entries()) {
    const output = i === others.length - 1 ? site.outputName() : site.between(`extreme${i}`);
    const next = extremeOf(site, result, other, output);
    if (isProblem(next)) return next;
    result = next;
  }
  return result.kind === "activation" ? typed(numbers.type, result) : result;
}

function extremeOf(site: Site, a: Operand, b: Operand, output: string): Operand | Problem {
  const isMin = site.op === "Min";
  if (a.kind === "constant" && b.kind === "constant")
    return (
      combineConstants(a, b, isMin ? Math.min : Math.max) ??
      site.refuse("onnx.shape", `${site.place} compares constants of different shapes`)
    );
  const [x, bound] = a.kind === "constant" ? [b, a] : [a, b];
  const [value] = bound.kind === "constant" ? bound.data : [];
  const chain = new Chain(site, output);
  if (bound.kind === "constant" && value !== undefined && bound.data.length === 1 && !Number.isNaN(value)) {
    const limits = isMin ? { min: -Infinity, max: value } : { min: value, max: Infinity };
    const fn = clampOf(site, limits.min, limits.max);
    return isProblem(fn) ? fn : chain.last({ kind: "activation", fn }, [x]);
  }
  const operands = fittingOperands(site, [x, bound], true);
  if (isProblem(operands)) return operands;
  const [left = x, right = bound] = operands;
  const difference = chain.step({ kind: "sub" }, isMin ? [left, right] : [right, left]);
  const excess = chain.step({ kind: "activation", fn: { fn: "clamp", min: 0, max: Infinity } }, [difference]);
  return chain.last({ kind: isMin ? "sub" : "add" }, [left, excess]);
}

/** Slopes by channel are a layer; others are max(x, 0) + slope·min(x, 0). */
function lowerPRelu(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const slope = site.floatConstant(1, "slope");
  if (isProblem(slope)) return slope;
  const lead = x.shape.length - slope.shape.length;
  if (lead < 0 || !slope.shape.every((size, i) => size === 1 || size === x.shape[i + lead]))
    return site.refuse(
      "onnx.shape",
      `${site.place} has slopes of shape ${showShape(slope.shape)} for a tensor of shape ${showShape(x.shape)}`,
      "give one slope for all, or as many as the tensor has channels",
    );
  const varying = slope.shape.flatMap((size, i) => (size > 1 ? [i + lead] : []));
  const channels = x.shape.length === 4 || x.shape.length === 2 ? 1 : x.shape.length - 1;
  const [alpha] = slope.data;
  if (alpha !== undefined && slope.data.every((value) => value === alpha))
    return site.emit({ kind: "activation", fn: { fn: "leakyRelu", alpha } }, [x]);
  if (varying.length === 1 && varying[0] === channels) return site.emit({ kind: "prelu" }, [x, slope]);
  const chain = new Chain(site);
  const positive = chain.step({ kind: "activation", fn: { fn: "clamp", min: 0, max: Infinity } }, [x]);
  const negative = chain.step({ kind: "activation", fn: { fn: "clamp", min: -Infinity, max: 0 } }, [x]);
  return chain.last({ kind: "add" }, [positive, chain.step({ kind: "mul" }, [negative, slope])]);
}

/** Before operator set 13 all axes from `axis` on are normalized together, as if flattened. */
function lowerSoftmax(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const axis = site.axis(site.int("axis", site.opset < 13 ? 1 : -1), x.shape.length);
  if (typeof axis !== "number") return axis;
  const together = elementsOf(x.shape.slice(axis));
  if (site.opset >= 13 || together === x.shape[axis]) return site.emit({ kind: "softmax", axis }, [x]);
  const rows = elementsOf(x.shape.slice(0, axis));
  return flattened(site, x, [rows, together]);
}

function flattened(site: Site, x: Activation, shape: readonly [number, number]): ReturnType<Lowering> {
  const flat = site.emit({ kind: "reshape" }, [x], { output: site.between("flat"), suffix: "flatten", shape });
  if (isProblem(flat)) return flat;
  const soft = site.emit({ kind: "softmax", axis: 1 }, [flat], { output: site.between("softmax") });
  if (isProblem(soft)) return soft;
  return site.emit({ kind: "reshape" }, [soft], { suffix: "restore", shape: x.shape });
}

/** x·sigmoid(alpha·x), which the passes make one function again. */
const swish =
  (usual: number): Lowering =>
  (site) =>
    lowerSwish(site, usual);

function lowerSwish(site: Site, usual: number): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const alpha = floatConstant(`${site.outputName()}/alpha`, [], [site.float("alpha", usual)]);
  const scaled = site.emit({ kind: "mul" }, [x, alpha], { output: site.between("scaled"), suffix: "scale" });
  if (isProblem(scaled)) return scaled;
  const gate = { output: site.between("gate"), suffix: "sigmoid" };
  const sigmoid = site.emit({ kind: "activation", fn: { fn: "sigmoid" } }, [scaled], gate);
  return isProblem(sigmoid) ? sigmoid : site.emit({ kind: "mul" }, [x, sigmoid]);
}

export const activationOps: Readonly<Record<string, Lowering>> = {
  Relu: scalar(() => ({ fn: "clamp", min: 0, max: Infinity })),
  Clip: scalar(readClip),
  LeakyRelu: scalar((site) => ({ fn: "leakyRelu", alpha: site.float("alpha", 0.01) })),
  Sigmoid: scalar(() => ({ fn: "sigmoid" })),
  Tanh: scalar(() => ({ fn: "tanh" })),
  HardSigmoid: scalar((site) => ({
    fn: "hardSigmoid",
    alpha: site.float("alpha", 0.2),
    beta: site.float("beta", 0.5),
  })),
  HardSwish: scalar(() => ({ fn: "hardSwish" })),
  Elu: scalar((site) => ({ fn: "elu", alpha: site.float("alpha", 1) })),
  Selu: scalar((site) => ({
    fn: "selu",
    alpha: site.float("alpha", 1.6732631921768188),
    gamma: site.float("gamma", 1.0507010221481323),
  })),
  Celu: scalar((site) => ({ fn: "celu", alpha: site.float("alpha", 1) })),
  ThresholdedRelu: scalar((site) => ({ fn: "thresholdedRelu", alpha: site.float("alpha", 1) })),
  Shrink: scalar((site) => ({ fn: "shrink", lambd: site.float("lambd", 0.5), bias: site.float("bias", 0) })),
  Gelu: scalar((site) => ({
    fn: "gelu",
    approximate: site.string("approximate", "none") === "tanh" ? "tanh" : "none",
  })),
  Mish: scalar(() => ({ fn: "mish" })),
  Swish: swish(1),
  Softplus: scalar(() => ({ fn: "softplus" })),
  Softsign: scalar(() => ({ fn: "softsign" })),
  Erf: scalar(() => ({ fn: "erf" })),
  Exp: scalar(() => ({ fn: "exp" })),
  Log: scalar(() => ({ fn: "log" })),
  Sqrt: scalar(() => ({ fn: "sqrt" })),
  Reciprocal: scalar(() => ({ fn: "reciprocal" })),
  Abs: scalar(() => ({ fn: "abs" })),
  Sign: scalar(() => ({ fn: "sign" })),
  Floor: scalar(() => ({ fn: "floor" })),
  Ceil: scalar(() => ({ fn: "ceil" })),
  Round: scalar(() => ({ fn: "round" })),
  Sin: scalar(() => ({ fn: "sin" })),
  Cos: scalar(() => ({ fn: "cos" })),
  Tan: scalar(() => ({ fn: "tan" })),
  Asin: scalar(() => ({ fn: "asin" })),
  Acos: scalar(() => ({ fn: "acos" })),
  Atan: scalar(() => ({ fn: "atan" })),
  Sinh: scalar(() => ({ fn: "sinh" })),
  Cosh: scalar(() => ({ fn: "cosh" })),
  Asinh: scalar(() => ({ fn: "asinh" })),
  Acosh: scalar(() => ({ fn: "acosh" })),
  Atanh: scalar(() => ({ fn: "atanh" })),
  Min: foldedOr(Math.min, lowerExtreme),
  Max: foldedOr(Math.max, lowerExtreme),
  PRelu: lowerPRelu,
  Softmax: lowerSoftmax,
};

/** A GELU of x and of a bias where there is one. */
function biasedGelu(approximate: "none" | "tanh"): Lowering {
  return (site) => {
    const x = site.activation(0);
    if (isProblem(x)) return x;
    const bias = site.value(1) === undefined ? undefined : site.floatConstant(1, "bias");
    if (isProblem(bias)) return bias;
    const chain = new Chain(site);
    const sum = bias ? chain.step({ kind: "add" }, [x, bias]) : x;
    return chain.last({ kind: "activation", fn: { fn: "gelu", approximate } }, [sum]);
  };
}

/** What onnxruntime's optimizer and Microsoft's exporters write. */
export const microsoftActivationOps: Readonly<Record<string, Lowering>> = {
  BiasGelu: biasedGelu("none"),
  FastGelu: biasedGelu("tanh"),
  Gelu: biasedGelu("none"),
  QuickGelu: swish(1.702),
};
