/** Where firmware and network disagree, in the editor's list of problems, with the command that repairs it. */
import { basename, join } from "node:path";
import * as vscode from "vscode";
import { formatCount, formatSize } from "../../protocol/format";
import { visibleSentence } from "../../protocol/visible";
import { eachOf } from "../boundedFiles";
import type { Sessions } from "../sessions";
import { AT_ONCE } from "../workspaceFiles";
import type { BuildFiles } from "./buildFiles";
import {
  findingOfOverflow,
  findingOfRefused,
  findingsOfBudget,
  findingsOfElf,
  findingsOfScript,
  findingsOfSources,
  findingsOfVerification,
  overflowIn,
  type BudgetSource,
  type FirmwareFinding,
} from "./findings";
import { modelPathOf, WorkspaceModels } from "./links";
import { nearestFolder } from "./nearestFolder";
import type { FirmwareProject, FirmwareProjects } from "./projects";

const SOURCE = "Bitwright";
/** Builds and generators write many files. */
const SETTLE_MS = 300;

export interface Overflow {
  readonly project: FirmwareProject;
  readonly region: string;
  readonly overBytes: number;
}

export interface FirmwareProblemsSurroundings {
  readonly projects: FirmwareProjects;
  readonly sessions: Sessions;
  readonly files: BuildFiles;
  /** Scripts that budgets were taken from. */
  readonly budgetSources: () => readonly BudgetSource[];
  readonly onBudgetKept: vscode.Event<void>;
  /** A linker has refused: told once for each number of bytes. */
  readonly overflowed: (overflow: Overflow) => void;
}

export function showFirmwareProblems(around: FirmwareProblemsSurroundings): vscode.Disposable {
  const { projects, sessions, files } = around;
  const collection = vscode.languages.createDiagnosticCollection("bitwright-firmware");
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let isDue = false;
  let told = "";

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
    const { all, refused } = projects;
    const sources = around.budgetSources();
    if (all.length === 0 && sources.length === 0 && refused.length === 0) {
      collection.clear();
      return;
    }
    const [linked, scripts] = await Promise.all([files.linked(), files.scripts()]);
    const models = new WorkspaceModels();
    const ownSources = await eachOf(all, AT_ONCE, async (project) =>
      findingsOfSources(project, await files.sources(project.folder, await modelPathOf(project, sessions, models))),
    );
    const edited = await eachOf(all, AT_ONCE, (project) => editedFiles(project, files));
    const overflow = latestOverflow();
    const project = overflow && nearestFolder(all, overflow.folder, ({ folder }) => folder);
    const findings: readonly FirmwareFinding[] = [
      ...linked.flatMap((each) => findingsOfElf(each, all)),
      ...scripts.flatMap((each) => findingsOfScript(each, all)),
      ...ownSources.flat(),
      ...all.flatMap(findingsOfVerification),
      ...sources.flatMap((source) => findingsOfBudget(source, scripts)),
      ...edited.flat(),
      ...refused.map(findingOfRefused),
      ...(overflow && project ? [findingOfOverflow(overflow, scripts, project)] : []),
    ];
    collection.clear();
    for (const [path, diagnostics] of byFile(findings)) collection.set(vscode.Uri.file(path), diagnostics);
    const news = overflow ? `${overflow.region} ${overflow.overBytes}` : "";
    if (overflow && project && news !== told) around.overflowed({ ...overflow, project });
    told = news;
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), SETTLE_MS);
  };
  soon();
  return vscode.Disposable.from(
    collection,
    { dispose: () => clearTimeout(timer) },
    files.watch(soon),
    projects.onChange(soon),
    around.onBudgetKept(soon),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (projects.ownerOf(uri.fsPath)) soon();
    }),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const has = uris.some((uri) => vscode.languages.getDiagnostics(uri).some(isLinkers));
      // Its end is news too: a task that starts again takes its problems back.
      if (has || (told !== "" && !latestOverflow())) soon();
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
          diagnostics.filter(({ source, code }) => source === SOURCE && code === "firmware.moved").map(budgetFix(uri)),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

/** Generated files that somebody changed: line numbers in memory.json are wrong then. */
async function editedFiles(
  { folder, map, index }: FirmwareProject,
  files: BuildFiles,
): Promise<readonly FirmwareFinding[]> {
  const withLayers = map.files.filter(({ path }) => index.hasLines(path));
  const found = await eachOf(withLayers, 1, async ({ path: file, sha256 }): Promise<FirmwareFinding[]> => {
    const path = join(folder, file);
    const digest = await files.codeDigest(path);
    return digest === undefined || digest === sha256
      ? []
      : [{ kind: "edited", file, folder, place: { path, line: 1 } }];
  });
  return found.flat();
}

/** What a linker said last, as far as a task's problem matcher has passed it on. */
function latestOverflow():
  { readonly region: string; readonly overBytes: number; readonly folder: string } | undefined {
  for (const [uri, diagnostics] of vscode.languages.getDiagnostics()) {
    const found = diagnostics.filter(isLinkers).flatMap(({ message }) => overflowIn(message) ?? []);
    const [first] = found;
    if (first) return { ...first, folder: vscode.Uri.joinPath(uri, "..").fsPath };
  }
  return undefined;
}

function isLinkers({ source, message }: vscode.Diagnostic): boolean {
  return source !== SOURCE && overflowIn(message) !== undefined;
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

function budgetFix(uri: vscode.Uri): (diagnostic: vscode.Diagnostic) => vscode.CodeAction {
  return (diagnostic) => {
    const title = vscode.l10n.t("Use the script's memory as budget again");
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { command: "bitwright.budgetFromLinkerScript", title, arguments: [uri] };
    action.diagnostics = [diagnostic];
    action.isPreferred = true;
    return action;
  };
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
