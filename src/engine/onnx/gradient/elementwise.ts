/** Gradients of what is computed element by element, of softmax and of normalization. */
import type { Clamp } from "../../ir/op";
import { encodeScalar } from "../encode/encodeOps";
import { codeRange } from "../encode/encodeClamp";
import type { Gradient, GradientSite } from "./gradient";
import type { Steps } from "./steps";

/** Half the distance over which the slope of a function is taken: what it is worth at codes, not at a point. */
const HALF_STEP = 2 ** -7;
/** No slope counts for more: functions with poles have any. */
const STEEPEST = 1e3;
/** Of the flanks of masks. */
const STEEP = 2 ** 60;
/** Keeps 0/0 out where a file states no epsilon, as in encodeOps.ts. */
const LEAST_VARIANCE = 1e-30;

/**
 * The gradient where the values lie between the bounds, else 0: times a mask, for Where takes onnxruntime four times as long as all of this.
 * HardSigmoid is min(1, max(0, αx + β)); with α a power of two so large, αx is exact and the mask 0 or 1 for any values that are not closer
 * than 2⁻⁶⁰ to a bound, and exactly 0 on it.
 */
export function within(steps: Steps, values: string, { min, max }: Clamp, g: string): string {
  const mask = (alpha: number, bound: number): string =>
    steps.node("HardSigmoid", [values], { alpha: { float: alpha }, beta: { float: -alpha * Math.fround(bound) } });
  let passed = g;
  if (min > -Infinity) passed = steps.node("Mul", [passed, mask(STEEP, min)]);
  if (max < Infinity) passed = steps.node("Mul", [passed, mask(-STEEP, max)]);
  return passed;
}

/** Straight through: rounding counts as no function at all, and what saturates passes nothing. */
const fakeQuantize: Gradient<"fakeQuantize"> = {
  write: ({ op, x, known, g, steps, give }) => {
    const { min, max } = codeRange(op);
    const [low, high] = [min - op.scale / 2, max + op.scale / 2];
    const bounds = {
      min: known.min >= low ? -Infinity : low,
      max: known.max <= high ? Infinity : high,
    };
    give(0, within(steps, x.name, bounds, g));
  },
};

/** Any function by its difference quotient; those that make whole numbers are passed straight through. */
const activation: Gradient<"activation"> = {
  write: ({ op: { fn }, x, y, g, steps, give }) => {
    if (fn.fn === "clamp") {
      give(0, within(steps, y.name, fn, g));
      return;
    }
    if (fn.fn === "floor" || fn.fn === "ceil" || fn.fn === "round" || fn.fn === "trunc") {
      give(0, g);
      return;
    }
    const at = (offset: number): string => {
      const value = steps.fresh();
      encodeScalar(fn, steps.writer, steps.node("Add", [x.name, steps.float(offset)]), value);
      return value;
    };
    const difference = steps.node("Sub", [at(HALF_STEP), at(-HALF_STEP)]);
    const slope = steps.node("Mul", [difference, steps.float(1 / (2 * HALF_STEP))]);
    const known = steps.node("Where", [steps.node("IsNaN", [slope]), steps.float(0), slope]);
    const bounded = steps.node("Clip", [known, steps.float(-STEEPEST), steps.float(STEEPEST)]);
    give(0, steps.node("Mul", [g, bounded]));
  },
};

const prelu: Gradient<"prelu"> = {
  write: ({ inputs, x, g, steps, give }) => {
    const below = steps.node("Mul", [g, inputs[1]?.name ?? ""]);
    give(0, steps.node("Where", [steps.node("Less", [x.name, steps.float(0)]), below, g]));
  },
};

const add: Gradient<"add"> = { write: (site) => [0, 1].forEach((input) => giveWhole(site, input, site.g)) };

const sub: Gradient<"sub"> = {
  write: (site) => {
    giveWhole(site, 0, site.g);
    if (site.wants(1)) giveWhole(site, 1, site.steps.node("Neg", [site.g]));
  },
};

const mul: Gradient<"mul"> = {
  write: (site) =>
    [0, 1].forEach((input) => {
      if (!site.wants(input)) return;
      const other = site.inputs[1 - input]?.name ?? "";
      giveWhole(site, input, site.steps.node("Mul", [site.g, other]));
    }),
};

/** To an operand that may have been repeated. */
function giveWhole(
  { inputs, y, steps, wants, give }: GradientSite<"add"> | GradientSite<"sub"> | GradientSite<"mul">,
  input: number,
  gradient: string,
): void {
  if (wants(input)) give(input, steps.unbroadcast(gradient, y.shape, inputs[input]?.shape ?? []));
}

/** x' = y·(g − Σ g·y). */
const softmax: Gradient<"softmax"> = {
  write: ({ op, y, g, steps, give }) => {
    const weighted = steps.node("Mul", [g, y.name]);
    const mean = steps.sum(weighted, [op.axis], true);
    give(0, steps.node("Mul", [y.name, steps.node("Sub", [g, mean])]));
  },
};

/** With n = (x − mean)/σ and h = g·scale: x' = (h − mean(h) − n·mean(h·n))/σ; without centring no mean(h). */
const normalize: Gradient<"normalize"> = {
  write: ({ op, inputs, x, g, steps, give }) => {
    const axes = steps.ints(op.axes);
    const mean = (of: string): string => steps.node("ReduceMean", [of, axes], { keepdims: 1 });
    const centred = op.centred ? steps.node("Sub", [x.name, mean(x.name)]) : x.name;
    const variance = mean(steps.node("Mul", [centred, centred]));
    const safe = steps.node("Add", [variance, steps.float(Math.max(op.epsilon, LEAST_VARIANCE))]);
    const root = steps.node("Sqrt", [safe]);
    const normalized = steps.node("Div", [centred, root]);
    const scaled = inputs[1] ? steps.node("Mul", [g, inputs[1].name]) : g;
    const along = steps.node("Mul", [normalized, mean(steps.node("Mul", [scaled, normalized]))]);
    const level = op.centred ? steps.node("Sub", [scaled, mean(scaled)]) : scaled;
    give(0, steps.node("Div", [steps.node("Sub", [level, along]), root]));
  },
};

export const elementwise = { fakeQuantize, activation, prelu, add, sub, mul, softmax, normalize };
