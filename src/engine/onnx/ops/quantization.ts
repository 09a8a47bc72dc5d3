/**
 * QuantizeLinear and DequantizeLinear as prescribed ranges. Around an activation the pair becomes the clamp to what its codes stand for,
 * because that is where many exporters leave a ReLU, and its scale stays with the result; on constants the values are computed. Signed
 * types are shifted so that every code is unsigned.
 */
import { roundHalfEven } from "../../base/half";
import type { Problem } from "../../base/outcome";
import { showShape } from "../../ir/inferShape";
import { stridesOf } from "../rewrite/fold";
import { DataType, dataTypeName } from "../wire/proto";
import type { Lowered, Lowering, Site } from "../site";
import { integerType } from "../wire/tensorData";
import { floatConstant, isFloat, isProblem, type Activation, type Constant, type GivenRange } from "../value";

/** Scale and zero point of a node, and how they lie over a tensor. */
export interface Scaling {
  readonly scale: Constant;
  readonly zeroPoint: Constant | undefined;
  readonly dataType: number;
  readonly bits: number;
  readonly signed: boolean;
  /** −1: one scale for the whole tensor. */
  readonly axis: number;
  /** Elements of the axis that share a scale; 1 but for blocked quantization. */
  readonly block: number;
}

/** Which inputs of a node are scale and zero point, and which axis they lie on where there are several. */
export interface ScalingInputs {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly axis: number;
}

/** @param dataType the integer type where there is no zero point to tell it */
export function readScaling(
  site: Site,
  shape: readonly number[],
  dataType: number,
  inputs: ScalingInputs = { scale: 1, zeroPoint: 2, axis: site.int("axis", 1) },
): Scaling | Problem {
  const scale = site.floatConstant(inputs.scale, "scale");
  if (isProblem(scale)) return scale;
  const zeroPoint = site.constant(inputs.zeroPoint, "zero point");
  if (isProblem(zeroPoint)) return zeroPoint;
  const type = zeroPoint?.dataType ?? dataType;
  const integer = integerType(type);
  if (!integer)
    return site.refuse("onnx.dataType", `${site.place} quantizes to ${dataTypeName(type)}, which is not supported`);
  const wrong = scale.data.findIndex((value) => !(Number.isFinite(value) && value > 0));
  if (wrong >= 0)
    return site.refuse(
      "onnx.scale",
      `${site.place} has the scale ${String(scale.data[wrong])}, which is not a positive number`,
    );
  const head = { scale, zeroPoint, dataType: type, ...integer };
  if (scale.data.length === 1) return { ...head, axis: -1, block: 1 };
  const axis = site.axis(inputs.axis, shape.length);
  if (typeof axis !== "number") return axis;
  const size = shape[axis] ?? 0;
  const blocked = scale.shape.length > 1;
  const block = blocked ? site.int("block_size", 0) : 1;
  const fits = blocked
    ? block > 0 &&
      scale.shape.length === shape.length &&
      scale.shape.every((n, i) => n === (i === axis ? Math.ceil(size / block) : shape[i]))
    : scale.data.length === size;
  if (fits && (zeroPoint === undefined || zeroPoint.data.length === scale.data.length)) return { ...head, axis, block };
  return site.refuse(
    "onnx.scale",
    `${site.place} has scales of shape ${showShape(scale.shape)} for a tensor of shape ${showShape(shape)}`,
  );
}

/** Which scale belongs to element i. */
function scaleIndex(scaling: Scaling, shape: readonly number[]): (i: number) => number {
  const { axis, scale, block } = scaling;
  if (axis < 0) return () => 0;
  const strides = stridesOf(shape);
  const stride = strides[axis] ?? 1;
  const size = shape[axis] ?? 1;
  if (scale.shape.length === 1) return (i) => Math.floor(i / stride) % size;
  const own = stridesOf(scale.shape);
  return (i) =>
    shape.reduce((at, length, k) => {
      const index = Math.floor(i / (strides[k] ?? 1)) % length;
      return at + (k === axis ? Math.floor(index / block) : index) * (own[k] ?? 1);
    }, 0);
}

/** What is added to signed codes. */
export function shiftOf({ signed, bits }: Scaling): number {
  return signed ? 2 ** (bits - 1) : 0;
}

export function givenRange(scaling: Scaling): GivenRange {
  const shift = shiftOf(scaling);
  const scales = Array.from(scaling.scale.data);
  const zeroPoints = scales.map((_, i) => (scaling.zeroPoint?.data[i] ?? 0) + shift);
  return { bits: scaling.bits, scales, zeroPoints, axis: scaling.axis };
}

function lowerQuantize(site: Site): Lowered {
  const value = site.value(0);
  const x = value?.kind === "constant" ? value : site.activation(0);
  if (isProblem(x)) return x;
  const scaling = readScaling(site, x.shape, site.int("output_dtype", 0) || DataType.uint8);
  if (isProblem(scaling)) return scaling;
  if (x.kind === "constant") return quantizeConstant(x, scaling);
  if (scaling.axis >= 0) {
    const hint = "quantize activations with one scale a tensor";
    return site.refuse(
      "onnx.scale",
      `${site.place} quantizes an activation with several scales, which is not supported`,
      hint,
    );
  }
  const { bits, scales, zeroPoints } = givenRange(scaling);
  return { kind: "quantized", source: x, given: { bits, scales, zeroPoints }, shift: shiftOf(scaling) };
}

function quantizeConstant(x: Constant, scaling: Scaling): Constant {
  const low = scaling.signed ? -(2 ** (scaling.bits - 1)) : 0;
  const high = low + 2 ** scaling.bits - 1;
  const indexOf = scaleIndex(scaling, x.shape);
  const data = Float64Array.from(x.data, (value, i) => {
    const k = indexOf(i);
    const code = roundHalfEven(Math.fround(value / (scaling.scale.data[k] ?? 1))) + (scaling.zeroPoint?.data[k] ?? 0);
    return Math.min(Math.max(code, low), high);
  });
  return { kind: "constant", name: x.name, shape: x.shape, dataType: scaling.dataType, data };
}

function lowerDequantize(site: Site): Lowered {
  const value = site.value(0);
  if (value?.kind === "constant") {
    const scaling = readScaling(site, value.shape, value.dataType);
    return isProblem(scaling) ? scaling : dequantizeConstant(site, value, scaling, site.outputName());
  }
  return dequantized(site, 0, undefined, { output: site.outputName() });
}

/**
 * The real numbers that computed codes stand for.
 * @param inputs where scale and zero point are another than DequantizeLinear's
 */
export function dequantized(
  site: Site,
  index: number,
  inputs: ScalingInputs | undefined,
  { output, suffix }: { readonly output: string; readonly suffix?: string },
): Activation | Problem {
  const value = site.value(index);
  const name = suffix === undefined ? site.name : `${site.name}/${suffix}`;
  if (value?.kind === "activation" && value.integer !== undefined) {
    const scaling = readScaling(site, value.shape, value.integer, inputs);
    return isProblem(scaling) ? scaling : dequantizeInput(site, value, scaling, output, suffix);
  }
  if (value?.kind !== "quantized") {
    const hint = "give the model float inputs; quantized inputs are not supported";
    return site.refuse("onnx.integerArithmetic", `${site.place} reads integers that no QuantizeLinear made`, hint);
  }
  const { source, given } = value;
  if (!given) return source;
  const scaling = readScaling(site, source.shape, DataType.uint8, inputs);
  if (isProblem(scaling)) return scaling;
  const { bits, scales, zeroPoints } = givenRange(scaling);
  if (showShape([bits, ...scales, ...zeroPoints]) !== showShape([given.bits, ...given.scales, ...given.zeroPoints])) {
    return site.refuse(
      "onnx.scale",
      `${site.place} dequantizes with another scale than its values were quantized with`,
    );
  }
  return site.builder.emitPair(source, given, output, name, site.place);
}

/** An input of codes: (x − zero point)·scale. */
function dequantizeInput(
  site: Site,
  { tensor, shape }: Activation,
  scaling: Scaling,
  output: string,
  suffix: string | undefined,
): Activation | Problem {
  const [scale] = scaling.scale.data;
  if (scaling.scale.data.length !== 1 || scale === undefined)
    return site.refuse("onnx.scale", `${site.place} gives an input one scale a channel; one for all is supported`);
  const zeroPoint = floatConstant(`${output}/zeroPoint`, [], [scaling.zeroPoint?.data[0] ?? 0]);
  const codes: Activation = { kind: "activation", tensor, shape };
  const centred = site.emit({ kind: "sub" }, [codes, zeroPoint], {
    output: site.between("centred"),
    suffix: `${suffix ?? ""}centre`,
  });
  if (isProblem(centred)) return centred;
  const factor = floatConstant(`${output}/scale`, [], [scale]);
  return site.emit({ kind: "mul" }, [centred, factor], { output, ...(suffix !== undefined && { suffix }) });
}

export function dequantizeConstant(site: Site, codes: Constant, scaling: Scaling, name: string): Constant | Problem {
  if (isFloat(codes)) return site.refuse("onnx.dataType", `${site.place} dequantizes float values`);
  const indexOf = scaleIndex(scaling, codes.shape);
  const data = Float32Array.from(codes.data, (code, i) => {
    const k = indexOf(i);
    return (code - (scaling.zeroPoint?.data[k] ?? 0)) * (scaling.scale.data[k] ?? 1);
  });
  // Biases of 32 bits and blocks inside a channel are not ranges that a width could be chosen for.
  const isRange = scaling.bits <= 16 && scaling.scale.shape.length <= 1;
  const constant = {
    kind: "constant",
    name,
    shape: codes.shape,
    dataType: DataType.float,
    data,
  } as const;
  return isRange ? { ...constant, given: givenRange(scaling) } : constant;
}

export const quantizationOps: Readonly<Record<string, Lowering>> = {
  QuantizeLinear: lowerQuantize,
  DequantizeLinear: lowerDequantize,
};
