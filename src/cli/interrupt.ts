/**
 * Ctrl-C. The first says "cancelled" at once and lets the work stop at its next unit, so that sessions are closed and temporary files
 * removed; work that does not reach one in time is left behind. The second ends the process on the spot.
 */
import { EXIT } from "./exitCode";

export interface Interruption {
  readonly cancelled: boolean;
}

/** Long enough for a session to finish the sample it is at. */
const PATIENCE_MS = 2000;

/** @param announce called at the first signal */
export function watchInterrupts(announce: () => void): Interruption {
  const state = { cancelled: false };
  const onSignal = (): void => {
    if (state.cancelled) process.exit(EXIT.cancelled);
    state.cancelled = true;
    announce();
    setTimeout(() => process.exit(EXIT.cancelled), PATIENCE_MS).unref();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return state;
}
