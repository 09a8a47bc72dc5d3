import assert from "node:assert/strict";
import { seededRandom } from "../../../../src/engine/base/random";

/** Computed by a separate program from the definitions of splitmix32 and sfc32. */
const FIRST_OF_42 = [1959603763, 2423114712, 2466933512, 4144396390];
const FIRST_BELOW_100_OF_0 = [67, 17, 5, 99, 86, 67];

describe("seededRandom", () => {
  it("gives the same first values for a seed on every machine", () => {
    const random = seededRandom(42);
    assert.deepEqual(
      Array.from({ length: 4 }, () => random.uniform() * 2 ** 32),
      FIRST_OF_42,
    );
    const zero = seededRandom(0);
    assert.deepEqual(
      Array.from({ length: 6 }, () => zero.below(100)),
      FIRST_BELOW_100_OF_0,
    );
  });

  it("differs between seeds", () => {
    const first = new Set(Array.from({ length: 1000 }, (_, seed) => seededRandom(seed).uniform()));
    assert.equal(first.size, 1000);
  });

  it("stays inside its ranges and fills them evenly", () => {
    const random = seededRandom(7);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const value = random.below(10);
      counts[value] = (counts[value] ?? NaN) + 1;
    }
    assert.equal(counts.length, 10);
    for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, counts.join());
  });

  it("draws normals of mean 0 and variance 1", () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const fourth = values.reduce((sum, value) => sum + (value - mean) ** 4, 0) / values.length;
    assert.ok(
      Math.abs(mean) < 0.02 && Math.abs(variance - 1) < 0.02 && Math.abs(fourth - 3) < 0.2,
      `${mean} ${variance} ${fourth}`,
    );
    assert.ok(values.every(Number.isFinite));
  });
});
