/** Memory from shapes alone: no data set, no execution, an answer while the user still looks. */
import { performance } from "node:perf_hooks";
import { ok, uniformPolicy, type Outcome, type Watch } from "../engine";
import { buildReport } from "./buildReport";
import type { JobResult, JobSettings } from "./jobs";
import { loadModel } from "./loadModel";
import { readPolicy, writePolicy } from "./policyText";
import { refuseUnsupported } from "./unsupported";

/** Under the settings' policy, else a uniform width (8 bits unless another was asked for). */
export async function estimateModel(settings: JobSettings, _watch: Watch): Promise<Outcome<JobResult>> {
  const started = performance.now();
  const unsupported = refuseUnsupported(settings);
  if (!unsupported.ok) return unsupported;
  const loaded = await loadModel(settings.modelPath);
  if (!loaded.ok) return loaded;
  const model = loaded.value;
  const chosen = settings.policy ? readPolicy(model, settings.policy) : ok(uniformPolicy(model.network, settings.bits ?? 8));
  if (!chosen.ok) return chosen;
  const policy = chosen.value;
  const report = buildReport(model, settings, {
    policy,
    strategy: settings.policy ? "given" : "uniform",
    evaluations: 1,
    seconds: (performance.now() - started) / 1000,
    optimal: false,
    predictedLoss: null,
    measuredLoss: null,
    sensitivities: undefined,
    accuracy: undefined,
    integer: undefined,
    infeasible: undefined,
    notes: [],
  });
  return ok({ report, policy, policyText: writePolicy(model, policy) });
}
