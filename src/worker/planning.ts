/** The settings' part in how layers are run: every job plans memory with these options, so that all mean the same plan. */
import type { StreamingOptions } from "../engine";
import type { JobSettings } from "./jobs";

export function planningOf({ streaming, rows, arena, budget, account }: JobSettings): StreamingOptions {
  return { streaming, rows, ...(arena && { arena }), ...(budget && { ramLimit: { account, bytes: budget.ramBytes } }) };
}
