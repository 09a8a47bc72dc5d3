import assert from "node:assert/strict";
import { ACTIVATION_WIDTHS, maxCode, type NarrowBits } from "../../../../../src/engine/base/bits";
import { seededRandom } from "../../../../../src/engine/base/random";
import { chooseChannelRange, type ChannelRange } from "../../../../../src/engine/quantize/calibrate/channelRange";
import { GrowingHistogram } from "../../../../../src/engine/quantize/calibrate/histogram";

const RECTIFIED = { least: 0, most: 6, hasOffset: true };
const PADDED = { least: 0, most: Infinity, hasOffset: false };
const LINEAR = { least: -Infinity, most: Infinity, hasOffset: true };

function histogramOf(values: readonly number[]): GrowingHistogram {
  const histogram = new GrowingHistogram(512);
  histogram.add(Float32Array.from(values));
  return histogram;
}

function errorOf(values: readonly number[], { step, offset }: ChannelRange, bits: NarrowBits): number {
  return values.reduce((sum, value) => {
    const code = Math.min(maxCode(bits), Math.max(0, Math.round((value - offset) / step)));
    return sum + (value - offset - code * step) ** 2;
  }, 0);
}

function rectified(mean: number): readonly number[] {
  const random = seededRandom(5);
  return Array.from({ length: 4000 }, () => Math.min(6, Math.max(0, mean + random.normal())));
}

describe("a channel's range", () => {
  it("is no worse than any grid of a fine scan, within what bins blur", () => {
    for (const [values, bounds] of [
      [rectified(0.3), RECTIFIED],
      [rectified(3), RECTIFIED],
      [rectified(0.3), PADDED],
      [rectified(0.3).map((value) => value - 2), LINEAR],
    ] as const) {
      for (const bits of [2, 4] as const) {
        const found = chooseChannelRange(histogramOf(values), bits, bounds);
        assert.ok(found);
        let least = Infinity;
        const offsets = bounds.hasOffset
          ? Array.from({ length: 24 }, (_, i) => i / 6 - (bounds.least === 0 ? 0 : 2))
          : [0];
        for (const offset of offsets) {
          for (let high = 0.2; offset + high <= 6; high += 0.1)
            least = Math.min(least, errorOf(values, { offset, step: high / maxCode(bits) }, bits));
        }
        assert.ok(errorOf(values, found, bits) <= 1.05 * least, `${bits} ${errorOf(values, found, bits)} ${least}`);
      }
    }
  });

  it("keeps within the clamp and, behind padding, holds 0 as code 0", () => {
    for (const bits of ACTIVATION_WIDTHS) {
      const saturated = chooseChannelRange(histogramOf(rectified(5.5)), bits, RECTIFIED);
      assert.ok(saturated && saturated.offset >= 0);
      assert.ok(saturated.offset + saturated.step * maxCode(bits) <= 6 + 1e-12);
      assert.equal(chooseChannelRange(histogramOf(rectified(5.5)), bits, PADDED)?.offset, 0);
    }
  });

  it("holds a channel that never changes, as far as bins tell it", () => {
    for (const [value, bounds] of [
      [6, RECTIFIED],
      [6, { ...PADDED, most: 6 }],
      [-3, LINEAR],
    ] as const) {
      const found = chooseChannelRange(histogramOf([value, value, value]), 2, bounds);
      assert.ok(found && found.step > 0);
      assert.ok(errorOf([value], found, 2) < 1e-3, JSON.stringify(found));
    }
  });

  it("is undefined for a dead channel", () => {
    for (const bounds of [RECTIFIED, PADDED, LINEAR]) {
      assert.equal(chooseChannelRange(histogramOf([0, 0, 0]), 4, bounds), undefined);
    }
  });
});
