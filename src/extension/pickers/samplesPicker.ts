/** "Which samples?": what was taken before, a folder, a file, or none at all. */
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { label, pick } from "../say";

export interface PickedSamples {
  /** Absolute; null: inputs are made up. */
  readonly path: string | null;
}

interface SamplesItem extends vscode.QuickPickItem {
  readonly choice: PickedSamples | "folder" | "file";
}

/**
 * @param modelPath beside whose file dialogs begin
 * @returns undefined where the person turned away
 */
export async function pickSamples(modelPath: string, recent: readonly string[]): Promise<PickedSamples | undefined> {
  const chosen = await pick(itemsOf(recent), {
    title: vscode.l10n.t("Which samples should the network be quantized and measured with?"),
    placeHolder: vscode.l10n.t("A few hundred of what it will see; with labels, accuracy is measured"),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (!chosen) return undefined;
  if (typeof chosen.choice === "object") return chosen.choice;
  const isFolder = chosen.choice === "folder";
  const opened = await vscode.window.showOpenDialog({
    title: isFolder ? vscode.l10n.t("Choose the folder of samples") : vscode.l10n.t("Choose the file of samples"),
    defaultUri: vscode.Uri.file(dirname(modelPath)),
    canSelectFolders: isFolder,
    canSelectFiles: !isFolder,
    ...(!isFolder && {
      filters: { [vscode.l10n.t("Arrays, images and sounds")]: ["npy", "npz", "png", "jpg", "jpeg", "wav"] },
    }),
  });
  const [uri] = opened ?? [];
  return uri && { path: uri.fsPath };
}

function itemsOf(recent: readonly string[]): readonly SamplesItem[] {
  return [
    ...recent.map((path): SamplesItem => ({
      label: `$(history) ${label(basename(path))}`,
      description: vscode.workspace.asRelativePath(path),
      choice: { path },
    })),
    {
      label: `$(folder) ${vscode.l10n.t("Folder…")}`,
      detail: vscode.l10n.t("Images or .wav sounds (with labels.csv or a folder for each class), or .npy arrays"),
      choice: "folder",
    },
    {
      label: `$(file) ${vscode.l10n.t("File…")}`,
      detail: vscode.l10n.t("A .npz or .npy file; labels are found beside it"),
      choice: "file",
    },
    {
      label: `$(circle-slash) ${vscode.l10n.t("None: make inputs up")}`,
      detail: vscode.l10n.t(
        "Memory stays true; accuracy and the choice of bits then promise nothing about real inputs",
      ),
      choice: { path: null },
    },
  ];
}
