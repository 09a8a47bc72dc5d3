/**
 * The widths this project exists for, and how codes of those widths lie in bytes. Weights and activations have widths of their own: a kernel unpacks
 * weights lane by lane, while codes of activations are read at any place, so that only divisors of 8 serve them.
 */
import { invariant } from "./outcome";

/** Widths of activations that a search chooses from; their codes are packed without gaps. */
export type NarrowBits = 2 | 4 | 8;

/** Widths of activations that can be asked for: 16 bits, a code in two bytes, are nobody's choice but the user's. */
export type ActivationBits = NarrowBits | 16;

/** Widths of activations: spikes alone have 1 bit, and no other. */
export type CodeBits = 1 | ActivationBits;

/** Widths of weights, whose codes are packed into lanes of 16 bits. */
export type WeightBits = 2 | 3 | 4 | 5 | 8;

/** A width of a tensor of either kind. */
export type Bits = ActivationBits | WeightBits;

/** From widest to narrowest: the order in which cutting proceeds. */
export const ACTIVATION_WIDTHS: readonly NarrowBits[] = [8, 4, 2];
/** Those and 16. */
export const ASKED_WIDTHS: readonly ActivationBits[] = [16, ...ACTIVATION_WIDTHS];
export const WEIGHT_WIDTHS: readonly WeightBits[] = [8, 5, 4, 3, 2];
/** Those that a search chooses from unless more are asked for (docs/decisions/three-and-five-bits.md). */
export const USUAL_WEIGHT_WIDTHS: readonly WeightBits[] = [8, 4, 2];

/** At which a table of levels is offered: of more codes it would be large, and of fewer it gains nothing. */
export const LEVEL_WIDTHS: readonly WeightBits[] = [4, 3];

export function isActivationBits(value: unknown): value is ActivationBits {
  return ASKED_WIDTHS.some((bits) => bits === value);
}

export function isWeightBits(value: unknown): value is WeightBits {
  return WEIGHT_WIDTHS.some((bits) => bits === value);
}

/** Largest unsigned code: 2^bits − 1. */
export function maxCode(bits: Bits | CodeBits): number {
  return (1 << bits) - 1;
}

/** The real number that a code stands for, in double: scale·(code − zeroPoint). */
export function realOf(
  code: number,
  { scale, zeroPoint }: { readonly scale: number; readonly zeroPoint: number },
): number {
  return scale * (code - zeroPoint);
}

const LANE_BITS = 16;

/** Codes of weights in a lane of 16 bits; what remains of it, one bit at 3 and at 5 bits a code, is 0. */
export function codesPerLane(bits: WeightBits): number {
  return Math.floor(LANE_BITS / bits);
}

/** Codes of weights in a word of 32 bits: two lanes. */
export function codesPerWord(bits: WeightBits): number {
  return 2 * codesPerLane(bits);
}

/** Words of 32 bits that hold so many weights. */
export function packedWeightWords(elements: number, bits: WeightBits): number {
  return Math.ceil(elements / codesPerWord(bits));
}

/** Bytes of so many weights in lanes, without the rest of a last word; the last byte may be partly used. */
export function packedWeightBytes(elements: number, bits: WeightBits): number {
  return Math.ceil((elements * LANE_BITS) / codesPerLane(bits) / 8);
}

/** Bytes of so many packed activations; the last byte may be partly used. */
export function packedBytes(elements: number, bits: CodeBits): number {
  return Math.ceil((elements * bits) / 8);
}

/** Unsigned codes of one tensor, unpacked: of 16 bits in a Uint16Array, of fewer one a byte. */
export type Codes = Uint8Array | Uint16Array;

/** Room for so many codes, all 0. */
export function newCodes(bits: CodeBits, elements: number): Codes {
  return bits === 16 ? new Uint16Array(elements) : new Uint8Array(elements);
}

/** A code of 16 bits lies in memory as an int16, less this. */
export const WIDE_OFFSET = 32768;

/** Packs unsigned codes, the first element in the least significant bits (ONNX's and the firmware's order). Unused bits are 0. At 16 bits int16, low byte first. */
export function packCodes(codes: Codes, bits: CodeBits): Uint8Array {
  if (bits === 8) return Uint8Array.from(codes);
  if (bits === 16) {
    const halves = new DataView(new ArrayBuffer(2 * codes.length));
    codes.forEach((code, i) => {
      halves.setInt16(2 * i, code - WIDE_OFFSET, true);
    });
    return new Uint8Array(halves.buffer);
  }
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
export function unpackCodes(packed: Uint8Array, bits: CodeBits, elements: number): Codes {
  if (bits === 16) {
    const halves = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    return Uint16Array.from({ length: elements }, (_, i) => halves.getInt16(2 * i, true) + WIDE_OFFSET);
  }
  const codes = new Uint8Array(elements);
  const perByte = 8 / bits;
  const mask = maxCode(bits);
  for (let i = 0; i < elements; i++) {
    codes[i] = ((packed[Math.floor(i / perByte)] ?? 0) >> ((i % perByte) * bits)) & mask;
  }
  return codes;
}
