import assert from "node:assert/strict";
import { createProgress } from "../../../../src/cli/terminal/progress";
import { terminalOf } from "../../../../src/cli/terminal/terminal";

const ERASE = "\r\u001b[2K";

function recorded(isTTY: boolean): {
  view: ReturnType<typeof createProgress>;
  written: string[];
  clock: { ms: number };
} {
  const written: string[] = [];
  const clock = { ms: 0 };
  const view = createProgress(
    (text) => written.push(text),
    terminalOf({ isTTY, columns: 80 }, {}),
    () => clock.ms,
  );
  return { view, written, clock };
}

describe("progress in a log", () => {
  it("is a line at the start of a phase and at each quarter", () => {
    const { view, written } = recorded(false);
    for (let done = 0; done <= 400; done++) view.progress("calibrating", done, 400);
    view.progress("searching", 0, 1);
    view.progress("searching", 1, 1);
    assert.deepEqual(written, [
      "calibrating 0/400 (0 %)\n",
      "calibrating 100/400 (25 %)\n",
      "calibrating 200/400 (50 %)\n",
      "calibrating 300/400 (75 %)\n",
      "calibrating 400/400 (100 %)\n",
      "searching ...\n",
      "searching done\n",
    ]);
  });
});

describe("progress that tells how it goes", () => {
  it("is one phase, whatever is told", () => {
    const { view, written } = recorded(false);
    for (let done = 0; done <= 4; done++) view.progress("learning", done, 4, `loss ${8 - done}`);
    assert.deepEqual(written.slice(0, 2), ["learning 0/4 (0 %), loss 8\n", "learning 1/4 (25 %), loss 7\n"]);
    assert.equal(written.length, 5);
  });
});

describe("progress on a terminal", () => {
  it("redraws at most ten times a second", () => {
    const { view, written, clock } = recorded(true);
    for (let done = 0; done < 1000; done++) {
      clock.ms = done;
      view.progress("calibrating", done, 1000);
    }
    assert.equal(written.length, 10);
    assert.ok(written.every((text) => text.startsWith(ERASE)));
  });

  it("tells the remaining time once it can know it", () => {
    const { view, written, clock } = recorded(true);
    view.progress("measuring", 0, 600);
    clock.ms = 10_000;
    view.progress("measuring", 60, 600);
    assert.deepEqual(written, [`${ERASE}measuring 0/600 (0 %)`, `${ERASE}measuring 60/600 (10 %), 1 min 30 s left`]);
  });

  it("shows a new phase at once, and leaves no line behind", () => {
    const { view, written } = recorded(true);
    view.progress("calibrating", 1, 2);
    view.progress("searching", 0, 1);
    view.clear();
    view.clear();
    assert.deepEqual(written, [`${ERASE}calibrating 1/2 (50 %)`, `${ERASE}searching ...`, ERASE]);
  });
});
