/**
 * How the firmware stores weights: the twin of the specification in src/firmware/bw_dot.h, word for word.
 *
 * Lane order: a word holds L = 32/bits codes; with r = k mod L, code k starts at bit (r/2)·bits, and 16 bits further up when r is odd. Dense layers
 * give every output channel whole words and interleave the words of four channels; a depthwise layer is one sequence, four channels
 * a tap, in the order c, c+2, c+1, c+3.
 */
import type { Bits } from "../../base/bits";
import { invariant } from "../../base/outcome";
import { dividedWeights, isDepthwise, type LayerOf, type ProductLayer } from "../../ir/network";
import type { Step } from "../../ir/program";

export type ProductStep = Extract<Step, { readonly kind: "product" }>;

/** Output channels whose words are interleaved. */
const BLOCK = 4;
/** The order of a whole block's channels within a depthwise tap: the halves of two words. */
const TAP_ORDER = [0, 2, 1, 3];

/** Words of one output channel of a dense layer. */
export function wordsPerChannel(perChannel: number, bits: Bits): number {
  return Math.ceil((perChannel * bits) / 32);
}

/** The layer's weights as uint32_t words. */
export function packWeights(layer: ProductLayer, step: ProductStep): Uint32Array {
  const { codes, bits } = step.weights;
  const { outputChannels, perChannel } = layer.weights;
  invariant(codes.length === outputChannels * perChannel, `"${layer.name}" has ${codes.length} weights`);
  if (layer.kind === "conv" && isDepthwise(layer)) return inLanes(tapSequence(codes, layer), bits);
  return interleave(codes, dividedWeights(layer).outputsOfGroup, perChannel, bits);
}

/** Codes in lane order, filled with zeros to whole words. */
export function inLanes(codes: Uint8Array, bits: Bits): Uint32Array {
  const lanes = 32 / bits;
  const words = new Uint32Array(Math.ceil(codes.length / lanes));
  codes.forEach((code, k) => {
    const lane = k % lanes;
    const shift = Math.floor(lane / 2) * bits + (lane % 2) * 16;
    const word = Math.floor(k / lanes);
    words[word] = ((words[word] ?? 0) | (code << shift)) >>> 0;
  });
  return words;
}

/** Group by group, `channels` output channels each: blocks of four channels and a last one of those that remain. */
export function interleave(codes: Uint8Array, channels: number, perChannel: number, bits: Bits): Uint32Array {
  const each = wordsPerChannel(perChannel, bits);
  const total = codes.length / perChannel;
  const words = new Uint32Array(total * each);
  for (let first = 0; first < total; first += channels) {
    for (let done = 0; done < channels; done += BLOCK) {
      const block = Math.min(BLOCK, channels - done);
      for (let c = 0; c < block; c++) {
        const channel = first + done + c;
        const packed = inLanes(codes.subarray(channel * perChannel, (channel + 1) * perChannel), bits);
        packed.forEach((word, i) => (words[(first + done) * each + i * block + c] = word));
      }
    }
  }
  return words;
}

/** Codes [C][kh][kw] of a depthwise layer in stored order: block, kernel column, kernel row, channel of the block. */
function tapSequence(codes: Uint8Array, { kernel, groups: channels }: LayerOf<"conv">): Uint8Array {
  const [height, width] = kernel;
  const sequence = new Uint8Array(codes.length);
  let at = 0;
  for (let first = 0; first < channels; first += BLOCK) {
    const block = Math.min(BLOCK, channels - first);
    for (let j = 0; j < width; j++) {
      for (let i = 0; i < height; i++) {
        for (let c = 0; c < block; c++) {
          const channel = first + (block === BLOCK ? (TAP_ORDER[c] as number) : c);
          sequence[at++] = codes[(channel * height + i) * width + j] as number;
        }
      }
    }
  }
  return sequence;
}
