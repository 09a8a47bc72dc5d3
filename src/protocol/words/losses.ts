/** Differences of predicted loss in words, with points of accuracy beside them where a measurement tells what a loss is worth. */
import { formatLoss, formatPoints, formatSize } from "./format";
import type { Report, ReportPrice } from "../files/report";

/** Of a report: all that tells what a loss is worth. */
export interface Measured {
  readonly accuracy: Report["accuracy"];
  readonly search: Pick<Report["search"], "predictedLoss">;
}

/**
 * Points of top-1 accuracy for one unit of predicted loss; null where nothing tells. The relation is taken from the policy that was
 * measured, as a straight line through it, and only where its interval excludes "no change": otherwise any number would do.
 */
export function pointsPerLoss({ accuracy, search }: Measured): number | null {
  if (accuracy === null || accuracy.metric !== "top1" || accuracy.kind !== "measured") return null;
  const { delta, ci95 } = accuracy;
  const { predictedLoss } = search;
  if (delta === null || delta >= 0 || ci95 === null || ci95[1] >= 0) return null;
  return predictedLoss === null || predictedLoss <= 0 ? null : delta / predictedLoss;
}

/**
 * From these losses on, a tensor's cost is told as noticeable or large where no measurement tells its points: 1 % and 10 % of squared error
 * (20 and 10 dB), or as many nats.
 */
export const NOTICEABLE_LOSS = 0.01;
export const LARGE_LOSS = 0.1;

export const LOSS_EXPLAINED =
  "Predicted loss adds up what each tensor's width costs when it alone is quantized: nats of the output's distribution, or relative squared error where the network regresses. It ranks policies; it is not points of accuracy. " +
  `Of one tensor it is called small below ${NOTICEABLE_LOSS}, large from ${LARGE_LOSS}, noticeable between; where a measured drop tells what a loss is worth, points are told instead.`;

/** What points are computed from: a report's predicted loss, and points for one unit of it. */
export interface LossWorth {
  readonly whole: number;
  readonly rate: Rate;
}

export function lossWorthOf(report: Report): LossWorth {
  return { whole: report.search.predictedLoss ?? 0, rate: pointsPerLoss(report) };
}

/**
 * `about 0.3 points` where a measurement tells and the loss is within it; else `none`, `small`, `noticeable` or `large`.
 * @param loss of one tensor or layer
 */
export function lossWords(loss: number, { whole, rate }: LossWorth): string {
  if (loss <= 0) return "none";
  if (rate !== null && loss <= whole) {
    const cost = formatPoints(-loss * rate);
    return cost === "0" ? "under 0.1 points" : `about ${cost.slice(1)} points`;
  }
  if (loss < NOTICEABLE_LOSS) return "small";
  return loss < LARGE_LOSS ? "noticeable" : "large";
}

/** The same where there is room for one word: `≈0.3 pt`, `<0.1 pt`, or the word. */
export function shortLossWords(loss: number, worth: LossWorth): string {
  return lossWords(loss, worth).replace("about ", "≈").replace("under ", "<").replace("points", "pt");
}

/** The same beside other words: `costs about 0.3 points`, `small loss`, `no loss`. */
export function costWords(loss: number, worth: LossWorth): string {
  const words = lossWords(loss, worth);
  if (words === "none") return "no loss";
  return words.endsWith("points") ? `costs ${words}` : `${words} loss`;
}

/** Losses have six digits: what is less than this share of the whole is rounding. */
const NOTHING = 1e-6;

/** Points for one unit of loss; null where nothing tells. */
export type Rate = ReturnType<typeof pointsPerLoss>;

/** `raise the predicted loss by 0.012`, `lower …`, `leave the predicted loss as it is`. */
export function lossEffect(change: number, whole: number, rate: Rate): string {
  if (Math.abs(change) <= NOTHING * Math.abs(whole)) return "leave the predicted loss as it is";
  return `${change > 0 ? "raise" : "lower"} the predicted loss by ${formatLoss(Math.abs(change))}${points(change, whole, rate)}`;
}

/** ` (about −0.4 points)`; nothing where it is not known, or further from what was measured than a straight line can be trusted. */
export function points(change: number, whole: number, rate: Rate): string {
  if (rate === null || Math.abs(change) > whole) return "";
  const text = formatPoints(change * rate);
  return text === "0" ? " (less than 0.1 points)" : ` (about ${text} points)`;
}

/** What the next bytes of FLASH and RAM would buy, one sentence; null where nothing is known. */
export function priceWords(report: Report): string | null {
  const { why } = report;
  if (why === null) return null;
  return priceSentence(why.price, report.search.predictedLoss ?? 0, pointsPerLoss(report));
}

function priceSentence({ flash, ram }: NonNullable<Report["why"]>["price"], whole: number, rate: Rate): string {
  const parts = [flash ? buys(flash, "FLASH", whole, rate) : null, ram ? buys(ram, "RAM", whole, rate) : null].filter(
    (part) => part !== null,
  );
  if (parts.length === 0) return "More FLASH or RAM would not lower the predicted loss.";
  const none = [flash ? "" : " More FLASH alone would not.", ram ? "" : " More RAM alone would not."].join("");
  return `${parts.join("; ")}.${none}`;
}

function buys({ bytes, loss }: ReportPrice, region: string, whole: number, rate: Rate): string {
  const each = formatLoss((loss * 1024) / bytes);
  return `${formatSize(bytes)} more ${region} would lower the predicted loss by ${formatLoss(loss)}${points(-loss, whole, rate)}, ${each} a KiB`;
}
