/**
 * A Gram matrix in the form that rounding walks along. With H = U·D·Uᵀ (U unit upper triangular, D diagonal) the error of weights w
 * rounded to ŵ is
 *   (w − ŵ)·H·(w − ŵ)ᵀ = Σ_k D_k·(b_k − ŵ_k − Σ_{j<k} ŵ_j·U_jk)²,   b = w·U,
 * so that column k can be rounded knowing what columns before it left behind: the error compensation of GPTQ (Frantar et al. 2022) in
 * the form of QuIP's LDLQ (Chee et al. 2023), which needs no inverse.
 */
export interface Factor {
  readonly columns: number;
  /** λ, already part of everything below. */
  readonly lambda: number;
  /** order[k]: the weight that is rounded k-th; most energetic first, so that the others can still compensate. */
  readonly order: Int32Array;
  /** L_kj = U_jk for j < k, row-major; zero elsewhere. */
  readonly feedback: Float32Array;
  /** D. */
  readonly weight: Float64Array;
  /** R⁻¹ of R = U·√D, upper triangular, row-major: H⁻¹ = R⁻ᵀ·R⁻¹. */
  readonly inverseRoot: Float32Array;
}

/** Keeps the matrix of a layer whose inputs never move positive definite; any rounding of such a layer is exact. */
const ABSOLUTE_DAMPING = 1e-12;

/**
 * Factors H + λ·I, λ = damping · mean(diag H): inputs that the samples never woke, or never told apart, count a little, and are then
 * rounded to nearest.
 * @param second one group's matrix [columns][columns], symmetric positive semidefinite
 */
export function factorGram(second: Float64Array, columns: number, damping: number): Factor {
  let trace = 0;
  for (let k = 0; k < columns; k++) trace += second[k * columns + k] as number;
  const lambda = (damping * trace) / columns + ABSOLUTE_DAMPING;
  const order = Int32Array.from(
    Array.from({ length: columns }, (_, k) => k).sort(
      (a, b) => (second[b * columns + b] as number) - (second[a * columns + a] as number) || a - b,
    ),
  );
  const root = rootOf(second, columns, order, lambda);
  const feedback = new Float32Array(columns * columns);
  const weight = new Float64Array(columns);
  for (let k = 0; k < columns; k++) {
    const diagonal = root[k * columns + k] as number;
    weight[k] = diagonal * diagonal;
    for (let j = 0; j < k; j++) feedback[k * columns + j] = (root[j * columns + k] as number) / diagonal;
  }
  return { columns, lambda, order, feedback, weight, inverseRoot: Float32Array.from(invertUpper(root, columns)) };
}

/** R, upper triangular, with H + λ·I = R·Rᵀ in the given order: Cholesky's recursion from the last column to the first. */
function rootOf(second: Float64Array, columns: number, order: Int32Array, lambda: number): Float64Array {
  const root = new Float64Array(columns * columns);
  for (let k = columns - 1; k >= 0; k--) {
    const rowK = k * columns;
    const from = (order[k] as number) * columns;
    const pivot = (second[from + (order[k] as number)] as number) + lambda - tailDot(root, rowK, rowK, k + 1, columns);
    // Rounding errors of a nearly singular matrix must not reach the root.
    const diagonal = Math.sqrt(Math.max(pivot, lambda * 1e-3));
    root[rowK + k] = diagonal;
    for (let i = 0; i < k; i++) {
      const rowI = i * columns;
      const exact = second[from + (order[i] as number)] as number;
      root[rowI + k] = (exact - tailDot(root, rowI, rowK, k + 1, columns)) / diagonal;
    }
  }
  return root;
}

/** Σ of a·b over columns from … columns − 1 of two rows; four sums, because one would wait for itself. */
function tailDot(matrix: Float64Array, rowA: number, rowB: number, from: number, columns: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = from;
  for (; j + 3 < columns; j += 4) {
    s0 += (matrix[rowA + j] as number) * (matrix[rowB + j] as number);
    s1 += (matrix[rowA + j + 1] as number) * (matrix[rowB + j + 1] as number);
    s2 += (matrix[rowA + j + 2] as number) * (matrix[rowB + j + 2] as number);
    s3 += (matrix[rowA + j + 3] as number) * (matrix[rowB + j + 3] as number);
  }
  for (; j < columns; j++) s0 += (matrix[rowA + j] as number) * (matrix[rowB + j] as number);
  return s0 + s1 + s2 + s3;
}

/** Row by row from the last: S_i = (e_i − Σ_{j>i} R_ij·S_j) / R_ii. */
function invertUpper(root: Float64Array, columns: number): Float64Array {
  const inverse = new Float64Array(columns * columns);
  for (let i = columns - 1; i >= 0; i--) {
    const rowI = i * columns;
    for (let j = i + 1; j < columns; j++) {
      const factor = root[rowI + j] as number;
      const rowJ = j * columns;
      for (let k = j; k < columns; k++) {
        inverse[rowI + k] = (inverse[rowI + k] as number) - factor * (inverse[rowJ + k] as number);
      }
    }
    inverse[rowI + i] = 1;
    const diagonal = root[rowI + i] as number;
    for (let k = i; k < columns; k++) inverse[rowI + k] = (inverse[rowI + k] as number) / diagonal;
  }
  return inverse;
}
