/** A policy as a C project: quantized as `quantize` does it, without a search and without measuring anything. */
import { ok, refuse, type Outcome, type Watch } from "../../engine";
import { createOrtRunner } from "../../runtime/ortRunner";
import { estimateLoaded } from "./estimate";
import { missingPolicy } from "./evaluate";
import type { JobResult, JobSettings } from "./jobs";
import { openModel } from "../model/openModel";
import { modelOfPolicy } from "../settings/policyText";
import { projectOf } from "./project";
import { openQuantizer, programUnder } from "./quantize";
import { fedInputsOf } from "../report/buildReport";
import { refuseUnsupported } from "../settings/unsupported";

/** Under the settings' policy; there is no project where a budget is given and it does not fit. */
export async function generateModel(settings: JobSettings, watch: Watch): Promise<Outcome<JobResult>> {
  if (!settings.policy) return refuse(missingPolicy("generate"));
  const unsupported = refuseUnsupported(settings);
  if (!unsupported.ok) return unsupported;
  const loaded = await openModel(settings);
  if (!loaded.ok) return loaded;
  const estimated = estimateLoaded(loaded.value, settings);
  if (!estimated.ok || !estimated.value.report.fits) return estimated;

  const model = modelOfPolicy(loaded.value, settings.policy);
  const { report, ...decided } = estimated.value;
  const runner = createOrtRunner();
  const opened = await openQuantizer(model, settings, runner, watch, false);
  if (!opened.ok) return opened;
  const made = await programUnder(model, decided, opened.value, settings, runner, watch);
  if (!made.ok) return made;
  const project = await projectOf(model, settings, made.value.program, decided, opened.value, watch);
  const notes = opened.value.notes.filter(({ code }) => !OF_ACCURACY.has(code));
  const inputs = fedInputsOf(model, opened.value.origins);
  return ok({ report: { ...report, inputs, notes: [...report.notes, ...notes] }, ...decided, project });
}

/** What is said of samples that accuracy is measured on. */
const OF_ACCURACY: ReadonlySet<string> = new Set(["data.few", "data.overlap"]);
