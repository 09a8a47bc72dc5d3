import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_NORMALIZED } from "../../../../../src/engine/ir/op";
import { seededRandom } from "../../../../../src/engine/base/random";
import {
  inverseRoot,
  normalizeCodes,
  type NormalizedSpan,
} from "../../../../../src/engine/layers/arithmetic/normalize";

const SHIFT = 32;

/** y − z_y in real numbers, by the definition of each normalization. */
function reals(
  codes: Uint8Array,
  channels: number,
  zeroPoint: number,
  span: NormalizedSpan,
  { epsilon, gain, offset }: { readonly epsilon: number; readonly gain: number; readonly offset: number },
): readonly number[] {
  const inner = channels / span.groups;
  const keyOf = (i: number): string =>
    `${span.across === "pixel" ? Math.floor(i / channels) : 0} ${Math.floor((i % channels) / inner)}`;
  const members = new Map<string, number[]>();
  codes.forEach((code, i) => members.set(keyOf(i), [...(members.get(keyOf(i)) ?? []), code - zeroPoint]));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return Array.from(codes, (code, i) => {
    const group = members.get(keyOf(i)) ?? [];
    const middle = span.centred ? mean(group) : 0;
    const variance = mean(group.map((value) => (value - middle) ** 2));
    const root = Math.sqrt(variance + epsilon);
    return (gain * (code - zeroPoint - middle)) / (root === 0 ? 1 : root) + offset;
  });
}

describe("normalization in integers", () => {
  it("has a reciprocal root that is right to 2^-14 of itself, for every size of variance", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 52 }),
        fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }),
        (power, mantissa) => {
          const variance = Math.floor(mantissa * 2 ** power);
          const { reciprocal, h } = inverseRoot(BigInt(variance));
          const found = reciprocal * 2 ** (h - 31);
          return reciprocal >= 2 ** 15 && reciprocal <= 2 ** 16 && Math.abs(found * Math.sqrt(variance) - 1) < 2 ** -14;
        },
      ),
    );
    assert.deepEqual(inverseRoot(0n), inverseRoot(1n));
  });

  it("lies within two hundredths of a code of the definition", () => {
    const random = seededRandom(11);
    let worst = 0;
    for (let trial = 0; trial < 300; trial++) {
      const groups = 1 + random.below(4);
      const channels = groups * (1 + random.below(40));
      const pixels = 1 + random.below(12);
      const span: NormalizedSpan = {
        across: random.below(2) === 0 ? "pixel" : "image",
        groups,
        centred: random.below(2) === 0,
      };
      const spread = 1 + random.below(256);
      const codes = Uint8Array.from({ length: channels * pixels }, () => random.below(spread));
      const zeroPoint = random.below(256);
      const elements = (channels / groups) * (span.across === "image" ? pixels : 1);
      const epsilon = [0, 1e-5, 1, 30][random.below(4)] ?? 0;
      const [gain, offset] = [(random.uniform() - 0.5) * 200, (random.uniform() - 0.5) * 100];
      const numbers = {
        epsilon: Math.round(epsilon * elements ** 2),
        multipliers: new Int32Array(channels).fill(Math.round((gain / 2 ** 16) * 2 ** SHIFT)),
        offsets: new Int32Array(channels).fill(Math.round(offset * 2 ** (SHIFT - 16))),
        shift: SHIFT,
      };
      const found = normalizeCodes(codes, channels, zeroPoint, span, numbers);
      const own = numbers.epsilon / elements ** 2;
      reals(codes, channels, zeroPoint, span, { epsilon: own, gain, offset }).forEach((real, i) => {
        const reach = Math.max(1, Math.abs(real - offset) / 255);
        worst = Math.max(worst, Math.abs((found[i] ?? NaN) - real) / reach - 0.5);
      });
    }
    assert.ok(worst < 0.02, `${worst}`);
  });

  it("gives the offset alone where all values are the same", () => {
    const codes = new Uint8Array(6).fill(77);
    const numbers = {
      epsilon: 0,
      multipliers: new Int32Array(6).fill(2 ** 30),
      offsets: Int32Array.from([-3, -2, 0, 1, 2, 5], (offset) => offset * 65536),
      shift: SHIFT,
    };
    const found = normalizeCodes(codes, 6, 0, { across: "pixel", groups: 1, centred: true }, numbers);
    assert.deepEqual([...found], [-3, -2, 0, 1, 2, 5]);
  });

  it("is exact in doubles for the largest group there may be", () => {
    const codes = Uint8Array.from({ length: MAX_NORMALIZED }, (_, i) => (i % 2 === 0 ? 0 : 255));
    const numbers = {
      epsilon: 0,
      multipliers: Int32Array.of(2 ** 22),
      offsets: Int32Array.of(0),
      shift: SHIFT,
    };
    const found = normalizeCodes(codes, 1, 0, { across: "image", groups: 1, centred: true }, numbers);
    assert.deepEqual(
      [...new Set(found)].sort((a, b) => a - b),
      [-64, 64],
    );
  });
});
