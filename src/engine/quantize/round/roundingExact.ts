/**
 * The best codes of one short row on a given grid, by enumeration: for the few weights of a depthwise kernel all codes can be searched,
 * because a partial row that is already worse than the best whole one ends its branch (closest lattice point, Schnorr and Euchner 1994).
 */
import { nearestCode } from "../../base/levels";
import type { Factor } from "./roundingFactor";
import type { ChannelGrid } from "../weightQuantizer";

/** Visits of a row; reached only where many codes do nearly as well as each other, and the best so far is then good. */
const MOST_VISITS = 20_000;

/**
 * @param aim b of the row
 * @param levels by code, ascending
 * @param bound an error that some known rounding reaches
 * @returns the steps of least error of all where that is less than `bound`
 */
export function closestSteps(
  { columns, feedback, weight }: Factor,
  aim: Float32Array,
  { scale, zeroPoint }: ChannelGrid,
  levels: Int16Array,
  bound: number,
): { readonly steps: Float32Array; readonly error: number } | undefined {
  const steps = new Float32Array(columns);
  const top = levels.length - 1;
  const stepOf = (code: number): number => (levels[code] as number) - zeroPoint;
  let best: Float32Array | undefined;
  let bestError = bound;
  let visits = 0;
  const visit = (k: number, error: number): void => {
    if (k === columns) {
      bestError = error;
      best = steps.slice();
      return;
    }
    let wanted = (aim[k] as number) / scale;
    for (let j = 0; j < k; j++) wanted -= (feedback[k * columns + j] as number) * (steps[j] as number);
    const d = (weight[k] as number) * scale * scale;
    const first = nearestCode(levels, wanted + zeroPoint);
    // Outwards from the nearest code: errors only grow, so that the first that is too large ends the loop.
    let below = first;
    let above = first + 1;
    while (below >= 0 || above <= top) {
      const isBelow = above > top || (below >= 0 && wanted - stepOf(below) <= stepOf(above) - wanted);
      const step = stepOf(isBelow ? below-- : above++);
      const next = error + d * (wanted - step) * (wanted - step);
      if (next >= bestError || ++visits > MOST_VISITS) return;
      steps[k] = step;
      visit(k + 1, next);
    }
  };
  visit(0, 0);
  return best && { steps: best, error: bestError };
}
