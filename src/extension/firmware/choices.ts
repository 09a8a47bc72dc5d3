/**
 * Which firmware project a file belongs to where no evidence tells: asked once, kept for the workspace, and changed by command. A file has at
 * most one project for each group of projects that it cannot belong to at once.
 */
import { basename } from "node:path";
import * as vscode from "vscode";
import { inform, label, pick } from "../say";
import type { Undecided } from "./held/findings";

const CHOSEN = "firmwareOfFiles";
const ASKED = "firmwareAsked";

export class FirmwareChoices implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<string>();

  /** With the file's path. */
  readonly onChange = this.changes.event;

  constructor(private readonly memory: vscode.Memento) {}

  /** Folders of projects. */
  of(path: string): readonly string[] {
    return this.memory.get<Readonly<Record<string, readonly string[]>>>(CHOSEN, {})[path] ?? [];
  }

  /**
   * Asks which of the projects the file belongs to, and keeps it.
   * @param folders of the projects that exclude each other
   * @returns the folder; undefined where the person turned away, or leaves it to evidence again
   */
  async choose({ path, folders }: Undecided): Promise<string | undefined> {
    const known = this.of(path);
    const items = folders.map((folder) => ({
      label: label(basename(folder)),
      description: vscode.workspace.asRelativePath(folder),
      ...(known.includes(folder) ? { detail: vscode.l10n.t("Chosen before") } : {}),
      folder,
    }));
    const forget = { label: vscode.l10n.t("None: let the build tell"), folder: undefined };
    const isKnown = folders.some((folder) => known.includes(folder));
    const picked = await pick(isKnown ? [...items, forget] : items, {
      title: vscode.l10n.t("Which firmware project does {0} belong to?", basename(path)),
      placeHolder: vscode.workspace.asRelativePath(path),
      matchOnDescription: true,
    });
    if (!picked) return undefined;
    await this.keep({ path, folders }, picked.folder);
    return picked.folder;
  }

  /** @param folder undefined: none of them any more */
  async keep({ path, folders }: Undecided, folder: string | undefined): Promise<void> {
    const all = this.memory.get<Readonly<Record<string, readonly string[]>>>(CHOSEN, {});
    const kept = this.of(path).filter((each) => !folders.includes(each));
    const chosen = folder === undefined ? kept : [...kept, folder];
    const others = Object.entries(all).filter(([each]) => each !== path);
    await this.memory.update(CHOSEN, Object.fromEntries(chosen.length > 0 ? [...others, [path, chosen]] : others));
    this.changes.fire(path);
  }

  /** Once for each file, in one notification for all. */
  async ask(undecided: readonly Undecided[]): Promise<void> {
    const asked = this.memory.get<readonly string[]>(ASKED, []);
    const fresh = undecided.filter(({ path }) => !asked.includes(path));
    const [first, ...others] = fresh;
    if (!first) return;
    await this.memory.update(ASKED, [...asked, ...fresh.map(({ path }) => path)]);
    const [name, count] = [basename(first.path), first.folders.length];
    const message =
      others.length === 0
        ? vscode.l10n.t("{0} may belong to {1} firmware projects, and nothing in its build tells which.", name, count)
        : vscode.l10n.t("{0} and {1} more may each belong to several firmware projects.", name, others.length);
    const choose = vscode.l10n.t("Choose…");
    if ((await inform(message, choose)) !== choose) return;
    for (const each of fresh) await this.choose(each);
  }

  dispose(): void {
    this.changes.dispose();
  }
}

/** What the command was called with; undefined where that is not what it takes. */
export function undecidedIn(path: unknown, folders: unknown): Undecided | undefined {
  if (typeof path !== "string" || !Array.isArray(folders)) return undefined;
  const texts = folders.filter((folder) => typeof folder === "string");
  return texts.length === folders.length ? { path, folders: texts } : undefined;
}
