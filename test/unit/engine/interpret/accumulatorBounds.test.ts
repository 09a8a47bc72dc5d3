/** The bounds against the sums themselves: inputs that reach them, and random orders of summation that never leave them. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { accumulatorBounds, checkAccumulators } from "../../../../src/engine/interpret/accumulatorBounds";
import type { AccumulatorBound } from "../../../../src/engine/layers/arithmetic/accumulators";
import type { NarrowBits } from "../../../../src/engine/base/bits";
import { seededRandom } from "../../../../src/engine/base/random";
import type { Program } from "../../../../src/engine/ir/program";
import { runProgram } from "../../../../src/engine/interpret/runProgram";
import { mobileNetV1, NetworkBuilder } from "../../../support/firmware/architectures";
import { naiveRun } from "../../../support/networks/naiveProgram";
import { randomRun } from "../../../support/networks/randomProgram";

interface Channel {
  readonly weights: readonly number[];
  readonly zw: number;
  readonly zx: number;
  readonly bias: number;
  readonly inputBits: NarrowBits;
  readonly sumShift?: number;
}

function programOf({ weights, zw, zx, bias, inputBits, sumShift = 0 }: Channel, shift = 40): Program {
  const builder = new NetworkBuilder("one channel");
  const input = builder.input("input", [1, 1, weights.length]);
  const network = builder.build([builder.fullyConnected("fc", input, 1)]);
  return {
    network,
    policy: { weights: new Map(), activations: new Map() },
    formats: [
      { bits: inputBits, scale: 1, zeroPoint: zx },
      { bits: 8, scale: 1, zeroPoint: 0 },
    ],
    steps: [
      {
        kind: "product",
        weights: {
          bits: 8,
          codes: Uint8Array.from(weights),
          scales: Float64Array.of(1),
          zeroPoints: Uint8Array.of(zw),
        },
        sumShift,
        bias: Int32Array.of(bias),
        requantizer: { multipliers: Int32Array.of(1), shift },
      },
    ],
  };
}

function boundOf(program: Program): AccumulatorBound {
  const [bound] = accumulatorBounds(program);
  assert.ok(bound);
  return bound;
}

const channels: fc.Arbitrary<Channel> = fc.constantFrom<NarrowBits>(2, 4, 8).chain((inputBits) =>
  fc.record({
    weights: fc.array(fc.oneof(fc.constantFrom(0, 255), fc.nat(255)), { minLength: 1, maxLength: 7 }),
    zw: fc.oneof(fc.constantFrom(0, 255), fc.nat(255)),
    zx: fc.oneof(fc.constantFrom(0, 2 ** inputBits - 1), fc.nat(2 ** inputBits - 1)),
    bias: fc.integer({ min: -300000, max: 300000 }),
    inputBits: fc.constant(inputBits),
    sumShift: fc.nat(6),
  }),
);

describe("accumulatorBounds", () => {
  it("names the largest finished accumulator exactly: some input reaches it, none exceeds it", () => {
    fc.assert(
      fc.property(channels, (channel) => {
        const limit = 2 ** channel.inputBits - 1;
        const extreme = (wanted: 1 | -1): number =>
          channel.bias +
          2 ** (channel.sumShift ?? 0) *
            channel.weights.reduce((acc, w) => {
              const ends = [(w - channel.zw) * -channel.zx, (w - channel.zw) * (limit - channel.zx)];
              return acc + (wanted > 0 ? Math.max(...ends) : Math.min(...ends));
            }, 0);
        assert.equal(boundOf(programOf(channel)).maxAbsAcc, Math.max(Math.abs(extreme(1)), Math.abs(extreme(-1))));
      }),
      { numRuns: 1000 },
    );
  });

  it("holds for every partial sum of every form, in any order, with any subset of the taps", () => {
    fc.assert(
      fc.property(channels, fc.nat(), fc.boolean(), (channel, seed, ends) => {
        const random = seededRandom(seed);
        const { weights, zw, zx, bias, inputBits, sumShift = 0 } = channel;
        const unit = 2 ** sumShift;
        const limit = 2 ** inputBits - 1;
        const taken = weights.filter(() => random.below(4) > 0);
        const taps = taken.map((w) => ({ w, x: ends ? random.below(2) * limit : random.below(limit + 1) }));
        const folded = weights.reduce((sum, w) => sum - zx * w + zx * zw, 0);
        const centred = taps.map(({ w, x }) => (w - zw) * (x - zx));
        const forms = [
          centred,
          taps.flatMap(({ w, x }) => [w * x, -zw * x]),
          taps.map(({ w, x }) => (w - zw) * x),
          taps.flatMap(({ w, x }) => [w * (x - zx), -zw * (x - zx)]),
          taps.map(({ x }) => x),
          [unit * taps.reduce((sum, { w, x }) => sum + (w - zw) * x, 0)],
          [bias, unit * folded],
        ];
        const bound = boundOf(programOf(channel));
        for (const terms of forms) {
          const order = terms.map((term) => ({ term, key: random.uniform() })).sort((a, b) => a.key - b.key);
          let sum = 0;
          for (const { term } of order) {
            sum += term;
            assert.ok(Math.abs(sum) <= bound.maxAbsPartial, `${sum} beyond ${bound.maxAbsPartial}`);
          }
        }
        assert.ok(Math.abs(bias + unit * centred.reduce((sum, term) => sum + term, 0)) <= bound.maxAbsAcc);
        assert.ok(bound.maxAbsPartial >= bound.maxAbsAcc);
      }),
      { numRuns: 2000 },
    );
  });

  it("tells whether the hardware form is exact", () => {
    const small = { weights: [255], zw: 0, zx: 0, bias: 0, inputBits: 8 } as const; // at most 65025 < 2^16
    const at32 = boundOf(programOf(small, 32));
    assert.deepEqual([at32.maxAbsAcc, at32.headroomBits, at32.neededShift, at32.hardwareForm], [65025, 15, 0, true]);
    assert.equal(boundOf(programOf(small, 17)).hardwareForm, true);
    assert.equal(boundOf(programOf({ ...small, weights: [255, 255] }, 17)).hardwareForm, false);
    assert.equal(boundOf(programOf(small, 33)).hardwareForm, false);
    assert.equal(boundOf(programOf({ ...small, bias: 2147483647 }, 32)).headroomBits, 0);
    assert.equal(boundOf(programOf({ ...small, weights: [0] }, 32)).headroomBits, 31);
  });

  it("has an entry for every layer that requantizes an accumulator", () => {
    const network = mobileNetV1(0.25, 32);
    const { program } = randomRun(network, 1, { bits: 8 });
    assert.deepEqual(
      accumulatorBounds(program).map(({ layer }) => layer),
      network.layers.map(({ name }) => name),
    );
    assert.deepEqual(checkAccumulators(program), []);
  });
});

describe("checkAccumulators", () => {
  const wide = (length: number): Channel => ({
    weights: new Array<number>(length).fill(255),
    zw: 0,
    zx: 0,
    bias: 0,
    inputBits: 8,
  });

  it("accepts the longest sum that 32 bits hold and names the layer of the next", () => {
    const longest = Math.floor(2147483647 / (255 * 255)); // 33025
    assert.deepEqual(checkAccumulators(programOf(wide(longest))), []);
    const [problem, ...others] = checkAccumulators(programOf(wide(longest + 1)));
    assert.equal(others.length, 0);
    assert.equal(problem?.code, "accumulator.overflow");
    assert.equal(problem.place, "fc");
    assert.match(problem.message, /output channel 0 of "fc" can reach 2147515650/);
  });

  it("sees an overflow that only the hoisted form or only the bias causes", () => {
    const hoisted = { ...wide(40000), weights: new Array<number>(40000).fill(128), zw: 255, zx: 128 };
    assert.equal(checkAccumulators(programOf(hoisted)).length, 1);
    assert.equal(checkAccumulators(programOf({ ...wide(1), bias: 2147483647 })).length, 1);
    assert.equal(checkAccumulators(programOf({ ...wide(1), bias: 2147483647 - 65025 })).length, 0);
  });

  it("finds nothing too large in products and means of codes of 16 bits, which have 64 bits", () => {
    const build = new NetworkBuilder("long sums");
    const [a, b] = [build.input("a", [256, 256, 1]), build.input("b", [256, 256, 1])];
    const product = build.layer({ kind: "mul", name: "product", inputs: [a, b], macs: 0 }, [256, 256, 1]);
    const network = build.build([build.globalAveragePool("mean", product)]);
    const { program } = randomRun(network, 1, { bits: 8 });
    const at = (bits: 8 | 16): Program => ({
      ...program,
      formats: program.formats.map((format) => ({ ...format, bits, zeroPoint: 0 })),
    });
    assert.deepEqual(checkAccumulators(at(16)), []);
    assert.deepEqual(
      accumulatorBounds(at(8)).map(({ maxAbsAcc }) => maxAbsAcc),
      [255 * 255, 65536 * 255],
    );
    const codes = new Map([a, b].map((id) => [id, new Uint16Array(65536).fill(65535)]));
    const right = naiveRun(at(16), codes);
    for (const [id, found] of runProgram(at(16), codes, { keep: "all" }).codes)
      assert.deepEqual([...found], right.get(id));
  });
});
