/**
 * All that is known of one model, and what can be done with it; the panel draws `state` and nothing else. Free of the editor, so that it is
 * tested without one.
 *
 * Invariant: the report shown belongs to the history shown. An edit becomes visible when the worker has planned it; one that fails leaves
 * everything as it was and says why. So whatever happens to the worker, the last state stays on the screen.
 *
 * Longer than other files because every action has to keep that invariant, and all of them share the state it speaks of.
 */
import { basename } from "node:path";
import type { Answer, Pending } from "../../protocol/messages/conversation";
import type { CancelSignal, Fault } from "../../protocol/messages/envelope";
import { shownDigits, widthsOf, withChanges } from "../../protocol/files/frontPolicy";
import type { WidthEdit } from "../../protocol/words/narrowings";
import type { PanelFirmware, PanelState, PlannedWidth } from "../../protocol/messages/panel";
import { formatPolicy, parsePolicy } from "../../protocol/files/policyFile";
import type { Remark } from "../../formats/remark";
import { widthsFor, type Bits, type Report, type ReportFront } from "../../protocol/files/report";
import { readResultFiles } from "../../protocol/files/resultFiles";
import type { SamplesPreview } from "../../protocol/messages/samplesPreview";
import type { JobAnswer, Losses, ModelQuestion, PolicyText } from "../../protocol/messages/workerMessages";
import { EditHistory, type EditKind } from "./editHistory";
import { shownFirmware, type FoundFirmware } from "./foundFirmware";
import { USUAL_TIMES, type LongJob } from "./jobClock";
import { JobLane, type JobTimes } from "./jobLane";
import { Measurements } from "./measurements";
import { Notifier } from "../notifier";
import { PolicyComparison, type OldPolicy, type PolicySource } from "./policyComparison";
import type { BaseKind, SavedSession, SessionStore } from "./sessionStore";
import type { WorkerPort } from "../workers/workerProcess";

export interface SessionSurroundings {
  readonly worker: WorkerPort;
  readonly store: SessionStore;
  /** Under the settings as they are now. */
  readonly question: (modelPath: string) => ModelQuestion;
  /** A fault in the words for the person; nothing for what they asked for themselves. */
  readonly describe: (fault: Fault) => readonly Remark[];
  /** What lies in a folder of results; undefined: no such file, or none that may be read. */
  readonly readResults: (outFolder: string) => Promise<ResultTexts>;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

export interface ResultTexts {
  /** Absolute. */
  readonly policyPath: string;
  readonly policy: string | undefined;
  readonly report: string | undefined;
}

export type Finished = Answer<JobAnswer>;

interface Shown {
  readonly kind: BaseKind;
  readonly policyPath: string | null;
  readonly base: JobAnswer;
  readonly history: EditHistory;
  /** Of the history's widths. */
  readonly report: Report;
  readonly policyText: string;
}

const SAVE_AFTER_MS = 300;
const ALREADY_BUSY: Remark = {
  code: "session.busy",
  message: "this model is being worked on",
  hint: "wait for it, or cancel it first",
};

const CANCELLED: Finished = { ok: false, fault: { kind: "cancelled" } };
const NOTHING_SHOWN: Remark = {
  code: "session.empty",
  message: "there is no policy yet",
  hint: "“Bitwright: Quantize for MCU” searches one",
};

/** Of what is shown without edits, where something is compared with it. */
const TITLES: Readonly<Record<BaseKind, string>> = {
  estimate: "as estimated",
  search: "as searched",
  policy: "as opened",
};

let tasks = 0;

export interface GenerateAgain {
  readonly policy: PolicyText;
  /** That the project's folder lies in. */
  readonly outFolder: string;
  /** What its symbols begin with, which firmware around it names; the settings file may say another. */
  readonly name: string;
}

export class ModelSession {
  private readonly states = new Notifier<PanelState>();
  private readonly jobs: JobLane;
  private shown: Shown | undefined;
  private measurements = new Measurements();
  private readonly comparison = new PolicyComparison((policy) => this.planOther(policy));
  private problems: readonly Remark[] = [];
  /** Of the settings as they were last read. */
  private ofData = "";
  private samples: SamplesPreview | null = null;
  private firmware: FoundFirmware | null = null;
  private verifying = false;
  private interrupted = false;
  private times: SavedSession["times"] = {};
  private isDisposed = false;
  /** What takes long and is refused twice; estimates and plans wait for their turn instead. */
  private working: "search" | "measurement" | undefined;
  private stopping = false;
  private starting: Promise<void> | undefined;
  /** What the person wants to see, ahead of `shown.history` while it is being planned. */
  private wanted: EditHistory | undefined;
  private planning: Promise<void> | undefined;
  private explaining: Pending<JobAnswer> | undefined;
  private readonly knownWidths = new WeakMap<Report, Map<string, readonly PlannedWidth[]>>();
  private plannedWidths: Promise<unknown> = Promise.resolve();
  private saveTimer: NodeJS.Timeout | undefined;
  private readonly stopListening: () => void;

  /** Told a whole new state whenever anything but progress changes. */
  readonly onState = this.states.listen;
  readonly onBusy: JobLane["onBusy"];

  constructor(
    readonly modelPath: string,
    private readonly around: SessionSurroundings,
  ) {
    this.jobs = new JobLane(around.worker, around.now);
    this.onBusy = this.jobs.onBusy;
    this.stopListening = around.worker.onDown(() => this.publish());
  }

  get state(): PanelState {
    const { shown, problems } = this;
    const edited = shown?.history.edited ?? [];
    const losses = shown?.base.losses ?? {};
    return {
      model: { name: basename(this.modelPath), path: this.modelPath },
      report: shown?.report ?? null,
      before: shown && edited.length > 0 ? shown.base.report : null,
      edited,
      canUndo: shown?.history.canUndo ?? false,
      canRedo: shown?.history.canRedo ?? false,
      hasSensitivities: Object.keys(losses).length > 0,
      losses,
      samples: this.samples,
      samplesChanged: shown !== undefined && this.measurements.areOfOtherData(shown.policyText, this.ofData),
      comparison: this.comparison.shownBeside(shown ? { title: TITLES[shown.kind], report: shown.base.report } : null),
      firmware: this.shownFirmware(),
      interrupted: this.interrupted,
      working: this.working ?? null,
      busy: this.jobs.busy,
      problems,
      workerDown: this.around.worker.isDown,
    };
  }

  get isBusy(): boolean {
    return this.working !== undefined;
  }

  /** Which samples the settings name; another text means other samples. */
  get dataKey(): string {
    return this.ofData;
  }

  /** The text of the policy shown, and where the settings want results. */
  get policy(): { readonly text: string; readonly outFolder: string } | undefined {
    return this.shown && { text: this.shown.policyText, outFolder: this.shown.base.outFolder };
  }

  /** The file that the policy shown was read from. */
  get policyPath(): string | null {
    return this.shown?.policyPath ?? null;
  }

  /** Where the project lies that the panel speaks of. */
  get firmwareFolder(): string | undefined {
    return this.firmware?.folder;
  }

  /** What lies on disk now of the model's generated code; null: nothing. */
  foundFirmware(found: FoundFirmware | null): void {
    if (JSON.stringify(found) === JSON.stringify(this.firmware)) return;
    this.firmware = found;
    this.keep();
    this.publish();
  }

  /** The project is being built and run, or not any more. */
  setVerifying(verifying: boolean): void {
    this.verifying = verifying;
    this.publish();
  }

  /** The last state if it still belongs to the model, else an estimate. Once; further calls wait for the first. */
  start(): Promise<void> {
    this.starting ??= this.jobs.inTurn(() => this.restoreOrEstimate());
    return this.starting;
  }

  estimate(): Promise<Finished> {
    return this.jobs.inTurn(() => this.estimateNow());
  }

  /**
   * Searches the best policy for the budget; it replaces the one shown, edits included.
   * @param learn how long weights learn, as the setting of that name has it; undefined: as the settings say
   */
  quantize(learn?: string): Promise<Finished> {
    return this.work("search", async () => {
      const task = taskOf(this.modelPath);
      const answer = await this.run(
        "starting",
        () =>
          this.around.worker.ask("quantize", {
            ...this.around.question(this.modelPath),
            task,
            ...(learn !== undefined && { learn }),
          }),
        task,
        "quantize",
      );
      if (answer.ok) {
        const { files } = answer.value;
        this.measurements.remember(answer.value);
        // Only what was written is a file that problems can point into.
        this.rebase("search", files.find((file) => basename(file) === "policy.json") ?? null, answer.value);
        void this.compareAgain();
      }
      return answer;
    });
  }

  /**
   * A few samples beside the float network's answers; shown from then on.
   * @param path instead of those that the settings name
   * @returns null where there are none
   */
  preview(path: string | null): Promise<Answer<SamplesPreview | null>> {
    return this.jobs.inTurn(async () => {
      const task = taskOf(this.modelPath);
      const question = { ...this.around.question(this.modelPath), task, path };
      const answer = await this.run("looking at the samples", () => this.around.worker.ask("preview", question), task);
      if (answer.ok) this.samples = answer.value;
      else this.problems = this.around.describe(answer.fault);
      this.publish();
      return answer;
    });
  }

  /** Samples that were looked at before the settings named them. */
  showSamples(samples: SamplesPreview | null): void {
    this.samples = samples;
    this.publish();
  }

  /** Measures the policy shown. */
  measure(): Promise<Finished> {
    return this.work("measurement", async () => {
      await this.planning;
      const { shown } = this;
      if (!shown) return refusedBecause(NOTHING_SHOWN);
      const task = taskOf(this.modelPath);
      const policy: PolicyText = { text: shown.policyText, path: "the policy shown" };
      const { losses } = shown.base;
      const answer = await this.run(
        "starting",
        () => this.around.worker.ask("evaluate", { ...this.around.question(this.modelPath), task, policy, losses }),
        task,
        "evaluate",
      );
      if (answer.ok) {
        this.measurements.remember(answer.value);
        this.showMeasurements();
      }
      return answer;
    });
  }

  /** Writes the C project of a policy; the one shown where none is given. What is shown stays as it is. */
  generate(given?: GenerateAgain): Promise<Finished> {
    return this.work("measurement", async () => {
      await this.planning;
      const { shown } = this;
      if (!shown) return refusedBecause(NOTHING_SHOWN);
      const task = taskOf(this.modelPath);
      const policy = given?.policy ?? { text: shown.policyText, path: "the policy shown" };
      const plain = this.around.question(this.modelPath);
      const ambient = given ? { ...plain.ambient, name: given.name } : plain.ambient;
      const question = { ...plain, ambient, task, policy, losses: shown.base.losses };
      const outFolder = given?.outFolder ?? null;
      return this.run(
        "starting",
        () => this.around.worker.ask("generate", { ...question, outFolder }),
        task,
        "generate",
      );
    });
  }

  /** Shows a policy file's policy, as the start of edits. */
  async openPolicy(policy: PolicyText): Promise<Finished> {
    await this.start();
    return this.jobs.inTurn(async () => {
      const losses = this.shown?.base.losses ?? {};
      const answer = await this.planNow(policy, losses);
      if (answer.ok) this.rebase("policy", policy.path, { ...answer.value, losses });
      void this.explainBase();
      return this.finished(answer);
    });
  }

  setBits(kind: EditKind, name: string, bits: Bits): Promise<void> {
    return this.edit((history) => history.set(kind, name, bits));
  }

  /** Several widths as one edit. */
  setAll(edits: readonly WidthEdit[]): Promise<void> {
    return this.edit((history) => history.setAll(edits));
  }

  /**
   * What every width of one tensor comes to, planned as the edit will be, one after another; null where the policy shown has changed
   * before all are known, where nobody waits any more, or where planning failed.
   */
  planWidths(kind: EditKind, name: string, signal: CancelSignal): Promise<readonly PlannedWidth[] | null> {
    const turn = this.plannedWidths.then(() => this.planWidthsNow(kind, name, signal));
    this.plannedWidths = turn.catch(() => null);
    return turn;
  }

  private async planWidthsNow(
    kind: EditKind,
    name: string,
    signal: CancelSignal,
  ): Promise<readonly PlannedWidth[] | null> {
    const { shown } = this;
    if (!shown) return null;
    const known = this.knownWidths.get(shown.report) ?? new Map<string, readonly PlannedWidth[]>();
    this.knownWidths.set(shown.report, known);
    const before = known.get(`${kind}:${name}`);
    if (before) return before;
    const planned: PlannedWidth[] = [];
    for (const bits of widthsFor(kind)) {
      if (signal.cancelled || this.shown !== shown) return null;
      const history = shown.history.set(kind, name, bits);
      const answer = history === shown.history ? shown : await this.plan(shown, history);
      // Not every activation can have 16 bits: what reads it may have no kernel for them.
      if ("fault" in answer && bits === 16) continue;
      if ("fault" in answer) return null;
      const { memory, target } = answer.report;
      const { flashBytes, ramBytes } = memory[target.account];
      planned.push({ bits, flashBytes, ramBytes });
    }
    if (this.shown !== shown) return null;
    known.set(`${kind}:${name}`, planned);
    return planned;
  }

  /** The report that edits would lead to, without making them. */
  async whatIf(edits: readonly WidthEdit[]): Promise<Report | undefined> {
    if (!this.shown) return undefined;
    const planned = await this.plan(this.shown, this.shown.history.setAll(edits));
    return "fault" in planned ? undefined : planned.report;
  }

  /** @param now null: with whatever is shown */
  async compare(old: OldPolicy, now: PolicySource | null): Promise<Answer<null>> {
    await this.start();
    const answer = await this.comparison.start(old, now);
    this.problems = answer.ok ? [] : this.around.describe(answer.fault);
    this.publish();
    return answer;
  }

  stopComparing(): void {
    this.comparison.stop();
    this.publish();
  }

  /** A point of the front, by its position. */
  async applyFront(index: number): Promise<void> {
    const { front } = this.shown?.base.report ?? {};
    const point = front?.points[index];
    if (front && point) await this.setAllFreely(editsOf(front, point.policy));
  }

  /** Another width for one tensor and what pays for it, as the reasons say; by its position in the front's order. */
  async applyTrade(tensor: number, bits: Bits): Promise<void> {
    const report = this.shown?.base.report;
    const other = report?.why?.tensors[tensor]?.others.find((candidate) => candidate.bits === bits);
    const digits = report?.front ? shownDigits(report.front, report) : null;
    if (!report?.front || !other?.best || digits === null) return;
    await this.setAllFreely(editsOf(report.front, withChanges(digits, other.best.changes)));
  }

  /** What a search answered: its figures are those of the way to run layers that the planner chooses. */
  private setAllFreely(edits: readonly WidthEdit[]): Promise<void> {
    return this.edit((history) => history.setAll(edits, "toPlanner"));
  }

  undo(): Promise<void> {
    return this.edit((history) => history.undo());
  }

  redo(): Promise<void> {
    return this.edit((history) => history.redo());
  }

  reset(): Promise<void> {
    return this.edit((history) => history.reset());
  }

  cancel(): void {
    this.stopping = true;
    this.jobs.cancel();
  }

  /** The settings may ask for another budget or account now: the same policy is planned again under them. */
  settingsChanged(): Promise<void> {
    return this.jobs.inTurn(async () => {
      await this.replanBase();
      await this.compareAgain();
    });
  }

  /** The file is another one now: what was measured does not hold for it. */
  modelChanged(): Promise<void> {
    return this.jobs.inTurn(async () => {
      const answer = await this.estimated();
      // Tools rewrite files without changing them, and news of a file's creation comes late: a result must survive both.
      if (answer.ok && answer.value.report.model.sha256 === this.shown?.base.report.model.sha256) return;
      this.measurements = new Measurements();
      this.finished(await this.asResultsSay(answer));
      await this.compareAgain();
    });
  }

  dispose(): void {
    this.isDisposed = true;
    this.jobs.cancel();
    this.explaining?.cancel();
    this.stopListening();
    if (this.saveTimer) this.save();
  }

  private async restoreOrEstimate(): Promise<void> {
    const saved = await this.around.store.load(this.modelPath);
    if (this.shown) return;
    this.times = saved?.times ?? {};
    this.interrupted = saved?.searching ?? false;
    // What a search has left meanwhile, from the command line or another window, is more than an estimate that was kept.
    if (!saved || (saved.kind === "estimate" && saved.history.at === 0)) {
      this.firmware ??= saved?.firmware ?? null;
      this.finished(await this.asResultsSay(await this.estimated()));
      return;
    }
    const { kind, policyPath, base, report, policyText } = saved;
    this.measurements = new Measurements(saved.measurements);
    this.firmware ??= saved.firmware;
    const history = EditHistory.restore(base.report.policy, saved.history);
    this.shown = { kind, policyPath, base, history, report, policyText };
    this.wanted = history;
    this.publish();
    // The settings may have changed while the window was closed.
    await this.replanBase();
  }

  private estimated(): Promise<Finished> {
    const question = this.around.question(this.modelPath);
    return this.run("reading the model", () => this.around.worker.ask("estimate", question));
  }

  private async estimateNow(): Promise<Finished> {
    const answer = await this.estimated();
    if (answer.ok) this.rebase("estimate", null, answer.value);
    return this.finished(answer);
  }

  /** Shows the policy in the folder of results, with what was measured of it, where it is one of this very file; else the estimate. */
  private async asResultsSay(estimate: Finished): Promise<Finished> {
    if (!estimate.ok) return estimate;
    const { outFolder, report } = estimate.value;
    const { policyPath, ...texts } = await this.around.readResults(outFolder);
    const found = readResultFiles(texts.policy ?? "", texts.report, report.model.sha256);
    const planned = found && (await this.planFound({ text: found.policyText, path: policyPath }, found.losses));
    if (!found || !planned?.ok) {
      // A policy that this model cannot have is a problem of whoever opens it; here the model was opened.
      this.problems = [];
      this.rebase("estimate", null, estimate.value);
      return estimate;
    }
    const { accuracy, integer, measuredLoss } = found.measured;
    const { search } = planned.value.report;
    const measured: Report = { ...planned.value.report, accuracy, integer, search: { ...search, measuredLoss } };
    this.measurements.remember({ ...planned.value, report: measured });
    this.interrupted = false;
    this.rebase("policy", policyPath, planned.value);
    void this.explainBase();
    return planned;
  }

  /** Anybody may have written a report: a policy is one even where its losses are not this network's. */
  private async planFound(policy: PolicyText, losses: Losses): Promise<Finished> {
    const planned = await this.planNow(policy, losses);
    if (planned.ok) return { ok: true, value: { ...planned.value, losses } };
    return Object.keys(losses).length > 0 ? this.planFound(policy, {}) : planned;
  }

  private planNow(policy: PolicyText, losses: Losses): Promise<Finished> {
    const question = this.around.question(this.modelPath);
    return this.run("planning", () => this.around.worker.ask("replan", { ...question, policy, losses }));
  }

  private async compareAgain(): Promise<void> {
    if (await this.comparison.refresh()) this.publish();
  }

  /** Of a policy that is not shown; nothing of what is shown changes. */
  private async planOther(policy: PolicyText): Promise<Finished> {
    const losses = this.shown?.base.losses ?? {};
    const question = this.around.question(this.modelPath);
    const answer = await this.around.worker.ask("replan", { ...question, policy, losses }).answer;
    if (!answer.ok) return answer;
    const { policyText, report } = answer.value;
    return { ok: true, value: { ...answer.value, report: this.measurements.appliedTo(policyText, report) } };
  }

  private async replanBase(): Promise<void> {
    const { shown } = this;
    const edits = shown?.history.saved();
    if (!shown || shown.kind === "estimate") {
      const answer = await this.estimateNow();
      if (!answer.ok) return;
    } else {
      const { losses, policyText, report } = shown.base;
      const answer = await this.planNow({ text: policyText, path: shown.policyPath ?? "the policy shown" }, losses);
      this.finished(answer);
      if (!answer.ok || sameTarget(answer.value.report, report)) return;
      this.rebase(shown.kind, shown.policyPath, { ...answer.value, losses });
      this.publish();
      void this.explainBase();
    }
    if (edits) await this.edit((history) => EditHistory.restore(history.base, edits));
  }

  /** Other budgets and the reasons for widths take seconds: they come when they come, to the policy that they were asked for. */
  private async explainBase(): Promise<void> {
    this.explaining?.cancel();
    this.explaining = undefined;
    const { base } = this.shown ?? {};
    if (!base || base.report.front !== null || Object.keys(base.losses).length === 0) return;
    const { policyText, losses } = base;
    const policy: PolicyText = { text: policyText, path: "the policy shown" };
    const asked = this.around.worker.ask("explain", { ...this.around.question(this.modelPath), policy, losses });
    this.explaining = asked;
    const answer = await asked.answer;
    const { shown } = this;
    if (!answer.ok || !shown || this.explaining !== asked) return;
    if (shown.base.policyText !== policyText || !sameTarget(shown.base.report, answer.value.report)) return;
    const { front, why } = answer.value.report;
    const report: Report = { ...shown.base.report, front, why };
    this.shown = { ...shown, base: { ...shown.base, report }, report: shown.history.isBase ? report : shown.report };
    this.keep();
    this.publish();
  }

  private async work(kind: "search" | "measurement", job: () => Promise<Finished>): Promise<Finished> {
    if (this.working !== undefined) return refusedBecause(ALREADY_BUSY);
    this.working = kind;
    this.stopping = false;
    try {
      await this.start();
      if (kind === "search") {
        this.interrupted = false;
        // From now on a window that is closed or reloaded interrupts it.
        this.keep();
      }
      // "Cancel" may have met the estimate in front of the job.
      const answer = await this.jobs.inTurn(() => (this.stopping ? Promise.resolve(CANCELLED) : job()));
      this.working = undefined;
      return this.finished(answer);
    } finally {
      this.working = undefined;
      if (kind === "search") this.keep();
    }
  }

  private run<T>(phase: string, ask: () => Pending<T>, task?: string, job?: LongJob): Promise<Answer<T>> {
    this.problems = [];
    const answer = this.jobs.run(phase, ask, task, job && this.timesOf(job));
    this.publish();
    return answer;
  }

  private timesOf(job: LongJob): JobTimes {
    return {
      expected: this.times[job] ?? USUAL_TIMES[job],
      took: (times) => {
        this.times = { ...this.times, [job]: times };
        this.keep();
      },
    };
  }

  private finished(answer: Finished): Finished {
    if (answer.ok) {
      this.follow(answer.value.dataKey);
      if (answer.value.unwritten) this.problems = answer.value.unwritten;
    } else this.problems = this.around.describe(answer.fault);
    this.publish();
    return answer;
  }

  /** What was seen of other samples is no picture of these. */
  private follow(dataKey: string): void {
    if (this.ofData !== "" && dataKey !== this.ofData) this.samples = null;
    this.ofData = dataKey;
  }

  private rebase(kind: BaseKind, policyPath: string | null, answer: JobAnswer): void {
    const report = this.measurements.appliedTo(answer.policyText, answer.report);
    const base: JobAnswer = { ...answer, report };
    const hasLearned = kind === "search" && report.learning?.taken === true;
    const history = hasLearned ? EditHistory.ofLearned(report.policy) : EditHistory.of(report.policy);
    this.shown = { kind, policyPath, base, history, report, policyText: answer.policyText };
    this.wanted = history;
    this.keep();
  }

  private async edit(change: (history: EditHistory) => EditHistory): Promise<void> {
    // A search is about to replace the policy: an edit now would be lost without a word.
    if (!this.wanted || this.working === "search") return;
    this.wanted = change(this.wanted);
    this.planning ??= this.planWanted().finally(() => (this.planning = undefined));
    await this.planning;
  }

  /** Plans until what is shown is what is wanted; states in between that nobody waits for any more are skipped. */
  private async planWanted(): Promise<void> {
    while (this.shown && this.wanted && this.wanted !== this.shown.history) {
      const before: Shown = this.shown;
      const history: EditHistory = this.wanted;
      const next = history.isBase ? unedited(before, history) : await this.plan(before, history);
      if (this.shown !== before) continue; // another policy has come meanwhile, and with it another history
      if ("fault" in next) {
        this.problems = this.around.describe(next.fault);
        this.wanted = before.history;
      } else {
        this.problems = [];
        this.shown = next;
        this.keep();
      }
      this.publish();
    }
  }

  private async plan(before: Shown, history: EditHistory): Promise<Shown | { readonly fault: Fault }> {
    const { name, sha256 } = before.base.report.model;
    const { weights, activations } = history.widths;
    const base = parsePolicy(before.base.policyText, "the policy shown");
    const text = formatPolicy({
      model: { name, sha256 },
      // Which form of the model the widths belong to is no edit.
      ...(base.ok && base.value.deadChannels && { deadChannels: base.value.deadChannels }),
      ...(base.ok && base.value.levels && { levels: base.value.levels }),
      ...(base.ok && base.value.streaming !== undefined && !history.isFree && { streaming: base.value.streaming }),
      // Taken for the widths that they were learned for alone.
      ...(base.ok && base.value.learned && !history.isRounded && { learned: base.value.learned }),
      weights: new Map(Object.entries(weights)),
      activations: new Map(Object.entries(activations)),
    });
    const { losses } = before.base;
    const policy: PolicyText = { text, path: "the edited policy" };
    const question = this.around.question(this.modelPath);
    const answer = await this.around.worker.ask("replan", { ...question, policy, losses }).answer;
    if (!answer.ok) return { fault: answer.fault };
    const { policyText } = answer.value;
    const report = this.measurements.appliedTo(policyText, answer.value.report);
    return { ...before, history, report, policyText };
  }

  private showMeasurements(): void {
    const { shown } = this;
    if (!shown) return;
    const base = { ...shown.base, report: this.measurements.appliedTo(shown.base.policyText, shown.base.report) };
    this.shown = { ...shown, base, report: this.measurements.appliedTo(shown.policyText, shown.report) };
    this.keep();
  }

  private shownFirmware(): PanelFirmware | null {
    const { firmware, shown } = this;
    if (firmware === null) return null;
    const of = shown && { modelSha256: shown.report.model.sha256, policyText: shown.policyText };
    return shownFirmware(firmware, of, this.verifying);
  }

  private publish(): void {
    this.states.tell(this.state);
  }

  private keep(): void {
    // What ends because the window closes was interrupted, whatever it answers still.
    if (this.isDisposed) return;
    clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  private save(): void {
    clearTimeout(this.saveTimer);
    this.saveTimer = undefined;
    const { shown } = this;
    if (!shown) return;
    const saved: SavedSession = {
      ...shown,
      history: shown.history.saved(),
      measurements: this.measurements.saved(),
      firmware: this.firmware,
      searching: this.working === "search" || this.interrupted,
      times: this.times,
    };
    void this.around.store.save(this.modelPath, saved);
  }
}

/** Every width of a policy: those that the history has already change nothing. */
function editsOf(front: ReportFront, digits: string): readonly WidthEdit[] {
  const { weights, activations } = widthsOf(front.order, digits);
  return [
    ...[...weights].map(([name, bits]): WidthEdit => ({ kind: "weights", name, bits })),
    ...[...activations].map(([name, bits]): WidthEdit => ({ kind: "activation", name, bits })),
  ];
}

function unedited(before: Shown, history: EditHistory): Shown {
  return { ...before, history, report: before.base.report, policyText: before.base.policyText };
}

function sameTarget(a: Report, b: Report): boolean {
  return JSON.stringify(a.target) === JSON.stringify(b.target);
}

function refusedBecause(problem: Remark): Finished {
  return { ok: false, fault: { kind: "refused", problems: [problem] } };
}

function taskOf(modelPath: string): string {
  tasks += 1;
  return `${modelPath}#${tasks}`;
}
