import assert from "node:assert/strict";
import { energies } from "../../../../src/engine";
import { noiseWords, signalToNoise } from "../../../../src/worker/model/signalToNoise";

const of = (...values: number[]): Float32Array => Float32Array.from(values);

describe("signal to noise", () => {
  it("is ten times the logarithm of energies, over all outputs together", () => {
    assert.equal(noiseWords(signalToNoise([of(3, 4), of(5)], [of(3, 4.5), of(5.5)])), "20.0 dB"); // 50 to 0.5
    assert.equal(noiseWords(signalToNoise([of(1)], [of(1)])), "equal");
    assert.equal(noiseWords(signalToNoise([of(0)], [of(1)])), "another size, or nothing alike");
  });

  it("is no number where sizes differ, and is told in words", () => {
    for (const [exact, other] of [
      [[of(1, 2)], [of(1)]],
      [[of(1)], [of(1, 2)]],
      [[of(1), of(2)], [of(1)]],
    ] as const) {
      assert.equal(signalToNoise(exact, other), -Infinity);
      assert.equal(noiseWords(signalToNoise(exact, other)), "another size, or nothing alike");
    }
  });

  it("counts a value that one side has not got as 0, so that every figure is a number", () => {
    assert.deepEqual(energies(of(1, 2), of(1)), { noise: 4, signal: 5 });
    assert.deepEqual(energies(of(1), of(1, 2)), { noise: 4, signal: 1 });
  });
});
