/** Settings that the contract knows and this version cannot honour are refused, never ignored. */
import { isStrategyName, ok, refuse, STRATEGIES, type Outcome } from "../engine";
import type { JobSettings } from "./jobs";

export function refuseUnsupported(settings: JobSettings): Outcome<true> {
  if (settings.rows === "supplied") {
    return refuse({
      code: "settings.rows",
      message: "planning with rows supplied by the caller needs row streaming, which this version does not have",
      place: "rows",
      hint: 'use "memory": the whole input lies in RAM',
    });
  }
  if (!isStrategyName(settings.search)) {
    return refuse({
      code: "settings.search",
      message: `there is no search strategy "${settings.search}"`,
      place: "search",
      hint: `choose one of ${Object.keys(STRATEGIES).join(", ")}`,
    });
  }
  return ok(true);
}
