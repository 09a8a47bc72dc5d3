/**
 * What a person can do about a network that is too large: narrower widths, each planned exactly before it is offered. Free of the editor.
 */
import { formatCount, formatLoss } from "../../protocol/words/format";
import { narrowings, proposals, type WidthEdit } from "../../protocol/words/narrowings";
import type { Report } from "../../protocol/files/report";
import { visible } from "../../protocol/words/visible";
import type { ModelSession } from "../session/modelSession";

export interface Remedy {
  readonly edits: readonly WidthEdit[];
  /** Exact, in the account that the budget binds. */
  readonly savedBytes: number;
  /** Whether that is as much as is needed. */
  readonly suffices: boolean;
  /** Of predicted loss; null where no losses are known. */
  readonly addedLoss: number | null;
}

/** Planning takes milliseconds each; a menu has room for a few. */
const MOST = 3;

/** The gentlest first. Empty where no width that may still be narrowed saves enough to be worth telling. */
export async function remediesOf(
  session: Pick<ModelSession, "state" | "whatIf">,
  region: "flash" | "ram",
  overBytes: number,
): Promise<readonly Remedy[]> {
  const { report, losses } = session.state;
  if (!report) return [];
  const found: Remedy[] = [];
  for (const edits of proposals(narrowings(report, losses, region), overBytes, MOST)) {
    const planned = await session.whatIf(edits);
    if (!planned) continue;
    const savedBytes = needOf(report, region) - needOf(planned, region);
    const [before, after] = [report.search.predictedLoss, planned.search.predictedLoss];
    const addedLoss = before === null || after === null ? null : after - before;
    if (savedBytes > 0) {
      found.push({ edits: edits.map(plainEdit), savedBytes, suffices: savedBytes >= overBytes, addedLoss });
    }
  }
  return found.sort((a, b) => Number(b.suffices) - Number(a.suffices));
}

/** `4-bit output of pw1 saves 6,272 B, predicted loss +0.012` */
export function describeRemedy({ edits, savedBytes, addedLoss, suffices }: Remedy): string {
  const [first, ...others] = edits;
  if (!first) return "";
  const subject =
    others.length === 0
      ? `${first.bits}-bit ${first.kind === "weights" ? "weights" : "output"} of ${visible(first.name)}`
      : `${edits.length} narrower tensors, ${visible(first.name)} first,`;
  const saves = others.length === 0 ? "saves" : "save";
  const cost =
    addedLoss === null ? "" : `, predicted loss ${addedLoss < 0 ? "−" : "+"}${formatLoss(Math.abs(addedLoss))}`;
  return `${subject} ${saves} ${formatCount(savedBytes)} B${cost}${suffices ? "" : " (not enough alone)"}`;
}

function needOf({ memory, target }: Report, region: "flash" | "ram"): number {
  const account = memory[target.account];
  return region === "flash" ? account.flashBytes : account.ramBytes;
}

function plainEdit({ kind, name, bits }: WidthEdit): WidthEdit {
  return { kind, name, bits };
}
