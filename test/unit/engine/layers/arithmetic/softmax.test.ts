import assert from "node:assert/strict";
import {
  encodeExponentStep,
  highWord,
  POWER_COEFFICIENTS,
  powerOfTwo,
} from "../../../../../src/engine/base/powerOfTwo";
import { seededRandom } from "../../../../../src/engine/base/random";
import { runSoftmax } from "../../../../../src/engine/layers/arithmetic/softmax";
import type { ActivationFormat } from "../../../../../src/engine/ir/program";
import { NetworkBuilder } from "../../../../support/firmware/architectures";

/** Probabilities of one pixel, as the program defines them. */
function probabilities(codes: readonly number[], scale: number): Float32Array {
  const builder = new NetworkBuilder("softmax");
  const input = builder.input("logits", [1, 1, codes.length]);
  builder.layer({ kind: "softmax", name: "softmax", inputs: [input], macs: 0 }, [1, 1, codes.length]);
  const format: ActivationFormat = { bits: 8, scale, zeroPoint: 128 };
  const shape = [1, 1, codes.length] as const;
  return runSoftmax({
    layer: { kind: "softmax", index: 0, name: "softmax", inputs: [input], output: 1, macs: 0 },
    step: { kind: "softmax", exponentStep: encodeExponentStep(scale) },
    inputs: [{ codes: Uint8Array.from(codes), shape, format }],
    output: { shape, elements: codes.length, format },
  });
}

/** The same in real numbers, to the 15 digits of doubles. */
function reals(codes: readonly number[], scale: number): readonly number[] {
  const largest = Math.max(...codes);
  const powers = codes.map((code) => Math.exp(-scale * (largest - code)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

describe("the softmax tail's floats", () => {
  it("lie within 2^-23 of the true probabilities at every scale, relatively, and are 0 below the smallest normal float", () => {
    const random = seededRandom(7);
    let [compared, zeros, worst] = [0, 0, 0];
    for (let trial = 0; trial < 400; trial++) {
      const scale = 10 ** (random.uniform() * 8 - 5);
      const codes = Array.from({ length: 1 + random.below(300) }, () => random.below(256));
      const wanted = reals(codes, scale);
      probabilities(codes, scale).forEach((found, c) => {
        const real = wanted[c] ?? NaN;
        if (found === 0) {
          zeros++;
          assert.ok(real < 2 ** -126 * (1 + 2 ** -23), `${real} became 0`);
          return;
        }
        compared++;
        worst = Math.max(worst, Math.abs(found / real - 1));
      });
    }
    assert.ok(worst <= 2 ** -23, `off by ${worst}`);
    assert.ok(compared > 10000 && zeros > 1000, `${compared} compared, ${zeros} zeros`);
  });

  it("share out 1 exactly where that is possible", () => {
    assert.deepEqual([...probabilities([9], 0.3)], [1]);
    assert.deepEqual([...probabilities([7, 7, 7, 7], 0.3)], [0.25, 0.25, 0.25, 0.25]);
    assert.deepEqual([...probabilities([255, 0], 10)], [1, 0]);
    assert.deepEqual([...probabilities([5, 5, 5], 1)], new Array(3).fill(Math.fround(1 / 3)));
    // log2(e)·ln 2 = 1: a code less halves.
    assert.deepEqual([...probabilities([2, 1, 1], Math.LN2)], [0.5, 0.25, 0.25]);
  });

  it("hold as many channels as a descriptor can name", () => {
    const found = probabilities(new Array<number>(65535).fill(3), 1);
    assert.ok(found.every((value) => value === Math.fround(1 / 65535)));
  });

  it("never fall as a code rises", () => {
    for (const scale of [1e-9, 0.0137, 0.2, 0.35]) {
      const found = probabilities(
        Array.from({ length: 256 }, (_, code) => code),
        scale,
      );
      found.forEach((value, code) =>
        assert.ok(code === 0 || value >= (found[code - 1] ?? 2), `at ${code} of ${scale}`),
      );
    }
  });
});

describe("powers of two in integers", () => {
  it("come within 2^-30 of the real ones, from 1 to just below 2", () => {
    const random = seededRandom(3);
    const fractions = [
      0,
      1,
      2 ** 16,
      2 ** 31,
      2 ** 32 - 1,
      ...Array.from({ length: 20000 }, () => random.below(2 ** 32)),
    ];
    const worst = Math.max(...fractions.map((x) => Math.abs(powerOfTwo(x) / 2 ** (31 + x / 2 ** 32) - 1)));
    assert.ok(worst <= 2 ** -29, `off by ${worst}`);
    assert.equal(powerOfTwo(0), 2 ** 31);
    assert.ok(powerOfTwo(2 ** 32 - 1) < 2 ** 32);
  });

  it("never leave a word on the way: the coefficients' sum is 2^31", () => {
    assert.equal(
      POWER_COEFFICIENTS.reduce((sum, coefficient) => sum + coefficient, 0),
      2 ** 31,
    );
  });

  it("multiply words exactly", () => {
    const random = seededRandom(5);
    const edges = [
      0,
      1,
      65535,
      65536,
      2 ** 31,
      2 ** 32 - 1,
      ...Array.from({ length: 60 }, () => random.below(2 ** 32)),
    ];
    for (const a of edges)
      for (const b of edges) assert.equal(highWord(a, b), Number((BigInt(a) * BigInt(b)) >> 32n), `${a}·${b}`);
  });

  it("encode a scale as units of 2^-32 of an exponent, with an end", () => {
    assert.equal(encodeExponentStep(Math.LN2), 2 ** 32);
    assert.equal(encodeExponentStep(0.1798179), Math.round(0.1798179 * Math.LOG2E * 2 ** 32));
    assert.equal(encodeExponentStep(1e9), 2 ** 40 - 1);
  });
});
