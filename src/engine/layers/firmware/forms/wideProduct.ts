/** Products around codes of 16 bits (src/firmware/wide/bw_wide_convolution.h), depthwise ones too: weights are packed as those of dense layers. */
import { centredLevels, levelsOf } from "../../../base/levels";
import type { ProductLayer } from "../../../ir/network";
import type { ActivationFormat, QuantizedWeights } from "../../../ir/program";
import { INT32_MAX } from "../../arithmetic/accumulators";
import { perChannel } from "../../call";
import { storedDescriptor } from "../descriptorBytes";
import { gatheredOperands } from "../packWeights";
import {
  arrayOf,
  bytesOf,
  constants,
  descriptor,
  format,
  placesOf,
  scratchOf,
  windowMembers,
  windowRows,
  type EmittedLayer,
} from "../parts";
import { perChannelBytes, type ProductCall } from "../product";
import { NEVER_COUNTED } from "../turns";
import { DENSE, DENSE_IMAGE, dotTable, imageOf, type DenseView } from "./dense";
import { none, type KernelForm } from "./form";

const FUNCTION = "bw_wide_convolution_row";
/** What is multiplied lies between −2^15 and 2^15. */
const LARGEST_FACTOR = 2 ** 15;

/** All of the form but its C. */
export const WIDE_DENSE = {
  ...DENSE,
  wide: true,
  applies: ({ weights }: ProductLayer) => weights.levels !== true,
  function: FUNCTION,
  header: "bw_wide_convolution.h",
  inputParts: none,
  constantBytes: (layer: ProductLayer) =>
    perChannelBytes(layer) + 4 * layer.weights.outputChannels + storedDescriptor("bw_wide_convolution"),
  /** A pixel's inputs twice: what the bytes of codes take, if they are summed apart. */
  scratchBytes: ({ weights }: ProductLayer) => 4 * gatheredOperands(weights.perChannel),
  turns: NEVER_COUNTED,
} as const satisfies Omit<KernelForm<ProductLayer["kind"], "product">, "code">;

/** 1×1 convolutions of every pixel: all rows as one. */
export const WIDE_IMAGE: KernelForm<"conv", "product"> = {
  ...WIDE_DENSE,
  takesImage: true,
  applies: (layer, image) => WIDE_DENSE.applies(layer) && layer.ofSpikes !== true && DENSE_IMAGE.applies(layer, image),
  code: (call) => {
    const { layer, input, output } = call;
    return wideDenseCode(call, {
      window: layer,
      from: imageOf(input.shape),
      to: imageOf(output.shape),
      run: "whole",
    });
  },
};

export function wideDenseCode(call: ProductCall, { window, from, to, run }: DenseView): EmittedLayer {
  const { layer, numbers, output, input, stem } = call;
  const { weights, bias, requantizer, sumShift } = numbers;
  const { outputChannels } = layer.weights;
  const words = arrayOf(call, "weights", "weights", "uint32_t", wordsOf(layer, weights));
  const biases = constants(call, "biases", bias);
  const multipliers = constants(call, "multipliers", perChannel(requantizer.multipliers, outputChannels));
  const zeros = arrayOf(call, "zeros", "constants", "uint8_t", weights.zeroPoints);
  const sums = constants(call, "sums", sumsOf(weights));
  const groups = layer.kind === "conv" ? layer.groups : 1;
  const split = Number(isSplit(weights, input.format));
  const members = [
    ...windowMembers(window, from, to),
    `{${words.name}, ${biases.name},`,
    ` ${multipliers.name}, ${zeros.name}, ${2 ** sumShift}u, ${requantizer.shift}, ${weights.bits}},`,
    `${sums.name}, &${dotTable(weights.bits)}, ${groups}, ${format(input)}, ${format(output)}, ${split},`,
  ];
  const rows =
    run === undefined
      ? windowRows(call, window.kernel[0])
      : [
          "bw_codes rows[1];",
          `rows[0].bytes = ${bytesOf(call, input)};`,
          `rows[0].first = ${run === "whole" ? "0" : `y * ${placesOf(input, run)}`};`,
        ];
  const place = run === "whole" ? [`const bw_codes_out out = {${bytesOf(call, output)}, 0};`] : [];
  return {
    ...(run === "whole" && { calls: run }),
    arrays: [words, biases, multipliers, zeros, sums],
    descriptors: [descriptor(call, "bw_wide_convolution", members)],
    body: [...rows, ...place, `${FUNCTION}(&${stem}_layer, rows, out, ${scratchOf(call)});`],
  };
}

function wordsOf(layer: ProductLayer, weights: QuantizedWeights): Uint32Array {
  const [words = new Uint32Array()] = DENSE.packing.words(layer, [weights]);
  return words;
}

/** Σ (w − zw) of each output channel. */
export function sumsOf(weights: QuantizedWeights): Int32Array {
  return Int32Array.from(weights.zeroPoints, (_, channel) =>
    centredLevels(weights, channel, 1).reduce((sum, weight) => sum + weight, 0),
  );
}

/** Whether 32 bits may not hold Σ w·(x − 2^15), in any order of summation. */
export function isSplit(weights: QuantizedWeights, input: ActivationFormat): boolean {
  if (input.bits !== 16) return false;
  const levels = levelsOf(weights);
  const length = weights.codes.length / weights.zeroPoints.length;
  return weights.zeroPoints.some((_, channel) => {
    const row = weights.codes.subarray(channel * length, (channel + 1) * length);
    const sum = row.reduce((total, code) => total + Math.abs(levels[code] ?? 0), 0);
    return sum * LARGEST_FACTOR > INT32_MAX;
  });
}
