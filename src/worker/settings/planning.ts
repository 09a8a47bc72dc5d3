/** The settings' part in how layers are run: every job asks for an execution with these, so that all mean the same one. */
import { DEFAULT_BUILD, type Build, type ExecutionQuestion } from "../../engine";
import type { JobSettings } from "../jobs/jobs";

export function planningOf(settings: JobSettings): ExecutionQuestion {
  const { streaming, rows, arena, budget, account } = settings;
  return {
    account,
    streaming,
    rows,
    build: buildOf(settings),
    ...(arena && { arena }),
    ...(budget && { ramLimit: { account, bytes: budget.ramBytes } }),
  };
}

/** What the code is compiled for: the board's core, a Cortex-M4F where no board is named. */
export function buildOf({ budget, optimize }: Pick<JobSettings, "budget" | "optimize">): Build {
  return { core: budget?.core ?? DEFAULT_BUILD.core, optimize: optimize ?? DEFAULT_BUILD.optimize };
}
