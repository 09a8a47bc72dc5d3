/** Quick fixes for a budget that is exceeded: the widths that would keep it, with their exact savings; and a search for better ones. */
import * as vscode from "vscode";
import type { WidthEdit } from "../../protocol/words/narrowings";
import type { Actions } from "../actions";
import type { ModelSession } from "../session/modelSession";
import { settingsPathOf } from "../files/placesOf";
import { describeRemedy, remediesOf } from "./remedies";
import type { Sessions } from "../session/sessions";
import { inform } from "../say";

const APPLY = "_bitwright.applyWidths";

export function provideBudgetFixes(sessions: Sessions, actions: Actions): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, _range, { diagnostics }) => {
      const over = diagnostics.filter(({ source, code }) => source === "Bitwright" && regionOf(code) !== undefined);
      const session = over.length > 0 ? sessionOf(document.uri.fsPath, sessions) : undefined;
      if (!session) return [];
      const fixes = await Promise.all(over.map((diagnostic) => fixesOf(session, diagnostic)));
      return [...fixes.flat(), ...over.flatMap((diagnostic) => streamingFix(document, diagnostic))];
    },
  };
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider({ scheme: "file", language: "json" }, provider, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.commands.registerCommand(APPLY, async (modelPath: unknown, edits: unknown) => {
      if (typeof modelPath !== "string" || !Array.isArray(edits)) return;
      await applyWidths(sessions.of(modelPath), edits as readonly WidthEdit[], actions);
    }),
  );
}

/** Edits are what-if until they are saved: the person is asked, not surprised by a changed file. */
export async function applyWidths(session: ModelSession, edits: readonly WidthEdit[], actions: Actions): Promise<void> {
  await session.setAll(edits);
  const [save, show] = [vscode.l10n.t("Save Policy"), vscode.l10n.t("Show")];
  const message = vscode.l10n.t("The widths are changed in the memory profile. Save the policy to keep them.");
  void inform(message, save, show).then((choice) => {
    if (choice === save) void actions.savePolicy(session);
    if (choice === show) void actions.open(session);
  });
}

async function fixesOf(session: ModelSession, diagnostic: vscode.Diagnostic): Promise<readonly vscode.CodeAction[]> {
  const { report } = session.state;
  const region = regionOf(diagnostic.code);
  if (!report || !region) return [];
  const key = region === "flash" ? "flashBytes" : "ramBytes";
  const over = report.memory[report.target.account][key] - (report.target[key] ?? Infinity);
  if (over <= 0) return [];
  const remedies = await remediesOf(session, region, over);
  const fixes = remedies.map((remedy, index) => {
    const fix = actionOf(describeRemedy(remedy), diagnostic, APPLY, [session.modelPath, remedy.edits]);
    fix.isPreferred = index === 0 && remedy.suffices;
    return fix;
  });
  const search = vscode.l10n.t("Search widths that fit (Quantize for MCU)");
  return [...fixes, actionOf(search, diagnostic, "bitwright.quantize", [vscode.Uri.file(session.modelPath)])];
}

/** Where the settings file forbids it: rows instead of whole tensors in RAM. What that saves is told by the next plan. */
function streamingFix(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): readonly vscode.CodeAction[] {
  const found = /"streaming"\s*:\s*"off"/.exec(document.getText());
  if (!found || regionOf(diagnostic.code) !== "ram") return [];
  const title = vscode.l10n.t("Let layers run row by row where that lowers RAM");
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const [start, end] = [found.index, found.index + found[0].length];
  action.edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  action.edit.replace(document.uri, range, '"streaming": "auto"');
  action.diagnostics = [diagnostic];
  return [action];
}

function actionOf(
  title: string,
  diagnostic: vscode.Diagnostic,
  command: string,
  args: readonly unknown[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command, title, arguments: [...args] };
  action.diagnostics = [diagnostic];
  return action;
}

function regionOf(code: vscode.Diagnostic["code"]): "flash" | "ram" | undefined {
  return code === "budget.flash" ? "flash" : code === "budget.ram" ? "ram" : undefined;
}

/** Problems of a budget stand in the settings file or the policy file of a model. */
function sessionOf(path: string, sessions: Sessions): ModelSession | undefined {
  return sessions.all.find((session) => settingsPathOf(session.modelPath) === path || session.policyPath === path);
}
