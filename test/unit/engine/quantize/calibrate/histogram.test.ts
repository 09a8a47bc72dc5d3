import assert from "node:assert/strict";
import { seededRandom } from "../../../../../src/engine/base/random";
import { GrowingHistogram } from "../../../../../src/engine/quantize/calibrate/histogram";

describe("GrowingHistogram", () => {
  it("counts every value once, however the range grows", () => {
    const histogram = new GrowingHistogram();
    histogram.add(Float32Array.of(0, 0.001, -0.002));
    histogram.add(Float32Array.of(5, -100, 3));
    histogram.add(Float32Array.of(1e6));
    const nonZero = histogram.counts.reduce((sum, count) => sum + count, 0);
    assert.equal(nonZero, 6);
    assert.equal(histogram.total, 7);
    assert.equal(histogram.low, -100);
    assert.equal(histogram.high, 1e6);
  });

  it("keeps values on their side of zero when bins merge", () => {
    const histogram = new GrowingHistogram();
    histogram.add(Float32Array.of(-1e-3, 1e-3));
    histogram.add(Float32Array.of(1000));
    const middle = histogram.counts.length / 2;
    assert.equal(histogram.counts[middle - 1], 1);
    assert.equal(histogram.counts[middle], 1);
  });

  it("answers quantiles of a normal distribution within a bin", () => {
    const random = seededRandom(7);
    const histogram = new GrowingHistogram();
    for (let i = 0; i < 20; i++) histogram.add(Float32Array.from({ length: 1000 }, () => random.normal()));
    assert.ok(Math.abs(histogram.quantile(0.5)) < 0.03);
    assert.ok(Math.abs(histogram.quantile(0.975) - 1.96) < 0.06);
  });

  it("is not hurt by an activation that is always zero", () => {
    const histogram = new GrowingHistogram();
    histogram.add(new Float32Array(10));
    assert.equal(histogram.quantile(0.9), 0);
    assert.equal(histogram.high, 0);
  });
});
