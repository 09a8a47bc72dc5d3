/**
 * Why a tensor has its width, as sentences that a person reads once: what limits it, what every other width would cost alone, and what the
 * cheapest way to pay for it would come to. Figures are the report's; every loss is called predicted.
 */
import { readChanges, type WidthChange } from "../../src/protocol/files/frontPolicy";
import { lossEffect, pointsPerLoss } from "../../src/protocol/words/losses";
import {
  USUAL_WIDTHS,
  type Bits,
  type Report,
  type ReportOtherWidth,
  type ReportReason,
} from "../../src/protocol/files/report";
import { visible } from "../../src/protocol/words/visible";
import { labelsOf, type Choice } from "./layers/layerRows";
import { choiceKey, type Alternative, type PlannedWidths } from "./savings";
import { changeWords } from "../../src/protocol/words/widths";

export interface ReasonWords {
  /** Position in the front's order. */
  readonly tensor: number;
  readonly lead: string;
  readonly others: readonly OtherWords[];
}

export interface OtherWords {
  readonly bits: Bits;
  readonly sentence: string;
  /** Whether there is a policy that can be taken. */
  readonly isPossible: boolean;
}

/** How many tensors that pay are named. */
const NAMED = 2;

/**
 * @param report the one that the reasons belong to: before any edits
 * @param planned for that report; null where widths are planned for another one: then no bytes are told
 */
export function reasonWords(report: Report, choice: Choice, planned: PlannedWidths | null): ReasonWords | null {
  const { front, why } = report;
  if (front === null || why === null) return null;
  const tensor = front.order.indexOf(`${choice.kind}:${choice.name}`);
  const reason = why.tensors[tensor];
  if (!reason) return null;
  return {
    tensor,
    lead: leadOf(report, reason),
    others: reason.others.map((other) => ({
      bits: other.bits,
      sentence: sentenceOf(report, tensor, reason, other, planned && changeTo(report, choice, other.bits, planned)),
      isPossible: other.best !== null,
    })),
  };
}

function leadOf(report: Report, { bits, limit, layer, losses, widths = USUAL_WIDTHS }: ReportReason): string {
  const where = layer === null ? "" : ` at ${labelOf(report, layer)}`;
  switch (limit) {
    case "widest":
      return "8 bits, the widest: nothing narrowed it.";
    case "flash":
      return `Narrowed to ${bits} bits: FLASH is the limit.`;
    case "ram":
      return `Narrowed to ${bits} bits: RAM is the limit${where}.`;
    case "both":
      return `Narrowed to ${bits} bits: FLASH is the limit, and RAM${where}.`;
    case "none": {
      const at = widths.indexOf(bits);
      const gains = (losses[at] ?? 0) > (losses[at - 1] ?? 0);
      return gains
        ? `${bits} bits, though the next width would fit: the search did not take it.`
        : `${bits} bits: a wider one would fit, but does not measure better.`;
    }
  }
}

/** null until it is planned. */
function changeTo(report: Report, choice: Choice, bits: Bits, planned: PlannedWidths): Alternative["change"] {
  const need = planned.get(choiceKey(choice))?.find((width) => width.bits === bits);
  const now = report.memory[report.target.account];
  return need ? { flashBytes: need.flashBytes - now.flashBytes, ramBytes: need.ramBytes - now.ramBytes } : null;
}

function sentenceOf(
  report: Report,
  tensor: number,
  reason: ReportReason,
  { bits, best }: ReportOtherWidth,
  change: Alternative["change"],
): string {
  const rate = pointsPerLoss(report);
  const whole = report.search.predictedLoss ?? 0;
  const { widths = USUAL_WIDTHS } = reason;
  const [from, to] = [widths.indexOf(reason.bits), widths.indexOf(bits)];
  const isWider = bits > reason.bits;
  const own = (reason.losses[to] ?? 0) - (reason.losses[from] ?? 0);
  const bytes = change ? ` (${changeWords(change)})` : "";
  const alone = `${bits} bits alone${bytes} would ${lossEffect(own, whole, rate)}.`;
  if (!best) return `${alone} No policy within the budget was found that has them.`;
  const others = readChanges(best.changes).filter(({ at }) => at !== tensor);
  if (others.length === 0)
    return `${alone} ${isWider ? "The budget allows it as it is." : "No other tensor would gain from these bytes."}`;
  // Those that pay, or gain, come first; others merely round the sum.
  const helps = ({ at, bits: width }: WidthChange): boolean => width < currentBits(report, at) === isWider;
  const named = [...others.filter(helps), ...others.filter((change) => !helps(change))].slice(0, NAMED);
  const names = named.map(({ at, bits: width }) => `${tensorLabel(report, at)} ${currentBits(report, at)} → ${width}`);
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : "";
  const verb = isWider ? "Paid for most cheaply" : "Spent best";
  return `${alone} ${verb} (${names.join(", ")}${more}), it would ${lossEffect(best.loss, whole, rate)}.`;
}

/** `pw7`, `pw7 output`: the part of a name that tells it from the others. */
function tensorLabel(report: Report, at: number): string {
  const key = report.front?.order[at] ?? "";
  const name = key.slice(key.indexOf(":") + 1);
  if (key.startsWith("weights:")) return labelOf(report, name);
  const maker = report.layers.find(({ activationChoice }) => activationChoice === name);
  return `${maker ? labelOf(report, maker.name) : visible(name)} output`;
}

function labelOf(report: Report, layer: string): string {
  const step = report.layers.findIndex(({ name }) => name === layer);
  return labelsOf(report)[step] ?? visible(layer);
}

function currentBits(report: Report, at: number): number {
  return report.why?.tensors[at]?.bits ?? 0;
}
