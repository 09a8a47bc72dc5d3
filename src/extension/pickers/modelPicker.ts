/** Which model a command means: the one it was called on, the one in front of the person, or the one that they pick. */
import { basename } from "node:path";
import * as vscode from "vscode";
import { isModelFile, MODEL_EXTENSIONS, MODEL_GLOB } from "../../formats/modelFiles";
import type { Sessions } from "../session/sessions";
import { complain, label, pick } from "../say";

const MOST_LISTED = 200;

/** @param argument what the caller of a command passed: the explorer gives a Uri. @returns the model's path */
export async function pickModel(argument: unknown, sessions: Sessions): Promise<string | undefined> {
  const given = argument instanceof vscode.Uri ? argument : undefined;
  const uri = given ?? modelInFront();
  if (uri) return localPath(uri);
  if (sessions.active) return sessions.active.modelPath;
  const found = await vscode.workspace.findFiles(MODEL_GLOB, "**/node_modules/**", MOST_LISTED);
  const [first, ...others] = found;
  if (first && others.length === 0) return localPath(first);
  const picked = first ? await pickFrom(found) : await browse();
  return picked && localPath(picked);
}

export function isModel(uri: vscode.Uri): boolean {
  return isModelFile(uri.path);
}

function modelInFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isFile = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return isFile && isModel(input.uri) ? input.uri : undefined;
}

async function pickFrom(models: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = models
    .map((uri) => ({ label: label(basename(uri.path)), description: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.description.localeCompare(b.description));
  const picked = await pick(items, {
    title: vscode.l10n.t("Which model?"),
    matchOnDescription: true,
  });
  return picked?.uri;
}

async function browse(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Choose a model"),
    filters: { "ONNX, TensorFlow Lite": [...MODEL_EXTENSIONS] },
  });
  return picked?.[0];
}

function localPath(uri: vscode.Uri): string | undefined {
  if (uri.scheme === "file") return uri.fsPath;
  void complain(vscode.l10n.t("{0} is not on a disk: save a copy of the model in a folder first.", basename(uri.path)));
  return undefined;
}
