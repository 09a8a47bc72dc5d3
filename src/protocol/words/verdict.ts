/**
 * The verdict: what a report comes to, in one to three sentences that are true for every kind of figure. A prediction is never called
 * measured, agreement is never called accuracy, and a fit in the model account says whether the linked account fits as well.
 */
import { formatCount, formatDuration, formatPercent, formatPoints, formatSize, withAnd } from "./format";
import type { Report, ReportAccuracy, ReportInfeasible, ReportTarget } from "../files/report";
import { visible } from "./visible";

export function verdictOf(report: Report): string {
  const { accuracy, search } = report;
  const memory = memoryVerdict(report);
  if (accuracy === null || search.infeasible !== null) return memory;
  if (report.notes.some(({ code }) => code === "data.guessing"))
    return `${memory} Accuracy is not known: the float network itself only guesses on these samples.`;
  return `${memory} ${accuracyVerdict(accuracy)}${integerWarning(report)}`;
}

/**
 * The verdict while widths are searched that would fit: that those shown do not is where the search starts, and no verdict.
 * @returns null where the ones shown fit
 */
export function searchingVerdict({ fits, policy, search }: Report): string | null {
  if (fits && search.infeasible === null) return null;
  const [bits, ...others] = new Set([...Object.values(policy.weights), ...Object.values(policy.activations)]);
  const isUniform = search.strategy === "uniform" && bits !== undefined && others.length === 0;
  return isUniform
    ? `At ${bits} bits everywhere it would not fit; searching widths that do.`
    : "The widths shown would not fit; searching others that do.";
}

/** Accuracy is measured on a simulation; where the integer program answers otherwise, that figure is not quite the firmware's. */
function integerWarning({ accuracy, integer }: Report): string {
  if (integer === null || integer.differing === 0 || accuracy?.metric === "sqnr") return "";
  return ` The integer program answers otherwise than this simulation on ${formatCount(integer.differing)} of ${formatCount(integer.samples)} samples.`;
}

/** The sentence about accuracy alone. */
export function accuracyVerdict(accuracy: ReportAccuracy): string {
  const basis = basisOf(accuracy);
  const samples = samplesOf(accuracy);
  if (accuracy.samples === 0) return "Accuracy was not measured.";
  switch (accuracy.metric) {
    case "top1":
      return `${changeOf(accuracy)} (${basis}${deltaInterval(accuracy)}).`;
    case "agreement":
      return `${predictedly(accuracy, "Agrees", "agree")} with the float network on ${formatPercent(accuracy.quantized)} of ${samples}${agreementInterval(accuracy)}.${caveat(accuracy)}`;
    case "sqnr":
      return `${predictedly(accuracy, "Follows", "follow")} the float network's output with ${accuracy.quantized.toFixed(1)} dB of signal to quantization noise (${basis}).${caveat(accuracy)}`;
  }
}

function memoryVerdict(report: Report): string {
  const { target, search } = report;
  if (search.infeasible !== null) return infeasibleVerdict(search.infeasible, report);
  const need = report.memory[target.account];
  if (target.flashBytes === null && target.ramBytes === null) {
    return `Needs ${formatSize(need.flashBytes)} of FLASH and ${formatSize(need.ramBytes)} of RAM, most of it at layer ${visible(report.memory.peak.layer)}.`;
  }
  const over = [...shortfall(need, target), ...lateness(report)];
  if (over.length > 0 || !report.fits)
    return `Does not fit: ${withAnd(over) || "it exceeds the budget"}${overAt(report)}.`;
  const spare = [
    spareOf(target.flashBytes, need.flashBytes, "FLASH"),
    spareOf(target.ramBytes, need.ramBytes, "RAM"),
    timeToSpare(report),
  ];
  const rest = `${withAnd(spare.filter((text) => text !== undefined))} to spare.`;
  return target.account === "linked" ? `Fits. ${rest}` : `Fits in the model account. ${rest}${linkedWarning(report)}`;
}

/** The model account leaves out code, scratch and stack: a fit there that the linked network does not have must not go unsaid. */
function linkedWarning(report: Report): string {
  const over = shortfall(report.memory.linked, report.target);
  return over.length > 0 ? ` Once linked it does not: ${over.join(" and ")}.` : "";
}

function shortfall(
  need: { readonly flashBytes: number; readonly ramBytes: number },
  limits: ReportTarget,
): readonly string[] {
  const over: string[] = [];
  if (limits.flashBytes !== null && need.flashBytes > limits.flashBytes) {
    over.push(`${formatSize(need.flashBytes - limits.flashBytes)} of FLASH too much`);
  }
  if (limits.ramBytes !== null && need.ramBytes > limits.ramBytes) {
    over.push(`${formatSize(need.ramBytes - limits.ramBytes)} of RAM too much`);
  }
  return over;
}

function lateness({ time, target: { latencyMilliseconds: limit } }: Report): readonly string[] {
  const late = limit === undefined ? 0 : (time?.milliseconds ?? 0) - limit;
  return late > 0 ? [`~ ${formatDuration(late)} too slow`] : [];
}

function timeToSpare({ time, target: { latencyMilliseconds: limit } }: Report): string | undefined {
  const milliseconds = time?.milliseconds ?? null;
  return limit === undefined || milliseconds === null ? undefined : `~ ${formatDuration(limit - milliseconds)} of time`;
}

function overAt(report: Report): string {
  const { target, memory } = report;
  const ramIsOver = target.ramBytes !== null && memory[target.account].ramBytes > target.ramBytes;
  return ramIsOver ? `, most at layer ${visible(memory.peak.layer)}` : "";
}

function spareOf(limit: number | null, need: number, region: string): string | undefined {
  return limit === null ? undefined : `${formatSize(limit - need)} of ${region}`;
}

function infeasibleVerdict(infeasible: ReportInfeasible, { target, search }: Report): string {
  const { leastFlashBytes, leastRamBytes, ramLayer, short } = infeasible;
  const flash = `${formatSize(leastFlashBytes)} of FLASH`;
  const ram = `${formatSize(leastRamBytes)} of RAM at layer ${visible(ramLayer)}`;
  const flashAlone = target.flashBytes !== null && leastFlashBytes <= target.flashBytes;
  const ramAlone = target.ramBytes !== null && leastRamBytes <= target.ramBytes;
  const boards = boardsOf(infeasible);
  if (short.includes("time")) return `Does not fit: ${fastestWords(infeasible, target)}. ${boards}`;
  // A strategy that tries a few policies has found none; only a proof may speak of the least there is.
  const least = search.optimal ? "the least this network needs is" : "the least that was found is";
  if (flashAlone && ramAlone) {
    const together = search.optimal ? "but not together" : "and no policy was found that keeps both";
    return `Does not fit: FLASH and RAM can each be kept alone (${flash}; ${ram}), ${together}. ${boards}`;
  }
  const needs = [...(short.includes("flash") ? [flash] : []), ...(short.includes("ram") ? [ram] : [])];
  return `Does not fit: ${least} ${needs.join(" and ") || `${flash} and ${ram}`}. ${boards}`;
}

function fastestWords(
  { fastestMilliseconds = 0 }: ReportInfeasible,
  { latencyMilliseconds = 0 }: ReportTarget,
): string {
  const late = formatDuration(fastestMilliseconds - latencyMilliseconds);
  return `the fastest policy that was found within FLASH and RAM takes ~ ${formatDuration(fastestMilliseconds)}, ~ ${late} too long`;
}

function boardsOf({ boards }: ReportInfeasible): string {
  if (boards.length === 0) return "No known board fits.";
  return `Boards that fit: ${boards.map(({ name }) => name).join(", ")}.`;
}

function changeOf({ delta, kind, quantized }: ReportAccuracy): string {
  const predicted = kind === "predicted";
  if (delta === null) return `Accuracy is ${predicted ? "predicted to be " : ""}${formatPercent(quantized)}`;
  const subject = predicted ? "Accuracy is predicted to" : "Accuracy";
  if (delta === 0) return `${subject} ${predicted ? "stay the same" : "stays the same"}`;
  const points = formatPoints(delta).slice(1);
  const amount = points === "" ? "less than 0.1 points" : `${points} ${points === "1.0" ? "point" : "points"}`;
  const verb = delta < 0 ? "fall" : "rise";
  return `${subject} ${predicted ? verb : `${verb}s`} by ${amount}`;
}

function basisOf(accuracy: ReportAccuracy): string {
  const samples = samplesOf(accuracy);
  return accuracy.kind === "measured" ? `measured on ${samples}` : `from ${samples}, not measured`;
}

function predictedly({ kind }: ReportAccuracy, measured: string, infinitive: string): string {
  return kind === "measured" ? measured : `Predicted to ${infinitive}`;
}

function samplesOf({ samples, data }: ReportAccuracy): string {
  const adjective = data === "labelled" ? "" : `${data} `;
  return `${formatCount(samples)} ${adjective}${samples === 1 ? "sample" : "samples"}`;
}

function caveat({ data }: ReportAccuracy): string {
  return data === "synthetic" ? " Samples that are made up say little about real data." : "";
}

function deltaInterval({ ci95 }: ReportAccuracy): string {
  return ci95 === null ? "" : `, 95 % interval ${formatPoints(ci95[0])} to ${formatPoints(ci95[1])}`;
}

/** The interval is of the difference to 100 %, and may reach a little beyond it. */
function agreementInterval({ ci95 }: ReportAccuracy): string {
  if (ci95 === null) return "";
  const [low, high] = ci95.map((points) => formatPercent(Math.min(100, Math.max(0, 100 + points))));
  return ` (95 % interval ${(low ?? "").replace(" %", "")} to ${high ?? ""})`;
}
