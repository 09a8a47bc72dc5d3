/** What another width of one tensor would come to, in the words of every menu that offers widths. */
import type { PanelState, PlannedWidth } from "../messages/panel";
import { widthsFor, type Bits, type Report } from "../files/report";
import { formatSizeChange } from "./format";
import { costWords, lossWorthOf } from "./losses";

/** Against the report shown, in the account that the target binds. */
export interface SizeChange {
  readonly flashBytes: number;
  readonly ramBytes: number;
}

/** `−32 KiB FLASH, +1.2 KiB RAM`; a neutral word until it is planned. */
export function changeWords(change: SizeChange | null): string {
  if (!change) return "planning …";
  const { flashBytes, ramBytes } = change;
  const words = [
    flashBytes === 0 ? "" : `${formatSizeChange(flashBytes)} FLASH`,
    ramBytes === 0 ? "" : `${formatSizeChange(ramBytes)} RAM`,
  ].filter((word) => word !== "");
  return words.length === 0 ? "same FLASH and RAM" : words.join(", ");
}

export interface OfferedWidth {
  readonly bits: Bits;
  /** `now`, or what changes; and what the width costs, where that was measured. */
  readonly words: string;
}

/** @param planned what each width needs; null where it could not be planned, of which nothing is said; 16 bits are offered where they could */
export function offeredWidths(
  report: Report,
  losses: PanelState["losses"],
  tensor: { readonly kind: "weights" | "activation"; readonly name: string; readonly bits: Bits },
  planned: readonly PlannedWidth[] | null,
): readonly OfferedWidth[] {
  const now = report.memory[report.target.account];
  const worth = lossWorthOf(report);
  const isPossible = (bits: Bits): boolean =>
    bits !== 16 || bits === tensor.bits || planned?.some((width) => width.bits === bits) === true;
  const widths = widthsFor(tensor.kind).filter(isPossible);
  return widths.map((bits) => {
    const need = planned?.find((width) => width.bits === bits);
    const change = need && { flashBytes: need.flashBytes - now.flashBytes, ramBytes: need.ramBytes - now.ramBytes };
    const loss = losses[`${tensor.kind}:${tensor.name}:${bits}`];
    const words = [
      bits === tensor.bits ? "now" : change ? changeWords(change) : "",
      loss === undefined ? "" : costWords(loss, worth),
    ];
    return { bits, words: words.filter((word) => word !== "").join(", ") };
  });
}
