/**
 * One edit, one figure: what the menu and the reasons say beforehand is what the report says afterwards, the terminal prints and the C
 * project holds. All through the real worker's handlers and the panel's own figures.
 */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderReport } from "../../../src/cli/render/renderReport";
import { ModelSession } from "../../../src/extension/session/modelSession";
import { Notifier } from "../../../src/extension/notifier";
import { forgetfulStore } from "../../../src/extension/session/sessionStore";
import type { WorkerPort } from "../../../src/extension/workers/workerProcess";
import { indexCode } from "../../../src/protocol/code/codeIndex";
import { Conversation } from "../../../src/protocol/messages/conversation";
import type { NoMessages } from "../../../src/protocol/messages/envelope";
import { explain } from "../../../src/protocol/code/explainCode";
import { formatShare, formatSize } from "../../../src/protocol/words/format";
import { readMemoryMap } from "../../../src/protocol/files/memoryMap";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { ActivationBits, Report } from "../../../src/protocol/files/report";
import {
  WORKER_PARAMS,
  WORKER_PAYLOADS,
  type WorkerEvents,
  type WorkerRequests,
} from "../../../src/protocol/messages/workerMessages";
import { createHandlers } from "../../../src/worker/conversationHandlers";
import { formatSizeChange } from "../../../src/protocol/words/format";
import { layerRows, type Choice } from "../../../webview/figures/layers/layerRows";
import { peakWords, ROLES, stepsOf } from "../../../webview/figures/ramSteps";
import { reasonWords } from "../../../webview/figures/reasonWords";
import { alternatives, choiceKey } from "../../../webview/figures/savings";
import { changeWords, offeredWidths } from "../../../src/protocol/words/widths";
import { root, temporaryFolder } from "../../support/cli";
import { smallModel } from "../../support/networks/smallModel";

const { path: folder, remove } = temporaryFolder();
const MOBILENET = join(root, "../shared/models/mobilenet_v2_1.0_224_bn.onnx");
const TERMINAL = { columns: 100, colour: false, unicode: true, interactive: false };

/** The worker's handlers in this process. */
function workerHere(): WorkerPort {
  type End = Conversation<WorkerRequests, NoMessages, NoMessages, WorkerEvents>;
  const host: End = new Conversation<WorkerRequests, NoMessages, NoMessages, WorkerEvents>({
    send: (message) => setImmediate(() => worker.receive(message)),
    handlers: {},
    params: {},
    listeners: { ready: () => undefined, progress: () => undefined, log: () => undefined },
    payloads: WORKER_PAYLOADS,
  });
  const worker = new Conversation<NoMessages, WorkerEvents, WorkerRequests, NoMessages>({
    send: (message) => setImmediate(() => host.receive(message)),
    handlers: createHandlers({ env: { XDG_CACHE_HOME: join(folder, "cache") }, progress: () => undefined }),
    params: WORKER_PARAMS,
    listeners: {},
    payloads: {},
  });
  return {
    ask: (method, params) => host.ask(method, params),
    onProgress: new Notifier<never>().listen,
    onDown: new Notifier<boolean>().listen,
    isDown: false,
  };
}

function opened(path: string, ambient: Readonly<Record<string, unknown>>): ModelSession {
  return new ModelSession(path, {
    worker: workerHere(),
    store: forgetfulStore,
    question: (modelPath) => ({ modelPath, ambient, folder, trusted: true }),
    describe: (fault) => (fault.kind === "refused" ? fault.problems : []),
    readResults: () => Promise.resolve({ policyPath: "", policy: undefined, report: undefined }),
    now: () => 0,
  });
}

function shownIn(session: ModelSession): PanelState & { readonly report: Report } {
  const { report, ...state } = session.state;
  assert.ok(report, JSON.stringify(state.problems));
  return { ...state, report };
}

function needOf({ memory, target }: Report): { readonly flashBytes: number; readonly ramBytes: number } {
  return memory[target.account];
}

/** The one tensor under test: the middle layer's weights, the output alive at the peak, the first layer's. */
function choicesOf(state: PanelState & { readonly report: Report }): readonly Choice[] {
  const rows = layerRows(state);
  const all = rows.flatMap(({ weights, activation }) => [weights?.choice, activation.choice]).filter((one) => !!one);
  const atPeak = rows.find(({ isPeak, activation }) => isPeak && activation.choice)?.activation.choice;
  return [
    ...new Map(
      [atPeak, all[0], all[1], all[all.length >> 1]].flatMap((one) => (one ? [[choiceKey(one), one]] : [])),
    ).values(),
  ];
}

/** Menu, reasons, report after the edit and terminal, for every other width of a tensor; the edit is undone. */
async function holdTogether(session: ModelSession, choice: Choice): Promise<void> {
  const state = shownIn(session);
  const widths = await session.planWidths(choice.kind, choice.name, { cancelled: false });
  assert.ok(widths, "planned");
  const planned = new Map([[choiceKey(choice), widths]]);
  const row = layerRows(state).find(
    ({ weights, activation }) =>
      (choice.kind === "weights" ? weights?.choice : activation.choice)?.name === choice.name,
  );
  assert.ok(row);
  const reasons = reasonWords(state.report, choice, planned);
  const offered = alternatives(state.report, row, choice, state.losses, planned);
  const bits = (choice.kind === "weights" ? row.weights?.bits : row.activation.bits) ?? 8;
  assert.ok(bits !== 1, "spikes have no choice");
  assert.deepEqual(
    offeredWidths(state.report, state.losses, { ...choice, bits }, widths),
    offered.map((option) => {
      const words = [option.isCurrent ? "now" : changeWords(option.change), option.cost ?? ""];
      return { bits: option.bits, words: words.filter((word) => word !== "").join(", ") };
    }),
    `palette: ${choiceKey(choice)}`,
  );
  for (const { bits, isCurrent, change } of alternatives(state.report, row, choice, {}, planned)) {
    if (isCurrent) continue;
    const label = `${choiceKey(choice)} at ${bits} bits`;
    await session.setBits(choice.kind, choice.name, bits);
    const { report } = shownIn(session);
    const [now, then] = [needOf(report), needOf(state.report)];
    const real = { flashBytes: now.flashBytes - then.flashBytes, ramBytes: now.ramBytes - then.ramBytes };
    assert.deepEqual(change, real, `menu: ${label}`);
    const words = changeWords(change);
    if (real.ramBytes !== 0) assert.ok(words.includes(`${formatSizeChange(real.ramBytes)} RAM`), label);
    const sentence = reasons?.others.find((other) => other.bits === bits)?.sentence;
    const isMeasured = `${choiceKey(choice)}:${bits}` in state.losses;
    if (reasons) assert.equal(sentence !== undefined, isMeasured, `why: ${label}: ${sentence}`);
    if (sentence !== undefined)
      assert.ok(sentence.startsWith(`${bits} bits alone (${words}) would`), `why: ${label}: ${sentence}`);
    holdReport(report);
    await session.undo();
  }
}

/** A report's own surfaces: the terminal and the chart. */
function holdReport(report: Report): void {
  const { flashBytes, ramBytes } = needOf(report);
  const text = renderReport(report, [], TERMINAL);
  for (const [need, limit] of [
    [flashBytes, report.target.flashBytes],
    [ramBytes, report.target.ramBytes],
  ] as const)
    assert.ok(text.includes(limit === null ? formatSize(need) : formatShare(need, limit)), text.slice(0, 800));
  const sums = stepsOf(report).map((step) => ROLES.reduce((sum, role) => sum + step[role], 0));
  assert.equal(Math.max(...sums), report.memory.peak.bytes);
  assert.ok(peakWords(report).startsWith(`peak ${formatSize(report.memory.peak.bytes)}`));
}

/** What the C project of the policy shown says. */
async function holdProject(session: ModelSession): Promise<void> {
  const { report } = shownIn(session);
  const generated = await session.generate();
  assert.ok(generated.ok, JSON.stringify(generated));
  const project = generated.value.files.find((file) => file.endsWith(".mcu"));
  assert.ok(project);
  const map = readMemoryMap(readFileSync(join(project, "memory.json"), "utf8"));
  assert.ok(map.ok);
  const source = map.value.files
    .map(({ path }) => path)
    .filter((path) => /^\w+\.[ch]$/.test(path))
    .map((path) => readFileSync(join(project, path), "utf8"))
    .join("\n");
  const [, arena] = /_ARENA_BYTES (\d+)u/.exec(source) ?? [];
  const items = report.memory.linked.items.filter(({ region }) => region === "ram");
  assert.equal(Number(arena), items.find(({ kind }) => kind === "arena")?.sizeBytes);
  const comments = [...source.matchAll(/bytes of FLASH, (\d+) bytes of the arena in use/g)].map(([, live]) =>
    Number(live),
  );
  assert.deepEqual(
    comments,
    report.layers.map(({ liveBytes }) => liveBytes),
  );
  const steps = new Map([...source.matchAll(/Step (\d+): (.+?)\. ?\*\//g)].map(([, step, name]) => [name, step]));
  assert.ok(steps.size > 1, "comments number the steps");
  const index = indexCode(map.value);
  for (const [step, layer] of map.value.layers.entries()) {
    const comment = steps.get(layer.name);
    if (comment !== undefined) assert.equal(Number(comment), step, layer.name);
    const { facts } = explain({ index, verification: null, losses: null }, { kind: "layer", layer });
    const alive = facts.find(({ term }) => term === "Alive")?.words ?? "";
    const [, first = "", last = first, from, to = from] =
      /^(?:during )?(.+?)(?: to (.+))? \(steps? (\d+)(?: to (\d+))?\)$/.exec(alive) ?? [];
    for (const [name, number] of [
      [first, from],
      [last, to],
    ] as const)
      if (steps.has(name)) assert.equal(number, steps.get(name), `${layer.name}: ${alive}`);
    assert.notEqual(from, undefined, alive);
  }
  assert.equal(map.value.arena.peakBytes, report.memory.peak.bytes);
}

describe("every surface's figures of an edit", function () {
  this.timeout(600_000);
  after(remove);

  it("are one, for a small network that streams, whose policy states so", async () => {
    const path = join(folder, "net.onnx");
    writeFileSync(path, smallModel({ side: 32, blocks: 4 }));
    const session = opened(path, { flash: "1MiB", ram: "14KiB", out: folder });
    const quantized = await session.quantize();
    assert.ok(quantized.ok);
    assert.ok(quantized.value.policyText.includes('"streaming": ['));
    for (const choice of choicesOf(shownIn(session))) await holdTogether(session, choice);
    await session.setBits("weights", "conv1", 4);
    await holdProject(session);
  });

  it("are one for the example, with reasons", async () => {
    const path = join(folder, "keywords.onnx");
    for (const file of ["keywords.onnx", "calibration.npz", "test.npz"])
      copyFileSync(join(root, "examples", "keywords", file), join(folder, file));
    const session = opened(path, {
      flash: "56KiB",
      ram: "8704",
      out: folder,
      calibration: { path: "calibration.npz", samples: 16 },
    });
    assert.ok((await session.quantize()).ok);
    const state = shownIn(session);
    assert.ok(state.report.why, "a search with reasons");
    for (const choice of choicesOf(state)) await holdTogether(session, choice);
    const [choice] = choicesOf(state);
    assert.ok(choice);
    const other: ActivationBits = 2;
    await session.setBits(choice.kind, choice.name, other);
    holdReport(shownIn(session).report);
    await session.reset();
    await holdProject(session);
    for (const [index] of (state.report.front?.points ?? []).entries()) {
      if (index % 4 > 0) continue;
      await session.applyFront(index);
      const point = state.report.front?.points[index];
      const { flashBytes, ramBytes } = needOf(shownIn(session).report);
      assert.deepEqual([flashBytes, ramBytes], [point?.flashBytes, point?.ramBytes], `point ${index}`);
    }
  });

  it("are one for MobileNetV2", async function () {
    if (!existsSync(MOBILENET)) {
      console.log("      skipped: MobileNetV2 is not there");
      this.skip();
    }
    const session = opened(MOBILENET, { flash: "4MiB", ram: "320KiB", out: folder });
    await session.start();
    for (const choice of choicesOf(shownIn(session)).slice(0, 2)) await holdTogether(session, choice);
  });
});
