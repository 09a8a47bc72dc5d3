/** The gate for continuous integration: does this policy belong to this model, and does it fit this budget? Runs nothing. */
import { refuse, type Outcome } from "../../engine";
import { estimateModel } from "./estimate";
import { missingPolicy } from "./evaluate";
import type { JobResult, JobSettings } from "./jobs";
import { meant } from "../../protocol/words/settingWords";

export async function checkModel(settings: JobSettings): Promise<Outcome<JobResult>> {
  if (!settings.policy) return refuse(missingPolicy("check"));
  if (!settings.budget) {
    return refuse({
      code: "budget.missing",
      message: "there is nothing to check against",
      place: meant("target"),
      hint: `name a board with ${meant("target")}, or give ${meant("flash")}, ${meant("ram")} or both`,
    });
  }
  return estimateModel(settings);
}
