/** What layers with weights become in C: their arrays, their structures and the calls of the two product kernels. */
import { dividedWeights, type ProductLayer, type Shape3 } from "../../ir/network";
import type { Window } from "../../ir/op";
import { wordsUp } from "./descriptorBytes";
import { packConstants } from "./packConstants";
import { packWeights, type ProductStep } from "./packWeights";
import {
  arrayOf,
  bytesOf,
  constants,
  descriptor,
  format,
  scratchOf,
  windowMembers,
  windowRows,
  type CodeCall,
  type ConstantArray,
  type EmittedLayer,
  type Fed,
} from "./parts";

type ProductCall = CodeCall<"conv", "product"> | CodeCall<"fullyConnected", "product">;

/** Bias and multiplier int32, zero point uint8, a channel. */
export function perChannelBytes({ weights: { outputChannels } }: ProductLayer): number {
  return 4 * outputChannels + 4 * outputChannels + wordsUp(outputChannels);
}

/** @param run codes of an output row's vectors in an input whose rows are others; undefined: its rows are these */
export function denseCode(
  call: ProductCall,
  layer: ProductLayer,
  window: Window,
  from: Shape3,
  to: Shape3,
  run?: number | "whole",
): EmittedLayer {
  const { output, input, stem } = call;
  const step = call.numbers;
  const { arrays, members } = productParts(call, layer, step);
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
  return {
    header: "bw_convolution.h",
    ...(run === "whole" && { calls: run }),
    arrays,
    descriptors: [
      descriptor(call, "bw_convolution", [
        ...windowMembers(window, from, to),
        ...members,
        `${groups}, ${format(input)}, ${format(output)}, &bw_dot_${step.weights.bits}, &bw_gather_${input.bits},`,
      ]),
    ],
    body: [...rows, ...place, `bw_convolution_row(&${stem}_layer, rows, out, ${scratchOf(call)});`],
  };
}

export function depthwiseCode(call: CodeCall<"conv", "product">): EmittedLayer {
  const { layer, output, input, stem } = call;
  const { arrays, members } = productParts(call, layer, call.numbers);
  return {
    header: "bw_depthwise.h",
    arrays,
    descriptors: [
      descriptor(call, "bw_depthwise", [
        ...windowMembers(layer, input.shape, output.shape),
        ...members,
        `${format(input)}, ${format(output)}, &bw_depthwise_taps_${input.bits},`,
      ]),
    ],
    body: [
      ...windowRows(call, layer.kernel[0]),
      `bw_depthwise_row(&${stem}_layer, rows, out, ${scratchOf(call, "TAPS")});`,
    ],
    taps: layer.kernel[0] * layer.kernel[1] + 2,
  };
}

function productParts(
  call: Fed,
  layer: ProductLayer,
  step: ProductStep,
): { readonly arrays: readonly ConstantArray[]; readonly members: readonly string[] } {
  const packed = packConstants(layer, step, call.input.format);
  const weights = arrayOf(call, "weights", "weights", "uint32_t", packWeights(layer, step));
  const biases = constants(call, "biases", packed.biases);
  const multipliers = constants(call, "multipliers", packed.multipliers);
  const zeros = arrayOf(call, "zeros", "constants", "uint8_t", packed.weightZeros);
  const members = [
    `{${weights.name}, ${biases.name},`,
    ` ${multipliers.name}, ${zeros.name}, ${packed.unit}u, ${packed.shift}, ${step.weights.bits}},`,
  ];
  return { arrays: [weights, biases, multipliers, zeros], members };
}
