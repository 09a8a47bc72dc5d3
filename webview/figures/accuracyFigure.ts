/**
 * Accuracy as the card shows it: a figure, what kind of figure it is, and where it lies on a scale. Agreement is never called accuracy,
 * and what was not measured says so in the place where the figure would be.
 */
import { formatCount, formatPercent } from "../../src/protocol/words/format";
import type { ReportAccuracy } from "../../src/protocol/files/report";

export interface AccuracyFigure {
  readonly title: string;
  /** null where there is none. */
  readonly value: string | null;
  /** Beside the figure: `was 79.5 %`. */
  readonly reference: string;
  /** Always shown: how the figure came about. */
  readonly nature: string;
  readonly isMeasured: boolean;
  readonly scale: AccuracyScale | null;
}

/** All in percent. */
export interface AccuracyScale {
  readonly low: number;
  readonly high: number;
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  /** The float network's accuracy. */
  readonly float: number | null;
}

const LEAST_SPAN = 5;

export function accuracyFigure(accuracy: ReportAccuracy | null): AccuracyFigure {
  if (accuracy === null || accuracy.samples === 0) {
    const nature = "Not measured yet";
    return { title: "Accuracy", value: null, reference: "", nature, isMeasured: false, scale: null };
  }
  const common = { nature: natureOf(accuracy), isMeasured: accuracy.kind === "measured" };
  const { float, quantized } = accuracy;
  switch (accuracy.metric) {
    case "top1":
      return {
        ...common,
        title: "Accuracy",
        value: formatPercent(quantized),
        reference: float === null ? "" : `was ${formatPercent(float)}`,
        scale: scaleOf(quantized, float === null ? null : intervalFrom(float, accuracy.ci95), float),
      };
    case "agreement":
      return {
        ...common,
        title: "Agreement with the float network",
        value: formatPercent(quantized),
        reference: "of answers",
        scale: scaleOf(quantized, intervalFrom(100, accuracy.ci95), null),
      };
    case "sqnr":
      return {
        ...common,
        title: "Signal to quantization noise",
        value: `${quantized.toFixed(1)} dB`,
        reference: "",
        scale: null,
      };
  }
}

function natureOf({ kind, data, samples }: ReportAccuracy): string {
  const noun = samples === 1 ? "sample" : "samples";
  if (kind === "predicted")
    return `Predicted from ${samples} ${data === "labelled" ? "" : `${data} `}${noun}, not measured`;
  switch (data) {
    case "labelled":
      return `Measured on ${formatCount(samples)} labelled ${noun}`;
    case "unlabelled":
      return `Measured on ${formatCount(samples)} ${noun} without labels`;
    case "synthetic":
      return `Measured on ${samples} synthetic ${samples === 1 ? "input" : "inputs"}, which say little about real data`;
  }
}

/** The report's interval is of the difference, in points. */
function intervalFrom(base: number, ci95: readonly [number, number] | null): readonly [number, number] | null {
  if (ci95 === null) return null;
  return [percent(base + ci95[0]), percent(base + ci95[1])];
}

function scaleOf(value: number, interval: readonly [number, number] | null, float: number | null): AccuracyScale {
  const marks = [value, ...(interval ?? []), ...(float === null ? [] : [float])];
  const middle = (Math.min(...marks) + Math.max(...marks)) / 2;
  const half = Math.max(LEAST_SPAN / 2, (Math.max(...marks) - Math.min(...marks)) * 0.75);
  return { low: percent(Math.floor(middle - half)), high: percent(Math.ceil(middle + half)), value, interval, float };
}

function percent(value: number): number {
  return Math.min(100, Math.max(0, value));
}
