/** The settings file of a model in the editor: opened, made where there is none, and changed where it decides the budget. */
import { basename } from "node:path";
import * as vscode from "vscode";
import { storeBudget } from "./configuration";
import { settingsPathOf } from "./placesOf";
import { decidesBudget, withBudget, type BudgetKeys } from "./settingsEdit";

/** @param budget what a new file starts with */
export async function openSettingsFile(modelPath: string, budget: BudgetKeys): Promise<vscode.Uri> {
  const uri = vscode.Uri.file(settingsPathOf(modelPath));
  if ((await textOf(uri)) === undefined) {
    const template = { ...budget, account: "linked", search: "exact", seed: 0 };
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`${JSON.stringify(template, null, 2)}\n`));
  }
  await vscode.window.showTextDocument(uri, { preview: false, viewColumn: vscode.ViewColumn.Beside });
  return uri;
}

/** Where the model's file decides the budget, there; else in the editor's settings. */
export async function keepBudget(modelPath: string | undefined, budget: BudgetKeys): Promise<void> {
  const uri = modelPath === undefined ? undefined : vscode.Uri.file(settingsPathOf(modelPath));
  const text = uri && (await textOf(uri));
  if (!uri || text === undefined || !decidesBudget(text)) {
    await storeBudget(budget);
    return;
  }
  const changed = withBudget(text, budget);
  if (changed === undefined || changed === text) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  edit.replace(uri, whole, changed);
  await vscode.workspace.applyEdit(edit);
  await document.save();
  void vscode.window.setStatusBarMessage(vscode.l10n.t("Changed the board in {0}", basename(uri.fsPath)), 5000);
}

/** What the worker is to read must be on disk. */
export async function saveSettingsFile(modelPath: string): Promise<void> {
  const path = settingsPathOf(modelPath);
  const open = vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.fsPath === path);
  await open?.save();
}

/** As the person sees it: of the open document, or of the file. undefined: there is none. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === uri.fsPath);
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
