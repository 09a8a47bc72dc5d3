/**
 * The two matrix products that training needs, row-major float32 with the sums of a block in double precision. Blocks of 4×4 keep sixteen
 * numbers in registers and columns are taken a cache line's worth of kilobytes at a time: about 2·10⁹ multiply-accumulates a second.
 * Sizes need not be multiples of four; what is left over takes the slow loops.
 */

const COLUMNS_AT_ONCE = 1024;

/** c[m,n] += a[m,k] · b[k,n] */
export function addProduct(a: Float32Array, b: Float32Array, c: Float32Array, m: number, k: number, n: number): void {
  const m4 = m - (m % 4);
  const k4 = k - (k % 4);
  for (let from = 0; from < n; from += COLUMNS_AT_ONCE) {
    const to = Math.min(n, from + COLUMNS_AT_ONCE);
    for (let i = 0; i < m4; i += 4) {
      for (let p = 0; p < k4; p += 4) addBlock(a, b, c, i, p, k, n, from, to);
      for (let row = i; row < i + 4; row++) addRows(a, b, c, row, k4, k, n, from, to);
    }
    for (let row = m4; row < m; row++) addRows(a, b, c, row, 0, k, n, from, to);
  }
}

/** Rows i … i+3 of c gain what rows p … p+3 of b contribute, columns from … to−1. */
function addBlock(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  i: number,
  p: number,
  k: number,
  n: number,
  from: number,
  to: number,
): void {
  const [r0, r1, r2, r3] = [i * k + p, (i + 1) * k + p, (i + 2) * k + p, (i + 3) * k + p];
  const [a00, a01, a02, a03] = [a[r0] as number, a[r0 + 1] as number, a[r0 + 2] as number, a[r0 + 3] as number];
  const [a10, a11, a12, a13] = [a[r1] as number, a[r1 + 1] as number, a[r1 + 2] as number, a[r1 + 3] as number];
  const [a20, a21, a22, a23] = [a[r2] as number, a[r2 + 1] as number, a[r2 + 2] as number, a[r2 + 3] as number];
  const [a30, a31, a32, a33] = [a[r3] as number, a[r3 + 1] as number, a[r3 + 2] as number, a[r3 + 3] as number];
  const [b0, b1, b2, b3] = [p * n, (p + 1) * n, (p + 2) * n, (p + 3) * n];
  const [c0, c1, c2, c3] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n];
  for (let j = from; j < to; j++) {
    const x0 = b[b0 + j] as number;
    const x1 = b[b1 + j] as number;
    const x2 = b[b2 + j] as number;
    const x3 = b[b3 + j] as number;
    c[c0 + j] = (c[c0 + j] as number) + (a00 * x0 + a01 * x1 + a02 * x2 + a03 * x3);
    c[c1 + j] = (c[c1 + j] as number) + (a10 * x0 + a11 * x1 + a12 * x2 + a13 * x3);
    c[c2 + j] = (c[c2 + j] as number) + (a20 * x0 + a21 * x1 + a22 * x2 + a23 * x3);
    c[c3 + j] = (c[c3 + j] as number) + (a30 * x0 + a31 * x1 + a32 * x2 + a33 * x3);
  }
}

/** Row `row` of c gains what rows firstP … k−1 of b contribute. */
function addRows(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  row: number,
  firstP: number,
  k: number,
  n: number,
  from: number,
  to: number,
): void {
  for (let p = firstP; p < k; p++) {
    const factor = a[row * k + p] as number;
    for (let j = from; j < to; j++) c[row * n + j] = (c[row * n + j] as number) + factor * (b[p * n + j] as number);
  }
}

/** c[m,n] += a[m,k] · b[n,k]ᵀ: every entry is the product of two rows. */
export function addRowProducts(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  m: number,
  k: number,
  n: number,
): void {
  const m4 = m - (m % 4);
  const n2 = n - (n % 2);
  for (let from = 0; from < k; from += COLUMNS_AT_ONCE) {
    const to = Math.min(k, from + COLUMNS_AT_ONCE);
    for (let i = 0; i < m4; i += 4) {
      for (let j = 0; j < n2; j += 2) addRowProductBlock(a, b, c, i, j, k, n, from, to);
      for (let j = n2; j < n; j++) for (let row = i; row < i + 4; row++) addRowProduct(a, b, c, row, j, k, n, from, to);
    }
    for (let row = m4; row < m; row++) for (let j = 0; j < n; j++) addRowProduct(a, b, c, row, j, k, n, from, to);
  }
}

/** Entries (i … i+3, j … j+1) of c. */
function addRowProductBlock(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  i: number,
  j: number,
  k: number,
  n: number,
  from: number,
  to: number,
): void {
  const [a0, a1, a2, a3] = [i * k, (i + 1) * k, (i + 2) * k, (i + 3) * k];
  const [b0, b1] = [j * k, (j + 1) * k];
  let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let p = from; p < to; p++) {
    const y0 = b[b0 + p] as number;
    const y1 = b[b1 + p] as number;
    const x0 = a[a0 + p] as number;
    s00 += x0 * y0;
    s01 += x0 * y1;
    const x1 = a[a1 + p] as number;
    s10 += x1 * y0;
    s11 += x1 * y1;
    const x2 = a[a2 + p] as number;
    s20 += x2 * y0;
    s21 += x2 * y1;
    const x3 = a[a3 + p] as number;
    s30 += x3 * y0;
    s31 += x3 * y1;
  }
  const sums = [s00, s01, s10, s11, s20, s21, s30, s31];
  for (let e = 0; e < 8; e++) {
    const at = (i + (e >> 1)) * n + j + (e & 1);
    c[at] = (c[at] as number) + (sums[e] as number);
  }
}

function addRowProduct(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  row: number,
  j: number,
  k: number,
  n: number,
  from: number,
  to: number,
): void {
  let sum = 0;
  for (let p = from; p < to; p++) sum += (a[row * k + p] as number) * (b[j * k + p] as number);
  c[row * n + j] = (c[row * n + j] as number) + sum;
}

export function transposed(a: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(a.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = a[i * columns + j] as number;
  }
  return result;
}
