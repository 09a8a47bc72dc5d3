/** "Which board?": every board with its FLASH and RAM, the last choice first, or two sizes typed in. */
import * as vscode from "vscode";
import { formatSize } from "../../protocol/words/format";
import { checkSettings } from "../../protocol/files/settings";
import type { Board } from "../../protocol/messages/workerMessages";
import type { BudgetKeys } from "../files/settingsEdit";

interface BoardItem extends vscode.QuickPickItem {
  /** null: type the sizes. */
  readonly board: Board | null;
}

/** @returns undefined where the person turned away, or the boards cannot be told */
export async function pickBudget(
  boards: Promise<readonly Board[] | undefined>,
  lastId: string | undefined,
): Promise<BudgetKeys | undefined> {
  const chosen = await pickItem(boards, lastId);
  if (!chosen) return undefined;
  return chosen.board ? { target: chosen.board.id } : typeSizes();
}

/** Shown at once, busy until the boards are there. */
function pickItem(
  boards: Promise<readonly Board[] | undefined>,
  lastId: string | undefined,
): Promise<BoardItem | undefined> {
  const picker = vscode.window.createQuickPick<BoardItem>();
  picker.title = vscode.l10n.t("Which board should the network fit?");
  picker.placeholder = vscode.l10n.t("Type a board, a core or a size");
  // A panel that opens meanwhile takes the focus, and with it the question would be gone unanswered.
  picker.ignoreFocusOut = true;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.busy = true;
  picker.items = [typedItem()];
  return new Promise((resolve) => {
    void boards.then((known) => {
      picker.busy = false;
      if (known) picker.items = itemsOf(known, lastId);
      else picker.hide();
    });
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

function itemsOf(boards: readonly Board[], lastId: string | undefined): readonly BoardItem[] {
  const last = boards.filter(({ id }) => id === lastId).map((board) => itemOf(board, vscode.l10n.t("last chosen")));
  const others = boards.filter(({ id }) => id !== lastId).map((board) => itemOf(board));
  return [...last, typedItem(), ...others];
}

function itemOf(board: Board, remark?: string): BoardItem {
  const { name, vendor, core, flashBytes, ramBytes, emulated } = board;
  const details = [vendor, core, ...(emulated ? [vscode.l10n.t("emulated")] : []), ...(remark ? [remark] : [])];
  return {
    label: name,
    description: vscode.l10n.t("{0} FLASH, {1} RAM", formatSize(flashBytes), formatSize(ramBytes)),
    detail: details.join(" · "),
    board,
  };
}

function typedItem(): BoardItem {
  return { label: `$(edit) ${vscode.l10n.t("Type FLASH and RAM…")}`, alwaysShow: true, board: null };
}

async function typeSizes(): Promise<BudgetKeys | undefined> {
  const flash = await typeSize("flash", vscode.l10n.t("FLASH that the network may take"), 1);
  if (flash === undefined) return undefined;
  const ram = await typeSize("ram", vscode.l10n.t("RAM that the network may take"), 2);
  return ram === undefined ? undefined : { flash, ram };
}

async function typeSize(key: "flash" | "ram", prompt: string, step: number): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: `${prompt} (${step}/2)`,
    prompt: vscode.l10n.t("Bytes, or a number with kB, KiB, MB or MiB"),
    placeHolder: key === "flash" ? "1MiB" : "256KiB",
    ignoreFocusOut: true,
    validateInput: (text) => problemOf(key, text),
  });
  return typed?.trim();
}

/** The rule of the settings file. */
function problemOf(key: "flash" | "ram", text: string): string | undefined {
  const checked = checkSettings({ [key]: text.trim() });
  if (checked.ok) return undefined;
  const [problem] = checked.problems;
  const sentence = problem?.hint ?? problem?.message ?? "";
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
