/** The editor's settings as the worker takes them: what was set, under the keys of the settings file, unchecked. */
import { dirname } from "node:path";
import * as vscode from "vscode";
import type { Settings } from "../protocol/files/settings";
import type { ModelQuestion } from "../protocol/messages/workerMessages";

export const SECTION = "bitwright";

/** Names in the editor are dotted where the file nests. */
const PLAIN = [
  "target",
  "flash",
  "ram",
  "account",
  "search",
  "seed",
  "optimize",
  "latency",
  "preprocessing",
  "targets",
] as const;
/** What is shown in code: for the editor alone, the worker never sees them. */
export const CODE = ["lens", "inlayHints", "heat", "followCursor"] as const;
const DATA = ["calibration", "evaluation"] as const;
const DATA_KEYS = ["path", "include", "samples"] as const;

export function questionFor(modelPath: string): ModelQuestion {
  const resource = vscode.Uri.file(modelPath);
  const configuration = vscode.workspace.getConfiguration(SECTION, resource);
  const ambient: Record<string, unknown> = {};
  for (const key of PLAIN) addTo(ambient, key, configuration.get(key));
  for (const name of DATA) {
    const data: Record<string, unknown> = {};
    for (const key of DATA_KEYS) addTo(data, key, configuration.get(`${name}.${key}`));
    // Without a path the others have nothing to speak of.
    if ("path" in data) ambient[name] = data;
  }
  const folder = vscode.workspace.getWorkspaceFolder(resource)?.uri.fsPath ?? dirname(modelPath);
  return { modelPath, ambient, folder, trusted: vscode.workspace.isTrusted };
}

/** Keeps a budget for the workspace, or for the person where no folder is open. What is not named is taken back. */
export async function storeBudget(budget: Pick<Settings, "target" | "flash" | "ram">): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const scope = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  for (const key of ["target", "flash", "ram"] as const) {
    if (configuration.get(key) !== budget[key]) await configuration.update(key, budget[key], scope);
  }
}

/** Empty text and null stand for "not set" in the editor's settings page. */
function addTo(settings: Record<string, unknown>, key: string, value: unknown): void {
  if (value !== undefined && value !== null && value !== "") settings[key] = value;
}

/** A switch of what is shown in firmware code. */
export function codeSetting(name: (typeof CODE)[number], resource: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(`${SECTION}.code`, resource).get<boolean>(name, false);
}

export function onCodeSetting(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SECTION}.code`)) listener();
  });
}

/** Which files are linked firmware: a pattern over the workspace; empty: every .elf, .axf and .out file. */
export function elfPattern(): string {
  return vscode.workspace.getConfiguration(SECTION).get<string>("elf", "").trim() || "**/*.{elf,axf,out}";
}
