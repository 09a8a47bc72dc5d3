/** What codes stand for: tables of levels, and the plain grid as one of them. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { maxCode, WEIGHT_WIDTHS } from "../../../../src/engine/base/bits";
import { centredLevels, gridBits, levelsOf, nearestCode, nearestCodes } from "../../../../src/engine/base/levels";

const tables = fc
  .uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 2, maxLength: 16 })
  .map((levels) => Int16Array.from(levels).sort());

describe("levels", () => {
  it("of the plain grid are its codes", () => {
    for (const bits of WEIGHT_WIDTHS) {
      assert.deepEqual([...levelsOf({ bits })], [...Array(maxCode(bits) + 1).keys()]);
      assert.equal(gridBits({ bits }), bits);
    }
    assert.equal(gridBits({ bits: 3, levels: Int16Array.of(0, 1, 2, 4, 8, 16, 32, 64) }), 8);
  });

  it("are found by the nearest, of two as near the upper one", () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: -200, max: 800 }), (levels, halves) => {
        const value = halves / 2;
        const distance = (level: number): number => Math.abs(level - value);
        const least = Math.min(...Array.from(levels, distance));
        const expected = Array.from(levels, distance).lastIndexOf(least);
        assert.equal(nearestCode(levels, value), expected);
        assert.equal(nearestCodes(levels)(value), expected);
      }),
    );
  });

  it("have the zero point of their row taken off", () => {
    const weights = {
      bits: 2 as const,
      levels: Int16Array.of(0, 10, 30, 70),
      codes: Uint8Array.of(0, 3, 1, 2),
      zeroPoints: Uint8Array.of(10, 30),
    };
    assert.deepEqual([...centredLevels(weights)], [-10, 60, -20, 0]);
    assert.deepEqual([...centredLevels(weights, 1, 1)], [-20, 0]);
  });
});
