import assert from "node:assert/strict";
import { createPhaseClock } from "../../../../src/extension/session/phaseClock";

describe("the time that is left", () => {
  it("is not guessed in the first second", () => {
    let ms = 0;
    const clock = createPhaseClock(() => ms);
    clock("measuring", 0, 10);
    ms = 900;
    assert.equal(clock("measuring", 5, 10).secondsLeft, null);
    ms = 2000;
    assert.equal(clock("measuring", 5, 10).secondsLeft, 2);
    assert.equal(clock("measuring", 10, 10).secondsLeft, null);
  });

  it("does not count what was done before", () => {
    let ms = 0;
    const clock = createPhaseClock(() => ms);
    clock("measuring", 90, 110);
    ms = 4000;
    assert.equal(clock("measuring", 90, 110).secondsLeft, null);
    assert.equal(clock("measuring", 92, 110).secondsLeft, 36);
  });

  it("starts anew with each phase", () => {
    let ms = 0;
    const clock = createPhaseClock(() => ms);
    clock("one", 0, 10);
    ms = 60_000;
    assert.equal(clock("two", 1, 10).secondsLeft, null);
  });
});
