/** The project that the window of the tests has open, and waiting for what the editor does in its own time. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { smallModel, type SmallModel } from "../../support/networks/smallModel";

export const EXTENSION = "bitwright.bitwright";

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(EXTENSION);
  if (!found) throw new Error(`${EXTENSION} is not installed`);
  return found;
}

export function projectPath(name: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error("no folder is open");
  return join(folder.uri.fsPath, name);
}

/**
 * A model of its own for a test, since what was done to one is kept; with its settings file where `settings` are given. Answers when the
 * editor has noticed the files: news of them later would count as a change of the model.
 */
export async function addModel(name: string, size: SmallModel, settings?: object): Promise<vscode.Uri> {
  if (settings) await write(`${name}.bitwright.json`, `${JSON.stringify(settings, null, 2)}\n`);
  return write(`${name}.onnx`, smallModel(size));
}

export async function write(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
  await makeFolder(dirname(name));
  await writeNoticed(name, content);
  return vscode.Uri.file(projectPath(name));
}

/** Level by level: folders within a folder that is new itself may be there before anybody watches it, and are never noticed then. */
export async function makeFolder(name: string): Promise<void> {
  if (existsSync(projectPath(name))) return;
  await makeFolder(dirname(name));
  mkdirSync(projectPath(name));
  await writeNoticed(`${name}/.watched`, "");
  rmSync(projectPath(`${name}/.watched`));
}

async function writeNoticed(name: string, content: string | Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error("no folder is open");
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, name));
  let isNoticed = false;
  watcher.onDidCreate(() => (isNoticed = true));
  watcher.onDidChange(() => (isNoticed = true));
  writeFileSync(projectPath(name), content);
  // In a new folder the first news may be lost.
  const again = setInterval(() => writeFileSync(projectPath(name), content), 1000);
  try {
    await until(`news of ${name}`, () => isNoticed || undefined);
  } finally {
    clearInterval(again);
    watcher.dispose();
  }
}

export async function until<T>(what: string, look: () => T | undefined, limitMs = 20_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what} did not come in ${limitMs / 1000} s`);
    await new Promise((later) => setTimeout(later, 50));
  }
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}
