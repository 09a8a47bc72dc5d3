/** How long an inference takes, as far as the kernels' loops were counted. */
import { cycleModelOf, instructionTableOf, type Build, type LayerTime, type Network } from "../../engine";
import type { ReportTime } from "../../protocol/files/report";
import type { JobSettings } from "../jobs/jobs";

/**
 * @param times by layer index
 * @param clockHz of the board; absent where none is named
 */
export function timeOf(
  network: Network,
  times: readonly (LayerTime | undefined)[],
  build: Build,
  clockHz: number | undefined,
): ReportTime {
  const sum = (figure: (time: LayerTime) => number): number =>
    Math.round(times.reduce((total, time) => total + (time ? figure(time) : 0), 0));
  const cycles = sum((time) => time.cycles);
  return {
    instructions: sum((time) => time.instructions),
    cycles,
    milliseconds: clockHz === undefined ? null : roundedMilliseconds(cycles / clockHz),
    clockHz: clockHz ?? null,
    method: `kernels counted in emulation (${instructionTableOf(build).toolchain}); ${cycleModelOf(build.core).source}; memory without waits`,
    uncounted: network.layers.filter(({ index }) => times[index] === undefined).map(({ name }) => name),
  };
}

/** Whether the limit on time is kept, where there is one: that it is told, the jobs have seen to (settings/latency.ts). */
export function isInTime({ cycles, clockHz }: ReportTime, { latencySeconds }: JobSettings): boolean {
  return latencySeconds === undefined || clockHz === null || cycles <= latencySeconds * clockHz;
}

/** An estimate's digits. */
export function roundedMilliseconds(seconds: number): number {
  return Number((1000 * seconds).toPrecision(4));
}
