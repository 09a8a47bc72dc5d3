/** Files of this window's workspace, read within bounds. What may not be read says nothing, except where a person asks for it by name. */
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { readBoundedText, UnreadFile, type Bounds } from "./boundedFiles";
import type { ResultTexts } from "../session/modelSession";
import { policyPathOf } from "./placesOf";

const MIB = 1024 * 1024;

/** Bytes; well above what there is in earnest. */
export const MOST_BYTES = {
  settings: 1 * MIB,
  linkerScript: 1 * MIB,
  buildRules: 1 * MIB,
  policy: 16 * MIB,
  project: 32 * MIB,
  /** Weights stand in C as text. */
  code: 512 * MIB,
  /** Protobuf ends there. */
  model: 2048 * MIB,
  elf: 4096 * MIB,
  linkMap: 4096 * MIB,
} as const;

/** Files at once, whatever number there is. */
export const AT_ONCE = 4;

/** The file must lie in a folder of the workspace; one that does not so much as seem to, where it seems to lie. */
export function boundsOf(path: string, kind: keyof typeof MOST_BYTES): Bounds {
  const uri = vscode.Uri.file(path);
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  const isOurs = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return { mostBytes: MOST_BYTES[kind], within: isOurs ? folders : [...folders, dirname(path)] };
}

/** As the person sees it: of the open document, or of the file. undefined: there is none. @throws UnreadFile */
export async function textOf(path: string, kind: keyof typeof MOST_BYTES): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "file" && uri.fsPath === path);
  return open ? open.getText() : readBoundedText(path, boundsOf(path, kind));
}

/**
 * What the person has not saved yet, else the file: a document that is open follows the file a moment later. For reading alone; who edits the
 * document goes by its own text. undefined: there is none. @throws UnreadFile
 */
export async function latestTextOf(path: string, kind: keyof typeof MOST_BYTES): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "file" && uri.fsPath === path);
  return open?.isDirty === true ? open.getText() : readBoundedText(path, boundsOf(path, kind));
}

/** Of the file on disk. undefined: there is none, or none that may be read. */
export async function savedTextOf(path: string, kind: keyof typeof MOST_BYTES): Promise<string | undefined> {
  return readBoundedText(path, boundsOf(path, kind)).catch(nothingUnread);
}

/** What a search has left there. */
export async function resultsIn(outFolder: string): Promise<ResultTexts> {
  const policyPath = policyPathOf(outFolder);
  const [policy, report] = await Promise.all([
    savedTextOf(policyPath, "policy"),
    savedTextOf(join(outFolder, "report.json"), "project"),
  ]);
  return { policyPath, policy, report };
}

/** For `catch`. */
export function nothingUnread(error: unknown): undefined {
  if (!(error instanceof UnreadFile)) throw error;
  return undefined;
}

/** `net.json is no regular file` in the person's language. */
export function describeUnread({ reason }: UnreadFile, name: string, kind: keyof typeof MOST_BYTES): string {
  switch (reason) {
    case "irregular":
      return vscode.l10n.t("{0} is no regular file.", name);
    case "large":
      return vscode.l10n.t("{0} has more than {1} MiB.", name, MOST_BYTES[kind] / MIB);
    case "outside":
      return vscode.l10n.t("{0} is a link to a place outside of the workspace.", name);
    case "failed":
      return vscode.l10n.t("{0} cannot be read.", name);
  }
}
