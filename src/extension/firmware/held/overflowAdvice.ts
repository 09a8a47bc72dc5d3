/** What to do when the linker has no room: the widths that would make it fit, at once. */
import * as vscode from "vscode";
import { formatCount } from "../../../protocol/words/format";
import { kindOf } from "../../../formats/linkerScript";
import type { Actions } from "../../actions";
import { applyWidths } from "../../problems/budgetFixes";
import { describeRemedy, remediesOf } from "../../problems/remedies";
import type { Sessions } from "../../session/sessions";
import { sessionOf } from "../show/links";
import type { ProjectOverflow } from "./problems";
import { warn } from "../../say";

/** A region's kind by its name alone; RAM where that says nothing, because it is what runs out. */
function memoryOf(region: string): "flash" | "ram" {
  return kindOf({ name: region, attributes: "", originBytes: null, lengthBytes: null, line: 1, column: 1 }) ?? "ram";
}

export async function adviseOn(
  { project, region, overBytes }: ProjectOverflow,
  sessions: Sessions,
  actions: Actions,
): Promise<void> {
  const session = await sessionOf(project, sessions);
  if (!session) return;
  await session.start();
  const [remedy] = await remediesOf(session, memoryOf(region), overBytes);
  const over = formatCount(overBytes);
  const show = vscode.l10n.t("Show");
  const apply = vscode.l10n.t("Apply");
  const message = remedy
    ? vscode.l10n.t("{0} is {1} B too small for the firmware. {2}.", region, over, describeRemedy(remedy))
    : vscode.l10n.t("{0} is {1} B too small for the firmware. No narrower width saves that much.", region, over);
  const choice = await warn(message, ...(remedy ? [apply, show] : [show]));
  if (choice === apply && remedy) await applyWidths(session, remedy.edits, actions);
  if (choice === show) await actions.open(session);
}
