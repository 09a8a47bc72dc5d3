/** The numbers of layers with weights: codes in memory's order, the shift of their sums, biases and multipliers. */
import { maxCode } from "../../base/bits";
import { centredLevels, levelsOf, nearestCode } from "../../base/levels";
import type { ProductLayer } from "../../ir/network";
import type { ActivationFormat, QuantizedWeights } from "../../ir/program";
import type { StepOf } from "../call";
import { requantizerOf } from "../numbers";
import type { NumbersSite } from "../room";

const INT32_MAX = 2147483647;
/** The bias may use this share of an int32; the products need the rest. */
const BIAS_LIMIT = 2 ** 29;
const SUM_LIMIT = INT32_MAX - BIAS_LIMIT;
/** Requantization takes the high word of a 64-bit product where it can: multipliers are rounded to 2^-32. */
const MULTIPLIER_SHIFT = 32;

export function productNumbers(
  layer: ProductLayer,
  { input, output, weights: weightsOf }: NumbersSite,
): StepOf<"product"> {
  const { grid, bias: realBias } = weightsOf(layer);
  const channels = layer.weights.outputChannels;
  const levels = levelsOf(grid);
  const scales = Float64Array.from(grid.scales);
  const codes = orderedCodes(layer, grid.codes);
  const ordered: QuantizedWeights = { ...grid, codes };
  const sumShift = sumShiftOf(ordered, input, output);
  const unit = input.scale / 2 ** sumShift;
  const bias = new Int32Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    const real = realBias[channel] as number;
    const row = codes.subarray(channel * layer.weights.perChannel, (channel + 1) * layer.weights.perChannel);
    const zeroPoint = grid.zeroPoints[channel] as number;
    if (row.every((code) => levels[code] === zeroPoint)) {
      // Nothing is multiplied: the scale is free, and 2^-16 of an output step holds the bias exactly enough.
      scales[channel] = output.scale / (unit * 65536);
    }
    const least = Math.abs(real) / (unit * BIAS_LIMIT);
    if ((scales[channel] as number) < least) {
      // Dead channels of a folded BatchNorm: weights so small that the bias would overflow at their scale. Coarser weights are
      // exact enough there, because they can no longer move the sum by more than a few parts in 10^4 of the bias.
      coarsen(row, levels, zeroPoint, (scales[channel] as number) / least);
      scales[channel] = least;
    }
    bias[channel] = Math.round(real / (unit * (scales[channel] as number)));
  }
  const weights: QuantizedWeights = { ...ordered, scales };
  const multipliers = Array.from(scales, (scale) => (unit * scale) / output.scale);
  return { kind: "product", weights, sumShift, bias, requantizer: requantizerOf(multipliers) };
}

/** [O][C][kh][kw] to [O][kh][kw][C]; fully connected columns to the order in which the NHWC input lies. */
export function orderedCodes(layer: ProductLayer, codes: Uint8Array): Uint8Array {
  const { outputChannels, perChannel } = layer.weights;
  const ordered = new Uint8Array(codes.length);
  if (layer.kind === "fullyConnected") {
    const columns = layer.columnOrder;
    if (!columns) return codes.slice();
    for (let channel = 0; channel < outputChannels; channel++) {
      const row = channel * perChannel;
      for (let k = 0; k < perChannel; k++) ordered[row + k] = codes[row + (columns[k] as number)] as number;
    }
    return ordered;
  }
  const taps = layer.kernel[0] * layer.kernel[1];
  const inputs = perChannel / taps;
  for (let channel = 0; channel < outputChannels; channel++) {
    const row = channel * perChannel;
    for (let c = 0; c < inputs; c++) {
      for (let tap = 0; tap < taps; tap++) ordered[row + tap * inputs + c] = codes[row + c * taps + tap] as number;
    }
  }
  return ordered;
}

/**
 * The left shift of the sum that keeps the integer result closest to the real one. Shifting makes the unit of the bias finer but the
 * multiplier smaller, so that fewer of its bits are left: in output codes channel c is off by at most
 *   M_c/2^(p+1)  (bias)  +  Y_c·2^(p−33)/M_c  (multiplier),   M_c = s_x·s_w,c/s_y, Y_c its largest output,
 * and the p of the least worst channel is taken, as far as 32 bits allow. |Σ (w − zw)·x| and the constant that hoisting zx adds are each
 * at most the larger one-sided sum of weights times the largest input code.
 */
function sumShiftOf(grid: QuantizedWeights, input: ActivationFormat, output: ActivationFormat): number {
  const reaches = reachOfSums(grid, maxCode(input.bits));
  const channels = reaches.map((reach, channel) => {
    const real = (input.scale * (grid.scales[channel] as number)) / output.scale;
    return { real, largest: Math.min(maxCode(output.bits) + 1, reach * real) };
  });
  const most = Math.floor(Math.log2(SUM_LIMIT / Math.max(1, ...reaches.map((reach) => 2 * reach))));
  let best = 0;
  let bestError = Infinity;
  for (let shift = 0; shift <= most; shift++) {
    const bias = 2 ** -(shift + 1);
    const multiplier = 2 ** (shift - MULTIPLIER_SHIFT - 1);
    const error = Math.max(...channels.map(({ real, largest }) => real * bias + (largest * multiplier) / real));
    if (error < bestError) {
      best = shift;
      bestError = error;
    }
  }
  return best;
}

/** By channel: the larger of Σ max(w − zw, 0) and Σ max(zw − w, 0), times the largest input code. */
function reachOfSums(grid: QuantizedWeights, largestInput: number): readonly number[] {
  return Array.from(grid.zeroPoints, (_, channel) => {
    let positive = 0;
    let negative = 0;
    for (const weight of centredLevels(grid, channel, 1)) {
      if (weight > 0) positive += weight;
      else negative -= weight;
    }
    return largestInput * Math.max(positive, negative);
  });
}

/** Codes on a grid that is 1/ratio times as wide, ratio < 1; levels move toward the zero point and so stay in range. */
function coarsen(row: Uint8Array, levels: Int16Array, zeroPoint: number, ratio: number): void {
  for (let k = 0; k < row.length; k++) {
    const level = levels[row[k] as number] as number;
    row[k] = nearestCode(levels, zeroPoint + (level - zeroPoint) * ratio);
  }
}
