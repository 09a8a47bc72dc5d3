/**
 * The tail: softmax over channels as IEEE-754 binary32 numbers, made of integers alone and written as their bits. With d = largest − code,
 *   p = 2^(−d·step) / Σ 2^(−d·step),   step = log2(e)·scale,
 * where the exponent is exact in units of 2^-32, the power a mantissa of 32 bits and a number of places, the sum exact in units of 2^-47, and its
 * reciprocal one division of integers. Every probability lies within 2^-23 of its true value, relatively; those below 2^-126 are 0.
 */
import { EXPONENT_ONE, highWord, MANTISSA_ONE, powerOfTwo } from "../../base/powerOfTwo";
import { operand, type LayerCall } from "../call";

/** mantissa / 2^31 · 2^−down. */
interface Power {
  readonly mantissa: number;
  readonly down: number;
  /** In units of 2^-47, rounded down. */
  readonly share: bigint;
}

/** The largest number below 2^63: divided by 2^31 it still fits a word. */
const ALMOST_ONE = 2n ** 63n - 1n;
const LEAST_EXPONENT = -126;

export function runSoftmax(call: LayerCall<"softmax", "softmax">): Float32Array {
  const { codes, shape } = operand(call.inputs, 0);
  const channels = shape[2];
  const powers = Array.from({ length: 256 }, (_, distance) => powerAt(distance * call.step.exponentStep));
  const words = new Uint32Array(codes.length);
  for (let start = 0; start < codes.length; start += channels) {
    const row = Uint8Array.from(codes.subarray(start, start + channels));
    const largest = row.reduce((most, code) => Math.max(most, code), 0);
    const total = row.reduce((sum, code) => sum + (powers[largest - code] as Power).share, 0n);
    const places = BigInt(total.toString(2).length - 32);
    const inverse = Number(ALMOST_ONE / (total >> places));
    row.forEach((code, c) => {
      words[start + c] = quotient(powers[largest - code] as Power, inverse, Number(places));
    });
  }
  return new Float32Array(words.buffer);
}

/** 2^−exponent, in units of 2^-32. */
function powerAt(exponent: number): Power {
  const down = Math.ceil(exponent / EXPONENT_ONE);
  const mantissa = powerOfTwo(down * EXPONENT_ONE - exponent);
  return { mantissa, down, share: (BigInt(mantissa) << 16n) >> BigInt(down) };
}

/** The bits of the float nearest to a power times inverse / 2^63 · 2^(47 − places), ties away from 0. */
function quotient(power: Power, inverse: number, places: number): number {
  const product = highWord(power.mantissa, inverse);
  const isShort = product < MANTISSA_ONE;
  const mantissa = isShort ? 2 * product : product;
  const exponent = 16 - places - power.down - Number(isShort);
  if (exponent < LEAST_EXPONENT) return 0;
  // 24 bits; the first of them counts as one of the exponent's.
  return (exponent + 126) * 2 ** 23 + Math.floor((mantissa + 128) / 256);
}
