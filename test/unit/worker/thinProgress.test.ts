import assert from "node:assert/strict";
import { thinProgress } from "../../../src/worker/thinProgress";

describe("thinned progress", () => {
  it("keeps every phase's start and end, and a few steps between", () => {
    const told: string[] = [];
    let ms = 0;
    const progress = thinProgress(
      ({ phase, done }) => told.push(`${phase} ${done}`),
      () => ms,
    );
    for (let done = 0; done <= 200; done++) {
      progress({ task: "a", phase: "one", done, total: 200 });
      ms += 1;
    }
    progress({ task: "a", phase: "two", done: 0, total: 1 });
    progress({ task: "a", phase: "two", done: 1, total: 1 });
    assert.deepEqual(told, ["one 0", "one 50", "one 100", "one 150", "one 200", "two 0", "two 1"]);
  });
});
