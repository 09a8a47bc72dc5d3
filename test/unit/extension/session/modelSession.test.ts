/** Every action of a session, told apart by what it shows, asks and keeps; long because the session has so many. */
import assert from "node:assert/strict";
import { ModelSession } from "../../../../src/extension/session/modelSession";
import { digestOf } from "../../../../src/extension/files/textDigest";
import { forgetfulStore, type SavedSession, type SessionStore } from "../../../../src/extension/session/sessionStore";
import type { Answer } from "../../../../src/protocol/messages/conversation";
import type { PanelState } from "../../../../src/protocol/messages/panel";
import { formatPolicy, parsePolicy } from "../../../../src/protocol/files/policyFile";
import type { Report } from "../../../../src/protocol/files/report";
import type { JobAnswer, Losses } from "../../../../src/protocol/messages/workerMessages";
import { madeSamples } from "../../../support/madeSamples";
import { sampleVerification } from "../../../support/firmware/sampleMap";
import { measured, sample } from "../../../support/sampleReport";
import { FakeWorker, type Asked } from "../fakeWorker";

const PATH = "/models/keywords.onnx";
const losses: Losses = { "weights:conv0:4": 0.1 };

function policyTextOf({ model, policy }: Report): string {
  const { weights, activations } = policy;
  const { name, sha256 } = model;
  return formatPolicy({
    model: { name, sha256 },
    weights: new Map(Object.entries(weights)),
    activations: new Map(Object.entries(activations)),
  });
}

function answerOf(report: Report, more: Partial<JobAnswer> = {}): { readonly ok: true; readonly value: JobAnswer } {
  const value = {
    report,
    policyText: policyTextOf(report),
    outFolder: "/models/keywords.bitwright",
    losses: {},
    files: [],
    dataKey: "first",
  };
  return { ok: true, value: { ...value, ...more } };
}

const planned: Report = { ...sample, accuracy: null, integer: null };

/** Plans as the worker does: the report of the widths that were given. */
function planOf(params: Asked["params"], target = planned.target): Answer<JobAnswer> {
  const policy = "policy" in params ? parsePolicy(params.policy.text, "") : undefined;
  if (!policy?.ok) return answerOf({ ...planned, target });
  const { weights, activations } = policy.value;
  const widths = { weights: Object.fromEntries(weights), activations: Object.fromEntries(activations) };
  return answerOf({ ...planned, target, policy: widths });
}

/** Not taken. */
const LEARNING = {
  steps: 30,
  bestStep: 20,
  seconds: 120,
  images: 300,
  held: 100,
  heldBefore: 0.2,
  heldAfter: 0.1,
  standardError: 0.01,
  taken: false,
};

const NO_RESULTS = { policy: undefined, report: undefined };

function opened(
  store: SessionStore = forgetfulStore,
  results: { readonly policy: string | undefined; readonly report: string | undefined } = NO_RESULTS,
) {
  const worker = new FakeWorker();
  worker.respond = (_, params) => planOf(params);
  const clock = { ms: 0 };
  const session = new ModelSession(PATH, {
    worker,
    store,
    question: (modelPath) => ({ modelPath, ambient: {}, folder: "/models", trusted: true }),
    describe: (fault) =>
      fault.kind === "refused"
        ? fault.problems
        : fault.kind === "broken"
          ? [{ code: "worker.broken", message: fault.message }]
          : [],
    readResults: () => Promise.resolve({ policyPath: "/models/keywords.bitwright/policy.json", ...results }),
    now: () => clock.ms,
  });
  return { worker, session, clock };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a model's session", () => {
  it("shows an estimate first, and asks for it once", async () => {
    const { worker, session } = opened();
    assert.equal(session.state.report, null);
    await Promise.all([session.start(), session.start()]);
    assert.deepEqual(session.state.report, planned);
    assert.deepEqual(
      worker.asked.map(({ method }) => method),
      ["estimate"],
    );
    assert.equal(session.state.busy, null);
  });

  it("shows the policy that a search has left, with its accuracy, instead of an estimate", async () => {
    const found = { ...sample, policy: { ...sample.policy, weights: { ...sample.policy.weights, conv0: 2 as const } } };
    const results = { policy: policyTextOf(found), report: JSON.stringify(found) };
    const { worker, session } = opened(forgetfulStore, results);
    const seen: unknown[] = [];
    session.onState(({ report }) => report && seen.push(report.policy));
    await session.start();
    assert.deepEqual(
      worker.asked.map(({ method }) => method),
      ["estimate", "replan"],
    );
    assert.deepEqual(session.state.report?.policy, found.policy);
    assert.deepEqual(session.state.report.accuracy, found.accuracy);
    assert.deepEqual(session.state.edited, []);
    assert.equal(session.policyPath, "/models/keywords.bitwright/policy.json");
    assert.ok(seen.length > 0);
    for (const policy of seen) assert.deepEqual(policy, found.policy, "an estimate is not shown in between");
  });

  it("explains a policy that a search has left out of the losses in its report, without searching anew", async () => {
    const order = [
      ...Object.keys(sample.policy.weights).map((layer) => `weights:${layer}`),
      ...Object.keys(sample.policy.activations).map((activation) => `activation:${activation}`),
    ];
    const why = { tensors: order.map((tensor) => ({ tensor, losses: [0, 0.25, 0.5] })) };
    const results = { policy: policyTextOf(sample), report: JSON.stringify({ ...sample, why }) };
    const { worker, session } = opened(forgetfulStore, results);
    worker.respond = (method, params) => {
      const plan = planOf(params);
      if (!plan.ok || method === "explain") return plan;
      return { ok: true, value: { ...plan.value, report: { ...plan.value.report, front: null, why: null } } };
    };
    await session.start();
    await turn();
    assert.deepEqual(
      worker.asked.map(({ method }) => method),
      ["estimate", "replan", "explain"],
    );
    const asked = worker.asked.at(-1)?.params as { readonly losses: Readonly<Record<string, number>> };
    assert.equal(Object.keys(asked.losses).length, 3 * order.length);
    assert.equal(session.state.hasSensitivities, true);
    assert.deepEqual(session.state.report?.front, sample.front);
    assert.deepEqual(session.state.report.why, sample.why);
  });

  it("shows an estimate where the policy is of another file, or the model cannot have it", async () => {
    const other = { ...sample, model: { ...sample.model, sha256: "fedcba9876543210".repeat(4) } };
    const foreign = opened(forgetfulStore, { policy: policyTextOf(other), report: JSON.stringify(other) });
    await foreign.session.start();
    assert.deepEqual(
      foreign.worker.asked.map(({ method }) => method),
      ["estimate"],
    );
    const refused = opened(forgetfulStore, { policy: policyTextOf(sample), report: undefined });
    const problems = [{ code: "policy.unknown", message: "no" }];
    refused.worker.respond = (method, params) =>
      method === "replan" ? { ok: false, fault: { kind: "refused", problems } } : planOf(params);
    await refused.session.start();
    assert.deepEqual(refused.session.state.report, planned);
    assert.deepEqual(refused.session.state.problems, []);
  });

  it("tells why there is no report", async () => {
    const { worker, session } = opened();
    const problems = [{ code: "onnx.unsupported", message: "no" }];
    worker.respond = () => ({ ok: false, fault: { kind: "refused", problems } });
    await session.start();
    assert.equal(session.state.report, null);
    assert.deepEqual(session.state.problems, problems);
  });

  it("plans edits, undo, redo and reset, and keeps the report and the history together", async () => {
    const { worker, session } = opened();
    await session.start();
    await session.setBits("weights", "conv0", 4);
    assert.equal(session.state.report?.policy.weights["conv0"], 4);
    assert.deepEqual(session.state.before, planned);
    assert.deepEqual(session.state.edited, ["weights:conv0"]);
    await session.setBits("activation", "pw1", 2);
    await session.undo();
    assert.equal(session.state.report.policy.activations["pw1"], 4);
    assert.ok(session.state.canRedo);
    await session.redo();
    assert.equal(session.state.report.policy.activations["pw1"], 2);
    const asked = worker.asked.length;
    await session.reset();
    assert.equal(worker.asked.length, asked, "the policy without edits needs no planning");
    assert.equal(session.state.before, null);
    assert.deepEqual(session.state.report, planned);
  });

  it("plans the widths of a tensor once, one after another, without showing them", async () => {
    const { worker, session } = opened();
    await session.start();
    const before = session.state.report;
    const widths = await session.planWidths("weights", "conv0", { cancelled: false });
    const { flashBytes, ramBytes } = planned.memory.linked;
    assert.deepEqual(
      widths,
      [8, 5, 4, 3, 2].map((bits) => ({ bits, flashBytes, ramBytes })),
    );
    assert.equal(session.state.report, before);
    const asked = worker.asked.length;
    assert.equal(asked, 5, "the estimate and the four other widths");
    assert.equal(await session.planWidths("weights", "conv0", { cancelled: false }), widths);
    assert.equal(worker.asked.length, asked);
  });

  it("plans no width that nobody waits for, and answers for no policy but the one shown", async () => {
    const { worker, session } = opened();
    await session.start();
    assert.equal(await session.planWidths("weights", "conv0", { cancelled: true }), null);
    assert.equal(worker.asked.length, 1);
    worker.respond = undefined;
    const asked = session.planWidths("weights", "conv0", { cancelled: false });
    const first = await worker.next("replan");
    worker.respond = (_, params) => planOf(params);
    await session.setBits("weights", "fc", 8);
    first.answer(planOf(first.params));
    assert.equal(await asked, null);
  });

  it("keeps what the policy states about streaming in edits, and leaves it to the planner where a search's answer is taken", async () => {
    const { worker, session } = opened();
    const stated = policyTextOf(sample).replace('"weights"', '"streaming": [["conv0", "conv1"]],\n  "weights"');
    worker.respond = (method, params) => {
      const answer = planOf(params);
      if (!answer.ok) return answer;
      const { text } = "policy" in params ? params.policy : { text: answer.value.policyText };
      const { policyText } = { policyText: method === "quantize" ? stated : text };
      const report = method === "quantize" ? sample : answer.value.report;
      return { ok: true, value: { ...answer.value, report, policyText } };
    };
    await session.quantize();
    await session.setBits("weights", "conv0", 4);
    assert.match(session.policy?.text ?? "", /"streaming": \[\n {4}\["conv0", "conv1"\]/);
    const other = sample.front?.points.findIndex(({ chosen }) => !chosen) ?? -1;
    await session.applyFront(other);
    assert.doesNotMatch(session.policy?.text ?? "", /streaming/);
    await session.setBits("weights", "conv0", 2);
    assert.doesNotMatch(session.policy?.text ?? "", /streaming/, "and so do edits after it");
    await session.undo();
    await session.undo();
    assert.match(session.policy?.text ?? "", /streaming/);
  });

  it("goes back to the rounded weights where those of a search have learned, and to the learned ones again", async () => {
    const { worker, session } = opened();
    await session.start();
    const learning = { ...LEARNING, taken: true };
    const { weights, activations } = sample.policy;
    const { name, sha256 } = sample.model;
    const policyText = formatPolicy({
      model: { name, sha256 },
      learned: { file: "learned.bin", sha256: "a".repeat(64), widths: "b".repeat(64), samples: "c".repeat(64) },
      weights: new Map(Object.entries(weights)),
      activations: new Map(Object.entries(activations)),
    });
    worker.respond = (method, params) =>
      method === "quantize" ? answerOf({ ...sample, learning }, { policyText }) : planOf(params);
    await session.quantize("minutes:2");
    assert.equal(session.state.canUndo, true);
    await session.undo();
    const { params } = worker.asked.filter(({ method }) => method === "replan").at(-1) ?? {};
    assert.ok(params && "policy" in params && params.policy);
    assert.ok(!params.policy.text.includes("learned"));
    assert.deepEqual(session.state.report?.policy, sample.policy);
    assert.equal(session.state.report.learning, undefined);
    await session.redo();
    assert.deepEqual(session.state.report.learning, learning);
    worker.respond = (method, params) =>
      method === "quantize" ? answerOf({ ...sample, learning: LEARNING }) : planOf(params);
    await session.quantize("minutes:2");
    assert.equal(session.state.canUndo, false);
  });

  it("skips states that nobody waits for any more", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = undefined;
    const edits = [
      session.setBits("weights", "conv0", 4),
      session.setBits("weights", "conv0", 2),
      session.setBits("weights", "fc", 8),
      session.setBits("activation", "conv0", 2),
    ];
    const first = await worker.next("replan");
    first.answer(planOf(first.params));
    await turn();
    await turn();
    const second = await worker.next("replan");
    second.answer(planOf(second.params));
    await Promise.all(edits);
    assert.equal(worker.asked.length, 3, "the estimate, the first edit and the last");
    assert.deepEqual(session.state.edited, ["weights:conv0", "weights:fc", "activation:conv0"]);
    assert.equal(session.state.report?.policy.weights["conv0"], 2);
  });

  it("keeps the last state when the worker ends in the middle of an edit", async () => {
    const { worker, session } = opened();
    await session.start();
    await session.setBits("weights", "conv0", 4);
    worker.respond = () => ({ ok: false, fault: { kind: "broken", message: "it ended" } });
    worker.isDown = true;
    await session.setBits("weights", "fc", 8);
    assert.deepEqual(session.state.edited, ["weights:conv0"]);
    assert.equal(session.state.report?.policy.weights["fc"], 2);
    assert.deepEqual(session.state.problems, [{ code: "worker.broken", message: "it ended" }]);
    assert.ok(session.state.workerDown);
    worker.respond = (_, params) => planOf(params);
    worker.isDown = false;
    await session.setBits("weights", "fc", 8);
    assert.deepEqual(session.state.edited, ["weights:conv0", "weights:fc"]);
    assert.deepEqual(session.state.problems, []);
  });

  it("shows progress and the time left while it searches, then the result", async () => {
    const { worker, session, clock } = opened();
    await session.start();
    await session.setBits("weights", "conv0", 4);
    worker.respond = undefined;
    const done = session.quantize();
    const asked = await worker.next("quantize");
    assert.ok("task" in asked.params);
    const { task } = asked.params;
    worker.progress.tell({ task: "another", phase: "reading", done: 1, total: 2 });
    assert.equal(session.state.busy?.phase, "starting");
    worker.progress.tell({ task, phase: "measuring", done: 0, total: 100 });
    clock.ms = 5000;
    worker.progress.tell({ task, phase: "measuring", done: 50, total: 100 });
    const { busy }: PanelState = session.state;
    assert.ok(busy);
    const { fraction, secondsLeft, ...phase } = busy;
    assert.deepEqual(phase, { phase: "measuring", done: 50, total: 100 });
    assert.ok(fraction !== null && fraction > 0 && secondsLeft !== null, "of the whole job");
    await session.setBits("weights", "fc", 8);
    assert.deepEqual(session.state.edited, ["weights:conv0"], "an edit would be lost with the policy it belongs to");
    const refused = await session.quantize();
    assert.ok(!refused.ok && refused.fault.kind === "refused");

    const files = ["/models/out/policy.json", "/models/out/report.json"];
    asked.answer(answerOf(sample, { losses, files }));
    assert.ok((await done).ok);
    assert.deepEqual(session.state.report, sample);
    assert.deepEqual(session.state.edited, []);
    assert.ok(session.state.hasSensitivities);
    assert.equal(session.state.busy, null);
    assert.equal(session.policyPath, "/models/out/policy.json");
  });

  it("shows what a search has found although it could not be written, and says why", async () => {
    const { worker, session } = opened();
    await session.start();
    const unwritten = [{ code: "output.denied", message: "writing to this folder is not permitted" }];
    worker.respond = () => answerOf(sample, { losses, unwritten });
    const answer = await session.quantize();
    assert.ok(answer.ok);
    assert.deepEqual(session.state.report, sample);
    assert.deepEqual(session.state.problems, unwritten);
    assert.equal(session.policyPath, null);
    worker.respond = (_, params) => planOf(params);
    await session.setBits("weights", "conv0", 2);
    assert.equal(session.state.report.policy.weights["conv0"], 2);
  });

  it("keeps what it shows when the model's file is gone, says so, and goes on when it is back", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = () => answerOf(sample, { losses });
    await session.quantize();
    const problems = [{ code: "model.missing", message: "there is no such file" }];
    worker.respond = () => ({ ok: false, fault: { kind: "refused", problems } });
    await session.modelChanged();
    assert.deepEqual(session.state.report, sample);
    assert.deepEqual(session.state.problems, problems);
    worker.respond = () => answerOf(planned);
    await session.modelChanged();
    assert.deepEqual(session.state.report, sample);
    assert.deepEqual(session.state.problems, []);
  });

  it("offers to go on with a search that a reload has interrupted, until one has run", async () => {
    const kept: SavedSession[] = [];
    const store: SessionStore = {
      load: () => Promise.resolve(kept.at(-1)),
      save: (_, saved) => Promise.resolve(void kept.push(saved)),
    };
    const before = opened(store);
    await before.session.start();
    before.worker.respond = undefined;
    const searching = before.session.quantize();
    const asked = await before.worker.next("quantize");
    assert.equal(before.session.state.working, "search");
    before.session.dispose();
    asked.answer({ ok: false, fault: { kind: "cancelled" } });
    await searching;
    assert.equal(kept.at(-1)?.searching, true);

    const after = opened(store);
    await after.session.start();
    assert.equal(after.session.state.interrupted, true);
    after.worker.respond = () => answerOf(sample, { losses });
    await after.session.quantize();
    assert.equal(after.session.state.interrupted, false);
    after.session.dispose();
    assert.equal(kept.at(-1)?.searching, false);
    const again = opened(store);
    await again.session.start();
    assert.equal(again.session.state.interrupted, false);
  });

  it("remembers what the phases of a search took, and weighs them the next time", async () => {
    const { worker, session, clock } = opened();
    await session.start();
    const run = async (progress: (task: string) => void): Promise<void> => {
      worker.respond = undefined;
      worker.asked.length = 0;
      const searching = session.quantize();
      const asked = await worker.next("quantize");
      progress("task" in asked.params ? asked.params.task : "");
      asked.answer(answerOf(sample, { losses }));
      await searching;
    };
    await run((task) => {
      worker.progress.tell({ task, phase: "one", done: 0, total: 1 });
      clock.ms += 30_000;
      worker.progress.tell({ task, phase: "two", done: 0, total: 1 });
      clock.ms += 10_000;
    });
    await run((task) => {
      worker.progress.tell({ task, phase: "two", done: 0, total: 1 });
      assert.equal(session.state.busy?.fraction, 0.75);
    });
  });

  it("keeps what it had when a search is cancelled", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = undefined;
    const done = session.quantize();
    const asked = await worker.next("quantize");
    session.cancel();
    assert.ok(asked.cancelled);
    asked.answer({ ok: false, fault: { kind: "cancelled" } });
    await done;
    assert.deepEqual(session.state.report, planned);
    assert.deepEqual(session.state.problems, []);
    assert.ok(!session.isBusy);
  });

  it("cancels a search that still waits for the estimate", async () => {
    const { worker, session } = opened();
    worker.respond = undefined;
    const done = session.quantize();
    const estimate = await worker.next("estimate");
    session.cancel();
    assert.ok(estimate.cancelled);
    estimate.answer(answerOf(planned));
    const answer = await done;
    assert.ok(!answer.ok && answer.fault.kind === "cancelled");
    assert.equal(worker.asked.length, 1);
  });

  it("keeps a measurement with the policy it was made of", async () => {
    const { worker, session } = opened();
    await session.start();
    await session.setBits("weights", "conv0", 4);
    worker.respond = (method, params) => {
      const answer = planOf(params);
      if (method !== "evaluate" || !answer.ok) return answer;
      return answerOf({ ...answer.value.report, accuracy: measured });
    };
    await session.measure();
    assert.deepEqual(session.state.report?.accuracy, measured);
    assert.equal(session.state.before?.accuracy, null);
    await session.undo();
    assert.equal(session.state.report.accuracy, null);
    await session.redo();
    assert.deepEqual(session.state.report.accuracy, measured);
  });

  it("says when figures are of other samples than the settings name now", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = () => answerOf(sample, { dataKey: "first" });
    await session.quantize();
    assert.equal(session.state.samplesChanged, false);
    worker.respond = (_, params) => {
      const answer = planOf(params);
      return answer.ok ? answerOf(answer.value.report, { dataKey: "second" }) : answer;
    };
    await session.settingsChanged();
    assert.equal(session.state.samplesChanged, true);
    assert.deepEqual(session.state.report?.accuracy, sample.accuracy, "the figures stay, marked");
    worker.respond = () => answerOf(sample, { dataKey: "second" });
    await session.measure();
    assert.equal(session.state.samplesChanged, false);
  });

  it("forgets what was seen of samples that the settings do not name any more", async () => {
    const { worker, session } = opened();
    await session.start();
    session.showSamples(madeSamples);
    await session.settingsChanged();
    assert.equal(session.state.samples, madeSamples, "of the same samples");
    worker.respond = () => answerOf(planned, { dataKey: "second" });
    await session.settingsChanged();
    assert.equal(session.state.samples, null);
  });

  it("plans the same policy, edits included, for another budget", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = () => answerOf(sample, { losses });
    await session.quantize();
    worker.respond = (_, params) => planOf(params);
    await session.setBits("weights", "conv0", 4);
    const target = { ...sample.target, ramBytes: 1 };
    worker.respond = (_, params) => planOf(params, target);
    await session.settingsChanged();
    assert.equal(session.state.report?.target.ramBytes, 1);
    assert.equal(session.state.report.policy.weights["conv0"], 4);
    assert.equal(session.state.before?.target.ramBytes, 1);
    assert.deepEqual(session.state.before.accuracy, sample.accuracy, "measured of the same policy");
    assert.deepEqual(session.state.losses, losses);
  });

  it("keeps the search's own report where the settings change nothing for it", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = () => answerOf(sample, { losses });
    await session.quantize();
    worker.respond = (_, params) => planOf(params);
    await session.settingsChanged();
    assert.deepEqual(session.state.report, sample);
  });

  it("comes back after a reload without running anything", async () => {
    const kept = new Map<string, SavedSession>();
    const store: SessionStore = {
      load: (path) => Promise.resolve(structuredClone(kept.get(path))),
      save: (path, saved) => {
        kept.set(path, structuredClone(saved));
        return Promise.resolve();
      },
    };
    const before = opened(store);
    before.worker.respond = (method, params) => (method === "quantize" ? answerOf(sample, { losses }) : planOf(params));
    await before.session.quantize();
    await before.session.setBits("weights", "conv0", 4);
    await before.session.setBits("weights", "conv0", 2);
    await before.session.undo();
    const { state } = before.session;
    before.session.dispose();

    const after = opened(store);
    await after.session.start();
    assert.deepEqual(after.session.state, state);
    assert.deepEqual(
      after.worker.asked.map(({ method }) => method),
      ["replan"],
    );
    await after.session.redo();
    assert.equal(after.session.state.report?.policy.weights["conv0"], 2);
  });

  it("takes a point of the front as one edit, which undo takes back", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = () => answerOf(sample, { losses });
    await session.quantize();
    worker.respond = (_, params) => planOf(params);
    await session.applyFront(1);
    assert.deepEqual(session.state.report?.policy, {
      weights: { conv0: 4, pw1: 2, fc: 4 },
      activations: { conv0: 8, pw1: 4 },
    });
    assert.deepEqual(session.state.edited, ["weights:conv0", "weights:pw1", "weights:fc"]);
    assert.deepEqual(session.state.before?.front, sample.front, "the front stays that of the search");
    await session.applyFront(4);
    assert.ok(Object.values(session.state.report.policy.weights).every((bits) => bits === 8));
    await session.undo();
    assert.equal(session.state.report.policy.weights["pw1"], 2);
    await session.undo();
    assert.deepEqual(session.state.report, sample);
    const asked = worker.asked.length;
    await session.applyFront(2);
    await session.applyFront(99);
    await session.applyFront(-1);
    assert.equal(worker.asked.length, asked, "the point shown and points that do not exist change nothing");
    assert.deepEqual(session.state.report, sample);
  });

  it("makes a trade that a reason proposes, from the policy that the reason belongs to", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = () => answerOf(sample, { losses });
    await session.quantize();
    worker.respond = (_, params) => planOf(params);
    await session.setBits("activation", "pw1", 2);
    await session.applyTrade(1, 8);
    assert.deepEqual(session.state.report?.policy, {
      weights: { conv0: 4, pw1: 8, fc: 2 },
      activations: { conv0: 8, pw1: 4 },
    });
    const asked = worker.asked.length;
    await session.applyTrade(4, 2);
    await session.applyTrade(99, 8);
    assert.equal(worker.asked.length, asked, "where no policy has that width there is no trade");
    await session.undo();
    assert.deepEqual(session.state.edited, ["activation:pw1"]);
  });

  it("asks for the front and the reasons of a policy that was opened or planned for another budget", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = () => answerOf(sample, { losses });
    await session.quantize();
    const bare = (target = sample.target): Report => ({ ...planned, target, front: null, why: null });
    const other = { ...sample.target, ramBytes: 1 };
    worker.respond = (method, params) => {
      const report = method === "explain" ? { ...planned, target: other } : bare(other);
      const answer = planOf(params);
      return answer.ok ? answerOf({ ...report, policy: answer.value.report.policy }) : answer;
    };
    await session.settingsChanged();
    await turn();
    assert.equal(worker.asked.at(-1)?.method, "explain");
    assert.equal(session.state.report?.target.ramBytes, 1);
    assert.deepEqual(session.state.report.front, sample.front);
    assert.deepEqual(session.state.report.why, sample.why);

    // An answer that comes late belongs to the policy that it was asked for.
    worker.respond = undefined;
    const changed = session.settingsChanged();
    const replan = await worker.next("replan");
    replan.answer(answerOf({ ...bare(), policy: sample.policy }));
    await changed;
    const explain = await worker.next("explain");
    const opening = session.openPolicy({ text: policyTextOf({ ...sample, policy: { ...sample.policy } }), path: "/p" });
    const again = await worker.next("replan");
    again.answer(answerOf(bare()));
    await opening;
    assert.ok(explain.cancelled);
    explain.answer(answerOf(planned));
    await turn();
    assert.equal(session.state.report.front, null);
  });

  it("starts anew when the model has changed", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = () => answerOf(sample, { losses });
    await session.quantize();
    const other = { ...planned, model: { ...planned.model, sha256: "fedcba9876543210".repeat(4) } };
    worker.respond = () => answerOf(other);
    await session.modelChanged();
    assert.equal(session.state.report?.accuracy, null);
    assert.ok(!session.state.hasSensitivities);
  });

  it("keeps its result when the file was only written again", async () => {
    const { worker, session } = opened();
    await session.start();
    worker.respond = () => answerOf(sample, { losses });
    await session.quantize();
    worker.respond = () => answerOf(planned);
    await session.modelChanged();
    assert.deepEqual(session.state.report?.accuracy, sample.accuracy);
    assert.ok(session.state.hasSensitivities);
  });

  it("tells what edits would lead to, and makes them as one", async () => {
    const { session } = opened();
    await session.start();
    const edits = [
      { kind: "weights", name: "conv0", bits: 4 },
      { kind: "activation", name: "pw1", bits: 2 },
    ] as const;
    const planned = await session.whatIf(edits);
    assert.deepEqual([planned?.policy.weights["conv0"], planned?.policy.activations["pw1"]], [4, 2]);
    assert.deepEqual(session.state.edited, []);
    await session.setAll(edits);
    assert.deepEqual(session.state.report?.policy, planned?.policy);
    await session.undo();
    assert.deepEqual(session.state.edited, []);
  });

  it("keeps with every edit which form of the model the widths belong to, and the losses that were measured of it", async () => {
    const { worker, session } = opened();
    await session.start();
    const lines = policyTextOf(planned).split("\n");
    const text = [lines[0], '  "deadChannels": "fours",', ...lines.slice(1)].join("\n");
    worker.respond = (method, params) =>
      method === "quantize" ? answerOf(planned, { policyText: text, losses }) : planOf(params);
    await session.quantize();
    const asked = (): unknown => {
      const { method, params } = worker.asked.at(-1) ?? assert.fail();
      if (method !== "replan" || !("policy" in params && "losses" in params)) throw new Error(`${method} was asked`);
      const policy = parsePolicy(params.policy.text, "");
      assert.ok(policy.ok);
      const { deadChannels, weights } = policy.value;
      return { deadChannels, conv0: weights.get("conv0"), losses: params.losses };
    };
    await session.setBits("weights", "conv0", 4);
    assert.deepEqual(asked(), { deadChannels: "fours", conv0: 4, losses });
    await session.setBits("weights", "conv0", 2);
    assert.deepEqual(asked(), { deadChannels: "fours", conv0: 2, losses });
    await session.whatIf([{ kind: "weights", name: "conv0", bits: 4 }]);
    assert.deepEqual(asked(), { deadChannels: "fours", conv0: 4, losses });
  });

  it("generates the policy shown, or one that is given, and goes on showing what it showed", async () => {
    const { worker, session } = opened();
    await session.start();
    await session.setBits("weights", "conv0", 4);
    const shown = session.state.report;
    await session.generate();
    const edited = worker.asked.at(-1);
    assert.equal(edited?.method, "generate");
    const paramsOf = (
      asked: Asked | undefined,
    ): { readonly text: string; readonly outFolder: unknown; readonly name: unknown } => {
      const params = asked?.params;
      if (!params || !("outFolder" in params)) throw new Error("not asked to generate");
      return { text: params.policy.text, outFolder: params.outFolder, name: params.ambient["name"] };
    };
    assert.match(paramsOf(edited).text, /"conv0": 4/);
    assert.equal(paramsOf(edited).outFolder, null);
    assert.equal(paramsOf(edited).name, undefined);
    await session.generate({ policy: { text: "{}", path: "/models/p.json" }, outFolder: "/out", name: "kws" });
    assert.deepEqual(paramsOf(worker.asked.at(-1)), { text: "{}", outFolder: "/out", name: "kws" });
    assert.deepEqual(session.state.report, shown);
  });

  it("knows the code that was generated, whether it is of the widths shown, and remembers it", async () => {
    const kept: SavedSession[] = [];
    const store: SessionStore = {
      load: () => Promise.resolve(kept.at(-1)),
      save: (_, saved) => Promise.resolve(void kept.push(saved)),
    };
    const { session } = opened(store);
    await session.start();
    const shownCode = () => session.state.firmware;
    assert.equal(shownCode(), null);
    const { policy, state } = session;
    const found = {
      folder: "/models/keywords.bitwright/keywords.mcu",
      place: "keywords.bitwright/keywords.mcu",
      modelSha256: state.report?.model.sha256 ?? "",
      policySha256: digestOf(policy?.text ?? ""),
      verification: sampleVerification,
    };
    session.foundFirmware(found);
    assert.equal(shownCode()?.isCurrent, true);
    await session.setBits("weights", "conv0", 4);
    assert.equal(shownCode()?.isCurrent, false, "an edit makes it stale");
    await session.undo();
    assert.equal(shownCode()?.isCurrent, true, "and its end fresh again");
    session.foundFirmware({ ...found, modelSha256: "0".repeat(64) });
    assert.equal(shownCode()?.isCurrent, false, "another file of the model");
    session.foundFirmware(found);
    session.setVerifying(true);
    assert.equal(shownCode()?.isVerifying, true);
    session.dispose();

    const again = opened(store).session;
    await again.start();
    assert.deepEqual(again.state.firmware, {
      place: found.place,
      isCurrent: true,
      verification: sampleVerification,
      isVerifying: false,
    });
    assert.equal(again.firmwareFolder, found.folder);
    again.foundFirmware(null);
    assert.equal(again.state.firmware, null);
  });
});
