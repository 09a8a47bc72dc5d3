/** What another width of one tensor would come to, told before the person decides: the planner's figures, as the edit then gives them. */
import { costWords, lossWorthOf } from "../../src/protocol/words/losses";
import type { SizeChange } from "../../src/protocol/words/widths";
import type { PanelState, PlannedWidth } from "../../src/protocol/messages/panel";
import { widthsFor, type Bits, type Report } from "../../src/protocol/files/report";
import { lossOf, type Choice, type LayerRow } from "./layers/layerRows";

/** By tensor, as `weights:<layer>` or `activation:<name>`: what is planned for the report shown. */
export type PlannedWidths = ReadonlyMap<string, readonly PlannedWidth[]>;

export interface Alternative {
  readonly bits: Bits;
  readonly isCurrent: boolean;
  /** Change against the report shown, in the account that the target binds; null until it is planned. */
  readonly change: SizeChange | null;
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
  const isPossible = (bits: Bits): boolean =>
    bits !== 16 || bits === current || widths?.some((width) => width.bits === bits) === true;
  const offered = widthsFor(choice.kind).filter(isPossible);
  return offered.map((bits) => {
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
