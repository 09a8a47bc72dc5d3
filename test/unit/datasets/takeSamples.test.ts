import assert from "node:assert/strict";
import fc from "fast-check";
import { isIncluded } from "../../../src/datasets/glob";
import { drawingOrder, subsetOf, takeSamples } from "../../../src/datasets/samples/takeSamples";
import type { TensorSource } from "../../../src/engine";

function sourceOf(labels: readonly (number | undefined)[]): TensorSource {
  return {
    count: labels.length,
    kind: "labelled",
    fingerprint: "f",
    sample: (index) => Promise.resolve({ shape: [1, 1], data: Float32Array.of(index) }),
    label: (index) => labels[index],
  };
}

describe("drawing samples", () => {
  const labels = fc.array(fc.option(fc.nat(5), { nil: undefined }), { maxLength: 60 });

  it("orders all of them, each once, the same for the same seed", () => {
    fc.assert(
      fc.property(labels, fc.integer(), (classes, seed) => {
        const order = drawingOrder(classes, seed);
        assert.deepEqual([...order].sort((a, b) => a - b), [...classes.keys()]); // prettier-ignore
        assert.deepEqual(drawingOrder(classes, seed), order);
      }),
    );
  });

  it("is balanced at every length: a class falls behind only when it has no more", () => {
    fc.assert(
      fc.property(labels, fc.integer(), fc.nat(60), (classes, seed, count) => {
        const taken = takeSamples(sourceOf(classes), count, seed).map((index) => classes[index]);
        const countOf = (list: readonly unknown[], label: unknown): number =>
          list.filter((other) => other === label).length;
        const most = Math.max(0, ...taken.map((label) => countOf(taken, label)));
        for (const label of new Set(classes)) {
          assert.ok(countOf(taken, label) >= Math.min(most - 1, countOf(classes, label)));
        }
      }),
    );
  });

  it("is nested: more samples keep the earlier ones", () => {
    const source = sourceOf(Array.from({ length: 50 }, (_, i) => i % 7));
    assert.deepEqual(takeSamples(source, 30, 3).slice(0, 10), takeSamples(source, 10, 3));
    assert.equal(takeSamples(source, 99, 3).length, 50);
    assert.notDeepEqual(takeSamples(source, 10, 4), takeSamples(source, 10, 3));
  });

  it("restricts a source, and says so in its fingerprint", async () => {
    const subset = subsetOf(sourceOf([0, 1, 2, 3]), [3, 1]);
    assert.deepEqual([subset.count, subset.label(0), (await subset.sample(1)).data[0]], [2, 3, 1]);
    assert.notEqual(subset.fingerprint, subsetOf(sourceOf([0, 1, 2, 3]), [1, 3]).fingerprint);
    assert.throws(() => subset.sample(2), RangeError);
  });
});

describe("choosing files", () => {
  it("matches as a regular expression of the same meaning would", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?"), maxLength: 6 });
    fc.assert(
      fc.property(letters, patterns, (name, pattern) => {
        fc.pre(/[*?]/.test(pattern));
        const subject = pattern.includes("/") ? name : name.slice(name.lastIndexOf("/") + 1);
        const expression = new RegExp(`^${pattern.replaceAll("*", "[^/]*").replaceAll("?", "[^/]")}$`);
        assert.equal(isIncluded(name, pattern), expression.test(subject), `${name} ${pattern}`);
      }),
      { numRuns: 3000 },
    );
  });

  it("does not try every way on hostile patterns: that would take years", () => {
    assert.equal(isIncluded("a".repeat(5000), `${"a*".repeat(50)}b`), false);
  });

  it("takes text without wildcards as a prefix, and nothing as everything", () => {
    assert.deepEqual(
      [isIncluded("d/val_1", "val_"), isIncluded("d/val_1", "d/"), isIncluded("x", undefined)],
      [true, true, true],
    );
    assert.equal(isIncluded("s1k_1", "val_"), false);
  });
});
