/** Memory from shapes alone: no data set, no execution, an answer while the user still looks. */
import { performance } from "node:perf_hooks";
import {
  choiceKey,
  choicesOf,
  lossTableOf,
  ok,
  predictedLossOf,
  widthOf,
  type Outcome,
  type SensitivityTable,
} from "../../engine";
import { buildReport } from "../report/buildReport";
import type { JobResult, JobSettings } from "./jobs";
import type { Model } from "../model/loadModel";
import { openModel } from "../model/openModel";
import { deadChannelNotes } from "../model/deadChannels";
import { fitsAtSmall } from "../report/smallerCode";
import { executionUnder } from "../settings/statedStreaming";
import { modelOfPolicy, readPolicy, writePolicy, type ReadPolicy } from "../settings/policyText";
import { uniformWidths } from "../settings/wideActivations";
import { refuseUnknownTime } from "../settings/latency";
import { refuseRows, refuseUnsupported } from "../settings/unsupported";

/** Under the settings' policy, else uniform widths (8 bits unless others were asked for). */
export async function estimateModel(settings: JobSettings): Promise<Outcome<JobResult>> {
  const unsupported = refuseUnsupported(settings);
  if (!unsupported.ok) return unsupported;
  const loaded = await openModel(settings);
  return loaded.ok ? estimateLoaded(loaded.value, settings) : loaded;
}

/**
 * A policy file says whether it speaks of the model with its dead channels; without one it is the model as given.
 * @param sensitivities where they are known, the report predicts the policy's loss
 */
export function estimateLoaded(
  given: Model,
  settings: JobSettings,
  sensitivities?: SensitivityTable,
): Outcome<JobResult> {
  const started = performance.now();
  const model = settings.policy ? modelOfPolicy(given, settings.policy) : given;
  const { network, planner } = model;
  const rows = refuseRows(network, settings);
  if (!rows.ok) return rows;
  const chosen: Outcome<ReadPolicy> = settings.policy
    ? readPolicy(model, settings, settings.policy)
    : uniformWidths(network, settings.uniform ?? { weights: 8, activations: 8 }, settings);
  if (!chosen.ok) return chosen;
  const timed = refuseUnknownTime(model, settings, chosen.value);
  if (!timed.ok) return timed;
  const { notes, ...read } = chosen.value;
  const { policy, streaming, learned } = read;
  const decided = { ...read, execution: executionUnder(settings, planner, read) };
  const isMeasured = choicesOf(network).every((choice) =>
    sensitivities?.has(choiceKey(choice, widthOf(policy, choice))),
  );
  const predictedLoss =
    sensitivities && isMeasured ? predictedLossOf({ network, losses: lossTableOf(sensitivities) }, policy) : null;
  const report = buildReport(model, settings, {
    ...decided,
    strategy: settings.policy ? "given" : "uniform",
    evaluations: 1,
    seconds: (performance.now() - started) / 1000,
    optimal: false,
    predictedLoss: predictedLoss === null ? null : Number(predictedLoss.toPrecision(6)),
    measuredLoss: null,
    sensitivities,
    accuracy: undefined,
    integer: undefined,
    infeasible: undefined,
    notes: [...deadChannelNotes(model), ...notes, ...fitsAtSmall(planner, decided, settings)],
  });
  return ok({ report, ...decided, policyText: writePolicy(model, policy, streaming, learned) });
}
