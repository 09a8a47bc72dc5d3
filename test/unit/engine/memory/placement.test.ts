import assert from "node:assert/strict";
import fc from "fast-check";
import { placeExtents, type Extent, type Placement } from "../../../../src/engine/memory/placement";

const extent = fc
  .record({ sizeBytes: fc.integer({ min: 1, max: 20 }), firstStep: fc.nat(6), length: fc.nat(4) })
  .map(({ sizeBytes, firstStep, length }): Extent => ({ sizeBytes, firstStep, lastStep: firstStep + length }));

function heightOf(extents: readonly Extent[], { offsets }: Placement): number {
  return Math.max(0, ...extents.map(({ sizeBytes }, i) => (offsets[i] ?? NaN) + sizeBytes));
}

function meet(a: Extent, b: Extent): boolean {
  return a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;
}

/** The optimum by first fit over every permutation: one of them lists an optimal placement by offset. */
function bruteForce(extents: readonly Extent[]): number {
  let best = Infinity;
  const place = (
    placed: readonly (Extent & { readonly offset: number })[],
    left: readonly Extent[],
    height: number,
  ): void => {
    if (left.length === 0) best = Math.min(best, height);
    left.forEach((next, i) => {
      const others = placed.filter((other) => meet(other, next)).sort((a, b) => a.offset - b.offset);
      let offset = 0;
      for (const other of others) {
        if (other.offset >= offset + next.sizeBytes) break;
        offset = Math.max(offset, other.offset + other.sizeBytes);
      }
      const rest = left.filter((_, j) => j !== i);
      place([...placed, { ...next, offset }], rest, Math.max(height, offset + next.sizeBytes));
    });
  };
  place([], extents, 0);
  return best;
}

describe("placeExtents", () => {
  it("is as low as the best of all permutations on small cases, and says that this is proven", () => {
    fc.assert(
      fc.property(fc.array(extent, { minLength: 1, maxLength: 7 }), (extents) => {
        const placement = placeExtents(extents, 1);
        assert.ok(placement.proven);
        assert.equal(heightOf(extents, placement), bruteForce(extents));
      }),
      { numRuns: 150, seed: 4 },
    );
  });

  it("keeps extents with equal lifetimes apart, at any alignment and any amount of work", () => {
    fc.assert(
      fc.property(
        fc.array(extent, { maxLength: 40 }),
        fc.constantFrom(1, 4, 16),
        fc.constantFrom(0, 500, 100_000),
        (extents, alignment, work) => {
          const { offsets } = placeExtents([...extents, ...extents.slice(0, 3)], alignment, { work });
          [...extents, ...extents.slice(0, 3)].forEach((a, i, all) => {
            assert.equal((offsets[i] ?? NaN) % alignment, 0);
            all.forEach((b, j) => {
              if (i === j || !meet(a, b)) return;
              const [x, y] = [offsets[i] ?? NaN, offsets[j] ?? NaN];
              assert.ok(x + a.sizeBytes <= y || y + b.sizeBytes <= x, `${i} and ${j} overlap`);
            });
          });
        },
      ),
      { numRuns: 150, seed: 5 },
    );
  });

  it("goes beyond greedy placement where greedy is not optimal", () => {
    let beaten = 0;
    fc.assert(
      fc.property(fc.array(extent, { minLength: 8, maxLength: 14 }), (extents) => {
        const greedy = placeExtents(extents, 1, { work: 0 });
        const exact = placeExtents(extents, 1);
        assert.ok(heightOf(extents, exact) <= heightOf(extents, greedy));
        if (greedy.proven) assert.equal(heightOf(extents, exact), heightOf(extents, greedy));
        if (heightOf(extents, exact) < heightOf(extents, greedy)) beaten++;
      }),
      { numRuns: 300, seed: 6 },
    );
    assert.ok(beaten > 0);
  });

  it("places nothing at no cost", () => {
    assert.deepEqual(placeExtents([], 4), { offsets: [], proven: true });
  });
});
