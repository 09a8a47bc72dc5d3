/** The processes of the engine: what one does, or suffers, the other does not notice. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerOptions } from "../../../../src/extension/workers/workerProcess";
import { Workers, type WorkerRole } from "../../../../src/extension/workers/workers";
import type { Answer } from "../../../../src/protocol/messages/conversation";
import type { ModelQuestion } from "../../../../src/protocol/messages/workerMessages";
import { smallModel } from "../../../support/networks/smallModel";

describe("the engine's processes", () => {
  const cacheHome = process.env["XDG_CACHE_HOME"];
  let folder = "";
  let workers: Workers | undefined;
  const start = (options: Partial<WorkerOptions> = {}): Workers => {
    workers = new Workers({
      script: join(__dirname, "../../../../src/worker/main.ts"),
      execArgv: ["--import=tsx"],
      log: () => undefined,
      ...options,
    });
    return workers;
  };
  const startScript = (source: string, options: Partial<WorkerOptions> = {}): Workers => {
    const path = join(folder, "script.cjs");
    writeFileSync(path, source);
    return start({ script: path, execArgv: [], ...options });
  };
  const question = (name: string, ambient: ModelQuestion["ambient"] = {}): ModelQuestion => ({
    modelPath: join(folder, name),
    ambient,
    folder,
    trusted: true,
  });
  const valueOf = <T>(answer: Answer<T>): T => {
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value;
  };
  const pidOf = (each: Workers, role: WorkerRole): number => {
    const pid = each.pidOf(role);
    assert.ok(pid !== undefined, `no process is ${role}`);
    return pid;
  };
  /** A search in full course, and the text of another model's policy. */
  const whileSearching = async (each: Workers) => {
    const { policyText } = valueOf(await each.ask("estimate", question("small.onnx")).answer);
    const ambient = { account: "model", flash: 40_000, ram: "8MiB" };
    const search = each.ask("quantize", { ...question("slow.onnx", ambient), task: "test" });
    await new Promise<void>((resolve) => {
      const stop = each.onProgress(({ done }) => {
        if (done === 0) return;
        stop();
        resolve();
      });
    });
    const edit = () =>
      each.ask("replan", {
        ...question("small.onnx"),
        policy: { text: policyText.replace(": 8", ": 4"), path: "edited" },
        losses: {},
      }).answer;
    return { search, edit };
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "bitwright-workers-"));
    process.env["XDG_CACHE_HOME"] = join(folder, "cache");
    writeFileSync(join(folder, "small.onnx"), smallModel());
    writeFileSync(join(folder, "slow.onnx"), smallModel({ side: 48, channels: 24, blocks: 10 }));
  });
  afterEach(() => workers?.dispose());
  after(() => {
    if (cacheHome === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cacheHome;
    rmSync(folder, { recursive: true, force: true });
  });

  it("answers edits of one model while another, looked at newly, is estimated for long", async () => {
    // Each estimate takes two seconds, an edit nothing.
    const each = startScript(`
      process.on("message", ({ id, method, params }) => {
        if (method === "estimate") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
        process.send({ type: "reply", id, result: params.modelPath });
      });`);
    const policy = { text: "", path: "" };
    await each.ask("estimate", question("a.onnx")).answer;
    const order: string[] = [];
    const slow = each.ask("estimate", question("b.onnx")).answer.then(() => order.push("estimate of b"));
    for (let edit = 0; edit < 3; edit++) {
      await each.ask("replan", { ...question("a.onnx"), policy, losses: {} }).answer;
      order.push("edit of a");
    }
    await slow;
    assert.deepEqual(order, ["edit of a", "edit of a", "edit of a", "estimate of b"]);
    assert.notEqual(pidOf(each, "planning"), pidOf(each, "planning beside"));
    // A third goes where the one that was edited last is not.
    await each.ask("replan", { ...question("a.onnx"), policy, losses: {} }).answer;
    const third = each.ask("estimate", question("c.onnx")).answer.then(() => order.push("estimate of c"));
    await each.ask("replan", { ...question("a.onnx"), policy, losses: {} }).answer;
    order.push("edit of a");
    await third;
    assert.deepEqual(order.slice(4), ["edit of a", "estimate of c"]);
  });

  it("starts none before it is asked, and only the one that is", async () => {
    const each = start();
    assert.deepEqual([each.pidOf("planning"), each.pidOf("running")], [undefined, undefined]);
    valueOf(await each.ask("targets", null).answer);
    assert.ok(each.pidOf("planning") !== undefined);
    assert.equal(each.pidOf("running"), undefined);
  });

  it("answers an edit while a search computes, however long that takes", async () => {
    const each = start();
    const { search, edit } = await whileSearching(each);
    const running = pidOf(each, "running");
    // Stopped, it could not answer anything: a search that never comes to a pause.
    process.kill(running, "SIGSTOP");
    const edited = valueOf(await edit());
    assert.ok(Object.values(edited.report.policy.weights).includes(4));
    process.kill(running, "SIGCONT");
    search.cancel();
    assert.deepEqual(await search.answer, { ok: false, fault: { kind: "cancelled" } });
  });

  it("goes on planning when the other is killed in a search, and is no longer down once it has answered", async () => {
    const each = start();
    const downs: boolean[] = [];
    each.onDown((down) => downs.push(down));
    const { search, edit } = await whileSearching(each);
    const planning = pidOf(each, "planning");
    process.kill(pidOf(each, "running"), "SIGKILL");
    const answer = await search.answer;
    assert.ok(!answer.ok && answer.fault.kind === "broken");
    assert.ok(each.isDown);
    valueOf(await edit());
    assert.equal(each.isDown, false);
    assert.deepEqual(downs, [true, false]);
    assert.equal(pidOf(each, "planning"), planning);
    assert.equal(each.pidOf("running"), undefined);
  });

  /** Answers the first request when the second has come. */
  const PATIENT = `let first;
    const answerLater = (id) => {
      if (first === undefined) first = id;
      else process.send({ type: "reply", id: first, result: [] });
    };`;

  it("stays down when all that is answered was asked before", async () => {
    const each = startScript(
      `${PATIENT} process.on("message", ({ id }) => (process.argv[2] === "running" ? process.exit(7) : answerLater(id)));`,
    );
    const early = each.ask("targets", null);
    const job = each.ask("verify", { folder, task: "test", allowChanged: false });
    const answer = await job.answer;
    assert.ok(!answer.ok && answer.fault.kind === "broken");
    each.ask("targets", null);
    assert.deepEqual(valueOf(await early.answer), []);
    assert.ok(each.isDown);
  });

  it("ends a job that does not stop, and nothing else", async () => {
    const each = startScript(
      `${PATIENT} process.on("message", ({ id }) => { while (process.argv[2] === "running"); answerLater(id); });`,
      { graceMs: 100 },
    );
    const other = each.ask("targets", null);
    const deaf = each.ask("verify", { folder, task: "test", allowChanged: false });
    deaf.cancel();
    assert.deepEqual(await deaf.answer, { ok: false, fault: { kind: "cancelled" } });
    assert.equal(each.isDown, false);
    each.ask("targets", null);
    assert.deepEqual(valueOf(await other.answer), []);
  });

  it("ends both when they have been idle for long, and when asked to", async () => {
    const answering = 'process.on("message", ({ id }) => process.send({ type: "reply", id, result: [] }));';
    const each = startScript(answering, { idleMs: 50 });
    const pids = (): readonly (number | undefined)[] => [each.pidOf("planning"), each.pidOf("running")];
    const askBoth = async (): Promise<void> => {
      await each.ask("targets", null).answer;
      await each.ask("verify", { folder, task: "test", allowChanged: false }).answer;
    };
    await askBoth();
    while (pids().some((pid) => pid !== undefined)) await new Promise((resolve) => setTimeout(resolve, 20));
    await askBoth();
    each.restart();
    assert.deepEqual(pids(), [undefined, undefined]);
    assert.equal(each.isDown, false);
  });
});
