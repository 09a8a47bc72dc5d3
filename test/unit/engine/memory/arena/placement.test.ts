import assert from "node:assert/strict";
import fc from "fast-check";
import {
  placeExtents,
  type Extent,
  type Placement,
  type Slide,
} from "../../../../../src/engine/memory/arena/placement";

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

/** Consecutive extents in pairs, the first of which may begin below the second by anything between the least and its own size. */
function slidesOf(extents: readonly Extent[], gaps: readonly number[]): readonly Slide[] {
  return gaps.flatMap((gap, i): Slide[] => {
    const [lower, upper] = [extents[2 * i], extents[2 * i + 1]];
    if (!lower || !upper) return [];
    const least = Math.max(1, lower.sizeBytes - upper.sizeBytes);
    const gapBytes = least + Math.floor(gap * Math.max(0, lower.sizeBytes - least));
    return [{ lower: 2 * i, upper: 2 * i + 1, gapBytes }];
  });
}

/** How far above a its neighbour b must begin, if it lies above. */
function distance(extents: readonly Extent[], slides: readonly Slide[], a: number, b: number): number {
  const slide = slides.find(({ lower, upper }) => lower === a && upper === b);
  return Math.min(slide?.gapBytes ?? Infinity, extents[a]?.sizeBytes ?? 0);
}

/** The optimum over every order from bottom to top, each extent as low above the earlier ones as it may. */
function bruteForceSlides(extents: readonly Extent[], slides: readonly Slide[]): number {
  let best = Infinity;
  const place = (order: readonly number[], offsets: readonly number[]): void => {
    if (order.length === extents.length) {
      best = Math.min(best, Math.max(0, ...order.map((at, i) => (offsets[i] ?? 0) + (extents[at]?.sizeBytes ?? 0))));
      return;
    }
    extents.forEach((next, at) => {
      if (order.includes(at)) return;
      const above = order.map((other, i) =>
        meet(extents[other] ?? next, next) ? (offsets[i] ?? 0) + distance(extents, slides, other, at) : 0,
      );
      place([...order, at], [...offsets, Math.max(0, ...above)]);
    });
  };
  place([], []);
  return best;
}

describe("placeExtents", () => {
  it("is as low as the best of all orders where extents slide under others, and keeps their distances", () => {
    let shared = 0;
    const gaps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(extent, { minLength: 2, maxLength: 6 }), gaps, (extents, fractions) => {
        const slides = slidesOf(extents, fractions);
        const placement = placeExtents(extents, 1, { slides });
        assert.ok(placement.proven);
        assert.equal(heightOf(extents, placement), bruteForceSlides(extents, slides));
        extents.forEach((a, i) =>
          extents.forEach((b, j) => {
            if (i >= j || !meet(a, b)) return;
            const [x, y] = [placement.offsets[i] ?? NaN, placement.offsets[j] ?? NaN];
            const isBelow = y >= x + distance(extents, slides, i, j);
            assert.ok(isBelow || x >= y + distance(extents, slides, j, i), `${i} and ${j} are too close`);
            if (isBelow && y < x + a.sizeBytes) shared++;
          }),
        );
      }),
      { numRuns: 300, seed: 11 },
    );
    assert.ok(shared > 50, `${shared}`);
  });

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
