import assert from "node:assert/strict";
import { setTimeout as after } from "node:timers/promises";
import { Timers } from "../../../src/extension/timers";

describe("timers of something that ends", () => {
  it("run the last that was set under a name", async () => {
    const timers = new Timers<"a" | "b">();
    const ran: string[] = [];
    timers.set("a", 1, () => ran.push("first"));
    timers.set("a", 1, () => ran.push("second"));
    timers.set("b", 1, () => ran.push("other"));
    await after(20);
    assert.deepEqual(ran, ["second", "other"]);
  });

  it("run nothing behind the end, not even what is set by then", async () => {
    const timers = new Timers<"a">();
    const ran: string[] = [];
    timers.set("a", 1, () => ran.push("before"));
    const late = after(2).then(() => {
      timers.set("a", 1, () => ran.push("late"));
    });
    timers.dispose();
    await late;
    await after(20);
    assert.deepEqual(ran, []);
  });
});
