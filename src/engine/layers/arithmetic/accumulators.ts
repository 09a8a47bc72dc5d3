/**
 * What int32 accumulators of the generated C can reach, from the actual weights and whatever the input.
 *
 * Let X = 2^b − 1 be the input's largest code, x unsigned codes and w the levels of one output channel's K weights, which are unsigned codes too or
 * signed. A tap outside the image counts as x = zx or is left out; both are covered because every bound below holds for any subset of the taps.
 *
 * The sum is shifted left by the step's sumShift and the bias added afterwards: acc = 2^s·sum + bias. So sums are bounded before the
 * shift, and the shifted sum, the bias and acc after it.
 *
 * Centred form, sum = Σ (w − zw)(x − zx). A term lies between l_k ≤ 0 and h_k ≥ 0, the products of w − zw with −zx and with
 * X − zx in order of size. So any partial sum in any order lies within [Σ l_k, Σ h_k], and the finished accumulator within
 * [bias + 2^s·Σ l_k, bias + 2^s·Σ h_k]; both ends are reached by some input, so the bound is tight.
 *
 * Hoisted form, sum' = Σ w·x − zw·Σx and acc = 2^s·sum' + bias' with the constant bias' = bias + 2^s·(K·zw·zx − zx·Σw). The terms of
 * the first sum lie between 0 and w_k·X and those of the second in [0, zw·X], so any partial sum in any order lies within
 *   [−X·Σ max(−w, 0) − K·zw·X, X·Σ max(w, 0)],
 * and the finished sum', which equals Σ (w − zw)·x, within the half-centred bounds below. The first interval contains each of the two sums alone. Σx itself is smaller than either where zw > 0, and at most K·X, which is checked as well.
 *
 * Half-centred form, with signed weights w − zw and unsigned x: acc = 2^s·Σ (w − zw)·x + bias'; a term lies between 0 and (w − zw)·X.
 * Its mirror image, with centred x, is sum = Σ w·(x − zx) − zw·Σ(x − zx). Both are bounded term by term in the same way.
 *
 * All figures are below 2^53 (K < 2^31, products below 2^16), so doubles compute them exactly.
 */
import { maxCode } from "../../base/bits";
import { levelsOf } from "../../base/levels";
import type { Layer } from "../../ir/network";
import type { ActivationFormat, QuantizedWeights } from "../../ir/program";
import type { StepOf } from "../call";

/** A closed interval that contains 0 unless it is that of a finished accumulator. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What the accumulators of one layer can reach. */
export interface AccumulatorBound {
  readonly layer: string;
  /** Largest magnitude of a finished accumulator, bias included: what requantization receives. Reached by some input. */
  readonly maxAbsAcc: number;
  /** Largest magnitude of any intermediate value in any of the forms and orders above; at least maxAbsAcc. */
  readonly maxAbsPartial: number;
  /** The output channel at which maxAbsPartial is reached. */
  readonly channel: number;
  /** Left shifts that a finished accumulator survives in int32. */
  readonly headroomBits: number;
  /** Left shift that the hardware form (high word of a 32×32 product, n = 32) needs: max(0, 32 − shift). */
  readonly neededShift: number;
  /** Whether the hardware form is exact here: shift ≤ 32 and neededShift ≤ headroomBits. */
  readonly hardwareForm: boolean;
}

export const INT32_MAX = 2147483647;

/** Codes of 8 bits with any zero point, and either byte of codes of 16 bits, whose upper one is signed. */
export const ANY_BYTE: ActivationFormat = { bits: 8, scale: 1, zeroPoint: 255 };

/** Of a layer with weights. Codes of 16 bits are summed up byte by byte where 32 bits do not hold their sums: the bound is that of a byte. */
export function boundProduct(layer: Layer, step: StepOf<"product">, input: ActivationFormat): AccumulatorBound {
  if (input.bits === 16) {
    const { finished, partial, channel } = boundMatrix(step.weights, ANY_BYTE);
    return boundOf(layer, finished, partial, channel, step.requantizer.shift);
  }
  const { codes, zeroPoints } = step.weights;
  const length = codes.length / zeroPoints.length;
  const levels = levelsOf(step.weights);
  let finished = 0;
  let partial = length * maxCode(input.bits);
  let channel = 0;
  zeroPoints.forEach((zeroPoint, c) => {
    const weights = codes.subarray(c * length, (c + 1) * length);
    const bounds = boundChannel(weights, levels, zeroPoint, step.bias[c] ?? 0, 2 ** step.sumShift, input);
    finished = Math.max(finished, magnitude(bounds.finished));
    if (bounds.partial > partial) {
      partial = bounds.partial;
      channel = c;
    }
  });
  return boundOf(layer, finished, partial, channel, step.requantizer.shift);
}

/** What a sum of a row of weights with centred codes reaches on its own, without a bias. */
export function boundMatrix(
  matrix: QuantizedWeights,
  input: ActivationFormat,
): { readonly finished: number; readonly partial: number; readonly channel: number } {
  const { codes, zeroPoints } = matrix;
  const levels = levelsOf(matrix);
  const length = codes.length / zeroPoints.length;
  let most = { finished: 0, partial: length * maxCode(input.bits), channel: 0 };
  zeroPoints.forEach((zeroPoint, channel) => {
    const row = codes.subarray(channel * length, (channel + 1) * length);
    const bounds = boundChannel(row, levels, zeroPoint, 0, 1, input);
    const finished = Math.max(most.finished, magnitude(bounds.finished));
    most = bounds.partial > most.partial ? { finished, partial: bounds.partial, channel } : { ...most, finished };
  });
  return most;
}

function boundChannel(
  codes: Uint8Array,
  levels: Int16Array,
  zw: number,
  bias: number,
  unit: number,
  input: ActivationFormat,
): { finished: Interval; partial: number } {
  const limit = maxCode(input.bits);
  const zx = input.zeroPoint;
  const above = limit - zx;
  let above0 = 0; // Σ max(w, 0)
  let below0 = 0; // Σ max(−w, 0)
  let positive = 0; // Σ max(w − zw, 0)
  let negative = 0; // Σ max(zw − w, 0)
  for (const code of codes) {
    const weight = levels[code] as number;
    if (weight >= 0) above0 += weight;
    else below0 -= weight;
    if (weight >= zw) positive += weight - zw;
    else negative += zw - weight;
  }
  const low = -(positive * zx + negative * above);
  const high = positive * above + negative * zx;
  const hoisted = codes.length * zw;
  const finished = { low: bias + unit * low, high: bias + unit * high };
  const constant = bias + unit * (hoisted * zx - zx * (above0 - below0));
  const partials: readonly Interval[] = [
    finished,
    { low: unit * low, high: unit * high },
    { low: -(below0 + hoisted) * limit, high: above0 * limit },
    { low: -negative * limit * unit, high: positive * limit * unit },
    {
      low: -(above0 * zx + below0 * above + hoisted * above),
      high: above0 * above + below0 * zx + hoisted * zx,
    },
    { low: constant, high: constant },
    { low: bias, high: bias },
  ];
  return { finished, partial: Math.max(...partials.map(magnitude)) };
}

function magnitude({ low, high }: Interval): number {
  return Math.max(Math.abs(low), Math.abs(high));
}

/**
 * @param maxAbsAcc largest magnitude of a finished accumulator
 * @param partial largest magnitude on the way to it, and the channel where that is
 * @param shift of the requantizer
 */
export function boundOf(
  layer: Layer,
  maxAbsAcc: number,
  partial: number,
  channel: number,
  shift: number,
): AccumulatorBound {
  const headroomBits = maxAbsAcc === 0 ? 31 : Math.max(0, Math.floor(Math.log2(INT32_MAX / maxAbsAcc)));
  const neededShift = Math.max(0, 32 - shift);
  return {
    layer: layer.name,
    maxAbsAcc,
    maxAbsPartial: Math.max(partial, maxAbsAcc),
    channel,
    headroomBits,
    neededShift,
    hardwareForm: shift <= 32 && neededShift <= headroomBits,
  };
}
