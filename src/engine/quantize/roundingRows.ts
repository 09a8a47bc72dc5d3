/**
 * Rounding rows of weights against a factored Gram matrix, four rows at a time (the matrix is read once for all four). Everything here is
 * in the factor's order of columns. With integer steps q = code − zero point and scale s, column k's residual is
 *   b_k − s·(q_k + Σ_{j<k} q_j·L_kj)
 * and the error the sum of D_k times its square; one pass rounds, measures, and finds the scale that fits its steps best,
 *   s* = Σ D·b·a / Σ D·a²,  a_k = q_k + Σ_{j<k} q_j·L_kj.
 */
import type { Factor } from "./roundingFactor";
import type { ChannelGrid } from "./weightQuantizer";

export const LANES = 4;

/** Four rows, interleaved: [column][lane]. Unused lanes hold zeros. */
export type Lanes = Float64Array;

export interface RoundedLanes {
  /** q = code − zero point. */
  readonly steps: Lanes;
  /** By lane. */
  readonly errors: readonly number[];
  /** Scale of least error for these steps; 0 where all are zero. */
  readonly refits: readonly number[];
}

/** b = w·U. */
export function transformRows(factor: Factor, rows: Lanes): Lanes {
  const { columns, feedback } = factor;
  const result = new Float64Array(rows.length);
  for (let k = 0; k < columns; k++) {
    const row = k * columns;
    const at = k * LANES;
    let a0 = rows[at] as number;
    let a1 = rows[at + 1] as number;
    let a2 = rows[at + 2] as number;
    let a3 = rows[at + 3] as number;
    for (let j = 0, p = 0; j < k; j++, p += LANES) {
      const l = feedback[row + j] as number;
      a0 += l * (rows[p] as number);
      a1 += l * (rows[p + 1] as number);
      a2 += l * (rows[p + 2] as number);
      a3 += l * (rows[p + 3] as number);
    }
    result[at] = a0;
    result[at + 1] = a1;
    result[at + 2] = a2;
    result[at + 3] = a3;
  }
  return result;
}

/** The w of which b = w·U. */
export function restoreRows(factor: Factor, transformed: Lanes): Lanes {
  const { columns, feedback } = factor;
  const rows = new Float64Array(transformed.length);
  for (let k = 0; k < columns; k++) {
    const row = k * columns;
    const at = k * LANES;
    let a0 = transformed[at] as number;
    let a1 = transformed[at + 1] as number;
    let a2 = transformed[at + 2] as number;
    let a3 = transformed[at + 3] as number;
    for (let j = 0, p = 0; j < k; j++, p += LANES) {
      const l = feedback[row + j] as number;
      a0 -= l * (rows[p] as number);
      a1 -= l * (rows[p + 1] as number);
      a2 -= l * (rows[p + 2] as number);
      a3 -= l * (rows[p + 3] as number);
    }
    rows[at] = a0;
    rows[at + 1] = a1;
    rows[at + 2] = a2;
    rows[at + 3] = a3;
  }
  return rows;
}

/** v·(H + λI)⁻¹·U, the change of b that a change v·(H + λI)⁻¹ of the weights makes: solves y·Rᵀ = v and divides by √D. */
export function solveRows(factor: Factor, values: Lanes): Lanes {
  const { columns, root } = factor;
  const solved = new Float64Array(values.length);
  for (let k = columns - 1; k >= 0; k--) {
    const row = k * columns;
    const at = k * LANES;
    let a0 = values[at] as number;
    let a1 = values[at + 1] as number;
    let a2 = values[at + 2] as number;
    let a3 = values[at + 3] as number;
    for (let j = k + 1, p = at + LANES; j < columns; j++, p += LANES) {
      const r = root[row + j] as number;
      a0 -= r * (solved[p] as number);
      a1 -= r * (solved[p + 1] as number);
      a2 -= r * (solved[p + 2] as number);
      a3 -= r * (solved[p + 3] as number);
    }
    const diagonal = root[row + k] as number;
    solved[at] = a0 / diagonal;
    solved[at + 1] = a1 / diagonal;
    solved[at + 2] = a2 / diagonal;
    solved[at + 3] = a3 / diagonal;
  }
  for (let k = 0; k < columns; k++) {
    const diagonal = root[k * columns + k] as number;
    for (let lane = 0; lane < LANES; lane++) {
      solved[k * LANES + lane] = (solved[k * LANES + lane] as number) / diagonal;
    }
  }
  return solved;
}

/**
 * @param transformed b
 * @param grids one a lane
 * @param top the largest code
 * @param given steps to measure instead of rounding
 */
export function roundRows(
  factor: Factor,
  transformed: Lanes,
  grids: readonly ChannelGrid[],
  top: number,
  given?: Lanes,
): RoundedLanes {
  const { columns, feedback, weight } = factor;
  const steps = given ?? new Float64Array(transformed.length);
  const behind = new Float64Array(LANES);
  const errors = new Float64Array(LANES);
  const cross = new Float64Array(LANES);
  const squares = new Float64Array(LANES);
  for (let k = 0; k < columns; k++) {
    const row = k * columns;
    let a0 = 0;
    let a1 = 0;
    let a2 = 0;
    let a3 = 0;
    for (let j = 0, p = 0; j < k; j++, p += LANES) {
      const l = feedback[row + j] as number;
      a0 += l * (steps[p] as number);
      a1 += l * (steps[p + 1] as number);
      a2 += l * (steps[p + 2] as number);
      a3 += l * (steps[p + 3] as number);
    }
    behind[0] = a0;
    behind[1] = a1;
    behind[2] = a2;
    behind[3] = a3;
    const d = weight[k] as number;
    for (let lane = 0; lane < LANES; lane++) {
      const { scale, zeroPoint } = grids[lane] as ChannelGrid;
      const at = k * LANES + lane;
      const b = transformed[at] as number;
      const before = behind[lane] as number;
      if (!given) {
        const step = Math.round(b / scale - before);
        steps[at] = step < -zeroPoint ? -zeroPoint : step > top - zeroPoint ? top - zeroPoint : step;
      }
      const a = (steps[at] as number) + before;
      const residual = b - scale * a;
      errors[lane] = (errors[lane] as number) + d * residual * residual;
      cross[lane] = (cross[lane] as number) + d * b * a;
      squares[lane] = (squares[lane] as number) + d * a * a;
    }
  }
  const refits = Array.from(cross, (value, lane) => ((squares[lane] as number) > 0 ? value / (squares[lane] as number) : 0));
  return { steps, errors: [...errors], refits };
}
