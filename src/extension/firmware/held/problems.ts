/** Where firmware and network disagree, in the editor's list of problems, with the command that repairs it. */
import { basename, join } from "node:path";
import * as vscode from "vscode";
import { formatCount, formatSize } from "../../../protocol/words/format";
import { visibleSentence } from "../../../protocol/words/visible";
import { eachOf } from "../../files/boundedFiles";
import type { Sessions } from "../../session/sessions";
import { Timers } from "../../timers";
import { AT_ONCE } from "../../files/workspaceFiles";
import type { BuildFiles } from "../build/buildFiles";
import type { FirmwareChoices } from "../choices";
import {
  findingOfOverflow,
  findingOfRefused,
  findingsOfBudget,
  findingsOfElf,
  findingsOfScripts,
  findingsOfSources,
  findingsOfVerification,
  overflowIn,
  type BudgetSource,
  type FirmwareFinding,
  type Overflow,
} from "./findings";
import { CHOOSE } from "../show/hoverText";
import { modelPathOf, WorkspaceModels } from "../show/links";
import type { CodeMeanings } from "../show/meanings";
import type { FirmwareProject, FirmwareProjects } from "../projects";

const SOURCE = "Bitwright";
/** Builds and generators write many files. */
const SETTLE_MS = 300;
/** In the middle of a build much is undecided that its last file tells. */
const REST_MS = 2000;
/** News of a file that is as it was generated again may be lost: then its problem would stand for good. */
const LOOK_AGAIN_MS = 3000;

/** A linker's refusal of a known project's firmware. */
export interface ProjectOverflow extends Overflow {
  readonly project: FirmwareProject;
}

export interface FirmwareProblemsSurroundings {
  readonly projects: FirmwareProjects;
  readonly sessions: Sessions;
  readonly files: BuildFiles;
  readonly choices: FirmwareChoices;
  readonly meanings: CodeMeanings;
  /** Scripts that budgets were taken from. */
  readonly budgetSources: () => readonly BudgetSource[];
  readonly onBudgetKept: vscode.Event<void>;
  /** A linker has refused: told once for each number of bytes. */
  readonly overflowed: (overflow: ProjectOverflow) => void;
}

export function showFirmwareProblems(around: FirmwareProblemsSurroundings): vscode.Disposable {
  const { projects, sessions, files, choices, meanings } = around;
  const collection = vscode.languages.createDiagnosticCollection("bitwright-firmware");
  const timers = new Timers<"refresh" | "ask" | "look again">();
  let running = false;
  let isDue = false;
  let overflowCount = 0;
  let told: ReadonlySet<string> = new Set();
  let shown: ReadonlyMap<string, string> = new Map();

  /** One at a time: what changes meanwhile is looked at afterwards, once. */
  const refresh = async (): Promise<void> => {
    if (running) {
      isDue = true;
      return;
    }
    running = true;
    try {
      await lookAtAll();
    } finally {
      running = false;
      if (isDue) soon();
      isDue = false;
    }
  };
  const lookAtAll = async (): Promise<void> => {
    // Of several projects the first that is read would be blamed for everything.
    await projects.whenFound;
    const { all, refused } = projects;
    const sources = around.budgetSources();
    if (all.length === 0 && sources.length === 0 && refused.length === 0) {
      collection.clear();
      shown = new Map();
      return;
    }
    const [linked, scripts, evidence] = await Promise.all([files.linked(), files.scripts(), meanings.evidence()]);
    const models = new WorkspaceModels();
    const ownSources = await eachOf(all, AT_ONCE, async (project) =>
      findingsOfSources(project, await files.sources(project.folder, await modelPathOf(project, sessions, models))),
    );
    const edited = await eachOf(all, AT_ONCE, (project) => editedFiles(project, files));
    const overflows = linkersOverflows().map((overflow) => ({
      overflow,
      ...findingOfOverflow(overflow, scripts, all, evidence),
    }));
    const judgements = [
      ...linked.map((each) => findingsOfElf(each, all, evidence)),
      findingsOfScripts(scripts, all, evidence),
    ];
    const findings: readonly FirmwareFinding[] = [
      ...judgements.flatMap((judgement) => judgement.findings),
      ...ownSources.flat(),
      ...all.flatMap(findingsOfVerification),
      ...sources.flatMap((source) => findingsOfBudget(source, scripts)),
      ...edited.flat().map(({ finding }) => finding),
      ...refused.map(findingOfRefused),
      ...overflows.flatMap(({ finding }) => finding ?? []),
    ];
    shown = show(collection, findings, shown);
    lookAgain(edited.flat());
    const undecided = judgements.flatMap((judgement) => judgement.undecided);
    timers.set("ask", REST_MS, () => void choices.ask(undecided));
    const news = overflows.flatMap(({ overflow, project }) => (project ? [{ ...overflow, project }] : []));
    for (const each of news) if (!told.has(keyOf(each))) around.overflowed(each);
    told = new Set(news.map(keyOf));
    overflowCount = overflows.length;
  };
  /** Costs a stat for each file that somebody has changed. */
  const lookAgain = (edited: readonly EditedFile[]): void => {
    timers.clear("look again");
    if (edited.length === 0) return;
    timers.set("look again", LOOK_AGAIN_MS, () => {
      void eachOf(edited, 1, ({ finding, sha256 }) =>
        files.codeDigest(finding.place.path).then((now) => now === sha256),
      ).then((same) => (same.every((each) => each) ? lookAgain(edited) : soon()));
    });
  };
  const soon = (): void => {
    timers.set("refresh", SETTLE_MS, () => void refresh());
  };
  soon();
  return vscode.Disposable.from(
    collection,
    timers,
    files.onChange(soon),
    choices.onChange(soon),
    projects.onChange(soon),
    around.onBudgetKept(soon),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (projects.ownerOf(uri.fsPath)) soon();
    }),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const has = uris.some((uri) => vscode.languages.getDiagnostics(uri).some(isLinkers));
      // Its end is news too: a task that starts again takes its problems back.
      if (has || linkersOverflows().length !== overflowCount) soon();
    }),
    vscode.languages.registerCodeActionsProvider(
      { scheme: "file", pattern: "**/*.{h,json,c}" },
      {
        provideCodeActions: (document, _range, { diagnostics }) => {
          const owner = projects.ownerOf(document.uri.fsPath);
          return owner ? diagnostics.flatMap((each) => repairOf(owner.project, each)) : [];
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.languages.registerCodeActionsProvider(
      { scheme: "file", pattern: "**/*.{ld,lds}" },
      {
        provideCodeActions: ({ uri }, _range, { diagnostics }) =>
          diagnostics.flatMap((each) => {
            if (each.source !== SOURCE) return [];
            if (each.code === "firmware.moved") return budgetFix(uri, each);
            const folders = projects.all.map(({ folder }) => folder);
            return each.code === "firmware.region" && folders.length > 1 ? chooseFix(uri, each, folders) : [];
          }),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

/** A file that is not as it was generated, and what it is. */
interface EditedFile {
  readonly finding: FirmwareFinding;
  readonly sha256: string;
}

/** Generated files that somebody changed: line numbers in memory.json are wrong then. */
async function editedFiles({ folder, map, index }: FirmwareProject, files: BuildFiles): Promise<readonly EditedFile[]> {
  const withLayers = map.files.filter(({ path }) => index.hasLines(path));
  const found = await eachOf(withLayers, 1, async ({ path: file, sha256 }): Promise<EditedFile[]> => {
    const path = join(folder, file);
    const digest = await files.codeDigest(path);
    return digest === undefined || digest === sha256
      ? []
      : [{ finding: { kind: "edited", file, folder, place: { path, line: 1 } }, sha256: digest }];
  });
  return found.flat();
}

/** What linkers said last, as far as a task's problem matcher has passed it on. */
function linkersOverflows(): readonly Overflow[] {
  return vscode.languages.getDiagnostics().flatMap(([{ fsPath: path }, diagnostics]) =>
    diagnostics
      .filter(isLinkers)
      .flatMap(({ message }) => overflowIn(message) ?? [])
      .map((overflow) => ({ ...overflow, path })),
  );
}

function keyOf({ path, region, overBytes }: Overflow): string {
  return `${path} ${region} ${overBytes}`;
}

function isLinkers({ source, message }: vscode.Diagnostic): boolean {
  return source !== SOURCE && overflowIn(message) !== undefined;
}

/** Sets what has changed and leaves the rest: a problem stays where it is until evidence says otherwise. @returns what is shown now */
function show(
  collection: vscode.DiagnosticCollection,
  findings: readonly FirmwareFinding[],
  shown: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const files = byFile(findings);
  const now = new Map([...files].map(([path, diagnostics]) => [path, JSON.stringify(diagnostics)]));
  for (const path of shown.keys()) if (!now.has(path)) collection.delete(vscode.Uri.file(path));
  for (const [path, diagnostics] of files) {
    if (shown.get(path) !== now.get(path)) collection.set(vscode.Uri.file(path), diagnostics);
  }
  return now;
}

function byFile(findings: readonly FirmwareFinding[]): ReadonlyMap<string, vscode.Diagnostic[]> {
  const files = new Map<string, vscode.Diagnostic[]>();
  for (const finding of findings) {
    const { path, line } = finding.place;
    const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
    const diagnostic = new vscode.Diagnostic(range, visibleSentence(messageOf(finding)), severityOf(finding));
    diagnostic.source = SOURCE;
    diagnostic.code = `firmware.${finding.kind}`;
    files.set(path, [...(files.get(path) ?? []), diagnostic]);
  }
  return files;
}

function repairOf(project: FirmwareProject, diagnostic: vscode.Diagnostic): readonly vscode.CodeAction[] {
  const { code, source } = diagnostic;
  if (source !== SOURCE || (code !== "firmware.stale" && code !== "firmware.edited")) return [];
  const title = vscode.l10n.t("Generate the firmware again");
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: "_bitwright.generateAgain", title, arguments: [project.folder] };
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  return [action];
}

function budgetFix(uri: vscode.Uri, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const title = vscode.l10n.t("Use the script's memory as budget again");
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: "bitwright.budgetFromLinkerScript", title, arguments: [uri] };
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  return action;
}

function chooseFix(
  { fsPath }: vscode.Uri,
  diagnostic: vscode.Diagnostic,
  folders: readonly string[],
): vscode.CodeAction {
  const title = vscode.l10n.t("It is another project's script: choose…");
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: CHOOSE, title, arguments: [fsPath, folders] };
  action.diagnostics = [diagnostic];
  return action;
}

function severityOf(finding: FirmwareFinding): vscode.DiagnosticSeverity {
  switch (finding.kind) {
    case "size":
    case "region":
    case "overflow":
    case "divergence":
      return vscode.DiagnosticSeverity.Error;
    case "stale":
    case "older":
    case "moved":
    case "refused":
      return vscode.DiagnosticSeverity.Warning;
    case "edited":
      return vscode.DiagnosticSeverity.Information;
  }
}

function messageOf(finding: FirmwareFinding): string {
  switch (finding.kind) {
    case "size": {
      const { symbol, elfPath, linkedBytes, plannedBytes } = finding;
      const [linked, planned] = [formatCount(linkedBytes), formatCount(plannedBytes)];
      return vscode.l10n.t(
        "{0} has {1} B in {2}, and {3} B here: build again.",
        symbol,
        linked,
        basename(elfPath),
        planned,
      );
    }
    case "older":
      return vscode.l10n.t(
        "{0} was linked before this firmware was generated: build again.",
        basename(finding.elfPath),
      );
    case "region": {
      const { memory, region, lengthBytes, needBytes, model, isMeasured } = finding;
      const [length, need] = [formatSize(lengthBytes), formatCount(needBytes)];
      if (isMeasured) {
        return vscode.l10n.t("{0} has {1}; {2} was measured to need {3} B.", region, length, model, need);
      }
      return memory === "ram"
        ? vscode.l10n.t("{0} has {1}; the arena of {2} alone needs {3} B.", region, length, model, need)
        : vscode.l10n.t("{0} has {1}; the weights and constants of {2} alone need {3} B.", region, length, model, need);
    }
    case "stale":
      return finding.source === "model"
        ? vscode.l10n.t("{0} has changed since this firmware was generated from it.", basename(finding.sourcePath))
        : vscode.l10n.t("{0} says other widths than this firmware was generated with.", basename(finding.sourcePath));
    case "edited":
      return vscode.l10n.t("{0} was changed after it was generated: memory is not shown at its lines.", finding.file);
    case "moved": {
      const { region, nowBytes, thenBytes, modelPath } = finding;
      const [now, then] = [formatSize(nowBytes), formatSize(thenBytes)];
      return vscode.l10n.t(
        "{0} has {1}, and had {2} when the budget of {3} was taken from it.",
        region,
        now,
        then,
        basename(modelPath),
      );
    }
    case "divergence": {
      const { layer, position, expected, actual, sample } = finding.divergence;
      const at = position.join(", ");
      return expected === null || actual === null
        ? vscode.l10n.t("{0} computes another row {1} than the network, first at sample {2}.", layer, at, sample)
        : vscode.l10n.t(
            "{0} computes {1} at ({2}) where the network has {3}, first at sample {4}.",
            layer,
            actual,
            at,
            expected,
            sample,
          );
    }
    case "refused":
      return vscode.l10n.t("This firmware is not shown in its code: {0}.", finding.reason);
    case "overflow": {
      const over = formatCount(finding.overBytes);
      return vscode.l10n.t("The linker needs {0} B more than {1} has.", over, finding.region);
    }
  }
}
