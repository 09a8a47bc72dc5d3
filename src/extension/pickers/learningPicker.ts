/** How long weights learn, and what to expect of that. */
import * as vscode from "vscode";
import { pick } from "../say";

const MINUTES = [2, 5, 10, 30];

/** @returns minutes; undefined where the person thought better of it */
export async function pickLearning(): Promise<number | undefined> {
  const items = MINUTES.map((minutes) => ({
    label: vscode.l10n.t("{0} minutes", minutes),
    minutes,
  }));
  const picked = await pick(items, {
    title: vscode.l10n.t("How long may weights learn from the float network?"),
    placeHolder: vscode.l10n.t(
      "Most is gained below 4 bits and with many samples. Cancelling keeps the best so far; what is not certainly better is not taken.",
    ),
  });
  return picked?.minutes;
}
