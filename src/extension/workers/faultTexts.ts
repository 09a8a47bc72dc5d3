/** Faults in the words for a person. */
import * as vscode from "vscode";
import type { Fault } from "../../protocol/messages/envelope";
import type { PanelBusy } from "../../protocol/messages/panel";
import type { Remark } from "../../formats/remark";
import { formatCount } from "../../protocol/words/format";

/** Nothing for what the person asked for. */
export function describeFault(fault: Fault): readonly Remark[] {
  switch (fault.kind) {
    case "refused":
      return fault.problems;
    case "cancelled":
      return [];
    case "broken":
      return [
        {
          code: "worker.broken",
          message: fault.message,
          hint: vscode.l10n.t("what was measured so far is kept: run it again to go on from there; the log says more"),
        },
      ];
  }
}

/** One line for a notification: sentence, place and hint. */
export function describeRemark({ message, place, hint }: Remark): string {
  const placed = place === undefined ? message : `${place}: ${message}`;
  return hint === undefined ? placed : `${placed} (${hint})`;
}

/** `calibrating 5/64 (7 %), 12 s left`: percent and time of the whole job, where they are known */
export function describeBusy({ phase: name, detail, done, total, fraction, secondsLeft }: PanelBusy): string {
  const phase = detail === undefined ? name : `${name} (${detail})`;
  if (total <= 1 && fraction === null) return phase;
  const percent = Math.floor(100 * (fraction ?? done / total));
  const steps = total > 1 ? `${phase} ${formatCount(done)}/${formatCount(total)}` : phase;
  const count = `${steps} (${percent} %)`;
  if (secondsLeft === null) return count;
  const time =
    secondsLeft < 60
      ? vscode.l10n.t("{0} s left", secondsLeft)
      : vscode.l10n.t("{0} min {1} s left", Math.floor(secondsLeft / 60), secondsLeft % 60);
  return `${count}, ${time}`;
}
