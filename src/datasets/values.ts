/** Values that a sample may have once it is prepared. */
import { LARGEST_VALUE, type Problem } from "../engine";

/** @param what begins the sentence: "sample 3" */
export function valueProblem(values: Float32Array, what: string, place: string): Problem | undefined {
  for (let element = 0; element < values.length; element++) {
    const value = values[element] as number;
    if (Math.abs(value) <= LARGEST_VALUE) continue; // false for NaN
    const message = Number.isFinite(value)
      ? `${what} becomes ${value.toPrecision(3)} at element ${element}; ±${LARGEST_VALUE} is the limit`
      : `${what} becomes ${value} at element ${element}, which is not a finite float32`;
    const hint = "repair that sample, or check the preprocessing's mean, scale and std";
    return { code: "data.nan", message, place, hint };
  }
  return undefined;
}
