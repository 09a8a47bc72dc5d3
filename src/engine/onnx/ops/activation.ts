/** Functions of one argument, their constant-folded forms, PRelu and Softmax. */
import type { Problem } from "../../base/outcome";
import { elementsOf } from "../../ir/graph";
import type { ScalarFunction } from "../../ir/op";
import { evaluateScalar } from "../../ir/scalarFunction";
import { mapConstant } from "../rewrite/fold";
import type { Lowering, Site } from "../site";
import { floatConstant, isFloat, isProblem, type Activation } from "../value";
import { foldedOr } from "./arithmetic";

/** A lowering for a scalar function that `read` takes from the node. */
function scalar(read: (site: Site) => ScalarFunction | Problem): Lowering {
  return (site) => {
    const fn = read(site);
    if (isProblem(fn)) return fn;
    const value = site.value(0);
    if (value?.kind === "constant") return mapConstant(value, (x) => evaluateScalar(fn, x));
    const x = site.activation(0);
    return isProblem(x) ? x : site.emit({ kind: "activation", fn }, [x]);
  };
}

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

/** Min and Max with one constant number are half of a Clip. */
function lowerBoundary(site: Site): ReturnType<Lowering> {
  const x = [0, 1].map((index) => site.value(index)).find((value) => value?.kind === "activation");
  const bound = [0, 1].map((index) => site.value(index)).find((value) => value?.kind === "constant");
  if (
    site.inputCount !== 2 ||
    x?.kind !== "activation" ||
    bound?.kind !== "constant" ||
    bound.data.length !== 1 ||
    !isFloat(bound)
  ) {
    const hint = "only the minimum or maximum of one tensor and one constant number is supported";
    return site.refuse(
      "onnx.unsupportedOperator",
      `${site.place} compares tensors with each other, which is not supported`,
      hint,
    );
  }
  const value = bound.data[0] ?? 0;
  const limits = site.op === "Min" ? { min: -Infinity, max: value } : { min: value, max: Infinity };
  const fn = clampOf(site, limits.min, limits.max);
  return isProblem(fn) ? fn : site.emit({ kind: "activation", fn }, [x]);
}

function lowerPRelu(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const slope = site.floatConstant(1, "slope");
  return isProblem(slope) ? slope : site.emit({ kind: "prelu" }, [x, slope]);
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
function lowerSwish(site: Site): ReturnType<Lowering> {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const alpha = floatConstant(`${site.outputName()}/alpha`, [], [site.float("alpha", 1)]);
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
  Swish: lowerSwish,
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
  Atan: scalar(() => ({ fn: "atan" })),
  Min: foldedOr(Math.min, lowerBoundary),
  Max: foldedOr(Math.max, lowerBoundary),
  PRelu: lowerPRelu,
  Softmax: lowerSoftmax,
};
