/**
 * Cancelling, as the command sees it. The launcher passes on the first Ctrl-C or SIGTERM as a message; the command says "cancelled" at once
 * and lets the work stop at its next unit, so that sessions are closed and temporary files removed. What does not reach one in time, the
 * launcher ends.
 */

/** From the launcher: stop. */
export const CANCEL = "cancel";
/** To the launcher: heard, and said so. */
export const CANCELLING = "cancelling";

/** To the launcher: onnxruntime begins, or has ended, to work on the person's own file. */
export const GIVEN_BEGINS = "given begins";
export const GIVEN_ENDS = "given ends";

/** To the launcher: what is done so far will be kept when it is cancelled, or no more. */
export const KEEPING_BEGINS = "keeping begins";
export const KEEPING_ENDS = "keeping ends";

export interface Interruption {
  readonly cancelled: boolean;
}

/** @param announce called at the first request to stop */
export function watchInterrupts(announce: () => void): Interruption {
  const state = { cancelled: false };
  const stop = (): void => {
    if (state.cancelled) return;
    state.cancelled = true;
    announce();
    process.send?.(CANCELLING);
  };
  process.on("message", (message) => {
    if (message === CANCEL) stop();
  });
  // A terminal sends Ctrl-C to the launcher and to its command: one of them decides.
  const isLaunched = process.channel !== undefined;
  process.on("SIGINT", isLaunched ? () => undefined : stop);
  process.on("SIGTERM", isLaunched ? () => undefined : stop);
  // Nobody is left to tell.
  process.on("disconnect", () => process.exit());
  // Waiting for messages alone is no reason to stay.
  process.channel?.unref();
  return state;
}
