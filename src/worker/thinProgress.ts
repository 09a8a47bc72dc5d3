/** Progress as often as a person can see it: a phase's start and end always, the steps between at most twenty times a second. */
import { performance } from "node:perf_hooks";
import type { JobProgress } from "../protocol/messages/workerMessages";

const LEAST_MS = 50;

/** @param now milliseconds of a clock that never goes back */
export function thinProgress(
  tell: (progress: JobProgress) => void,
  now: () => number = () => performance.now(),
): (progress: JobProgress) => void {
  let phase = "";
  let toldMs = 0;
  return (progress) => {
    const { task, done, total } = progress;
    const current = `${task} ${progress.phase}`;
    const time = now();
    if (current === phase && done < total && time - toldMs < LEAST_MS) return;
    phase = current;
    toldMs = time;
    tell(progress);
  };
}
