/**
 * The progress of a whole job out of that of its phases: each phase weighs what it took the last time, so that one bar fills once and says
 * when the job ends, not when the phase does.
 */
import type { PanelBusy } from "../../protocol/messages/panel";
import { createPhaseClock } from "./phaseClock";

/** Seconds of each phase, in the order in which they ran. */
export type PhaseTimes = Readonly<Record<string, number>>;

/** What takes long enough for its times to be remembered. */
export type LongJob = "quantize" | "evaluate" | "generate";

/** Until a model has been through a job: the shares that the phases of middling networks have. */
export const USUAL_TIMES: Readonly<Record<LongJob, PhaseTimes>> = {
  quantize: {
    calibrating: 5,
    "fitting ranges of channels": 5,
    "measuring sensitivities": 40,
    "exact search": 4,
    "computing the front": 4,
    "asking why": 4,
    "compensating layer by layer": 15,
    "running the float network": 2,
    "running the quantized network": 6,
    "checking the integer program": 12,
    "computing what the firmware must answer": 3,
  },
  evaluate: {
    calibrating: 5,
    "compensating layer by layer": 15,
    "running the float network": 2,
    "running the quantized network": 6,
    "checking the integer program": 12,
  },
  generate: { calibrating: 5, "compensating layer by layer": 15, "computing what the firmware must answer": 3 },
};

/** A bar that is full says that there is nothing to wait for. */
const MOST = 0.99;
/** Before that, times of another machine or model would be taken for this one's. */
const LEAST_ELAPSED_MS = 3000;
const LEAST_FRACTION = 0.02;
/** Share of a phase that was never seen, of all that was. */
const UNKNOWN_SHARE = 0.05;

export interface JobClock {
  readonly show: (phase: string, done: number, total: number) => PanelBusy;
  /** What the phases took, for the next time. */
  readonly times: () => PhaseTimes;
}

/**
 * @param now milliseconds of a clock that never goes back
 * @param expected of the same job before, or usual; null: a job of one step, of which nothing is known
 */
export function createJobClock(now: () => number, expected: PhaseTimes | null): JobClock {
  const phaseClock = createPhaseClock(now);
  const startedMs = now();
  const took = new Map<string, number>();
  const weights = new Map(Object.entries(expected ?? {}));
  const known = [...weights.values()].reduce((sum, seconds) => sum + seconds, 0);
  /** Phases behind the one that runs: done, or left out this time. */
  const passed = new Set<string>();
  let current: string | undefined;
  let currentMs = startedMs;
  let most = 0;

  const enter = (phase: string): void => {
    const time = now();
    if (current !== undefined) {
      took.set(current, (took.get(current) ?? 0) + (time - currentMs) / 1000);
      passed.add(current);
    }
    current = phase;
    currentMs = time;
    if (!weights.has(phase)) weights.set(phase, Math.max(known * UNKNOWN_SHARE, 1e-3));
    else if (!passed.has(phase)) for (const earlier of before(phase)) passed.add(earlier);
  };

  const before = (phase: string): readonly string[] => {
    const order = Object.keys(expected ?? {});
    return order.slice(0, Math.max(0, order.indexOf(phase)));
  };

  return {
    show: (phase, done, total) => {
      if (phase !== current) enter(phase);
      const busy = phaseClock(phase, done, total);
      if (expected === null) return busy;
      const share = passed.has(phase) ? 1 : total > 0 ? Math.min(1, done / total) : 0;
      let walked = 0;
      let all = 0;
      for (const [name, weight] of weights) {
        all += weight;
        if (name === phase) walked += weight * share;
        else if (passed.has(name)) walked += weight;
      }
      most = Math.min(MOST, Math.max(most, all > 0 ? walked / all : 0));
      const elapsedMs = now() - startedMs;
      const isKnown = elapsedMs >= LEAST_ELAPSED_MS && most >= LEAST_FRACTION;
      const secondsLeft = isKnown ? Math.ceil(((elapsedMs / 1000) * (1 - most)) / most) : null;
      return { ...busy, fraction: most, secondsLeft };
    },
    times: () => {
      if (current !== undefined) enter(current);
      return Object.fromEntries([...took].map(([phase, seconds]) => [phase, Math.round(seconds * 1000) / 1000]));
    },
  };
}
