/** What another width of one tensor would come to, told before the person decides: the planner's figures, as the edit then gives them. */
import { formatSizeChange } from "../../src/protocol/words/format";
import { costWords, lossWorthOf } from "../../src/protocol/words/losses";
import type { PanelState, PlannedWidth } from "../../src/protocol/messages/panel";
import type { Bits, Report } from "../../src/protocol/files/report";
import { lossOf, WIDTHS, type Choice, type LayerRow } from "./layers/layerRows";

/** By tensor, as `weights:<layer>` or `activation:<name>`: what is planned for the report shown. */
export type PlannedWidths = ReadonlyMap<string, readonly PlannedWidth[]>;

export interface Alternative {
  readonly bits: Bits;
  readonly isCurrent: boolean;
  /** Change against the report shown, in the account that the target binds; null until it is planned. */
  readonly change: { readonly flashBytes: number; readonly ramBytes: number } | null;
  /** The tensor's own loss at this width; null where it was not measured. */
  readonly loss: number | null;
  /** The same in words. */
  readonly cost: string | null;
}

export function choiceKey({ kind, name }: Choice): string {
  return `${kind}:${name}`;
}

export function alternatives(
  report: Report,
  row: LayerRow,
  choice: Choice,
  losses: PanelState["losses"],
  planned: PlannedWidths,
): readonly Alternative[] {
  const current = choice.kind === "weights" ? row.weights?.bits : row.activation.bits;
  if (current === undefined || current === null) return [];
  const now = report.memory[report.target.account];
  const widths = planned.get(choiceKey(choice));
  const worth = lossWorthOf(report);
  return WIDTHS.map((bits) => {
    const loss = lossOf(losses, choice, bits);
    const need = bits === current ? now : widths?.find((width) => width.bits === bits);
    return {
      bits,
      isCurrent: bits === current,
      change: need ? { flashBytes: need.flashBytes - now.flashBytes, ramBytes: need.ramBytes - now.ramBytes } : null,
      loss,
      cost: loss === null ? null : costWords(loss, worth),
    };
  });
}

/** `−32 KiB FLASH, +1.2 KiB RAM`; a neutral word until it is planned. */
export function changeWords(change: Alternative["change"]): string {
  if (!change) return "planning …";
  const { flashBytes, ramBytes } = change;
  const words = [
    flashBytes === 0 ? "" : `${formatSizeChange(flashBytes)} FLASH`,
    ramBytes === 0 ? "" : `${formatSizeChange(ramBytes)} RAM`,
  ].filter((word) => word !== "");
  return words.length === 0 ? "same FLASH and RAM" : words.join(", ");
}
