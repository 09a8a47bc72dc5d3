/**
 * Descent after rounding: single codes move by one step as long as that lowers the row's error against the damped Gram matrix. Rounding
 * column by column never looks back; this does.
 */
import type { ChannelGrid } from "./weightQuantizer";

/**
 * @param second H of the group, without damping, row-major
 * @param lambda added to its diagonal
 * @param aim the real weights that the row stands for, in the matrix's order
 * @param steps q = code − zero point, moved in place
 * @returns by how much the error fell
 */
export function descend(
  second: Float64Array,
  lambda: number,
  aim: Float64Array,
  steps: Float64Array,
  { scale, zeroPoint }: ChannelGrid,
  top: number,
): number {
  const columns = aim.length;
  const gradient = new Float64Array(columns);
  for (let i = 0; i < columns; i++) {
    const difference = scale * (steps[i] as number) - (aim[i] as number);
    const row = i * columns;
    for (let j = 0; j < columns; j++) gradient[j] = (gradient[j] as number) + difference * (second[row + j] as number);
    gradient[i] = (gradient[i] as number) + difference * lambda;
  }
  let fallen = 0;
  for (let moves = 0; moves < 4 * columns; moves++) {
    let best = -1;
    let bestChange = -1e-30;
    for (let k = 0; k < columns; k++) {
      const slope = gradient[k] as number;
      const direction = slope > 0 ? -1 : 1;
      const step = (steps[k] as number) + direction;
      if (step < -zeroPoint || step > top - zeroPoint) continue;
      const change = scale * (scale * ((second[k * columns + k] as number) + lambda) - 2 * Math.abs(slope));
      if (change < bestChange) {
        bestChange = change;
        best = k;
      }
    }
    if (best < 0) break;
    const direction = (gradient[best] as number) > 0 ? -1 : 1;
    steps[best] = (steps[best] as number) + direction;
    const row = best * columns;
    const moved = scale * direction;
    for (let j = 0; j < columns; j++) gradient[j] = (gradient[j] as number) + moved * (second[row + j] as number);
    gradient[best] = (gradient[best] as number) + moved * lambda;
    fallen -= bestChange;
  }
  return fallen;
}
