import assert from "node:assert/strict";
import { meanOf, standardErrorOf } from "../../../../src/engine/base/statistics";

describe("means of few numbers", () => {
  it("are sums by counts", () => {
    assert.equal(meanOf([2, 4, 4, 4, 5, 5, 7, 9]), 5);
  });

  it("have the standard error of a sample", () => {
    assert.equal(standardErrorOf([1, 2, 3, 4]), Math.sqrt(5 / 3 / 4));
    assert.equal(standardErrorOf([1, 1, 1]), 0);
    assert.equal(standardErrorOf([7]), 0);
  });
});
