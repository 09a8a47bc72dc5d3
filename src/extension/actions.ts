/** What a person can do, once for the command palette and once for the panel. Every action answers; none throws what a person has caused. */
import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import type { PanelState } from "../protocol/messages/panel";
import type { Remark } from "../formats/remark";
import type { Report } from "../protocol/files/report";
import type { PreprocessingPreset } from "../protocol/files/settings";
import type { Answer } from "../protocol/messages/conversation";
import { verdictOf } from "../protocol/words/verdict";
import { visibleSentence } from "../protocol/words/visible";
import { CompareSteps } from "./pickers/compareSteps";
import { questionFor } from "./configuration";
import { describeBusy, describeFault, describeRemark } from "./workers/faultTexts";
import type { Finished, GenerateAgain, ModelSession } from "./session/modelSession";
import { policyPathOf } from "./files/placesOf";
import type { OldPolicy, PolicySource } from "./session/policyComparison";
import { readPolicyAt, type PolicyAt } from "./files/policyFiles";
import { reportUri } from "./files/reportDocuments";
import { SampleSteps } from "./pickers/sampleSteps";
import type { PickedSamples } from "./pickers/samplesPicker";
import type { Sessions } from "./session/sessions";
import type { BudgetKeys } from "./files/settingsEdit";
import { keepBudget, openSettingsFile, saveSettingsFile } from "./files/settingsFile";
import { pickLearning } from "./pickers/learningPicker";
import { pickBudget } from "./pickers/targetPicker";
import { digestOf } from "./files/textDigest";
import type { Workers } from "./workers/workers";
import { savedTextOf } from "./files/workspaceFiles";
import { writeWhole } from "./files/writeWhole";
import { complain, inform, mention, warn, withProgress } from "./say";

const LAST_TARGET = "lastTarget";

export interface ActionSurroundings {
  readonly worker: Workers;
  readonly sessions: Sessions;
  readonly log: vscode.LogOutputChannel;
  readonly memory: vscode.Memento;
  /** Brings the model's panel to the front; with the focus, unless a question that has it is to keep it. */
  readonly show: (session: ModelSession, preserveFocus?: boolean) => void;
  /** Whether the person sees the model's panel: then nothing needs to be told twice. */
  readonly isShown: (session: ModelSession) => boolean;
  /** A project was generated there. */
  readonly projectWritten: (folder: string) => Promise<unknown>;
  /** Opens the code of a generated project. */
  readonly showProject: (folder: string) => Promise<void>;
}

export class Actions {
  readonly samples: SampleSteps;
  readonly comparing: CompareSteps;
  /** Networks run in one process that uses every core: a second job would only slow the first. */
  private running: ModelSession | undefined;

  constructor(private readonly around: ActionSurroundings) {
    const tellRefused = (session: ModelSession, answer: Answer<unknown>): void => this.tellFault(session, answer);
    this.samples = new SampleSteps({ memory: around.memory, tellRefused });
    this.comparing = new CompareSteps(around.sessions, () => this);
  }

  /** The panel with what is known, or an estimate. */
  async open(session: ModelSession, preserveFocus = false): Promise<PanelState> {
    this.around.sessions.activate(session);
    this.around.show(session, preserveFocus);
    await session.start();
    return session.state;
  }

  /** @param samples the answer to the question which samples, where it need not be asked */
  async quantize(session: ModelSession, samples?: PickedSamples): Promise<PanelState> {
    const title = vscode.l10n.t("Quantizing {0}", basename(session.modelPath));
    if (!this.mayRun()) return session.state;
    // A page takes the focus once it is loaded: then the first letters of the answer to a question would be lost.
    await this.open(session, true);
    if (session.state.report === null) {
      // The model could not be read: to ask for a budget now, or to complain that there is none, would hide why.
      const answer = await session.estimate();
      this.tellFault(session, answer);
      if (!answer.ok) return session.state;
    }
    const { report } = session.state;
    const isUnlimited = report !== null && report.target.flashBytes === null && report.target.ramBytes === null;
    if (isUnlimited && !(await this.chooseTarget(session))) return session.state;
    const isReady = samples ? await this.samples.take(session, samples) : await this.samples.readyFor(session);
    if (!isReady) return session.state;
    this.around.show(session);
    await this.runShown(session, title, () => session.quantize());
    return session.state;
  }

  /** Quantizes, and lets weights learn from the float network for as long as the person says. */
  async learn(session: ModelSession): Promise<PanelState> {
    if (!this.mayRun()) return session.state;
    const minutes = await pickLearning();
    if (minutes === undefined || !(await this.samples.readyFor(session))) return session.state;
    const title = vscode.l10n.t("Learning: {0}", basename(session.modelPath));
    await this.runShown(session, title, () => session.quantize(`minutes:${minutes}`));
    return session.state;
  }

  async measure(session: ModelSession): Promise<PanelState> {
    const title = vscode.l10n.t("Measuring {0}", basename(session.modelPath));
    if (this.mayRun()) await this.runShown(session, title, () => session.measure());
    return session.state;
  }

  /**
   * The C project of the policy shown, and nothing else: a policy file that holds other widths is left as it is, and that is said. `again`:
   * of the policy beside a project that there is.
   * @returns the project's folder; undefined where none was written
   */
  async generate(session: ModelSession, again?: GenerateAgain): Promise<string | undefined> {
    const title = vscode.l10n.t("Generating firmware from {0}", basename(session.modelPath));
    if (!this.mayRun()) return undefined;
    await session.start();
    if (!again && !this.hasPolicyToGenerate(session)) return undefined;
    let folder: string | undefined;
    const tell = (answer: Finished): void => {
      if (!answer.ok) return;
      folder = answer.value.files.at(-1);
      if (folder === undefined) this.tellNotGenerated(session, answer.value.report);
      else void this.tellGenerated(session, folder);
    };
    await this.runShown(session, title, () => session.generate(again), tell);
    return folder;
  }

  /** Plans anew with nothing but the settings: the policy shown and its edits are left. */
  async estimate(session: ModelSession): Promise<PanelState> {
    await this.open(session);
    await saveSettingsFile(session.modelPath);
    await session.estimate();
    return session.state;
  }

  /** Which samples; a few are shown in the panel beside the float network's answers. */
  async chooseSamples(session: ModelSession): Promise<PanelState> {
    if (this.mayRun()) {
      await this.open(session, true);
      await this.samples.choose(session);
    }
    return session.state;
  }

  async usePreprocessing(session: ModelSession, preset: PreprocessingPreset): Promise<void> {
    if (this.mayRun()) await this.samples.usePreprocessing(session, preset);
  }

  /** @returns whether there is a budget now */
  async chooseTarget(session: ModelSession | undefined): Promise<boolean> {
    const { worker, memory } = this.around;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const anywhere = folder === undefined ? null : questionFor(join(folder, "model.onnx"));
    const asked = worker.ask("targets", session ? questionFor(session.modelPath) : anywhere);
    const boards = asked.answer.then((answer) => {
      if (answer.ok) return answer.value;
      for (const problem of describeFault(answer.fault)) this.tellError(describeRemark(problem));
      return undefined;
    });
    const budget = await pickBudget(boards, memory.get<string>(LAST_TARGET));
    if (!budget) return false;
    if (budget.target !== undefined) await memory.update(LAST_TARGET, budget.target);
    await keepBudget(session?.modelPath, budget);
    await session?.settingsChanged();
    return true;
  }

  async useBoard(session: ModelSession, id: string): Promise<void> {
    await this.around.memory.update(LAST_TARGET, id);
    await keepBudget(session.modelPath, { target: id });
    await session.settingsChanged();
  }

  /** policy.json where the settings want results. @returns its path */
  async savePolicy(session: ModelSession): Promise<string | undefined> {
    const uri = await this.writePolicy(session);
    if (!uri) return undefined;
    const open = vscode.l10n.t("Open");
    const saved = vscode.l10n.t("Saved {0}", vscode.workspace.asRelativePath(uri));
    void inform(saved, open).then((choice) => {
      if (choice === open) void vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
    });
    return uri.fsPath;
  }

  private async writePolicy(session: ModelSession): Promise<vscode.Uri | undefined> {
    const { policy } = session;
    if (!policy) return undefined;
    const uri = vscode.Uri.file(policyPathOf(policy.outFolder));
    try {
      await mkdir(policy.outFolder, { recursive: true });
      await writeWhole(uri.fsPath, policy.text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.around.log.error(visibleSentence(`${policy.outFolder}: ${reason}`));
      const settings = vscode.l10n.t("Open Settings");
      const message = vscode.l10n.t(
        "The policy cannot be written to {0}: set another folder as “out”.",
        policy.outFolder,
      );
      void complain(message, settings).then((choice) => {
        if (choice === settings) void this.openSettings(session);
      });
      return undefined;
    }
    return uri;
  }

  /** Shows a policy file in its model's panel. */
  async openPolicy(uri: vscode.Uri): Promise<PanelState | undefined> {
    const found = await this.policyAt(uri);
    if (!found) return undefined;
    const session = this.around.sessions.of(found.modelPath);
    await this.open(session);
    const answer = await session.openPolicy(found.policy);
    this.tellFault(session, answer);
    return session.state;
  }

  /** Two policies side by side, in the panel of their model. */
  async compare(session: ModelSession, old: OldPolicy, now: PolicySource | null): Promise<PanelState> {
    await this.open(session);
    this.tellFault(session, await session.compare(old, now));
    return session.state;
  }

  /** @returns undefined where there is none to read, which has been said then */
  private async policyAt(uri: vscode.Uri): Promise<PolicyAt | undefined> {
    const found = await readPolicyAt(uri);
    if (typeof found !== "string") return found;
    this.tellError(found);
    return undefined;
  }

  async openSettings(session: ModelSession): Promise<vscode.Uri> {
    const { report } = session.state;
    return openSettingsFile(session.modelPath, report ? budgetOf(report) : {});
  }

  async openReport(session: ModelSession): Promise<void> {
    if (!session.state.report) return;
    const document = await vscode.workspace.openTextDocument(reportUri(session));
    await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }

  showLog(): void {
    this.around.log.show();
  }

  cancel(): void {
    for (const session of this.around.sessions.all) if (session.isBusy) session.cancel();
  }

  restartWorker(): void {
    this.around.worker.restart();
  }

  /** Running a network hands the workspace's files to native code: only where the person trusts them. */
  mayRun(): boolean {
    if (!vscode.workspace.isTrusted) {
      const manage = vscode.l10n.t("Manage Workspace Trust");
      const message = vscode.l10n.t("Running a network needs a trusted workspace. Estimates and edits work without.");
      void warn(message, manage).then((choice) => {
        if (choice === manage) void vscode.commands.executeCommand("workbench.trust.manage");
      });
      return false;
    }
    const { running } = this;
    if (!running) return true;
    const cancel = vscode.l10n.t("Cancel It");
    const message = vscode.l10n.t("{0} is still being worked on.", basename(running.modelPath));
    void inform(message, cancel).then((choice) => {
      if (choice === cancel) running.cancel();
    });
    return false;
  }

  /** Phase, count and remaining time while a job runs: in the panel where it is seen, else in a notification with "Cancel". */
  private async runShown(
    session: ModelSession,
    title: string,
    job: () => Promise<Finished>,
    tell = (answer: Finished): void => this.tellVerdict(session, answer),
  ): Promise<void> {
    this.running = session;
    try {
      await saveSettingsFile(session.modelPath);
      const answer = await withProgress(
        title,
        this.around.isShown(session) ? "statusBar" : "notification",
        async (report, token) => {
          token.onCancellationRequested(() => session.cancel());
          const stop = session.onBusy((busy) => {
            if (busy) report(describeBusy(busy));
          });
          try {
            return await job();
          } finally {
            stop();
          }
        },
      );
      // News of files in new folders comes late, if it comes.
      const project = answer.ok ? answer.value.files.find((file) => file.endsWith(".mcu")) : undefined;
      if (project !== undefined) await this.around.projectWritten(project);
      this.tellFault(session, answer);
      if (answer.ok && answer.value.unwritten) this.tellUnwritten(session, answer.value.unwritten);
      tell(answer);
    } finally {
      this.running = undefined;
    }
  }

  private tellUnwritten(session: ModelSession, [problem]: readonly Remark[]): void {
    if (!problem) return;
    const message = vscode.l10n.t("The result is shown and not written: {0}", describeRemark(problem));
    this.around.log.error(visibleSentence(message));
    const settings = vscode.l10n.t("Open Settings");
    void complain(message, settings).then((choice) => {
      if (choice === settings) void this.openSettings(session);
    });
  }

  private tellVerdict(session: ModelSession, answer: Finished): void {
    if (!answer.ok) return;
    const { report } = answer.value;
    this.around.log.info(visibleSentence(`${report.model.name}: ${verdictOf(report)}`));
    if (this.around.isShown(session)) return;
    const show = vscode.l10n.t("Show");
    const tell = report.fits ? inform : warn;
    void tell(`${report.model.name}: ${verdictOf(report)}`, show).then((choice) => {
      if (choice === show) this.around.show(session);
    });
  }

  private hasPolicyToGenerate(session: ModelSession): boolean {
    const { report } = session.state;
    if (report?.fits === true) return true;
    if (report) this.tellNotGenerated(session, report);
    else
      this.offerSearch(
        session,
        vscode.l10n.t("{0}: there is no policy to generate code from yet.", basename(session.modelPath)),
      );
    return false;
  }

  private tellNotGenerated(session: ModelSession, report: Report): void {
    const name = basename(session.modelPath);
    this.offerSearch(
      session,
      vscode.l10n.t("{0}: no code is generated of widths that do not fit. {1}", name, verdictOf(report)),
    );
  }

  /** A sentence, and the search as the way on. */
  private offerSearch(session: ModelSession, message: string): void {
    this.around.log.info(visibleSentence(message));
    const search = vscode.l10n.t("Quantize…");
    void warn(message, search).then((choice) => {
      if (choice === search) void this.quantize(session);
    });
  }

  private async tellGenerated(session: ModelSession, folder: string): Promise<void> {
    const show = vscode.l10n.t("Show Code");
    const save = vscode.l10n.t("Save Policy");
    const place = vscode.workspace.asRelativePath(folder);
    const { policy } = session;
    const saved = policy && (await savedTextOf(policyPathOf(policy.outFolder), "policy"));
    const isOther =
      saved !== undefined && dirname(folder) === policy?.outFolder && digestOf(saved) !== digestOf(policy.text);
    const choice = isOther
      ? await inform(vscode.l10n.t("Generated {0}. policy.json beside it holds other widths.", place), show, save)
      : await inform(vscode.l10n.t("Generated {0}", place), show);
    if (choice === show) await this.around.showProject(folder);
    if (choice === save) await this.savePolicy(session);
  }

  private tellFault(session: ModelSession, answer: Answer<unknown>): void {
    if (answer.ok) return;
    const [problem] = describeFault(answer.fault);
    if (!problem) {
      mention(vscode.l10n.t("Cancelled. What was measured is kept."));
      return;
    }
    const model = basename(session.modelPath);
    const told = describeRemark(problem);
    this.tellError(told.startsWith(model) ? told : `${model}: ${told}`);
  }

  private tellError(message: string): void {
    const { log } = this.around;
    log.error(visibleSentence(message));
    const showLog = vscode.l10n.t("Show Log");
    void complain(message, showLog).then((choice) => {
      if (choice === showLog) log.show();
    });
  }
}

/** As a settings file would state it. */
function budgetOf({ target: { id, flashBytes, ramBytes } }: Report): BudgetKeys {
  if (id !== null) return { target: id };
  return flashBytes !== null && ramBytes !== null ? { flash: flashBytes, ram: ramBytes } : {};
}
