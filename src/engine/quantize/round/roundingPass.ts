/**
 * One pass of rounding over the rows of a matrix against a factored Gram matrix. Everything here is in the factor's order of columns.
 * With integer steps q = code − zero point and scale s, column k's residual is
 *   b_k − s·a_k,  a_k = q_k + Σ_{j<k} q_j·L_kj,
 * the error is the sum of D_k times its square, and the scale that fits the steps best is s* = Σ D·b·a / Σ D·a². Columns go in blocks:
 * what earlier blocks contribute to a block is one matrix product.
 */
import { nearestCodes } from "../../base/levels";
import type { Factor } from "./roundingFactor";
import type { MatrixProducts } from "./roundingProducts";

/** Rows of integer steps, each on a grid of its own. */
export interface Grids {
  /** By row. */
  readonly scales: Float64Array;
  readonly zeroPoints: Uint8Array;
  /** The largest code. */
  readonly top: number;
  /** By code, ascending; absent: each code is its own level. A step is a level less the zero point. */
  readonly levels?: Int16Array;
}

export interface Pass {
  /** [rows][columns]. */
  readonly steps: Float32Array;
  /** By row. */
  readonly errors: Float64Array;
  /** By row: the scale of least error for these steps; 0 where all are zero. */
  readonly refits: Float64Array;
}

const BLOCK = 48;

/**
 * @param aims b, [rows][columns]
 * @param given steps to measure instead of rounding
 */
export async function roundingPass(
  factor: Factor,
  aims: Float32Array,
  { scales, zeroPoints, top, levels }: Grids,
  products: MatrixProducts,
  given?: Float32Array,
): Promise<Pass> {
  const { columns, feedback, weight } = factor;
  const rows = scales.length;
  const codeAt = levels && nearestCodes(levels);
  const steps = given ?? new Float32Array(aims.length);
  const errors = new Float64Array(rows);
  const crosses = new Float64Array(rows);
  const squares = new Float64Array(rows);
  for (let start = 0; start < columns; start += BLOCK) {
    const width = Math.min(BLOCK, columns - start);
    const lower = feedback.subarray(start * columns, (start + width) * columns);
    // Columns behind the block meet zeros of L. The block itself is summed below, so L's part there is left out.
    const before =
      start === 0 ? undefined : await products.times(steps, leftOf(lower, start, columns), rows, width, columns);
    for (let row = 0; row < rows; row++) {
      const scale = scales[row] as number;
      const perScale = 1 / scale;
      const least = -(zeroPoints[row] as number);
      const most = top + least;
      const from = row * columns + start;
      let error = 0;
      let cross = 0;
      let square = 0;
      for (let i = 0; i < width; i++) {
        let behind = before ? (before[row * width + i] as number) : 0;
        for (let j = 0, l = i * columns + start; j < i; j++)
          behind += (steps[from + j] as number) * (lower[l + j] as number);
        const b = aims[from + i] as number;
        if (!given) {
          const wanted = b * perScale - behind;
          const step = codeAt ? (levels[codeAt(wanted - least)] as number) + least : Math.round(wanted);
          steps[from + i] = codeAt ? step : step < least ? least : step > most ? most : step;
        }
        const a = (steps[from + i] as number) + behind;
        const residual = b - scale * a;
        const d = weight[start + i] as number;
        error += d * residual * residual;
        cross += d * b * a;
        square += d * a * a;
      }
      errors[row] = (errors[row] as number) + error;
      crosses[row] = (crosses[row] as number) + cross;
      squares[row] = (squares[row] as number) + square;
    }
  }
  const refits = crosses.map((cross, row) => ((squares[row] as number) > 0 ? cross / (squares[row] as number) : 0));
  return { steps, errors, refits };
}

/** Rows of L without the columns of their own block. */
function leftOf(lower: Float32Array, start: number, columns: number): Float32Array {
  const result = new Float32Array(lower.length);
  for (let from = 0; from < lower.length; from += columns) result.set(lower.subarray(from, from + start), from);
  return result;
}
