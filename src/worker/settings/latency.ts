/** The limit on time: what it means for a model on a board, and where it cannot be kept because nobody knows the time. */
import {
  executionOf,
  ok,
  refuse,
  timesOf,
  type Execution,
  type LayerTime,
  type Outcome,
  type Policy,
  type TimeLimit,
} from "../../engine";
import { meant } from "../../protocol/words/settingWords";
import type { JobSettings, StatedStreaming } from "../jobs/jobs";
import type { Model } from "../model/loadModel";
import { roundedMilliseconds } from "../report/timeReport";
import { planningOf } from "./planning";
import { executionUnder } from "./statedStreaming";

/** @returns undefined where the settings state no limit. Cycles are those of the report: of kernels alone, memory without waits. */
export function timeLimitOf({ network, planner }: Model, settings: JobSettings): TimeLimit | undefined {
  const { latencySeconds, budget } = settings;
  const clockHz = budget?.clockHz;
  if (latencySeconds === undefined || clockHz === undefined) return undefined;
  const executionFor = (policy: Policy): Execution => executionOf(planner, policy, planningOf(settings));
  const cyclesUnder = (policy: Policy, execution: Execution): number => sumOf(timesOf(network, policy, execution));
  return {
    cycles: latencySeconds * clockHz,
    cyclesOf: (policy) => cyclesUnder(policy, executionFor(policy)),
    near: (policy) => {
      const execution = executionFor(policy);
      return (other) => cyclesUnder(other, execution);
    },
  };
}

/** What so many cycles take on the board, rounded as reports tell it; undefined where that is not known. */
export function millisecondsOf(cycles: number, { budget }: JobSettings): number | undefined {
  const clockHz = budget?.clockHz;
  return clockHz === undefined || !Number.isFinite(cycles) ? undefined : roundedMilliseconds(cycles / clockHz);
}

/** Infinity where a layer has a loop that nobody has counted. */
export function sumOf(times: readonly (LayerTime | undefined)[]): number {
  return times.reduce((sum, time) => sum + (time?.cycles ?? Infinity), 0);
}

/** A limit on a time that is not known would be no limit. */
export function refuseUnknownTime(
  { network, planner }: Model,
  settings: JobSettings,
  chosen: { readonly policy: Policy; readonly streaming?: StatedStreaming },
): Outcome<true> {
  const { latencySeconds, budget } = settings;
  if (latencySeconds === undefined) return ok(true);
  const place = meant("latency");
  const boardName = budget?.name ?? undefined;
  if (budget?.clockHz === undefined) {
    return refuse({
      code: "latency.clock",
      message:
        boardName === undefined
          ? "a limit on time needs a clock, and no board is named"
          : `a limit on time needs a clock, and ${boardName} states none`,
      place,
      hint: boardName === undefined ? `name a board with ${meant("target")}` : 'state "clockHz" in the file of boards',
    });
  }
  const times = timesOf(network, chosen.policy, executionUnder(settings, planner, chosen));
  const [first, ...others] = network.layers.filter(({ index }) => times[index] === undefined);
  if (settings.levels !== true && !first) return ok(true);
  const more = others.length === 0 ? "" : `, and of ${others.length} more`;
  return refuse({
    code: "latency.unknown",
    message: first
      ? `the time of layer "${first.name}" is not known${more}: its kernel was never counted at these widths`
      : "the time of layers whose weights lie on levels is not known",
    place,
    hint: `leave ${place} out${first ? "" : `, or ${meant("levels")}`}`,
  });
}
