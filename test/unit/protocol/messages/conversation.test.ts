import assert from "node:assert/strict";
import { Conversation, FaultError } from "../../../../src/protocol/messages/conversation";
import type { Envelope, Handlers, NoMessages } from "../../../../src/protocol/messages/envelope";

type Requests = {
  readonly double: { readonly params: number; readonly result: number };
  readonly wait: { readonly params: null; readonly result: string };
};
type Events = { readonly told: string };

const params = {
  double: (value: unknown): value is number => typeof value === "number",
  wait: (value: unknown): value is null => value === null,
};

/** Two ends joined by a wire that copies messages and delivers them later, as every real one does. */
function joined(handlers: Partial<Handlers<Requests>> = {}) {
  const strays: string[] = [];
  const bugs: string[] = [];
  const heard: string[] = [];
  const wire = (to: () => { receive(message: unknown): void }) => (message: Envelope) => {
    const copy: unknown = structuredClone(message);
    setImmediate(() => to().receive(copy));
  };
  const answering: Conversation<NoMessages, Events, Requests, NoMessages> = new Conversation<
    NoMessages,
    Events,
    Requests,
    NoMessages
  >({
    send: wire(() => asking),
    handlers: { double: (value) => 2 * value, wait: () => "done", ...handlers },
    params,
    listeners: {},
    payloads: {},
    onStray: (why) => strays.push(why),
    onBug: (method) => bugs.push(method),
  });
  const asking: Conversation<Requests, NoMessages, NoMessages, Events> = new Conversation<
    Requests,
    NoMessages,
    NoMessages,
    Events
  >({
    send: wire(() => answering),
    handlers: {},
    params: {},
    listeners: { told: (text) => heard.push(text) },
    payloads: { told: (value): value is string => typeof value === "string" },
    onStray: (why) => strays.push(why),
  });
  return { asking, answering, strays, bugs, heard };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe("a conversation", () => {
  it("answers each request with its own result, in whatever order they end", async () => {
    const gates: (() => void)[] = [];
    const { asking } = joined({
      double: (value) => new Promise((resolve) => gates.push(() => resolve(2 * value))),
    });
    const first = asking.ask("double", 1).answer;
    const second = asking.ask("double", 2).answer;
    await turn();
    gates[1]?.();
    assert.deepEqual(await second, { ok: true, value: 4 });
    gates[0]?.();
    assert.deepEqual(await first, { ok: true, value: 2 });
  });

  it("answers a missing method, Object's own names included, with a fault", async () => {
    const { asking } = joined();
    for (const method of ["nothing", "constructor", "__proto__", "toString"]) {
      const answer = await asking.ask(method as "double", 1).answer;
      assert.deepEqual(answer, { ok: false, fault: { kind: "broken", message: `there is no method "${method}"` } });
    }
  });

  it("refuses parameters that the method does not take", async () => {
    const { asking } = joined({ double: () => assert.fail("must not be called") });
    const answer = await asking.ask("double", "1" as unknown as number).answer;
    assert.ok(!answer.ok && answer.fault.kind === "broken");
  });

  it("answers with a fault when a handler throws, at once or later, and tells of the bug", async () => {
    const { asking, bugs } = joined({
      double: () => {
        throw new Error("at once");
      },
      wait: () => Promise.reject(new Error("later")),
    });
    const broken = (message: string) => ({ ok: false, fault: { kind: "broken", message } });
    assert.deepEqual(await asking.ask("double", 1).answer, broken("at once"));
    assert.deepEqual(await asking.ask("wait", null).answer, broken("later"));
    assert.deepEqual(bugs, ["double", "wait"]);
  });

  it("carries refusals as they are, and does not call them bugs", async () => {
    const fault = { kind: "refused", problems: [{ code: "a.b", message: "no" }] } as const;
    const { asking, bugs } = joined({
      wait: () => {
        throw new FaultError(fault);
      },
    });
    assert.deepEqual(await asking.ask("wait", null).answer, { ok: false, fault });
    assert.deepEqual(bugs, []);
  });

  it("answers with a fault when the result cannot be sent", async () => {
    const { asking, bugs } = joined({ wait: () => (() => "a function") as unknown as string });
    const answer = await asking.ask("wait", null).answer;
    assert.ok(!answer.ok && answer.fault.kind === "broken");
    assert.match(answer.fault.message, /cannot be sent/);
    assert.deepEqual(bugs, ["wait"]);
  });

  it("tells the handler when the request is cancelled, and no other", async () => {
    const seen: boolean[] = [];
    const { asking } = joined({
      wait: async (_, signal) => {
        await turn();
        await turn();
        seen.push(signal.cancelled);
        if (signal.cancelled) throw new FaultError({ kind: "cancelled" });
        return "done";
      },
    });
    const stopped = asking.ask("wait", null);
    const other = asking.ask("wait", null);
    stopped.cancel();
    stopped.cancel();
    assert.deepEqual(await stopped.answer, { ok: false, fault: { kind: "cancelled" } });
    assert.deepEqual(await other.answer, { ok: true, value: "done" });
    assert.deepEqual(seen, [true, false]);
  });

  it("drops garbage and says so, and goes on", async () => {
    const { asking, answering, strays } = joined();
    const garbage: readonly unknown[] = [
      undefined,
      null,
      7,
      "request",
      [],
      {},
      { type: "request" },
      { type: "request", id: "1", method: "double", params: 1 },
      { type: "reply", id: 999, result: 1 },
      { type: "fault", id: 1, fault: { kind: "odd" } },
      { type: "fault", id: 1, fault: { kind: "refused", problems: [{ code: 1 }] } },
      { type: "cancel", id: 42 },
      { type: "event", name: "unheard of", payload: 1 },
      { type: "event", name: "toString", payload: 1 },
    ];
    for (const message of garbage) {
      answering.receive(message);
      asking.receive(message);
    }
    asking.receive({ type: "event", name: "told", payload: 7 });
    // Of each end's garbage only the cancel of something that has already ended is in order.
    assert.equal(strays.length, 2 * (garbage.length - 1) + 1);
    assert.deepEqual(await asking.ask("double", 21).answer, { ok: true, value: 42 });
  });

  it("tells events to those who listen", async () => {
    const { answering, heard } = joined();
    answering.tell("told", "news");
    await turn();
    assert.deepEqual(heard, ["news"]);
  });

  it("answers everything in flight when it is closed, and everything after", async () => {
    let cancelled = false;
    const { asking, answering } = joined({
      wait: async (_, signal) => {
        while (!signal.cancelled) await turn();
        cancelled = true;
        return "late";
      },
    });
    const pending = asking.ask("wait", null);
    await turn();
    const fault = { kind: "broken", message: "gone" } as const;
    asking.close(fault);
    answering.close(fault);
    assert.deepEqual(await pending.answer, { ok: false, fault });
    assert.deepEqual(await asking.ask("double", 1).answer, { ok: false, fault });
    pending.cancel();
    await turn();
    await turn();
    assert.ok(cancelled, "the handler learns that nobody waits");
  });

  it("answers with a fault when the request cannot be sent", async () => {
    const asking = new Conversation<Requests, NoMessages, NoMessages, NoMessages>({
      send: () => {
        throw new Error("the channel is closed");
      },
      handlers: {},
      params: {},
      listeners: {},
      payloads: {},
    });
    const answer = await asking.ask("double", 1).answer;
    assert.deepEqual(answer, { ok: false, fault: { kind: "broken", message: "the channel is closed" } });
  });
});
