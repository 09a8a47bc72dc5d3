/**
 * The integer program of a policy: every real number becomes a code, a dyadic multiplier or an int32 bias (docs/numerics.md).
 * The result is total: whatever was calibrated can be built.
 */
import { clamp, commonShift, encodeAtShift, encodeDyadic, withinDyadic } from "../base/fixedPoint";
import { maxCode } from "../base/bits";
import { encodeExponentStep } from "../base/powerOfTwo";
import { assertNever } from "../base/outcome";
import { constantOf, type Graph } from "../ir/graph";
import type { Layer, Policy } from "../ir/network";
import type { ScalarFunction } from "../ir/op";
import { evaluateScalar } from "../ir/scalarFunction";
import type { ActivationFormat, Program, QuantizedWeights, Requantizer, Step } from "../ir/program";
import { formatsOf, policyGrid, type ProductLayer, type Quantizer } from "./quantizer";
import type { WeightGrid } from "./weightQuantizer";

const INT32_MAX = 2147483647;
/** The bias may use this share of an int32; the products need the rest. */
const BIAS_LIMIT = 2 ** 29;
const SUM_LIMIT = INT32_MAX - BIAS_LIMIT;
/** Requantization takes the high word of a 64-bit product where it can: multipliers are rounded to 2^-32. */
const MULTIPLIER_SHIFT = 32;

/** Builds every step. Whether its accumulators hold is checkAccumulators' question. */
export function buildProgram(quantizer: Quantizer, policy: Policy): Program {
  const { network } = quantizer;
  const formats = formatsOf(quantizer, policy);
  return {
    network,
    policy,
    formats,
    steps: network.layers.map((layer) => buildStep(quantizer, policy, layer, formats)),
  };
}

function buildStep(quantizer: Quantizer, policy: Policy, layer: Layer, formats: readonly ActivationFormat[]): Step {
  const output = formatAt(formats, layer.output);
  const input = formatAt(formats, layer.inputs[0] ?? layer.output);
  switch (layer.kind) {
    case "conv":
    case "fullyConnected":
      return productStep(quantizer, policy, layer, input, output);
    case "add":
      return sumStep(input, formatAt(formats, layer.inputs[1] ?? layer.output), layer.sign, output);
    case "mul": {
      const other = formatAt(formats, layer.inputs[1] ?? layer.output);
      return { kind: "multiply", requantizer: requantizerOf([(input.scale * other.scale) / output.scale]) };
    }
    case "lookup":
      return { kind: "table", table: tableOf(layer.fn, input, output) };
    case "prelu":
      return preluStep(quantizer.graph, layer.slope, input, output);
    case "averagePool": {
      const count = layer.kernel[0] * layer.kernel[1];
      const { multipliers, shift } = requantizerOf(
        Array.from({ length: count }, (_, i) => input.scale / ((i + 1) * output.scale)),
      );
      return { kind: "average", multipliers, shift };
    }
    case "concat":
      return {
        kind: "join",
        inputs: layer.inputs.map((id) => {
          const source = formatAt(formats, id);
          return sameFormat(source, output) ? { multiplier: 0, shift: 32 } : encodeDyadic(source.scale / output.scale);
        }),
      };
    case "requantize":
      return { kind: "requantize", requantizer: requantizerOf([input.scale / output.scale]) };
    case "pad":
      return { kind: "move", fill: codeOf(layer.value, output) };
    case "maxPool":
    case "slice":
    case "resize":
    case "transpose":
      return { kind: "move", fill: output.zeroPoint };
    case "softmax":
      return { kind: "softmax", exponentStep: encodeExponentStep(input.scale) };
    default:
      return assertNever(layer);
  }
}

function productStep(
  quantizer: Quantizer,
  policy: Policy,
  layer: ProductLayer,
  input: ActivationFormat,
  output: ActivationFormat,
): Step {
  const grid = policyGrid(quantizer, policy, layer);
  const realBias = quantizer.bias(layer, grid.bits);
  const channels = layer.weights.outputChannels;
  const scales = Float64Array.from(grid.scales);
  const codes = inMemoryOrder(layer, grid.codes);
  const sumShift = sumShiftOf(grid, codes, input, output);
  const unit = input.scale / 2 ** sumShift;
  const bias = new Int32Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    const real = realBias[channel] as number;
    const row = codes.subarray(channel * layer.weights.perChannel, (channel + 1) * layer.weights.perChannel);
    const zeroPoint = grid.zeroPoints[channel] as number;
    if (row.every((code) => code === zeroPoint)) {
      // Nothing is multiplied: the scale is free, and 2^-16 of an output step holds the bias exactly enough.
      scales[channel] = output.scale / (unit * 65536);
    }
    const least = Math.abs(real) / (unit * BIAS_LIMIT);
    if ((scales[channel] as number) < least) {
      // Dead channels of a folded BatchNorm: weights so small that the bias would overflow at their scale. Coarser weights are
      // exact enough there, because they can no longer move the sum by more than a few parts in 10^4 of the bias.
      coarsen(row, zeroPoint, (scales[channel] as number) / least);
      scales[channel] = least;
    }
    bias[channel] = Math.round(real / (unit * (scales[channel] as number)));
  }
  const weights: QuantizedWeights = { bits: grid.bits, codes, scales, zeroPoints: grid.zeroPoints };
  const multipliers = Array.from(scales, (scale) => (unit * scale) / output.scale);
  return { kind: "product", weights, sumShift, bias, requantizer: requantizerOf(multipliers) };
}

/** [O][C][kh][kw] to [O][kh][kw][C]; fully connected columns to the order in which the NHWC input lies. */
function inMemoryOrder(layer: ProductLayer, codes: Uint8Array): Uint8Array {
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
function sumShiftOf(grid: WeightGrid, codes: Uint8Array, input: ActivationFormat, output: ActivationFormat): number {
  const reaches = reachOfSums(grid, codes, maxCode(input.bits));
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
function reachOfSums(grid: WeightGrid, codes: Uint8Array, largestInput: number): readonly number[] {
  const perChannel = codes.length / grid.zeroPoints.length;
  return Array.from(grid.zeroPoints, (zeroPoint, channel) => {
    let positive = 0;
    let negative = 0;
    for (let k = channel * perChannel; k < (channel + 1) * perChannel; k++) {
      const weight = (codes[k] as number) - zeroPoint;
      if (weight > 0) positive += weight;
      else negative -= weight;
    }
    return largestInput * Math.max(positive, negative);
  });
}

/** Codes on a grid that is 1/ratio times as wide, ratio < 1; codes move toward the zero point and so stay in range. */
function coarsen(row: Uint8Array, zeroPoint: number, ratio: number): void {
  for (let k = 0; k < row.length; k++) row[k] = zeroPoint + Math.round(((row[k] as number) - zeroPoint) * ratio);
}

const COARSEST = 2 ** 18;

/** The widest shift at which (a − za)·ma ± (b − zb)·mb plus the rounding term is proven to stay within 32 bits. */
function sumStep(a: ActivationFormat, b: ActivationFormat, sign: 1 | -1, output: ActivationFormat): Step {
  // One step of an operand that is coarser than this saturates the result alone.
  const ma = clamp(a.scale / output.scale, 0, COARSEST);
  const mb = sign * clamp(b.scale / output.scale, 0, COARSEST);
  const largest = ma * reachOf(a) + Math.abs(mb) * reachOf(b) + 1; // in output steps; + 1 covers rounding of both multipliers
  const shift = Math.min(30, Math.floor(Math.log2(INT32_MAX / (largest + 1))));
  return { kind: "sum", multiplierA: encodeAtShift(ma, shift), multiplierB: encodeAtShift(mb, shift), shift };
}

/** Largest |q − z|. */
function reachOf(format: ActivationFormat): number {
  return Math.max(format.zeroPoint, maxCode(format.bits) - format.zeroPoint);
}

function preluStep(graph: Graph, slopeName: string, input: ActivationFormat, output: ActivationFormat): Step {
  const slopes = constantOf(graph, slopeName);
  if (!slopes) throw new Error(`slope "${slopeName}" is not constant`);
  const ratio = input.scale / output.scale;
  const positive = withinDyadic(ratio);
  const negative = Array.from(slopes, (slope) => withinDyadic(slope * ratio));
  const shift = commonShift([positive, ...negative]);
  return {
    kind: "prelu",
    positive: encodeAtShift(positive, shift),
    negative: Int32Array.from(negative, (real) => encodeAtShift(real, shift)),
    shift,
  };
}

function requantizerOf(wanted: readonly number[]): Requantizer {
  const reals = wanted.map(withinDyadic);
  const shift = commonShift(reals);
  return { multipliers: Int32Array.from(reals, (real) => encodeAtShift(real, shift)), shift };
}

function tableOf(fn: ScalarFunction, input: ActivationFormat, output: ActivationFormat): Uint8Array {
  return Uint8Array.from({ length: maxCode(input.bits) + 1 }, (_, code) =>
    codeOf(evaluateScalar(fn, input.scale * (code - input.zeroPoint)), output),
  );
}

/** Where a function has no value (the logarithm of a negative number) the code stands for 0: the float network never gets there. */
function codeOf(real: number, format: ActivationFormat): number {
  if (Number.isNaN(real)) return format.zeroPoint;
  return clamp(Math.floor(real / format.scale + 0.5) + format.zeroPoint, 0, maxCode(format.bits));
}

function sameFormat(a: ActivationFormat, b: ActivationFormat): boolean {
  return a.bits === b.bits && a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}

function formatAt(formats: readonly ActivationFormat[], id: number): ActivationFormat {
  const format = formats[id];
  if (!format) throw new Error(`activation ${id} has no format`);
  return format;
}
