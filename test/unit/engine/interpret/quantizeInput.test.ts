import assert from "node:assert/strict";
import fc from "fast-check";
import {
  dequantize,
  quantizeInput,
  toChannelsFirst,
  toChannelsLast,
} from "../../../../src/engine/interpret/quantizeInput";
import type { ActivationFormat } from "../../../../src/engine/ir/program";

const format: ActivationFormat = { bits: 4, scale: 0.5, zeroPoint: 3 };

describe("quantizeInput", () => {
  it("rounds ties to even as QuantizeLinear does, clamps at both ends and takes NaN as zero", () => {
    const values = Float32Array.of(0, 0.25, -0.25, 0.75, -0.26, 6, 6.3, 1e30, -1e30, Infinity, -Infinity, NaN);
    const codes = quantizeInput(values, [1, 1, values.length], format);
    assert.deepEqual([...codes], [3, 3, 3, 5, 2, 15, 15, 15, 0, 15, 0, 3]);
  });

  it("divides and multiplies by the scale as binary32 has it, not as it is written", () => {
    // In binary32, 0.1 is 0.100000001490116…: 1.5499999523162842 / it is the tie 15.5 from below, and 9 times it is 0.9000000357627869.
    const tenths: ActivationFormat = { bits: 8, scale: 0.1, zeroPoint: 0 };
    const values = Float32Array.of(1.5499999523162842, 2.3499999046325684, 4.949999809265137);
    assert.deepEqual([...quantizeInput(values, [1, 1, 3], tenths)], [15, 23, 49]);
    assert.deepEqual([...dequantize(Uint8Array.of(9, 13), tenths)], [0.9000000357627869, 1.3000000715255737]);
  });

  it("brings channels last", () => {
    // Two channels of a 2×3 image, in codes.
    const first = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).map((code) => (code - 3) / 2);
    const expected = [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11];
    assert.deepEqual([...quantizeInput(first, [2, 3, 2], format)], expected);
    const last = toChannelsLast(first, [2, 3, 2]);
    assert.deepEqual([...quantizeInput(last, [2, 3, 2], format, "channelsLast")], expected);
    assert.deepEqual(toChannelsFirst(last, [2, 3, 2]), first);
  });

  it("inverts dequantize", () => {
    const formats = fc.constantFrom<2 | 4 | 8>(2, 4, 8).chain((bits) =>
      fc.record({
        bits: fc.constant(bits),
        scale: fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
        zeroPoint: fc.nat(2 ** bits - 1),
      }),
    );
    fc.assert(
      fc.property(formats, (chosen) => {
        const codes = Uint8Array.from({ length: 2 ** chosen.bits }, (_, code) => code);
        assert.deepEqual(quantizeInput(dequantize(codes, chosen), [1, 1, codes.length], chosen), codes);
      }),
    );
  });

  it("throws when the values do not fill the tensor", () => {
    assert.throws(() => quantizeInput(new Float32Array(5), [1, 2, 3], format));
    assert.throws(() => quantizeInput(new Float32Array(5), [1, 2, 3], format, "channelsLast"));
  });
});
