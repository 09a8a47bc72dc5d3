/**
 * Where the time goes: every row of one matrix times every row of another. Entries are differences of codes, at most 255 in
 * magnitude, which Float32 holds exactly; sums are doubles, exact below 2^53, so no order of accumulation matters here. That
 * the int32 accumulators of the C kernels suffice as well is proven by accumulatorBounds.
 *
 * Doubles rather than int32: the 8 running sums then live in floating point registers and leave the integer ones to addressing.
 */

/** Row-major. The loop below takes rows in blocks, so there are zero rows at the end up to a multiple of ROW_BLOCK. */
export interface Matrix {
  readonly data: Float32Array;
  /** Rows that mean something. */
  readonly rows: number;
  readonly paddedRows: number;
  readonly columns: number;
}

const ROW_BLOCK = 4;

export function zeroMatrix(rows: number, columns: number): Matrix {
  const paddedRows = Math.ceil(rows / ROW_BLOCK) * ROW_BLOCK;
  return { data: new Float32Array(paddedRows * columns), rows, paddedRows, columns };
}

/** Room for the products of the rows of `left` with those of `right`. */
export function newSums(left: Matrix, right: Matrix): Float64Array {
  return new Float64Array(left.paddedRows * right.paddedRows);
}

/** sums[i·right.paddedRows + j] = Σ_k left[i, k]·right[j, k]. */
export function dotProducts(left: Matrix, right: Matrix, sums: Float64Array): void {
  const x = left.data;
  const w = right.data;
  const length = left.columns;
  for (let j = 0; j < right.rows; j += 4) {
    const w0 = j * length;
    const w1 = w0 + length;
    const w2 = w1 + length;
    const w3 = w2 + length;
    for (let i = 0; i < left.rows; i += 2) {
      const x0 = i * length;
      const x1 = x0 + length;
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      for (let k = 0; k < length; k++) {
        const a = x[x0 + k] as number;
        const b = x[x1 + k] as number;
        const p = w[w0 + k] as number;
        const q = w[w1 + k] as number;
        const r = w[w2 + k] as number;
        const s = w[w3 + k] as number;
        a0 += a * p;
        a1 += a * q;
        a2 += a * r;
        a3 += a * s;
        b0 += b * p;
        b1 += b * q;
        b2 += b * r;
        b3 += b * s;
      }
      const upper = i * right.paddedRows + j;
      sums[upper] = a0;
      sums[upper + 1] = a1;
      sums[upper + 2] = a2;
      sums[upper + 3] = a3;
      const lower = upper + right.paddedRows;
      sums[lower] = b0;
      sums[lower + 1] = b1;
      sums[lower + 2] = b2;
      sums[lower + 3] = b3;
    }
  }
}
