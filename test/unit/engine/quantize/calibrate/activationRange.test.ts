import assert from "node:assert/strict";
import { seededRandom } from "../../../../../src/engine/base/random";
import { ACTIVATION_WIDTHS, maxCode } from "../../../../../src/engine/base/bits";
import { chooseFormat, formatOfRange } from "../../../../../src/engine/quantize/calibrate/activationRange";
import { GrowingHistogram } from "../../../../../src/engine/quantize/calibrate/histogram";

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
    for (const bits of ACTIVATION_WIDTHS) {
      for (const method of ["minmax", "percentile", "mse"] as const)
        assert.equal(chooseFormat(histogram, bits, method).zeroPoint, 0);
    }
  });

  it("hold 0 as a code and keep the zero point a code", () => {
    for (const bits of ACTIVATION_WIDTHS) {
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

  it("take the nearest zero point, and a range from 0 where no value comes near it", () => {
    assert.equal(formatOfRange(-0.99, 1, 8).zeroPoint, 127, "0.99 / 1.99 · 255 = 126.86");
    const histogram = new GrowingHistogram();
    histogram.add(Float32Array.of(5, 5.5, 6));
    assert.deepEqual(chooseFormat(histogram, 8, "minmax"), { bits: 8, scale: 6 / 255, zeroPoint: 0 });
  });

  it("leave one value of ten thousand out at either end, by percentile", () => {
    const histogram = new GrowingHistogram();
    const count = 100_000;
    // Six strays at 3 and six at -3; all others lie evenly between -1 and 1.
    histogram.add(
      Float32Array.from({ length: count }, (_, i) => (i < 12 ? (i % 2 === 0 ? 3 : -3) : (2 * i) / count - 1)),
    );
    const { scale, zeroPoint } = chooseFormat(histogram, 8, "percentile");
    assert.ok(Math.abs(scale * zeroPoint - 1) < 0.015 && Math.abs(scale * (255 - zeroPoint) - 1) < 0.015, `${scale}`);
  });

  it("clip either end by itself where only one has a tail", () => {
    for (const sign of [1, -1]) {
      const random = seededRandom(4);
      const values = Float32Array.from(
        { length: 20_000 },
        (_, i) => sign * (i % 10_000 === 0 ? -12 : i % 4 === 0 ? -random.uniform() : 3 * random.uniform()),
      );
      const histogram = new GrowingHistogram();
      histogram.add(values);
      const errorOf = ({ scale, zeroPoint }: { readonly scale: number; readonly zeroPoint: number }): number =>
        values.reduce((sum, value) => {
          const code = Math.min(15, Math.max(0, Math.round(value / scale) + zeroPoint));
          return sum + (value - scale * (code - zeroPoint)) ** 2;
        }, 0);
      let best = Infinity;
      for (let zeroPoint = 0; zeroPoint <= 15; zeroPoint++)
        for (let scale = 0.05; scale < 1.2; scale += 0.025) best = Math.min(best, errorOf({ scale, zeroPoint }));
      const found = errorOf(chooseFormat(histogram, 4, "mse"));
      assert.ok(found < 1.2 * best, `${found} of ${best}`);
    }
  });
});
