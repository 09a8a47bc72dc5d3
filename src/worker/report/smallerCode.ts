/**
 * What compiling for size would buy: code at -Os can be kilobytes smaller, which is room for weights. Told where a budget is missed, or where
 * widths were narrowed, at a faster level; with figures, because it costs speed.
 */
import {
  choicesOf,
  flashBytesUnder,
  needUnder,
  stopIfCancelled,
  STRATEGIES,
  unwatched,
  type Choice,
  type Need,
  type Planner,
  type Policy,
  type Problem,
  type SearchAnswer,
  type SensitivityTable,
  type Watch,
} from "../../engine";
import { formatLoss, formatSize } from "../../protocol/words/format";
import type { Report } from "../../protocol/files/report";
import { searchProblemsOf } from "../jobs/decide";
import type { JobSettings } from "../jobs/jobs";
import type { Model } from "../model/loadModel";
import { buildOf } from "../settings/planning";
import { executionUnder, type Stated } from "../settings/statedStreaming";
import { turn } from "../turn";

/** Front ends say by this code what sets the level. */
export const SMALLER_CODE = "code.smaller";

/** Less loss than this share is not worth a slower network. */
const WORTH = 0.01;

/** The note, with what this front end calls the level's setting. */
export function withLevelHint(report: Report, hint: string): Report {
  return { ...report, notes: report.notes.map((note) => (note.code === SMALLER_CODE ? { ...note, hint } : note)) };
}

interface Decided extends Stated {
  readonly policy: Policy;
}

/** For a policy that is given and does not fit: whether it would. */
export function fitsAtSmall(planner: Planner, decided: Decided, settings: JobSettings): readonly Problem[] {
  const { budget } = settings;
  const saved = savedBytes(planner, decided, settings);
  // Slower code may miss a limit on time.
  if (!budget || saved <= 0 || settings.latencySeconds !== undefined) return [];
  const isWithin = ({ flashBytes, ramBytes }: Need): boolean =>
    flashBytes <= budget.flashBytes && ramBytes <= budget.ramBytes;
  const need = needAtSmall(planner, decided, settings);
  if (isWithin(needUnder(planner, decided.policy, decided.execution)) || !isWithin(need)) return [];
  return [noteOf(settings, saved, `then these widths fit, in ${formatSize(need.flashBytes)} of FLASH`)];
}

/** For a search that found nothing: whether it would find something. Needs no losses. */
export function foundAtSmall(model: Model, settings: JobSettings, narrowest: Decided): readonly Problem[] {
  const saved = savedBytes(model.planner, narrowest, settings);
  if (saved <= 0) return [];
  for (const problem of searchProblemsOf(model, small(settings), new Map())) {
    const answer = STRATEGIES.exact.search(problem, { seed: settings.seed, watch: unwatched });
    if (answer instanceof Promise || answer.kind !== "found") continue;
    const { flashBytes, ramBytes } = problem.need(answer.policy);
    return [
      noteOf(
        settings,
        saved,
        `then widths exist that fit, in ${formatSize(flashBytes)} of FLASH and ${formatSize(ramBytes)} of RAM`,
      ),
    ];
  }
  return [];
}

/** For a search that narrowed widths: whether it would keep wider ones, by the same losses. */
export async function widerAtSmall(
  model: Model,
  settings: JobSettings,
  decided: Decided & { readonly predictedLoss: number | null },
  sensitivities: SensitivityTable,
  watch: Watch,
): Promise<readonly Problem[]> {
  const { network, planner } = model;
  const { policy, predictedLoss } = decided;
  const saved = savedBytes(planner, decided, settings);
  if (saved <= 0 || predictedLoss === null) return [];
  let best: Extract<SearchAnswer, { readonly kind: "found" }> | undefined;
  for (const problem of searchProblemsOf(model, small(settings), sensitivities)) {
    stopIfCancelled(watch);
    await turn();
    const answer = await STRATEGIES.exact.search(problem, { seed: settings.seed, watch: unwatched });
    if (answer.kind === "found" && (!best || answer.predictedLoss < best.predictedLoss)) best = answer;
  }
  if (!best || best.predictedLoss > (1 - WORTH) * predictedLoss) return [];
  const wider = choicesOf(network).filter((choice) => bitsIn(best.policy, choice) > bitsIn(policy, choice)).length;
  if (wider === 0) return [];
  const losses = `predicted loss ${formatLoss(best.predictedLoss)} instead of ${formatLoss(predictedLoss)}`;
  return [
    noteOf(settings, saved, `then ${wider} ${wider === 1 ? "tensor keeps" : "tensors keep"} wider widths: ${losses}`),
  ];
}

function noteOf(settings: JobSettings, saved: number, gain: string): Problem {
  const { optimize } = buildOf(settings);
  return {
    code: SMALLER_CODE,
    message: `compiled with -Os instead of -O${optimize}, code takes ${formatSize(saved)} less of FLASH and runs slower; ${gain}`,
  };
}

/** Of FLASH; nothing where no code counts, no budget is given or code is compiled for size already. */
function savedBytes(planner: Planner, decided: Decided, settings: JobSettings): number {
  if (!settings.budget || settings.account !== "linked" || buildOf(settings).optimize === "s") return 0;
  const { policy, execution } = decided;
  return flashBytesUnder(planner, policy, execution) - needAtSmall(planner, decided, settings).flashBytes;
}

/** Where the planner chooses, it may choose otherwise: the stack is another, and with it what fits. */
function needAtSmall(planner: Planner, { policy, execution, streaming }: Decided, settings: JobSettings): Need {
  const smaller = small(settings);
  const run =
    streaming === undefined ? executionUnder(smaller, planner, { policy }) : { ...execution, build: buildOf(smaller) };
  return needUnder(planner, policy, run);
}

function small(settings: JobSettings): JobSettings {
  return { ...settings, optimize: "s" };
}

function bitsIn({ weights, activations }: Policy, { kind, name }: Choice): number {
  return (kind === "weights" ? weights : activations).get(name) ?? 0;
}
