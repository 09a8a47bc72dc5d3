/** How far one output is from the float network's, without labels. Pure arithmetic on vectors. */

export type Task = "classification" | "regression";

/**
 * Classification: KL(softmax(exact) ‖ softmax(other)) in nats. Regression: ‖exact − other‖² / ‖exact‖², and the plain squared error where
 * the exact output is all zero.
 */
export function outputLoss(exact: Float32Array, other: Float32Array, task: Task): number {
  return task === "classification" ? divergence(exact, other) : relativeError(exact, other);
}

function divergence(exact: Float32Array, other: Float32Array): number {
  const logNormExact = logSumExp(exact);
  const logNormOther = logSumExp(other);
  let sum = 0;
  for (let i = 0; i < exact.length; i++) {
    const logExact = (exact[i] as number) - logNormExact;
    sum += Math.exp(logExact) * (logExact - ((other[i] as number) - logNormOther));
  }
  return Math.max(0, sum);
}

function logSumExp(values: Float32Array): number {
  let top = -Infinity;
  for (const value of values) top = Math.max(top, value);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - top);
  return top + Math.log(sum);
}

function relativeError(exact: Float32Array, other: Float32Array): number {
  const { noise, signal } = energies(exact, other);
  return signal > 0 ? noise / signal : noise;
}

/** Squared norms of the difference and of the exact output; where one has no value it counts as 0. */
export function energies(
  exact: Float32Array,
  other: Float32Array,
): { readonly noise: number; readonly signal: number } {
  let noise = 0;
  let signal = 0;
  const size = Math.max(exact.length, other.length);
  for (let i = 0; i < size; i++) {
    const value = exact[i] ?? 0;
    const difference = value - (other[i] ?? 0);
    noise += difference * difference;
    signal += value * value;
  }
  return { noise, signal };
}

/** Index of the largest value, the first of equals. */
export function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
