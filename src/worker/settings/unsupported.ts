/** Settings that the contract knows and this version cannot honour are refused, never ignored. */
import { isStrategyName, ok, refuse, STRATEGIES, type Network, type Outcome } from "../../engine";
import type { JobSettings } from "../jobs/jobs";
import { meant } from "../../protocol/words/settingWords";

export function refuseUnsupported(settings: JobSettings): Outcome<true> {
  if (settings.rows === "supplied" && settings.streaming === "off") {
    return refuse({
      code: "settings.rows",
      message: "rows can only be supplied to layers that run row by row, and streaming is off",
      place: meant("rows"),
      hint: `set ${meant("streaming")} to "auto", or ${meant("rows")} to "memory"`,
    });
  }
  if (!isStrategyName(settings.search)) {
    return refuse({
      code: "settings.search",
      message: `there is no search strategy "${settings.search}"`,
      place: meant("search"),
      hint: `choose one of ${Object.keys(STRATEGIES).join(", ")}`,
    });
  }
  return ok(true);
}

/** What only the network can tell. */
export function refuseRows({ inputs, states }: Network, { rows }: JobSettings): Outcome<true> {
  if (rows === "memory" || inputs.length === 1) return ok(true);
  if (states) {
    return refuse({
      code: "settings.rows",
      message: "rows cannot be supplied to a network with states: a step of a sequence begins with its whole input",
      place: meant("rows"),
      hint: 'use "memory": the whole input lies in RAM',
    });
  }
  return refuse({
    code: "settings.rows",
    message: `rows can be supplied to one input, and this network has ${inputs.length}`,
    place: meant("rows"),
    hint: 'use "memory": whole inputs lie in RAM',
  });
}
