/**
 * The only way from here to the editor's notifications, menus and status bar. Texts quote names that models and workspaces bring along, and the editor
 * reads links and icons out of them: so every text is made visible, cut to a sentence and freed of both.
 */
import * as vscode from "vscode";
import { inert, visible, visibleSentence } from "../protocol/words/visible";

/** A sentence to show. */
export function sentence(text: string): string {
  return inert(visibleSentence(text));
}

/** A name to show, within a label that may hold icons of ours. */
export function label(name: string): string {
  return inert(visible(name));
}

export function inform<T extends string>(message: string, ...choices: readonly T[]): Thenable<T | undefined> {
  return vscode.window.showInformationMessage(sentence(message), ...choices);
}

export function warn<T extends string>(message: string, ...choices: readonly T[]): Thenable<T | undefined> {
  return vscode.window.showWarningMessage(sentence(message), ...choices);
}

/** Waits for an answer. */
export function askFirst<T extends string>(
  message: string,
  detail: string,
  ...choices: readonly T[]
): Thenable<T | undefined> {
  return vscode.window.showWarningMessage(sentence(message), { modal: true, detail }, ...choices);
}

export function complain<T extends string>(message: string, ...choices: readonly T[]): Thenable<T | undefined> {
  return vscode.window.showErrorMessage(sentence(message), ...choices);
}

const BRIEFLY_MS = 5000;

export function mention(message: string): void {
  vscode.window.setStatusBarMessage(sentence(message), BRIEFLY_MS);
}

/** Names in labels must have been through `label`; everything else is made fit here. */
export function pick<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: vscode.QuickPickOptions & { readonly title: string },
): Thenable<T | undefined> {
  const shown = items.map((item) => ({
    ...item,
    ...(item.description !== undefined && { description: sentence(item.description) }),
    ...(item.detail !== undefined && { detail: sentence(item.detail) }),
  }));
  return vscode.window.showQuickPick(shown, { ...options, title: sentence(options.title) });
}

const LOCATIONS = {
  notification: vscode.ProgressLocation.Notification,
  statusBar: vscode.ProgressLocation.Window,
} as const;

/** In a notification, with a way to stop; or in the status bar alone, where the person sees progress and its end elsewhere. */
export function withProgress<T>(
  title: string,
  place: "notification" | "statusBar",
  work: (report: (message: string) => void, token: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  const options = { location: LOCATIONS[place], title: sentence(title), cancellable: true };
  return vscode.window.withProgress(options, (progress, token) =>
    work((message) => progress.report({ message: sentence(message) }), token),
  );
}
