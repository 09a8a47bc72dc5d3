/**
 * The numbers of a step as the kernels want them: zero points folded into biases, and scalings brought to the form that takes one instruction
 * wherever that is proven exact (src/firmware/products/bw_product.h, bw_elementwise.h).
 */
import { maxCode } from "../../base/bits";
import { centredLevels } from "../../base/levels";
import type { ProductLayer } from "../../ir/network";
import { reachOf, type ActivationFormat, type Step } from "../../ir/program";
import { perChannel, type StepOf } from "../call";

const INT32_MAX = 2147483647;

/** bw_product without its weights. */
export interface ProductConstants {
  /** bias + 2^sumShift·(K·zw·zx − zx·Σw), times 2^(32−n) in the fast form; modulo 2^32. */
  readonly biases: Int32Array;
  /** One an output channel. */
  readonly multipliers: Int32Array;
  readonly weightZeros: Uint8Array;
  /** What the sum is multiplied by: 2^sumShift, times 2^(32−n) in the fast form, modulo 2^32. */
  readonly unit: number;
  /** 32 in the fast form, else n. */
  readonly shift: number;
}

/** The fast form is taken where n ≤ 32 and no finished accumulator times 2^(32−n) leaves 32 bits, whatever the input. */
export function packConstants(layer: ProductLayer, step: StepOf<"product">, input: ActivationFormat): ProductConstants {
  const { weights, sumShift, bias, requantizer } = step;
  const { outputChannels } = layer.weights;
  const channels = Array.from({ length: outputChannels }, (_, c) =>
    foldChannel(centredLevels(weights, c, 1), bias[c] ?? 0, 2 ** sumShift, input),
  );
  const raise = fastFormShift(
    channels.map(({ farthest }) => farthest),
    requantizer.shift,
  );
  const scale = 2 ** (raise ?? 0);
  return {
    biases: Int32Array.from(channels, ({ folded }) => wrap(folded * scale)),
    multipliers: perChannel(requantizer.multipliers, outputChannels),
    weightZeros: weights.zeroPoints,
    unit: (2 ** sumShift * scale) % 2 ** 32,
    shift: raise === undefined ? requantizer.shift : 32,
  };
}

/** bw_sum: whether 32 bits suffice, and the constant of that form. */
export interface SumConstants {
  readonly narrow: boolean;
  /** 2^(n−1) − za·ma − zb·mb modulo 2^32; 0 in the wide form. */
  readonly offset: number;
}

export function packSum(
  step: Extract<Step, { readonly kind: "sum" }>,
  a: ActivationFormat,
  b: ActivationFormat,
): SumConstants {
  const { multiplierA, multiplierB, shift } = step;
  const half = 2 ** (shift - 1);
  const reach = Math.abs(multiplierA) * reachOf(a) + Math.abs(multiplierB) * reachOf(b) + half;
  if (shift > 31 || reach > INT32_MAX) return { narrow: false, offset: 0 };
  return { narrow: true, offset: wrap(half - a.zeroPoint * multiplierA - b.zeroPoint * multiplierB) };
}

/** Of centred weights: the bias with the hoisted terms, and the largest magnitude of a finished accumulator. All below 2^53, hence exact. */
function foldChannel(
  weights: Int16Array,
  bias: number,
  unit: number,
  input: ActivationFormat,
): { folded: number; farthest: number } {
  const zx = input.zeroPoint;
  const above = maxCode(input.bits) - zx;
  let positive = 0;
  let negative = 0;
  for (const weight of weights) {
    if (weight >= 0) positive += weight;
    else negative -= weight;
  }
  const low = bias - unit * (positive * zx + negative * above);
  const high = bias + unit * (positive * above + negative * zx);
  return { folded: bias - unit * zx * (positive - negative), farthest: Math.max(Math.abs(low), Math.abs(high)) };
}

/** The left shift that makes n 32, if every accumulator survives it. */
function fastFormShift(farthest: readonly number[], shift: number): number | undefined {
  const raise = 32 - shift;
  if (raise < 0) return undefined;
  return farthest.every((magnitude) => magnitude * 2 ** raise <= INT32_MAX) ? raise : undefined;
}

/** Modulo 2^32 to int32. */
function wrap(value: number): number {
  const modulus = 2 ** 32;
  return (((value % modulus) + modulus) % modulus) | 0;
}
