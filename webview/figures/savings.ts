/**
 * What another width of one tensor would come to, told before the person decides. Figures are near, not exact: packing pads to words and
 * placement may shift; the exact ones come back with the plan as soon as the width is set, so these are always shown as "about".
 */
import type { PanelState } from "../../src/protocol/panel";
import type { Bits, Report } from "../../src/protocol/report";
import { lossOf, WIDTHS, type Choice, type LayerRow } from "./layerRows";
import { stepsOf } from "./ramSteps";

export interface Alternative {
  readonly bits: Bits;
  readonly isCurrent: boolean;
  /** Change against the current width. */
  readonly flashBytes: number;
  readonly ramBytes: number;
  /** The tensor's own loss at this width; null where it was not measured. */
  readonly loss: number | null;
}

export function alternatives(
  report: Report,
  rows: readonly LayerRow[],
  row: LayerRow,
  choice: Choice,
  losses: PanelState["losses"],
): readonly Alternative[] {
  const current = choice.kind === "weights" ? row.weights?.bits : row.activation.bits;
  if (current === undefined || current === null) return [];
  return WIDTHS.map((bits) => {
    const ratio = bits / current;
    return {
      bits,
      isCurrent: bits === current,
      flashBytes: choice.kind === "weights" ? Math.round(row.layer.weightBytes * (ratio - 1)) : 0,
      ramBytes: choice.kind === "activation" ? peakChange(report, rows, choice.name, ratio) : 0,
      loss: lossOf(losses, choice, bits),
    };
  });
}

/** How the greatest live sum changes where every tensor under one choice grows or shrinks by a ratio. */
function peakChange(report: Report, rows: readonly LayerRow[], choiceName: string, ratio: number): number {
  const steps = stepsOf(report);
  const peak = Math.max(0, ...steps.map(({ live }) => live));
  if (ratio === 1) return 0;
  const live = steps.map((step) => step.live);
  const makers = new Set(
    rows.filter(({ activation }) => activation.choice?.name === choiceName).map(({ step }) => step),
  );
  const { buffers } = report.memory.arena;
  for (const buffer of buffers) {
    if (buffer.madeAt === null || !makers.has(buffer.madeAt)) continue;
    const change = buffer.sizeBytes * (ratio - 1);
    for (let step = buffer.firstStep; step <= buffer.lastStep; step++) live[step] = (live[step] ?? 0) + change;
  }
  return Math.round(Math.max(0, ...live) - peak);
}
