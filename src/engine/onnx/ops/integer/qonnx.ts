/**
 * QONNX, which brevitas and FINN write: Quant, BipolarQuant and Trunc around float operators. 8 bits are a pair of QuantizeLinear and
 * DequantizeLinear; of fewer bits the tensor in front keeps an odd number of codes for each step of the few, so that rounding to them and
 * then to the few is rounding once, and the few are a table behind it.
 */
import type { Problem } from "../../../base/outcome";
import type { GivenQuantization } from "../../../ir/graph";
import type { Expression, PlainFunction } from "../../../ir/scalarFunction";
import { evaluateScalar } from "../../../ir/scalarFunction";
import type { Lowered, Lowering, Site } from "../../site";
import { floatConstant, isProblem, likeConstant, type Activation, type Constant, type GivenRange } from "../../value";

/** Codes of a tensor: real = scale·(code − zeroPoint), least ≤ code ≤ most. */
interface Codes {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly bits: number;
  readonly least: number;
  readonly most: number;
  readonly rounding: PlainFunction;
}

const ROUNDINGS: ReadonlyMap<string, PlainFunction> = new Map<string, PlainFunction>([
  ["ROUND", { fn: "round" }],
  ["CEIL", { fn: "ceil" }],
  ["FLOOR", { fn: "floor" }],
  ["ROUND_TO_ZERO", { fn: "trunc" }],
  ["DOWN", { fn: "trunc" }],
]);

const X: Expression = { kind: "x" };
const number = (value: number): Expression => ({ kind: "number", value });

function roundingOf(site: Site, otherwise: string): PlainFunction | Problem {
  const mode = site.string("rounding_mode", otherwise).toUpperCase();
  return (
    ROUNDINGS.get(mode) ??
    site.refuse("onnx.attribute", `${site.place} rounds by "${mode}", which is not supported`, 'use "ROUND"')
  );
}

/** The parameter at `index`; of activations only one for the whole tensor. */
function parameter(site: Site, index: number, what: string): Constant | Problem {
  const constant = site.constant(index, what);
  return constant ?? site.refuse("onnx.missingInput", `${site.place} lacks its ${what}`);
}

function lowerQuant(site: Site): Lowered {
  const [scale, zeroPoint, width] = [
    parameter(site, 1, "scale"),
    parameter(site, 2, "zero point"),
    parameter(site, 3, "bit width"),
  ];
  for (const one of [scale, zeroPoint, width]) if (isProblem(one)) return one;
  if (isProblem(scale) || isProblem(zeroPoint) || isProblem(width)) return notNumbers(site);
  const rounding = roundingOf(site, "ROUND");
  if (isProblem(rounding)) return rounding;
  const bits = width.data[0] ?? 8;
  const signed = site.flag("signed", true);
  const narrow = site.flag("narrow", false) ? 1 : 0;
  const least = signed ? narrow - 2 ** (bits - 1) : 0;
  const most = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1 - narrow;
  if (!(bits >= 1) || !scale.data.every((value) => value > 0)) return notNumbers(site);
  const value = site.value(0);
  const head = { bits, least, most, rounding };
  if (value?.kind === "constant") return quantConstant(site, value, scale, zeroPoint, head);
  const x = site.activation(0);
  if (isProblem(x)) return x;
  if (!uniform(scale) || !uniform(zeroPoint) || !uniform(width)) return severalScales(site);
  return quantActivation(site, x, { ...head, scale: scale.data[0] ?? 1, zeroPoint: zeroPoint.data[0] ?? 0 });
}

function notNumbers(site: Site): Problem {
  return site.refuse("onnx.scale", `${site.place} has a scale or a bit width that is not a positive number`);
}

function severalScales(site: Site): Problem {
  return site.refuse(
    "onnx.scale",
    `${site.place} quantizes an activation with several scales, which is not supported`,
    "quantize activations with one scale a tensor",
  );
}

function uniform({ data }: Constant): boolean {
  return data.every((value) => value === data[0]);
}

/** Values on their grid, and the grid where it has one scale, or one for each position of axis 0. */
function quantConstant(
  site: Site,
  value: Constant,
  scale: Constant,
  zeroPoint: Constant,
  { bits, least, most, rounding }: Omit<Codes, "scale" | "zeroPoint">,
): Lowered {
  const axis = value.shape.findIndex(
    (size, i) => size > 1 && scale.shape[i - value.shape.length + scale.shape.length] === size,
  );
  const perAxis = uniform(scale) ? -1 : axis;
  const stride = value.shape.slice(perAxis + 1).reduce((product, size) => product * size, 1);
  const size = value.shape[perAxis] ?? 1;
  if (perAxis >= 0 && scale.data.length !== size) return severalScales(site);
  if (!uniform(scale) && perAxis < 0) return severalScales(site);
  const at = (list: Constant, i: number): number =>
    list.data[list.data.length === 1 || perAxis < 0 ? 0 : Math.floor(i / stride) % size] ?? 0;
  const data = Float64Array.from(value.data, (real, i) => {
    const [step, zero] = [Math.fround(at(scale, i)), at(zeroPoint, i)];
    const code = evaluateScalar(rounding, Math.fround(Math.fround(real / step) + zero));
    return (Math.min(Math.max(code, least), most) - zero) * step;
  });
  const width = [2, 4, 8].find((wide) => wide >= bits);
  const constant = likeConstant(value, value.shape, data);
  if (width === undefined) return constant;
  const scales = perAxis < 0 ? [scale.data[0] ?? 1] : Array.from(scale.data);
  const zeroPoints = scales.map((_, i) => (zeroPoint.data[zeroPoint.data.length === 1 ? 0 : i] ?? 0) - least);
  const given: GivenRange = { bits: width, scales, zeroPoints, axis: perAxis };
  return { ...constant, given };
}

/** The most codes that a step can be divided into within 8 bits, odd so that the middle between two steps is one between two codes. */
function codesInStep(least: number, most: number): number {
  const codes = Math.floor(255 / Math.max(1, most - least));
  return codes % 2 === 0 ? codes - 1 : codes;
}

/** @param after what the few values become; then they are no codes that the file states */
function quantActivation(
  site: Site,
  x: Activation,
  codes: Codes,
  after?: (code: Expression) => Expression,
): Activation | Problem {
  const { scale, zeroPoint, bits, least, most, rounding } = codes;
  const ends = { min: (least - zeroPoint) * scale || 0, max: (most - zeroPoint) * scale };
  if (bits > 8) return site.emit({ kind: "activation", fn: { fn: "clamp", ...ends } }, [x]);
  if (bits === 8 && rounding.fn === "round")
    return pair(
      site,
      x,
      { bits: 8, scales: [scale], zeroPoints: [zeroPoint - least] },
      ends,
      site.outputName(),
      site.name,
    );
  const divisions = Math.max(1, codesInStep(least, most));
  const fine = { bits: 8, scales: [scale / divisions], zeroPoints: [(zeroPoint - least) * divisions] };
  const source = rounding.fn === "round" ? pair(site, x, fine, ends, site.between("fine"), `${site.name}/fine`) : x;
  if (isProblem(source)) return source;
  const steps: Expression = { kind: "mul", a: X, b: number(1 / scale) };
  const code: Expression = {
    kind: "apply",
    fn: { fn: "clamp", min: least - zeroPoint, max: most - zeroPoint },
    of: { kind: "apply", fn: rounding, of: steps },
  };
  if (after) return site.emit({ kind: "activation", fn: { fn: "expression", of: after(code) } }, [source]);
  const of: Expression = { kind: "mul", a: code, b: number(scale) };
  return table(site, source, of, { bits: 8, scales: [scale], zeroPoints: [zeroPoint - least] });
}

/**
 * FINN's sum of steps, `out_scale`·(thresholds that x reaches) + `out_bias`. Equally spaced thresholds, which a folded batch normalization
 * gives each channel its own of, are a rounding: ⌊(x − first)/distance⌋ + 1.
 */
function lowerMultiThreshold(site: Site): Lowered {
  const thresholds = parameter(site, 1, "thresholds");
  if (isProblem(thresholds)) return thresholds;
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const [rows = 1, count = 1] = thresholds.shape;
  const channelsLast = site.string("data_layout", "NCHW") === "NHWC" || x.shape.length < 2;
  const axis = channelsLast ? x.shape.length - 1 : 1;
  const spacing = thresholds.shape.length === 2 ? spacingOf(thresholds, rows, count) : undefined;
  if (!spacing || (rows !== 1 && rows !== x.shape[axis])) {
    const message = `${site.place} has thresholds that are not equally spaced, which is not supported`;
    return site.refuse("onnx.thresholds", message, "use uniform quantization");
  }
  const shape = x.shape.map((size, i) => (i === axis && rows > 1 ? size : 1));
  const { first, distance } = spacing;
  const name = site.outputName();
  const factor = floatConstant(
    `${name}/factor`,
    shape,
    distance.map((value) => 1 / value),
  );
  const offset = floatConstant(
    `${name}/offset`,
    shape,
    first.map((value, c) => TIE + 0.5 - value / (distance[c] ?? 1)),
  );
  const scaled = site.emit({ kind: "mul" }, [x, factor], { output: site.between("scaled"), suffix: "scale" });
  if (isProblem(scaled)) return scaled;
  const shifted = site.emit({ kind: "add" }, [scaled, offset], { output: site.between("shifted"), suffix: "shift" });
  if (isProblem(shifted)) return shifted;
  const codes: Codes = { scale: 1, zeroPoint: 0, bits: 7, least: 0, most: count, rounding: { fn: "round" } };
  if (count > 255) return severalScales(site);
  const step = site.float("out_scale", 1);
  const bias = site.float("out_bias", 0);
  return quantActivation(site, shifted, codes, (code) => ({
    kind: "add",
    a: { kind: "mul", a: code, b: number(step) },
    b: number(bias),
  }));
}

/** A threshold that x equals is reached; rounding would leave it to chance. */
const TIE = 2 ** -12;

/** First threshold and distance of each row; undefined where one is not equally spaced, ascending. */
function spacingOf(
  { data }: Constant,
  rows: number,
  count: number,
): { readonly first: number[]; readonly distance: number[] } | undefined {
  const first: number[] = [];
  const distance: number[] = [];
  for (let row = 0; row < rows; row++) {
    const at = (i: number): number => data[row * count + i] ?? 0;
    const step = count > 1 ? (at(count - 1) - at(0)) / (count - 1) : 1;
    if (!(step > 0)) return undefined;
    for (let i = 0; i < count; i++) if (Math.abs(at(i) - at(0) - i * step) > 0.01 * step) return undefined;
    first.push(at(0));
    distance.push(step);
  }
  return { first, distance };
}

function table(site: Site, x: Activation, of: Expression, given: GivenQuantization): Activation | Problem {
  const result = site.emit({ kind: "activation", fn: { fn: "expression", of } }, [x]);
  if (!isProblem(result)) site.builder.give(result, given);
  return result;
}

function pair(
  site: Site,
  x: Activation,
  given: GivenQuantization,
  ends: { readonly min: number; readonly max: number },
  output: string,
  name: string,
): Activation | Problem {
  return site.builder.emitPair(x, given, output, name, site.place, ends);
}

/** ±scale, +scale at 0. Only the sign counts: codes end at two units, and half a code is added so that 0 is the least of the upper ones. */
function lowerBipolar(site: Site): Lowered {
  const scale = parameter(site, 1, "scale");
  if (isProblem(scale)) return scale;
  const value = site.value(0);
  if (value?.kind === "constant") {
    if (!uniform(scale)) return severalScales(site);
    const [step = 1] = scale.data;
    const constant = likeConstant(
      value,
      value.shape,
      Float64Array.from(value.data, (real) => (real >= 0 ? step : -step)),
    );
    return { ...constant, given: { bits: 2, scales: [step], zeroPoints: [1], axis: -1 } };
  }
  const x = site.activation(0);
  if (isProblem(x)) return x;
  if (!uniform(scale)) return severalScales(site);
  const [step = 1] = scale.data;
  const lowered = floatConstant(`${site.outputName()}/below`, [], [(2 ** -10 - 0.5) * SIGN_STEP]);
  const shifted = site.emit({ kind: "add" }, [x, lowered], { output: site.between("shifted"), suffix: "shift" });
  if (isProblem(shifted)) return shifted;
  const given = { bits: 8, scales: [SIGN_STEP], zeroPoints: [128] };
  const ends = { min: -128 * SIGN_STEP, max: 127 * SIGN_STEP };
  const near = pair(site, shifted, given, ends, site.between("near"), `${site.name}/near`);
  if (isProblem(near)) return near;
  // 1 from half a step below 0 on: the pair has rounded to whole steps.
  const above: Expression = {
    kind: "apply",
    fn: { fn: "sign" },
    of: { kind: "add", a: X, b: number(SIGN_STEP / 2) },
  };
  return table(site, near, { kind: "mul", a: above, b: number(step) }, { bits: 8, scales: [step], zeroPoints: [1] });
}

const SIGN_STEP = 1 / 64;

/** Drops the lowest bits of what an accumulator holds: rounding(round(x/scale + zero) / 2^dropped). */
function lowerTrunc(site: Site): Lowered {
  const values: number[] = [];
  for (const [i, what] of ["scale", "zero point", "input width", "output width"].entries()) {
    const constant = parameter(site, i + 1, what);
    if (isProblem(constant)) return constant;
    if (!uniform(constant)) return severalScales(site);
    values.push(constant.data[0] ?? 0);
  }
  const [scale = 1, zeroPoint = 0, from = 8, to = 8] = values;
  const rounding = roundingOf(site, "FLOOR");
  if (isProblem(rounding)) return rounding;
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const codes: Expression = { kind: "add", a: { kind: "mul", a: X, b: number(1 / scale) }, b: number(zeroPoint) };
  const whole: Expression = { kind: "apply", fn: { fn: "round" }, of: codes };
  const dropped: Expression = { kind: "mul", a: whole, b: number(2 ** (to - from)) };
  const code: Expression = { kind: "sub", a: { kind: "apply", fn: rounding, of: dropped }, b: number(zeroPoint) };
  const of: Expression = { kind: "mul", a: code, b: number(scale) };
  return site.emit({ kind: "activation", fn: { fn: "expression", of } }, [x]);
}

export const qonnxOps: Readonly<Record<string, Lowering>> = {
  Quant: lowerQuant,
  BipolarQuant: lowerBipolar,
  MultiThreshold: lowerMultiThreshold,
  Trunc: lowerTrunc,
};
