/** From raw progress to what a person is shown: the phase, the count and the time that is left of the phase. */
import type { PanelBusy } from "../../protocol/messages/panel";

/** An estimate from the first moments of a phase would be a guess. */
const LEAST_ELAPSED_MS = 1000;

/** @param now milliseconds of a clock that never goes back */
export function createPhaseClock(now: () => number): (phase: string, done: number, total: number) => PanelBusy {
  let current = "";
  let startedMs = 0;
  let startedAt = 0;
  return (phase, done, total) => {
    const time = now();
    if (phase !== current) {
      current = phase;
      startedMs = time;
      // A phase that resumes begins with what is already done, which took no time.
      startedAt = done;
    }
    const elapsedMs = time - startedMs;
    const isKnown = elapsedMs >= LEAST_ELAPSED_MS && done > startedAt && done < total;
    const secondsLeft = isKnown ? Math.ceil(((elapsedMs / (done - startedAt)) * (total - done)) / 1000) : null;
    return { phase, done, total, fraction: null, secondsLeft };
  };
}
