/** What commands and menus may know about the model that the person is at. */
import * as vscode from "vscode";
import type { Sessions } from "./session/sessions";

export function keepContextKeys(sessions: Sessions): vscode.Disposable {
  const known = new Map<string, boolean>();
  const set = (key: string, value: boolean): void => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand("setContext", `bitwright.${key}`, value);
  };
  const update = (): void => {
    const session = sessions.active;
    const state = session?.state;
    set("hasModel", session !== undefined);
    set("hasReport", (state?.report ?? null) !== null);
    set("edited", (state?.edited.length ?? 0) > 0);
    set("canUndo", state?.canUndo ?? false);
    set("canRedo", state?.canRedo ?? false);
    set(
      "busy",
      sessions.all.some(({ isBusy }) => isBusy),
    );
  };
  update();
  return sessions.onChange(update);
}
