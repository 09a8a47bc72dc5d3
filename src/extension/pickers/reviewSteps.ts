/** "Report…": the page for a review of the policy shown, to be seen here, saved or copied. It is what the command line writes with --report. */
import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { reviewOf, type Review } from "../../protocol/review/review";
import { reviewHtml } from "../../protocol/review/reviewHtml";
import { reviewMarkdown } from "../../protocol/review/reviewMarkdown";
import { visible } from "../../protocol/words/visible";
import type { ModelSession } from "../session/modelSession";
import { complain, inform, mention, pick } from "../say";
import { writeWhole } from "../files/writeWhole";

interface ReviewItem extends vscode.QuickPickItem {
  readonly choice: "show" | "html" | "md" | "copy";
}

/** @returns what was written; undefined where nothing was */
export async function openReview(session: ModelSession, given?: unknown): Promise<string | undefined> {
  const review = reviewOfSession(session);
  if (!review) return undefined;
  const choice = choiceIn(given) ?? (await pick(itemsOf(), { title: vscode.l10n.t("Report of what?") }))?.choice;
  switch (choice) {
    case undefined:
      return undefined;
    case "show":
      showReview(review);
      return undefined;
    case "copy":
      await vscode.env.clipboard.writeText(reviewMarkdown(review));
      mention(vscode.l10n.t("The report is in the clipboard, as Markdown."));
      return undefined;
    case "html":
      return save(session, "report.html", reviewHtml(review));
    case "md":
      return save(session, "report.md", reviewMarkdown(review));
  }
}

/** Of what the panel shows: its policy, what it is compared with, and what was verified of code of these very widths. */
export function reviewOfSession({ state }: ModelSession): Review | undefined {
  const { report, comparison, firmware } = state;
  // Two other policies side by side say nothing of this one.
  const old = comparison && comparison.now === null ? comparison.old : null;
  const verification = firmware?.isCurrent === true ? firmware.verification : null;
  return report ? reviewOf({ report, verification, old, surface: "editor" }) : undefined;
}

function itemsOf(): readonly ReviewItem[] {
  return [
    { label: `$(open-preview) ${vscode.l10n.t("Show it beside")}`, choice: "show" },
    {
      label: `$(file-code) ${vscode.l10n.t("Save as HTML…")}`,
      detail: vscode.l10n.t("One file that loads nothing and prints"),
      choice: "html",
    },
    {
      label: `$(markdown) ${vscode.l10n.t("Save as Markdown…")}`,
      detail: vscode.l10n.t("For a repository or a merge request"),
      choice: "md",
    },
    { label: `$(copy) ${vscode.l10n.t("Copy as Markdown")}`, choice: "copy" },
  ];
}

function showReview(review: Review): void {
  const panel = vscode.window.createWebviewPanel(
    "bitwright.review",
    vscode.l10n.t("{0}: report", visible(review.title)),
    vscode.ViewColumn.Beside,
    { enableScripts: false, localResourceRoots: [] },
  );
  panel.webview.html = reviewHtml(review);
}

async function save(session: ModelSession, name: string, content: string): Promise<string | undefined> {
  const folder = session.policy?.outFolder ?? dirname(session.modelPath);
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Save the report"),
    defaultUri: vscode.Uri.file(join(folder, name)),
  });
  if (!uri) return undefined;
  try {
    await mkdir(dirname(uri.fsPath), { recursive: true });
    await writeWhole(uri.fsPath, content);
  } catch {
    void complain(vscode.l10n.t("The report cannot be written to {0}.", vscode.workspace.asRelativePath(uri)));
    return undefined;
  }
  const open = vscode.l10n.t("Open");
  void inform(vscode.l10n.t("Saved {0}", basename(uri.fsPath)), open).then((chosen) => {
    if (chosen !== open) return;
    if (name.endsWith(".html")) void vscode.env.openExternal(uri);
    else void vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
  });
  return uri.fsPath;
}

/** Of a caller that does not want to be asked. */
function choiceIn(given: unknown): ReviewItem["choice"] | undefined {
  return (["show", "copy"] as const).find((choice) => choice === given);
}
