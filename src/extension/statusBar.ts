/** RAM and FLASH of the model that the person is at, in the status bar; a click opens its panel. */
import { basename } from "node:path";
import * as vscode from "vscode";
import { formatSize } from "../protocol/words/format";
import { verdictOf } from "../protocol/words/verdict";
import { describeBusy } from "./workers/faultTexts";
import { label, sentence } from "./say";
import type { Sessions } from "./session/sessions";

export function showStatus(sessions: Sessions): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("bitwright.memory", vscode.StatusBarAlignment.Right, 90);
  item.name = vscode.l10n.t("Bitwright: memory of the model");
  item.command = "bitwright.openPanel";
  const update = (): void => {
    const session = sessions.active;
    const { report, busy } = session?.state ?? {};
    if (!session || (!report && !busy)) {
      item.hide();
      return;
    }
    const name = label(basename(session.modelPath));
    if (busy) {
      item.text = `$(sync~spin) ${name}`;
      item.tooltip = sentence(describeBusy(busy));
    } else if (report) {
      const { ramBytes, flashBytes } = report.memory[report.target.account];
      const sizes = vscode.l10n.t("RAM {0}, FLASH {1}", formatSize(ramBytes), formatSize(flashBytes));
      item.text = `$(${report.fits ? "circuit-board" : "error"}) ${sizes}`;
      item.tooltip = sentence(`${name}: ${verdictOf(report)}`);
    }
    item.accessibilityInformation = { label: `${name}: ${item.text.replace(/\$\([^)]*\)\s*/g, "")}` };
    item.show();
  };
  return vscode.Disposable.from(
    item,
    sessions.onChange((session) => {
      if (session === sessions.active) update();
    }),
  );
}
