/** The widths this project exists for, and how codes of those widths lie in bytes. */
import { invariant } from "./outcome";

export type Bits = 2 | 4 | 8;

/** From widest to narrowest: the order in which cutting proceeds. */
export const ALL_BITS: readonly Bits[] = [8, 4, 2];

export function isBits(value: unknown): value is Bits {
  return value === 2 || value === 4 || value === 8;
}

/** Largest unsigned code: 2^bits − 1. */
export function maxCode(bits: Bits): number {
  return (1 << bits) - 1;
}

/** Bytes of `elements` packed codes; the last byte may be partly used. */
export function packedBytes(elements: number, bits: Bits): number {
  return Math.ceil((elements * bits) / 8);
}

/** Packs unsigned codes, the first element in the least significant bits (ONNX's and the firmware's order). Unused bits are 0. */
export function packCodes(codes: Uint8Array, bits: Bits): Uint8Array {
  if (bits === 8) return codes.slice();
  const perByte = 8 / bits;
  const limit = maxCode(bits);
  const packed = new Uint8Array(packedBytes(codes.length, bits));
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    invariant(code <= limit, `code ${code} at ${i} does not fit ${bits} bits and would spill into its neighbour`);
    const at = Math.floor(i / perByte);
    packed[at] = (packed[at] ?? 0) | (code << ((i % perByte) * bits));
  }
  return packed;
}

/** The inverse of packCodes for `elements` codes. */
export function unpackCodes(packed: Uint8Array, bits: Bits, elements: number): Uint8Array {
  const codes = new Uint8Array(elements);
  const perByte = 8 / bits;
  const mask = maxCode(bits);
  for (let i = 0; i < elements; i++) {
    codes[i] = ((packed[Math.floor(i / perByte)] ?? 0) >> ((i % perByte) * bits)) & mask;
  }
  return codes;
}
