/**
 * What a report says in sentences, for the terminal and for the page of a review: accuracy, each figure with its kind (measured or predicted, on
 * labelled, unlabelled or made-up samples), how the policy came about, and how layers are run.
 */
import {
  formatCount,
  formatClock,
  formatDuration,
  formatLarge,
  formatLoss,
  formatPercent,
  formatPoints,
  formatSize,
} from "./format";
import type {
  Report,
  ReportAccuracy,
  ReportInteger,
  ReportLearning,
  ReportSearch,
  ReportEndless,
  ReportStreaming,
  ReportTime,
} from "../files/report";

/** Pairs of title and text; empty where nothing was run. */
export function accuracyLines({
  accuracy,
  integer,
  search,
  learning,
}: Report): readonly (readonly [title: string, text: string])[] {
  if (accuracy === null) return [];
  const lines: (readonly [string, string])[] = [["Accuracy", figures(accuracy)]];
  if (integer !== null) lines.push(["Integer program", integerText(integer, accuracy)]);
  if (learning) lines.push(["Learning", learningText(learning)]);
  const loss = lossText(search);
  if (loss !== undefined) lines.push(["Loss", loss]);
  return lines;
}

/** False where not one kernel of the network was ever counted: then no figure means anything. */
export function isTimeKnown({ instructions, uncounted }: ReportTime): boolean {
  return instructions > 0 || uncounted.length === 0;
}

/** `~ 62 ms at 120 MHz, estimated from 6.2 M instructions (7.4 M cycles)`; `at least …` where layers are missing in it. */
export function timeText(time: ReportTime): string {
  const { instructions, cycles, milliseconds, clockHz, uncounted } = time;
  if (!isTimeKnown(time)) return "not known: none of these kernels was ever counted";
  const counted = `${formatLarge(instructions)} instructions`;
  const all =
    milliseconds === null || clockHz === null
      ? `~ ${formatLarge(cycles)} cycles, estimated from ${counted}`
      : `~ ${formatDuration(milliseconds)} at ${formatClock(clockHz)}, estimated from ${counted} (${formatLarge(cycles)} cycles)`;
  return uncounted.length === 0 ? all : `at least ${all}, ${withoutWords(uncounted)}`;
}

/** What the estimate rests on, and what it leaves out. */
export function timeMethod({ method, uncounted }: ReportTime): string {
  const rest = uncounted.length === 0 ? "" : `; ${withoutWords(uncounted)}`;
  return `${method[0]?.toUpperCase() ?? ""}${method.slice(1)}${rest}.`;
}

function withoutWords({ length }: readonly string[]): string {
  return `without ${length} ${length === 1 ? "layer" : "layers"} whose kernels were never counted`;
}

/** How long a layer takes; undefined where that is not known. */
export function layerTimeText(cycles: number | null | undefined, time: ReportTime | undefined): string | undefined {
  if (cycles === null || cycles === undefined || !time) return undefined;
  const { clockHz, cycles: all } = time;
  const share = all > 0 ? ` (${formatPercent((100 * cycles) / all)} of a run)` : "";
  return `${estimatedTime(cycles, clockHz)}${share}, estimated`;
}

/** `~ 3.1 ms`, or cycles where no clock is known. */
export function estimatedTime(cycles: number, clockHz: number | null): string {
  return `~ ${clockHz === null ? `${formatLarge(cycles)} cycles` : formatDuration((1000 * cycles) / clockHz)}`;
}

/** How the policy came about. */
export function searchText(search: ReportSearch): string {
  const { strategy, evaluations, seconds, optimal, infeasible } = search;
  const time = `${seconds.toFixed(1)} s`;
  switch (strategy) {
    case "uniform":
      return `none: every width is the same (${time})`;
    case "given":
      return `none: the policy was given (${time})`;
    default: {
      const proof =
        infeasible !== null
          ? "; no policy fits, and these figures are of one that does not"
          : optimal
            ? ", no policy within the budget has a smaller predicted loss"
            : ", not proven best";
      return `${strategy}, ${formatCount(evaluations)} ${evaluations === 1 ? "state" : "states"} examined, ${time} in all${proof}${learnedText(search)}${refinedText(search)}`;
    }
  }
}

/** What learning brought, where the strategy learned. */
function learnedText({ trace = [] }: ReportSearch): string {
  const losses = trace.flatMap(({ best }) => (best === null ? [] : [best]));
  const [first] = losses;
  const last = losses.at(-1);
  if (first === undefined || last === undefined) return "";
  return `; the least loss of a policy that fits fell from ${formatLoss(first)} to ${formatLoss(last)} while learning`;
}

/** What measuring whole policies brought, where any were measured. */
function refinedText({ refined }: ReportSearch): string {
  if (!refined) return "";
  const { additiveLoss, loss, evaluations, samples } = refined;
  const tried = `${formatCount(evaluations)} policies were built and run on ${formatCount(samples)} samples`;
  return loss === additiveLoss
    ? `; ${tried}, and none was clearly better`
    : `; ${tried}, and the measured loss fell from ${formatLoss(additiveLoss)} to ${formatLoss(loss)}`;
}

function learningText(learning: ReportLearning): string {
  const { steps, seconds, images, held, heldBefore, heldAfter, standardError, taken } = learning;
  const what = taken ? "weights are the learned ones" : "too little to be certain, and weights stay as they were";
  return `${formatCount(steps)} steps on ${formatCount(images)} samples (${seconds.toFixed(0)} s): on ${formatCount(held)} others the loss went from ${formatLoss(heldBefore)} to ${formatLoss(heldAfter)}, standard error ${formatLoss(standardError)}; ${what}`;
}

function figures(accuracy: ReportAccuracy): string {
  const { metric, float, quantized, delta, ci95, agreement, sqnrDb } = accuracy;
  const parts: string[] = [];
  switch (metric) {
    case "top1":
      parts.push(`top-1 ${formatPercent(quantized)}${float === null ? "" : `, was ${formatPercent(float)}`}`);
      if (delta !== null) parts.push(`difference ${formatPoints(delta)} points${interval(ci95)}`);
      if (agreement !== null) parts.push(`${formatPercent(agreement)} of answers unchanged`);
      break;
    case "agreement":
      parts.push(`${formatPercent(quantized)} of answers as the float network's`);
      break;
    case "sqnr":
      parts.push(`signal to quantization noise ${quantized.toFixed(1)} dB`);
      break;
  }
  if (metric !== "sqnr" && sqnrDb !== null) parts.push(`signal to quantization noise ${sqnrDb.toFixed(1)} dB`);
  return `${parts.join("; ")} (${sourceOf(accuracy)})`;
}

function interval(ci95: ReportAccuracy["ci95"]): string {
  return ci95 === null ? "" : `, 95 % interval ${formatPoints(ci95[0])} to ${formatPoints(ci95[1])}`;
}

function sourceOf({ kind, data, samples, reference }: ReportAccuracy): string {
  const against = reference === "given" ? "the model's file in onnxruntime" : "the network as read from the file";
  return `${kind} on ${formatCount(samples)} ${data} ${samples === 1 ? "sample" : "samples"} against ${against}`;
}

/** Regression has no answers that could differ: there the codes alone are compared. */
function integerText({ samples, differing, largestCodeDifference }: ReportInteger, { metric }: ReportAccuracy): string {
  const codes = `largest difference of an output ${largestCodeDifference} ${largestCodeDifference === 1 ? "step" : "steps"}`;
  const on = `${formatCount(samples)} ${samples === 1 ? "sample" : "samples"}`;
  if (metric === "sqnr") return `executed exactly on ${on}: ${codes} from the simulation`;
  return `executed exactly on ${on}: ${formatCount(differing)} of ${formatCount(samples)} answers differ from the simulation, ${codes}`;
}

function lossText({ predictedLoss, measuredLoss }: ReportSearch): string | undefined {
  const parts = [
    ...(predictedLoss === null ? [] : [`predicted ${formatLoss(predictedLoss)}`]),
    ...(measuredLoss === null ? [] : [`measured ${formatLoss(measuredLoss)}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** What a hop takes, answers for and costs, where rows never end. */
export function endlessText(endless: ReportEndless): string {
  const { hopRows, windowRows, delayRows, firstRows, padding, macs, windowMacs, keptBytes } = endless;
  const rows = (count: number): string => `${formatCount(count)} ${count === 1 ? "row" : "rows"}`;
  const share = windowMacs / Math.max(1, macs);
  const parts = [
    `hops of ${rows(hopRows)} over windows of ${formatCount(windowRows)}`,
    `${formatLarge(macs)} MACs a hop, a window ${formatLarge(windowMacs)} (1/${share.toFixed(1)})`,
    `${formatSize(keptBytes)} kept from hop to hop`,
    delayRows === 0 ? "no delay" : `answers come ${rows(delayRows)} late`,
    padding === "clip"
      ? `a stream is one clip, answered after ${rows(firstRows)}`
      : `whole from row ${formatCount(firstRows)} on`,
  ];
  return parts.join("; ");
}

/** What row streaming saves or would save, and what patches would cost instead. */
export function streamingText(streaming: ReportStreaming): string {
  const { mode, rows, layerByLayerBytes, memoryRowsBytes, suppliedRowsBytes } = streaming;
  const before = formatSize(layerByLayerBytes);
  if (mode === "off") {
    if (memoryRowsBytes >= layerByLayerBytes) return "layer by layer; no group of layers needs less RAM row by row";
    const supplied = suppliedRowsBytes === null ? "" : `, to ${formatSize(suppliedRowsBytes)} with rows supplied`;
    return `layer by layer; row by row RAM would fall from ${before} to ${formatSize(memoryRowsBytes)}${supplied}`;
  }
  const groups = streaming.segments.filter(({ streamed }) => streamed);
  const layers = groups.reduce((sum, group) => sum + group.layers, 0);
  const own = rows === "memory" ? memoryRowsBytes : (suppliedRowsBytes ?? memoryRowsBytes);
  const input = rows === "memory" ? "" : " with rows supplied";
  const run = `${layers} layers in ${groups.length} ${groups.length === 1 ? "group" : "groups"} run row by row${input}`;
  return [`${run}: ${formatSize(own)} RAM instead of ${before}, nothing computed twice`, ...otherWays(streaming)].join(
    "; ",
  );
}

function otherWays({
  rows,
  memoryRowsBytes,
  suppliedRowsBytes,
  longestStep,
  patches,
}: ReportStreaming): readonly string[] {
  const ways: string[] = [];
  if (rows === "supplied") ways.push(`${formatSize(memoryRowsBytes)} with the input in RAM`);
  else if (suppliedRowsBytes !== null) ways.push(`${formatSize(suppliedRowsBytes)} with rows supplied`);
  if (longestStep)
    ways.push(`a step takes at most ${formatLarge(longestStep.macs)} MACs (a row of ${longestStep.layer})`);
  if (patches) {
    const { grid, bytes, extraMacsPercent } = patches;
    ways.push(`${grid}×${grid} patches: ${formatSize(bytes)} and ${formatPercent(extraMacsPercent)} more MACs`);
  }
  return ways;
}
