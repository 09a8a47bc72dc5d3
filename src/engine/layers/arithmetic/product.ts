/**
 * Convolution and full connection: acc = 2^sumShift · Σ (w − zw)(x − zx) + bias, requantized by output channel.
 *
 * Both operands are centred (the zero points subtracted) when they are gathered, and taps outside the image stay 0, which is
 * exactly "as if x = zx". The C kernels hoist the zero points instead; the sums are equal integers.
 */
import { newCodes, type Codes } from "../../base/bits";
import { requantizeLong } from "../../base/fixedPoint";
import { centredLevels } from "../../base/levels";
import { invariant } from "../../base/outcome";
import { isDepthwise } from "../../ir/network";
import type { QuantizedWeights } from "../../ir/program";
import { dotProducts, newSums, zeroMatrix, type Matrix } from "./dotProducts";
import { columnsOf, spikeSums } from "./spikes";
import { operand, perChannel, toCode, type LayerCall, type Operand } from "../call";

/** Output pixels whose patches are held at once: enough to reuse each weight from cache, few enough to stay there. */
const PIXELS_AT_ONCE = 64;

/** Writes the centred patch of one output pixel into a zeroed row. */
type Gather = (pixel: number, row: Float32Array) => void;

export function runConvolution(call: LayerCall<"conv", "product">): Codes {
  if (call.layer.ofSpikes && call.layer.groups === 1) return runOnSpikes(call);
  const input = operand(call.inputs, 0);
  const { groups, weights } = call.layer;
  const channels = input.shape[2];
  invariant(
    channels % groups === 0 && weights.outputChannels % groups === 0,
    `"${call.layer.name}" has ${groups} groups`,
  );
  if (isDepthwise(call.layer)) return runDepthwise(call, input);
  const pixels = call.output.shape[0] * call.output.shape[1];
  const codes = newCodes(call.output.format.bits, call.output.elements);
  for (let group = 0; group < groups; group++) {
    multiplyGroup(call, codes, pixels, group, groups, patchGatherer(call, input, group));
  }
  return codes;
}

/** Every vector of K elements is one pixel: a flattened feature map is a single one. */
export function runFullyConnected(call: LayerCall<"fullyConnected", "product">): Codes {
  if (call.layer.ofSpikes) return runOnSpikes(call);
  const input = operand(call.inputs, 0);
  const length = call.layer.weights.perChannel;
  invariant(input.codes.length % length === 0, `"${call.layer.name}" reads vectors of ${length} elements`);
  const { zeroPoint } = input.format;
  const codes = newCodes(call.output.format.bits, call.output.elements);
  multiplyGroup(call, codes, input.codes.length / length, 0, 1, (pixel, row) => {
    const from = pixel * length;
    for (let k = 0; k < length; k++) row[k] = (input.codes[from + k] as number) - zeroPoint;
  });
  return codes;
}

/** The same sums where the input is 0 or 1, without looking at weights whose input is 0. */
function runOnSpikes({
  layer,
  step,
  inputs,
  output,
}: LayerCall<"conv", "product"> | LayerCall<"fullyConnected", "product">): Codes {
  const { outputChannels } = layer.weights;
  const { bias, requantizer, sumShift } = step;
  const multipliers = perChannel(requantizer.multipliers, outputChannels);
  const unit = 2 ** sumShift;
  const codes = newCodes(output.format.bits, output.elements);
  spikeSums(layer, columnsOf(step.weights), inputs, output.shape, (pixel, sums) => {
    for (let c = 0; c < outputChannels; c++) {
      const acc = (bias[c] as number) + unit * (sums[c] as number);
      const code = toCode(requantizeLong(acc, multipliers[c] as number, requantizer.shift), output.format);
      codes[pixel * outputChannels + c] = code;
    }
  });
  return codes;
}

/** Computes the output channels of one group at every pixel. */
function multiplyGroup(
  call: LayerCall<"conv", "product"> | LayerCall<"fullyConnected", "product">,
  codes: Codes,
  pixels: number,
  group: number,
  groups: number,
  gather: Gather,
): void {
  const { outputChannels, perChannel: length } = call.layer.weights;
  const { bias, requantizer } = call.step;
  const unit = 2 ** call.step.sumShift;
  const multipliers = perChannel(requantizer.multipliers, outputChannels);
  const { format } = call.output;
  const count = outputChannels / groups;
  const first = group * count;
  const weights = centredWeights(call.step.weights, first, count, length);
  const patches = zeroMatrix(Math.min(PIXELS_AT_ONCE, pixels), length);
  const rows = Array.from({ length: patches.rows }, (_, i) => patches.data.subarray(i * length, (i + 1) * length));
  const sums = newSums(patches, weights);
  for (let start = 0; start < pixels; start += PIXELS_AT_ONCE) {
    patches.data.fill(0);
    const here = Math.min(PIXELS_AT_ONCE, pixels - start);
    rows.slice(0, here).forEach((row, i) => gather(start + i, row));
    dotProducts(patches, weights, sums);
    for (let i = 0; i < here; i++) {
      const from = i * weights.paddedRows;
      const to = (start + i) * outputChannels;
      for (let channel = first; channel < first + count; channel++) {
        const acc = (bias[channel] as number) + unit * (sums[from + channel - first] as number);
        codes[to + channel] = toCode(requantizeLong(acc, multipliers[channel] as number, requantizer.shift), format);
      }
    }
  }
}

/** w − zw for `count` output channels from `first` on, one a row. */
function centredWeights(weights: QuantizedWeights, first: number, count: number, length: number): Matrix {
  const centred = zeroMatrix(count, length);
  centred.data.set(centredLevels(weights, first, count));
  return centred;
}

/** Patches in the order of the weights: [kernel row][kernel column][channel of the group]. */
function patchGatherer(call: LayerCall<"conv", "product">, input: Operand, group: number): Gather {
  const { kernel, strides, pads, dilations, groups } = call.layer;
  const [height, width, channels] = input.shape;
  const outputWidth = call.output.shape[1];
  const { zeroPoint } = input.format;
  const { codes } = input;
  const count = channels / groups;
  const first = group * count;
  return (pixel, row) => {
    const top = Math.floor(pixel / outputWidth) * strides[0] - pads[0];
    const left = (pixel % outputWidth) * strides[1] - pads[1];
    for (let i = 0; i < kernel[0]; i++) {
      const y = top + i * dilations[0];
      if (y < 0 || y >= height) continue;
      for (let j = 0; j < kernel[1]; j++) {
        const x = left + j * dilations[1];
        if (x < 0 || x >= width) continue;
        const from = (y * width + x) * channels + first;
        const to = (i * kernel[1] + j) * count;
        for (let c = 0; c < count; c++) row[to + c] = (codes[from + c] as number) - zeroPoint;
      }
    }
  };
}

/** One input channel an output channel: a patch would be mostly strides, so taps are added channel vector by channel vector. */
function runDepthwise(call: LayerCall<"conv", "product">, input: Operand): Codes {
  const { kernel, strides, pads, dilations } = call.layer;
  const { bias, requantizer } = call.step;
  const unit = 2 ** call.step.sumShift;
  const [height, width, channels] = input.shape;
  const [outputHeight, outputWidth] = call.output.shape;
  const { format } = call.output;
  const { zeroPoint } = input.format;
  const multipliers = perChannel(requantizer.multipliers, channels);
  const taps = tapVectors(call.step.weights, channels, kernel[0] * kernel[1]);
  const codes = newCodes(call.output.format.bits, call.output.elements);
  // Of codes of 16 bits beyond 32 bits.
  const acc = input.format.bits === 16 ? new Float64Array(channels) : new Int32Array(channels);
  for (let pixel = 0; pixel < outputHeight * outputWidth; pixel++) {
    const top = Math.floor(pixel / outputWidth) * strides[0] - pads[0];
    const left = (pixel % outputWidth) * strides[1] - pads[1];
    acc.fill(0);
    for (let i = 0; i < kernel[0]; i++) {
      const y = top + i * dilations[0];
      if (y < 0 || y >= height) continue;
      for (let j = 0; j < kernel[1]; j++) {
        const x = left + j * dilations[1];
        if (x < 0 || x >= width) continue;
        const from = (y * width + x) * channels;
        const tap = (i * kernel[1] + j) * channels;
        for (let c = 0; c < channels; c++) {
          acc[c] = (acc[c] as number) + (taps[tap + c] as number) * ((input.codes[from + c] as number) - zeroPoint);
        }
      }
    }
    const to = pixel * channels;
    for (let c = 0; c < channels; c++) {
      const sum = (bias[c] as number) + unit * (acc[c] as number);
      codes[to + c] = toCode(requantizeLong(sum, multipliers[c] as number, requantizer.shift), format);
    }
  }
  return codes;
}

/** Depthwise weights [C][taps], centred and turned to [taps][C]. */
function tapVectors(weights: QuantizedWeights, channels: number, taps: number): Int16Array {
  const turned = new Int16Array(taps * channels);
  const centred = centredLevels(weights);
  for (let c = 0; c < channels; c++) {
    for (let t = 0; t < taps; t++) turned[t * channels + c] = centred[c * taps + t] as number;
  }
  return turned;
}
