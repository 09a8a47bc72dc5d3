/** Dense products: convolutions of any groups, and matrices, as convolutions of single pixels (src/firmware/bw_convolution.h). */
import {
  ACTIVATION_WIDTHS,
  packedWeightWords,
  WEIGHT_WIDTHS,
  type CodeBits,
  type WeightBits,
} from "../../../base/bits";
import { activationOf, dividedWeights, type Network, type ProductLayer, type Shape3 } from "../../../ir/network";
import type { Window } from "../../../ir/op";
import { storedDescriptor } from "../descriptorBytes";
import { gatheredOperands, interleave } from "../packWeights";
import { bytesOf, descriptor, format, scratchOf, windowMembers, windowRows, type EmittedLayer } from "../parts";
import { perChannelBytes, productParts, type ProductCall } from "../product";
import type { KernelForm, Packing } from "./form";

/** Pixels that share each unpacked weight. */
const PIXELS_AT_ONCE = 3;
/** bw_window counts columns in 16 bits. */
const MOST_COLUMNS = 2 ** 16 - 1;
const FUNCTION = "bw_convolution_row";

/** bw_dot of a width of weights. */
export function dotTable(bits: WeightBits): string {
  return `bw_dot_${bits}`;
}

function gatherTable(bits: CodeBits | 32): string {
  return `bw_gather_${bits}`;
}

type DenseKind = ProductLayer["kind"];

/** Every output channel in whole words, the words of four channels interleaved. */
const packing: Packing<DenseKind> = {
  bytes: ({ weights: { outputChannels, perChannel } }, bits) =>
    4 * outputChannels * packedWeightWords(perChannel, bits),
  words: (layer, matrices) =>
    matrices.map(({ codes, bits }) =>
      interleave(codes, dividedWeights(layer).outputsOfGroup, layer.weights.perChannel, bits),
    ),
};

/** All of the form but its C, which kinds of layers see differently. */
export const DENSE = {
  needs: [],
  weightBits: WEIGHT_WIDTHS,
  inputBits: ACTIVATION_WIDTHS,
  takesImage: false,
  applies: () => true,
  function: FUNCTION,
  header: "bw_convolution.h",
  weightParts: (bits: WeightBits) => [dotTable(bits)],
  inputParts: (bits: CodeBits) => [gatherTable(bits)],
  packing,
  constantBytes: (layer: ProductLayer) => perChannelBytes(layer) + storedDescriptor("bw_convolution"),
  tableBytes: () => undefined,
  /**
   * The operands of three pixels (one where a row has fewer) as halfwords. Nothing depends on weight widths, so that RAM is a matter of activations
   * alone; for 8- and 4-bit weights that is up to 72 bytes more than the kernel asks for.
   */
  scratchBytes: ({ weights, output }: ProductLayer, network: Network) => {
    const width = activationOf(network, output).shape[1];
    return 2 * gatheredOperands(weights.perChannel) * (width >= PIXELS_AT_ONCE ? PIXELS_AT_ONCE : 1);
  },
} as const satisfies Omit<KernelForm<DenseKind, "product">, "code">;

/**
 * 1×1 convolutions of every pixel: all rows as one, so that the last pixels of a row need not be computed one by one. Pixels are read and written in the same order,
 * three at most at a time, so an output may move in over the rows of its input that were read as before.
 */
export const DENSE_IMAGE: KernelForm<"conv", "product"> = {
  ...DENSE,
  takesImage: true,
  // Rows of fewer pixels have scratch for one alone.
  applies: ({ kernel, strides, pads }, image) =>
    image !== undefined &&
    image[1] >= PIXELS_AT_ONCE &&
    image[0] * image[1] <= MOST_COLUMNS &&
    [...kernel, ...strides].every((one) => one === 1) &&
    pads.every((pad) => pad === 0),
  code: (call) => {
    const { layer, input, output } = call;
    const imageOf = ([rows, columns, channels]: Shape3): Shape3 => [1, rows * columns, channels];
    return denseCode(call, { window: layer, from: imageOf(input.shape), to: imageOf(output.shape), run: "whole" });
  },
};

/** A product layer as the kernel sees it: a window over an image of these shapes. */
export interface DenseView {
  readonly window: Window;
  readonly from: Shape3;
  readonly to: Shape3;
  /** Codes of an output row's vectors in an input whose rows are others; absent: its rows are these. */
  readonly run?: number | "whole";
}

export function denseCode(call: ProductCall, { window, from, to, run }: DenseView): EmittedLayer {
  const { layer, output, input, stem } = call;
  const { arrays, members } = productParts(call, packing);
  const { groups } = dividedWeights(layer);
  const rows =
    run === undefined
      ? windowRows(call, window.kernel[0])
      : [
          "bw_codes rows[1];",
          `rows[0].bytes = ${bytesOf(call, input)};`,
          `rows[0].first = ${run === "whole" ? "0" : `y * ${run}`};`,
        ];
  const place = run === "whole" ? [`const bw_codes_out out = {${bytesOf(call, output)}, 0};`] : [];
  const tables = `&${dotTable(call.numbers.weights.bits)}, &${gatherTable(input.bits)}`;
  return {
    ...(run === "whole" && { calls: run }),
    arrays,
    descriptors: [
      descriptor(call, "bw_convolution", [
        ...windowMembers(window, from, to),
        ...members,
        `${groups}, ${format(input)}, ${format(output)}, ${tables},`,
      ]),
    ],
    body: [...rows, ...place, `${FUNCTION}(&${stem}_layer, rows, out, ${scratchOf(call)});`],
  };
}
