/** The settings' part in how layers are run: every job plans memory with these options, so that all mean the same plan. */
import type { StreamingOptions } from "../engine";
import type { JobSettings } from "./jobs";

export function planningOf({ streaming, rows, budget, account }: JobSettings): StreamingOptions {
  return { streaming, rows, ...(budget && { ramLimit: { account, bytes: budget.ramBytes } }) };
}
