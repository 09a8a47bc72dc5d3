/** What the editor says of firmware code, as the tests ask for it. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { projectPath } from "./project";

export async function openFile(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(projectPath(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The text of our hover over the first occurrence of a word, in the line where one is given; empty where there is none. */
export async function hoverOver(document: vscode.TextDocument, word: string, line?: number): Promise<string> {
  const start = line === undefined ? 0 : document.offsetAt(new vscode.Position(line - 1, 0));
  const offset = document.getText().indexOf(word, start);
  assert.ok(offset >= 0, `no ${word}`);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    document.positionAt(offset + 1),
  );
  const contents = hovers.flatMap((hover) => hover.contents as vscode.MarkdownString[]).map(({ value }) => value);
  return contents
    .filter((value) => value.includes("_bitwright."))
    .join("\n")
    .replace(/\\(.)/g, "$1");
}

export async function lensesOf(document: vscode.TextDocument): Promise<readonly vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    "vscode.executeCodeLensProvider",
    document.uri,
    100,
  );
  return lenses.filter(({ command }) => command?.command.startsWith("_bitwright."));
}

export function ours(path: string, code: string): vscode.Diagnostic | undefined {
  return vscode.languages
    .getDiagnostics(vscode.Uri.file(projectPath(path)))
    .find((each) => each.source === "Bitwright" && each.code === code);
}

export async function fixesAt(path: string, { range }: vscode.Diagnostic): Promise<readonly vscode.CodeAction[]> {
  await openFile(path);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    vscode.Uri.file(projectPath(path)),
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

export async function run({ command }: vscode.CodeAction): Promise<void> {
  if (!command) throw new Error("the fix has no command");
  await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}
