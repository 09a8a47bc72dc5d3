import assert from "node:assert/strict";
import fc from "fast-check";
import {
  changesBetween,
  digitsOf,
  readChanges,
  shownDigits,
  widthsOf,
  withChanges,
} from "../../../../src/protocol/files/frontPolicy";
import type { ReportFront } from "../../../../src/protocol/files/report";
import { sample } from "../../../support/sampleReport";

const front: ReportFront = sample.front ?? assert.fail();
const policies = fc
  .integer({ min: 0, max: 40 })
  .chain((length) => fc.array(fc.constantFrom("8", "4", "2"), { minLength: length, maxLength: length }))
  .map((digits) => digits.join(""));

describe("policies as digits", () => {
  it("come back as they went, whatever the names", () => {
    fc.assert(
      fc.property(policies, (digits) => {
        // Names may be numbers, hold colons, and be the same for weights and activations.
        const order = Array.from(digits).map((_, i) => (i % 2 === 0 ? `weights:${i >> 1}` : `activation:a:${i >> 1}`));
        assert.equal(digitsOf(order, widthsOf(order, digits)), digits);
      }),
    );
  });

  it("are refused where they do not belong to the order", () => {
    assert.throws(() => widthsOf(front.order, "84"));
    assert.throws(() => widthsOf(front.order, "84381"));
    assert.throws(() => digitsOf(["weights:unknown"], widthsOf(front.order, "84284")));
  });

  it("change as the changes say", () => {
    fc.assert(
      fc.property(policies, fc.infiniteStream(fc.constantFrom("8", "4", "2")), (from, stream) => {
        const to = Array.from(from)
          .map(() => stream.next().value as string)
          .join("");
        const changes = changesBetween(from, to);
        assert.equal(withChanges(from, changes), to);
        assert.equal(readChanges(changes).length, Array.from(from).filter((digit, i) => digit !== to[i]).length);
      }),
    );
    assert.equal(changesBetween("8842", "8428"), "1:4 2:2 3:8");
  });

  it("are those of the report that is shown", () => {
    assert.equal(shownDigits(front, sample), front.points.find(({ chosen }) => chosen)?.policy);
    assert.equal(shownDigits({ ...front, order: [...front.order, "weights:other"] }, sample), null);
  });
});
