/** Measures a given policy: quantization and evaluation as in quantizeModel, without a search. */
import { refuse, type Outcome, type Watch } from "../../engine";
import type { JobResult, JobSettings } from "./jobs";
import { quantizeModel } from "./quantize";
import { meant } from "../../protocol/words/settingWords";

export async function evaluateModel(settings: JobSettings, watch: Watch): Promise<Outcome<JobResult>> {
  if (!settings.policy) return refuse(missingPolicy("evaluate"));
  return quantizeModel(settings, watch);
}

export function missingPolicy(command: string): { code: string; message: string; place: string; hint: string } {
  return {
    code: "policy.missing",
    message: `"${command}" needs a policy`,
    place: meant("policy"),
    hint: "give the policy.json that quantize wrote",
  };
}
