/**
 * "Compare with what?": what was searched, another policy file, the one that was committed; or two files, or the two sides of a diff. What comes
 * of it is shown in the panel of the model.
 */
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import type { PanelState } from "../../protocol/messages/panel";
import { committedTextOf } from "../files/committed";
import type { ModelSession } from "../session/modelSession";
import { isPolicyPath, policyPathOf } from "../files/placesOf";
import type { OldPolicy, PolicySource } from "../session/policyComparison";
import { readPolicyAt, readPolicyOf, sourceAt, type PolicyAt } from "../files/policyFiles";
import { complain, pick } from "../say";
import type { Sessions } from "../session/sessions";
import { MOST_BYTES } from "../files/workspaceFiles";

interface CompareItem extends vscode.QuickPickItem {
  readonly choice: "base" | "file" | "committed" | "shown";
}

/** What shows a comparison: `now` is null for the policy in the panel. */
interface Comparing {
  compare(session: ModelSession, old: OldPolicy, now: PolicySource | null): Promise<PanelState | undefined>;
}

export class CompareSteps {
  constructor(
    private readonly sessions: Sessions,
    private readonly actions: () => Comparing,
  ) {}

  /**
   * @param argument a policy file; else the diff in front, else the policy in the panel
   * @param selected in the explorer, the argument among them
   */
  async compare(argument: unknown, selected: unknown): Promise<PanelState | undefined> {
    const files = uriList(selected).filter(({ fsPath }) => isJson(fsPath));
    const [first, second, ...more] = files;
    if (first && second && more.length === 0) return this.files(first, second);
    // The explorer passes what is selected, an editor's title does not.
    const diff = Array.isArray(selected) ? undefined : diffInFront();
    if (diff) return this.diff(diff);
    const uri = argument instanceof vscode.Uri ? argument : policyInFront();
    if (uri && isJson(uri.fsPath)) return this.file(uri);
    const { active } = this.sessions;
    return active && this.session(active);
  }

  /** The policy in the panel, with what the person chooses. */
  async session(session: ModelSession): Promise<PanelState | undefined> {
    await session.start();
    const { edited, report } = session.state;
    if (!report) return session.state;
    const path = this.committedPathOf(session);
    const chosen = await this.ask([
      ...(edited.length > 0 ? [baseItem()] : []),
      committedItem(vscode.workspace.asRelativePath(path)),
      fileItem(),
    ]);
    if (!chosen) return undefined;
    const old = await this.oldOf(chosen, path);
    return old && this.actions().compare(session, old, null);
  }

  /** As it is on disk, or open, with the last commit's: what a review of the change wants to know. */
  async committed(argument: unknown): Promise<PanelState | undefined> {
    const uri = argument instanceof vscode.Uri ? argument : policyInFront();
    if (uri) return this.withCommitted(uri);
    const { active } = this.sessions;
    if (!active) return undefined;
    await active.start();
    const old = await committedSource(this.committedPathOf(active));
    return old && this.actions().compare(active, old, null);
  }

  private async file(uri: vscode.Uri): Promise<PanelState | undefined> {
    const found = await readOrSay(readPolicyAt(uri));
    if (!found) return undefined;
    const session = this.sessions.of(found.modelPath);
    const chosen = await this.ask([
      committedItem(vscode.workspace.asRelativePath(uri)),
      { label: `$(graph) ${vscode.l10n.t("What the memory profile shows")}`, choice: "shown" },
      fileItem(),
    ]);
    if (!chosen) return undefined;
    const now = await sourceAt(uri, found);
    if (chosen.choice === "shown") return this.actions().compare(session, now, null);
    const old = await this.oldOf(chosen, uri.fsPath);
    return old && this.actions().compare(session, old, now);
  }

  private async files(oldUri: vscode.Uri, nowUri: vscode.Uri): Promise<PanelState | undefined> {
    const [old, now] = [await readOrSay(readPolicyAt(oldUri)), await readOrSay(readPolicyAt(nowUri))];
    if (!old || !now) return undefined;
    // Policies of one model may lie apart: the model is the newer one's.
    return this.actions().compare(
      this.sessions.of(now.modelPath),
      await sourceAt(oldUri, old),
      await sourceAt(nowUri, now),
    );
  }

  private async withCommitted(uri: vscode.Uri): Promise<PanelState | undefined> {
    const found = await readOrSay(readPolicyAt(uri));
    const old = found && (await committedSource(uri.fsPath));
    if (!found || !old) return undefined;
    return this.actions().compare(this.sessions.of(found.modelPath), old, await sourceAt(uri, found));
  }

  private async diff({ original, modified }: vscode.TabInputTextDiff): Promise<PanelState | undefined> {
    const [old, now] = [openDocument(original), openDocument(modified)];
    if (!old || !now) return undefined;
    const before = await readOrSay(readPolicyOf(old));
    const after = before && (await readOrSay(readPolicyOf(now)));
    if (!before || !after) return undefined;
    const source = (uri: vscode.Uri, { policy }: PolicyAt, word: string): Promise<PolicySource> =>
      uri.scheme === "file"
        ? sourceAt(uri, { policy, modelPath: after.modelPath })
        : Promise.resolve({ title: `${basename(uri.path)} ${word}`, policy, reportText: undefined });
    return this.actions().compare(
      this.sessions.of(after.modelPath),
      await source(original, before, vscode.l10n.t("before")),
      await source(modified, after, vscode.l10n.t("after")),
    );
  }

  /** The file that the panel's policy came from, or would be saved to. */
  private committedPathOf({ policyPath, policy }: ModelSession): string {
    return policyPath ?? policyPathOf(policy?.outFolder ?? "");
  }

  private ask(items: readonly CompareItem[]): Thenable<CompareItem | undefined> {
    return pick(items, { title: vscode.l10n.t("Compare with what?"), matchOnDescription: true });
  }

  private async oldOf({ choice }: CompareItem, path: string): Promise<OldPolicy | undefined> {
    if (choice === "base") return "base";
    if (choice === "committed") return committedSource(path);
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t("Choose a policy file"),
        filters: { JSON: ["json"] },
      })) ?? [];
    const found = uri && (await readOrSay(readPolicyAt(uri)));
    return found && sourceAt(uri, found);
  }
}

function baseItem(): CompareItem {
  return {
    label: `$(discard) ${vscode.l10n.t("What was shown before the edits")}`,
    detail: vscode.l10n.t("What the search found, or the policy that was opened"),
    choice: "base",
  };
}

function committedItem(place: string): CompareItem {
  return {
    label: `$(git-commit) ${vscode.l10n.t("The committed version")}`,
    description: place,
    choice: "committed",
  };
}

function fileItem(): CompareItem {
  return { label: `$(file) ${vscode.l10n.t("Another policy file…")}`, choice: "file" };
}

/** policy.json and, where it is there, report.json as committed last; undefined where there is none, which has been said then. */
async function committedSource(path: string): Promise<PolicySource | undefined> {
  const place = vscode.workspace.asRelativePath(path);
  const found = await committedTextOf(path, MOST_BYTES.policy);
  switch (found.kind) {
    case "text": {
      const report = await committedTextOf(join(dirname(path), "report.json"), MOST_BYTES.project);
      return {
        title: vscode.l10n.t("{0} as committed", place),
        policy: { text: found.text, path },
        reportText: report.kind === "text" ? report.text : undefined,
      };
    }
    case "noGit":
      void complain(vscode.l10n.t("The committed version is asked of the editor's Git, which is not there."));
      return undefined;
    case "noRepository":
      void complain(vscode.l10n.t("{0} is in no Git repository that the editor has open.", place));
      return undefined;
    case "none":
      void complain(vscode.l10n.t("{0} is not in the last commit: there is nothing to compare with yet.", place));
      return undefined;
    case "large":
      void complain(vscode.l10n.t("{0} is too large to be a policy in the last commit.", place));
      return undefined;
  }
}

async function readOrSay(found: Promise<PolicyAt | string>): Promise<PolicyAt | undefined> {
  const policy = await found;
  if (typeof policy !== "string") return policy;
  void complain(policy);
  return undefined;
}

function diffInFront(): vscode.TabInputTextDiff | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputTextDiff)) return undefined;
  return isPolicyPath(input.original.fsPath) && isPolicyPath(input.modified.fsPath) ? input : undefined;
}

function policyInFront(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === "file" && isPolicyPath(uri.fsPath) ? uri : undefined;
}

/** A diff keeps both of its documents open. */
function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

function uriList(value: unknown): readonly vscode.Uri[] {
  return Array.isArray(value) ? value.filter((item: unknown) => item instanceof vscode.Uri) : [];
}

function isJson(path: string): boolean {
  return path.endsWith(".json");
}
