/** The requantizer against exact integers: BigInt's product and its floor shift. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  commonShift,
  encodeAtShift,
  encodeDyadic,
  MAX_SHIFT,
  MAX_SUM_OPERAND,
  MIN_SHIFT,
  requantize,
  requantizeSum,
} from "../../../../src/engine/base/fixedPoint";

const INT32_MIN = -2147483648;
const INT32_MAX = 2147483647;
const EDGES = [
  INT32_MIN,
  INT32_MIN + 1,
  -1073741824,
  -65537,
  -65536,
  -65535,
  -2,
  -1,
  0,
  1,
  2,
  65535,
  65536,
  1073741824,
  INT32_MAX,
];
const int32 = fc.oneof(
  fc.constantFrom(...EDGES),
  fc.integer({ min: INT32_MIN, max: INT32_MAX }),
  fc.integer({ min: -999, max: 999 }),
);
const shifts = fc.integer({ min: MIN_SHIFT, max: MAX_SHIFT });

function exact(sum: bigint, shift: number): number {
  return Number((sum + (1n << BigInt(shift - 1))) >> BigInt(shift));
}

/** round(|real|·2^shift), half up, from the bits of the double. */
function exactMultiplier(real: number, shift: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(real));
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const mantissa = (bits & ((1n << 52n) - 1n)) | (exponent === 0 ? 0n : 1n << 52n);
  const power = Math.max(exponent, 1) - 1075 + shift; // |real|·2^shift = mantissa·2^power
  if (power >= 0) return mantissa << BigInt(power);
  return (mantissa + (1n << BigInt(-power - 1))) >> BigInt(-power);
}

describe("requantize", () => {
  it("equals the 64-bit expression for every pair of edge operands at every shift", () => {
    for (const acc of EDGES) {
      for (const multiplier of EDGES) {
        for (let shift = MIN_SHIFT; shift <= MAX_SHIFT; shift++) {
          const label = `${acc} · ${multiplier} >> ${shift}`;
          assert.equal(requantize(acc, multiplier, shift), exact(BigInt(acc) * BigInt(multiplier), shift), label);
        }
      }
    }
  });

  it("equals the 64-bit expression for random operands", () => {
    fc.assert(
      fc.property(int32, int32, shifts, (acc, multiplier, shift) => {
        assert.equal(requantize(acc, multiplier, shift), exact(BigInt(acc) * BigInt(multiplier), shift));
      }),
      { numRuns: 20000 },
    );
  });

  it("equals the 64-bit expression just below, at and above every tie", () => {
    const odd = fc.integer({ min: -(2 ** 20), max: 2 ** 20 });
    fc.assert(
      fc.property(odd, fc.integer({ min: MIN_SHIFT, max: 40 }), fc.constantFrom(-1, 0, 1), (whole, shift, offset) => {
        const acc = 2 * whole + 1;
        const multiplier = 2 ** Math.min(shift - 1, 30);
        const rest = shift - 1 - Math.min(shift - 1, 30); // acc·2^rest·multiplier is a tie
        const scaled = acc * 2 ** rest + offset;
        fc.pre(Math.abs(scaled) <= INT32_MAX);
        assert.equal(requantize(scaled, multiplier, shift), exact(BigInt(scaled) * BigInt(multiplier), shift));
      }),
      { numRuns: 5000 },
    );
  });

  it("rounds ties up, towards plus infinity", () => {
    const half = encodeDyadic(0.5);
    assert.equal(requantize(12345, half.multiplier, half.shift), 6173);
    assert.equal(requantize(-12345, half.multiplier, half.shift), -6172);
    assert.equal(requantize(-1, half.multiplier, half.shift), 0);
    const minusHalf = encodeDyadic(-0.5);
    assert.equal(requantize(1, minusHalf.multiplier, minusHalf.shift), 0);
    assert.equal(requantize(3, minusHalf.multiplier, minusHalf.shift), -1);
  });
});

describe("requantizeSum", () => {
  const operand = fc.oneof(
    fc.constantFrom(-MAX_SUM_OPERAND, -255, -1, 0, 1, 255, MAX_SUM_OPERAND),
    fc.integer({ min: -MAX_SUM_OPERAND, max: MAX_SUM_OPERAND }),
  );

  it("equals the exact sum with one rounding over its whole domain", () => {
    fc.assert(
      fc.property(operand, int32, operand, int32, fc.integer({ min: 1, max: MAX_SHIFT }), (a, ma, b, mb, shift) => {
        const sum = BigInt(a) * BigInt(ma) + BigInt(b) * BigInt(mb);
        assert.equal(requantizeSum(a, ma, b, mb, shift), exact(sum, shift));
      }),
      { numRuns: 20000 },
    );
  });

  it("equals the exact sum at the corners, at every shift", () => {
    const corners = [-MAX_SUM_OPERAND, -1, 0, 1, MAX_SUM_OPERAND];
    for (const a of corners) {
      for (const b of corners) {
        for (const ma of [INT32_MIN, -1, 1, INT32_MAX]) {
          for (const mb of [INT32_MIN, -1, 1, INT32_MAX]) {
            for (let shift = 1; shift <= MAX_SHIFT; shift++) {
              const sum = BigInt(a) * BigInt(ma) + BigInt(b) * BigInt(mb);
              assert.equal(
                requantizeSum(a, ma, b, mb, shift),
                exact(sum, shift),
                `${a}·${ma} + ${b}·${mb} >> ${shift}`,
              );
            }
          }
        }
      }
    }
  });

  it("rounds once: two halves make a whole", () => {
    assert.equal(requantizeSum(1, 2 ** 16, 1, 2 ** 16, 17), 1);
    assert.equal(requantizeSum(1, 2 ** 15, 1, 2 ** 15, 17), 1);
    assert.equal(requantizeSum(1, 2 ** 15, 1, 2 ** 15 - 1, 17), 0);
  });
});

describe("encodeDyadic", () => {
  it("keeps as many bits as a shift of 62 leaves", () => {
    assert.deepEqual(encodeDyadic(2 ** -40), { multiplier: 2 ** 22, shift: 62 });
    assert.deepEqual(encodeDyadic(-(2 ** -62)), { multiplier: -1, shift: 62 });
    assert.deepEqual(encodeDyadic(2 ** -64), { multiplier: 0, shift: 62 });
  });

  it("gives the known vectors", () => {
    assert.deepEqual(encodeDyadic(0.0123456789), { multiplier: 1696777188, shift: 37 });
    assert.deepEqual(encodeDyadic(1.7), { multiplier: 1825361101, shift: 30 });
    assert.deepEqual(encodeDyadic(0.5), { multiplier: 2 ** 30, shift: 31 });
    assert.deepEqual(encodeDyadic(-1), { multiplier: -(2 ** 30), shift: 30 });
    assert.deepEqual(encodeDyadic(0), { multiplier: 0, shift: MIN_SHIFT });
  });

  it("stays normalised at powers of two and at their neighbours", () => {
    for (let power = -31; power <= 13; power++) {
      for (const ulps of [-3, -2, -1, 0, 1, 2, 3]) {
        const real = 2 ** power * (1 + ulps * 2 ** (ulps < 0 ? -53 : -52));
        for (const signed of [real, -real]) {
          const { multiplier, shift } = encodeDyadic(signed);
          assert.ok(Math.abs(multiplier) >= 2 ** 30 && Math.abs(multiplier) < 2 ** 31, `${signed}: ${multiplier}`);
          assert.ok(
            Math.abs(multiplier / 2 ** shift / signed - 1) <= 2 ** -31,
            `${signed}: ${multiplier} / 2^${shift}`,
          );
        }
      }
    }
  });

  it("rounds to the nearest multiplier at any magnitude, and is normalised wherever the shift allows", () => {
    const reals = fc.tuple(
      fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }),
      fc.integer({ min: -1074, max: 12 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(reals, ([mantissa, exponent, negative]) => {
        const real = mantissa * 2 ** exponent * (negative ? -1 : 1);
        const { multiplier, shift } = encodeDyadic(real);
        assert.ok(shift >= MIN_SHIFT && shift <= MAX_SHIFT);
        if (shift < MAX_SHIFT) assert.ok(Math.abs(multiplier) >= 2 ** 30);
        assert.ok(Math.abs(multiplier) < 2 ** 31);
        assert.ok(!Object.is(multiplier, -0));
        if (negative) {
          const away = Number(exactMultiplier(real, shift)) + multiplier; // half up: a tie may go the other way
          assert.ok(away === 0 || away === 1);
        } else assert.equal(BigInt(multiplier), exactMultiplier(real, shift));
      }),
      { numRuns: 5000 },
    );
  });

  it("throws where no dyadic form exists", () => {
    for (const real of [NaN, Infinity, -Infinity]) assert.throws(() => encodeDyadic(real));
    assert.doesNotThrow(() => encodeDyadic(2 ** 14 * (1 - 2 ** -31)));
  });
});

describe("encodeAtShift", () => {
  it("rounds half up without rounding twice", () => {
    assert.equal(encodeAtShift(0.5, 0), 1);
    assert.equal(encodeAtShift(0.49999999999999994, 0), 0);
    assert.equal(encodeAtShift(-0.5, 0), 0);
    assert.equal(encodeAtShift(-0.6, 0), -1);
  });

  it("cuts reals that make every accumulator but 0 saturate", () => {
    for (const real of [2 ** 14, 1e300]) {
      const { multiplier, shift } = encodeDyadic(real);
      assert.deepEqual([multiplier, shift], [2 ** 31 - 1, MIN_SHIFT]);
      assert.deepEqual(encodeDyadic(-real), { multiplier: 1 - 2 ** 31, shift });
      assert.ok(requantize(1, multiplier, shift) > 255 && requantize(-1, multiplier, shift) < -255);
    }
    assert.equal(commonShift([1e20, 1]), MIN_SHIFT);
  });

  it("throws when the multiplier does not fit", () => {
    assert.throws(() => encodeAtShift(1, 31));
    assert.throws(() => encodeAtShift(NaN, 20));
  });
});

describe("commonShift", () => {
  const reals = fc.array(
    fc
      .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -60, max: 13 }))
      .map(([f, power]) => f * 2 ** power),
    { minLength: 1, maxLength: 8 },
  );

  it("gives a shift at which every multiplier fits and the largest keeps 16 bits where any shift can", () => {
    fc.assert(
      fc.property(reals, (values) => {
        const shift = commonShift(values);
        assert.ok(shift >= MIN_SHIFT && shift <= MAX_SHIFT);
        const multipliers = values.map((value) => Math.abs(encodeAtShift(value, shift)));
        const largest = Math.max(...multipliers);
        if (shift < MAX_SHIFT && values.some((value) => value !== 0)) assert.ok(largest >= 2 ** 15);
      }),
      { numRuns: 3000 },
    );
  });

  it("is 32 from 2^−17 up to 0.5, less above, more below", () => {
    assert.equal(commonShift([0.4999]), 32);
    assert.equal(commonShift([2 ** -17]), 32);
    assert.equal(commonShift([0.5]), 31);
    assert.equal(commonShift([0.001, -3]), 29);
    assert.equal(commonShift([2 ** -18]), 33);
    assert.equal(commonShift([2 ** -40]), 55);
    assert.equal(commonShift([0, 0]), 32);
    assert.equal(commonShift([]), 32);
  });
});
