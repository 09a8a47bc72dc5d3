/** The table's columns, and which of them a width has room for; what is left out is in the layer's details. */
import type { ColumnId } from "../../figures/layers/layerSort";

export interface GridColumn {
  readonly id: ColumnId;
  readonly title: string;
  /** What the header says to those who hear it, and in its tooltip. */
  readonly description: string;
  readonly isNumber: boolean;
}

export const COLUMNS: readonly GridColumn[] = [
  { id: "name", title: "Layer", description: "Layer", isNumber: false },
  { id: "op", title: "Operator", description: "Operator", isNumber: false },
  { id: "shape", title: "Output", description: "Output: height × width × channels", isNumber: true },
  { id: "weights", title: "W", description: "Bits of the weights", isNumber: false },
  { id: "activation", title: "A", description: "Bits of the output", isNumber: false },
  { id: "bytes", title: "FLASH", description: "Bytes of weights and constants", isNumber: true },
  { id: "live", title: "Live RAM", description: "Arena bytes alive while the layer runs", isNumber: true },
  { id: "error", title: "Loss", description: "Predicted loss of the layer’s widths alone", isNumber: true },
  { id: "instructions", title: "Instr.", description: "Instructions of a run, as verified", isNumber: true },
];

const TIERS: readonly { readonly from: number; readonly without: readonly ColumnId[] }[] = [
  { from: 720, without: [] },
  { from: 560, without: ["shape"] },
  { from: 440, without: ["shape", "op", "error", "instructions"] },
  { from: 0, without: ["shape", "op", "error", "bytes", "instructions"] },
];

export interface Tier {
  /** 0 is the widest. */
  readonly index: number;
  readonly columns: readonly GridColumn[];
}

/**
 * @param width in CSS pixels at the default size of text, so that larger text counts as less room
 * @param hasInstructions whether any layer's were counted: a column of nothing takes room from the others
 */
export function tierFor(width: number, hasInstructions: boolean): Tier {
  const index = Math.max(
    0,
    TIERS.findIndex(({ from }) => width >= from),
  );
  const without = TIERS[index]?.without ?? [];
  return {
    index,
    columns: COLUMNS.filter(({ id }) => !without.includes(id) && (hasInstructions || id !== "instructions")),
  };
}
