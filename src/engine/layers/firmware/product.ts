/** What layers with weights have in common in C, whichever kernel executes them: their arrays, and the structure that points to them. */
import { invariant } from "../../base/outcome";
import type { ProductLayer } from "../../ir/network";
import { wordsUp } from "./descriptorBytes";
import type { Packing } from "./forms/form";
import { packConstants } from "./packConstants";
import { arrayOf, constants, type CodeCall, type ConstantArray } from "./parts";

export type ProductCall = CodeCall<"conv", "product"> | CodeCall<"fullyConnected", "product">;

/** Bias and multiplier int32, zero point uint8, a channel. */
export function perChannelBytes({ weights: { outputChannels } }: ProductLayer): number {
  return 4 * outputChannels + 4 * outputChannels + wordsUp(outputChannels);
}

/** bw_product with its arrays. */
export function productParts<K extends ProductLayer["kind"]>(
  call: CodeCall<K, "product">,
  packing: Packing<K>,
): { readonly arrays: readonly ConstantArray[]; readonly members: readonly string[] } {
  const { layer, numbers } = call;
  const packed = packConstants(layer, numbers, call.input.format);
  const { elements } = layer.weights;
  const [words] = packing.words(layer, [numbers.weights]);
  invariant(words !== undefined && numbers.weights.codes.length === elements, `"${layer.name}" lacks weights`);
  const weights = arrayOf(call, "weights", "weights", "uint32_t", words);
  const biases = constants(call, "biases", packed.biases);
  const multipliers = constants(call, "multipliers", packed.multipliers);
  const zeros = arrayOf(call, "zeros", "constants", "uint8_t", packed.weightZeros);
  const members = [
    `{${weights.name}, ${biases.name},`,
    ` ${multipliers.name}, ${zeros.name}, ${packed.unit}u, ${packed.shift}, ${numbers.weights.bits}},`,
  ];
  return { arrays: [weights, biases, multipliers, zeros], members };
}
