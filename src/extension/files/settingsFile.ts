/** The settings file of a model in the editor: opened, changed, and made where there is none. */
import { basename, dirname, isAbsolute, relative, sep } from "node:path";
import * as vscode from "vscode";
import { UnreadFile } from "./boundedFiles";
import { storeBudget } from "../configuration";
import { settingsPathOf } from "./placesOf";
import { withSettings, type BudgetKeys, type SettingsChange } from "./settingsEdit";
import { describeUnread, latestTextOf } from "./workspaceFiles";
import { complain, mention } from "../say";

/** @param budget what a new file starts with */
export async function openSettingsFile(modelPath: string, budget: BudgetKeys): Promise<vscode.Uri> {
  const uri = vscode.Uri.file(settingsPathOf(modelPath));
  const text = await latestTextOf(uri.fsPath, "settings").catch(tellUnread);
  if (text === null) return uri;
  if (text === undefined) {
    const template = { ...budget, account: "linked", search: "exact", seed: 0 };
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`${JSON.stringify(template, null, 2)}\n`));
  }
  await vscode.window.showTextDocument(uri, { preview: false, viewColumn: vscode.ViewColumn.Beside });
  return uri;
}

/** A model's budget is kept beside it; without a model, or where nothing can be written there, in the editor's settings. */
export async function keepBudget(modelPath: string | undefined, budget: BudgetKeys): Promise<void> {
  const { target, flash, ram } = budget;
  if (modelPath === undefined || !(await changeSettings(modelPath, { target, flash, ram }))) await storeBudget(budget);
}

/** How long a document may take to follow a file that was changed beside the editor, and how often it is looked at. */
const FOLLOWS_MS = 3000;
const LOOK_MS = 50;

/**
 * Changes keys of the model's settings file, which is made where there is none.
 * @returns whether they stand there now; why not is told
 */
export async function changeSettings(modelPath: string, change: SettingsChange): Promise<boolean> {
  const uri = vscode.Uri.file(settingsPathOf(modelPath));
  const text = await latestTextOf(uri.fsPath, "settings").catch(tellUnread);
  if (text === null) return false;
  // Nothing to take out of a file that is not there.
  if (text === undefined && Object.values(change).every((value) => value === undefined)) return true;
  const changed = withSettings(text ?? "{}\n", change);
  const name = basename(uri.fsPath);
  if (changed === undefined) {
    void complain(vscode.l10n.t("{0} is not valid JSON: mend it first.", name));
    return false;
  }
  if (changed === text) return true;
  try {
    if (text === undefined) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(changed));
    else await replaceText(uri, text, changed);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void complain(vscode.l10n.t("{0} cannot be written: {1}", name, reason));
    return false;
  }
  const keys = Object.keys(change).join(", ");
  mention(vscode.l10n.t("Changed {0} in {1}", keys, name));
  return true;
}

/** Relative to the settings file where the samples lie in the same workspace folder or beside the model, else absolute. */
export function pathInSettings(modelPath: string, path: string): string {
  const folder = dirname(modelPath);
  const home = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(modelPath))?.uri.fsPath ?? folder;
  const isInside = !relative(home, path).startsWith("..") && !isAbsolute(relative(home, path));
  return isInside ? relative(folder, path).split(sep).join("/") || "." : path;
}

/** As a person would: an open document keeps its undo. */
async function replaceText(uri: vscode.Uri, before: string, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  // A document that is open follows its file a moment later; the editor refuses to save it before, because the file is newer.
  for (let waited = 0; !document.isDirty && document.getText() !== before && waited < FOLLOWS_MS; waited += LOOK_MS) {
    await new Promise((later) => setTimeout(later, LOOK_MS));
  }
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  edit.replace(uri, whole, text);
  await vscode.workspace.applyEdit(edit);
  if (!(await document.save())) throw new Error(vscode.l10n.t("the file could not be saved"));
}

/** What the worker is to read must be on disk. */
export async function saveSettingsFile(modelPath: string): Promise<void> {
  const path = settingsPathOf(modelPath);
  const open = vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.fsPath === path);
  await open?.save();
}

/** @returns null: there is a file, and it may not be read, let alone be written over */
function tellUnread(error: unknown): null {
  if (!(error instanceof UnreadFile)) throw error;
  void complain(describeUnread(error, basename(error.path), "settings"));
  return null;
}
