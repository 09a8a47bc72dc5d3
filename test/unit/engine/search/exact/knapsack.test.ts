import assert from "node:assert/strict";
import fc from "fast-check";
import { seededRandom } from "../../../../../src/engine/base/random";
import { knapsackOf } from "../../../../../src/engine/search/exact/knapsack";
import { rankedKnapsack } from "../../../../../src/engine/search/exact/rankedKnapsack";
import { relax, type KnapsackOption } from "../../../../../src/engine/search/exact/relaxation";

type Items = readonly (readonly KnapsackOption[])[];

/** Whole losses in half of the cases, so that ties occur. */
function randomItems(seed: number): { readonly items: Items; readonly budget: number } {
  const random = seededRandom(seed);
  const whole = random.uniform() < 0.5;
  const items = Array.from({ length: 1 + random.below(6) }, () =>
    [8, 4, 2].slice(random.below(3)).map((bits) => ({
      bits,
      bytes: random.below(40),
      loss: whole ? random.below(5) : 10 ** (-6 + 6 * random.uniform()),
    })),
  );
  return { items, budget: random.below(40 * items.length) };
}

interface Sum {
  readonly bytes: number;
  readonly loss: number;
  readonly bits: number;
}

function enumerate(items: Items): readonly Sum[] {
  return items.reduce<readonly Sum[]>(
    (sums, options) =>
      sums.flatMap((sum) =>
        options.map((o) => ({ bytes: sum.bytes + o.bytes, loss: sum.loss + o.loss, bits: sum.bits + o.bits })),
      ),
    [{ bytes: 0, loss: 0, bits: 0 }],
  );
}

describe("multiple-choice knapsack", () => {
  it("equals enumeration, ties included, and its relaxation never exceeds it", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { items, budget } = randomItems(seed);
        const within = enumerate(items).filter(({ bytes }) => bytes <= budget);
        const knapsack = knapsackOf(items);
        const solution = knapsack.solve(budget);
        if (within.length === 0) {
          assert.equal(solution, undefined);
          assert.equal(knapsack.bound(budget), Infinity);
          return;
        }
        const least = Math.min(...within.map(({ loss }) => loss));
        assert.ok(solution);
        assert.ok(solution.bytes <= budget);
        assert.ok(Math.abs(solution.loss - least) <= 1e-12 * least);
        assert.ok(knapsack.bound(budget) <= solution.loss * (1 + 1e-12));
        if (Number.isInteger(least)) {
          assert.equal(solution.bits, Math.max(...within.filter(({ loss }) => loss === least).map(({ bits }) => bits)));
        }
      }),
      { numRuns: 1500, seed: 3 },
    );
  });

  it("relaxes to the cheapest mixture along the hull", () => {
    const relaxation = relax([
      [
        { bits: 2, bytes: 10, loss: 8 },
        { bits: 4, bytes: 20, loss: 7 },
        { bits: 8, bytes: 30, loss: 0 },
      ],
    ]);
    assert.deepEqual(relaxation.purchases, [{ item: 0, from: 0, to: 2, bytes: 20, gain: 8 }]);
    assert.equal(relaxation.bound(9), Infinity);
    assert.equal(relaxation.bound(10), 8);
    assert.equal(relaxation.bound(20), 4);
    assert.equal(relaxation.bound(30), 0);
  });

  it("ranks every solution once, least loss first", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { items, budget } = randomItems(seed);
        const expected = enumerate(items)
          .filter(({ bytes }) => bytes <= budget)
          .map(({ loss }) => loss)
          .sort((a, b) => a - b);
        const ranked = rankedKnapsack(items, budget);
        const seen = new Set<string>();
        for (const loss of expected) {
          const solution = ranked.next();
          assert.ok(solution && solution.bytes <= budget);
          assert.ok(Math.abs(solution.loss - loss) <= 1e-12 * loss);
          assert.ok(!seen.has(solution.picks.join()));
          seen.add(solution.picks.join());
        }
        assert.equal(ranked.next(), undefined);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it("stays small on a hundred items over six decades of loss", () => {
    const random = seededRandom(11);
    const items = Array.from({ length: 100 }, () => {
      const elements = Math.ceil(10 ** (2 + 4 * random.uniform()));
      const eight = 10 ** (-6 + 5 * random.uniform());
      const four = eight * (3 + 30 * random.uniform());
      const two = four * (3 + 30 * random.uniform());
      return [
        { bits: 8, bytes: elements, loss: eight },
        { bits: 4, bytes: Math.ceil(elements / 2), loss: four },
        { bits: 2, bytes: Math.ceil(elements / 4), loss: two },
      ];
    });
    const all = items.reduce((sum, options) => sum + (options[0]?.bytes ?? 0), 0);
    for (const share of [0.9, 0.6, 0.45, 0.3]) {
      const knapsack = knapsackOf(items);
      const solution = knapsack.solve(Math.floor(all * share));
      assert.ok(solution && solution.loss >= knapsack.bound(Math.floor(all * share)));
      assert.ok(knapsack.states < 200_000, `${knapsack.states} states at ${share}`);
    }
  });
});
