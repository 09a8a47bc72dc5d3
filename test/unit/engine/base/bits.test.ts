import assert from "node:assert/strict";
import fc from "fast-check";
import {
  ACTIVATION_WIDTHS,
  ASKED_WIDTHS,
  codesPerLane,
  isWeightBits,
  packedWeightBytes,
  packedWeightWords,
  WEIGHT_WIDTHS,
  isActivationBits,
  maxCode,
  packCodes,
  packedBytes,
  unpackCodes,
} from "../../../../src/engine/base/bits";

describe("packing", () => {
  it("puts the first element in the least significant bits", () => {
    assert.deepEqual([...packCodes(Uint8Array.of(1, 2, 3, 0, 3), 2)], [0b00_11_10_01, 0b11]);
    assert.deepEqual([...packCodes(Uint8Array.of(0xa, 0xb, 0xc), 4)], [0xba, 0x0c]);
    assert.deepEqual([...packCodes(Uint8Array.of(7, 255), 8)], [7, 255]);
  });

  it("survives a round trip at every width and length, and its size is packedBytes", () => {
    const cases = fc
      .constantFrom(...ACTIVATION_WIDTHS)
      .chain((bits) => fc.tuple(fc.constant(bits), fc.uint8Array({ max: maxCode(bits), maxLength: 67 })));
    fc.assert(
      fc.property(cases, ([bits, codes]) => {
        const packed = packCodes(codes, bits);
        assert.equal(packed.length, packedBytes(codes.length, bits));
        assert.deepEqual(unpackCodes(packed, bits, codes.length), codes);
      }),
      { numRuns: 1000 },
    );
  });

  it("leaves unused bits 0", () => {
    for (let length = 1; length < 9; length++) {
      for (const bits of ACTIVATION_WIDTHS) {
        const packed = packCodes(new Uint8Array(length).fill(maxCode(bits)), bits);
        const ones = [...packed].reduce((sum, byte) => sum + byte.toString(2).replaceAll("0", "").length, 0);
        assert.equal(ones, length * bits);
      }
    }
  });

  it("answers a copy at 8 bits", () => {
    const codes = Uint8Array.of(1, 2);
    packCodes(codes, 8)[0] = 9;
    assert.equal(codes[0], 1);
  });

  it("throws on a code that would spill into its neighbour", () => {
    assert.throws(() => packCodes(Uint8Array.of(4), 2), /code 4 at 0 does not fit 2 bits/);
    assert.throws(() => packCodes(Uint8Array.of(0, 16), 4), /code 16 at 1/);
  });
});

describe("lanes of weights", () => {
  it("hold 2, 3, 4, 5 and 8 codes of 8, 5, 4, 3 and 2 bits in 16", () => {
    assert.deepEqual(WEIGHT_WIDTHS.map(codesPerLane), [2, 3, 4, 5, 8]);
  });

  it("make bytes and words of so many weights", () => {
    // 40 weights at 3 bits are eight lanes, four words; at 5 bits fourteen lanes, of which the last has one code.
    assert.deepEqual([packedWeightBytes(40, 3), packedWeightWords(40, 3)], [16, 4]);
    assert.deepEqual([packedWeightBytes(40, 5), packedWeightWords(40, 5)], [27, 7]);
    for (const bits of ACTIVATION_WIDTHS) {
      assert.equal(packedWeightBytes(41, bits), packedBytes(41, bits));
      assert.equal(packedWeightWords(41, bits), Math.ceil((41 * bits) / 32));
    }
  });
});

describe("widths", () => {
  it("of weights are 2, 3, 4, 5 and 8", () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 8, "3", null].filter(isWeightBits), [2, 3, 4, 5, 8]);
    assert.deepEqual(WEIGHT_WIDTHS.map(maxCode), [255, 31, 15, 7, 3]);
  });

  it("of activations are 2, 4, 8 and, where asked for, 16", () => {
    assert.deepEqual([1, 2, 3, 4, 8, 16, 32, "8", null].filter(isActivationBits), [2, 4, 8, 16]);
    assert.deepEqual(ASKED_WIDTHS.map(maxCode), [65535, 255, 15, 3]);
    assert.deepEqual(ACTIVATION_WIDTHS, [8, 4, 2]);
  });
});
