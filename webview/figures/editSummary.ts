/** What the person's edits come to, against the state before them. */
import { formatLoss } from "../../src/protocol/words/format";
import type { PanelState } from "../../src/protocol/messages/panel";

export interface EditSummary {
  readonly edits: number;
  readonly flashBytes: number;
  readonly ramBytes: number;
  /** Predicted loss before and after; null where it is not known. */
  readonly loss: readonly [before: number, after: number] | null;
}

/** null without edits. */
export function editSummary({
  report,
  before,
  edited,
}: Pick<PanelState, "report" | "before" | "edited">): EditSummary | null {
  if (report === null || before === null || edited.length === 0) return null;
  const { account } = report.target;
  const [old, now] = [before.memory[account], report.memory[account]];
  const [lossBefore, lossAfter] = [before.search.predictedLoss, report.search.predictedLoss];
  return {
    edits: edited.length,
    flashBytes: now.flashBytes - old.flashBytes,
    ramBytes: now.ramBytes - old.ramBytes,
    loss: lossBefore === null || lossAfter === null ? null : [lossBefore, lossAfter],
  };
}

/** `+0.012`, `−3.1e-5`, `±0`. */
export function formatLossChange(change: number): string {
  if (change === 0) return "±0";
  return `${change < 0 ? "−" : "+"}${formatLoss(Math.abs(change))}`;
}

/** `2 edits`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
