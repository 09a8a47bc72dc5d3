/**
 * The bundled example: a copy of the person's own, because searching writes beside the model and the extension's folder is replaced by every
 * update. A copy that lies outside of the window's folders is opened as a folder, so that its firmware is explained like any other; the
 * editor then starts anew, and what was to be opened is remembered across that.
 */
import { constants, copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import type { PanelState } from "../protocol/messages/panel";
import type { Actions } from "./actions";
import { readBounded } from "./files/boundedFiles";
import { withoutSchema } from "./files/settingsEdit";
import { complain, label, pick } from "./say";
import type { Sessions } from "./session/sessions";

const NAME = "bitwright-example";
const MODEL = "keywords.onnx";
const SETTINGS = "keywords.bitwright.json";
const FILES = [MODEL, "classes.json", "calibration.npz", "test.npz", "firmware/main.c", "firmware/Makefile"] as const;
const MOST_SETTINGS_BYTES = 64 * 1024;
/** The model that a window which is about to start shall show. */
const PENDING = "exampleToOpen";

export interface ExampleSurroundings {
  readonly extensionUri: vscode.Uri;
  /** The editor's own folder for files of this extension. */
  readonly scratchUri: vscode.Uri;
  /** Shared by all windows. */
  readonly memory: vscode.Memento;
  readonly sessions: Sessions;
  readonly actions: Actions;
}

export class Example {
  constructor(private readonly around: ExampleSurroundings) {}

  /**
   * @param given a folder's Uri, where it need not be asked: the example becomes a folder in it
   * @returns what is shown; undefined where the person turned away, or another window shows it
   */
  async try(given: unknown): Promise<PanelState | undefined> {
    const place = given instanceof vscode.Uri ? given : await this.askPlace();
    if (!place) return undefined;
    const folder = vscode.Uri.joinPath(place, NAME);
    if (!(await this.copyTo(folder.fsPath))) return undefined;
    const modelPath = join(folder.fsPath, MODEL);
    if (vscode.workspace.getWorkspaceFolder(folder)) return this.open(modelPath);
    await this.around.memory.update(PENDING, modelPath);
    const hasFolder = (vscode.workspace.workspaceFolders ?? []).length > 0;
    await vscode.commands.executeCommand("vscode.openFolder", folder, {
      forceNewWindow: hasFolder,
      forceReuseWindow: !hasFolder,
    });
    return undefined;
  }

  /** Where this window was started to show the example. */
  async openPending(): Promise<void> {
    const { memory } = this.around;
    const modelPath = memory.get<string>(PENDING);
    const isHere = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.fsPath === dirname(modelPath ?? ""));
    if (modelPath === undefined || isHere !== true) return;
    await memory.update(PENDING, undefined);
    await this.open(modelPath);
  }

  /** The panel, with a few samples beside the network's answers. */
  private async open(modelPath: string): Promise<PanelState> {
    const { sessions, actions } = this.around;
    const session = sessions.of(modelPath);
    await actions.open(session);
    // Nothing runs in a folder that the person does not trust yet, and the panel says what there is without that.
    if (vscode.workspace.isTrusted) await session.preview(null);
    return session.state;
  }

  private async askPlace(): Promise<vscode.Uri | undefined> {
    const here = vscode.workspace.workspaceFolders?.[0];
    const items: readonly (vscode.QuickPickItem & { readonly place: vscode.Uri | "ask" })[] = [
      ...(here ? [{ label: `$(root-folder) ${label(here.name)}`, description: NAME, place: here.uri }] : []),
      { label: `$(folder) ${vscode.l10n.t("Folder…")}`, place: "ask" },
      {
        label: `$(beaker) ${vscode.l10n.t("Scratch folder")}`,
        detail: vscode.l10n.t("Kept by the editor, out of your way"),
        place: this.around.scratchUri,
      },
    ];
    const chosen = await pick(items, { title: vscode.l10n.t("Where shall the example be copied to?") });
    return chosen?.place === "ask" ? browse() : chosen?.place;
  }

  /** What is there already stays as the person left it. @returns whether all of it is there */
  private async copyTo(folder: string): Promise<boolean> {
    const from = vscode.Uri.joinPath(this.around.extensionUri, "examples", "keywords").fsPath;
    try {
      await mkdir(join(folder, "firmware"), { recursive: true });
      const settings = await readBounded(join(from, SETTINGS), { mostBytes: MOST_SETTINGS_BYTES, within: [from] });
      if (!settings) throw new Error(`${SETTINGS} is missing`);
      const text = withoutSchema(new TextDecoder().decode(settings));
      await unlessThere(writeFile(join(folder, SETTINGS), text, { flag: "wx" }));
      for (const file of FILES)
        await unlessThere(copyFile(join(from, file), join(folder, file), constants.COPYFILE_EXCL));
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const other = vscode.l10n.t("Another Folder…");
      const told = vscode.l10n.t("The example cannot be written to {0}: {1}", folder, reason);
      void complain(told, other).then((choice) => {
        if (choice === other) void this.try(undefined);
      });
      return false;
    }
  }
}

async function browse(): Promise<vscode.Uri | undefined> {
  const title = vscode.l10n.t("Choose the folder that the example becomes a folder in");
  const opened = await vscode.window.showOpenDialog({ title, canSelectFolders: true, canSelectFiles: false });
  return opened?.[0];
}

async function unlessThere(written: Promise<void>): Promise<void> {
  await written.catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  });
}
