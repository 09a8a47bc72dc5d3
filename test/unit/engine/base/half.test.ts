import assert from "node:assert/strict";
import { floatToHalf, halfToFloat } from "../../../../src/engine/base/half";

describe("half-precision floats", () => {
  it("every half is read and written back unchanged", () => {
    for (let bits = 0; bits < 65536; bits++) {
      const value = halfToFloat(bits);
      if (Number.isNaN(value)) assert.ok(Number.isNaN(halfToFloat(floatToHalf(value))));
      else assert.equal(floatToHalf(value), bits, `${bits.toString(16)}: ${value}`);
    }
  });

  it("rounds to nearest, ties to even, and overflows to infinity", () => {
    assert.equal(floatToHalf(1 + 2 ** -11), 0x3c00);
    assert.equal(floatToHalf(1 + 3 * 2 ** -11), 0x3c02);
    assert.equal(floatToHalf(2 - 2 ** -12), 0x4000, "into the next power of two");
    assert.equal(floatToHalf(2 ** -14 - 2 ** -26), 0x0400, "into the normal numbers");
    assert.equal(floatToHalf(65519), 0x7bff);
    assert.equal(floatToHalf(65520), 0x7c00);
    assert.equal(floatToHalf(-1e30), 0xfc00);
  });
});
