import assert from "node:assert/strict";
import fc from "fast-check";
import { WEIGHT_WIDTHS, maxCode, type WeightBits } from "../../../../src/engine/base/bits";
import { seededRandom } from "../../../../src/engine/base/random";
import {
  dampedImportance,
  dequantizeWeights,
  quantizeWeights,
  searchGrids,
} from "../../../../src/engine/quantize/weightQuantizer";

function error(weights: Float32Array, channels: number, bits: WeightBits): number {
  const real = dequantizeWeights(quantizeWeights(weights, channels, bits));
  return weights.reduce((sum, weight, i) => sum + (weight - (real[i] as number)) ** 2, 0) / weights.length;
}

describe("quantizeWeights", () => {
  it("keeps codes and zero points within the width", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WEIGHT_WIDTHS),
        fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 6, maxLength: 24 }),
        (bits, values) => {
          const weights = Float32Array.from(values.slice(0, values.length - (values.length % 2)));
          const grid = quantizeWeights(weights, 2, bits);
          assert.ok(grid.codes.every((code) => code <= maxCode(bits)));
          assert.ok(grid.zeroPoints.every((zeroPoint) => zeroPoint <= maxCode(bits)));
          assert.ok(grid.scales.every((scale) => scale > 0 && Number.isFinite(scale)));
        },
      ),
    );
  });

  it("represents weights that lie on a grid exactly", () => {
    for (const bits of WEIGHT_WIDTHS) {
      const top = maxCode(bits);
      const weights = Float32Array.from({ length: 1024 }, (_, i) => ((i % (top + 1)) - 1) * 0.5);
      assert.ok(error(weights, 1, bits) < 1e-10, `${bits} bits`);
    }
  });

  it("halves the error with each bit, roughly", () => {
    const random = seededRandom(1);
    const weights = Float32Array.from({ length: 4096 }, () => random.normal());
    const decibels = (bits: WeightBits): number => -10 * Math.log10(error(weights, 4, bits));
    assert.ok(decibels(2) > 8.5, "2 bits reach the Gaussian's 9.25 dB nearly, although 0 must be a code");
    assert.ok(decibels(3) > 14, "3 bits reach the Gaussian's 14.3 dB of a uniform grid nearly");
    assert.ok(decibels(4) > 19);
    assert.ok(decibels(5) > 24);
    assert.ok(decibels(8) > 38);
  });

  it("gives every channel its own grid", () => {
    const weights = Float32Array.of(0.1, -0.1, 0.05, 100, -100, 50);
    const real = dequantizeWeights(quantizeWeights(weights, 2, 8));
    weights.forEach((weight, i) => assert.ok(Math.abs(weight - (real[i] as number)) <= Math.abs(weight) * 0.02));
  });

  it("spends its precision where the input is large", () => {
    const random = seededRandom(5);
    const weights = Float32Array.from({ length: 256 }, () => random.normal());
    const importance = Float32Array.from({ length: 256 }, (_, k) => (k < 16 ? 100 : 0.01));
    const weighted = (real: Float32Array): number =>
      weights.reduce((sum, weight, k) => sum + (importance[k] as number) * (weight - (real[k] as number)) ** 2, 0);
    const aware = weighted(dequantizeWeights(quantizeWeights(weights, 1, 2, importance)));
    const blind = weighted(dequantizeWeights(quantizeWeights(weights, 1, 2)));
    assert.ok(aware < blind);
  });

  it("fits the scale to its codes where the input is large", () => {
    for (const bits of WEIGHT_WIDTHS) {
      let excess = 0;
      for (let seed = 1; seed <= 40; seed++) {
        const random = seededRandom(seed);
        const row = Float32Array.from({ length: 64 }, () => random.normal());
        const importance = Float32Array.from(row, (_, k) => (k < 6 ? 16 : 0.01));
        const [grid] = searchGrids(row, bits, importance);
        assert.ok(grid);
        let [error, energy, cross, square] = [0, 0, 0, 0];
        row.forEach((weight, k) => {
          const code = Math.min(maxCode(bits), Math.max(0, Math.round(weight / grid.scale) + grid.zeroPoint));
          const step = code - grid.zeroPoint;
          const by = importance[k] ?? NaN;
          error += by * (weight - step * grid.scale) ** 2;
          energy += by * weight * weight;
          cross += by * weight * step;
          square += by * step * step;
        });
        // With these codes no scale does better than Σhwq / Σhq².
        excess += error / (energy - (cross * cross) / square) - 1;
      }
      assert.ok(excess / 40 < 0.005, `${bits} bits: ${excess / 40}`);
    }
  });

  it("keeps the zero point of the range whatever share of it is tried, but at 2 bits, where all are", () => {
    // −1 to 3 in 15 steps: 0 lies at 3.75. A share of the range is taken of both ends.
    const row = Float32Array.of(-1, -0.3, 0.1, 0.2, 0.4, 0.5, 0.7, 3);
    const ones = new Float32Array(8).fill(1);
    assert.deepEqual(
      searchGrids(row, 4, ones).map(({ zeroPoint }) => zeroPoint),
      [4],
    );
    assert.deepEqual(
      searchGrids(row, 8, ones).map(({ zeroPoint }) => zeroPoint),
      [64],
    );
    assert.deepEqual(
      searchGrids(row, 2, ones)
        .map(({ zeroPoint }) => zeroPoint)
        .sort(),
      [0, 1, 2, 3],
    );
  });

  it("counts inputs in proportion to their energy, and one hundredth more, so that none is worth nothing", () => {
    const close = (found: Float32Array, wanted: readonly number[]): void =>
      found.forEach((value, k) => assert.ok(Math.abs(value - (wanted[k] ?? NaN)) < 1e-6, `${k}: ${value}`));
    close(dampedImportance(4, Float32Array.of(0, 2, 4, 2)), [0.01, 1.01, 2.01, 1.01]);
    close(dampedImportance(2, Float32Array.of(0, 0)), [1, 1]);
    close(dampedImportance(2, undefined), [1, 1]);
  });

  it("takes a channel of zeros", () => {
    assert.deepEqual([...dequantizeWeights(quantizeWeights(new Float32Array(4), 2, 2))], [0, 0, 0, 0]);
  });
});
