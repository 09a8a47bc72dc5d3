/** Least squares of what has a size, for benches that explain whole measurements by their parts. */

export interface Equation {
  /** By unknown. */
  readonly terms: readonly number[];
  readonly value: number;
  readonly weight: number;
}

/**
 * The unknowns that explain the values best, none of them negative: what would be is taken as 0 and the rest explained anew. To cut it off afterwards
 * would leave the unknowns that go with it (a sum is a row with an operand more) as much too large. Weak equations for single unknowns must make the
 * system regular.
 */
export function nonnegativeLeastSquares(equations: readonly Equation[]): readonly number[] {
  const count = equations[0]?.terms.length ?? 0;
  const at = (row: readonly number[], i: number): number => row[i] ?? 0;
  // Once for all choices of unknowns: entry [i][count] is the right side.
  const normal = Array.from({ length: count }, () => new Array<number>(count + 1).fill(0));
  for (const { terms, value, weight } of equations) {
    const present = [...terms.keys()].filter((i) => at(terms, i) !== 0);
    for (const i of present) {
      const row = normal[i] ?? [];
      for (const j of present) row[j] = at(row, j) + weight ** 2 * at(terms, i) * at(terms, j);
      row[count] = at(row, count) + weight ** 2 * at(terms, i) * value;
    }
  }
  const left = new Set(normal.keys());
  for (;;) {
    const sizes = solve(normal, [...left]);
    const negative = [...left].filter((i) => at(sizes, i) < 0);
    if (negative.length === 0) return sizes;
    left.delete(negative.reduce((one, other) => (at(sizes, other) < at(sizes, one) ? other : one)));
  }
}

/** Normal equations by elimination. @returns by unknown, 0 for those that are not `free` */
function solve(normal: readonly (readonly number[])[], free: readonly number[]): readonly number[] {
  const count = normal.length;
  const at = (row: readonly number[], i: number): number => row[i] ?? 0;
  const rows = free.map((one) => [...free, count].map((other) => at(normal[one] ?? [], other)));
  for (let i = 0; i < free.length; i++) {
    const pivot = rows[i] ?? [];
    for (let k = 0; k < free.length; k++) {
      const row = rows[k] ?? [];
      if (k === i) continue;
      const factor = at(row, i) / at(pivot, i);
      for (let j = i; j <= free.length; j++) row[j] = at(row, j) - factor * at(pivot, j);
    }
  }
  const sizes = new Array<number>(count).fill(0);
  rows.forEach((row, i) => (sizes[free[i] ?? 0] = at(row, free.length) / at(row, i)));
  return sizes;
}
