/**
 * How the firmware stores weights: the twin of the specification in src/firmware/products/bw_dot.h, word for word.
 *
 * Lane order: a word holds L = 2·⌊16/bits⌋ codes; with r = k mod L, code k starts at bit (r/2)·bits, and 16 bits further up when r is odd. Dense layers
 * give every output channel whole words and interleave the words of four channels; a depthwise layer is one sequence, four channels
 * a tap, in the order c, c+2, c+1, c+3. Codes of levels lie one behind the other in words of as many: code k starts at bit (k mod L)·bits.
 */
import { codesPerWord, packedWeightWords, WEIGHT_WIDTHS, type WeightBits } from "../../base/bits";

/** Output channels whose words are interleaved. */
export const BLOCK = 4;

/** Operands that a product with so many weights is given: gathered up to whole words of weights, whatever their width turns out to be. */
export function gatheredOperands(weights: number): number {
  return Math.max(...WEIGHT_WIDTHS.map((bits) => packedWeightWords(weights, bits) * codesPerWord(bits)));
}

/** Codes in lane order, filled with zeros to whole words. */
export function inLanes(codes: Uint8Array, bits: WeightBits): Uint32Array {
  const lanes = codesPerWord(bits);
  const words = new Uint32Array(packedWeightWords(codes.length, bits));
  codes.forEach((code, k) => {
    const lane = k % lanes;
    const shift = Math.floor(lane / 2) * bits + (lane % 2) * 16;
    const word = Math.floor(k / lanes);
    words[word] = ((words[word] ?? 0) | (code << shift)) >>> 0;
  });
  return words;
}

/** Codes of levels, pair behind pair, filled with zeros to whole words. */
export function inPairs(codes: Uint8Array, bits: WeightBits): Uint32Array {
  const each = codesPerWord(bits);
  const words = new Uint32Array(packedWeightWords(codes.length, bits));
  codes.forEach((code, k) => {
    const word = Math.floor(k / each);
    words[word] = ((words[word] ?? 0) | (code << ((k % each) * bits))) >>> 0;
  });
  return words;
}

/** Group by group, `channels` output channels each: blocks of four channels and a last one of those that remain. */
export function interleave(
  codes: Uint8Array,
  channels: number,
  perChannel: number,
  bits: WeightBits,
  packed: typeof inLanes = inLanes,
): Uint32Array {
  const each = packedWeightWords(perChannel, bits);
  const total = codes.length / perChannel;
  const words = new Uint32Array(total * each);
  for (let first = 0; first < total; first += channels) {
    for (let done = 0; done < channels; done += BLOCK) {
      const block = Math.min(BLOCK, channels - done);
      for (let c = 0; c < block; c++) {
        const channel = first + done + c;
        const own = packed(codes.subarray(channel * perChannel, (channel + 1) * perChannel), bits);
        own.forEach((word, i) => (words[(first + done) * each + i * block + c] = word));
      }
    }
  }
  return words;
}
