/** What held samples say: no more than is there, however many looks there were to choose from. */
import assert from "node:assert/strict";
import { meanOf } from "../../../../../src/engine/base/statistics";
import { seededRandom } from "../../../../../src/engine";
import { HeldLosses } from "../../../../../src/engine/quantize/learn/heldLosses";

describe("losses on held samples", () => {
  it("take no gain for certain that only choosing among looks made", () => {
    const random = seededRandom(1);
    const [samples, looks, trials] = [64, 20, 300];
    const [judged, flattered]: [number[], number[]] = [[], []];
    let [certain, naive] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const held = new HeldLosses();
      // What samples have in common from look to look is nothing that a pair could differ by.
      const own = Array.from({ length: samples }, () => 3 * random.uniform());
      for (let look = 0; look <= looks; look++) held.add(own.map((loss) => loss + 0.1 * random.normal()));
      const { before, after, standardError } = held.verdict();
      judged.push(before - after);
      flattered.push(before - held.least);
      if (before - after > 2 * standardError) certain++;
      if (before - held.least > 2 * standardError) naive++;
    }
    // One look's mean differs from another's by 0.1·√(2/64) = 0.018 in the deviation: the mean over trials is within 0.003 of none.
    assert.ok(Math.abs(meanOf(judged)) < 0.003, `${meanOf(judged)}`);
    assert.ok(meanOf(flattered) > 0.02, `${meanOf(flattered)}`);
    // Φ(−2) is 2.3 %.
    assert.ok(certain / trials < 0.06, `${certain} of ${trials}`);
    assert.ok(naive / trials > 0.15, `${naive} of ${trials}`);
  });

  it("compare pairs: a small gain of all samples is certain, however much these differ", () => {
    const held = new HeldLosses();
    const losses = [0.1, 5, 0.7, 2, 9, 0.3, 4, 1];
    const gains = [0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1, 0.2];
    assert.equal(held.add(losses), true);
    assert.equal(held.add(losses.map((loss, i) => loss - (gains[i] ?? 0))), true);
    assert.equal(held.add(losses.map((loss) => loss + 1)), false);
    const { before, after, standardError } = held.verdict();
    assert.ok(Math.abs(before - after - 0.15) < 1e-12);
    // Deviation 0.05·√(8/7), by √8.
    assert.ok(Math.abs(standardError - 0.05 / Math.sqrt(7)) < 1e-12);
  });

  it("is none better than the first where nothing came behind it", () => {
    const held = new HeldLosses();
    held.add([1, 2, 3]);
    assert.deepEqual(held.verdict(), { before: 2, after: 2, standardError: 0 });
  });
});
