/** Policy files of the workspace: read within bounds, checked, and joined with the model that they are for. */
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { parsePolicy } from "../../protocol/files/policyFile";
import type { PolicyText } from "../../protocol/messages/workerMessages";
import { UnreadFile } from "./boundedFiles";
import { describeRemark } from "../workers/faultTexts";
import { modelsOfPolicy } from "./placesOf";
import type { PolicySource } from "../session/policyComparison";
import { describeUnread, latestTextOf, savedTextOf } from "./workspaceFiles";

export interface PolicyAt {
  readonly policy: PolicyText;
  /** Absolute. */
  readonly modelPath: string;
}

/** @returns a sentence for the person where there is no policy, or no model of it */
export async function readPolicyAt(uri: vscode.Uri): Promise<PolicyAt | string> {
  const text = await policyTextAt(uri);
  return typeof text === "string" ? text : withModel(text);
}

/** What two editors side by side show, whatever keeps it: a file, a commit, the index. */
export async function readPolicyOf(document: vscode.TextDocument): Promise<PolicyAt | string> {
  return withModel({ text: document.getText(), path: document.uri.fsPath });
}

/** The policy as something to compare with; report.json beside it tells what was measured. */
export async function sourceAt(uri: vscode.Uri, { policy }: PolicyAt): Promise<PolicySource> {
  return {
    title: vscode.workspace.asRelativePath(uri),
    policy,
    reportText: await savedTextOf(join(dirname(uri.fsPath), "report.json"), "project"),
  };
}

async function policyTextAt(uri: vscode.Uri): Promise<PolicyText | string> {
  try {
    const text = await latestTextOf(uri.fsPath, "policy");
    if (text === undefined) return vscode.l10n.t("There is no {0}.", vscode.workspace.asRelativePath(uri));
    return { text, path: uri.fsPath };
  } catch (error) {
    if (!(error instanceof UnreadFile)) throw error;
    return describeUnread(error, basename(uri.fsPath), "policy");
  }
}

async function withModel(policy: PolicyText): Promise<PolicyAt | string> {
  const parsed = parsePolicy(policy.text, policy.path);
  if (!parsed.ok) return describeRemark(parsed.problems[0] ?? { code: "policy", message: "" });
  const { name } = parsed.value.model;
  const modelPath = await firstFile(modelsOfPolicy(policy.path, name));
  return modelPath === undefined ? vscode.l10n.t("{0} is not beside its policy.", name) : { policy, modelPath };
}

async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const folder = vscode.Uri.file(dirname(path));
    const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => []);
    if (entries.some(([name, type]) => name === basename(path) && (type & vscode.FileType.File) !== 0)) return path;
  }
  return undefined;
}
