import assert from "node:assert/strict";
import { Adam } from "../../../../src/engine/base/adam";

/** Single precision keeps seven digits. */
function assertNear(actual: number | undefined, expected: number): void {
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= 1e-6 * Math.max(1, Math.abs(expected)),
    `${actual} for ${expected}`,
  );
}

describe("Adam", () => {
  it("moves by the rate in every step while the gradient stays: its bias correction makes both means exact", () => {
    const values = Float32Array.of(1, -2, 0);
    const adam = new Adam(values);
    for (let i = 0; i < 5; i++) adam.step(Float32Array.of(3, -700, 0), 0.01);
    assertNear(values[0], 1 - 5 * 0.01);
    assertNear(values[1], -2 + 5 * 0.01);
    assert.equal(values[2], 0);
  });

  it("hardly moves where the gradient is far below epsilon", () => {
    const [wide, narrow] = [Float32Array.of(0), Float32Array.of(0)];
    new Adam(wide, { epsilon: 1e-2 }).step(Float32Array.of(1e-2), 1);
    new Adam(narrow, { epsilon: 1e-12 }).step(Float32Array.of(1e-2), 1);
    assertNear(wide[0], -0.5);
    assertNear(narrow[0], -1);
  });

  it("forgets gradients as the paper says: after 1 and −1 the mean is −0.01/0.19, the mean square 1", () => {
    const values = Float32Array.of(0);
    const adam = new Adam(values);
    adam.step(Float32Array.of(1), 0.1);
    adam.step(Float32Array.of(-1), 0.1);
    assertNear(values[0], -0.1 + (0.1 * 0.01) / 0.19);
  });

  it("keeps an average where it is asked for, and otherwise the values stand for it", () => {
    const adam = new Adam(Float32Array.of(0), { fresh: 0.25 });
    for (let i = 0; i < 2; i++) adam.step(Float32Array.of(1), 1);
    assertNear(adam.average[0], 0.75 * -0.25 + 0.25 * -2);
    const plain = new Adam(Float32Array.of(0));
    plain.step(Float32Array.of(1), 1);
    assertNear(plain.average[0], -1);
  });

  it("comes back to all that it was: the same steps follow", () => {
    const adam = new Adam(Float32Array.of(0.5), { fresh: 0.1 });
    adam.step(Float32Array.of(2), 0.1);
    const restore = adam.snapshot();
    const next = (): readonly number[] => {
      adam.step(Float32Array.of(-1), 0.1);
      return [...adam.values, ...adam.average];
    };
    const first = next();
    next();
    restore();
    assert.deepEqual(next(), first);
  });
});
