/** The one definition of the scalar functions, as ONNX gives them; constant folding and lookup tables both compute it. */
import { assertNever } from "../base/outcome";
import type { ScalarFunction } from "./op";

export function evaluateScalar(fn: ScalarFunction, x: number): number {
  switch (fn.fn) {
    case "clamp":
      return Math.min(Math.max(x, fn.min), fn.max);
    case "leakyRelu":
      return x < 0 ? fn.alpha * x : x;
    case "sigmoid":
      return 1 / (1 + Math.exp(-x));
    case "tanh":
      return Math.tanh(x);
    case "hardSigmoid":
      return Math.min(Math.max(fn.alpha * x + fn.beta, 0), 1);
    case "hardSwish":
      return x * Math.min(Math.max(x / 6 + 0.5, 0), 1);
    default:
      return assertNever(fn);
  }
}
