/** The progress of a whole job: one bar that fills once, and ends when the job does. */
import assert from "node:assert/strict";
import { createJobClock, USUAL_TIMES } from "../../../../src/extension/session/jobClock";

function started(expected: Readonly<Record<string, number>> | null) {
  const time = { ms: 0 };
  const clock = createJobClock(() => time.ms, expected);
  const at = (seconds: number, phase: string, done: number, total: number) => {
    time.ms = seconds * 1000;
    return clock.show(phase, done, total);
  };
  return { at, clock };
}

describe("the progress of a job", () => {
  const expected = { calibrating: 10, measuring: 80, checking: 10 };

  it("weighs phases by what they took before", () => {
    const { at } = started(expected);
    assert.equal(at(0, "calibrating", 0, 4).fraction, 0);
    assert.equal(at(5, "calibrating", 2, 4).fraction, 0.05);
    assert.equal(at(10, "measuring", 0, 8).fraction, 0.1);
    const half = at(50, "measuring", 4, 8);
    assert.deepEqual([half.fraction, half.secondsLeft], [0.5, 50]);
    assert.equal(at(90, "checking", 0, 2).fraction, 0.9);
  });

  it("is never full while work is left, and never goes back", () => {
    const { at } = started(expected);
    let last = 0;
    const steps = [
      ["calibrating", 4, 4],
      ["measuring", 8, 8],
      ["calibrating", 1, 4],
      ["checking", 2, 2],
      ["writing what nobody knew of", 0, 2],
      ["writing what nobody knew of", 2, 2],
    ] as const;
    for (const [i, [phase, done, total]] of steps.entries()) {
      const fraction = at(10 * i, phase, done, total).fraction ?? 0;
      assert.ok(fraction >= last && fraction < 1, `${phase}: ${fraction} after ${last}`);
      last = fraction;
    }
  });

  it("passes over phases that are left out", () => {
    const { at } = started(expected);
    assert.equal(at(1, "checking", 0, 2).fraction, 0.9);
  });

  it("tells no time from the first moments", () => {
    const { at } = started(expected);
    assert.equal(at(2, "calibrating", 3, 4).secondsLeft, null);
    assert.equal(at(8, "calibrating", 4, 5).secondsLeft, 92);
  });

  it("remembers what the phases took, in their order", () => {
    const { at, clock } = started(USUAL_TIMES.quantize);
    at(0, "calibrating", 0, 4);
    at(3, "measuring", 0, 4);
    at(9, "calibrating", 1, 4);
    at(10, "checking", 0, 1);
    assert.deepEqual(Object.entries(clock.times()), [
      ["calibrating", 4],
      ["measuring", 6],
      ["checking", 0],
    ]);
  });

  it("says nothing of a whole where nothing is known of it", () => {
    const { at } = started(null);
    assert.equal(at(5, "planning", 1, 2).fraction, null);
  });
});
