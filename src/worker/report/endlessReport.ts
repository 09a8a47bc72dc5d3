/** The report's part about rows that never end: of what a hop's answer speaks, and what it costs beside a whole window's. */
import { activationBytes, activationOf, type Policy, type Problem } from "../../engine";
import type { ReportEndless } from "../../protocol/files/report";
import { meant } from "../../protocol/words/settingWords";
import type { Model } from "../model/loadModel";

export function endlessReportOf({ network, endless }: Model, policy: Policy): { readonly endless?: ReportEndless } {
  if (!endless) return {};
  const { figures } = endless.hop;
  const held = network.states ?? [];
  return {
    endless: {
      hopRows: figures.hopRows,
      windowRows: figures.windowRows,
      firstRows: figures.firstRows,
      delayRows: figures.delayRows,
      padding: endless.padding,
      macs: figures.macs,
      windowMacs: figures.windowMacs,
      keptBytes: held.reduce((sum, { input }) => sum + activationBytes(network, policy, input), 0),
      kept: figures.kept.map(({ tensor, rows }) => ({ name: activationOf(network, tensor).name, rows })),
      padded: [...figures.padded],
      onWindows: [...figures.onWindows],
    },
  };
}

/** Where a stream's answers differ from those that accuracy was measured on. */
export function endlessNotes({ endless }: Pick<Model, "endless">): readonly Problem[] {
  if (!endless) return [];
  const { padded } = endless.hop.figures;
  const notes: Problem[] = [];
  if (padded.length > 0 && endless.padding === "continuous") {
    notes.push({
      code: "endless.padding",
      message: `${listed(padded)} ${padded.length === 1 ? "pads" : "pad"} time, which in a stream happens in front of the first row alone: within it, an answer sees rows where a clip has zeros, so that it differs from the clip's, and accuracy, measured on whole inputs, may as well`,
      hint: `set ${meant("padding")} to "clip" where each stream is one clip`,
    });
  }
  return notes;
}

function listed(names: readonly string[]): string {
  const quoted = names.slice(0, 3).map((name) => `"${name}"`);
  return names.length > 3 ? `${quoted.join(", ")} and ${names.length - 3} more` : quoted.join(" and ");
}
