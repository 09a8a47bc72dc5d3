/**
 * What a name in an ONNX graph stands for while the graph is lowered: a constant (weights and folded shape arithmetic), a tensor of
 * the IR graph, or the integer result of a QuantizeLinear that still waits for its DequantizeLinear.
 */
import type { GivenQuantization } from "../ir/graph";
import type { Problem } from "../base/outcome";
import { DataType } from "./wire/proto";

/** `axis` is where per-channel scales lie; -1 when there is one scale for the whole tensor. */
export interface GivenRange extends GivenQuantization {
  readonly axis: number;
}

export interface Constant {
  readonly kind: "constant";
  readonly name: string;
  readonly shape: readonly number[];
  /** DataType.float for every floating type (converted when read), otherwise the integer type or bool of the file. */
  readonly dataType: number;
  /** Float32Array for floats, Float64Array for whole numbers (exact to 2^53); row-major. */
  readonly data: Float32Array | Float64Array;
  readonly given?: GivenRange;
}

export interface Activation {
  readonly kind: "activation";
  /** Name of the IR tensor. */
  readonly tensor: string;
  readonly shape: readonly number[];
  /** The whole-number type of the file, as long as no Cast has made floats of the values. */
  readonly integer?: number;
}

export interface Quantized {
  readonly kind: "quantized";
  readonly source: Activation;
  /** Absent where scales are chosen while running: the codes then stand for the source itself, at scale 1. */
  readonly given?: GivenQuantization;
  /** What was added to signed codes so that all are unsigned. */
  readonly shift?: number;
}

/** The result of an operator that may only end a network: the firmware has no need of it, and answers what the operator reads. */
export interface LeftOut {
  readonly kind: "leftOut";
  readonly source: Activation;
  readonly shape: readonly number[];
  readonly op: "ArgMax" | "LogSoftmax";
  /** The node that computes it. */
  readonly place: string;
}

export type Value = Constant | Activation | Quantized | LeftOut;

export function isProblem(candidate: object | undefined): candidate is Problem {
  return candidate !== undefined && "code" in candidate;
}

/** A result whose values are whole numbers of the file's type `integer`, or floats where that is undefined. */
export function typed(integer: number | undefined, result: Activation | Problem): Activation | Problem {
  return integer === undefined || isProblem(result) ? result : { ...result, integer };
}

/** Weights that are whole numbers of 8 bits are codes: integer networks are carried in floats so. */
export function onWholeGrid(constant: Constant): Constant {
  if (constant.given) return constant;
  let least = 0;
  let most = 0;
  for (const value of constant.data) {
    if (!Number.isInteger(value)) return constant;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (most - least > 255 || most === least) return constant;
  const zeroPoint = least >= -128 && most <= 127 ? 128 : -least;
  return { ...constant, given: { bits: 8, scales: [1], zeroPoints: [zeroPoint], axis: -1 } };
}

export function isFloat(constant: Constant): boolean {
  return constant.dataType === DataType.float;
}

export function floatConstant(name: string, shape: readonly number[], data: ArrayLike<number>): Constant {
  return {
    kind: "constant",
    name,
    shape,
    dataType: DataType.float,
    data: data instanceof Float32Array ? data : Float32Array.from(data),
  };
}

export function intConstant(name: string, shape: readonly number[], values: ArrayLike<number>): Constant {
  return { kind: "constant", name, shape, dataType: DataType.int64, data: Float64Array.from(values) };
}

/** A constant like another one with other values: integers stay integers of their type. */
export function likeConstant(like: Constant, shape: readonly number[], values: ArrayLike<number>): Constant {
  const data = isFloat(like) ? Float32Array.from(values) : Float64Array.from(values);
  return { kind: "constant", name: like.name, shape, dataType: like.dataType, data };
}

/** Whole numbers of a small constant, such as axes or a shape. */
export function wholeNumbers(constant: Constant): readonly number[] {
  return Array.from(constant.data);
}
