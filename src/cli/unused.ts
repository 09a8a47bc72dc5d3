/**
 * Options that were typed and turned out to change nothing: each is told in a sentence, with the reason that the result shows. It is said to
 * whoever typed it; files speak of the model and say nothing of it.
 */
import type { Problem } from "../engine";
import type { Report } from "../protocol/files/report";
import type { JobResult } from "../worker/jobs/jobs";
import type { JobRequest } from "./requests";

interface Unused {
  readonly options: readonly string[];
  /** Why the option of this name changes nothing; undefined where it does. */
  readonly reason: (request: JobRequest, result: JobResult) => string | undefined;
}

const UNUSED: readonly Unused[] = [
  {
    options: ["--search"],
    reason: ({ command, given: { bits, weights, activations } }) => {
      if (command !== "quantize") return undefined;
      if (bits !== undefined) return "--bits gives every tensor the same width, and there is nothing to choose";
      const uniform = weights !== undefined ? "--weights" : activations !== undefined ? "--activations" : undefined;
      return uniform && `${uniform} gives every tensor its width, and there is nothing to choose`;
    },
  },
  {
    options: ["--widths"],
    reason: ({ command, given: { bits, weights, activations } }, { report }) => {
      if (command !== "quantize") return undefined;
      if ([bits, weights, activations].some((width) => width !== undefined))
        return "every tensor has its width, and there is nothing to choose";
      return isSearched(report) || report.search.infeasible !== null ? undefined : "nothing was searched";
    },
  },
  {
    options: ["--levels"],
    reason: ({ command, given: { levels } }, { report }) => {
      if (command !== "quantize" || levels !== "auto" || report.search.levels) return undefined;
      const widths = Object.values(report.policy.weights);
      return widths.some((bits) => bits === 4 || bits === 3)
        ? undefined // a note says what was measured
        : "no weights have 4 or 3 bits";
    },
  },
  {
    options: ["--rounding"],
    reason: (_, { report }) =>
      report.search.infeasible === null && isWidest(report)
        ? "every width is 8 bits, and only weights of fewer are rounded otherwise than to the nearest code"
        : undefined,
  },
  {
    options: ["--cache", "--no-cache"],
    reason: (_, { report }) =>
      isSearched(report) ? undefined : "only a search measures losses that could be kept, and nothing was searched",
  },
  {
    options: ["--streaming"],
    reason: ({ command, given }, { streaming }) =>
      command !== "quantize" && streaming !== undefined && given.streaming === "auto"
        ? 'the policy says how layers are run ("streaming")'
        : undefined,
  },
  {
    options: ["--evaluation"],
    reason: ({ command, given }) =>
      command === "generate" && given.calibration !== undefined
        ? "generate measures nothing, and calibrates on the samples of --calibration"
        : undefined,
  },
  {
    options: ["--answer"],
    reason: ({ command }, { report }) => {
      if (report.states === undefined) return undefined; // the report says that nothing outlives a run
      if (command === "generate") return "generate measures nothing";
      return report.accuracy?.metric === "sqnr"
        ? "no class is told from the outputs, which are compared by step"
        : undefined;
    },
  },
];

/** A note for each of them. */
export function unusedOptions(request: JobRequest, result: JobResult): readonly Problem[] {
  return UNUSED.flatMap(({ options, reason }): readonly Problem[] => {
    const option = options.find((one) => request.typed.includes(one));
    const why = option === undefined ? undefined : reason(request, result);
    return why === undefined ? [] : [{ code: "option.unused", message: `${option} changes nothing: ${why}` }];
  });
}

function isWidest({ policy: { weights, activations } }: Report): boolean {
  return [weights, activations].every((widths) => Object.values(widths).every((bits) => bits === 8));
}

function isSearched({ search, notes }: Report): boolean {
  return !["given", "uniform"].includes(search.strategy) && !notes.some(({ code }) => code === "search.unneeded");
}
