/** The worker as a real child process: answers, cancelling, and every way in which it can end. */
import assert from "node:assert/strict";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkerProcess, type WorkerOptions } from "../../../../src/extension/workers/workerProcess";
import type { Answer } from "../../../../src/protocol/messages/conversation";
import type { Report } from "../../../../src/protocol/files/report";
import type { JobAnswer, ModelQuestion } from "../../../../src/protocol/messages/workerMessages";
import { mobileNetV2Model } from "../../../support/networks/mobileNetV2Model";
import { smallModel } from "../../../support/networks/smallModel";

const script = join(__dirname, "../../../../src/worker/main.ts");

describe("the worker process", () => {
  const cacheHome = process.env["XDG_CACHE_HOME"];
  let folder = "";
  let log: string[] = [];
  const workers: WorkerProcess[] = [];
  const start = (options: Partial<WorkerOptions> = {}): WorkerProcess => {
    const worker = new WorkerProcess({
      script,
      execArgv: ["--import=tsx"],
      log: (_, text) => log.push(text),
      ...options,
    });
    workers.push(worker);
    return worker;
  };
  /** A worker that does what the text says and nothing else. */
  const startScript = (name: string, source: string, options: Partial<WorkerOptions> = {}): WorkerProcess => {
    const path = join(folder, `${name}.cjs`);
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
  /** Under a budget that makes it search: less than 8 bits everywhere would need. */
  /** A budget that takes a search: how layers run, and so what each of them has alive, depends on it too. */
  const tight = async (worker: WorkerProcess, name: string): Promise<ModelQuestion> => {
    const { report } = valueOf(await worker.ask("estimate", question(name, { account: "model" })).answer);
    const flash = Math.floor(0.7 * report.memory.model.flashBytes);
    return question(name, { account: "model", flash, ram: "8MiB" });
  };
  const quantizeTight = async (worker: WorkerProcess, name: string) =>
    worker.ask("quantize", { ...(await tight(worker, name)), task: "test" });
  /** Resolves when the job has told of its first phase that runs the network. */
  const running = (worker: WorkerProcess): Promise<void> =>
    new Promise((resolve) => {
      const stop = worker.onProgress(({ done }) => {
        if (done === 0) return;
        stop();
        resolve();
      });
    });

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "bitwright-worker-"));
    writeFileSync(join(folder, "small.onnx"), smallModel());
    writeFileSync(join(folder, "slow.onnx"), smallModel({ side: 48, channels: 24, blocks: 10 }));
    writeFileSync(join(folder, "broken.onnx"), "this is no model");
  });
  beforeEach(() => {
    log = [];
    process.env["XDG_CACHE_HOME"] = join(folder, "cache");
  });
  afterEach(() => workers.splice(0).forEach((worker) => worker.dispose()));
  after(() => {
    if (cacheHome === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cacheHome;
    rmSync(folder, { recursive: true, force: true });
  });

  it("is not started before it is asked", () => assert.equal(start().pid, undefined));

  it("lists boards, estimates, and plans an edit", async () => {
    const worker = start();
    const boards = valueOf(await worker.ask("targets", null).answer);
    assert.ok(boards.some(({ id, flashBytes, ramBytes }) => id === "stm32h743" && flashBytes > ramBytes));
    const ambient = { target: "stm32h743" };
    const estimate = valueOf(await worker.ask("estimate", question("small.onnx", ambient)).answer);
    assert.equal(estimate.report.target.id, "stm32h743");
    assert.equal(estimate.report.search.strategy, "uniform");
    assert.equal(estimate.outFolder, join(folder, "small.bitwright"));

    const [name] = Object.keys(estimate.report.policy.weights);
    assert.ok(name);
    const text = estimate.policyText.replace(`"${name}": 8`, `"${name}": 4`);
    const policy = { text, path: "edited" };
    const { weights, activations } = estimate.report.policy;
    const known = [
      ...Object.entries(weights).map(([layer, bits]) => `weights:${layer}:${bits}`),
      ...Object.entries(activations).map(([tensor, bits]) => `activation:${tensor}:${bits}`),
    ];
    const losses = { ...Object.fromEntries(known.map((key) => [key, 0])), [`weights:${name}:4`]: 0.25 };
    const edited = valueOf(await worker.ask("replan", { ...question("small.onnx", ambient), policy, losses }).answer);
    assert.equal(edited.report.policy.weights[name], 4);
    assert.ok(edited.report.memory.linked.flashBytes !== estimate.report.memory.linked.flashBytes);
    assert.equal(edited.report.search.predictedLoss, 0.25);
    assert.equal(edited.policyText, text);

    const narrow = { ...policy, text: text.replace(`"${name}": 4`, `"${name}": 3`) };
    const asked = { ...question("small.onnx", ambient), policy: narrow, losses };
    const unmeasured = valueOf(await worker.ask("replan", asked).answer);
    assert.equal(unmeasured.report.search.predictedLoss, null, "of a width that was not measured nothing is predicted");
  });

  it("reads a model again when the file has changed", async () => {
    const worker = start();
    const path = join(folder, "changing.onnx");
    writeFileSync(path, smallModel({ blocks: 1 }));
    const layers = async (): Promise<number> =>
      valueOf(await worker.ask("estimate", question("changing.onnx")).answer).report.layers.length;
    const before = await layers();
    writeFileSync(path, smallModel({ blocks: 3 }));
    const { atime, mtime } = statSync(path);
    utimesSync(path, atime, new Date(mtime.getTime() + 1000));
    assert.equal(await layers(), before + 2);
  });

  it("answers a broken model, a missing one and wrong settings with what is wrong", async () => {
    const worker = start();
    const codeOf = async (asked: ModelQuestion): Promise<string> => {
      const answer = await worker.ask("estimate", asked).answer;
      assert.ok(!answer.ok && answer.fault.kind === "refused");
      return `${answer.fault.problems[0]?.code ?? ""} ${answer.fault.problems[0]?.place ?? ""}`;
    };
    assert.match(await codeOf(question("broken.onnx")), /^onnx\.\w+ broken\.onnx/);
    assert.match(await codeOf(question("none.onnx")), /^model\.missing/);
    assert.match(await codeOf(question("small.onnx", { ram: "much" })), /^settings\.invalid bitwright\.ram$/);
    assert.match(await codeOf(question("small.onnx", { target: "stm" })), /^target\.unknown bitwright\.target$/);
  });

  it("quantizes, tells of its progress, and writes the results", async () => {
    const worker = start();
    const phases = new Set<string>();
    worker.onProgress(({ task, phase }) => phases.add(`${task}: ${phase}`));
    const result = valueOf(await (await quantizeTight(worker, "small.onnx")).answer);
    assert.ok(phases.has("test: measuring sensitivities"), [...phases].join(", "));
    assert.ok(result.report.accuracy);
    assert.ok(Object.keys(result.losses).length > 0);
    const policyPath = join(folder, "small.bitwright", "policy.json");
    assert.ok(result.files.includes(policyPath));
    assert.equal(readFileSync(policyPath, "utf8"), result.policyText);

    const policy = { text: result.policyText, path: policyPath };
    const params = { ...(await tight(worker, "small.onnx")), task: "again", policy, losses: result.losses };
    const again = valueOf(await worker.ask("evaluate", params).answer);
    assert.deepEqual(again.report.accuracy, result.report.accuracy);
    assert.equal(again.report.search.predictedLoss, result.report.search.predictedLoss);
    assert.deepEqual(again.report.layers, result.report.layers);
  });

  it("answers with what it has found where the results cannot be written, and why they are not", async () => {
    const worker = start();
    copyFileSync(join(folder, "small.onnx"), join(folder, "unwritten.onnx"));
    writeFileSync(join(folder, "unwritten.bitwright"), "a file where the folder would be");
    const result = valueOf(await (await quantizeTight(worker, "unwritten.onnx")).answer);
    assert.ok(result.report.accuracy);
    assert.deepEqual(result.files, []);
    assert.deepEqual(
      result.unwritten?.map(({ code }) => code),
      ["output.notFolder"],
    );
  });

  it("stops when it is cancelled, before it has an answer, and stays usable", async () => {
    const worker = start();
    const job = await quantizeTight(worker, "slow.onnx");
    await running(worker);
    const { pid } = worker;
    job.cancel();
    assert.deepEqual(await job.answer, { ok: false, fault: { kind: "cancelled" } });
    assert.equal(worker.isDown, false);
    valueOf(await worker.ask("estimate", question("small.onnx")).answer);
    assert.ok(pid !== undefined);
  });

  it("ends a job that does not listen, and the others in flight learn why", async () => {
    const worker = startScript("deaf", "process.on('message', () => { for (;;); });", { graceMs: 100 });
    const downs: boolean[] = [];
    worker.onDown((down) => downs.push(down));
    const deaf = worker.ask("targets", null);
    const other = worker.ask("targets", null);
    deaf.cancel();
    assert.deepEqual(await deaf.answer, { ok: false, fault: { kind: "cancelled" } });
    const answer = await other.answer;
    assert.ok(!answer.ok && answer.fault.kind === "broken");
    assert.deepEqual(downs, [], "it was ended on purpose");
  });

  it("lets weights learn as long as it is asked to, tells how it goes, and cancelled gives the best so far", async () => {
    const keywords = join(__dirname, "../../../../examples/keywords");
    for (const name of ["keywords.onnx", "calibration.npz"]) copyFileSync(join(keywords, name), join(folder, name));
    const worker = start();
    const calibration = { path: join(folder, "calibration.npz"), samples: 96 };
    const ambient = { weights: 2, rounding: "nearest", calibration };
    const job = worker.ask("quantize", { ...question("keywords.onnx", ambient), task: "test", learn: "minutes:30" });
    const told: string[] = [];
    worker.onProgress(({ phase, detail = "", keeps }) => {
      if (phase !== "learning") return;
      assert.equal(keeps, true);
      told.push(detail);
      if (told.length === 3) job.cancel();
    });
    const { report, files } = valueOf(await job.answer);
    assert.match(told[0] ?? "", /^loss [0-9.]+, now [0-9.]+$/);
    assert.ok(report.learning && report.learning.steps > 0);
    assert.ok(report.notes.some(({ code }) => code === "learn.stopped"));
    assert.equal(report.accuracy, null);
    assert.ok(files.some((file) => file.endsWith("policy.json")) && files.some((file) => file.endsWith(".mcu")));
    assert.ok(!log.some((text) => text.includes("did not stop")));
  });

  it("answers what is in flight when the process is killed, keeps what was measured, and starts again", async () => {
    process.env["XDG_CACHE_HOME"] = join(folder, "killed");
    const worker = start();
    const downs: boolean[] = [];
    worker.onDown((down) => downs.push(down));
    const job = await quantizeTight(worker, "slow.onnx");
    const measured = await new Promise<number>((resolve) => {
      const stop = worker.onProgress(({ phase, done }) => {
        if (phase !== "measuring sensitivities" || done < 10) return;
        stop();
        resolve(done);
      });
    });
    assert.ok(worker.pid !== undefined);
    process.kill(worker.pid, "SIGKILL");
    const answer = await job.answer;
    assert.ok(!answer.ok && answer.fault.kind === "broken");
    assert.match(answer.fault.message, /ended unexpectedly \(SIGKILL\)/);
    assert.ok(worker.isDown);

    const again = await quantizeTight(worker, "slow.onnx");
    await new Promise<void>((resolve) => {
      worker.onProgress(({ phase, done }) => {
        if (phase === "measuring sensitivities" && done > measured) resolve();
      });
    });
    again.cancel();
    await again.answer;
    assert.deepEqual(downs, [true, false]);
    const cache = join(folder, "killed", "bitwright");
    const lines = readdirSync(cache)
      .filter((name) => name.endsWith(".jsonl"))
      .flatMap((name) => readFileSync(join(cache, name), "utf8").trim().split("\n"));
    assert.ok(lines.length > measured);
    assert.equal(new Set(lines.map((line) => line.split(",")[0])).size, lines.length, "nothing was measured twice");
  });

  it("says so when the process cannot be started or ends at once", async () => {
    const missing = start({ script: join(folder, "nothing.js"), execArgv: [] });
    const answer = await missing.ask("targets", null).answer;
    assert.ok(!answer.ok && answer.fault.kind === "broken");
    const failing = startScript("failing", "console.error('no memory'); process.exit(7);");
    const failed = await failing.ask("targets", null).answer;
    assert.ok(!failed.ok && failed.fault.kind === "broken");
    assert.match(failed.fault.message, /code 7/);
  });

  it("survives garbage from the process", async () => {
    const worker = startScript(
      "garbage",
      `process.on("message", ({ id }) => {
        for (const message of [null, 7, "x", {}, { type: "reply" }, { type: "event", name: "progress", payload: 1 }]) process.send(message);
        process.send({ type: "reply", id, result: [] });
      });`,
    );
    assert.deepEqual(await worker.ask("targets", null).answer, { ok: true, value: [] });
    assert.equal(log.filter((line) => line.startsWith("dropped")).length, 6);
  });

  it("ends when it has been idle for long, without a word", async () => {
    const worker = startScript(
      "idle",
      'process.on("message", ({ id }) => process.send({ type: "reply", id, result: [] }));',
      { idleMs: 50 },
    );
    await worker.ask("targets", null).answer;
    assert.ok(worker.pid !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(worker.pid, undefined);
    assert.equal(worker.isDown, false);
    assert.ok((await worker.ask("targets", null).answer).ok);
  });

  it("plans an edit of a large network", async () => {
    const worker = start();
    const model = join(folder, "mobilenet_v2.onnx");
    writeFileSync(model, mobileNetV2Model());
    const large: ModelQuestion = { modelPath: model, ambient: {}, folder, trusted: true };
    const base: JobAnswer = valueOf(await worker.ask("estimate", large).answer);
    const policy = { text: base.policyText.replace(": 8", ": 4"), path: "edited" };
    const edited = valueOf(await worker.ask("replan", { ...large, policy, losses: {} }).answer);
    const narrowed = (report: Report): number =>
      report.layers.filter(({ weightBits, activationBits }) => weightBits === 4 || activationBits === 4).length;
    assert.ok(narrowed(base.report) === 0 && narrowed(edited.report) > 0);
    assert.notDeepEqual(edited.report.memory, base.report.memory);
  });
});
