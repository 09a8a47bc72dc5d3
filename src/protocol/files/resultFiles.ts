/**
 * What a search has left in a model's results folder, read back: the policy, if it is one of this very file of the model, and what was
 * measured of it, if the report beside it is about the same widths. Anybody may have written the files, so that what is not understood is left out.
 */
import { isObject, listOf, number, oneOf, orNull, REFUSED, type Check, type Finding } from "../../formats/check";
import { lossWords, pointsPerLoss } from "../words/losses";
import { parsePolicy, type PolicyFile } from "./policyFile";
import { USUAL_WIDTHS, WEIGHT_WIDTHS, type Bits } from "./bits";
import { accuracyCheck, integerCheck, type Report } from "./report";

export interface ResultFiles {
  readonly policyText: string;
  readonly measured: Pick<Report, "accuracy" | "integer"> & { readonly measuredLoss: number | null };
  /**
   * Of every tensor of the policy at every width, by `weights:<layer>:<bits>` or `activation:<name>:<bits>`: what other budgets buy and why a
   * tensor has its width are computed from them. Empty where the report does not have all of them.
   */
  readonly losses: Readonly<Record<string, number>>;
}

const NOTHING_MEASURED: ResultFiles["measured"] = { accuracy: null, integer: null, measuredLoss: null };
const figure = number({ zero: true });
/**
 * @param policyText of policy.json
 * @param reportText of report.json; undefined: there is none
 * @param sha256 of the model's file
 * @returns undefined where the policy is not one, or one of another file
 */
export function readResultFiles(
  policyText: string,
  reportText: string | undefined,
  sha256: string,
): ResultFiles | undefined {
  const parsed = parsePolicy(policyText, "policy.json");
  if (!parsed.ok || parsed.value.model.sha256 !== sha256) return undefined;
  const report = reportText === undefined ? undefined : parsedReport(reportText);
  const isOfPolicy = report !== undefined && isAbout(report, parsed.value, sha256);
  return {
    policyText,
    measured: isOfPolicy ? measuredIn(report) : NOTHING_MEASURED,
    losses: isOfPolicy ? lossesIn(report, parsed.value) : {},
  };
}

/**
 * What each layer's widths cost alone, in words: points as far as a measurement tells what a loss is worth.
 * @returns by the layer's name; undefined where report.json is not about the policy, or knows no losses. Parameters as above
 */
export function layerLossWords(
  policyText: string,
  reportText: string,
  sha256: string,
): ReadonlyMap<string, string> | undefined {
  const parsed = parsePolicy(policyText, "policy.json");
  const report = parsedReport(reportText);
  if (!parsed.ok || !report || !isAbout(report, parsed.value, sha256)) return undefined;
  const { layers, search } = report;
  const predictedLoss = checkedOrNull(orNull(figure), isObject(search) ? search["predictedLoss"] : null);
  const { accuracy } = measuredIn(report);
  const worth = { whole: predictedLoss ?? 0, rate: pointsPerLoss({ accuracy, search: { predictedLoss } }) };
  const words = new Map<string, string>();
  for (const layer of Array.isArray(layers) ? (layers as readonly unknown[]) : []) {
    if (!isObject(layer) || typeof layer["name"] !== "string") continue;
    const loss = checkedOrNull(orNull(figure), layer["error"]);
    if (loss !== null) words.set(layer["name"], lossWords(loss, worth));
  }
  return words.size === 0 ? undefined : words;
}

type Json = Readonly<Record<string, unknown>>;

function parsedReport(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined; // whoever broke it, there is no report
  }
}

function isAbout(report: Json, { weights, activations }: PolicyFile, sha256: string): boolean {
  const { model, policy } = report;
  if (!isObject(model) || model["sha256"] !== sha256 || !isObject(policy)) return false;
  return isSame(policy["weights"], weights) && isSame(policy["activations"], activations);
}

function isSame(widths: unknown, wanted: ReadonlyMap<string, number>): boolean {
  if (!isObject(widths) || Object.keys(widths).length !== wanted.size) return false;
  return [...wanted].every(([name, bits]) => Object.hasOwn(widths, name) && widths[name] === bits);
}

function measuredIn({ accuracy, integer, search }: Json): ResultFiles["measured"] {
  const checked = checkedOrNull(orNull(accuracyCheck), accuracy);
  if (checked === null || checked.kind !== "measured") return NOTHING_MEASURED;
  const loss = isObject(search) ? search["measuredLoss"] : null;
  return {
    accuracy: checked,
    integer: checkedOrNull(orNull(integerCheck), integer),
    measuredLoss: checkedOrNull(orNull(figure), loss),
  };
}

/** The reasons state each tensor's loss at its widths. */
const lossesCheck = listOf(figure, 1, WEIGHT_WIDTHS.length);
const widthsCheck = listOf(oneOf(WEIGHT_WIDTHS), 1, WEIGHT_WIDTHS.length);

function lossesIn({ why }: Json, { weights, activations }: PolicyFile): ResultFiles["losses"] {
  const tensors: unknown = isObject(why) ? why["tensors"] : undefined;
  if (!Array.isArray(tensors)) return {};
  const known = new Map<unknown, readonly (readonly [bits: Bits, loss: number])[]>();
  for (const reason of tensors as readonly unknown[]) {
    const losses = isObject(reason) ? checkedOrNull(lossesCheck, reason["losses"]) : null;
    if (!isObject(reason) || losses === null) return {};
    const widths = reason["widths"] === undefined ? USUAL_WIDTHS : checkedOrNull(widthsCheck, reason["widths"]);
    if (widths?.length !== losses.length) return {};
    known.set(
      reason["tensor"],
      widths.map((bits, i) => [bits, losses[i] ?? 0]),
    );
  }
  const names = [
    ...[...weights.keys()].map((name) => `weights:${name}`),
    ...[...activations.keys()].map((name) => `activation:${name}`),
  ];
  if (!names.every((name) => known.has(name))) return {};
  return Object.fromEntries(
    names.flatMap((name) => (known.get(name) ?? []).map(([bits, loss]) => [`${name}:${bits}`, loss])),
  );
}

function checkedOrNull<T>(check: Check<T | null>, value: unknown): T | null {
  const findings: Finding[] = [];
  const checked = check(value, [], findings);
  return checked === REFUSED ? null : checked;
}
