/**
 * Second moments of a product layer's inputs over samples and positions, in the order of the layer's weights: what the squared error of
 * its output is made of. With x the quantized input and x̂ the float network's, for each group
 *   H = E[x·xᵀ] − μ·μᵀ,   C = E[(x̂ − x)·xᵀ] − (μ̂ − μ)·μᵀ,   μ = E[x],   μ̂ = E[x̂].
 * They are centred because the means are the bias's business: it is corrected exactly afterwards.
 */
import type { PatchShape } from "./gramGraph";

export interface Gram {
  readonly groups: number;
  /** Weights of one output channel: the size of every matrix. */
  readonly columns: number;
  /** [groups][columns][columns], row-major. */
  readonly second: Float64Array;
  /** C, same layout; absent where the layer sees the float network's input. */
  readonly cross?: Float64Array;
  /** [groups][columns]. */
  readonly mean: Float64Array;
  readonly exactMean: Float64Array;
}

/** Sums up one layer's Gram matrices sample by sample. */
export class GramAccumulator {
  readonly second: Float64Array;
  readonly cross: Float64Array | undefined;
  private readonly mean: Float64Array;
  private readonly exactMean: Float64Array;
  private samples = 0;

  constructor(
    readonly shape: PatchShape,
    hasCross: boolean,
  ) {
    const columns = shape.channels * shape.taps;
    this.second = new Float64Array(shape.groups * columns * columns);
    this.cross = hasCross ? new Float64Array(shape.groups * columns * columns) : undefined;
    this.mean = new Float64Array(shape.groups * columns);
    this.exactMean = new Float64Array(shape.groups * columns);
  }

  /** One sample of a layer without groups: sums over its positions, in row order of the patches. */
  addDense(
    second: Float32Array,
    mean: Float32Array,
    exact?: { readonly cross: Float32Array; readonly mean: Float32Array },
  ): void {
    accumulate(this.second, second);
    accumulate(this.mean, mean);
    accumulate(this.exactMean, exact?.mean ?? mean);
    if (this.cross && exact) accumulate(this.cross, exact.cross);
    this.samples++;
  }

  /** One sample of a grouped layer: its patches [taps·channels of all groups, positions]. */
  addGrouped(patches: Float32Array, exact?: Float32Array): void {
    const { groups, channels, taps, positions } = this.shape;
    const columns = channels * taps;
    const all = groups * channels;
    const rowOf = (group: number, k: number): number =>
      (Math.floor(k / channels) * all + group * channels + (k % channels)) * positions;
    for (let group = 0; group < groups; group++) {
      for (let i = 0; i < columns; i++) {
        const rowI = rowOf(group, i);
        const at = group * columns + i;
        const sum = sumOf(patches, rowI, positions);
        this.mean[at] = (this.mean[at] as number) + sum / positions;
        this.exactMean[at] =
          (this.exactMean[at] as number) + (exact ? sumOf(exact, rowI, positions) : sum) / positions;
        for (let j = 0; j < columns; j++) {
          const rowJ = rowOf(group, j);
          const to = at * columns + j;
          if (j >= i) this.second[to] = (this.second[to] as number) + dot(patches, rowI, patches, rowJ, positions);
          if (this.cross && exact) {
            // E[x̂·xᵀ] first; the difference is taken once, at the end.
            this.cross[to] = (this.cross[to] as number) + dot(exact, rowI, patches, rowJ, positions);
          }
        }
      }
    }
    this.samples++;
  }

  /** The finished moments; weights of convolutions are ordered [channel][tap]. */
  gram(): Gram {
    const { groups, channels, taps, positions } = this.shape;
    const columns = channels * taps;
    const isGrouped = groups > 1;
    const perSample = 1 / Math.max(1, this.samples);
    const perPosition = perSample / positions;
    const rowOf = Int32Array.from({ length: columns }, (_, k) => (k % taps) * channels + Math.floor(k / taps));
    const second = new Float64Array(this.second.length);
    const cross = this.cross && new Float64Array(this.second.length);
    const mean = new Float64Array(groups * columns);
    const exactMean = new Float64Array(groups * columns);
    for (let group = 0; group < groups; group++) {
      const first = group * columns;
      for (let i = 0; i < columns; i++) {
        mean[first + i] = (this.mean[first + (rowOf[i] as number)] as number) * perSample;
        exactMean[first + i] = (this.exactMean[first + (rowOf[i] as number)] as number) * perSample;
      }
      for (let i = 0; i < columns; i++) {
        const rowI = rowOf[i] as number;
        const drift = (exactMean[first + i] as number) - (mean[first + i] as number);
        for (let j = 0; j < columns; j++) {
          const rowJ = rowOf[j] as number;
          const to = (first + i) * columns + j;
          // Grouped sums fill one triangle.
          const upper = (first + Math.min(rowI, rowJ)) * columns + Math.max(rowI, rowJ);
          const raw = (this.second[upper] as number) * perPosition;
          second[to] = raw - (mean[first + i] as number) * (mean[first + j] as number);
          if (!cross || !this.cross) continue;
          const product = (this.cross[(first + rowI) * columns + rowJ] as number) * perPosition;
          cross[to] = (isGrouped ? product - raw : product) - drift * (mean[first + j] as number);
        }
      }
    }
    return { groups, columns, second, ...(cross && { cross }), mean, exactMean };
  }
}

function accumulate(sums: Float64Array, values: Float32Array): void {
  for (let i = 0; i < values.length; i++) sums[i] = (sums[i] as number) + (values[i] as number);
}

function sumOf(values: Float32Array, from: number, count: number): number {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += values[i] as number;
  return sum;
}

function dot(a: Float32Array, fromA: number, b: Float32Array, fromB: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (a[fromA + i] as number) * (b[fromB + i] as number);
  return sum;
}
