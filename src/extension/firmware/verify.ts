/** "Verify Firmware": the worker builds and runs a generated project; progress, a way to stop, and one sentence about what came of it. */
import { basename, join } from "node:path";
import { performance } from "node:perf_hooks";
import * as vscode from "vscode";
import { formatCount } from "../../protocol/words/format";
import type { Verification } from "../../protocol/files/verification";
import { visibleSentence } from "../../protocol/words/visible";
import type { VerifyAnswer } from "../../protocol/messages/workerMessages";
import { describeBusy, describeFault, describeRemark } from "../workers/faultTexts";
import { createPhaseClock } from "../session/phaseClock";
import type { WorkerPort } from "../workers/workerProcess";
import type { FirmwareProject, FirmwareProjects } from "./projects";
import { askFirst, complain, inform, label, pick, withProgress } from "../say";

let tasks = 0;

/** The project of the file that the command was called on or that is in front of the person, else the one that they pick. */
export async function pickProject(argument: unknown, projects: FirmwareProjects): Promise<FirmwareProject | undefined> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const { all } = projects;
  const meant = uri && all.find(({ folder }) => uri.fsPath === folder || uri.fsPath.startsWith(join(folder, "/")));
  if (meant) return meant;
  if (all.length === 0) {
    const message = vscode.l10n.t("There is no generated firmware in this workspace yet.");
    void inform(message);
  }
  if (all.length < 2) return all[0];
  const items = all.map((project) => ({
    label: label(basename(project.folder)),
    description: vscode.workspace.asRelativePath(project.folder),
    project,
  }));
  return (await pick(items, { title: vscode.l10n.t("Which firmware?") }))?.project;
}

/**
 * Verifying runs what lies in the folder: what was changed, only if the person says so.
 * @returns undefined where it could not be tried, or was cancelled
 */
export async function verifyShown(
  { folder }: Pick<FirmwareProject, "folder">,
  worker: WorkerPort,
  log: vscode.LogOutputChannel,
  allowChanged = false,
): Promise<Verification | undefined> {
  const name = basename(folder);
  const answer = await withProgress(vscode.l10n.t("Verifying {0}", name), "notification", async (report, token) => {
    const task = `${folder}#verify${++tasks}`;
    const clock = createPhaseClock(() => performance.now());
    const stop = worker.onProgress((news) => {
      if (news.task === task) report(describeBusy(clock(news.phase, news.done, news.total)));
    });
    const asked = worker.ask("verify", { folder, task, allowChanged });
    token.onCancellationRequested(() => asked.cancel());
    const result = await asked.answer;
    stop();
    return result;
  });
  if (answer.ok) {
    tell(name, folder, answer.value, log);
    return answer.value.verification;
  }
  const [problem] = describeFault(answer.fault);
  if (problem?.code === "verify.changed" && !allowChanged) {
    const run = vscode.l10n.t("Run Changed Files");
    const detail = vscode.l10n.t("Do this only if you know who changed them and what they do.");
    const choice = await askFirst(`${name}: ${problem.message}`, detail, run);
    return choice === run ? verifyShown({ folder }, worker, log, true) : undefined;
  }
  if (problem) void complain(`${name}: ${describeRemark(problem)}`);
  return undefined;
}

function tell(name: string, folder: string, { verification, notes }: VerifyAnswer, log: vscode.LogOutputChannel): void {
  const sentence = sentenceOf(verification);
  for (const note of notes) log.info(visibleSentence(`${name}: ${note}`));
  log.info(visibleSentence(`${name}: ${sentence}`));
  if (verification.passed) {
    void inform([`${name}: ${sentence}`, ...notes].join(" "));
    return;
  }
  const { divergence } = verification;
  const show = vscode.l10n.t("Show Code");
  void complain(`${name}: ${sentence}`, ...(divergence ? [show] : [])).then((choice) => {
    if (choice !== show || !divergence) return;
    const line = new vscode.Range(divergence.line - 1, 0, divergence.line - 1, 0);
    void vscode.window.showTextDocument(vscode.Uri.file(join(folder, divergence.file)), { selection: line });
  });
}

function sentenceOf({ divergence, overflows, compared, machine, instructions, differing }: Verification): string {
  if (divergence) {
    const [count, all] = [formatCount(differing), formatCount(compared)];
    return vscode.l10n.t("{0} of {1} values differ from the network, first in {2}.", count, all, divergence.layer);
  }
  const [overflow] = overflows;
  if (overflow) {
    const over = formatCount(overflow.overBytes);
    return overflow.region === "flash"
      ? vscode.l10n.t("All values are the network's; linked, it needs {0} B more FLASH than there is.", over)
      : vscode.l10n.t("All values are the network's; linked, it needs {0} B more RAM than there is.", over);
  }
  const count = formatCount(compared);
  return instructions === null
    ? vscode.l10n.t("All {0} values are the network's, on {1}.", count, machine)
    : vscode.l10n.t(
        "All {0} values are the network's, on {1}: {2} instructions a run.",
        count,
        machine,
        formatCount(instructions),
      );
}
