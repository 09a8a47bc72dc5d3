/**
 * Second moments of a product layer's inputs over samples and positions, in the order of the layer's weights: what the squared error of
 * its output is made of. With x the quantized input and x̂ the float network's, for each group
 *   H = E[x·xᵀ] − μ·μᵀ,   C = E[(x̂ − x)·xᵀ] − (μ̂ − μ)·μᵀ,   μ = E[x],   μ̂ = E[x̂].
 * They are centred because the means are the bias's business: it is corrected exactly afterwards.
 */
import type { PatchShape } from "./gramGraph";

/** Positions of one sample that count as independent. */
const INDEPENDENT_POSITIONS = 16;

export interface Gram {
  readonly groups: number;
  /** Weights of one output channel: the size of every matrix. */
  readonly columns: number;
  /**
   * Roughly how many independent observations the moments rest on, for as many weights as there are columns: positions of one sample tell
   * much the same, and so do the taps of one channel.
   */
  readonly evidence: number;
  /** [groups][columns][columns], row-major. */
  readonly second: Float64Array;
  /** C, same layout; absent where the layer sees the float network's input. */
  readonly cross?: Float64Array;
  /** [groups][columns]. */
  readonly mean: Float64Array;
  readonly exactMean: Float64Array;
  /** What the sum behind the layer lacks, r = (float − quantized) of its other operand; absent where there is none. */
  readonly beside?: {
    /** E[r·xᵀ] − E[r]·μᵀ, [channels][columns]. */
    readonly cross: Float64Array;
    /** E[r], [channels]. */
    readonly mean: Float64Array;
  };
}

/** What one sample adds to `beside`: Σ r·xᵀ over positions, rows of patches as columns, and the mean of r. */
export interface BesideSample {
  readonly cross: Float32Array;
  readonly mean: Float32Array;
}

/** Sums up one layer's Gram matrices sample by sample. */
export class GramAccumulator {
  private readonly second: Float64Array;
  private readonly cross: Float64Array | undefined;
  private readonly mean: Float64Array;
  private readonly exactMean: Float64Array;
  private readonly besideCross: Float64Array | undefined;
  private readonly besideMean: Float64Array | undefined;
  private samples = 0;

  /** @param besideChannels output channels of a layer without groups whose sum's other operand is measured, else 0 */
  constructor(
    readonly shape: PatchShape,
    hasCross: boolean,
    besideChannels = 0,
  ) {
    const columns = shape.channels * shape.taps;
    this.second = new Float64Array(shape.groups * columns * columns);
    this.cross = hasCross ? new Float64Array(shape.groups * columns * columns) : undefined;
    this.mean = new Float64Array(shape.groups * columns);
    this.exactMean = new Float64Array(shape.groups * columns);
    if (besideChannels > 0) {
      this.besideCross = new Float64Array(besideChannels * columns);
      this.besideMean = new Float64Array(besideChannels);
    }
  }

  /**
   * One sample.
   * @param second sums over its positions, [groups][columns][columns] in the order of the patches' rows
   * @param mean over its positions, [groups][columns]
   * @param exact Σ (x̂ − x)·xᵀ and the mean of x̂
   */
  add(
    second: Float32Array,
    mean: Float32Array,
    exact?: { readonly cross: Float32Array; readonly mean: Float32Array },
    beside?: BesideSample,
  ): void {
    accumulate(this.second, second);
    accumulate(this.mean, mean);
    accumulate(this.exactMean, exact?.mean ?? mean);
    if (this.cross && exact) accumulate(this.cross, exact.cross);
    if (this.besideCross && this.besideMean && beside) {
      accumulate(this.besideCross, beside.cross);
      accumulate(this.besideMean, beside.mean);
    }
    this.samples++;
  }

  /** The finished moments; weights of convolutions are ordered [channel][tap]. */
  gram(): Gram {
    const { groups, channels, taps, positions } = this.shape;
    const columns = channels * taps;
    const perSample = 1 / Math.max(1, this.samples);
    const perPosition = perSample / positions;
    const rowOf = Int32Array.from({ length: columns }, (_, k) => (k % taps) * channels + Math.floor(k / taps));
    const second = new Float64Array(this.second.length);
    const own = this.cross;
    const cross = own && new Float64Array(this.second.length);
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
          const from = (first + rowI) * columns + rowJ;
          const other = mean[first + j] as number;
          second[to] = (this.second[from] as number) * perPosition - (mean[first + i] as number) * other;
          if (cross) cross[to] = (own[from] as number) * perPosition - drift * other;
        }
      }
    }
    const beside = this.beside(rowOf, mean, perSample, perPosition);
    const evidence = Math.max(1, this.samples) * Math.min(positions, INDEPENDENT_POSITIONS) * taps;
    return {
      groups,
      columns,
      evidence,
      second,
      ...(cross && { cross }),
      mean,
      exactMean,
      ...(beside && { beside }),
    };
  }

  private beside(
    rowOf: Int32Array,
    mean: Float64Array,
    perSample: number,
    perPosition: number,
  ): Gram["beside"] | undefined {
    const { besideCross: sums, besideMean } = this;
    if (!sums || !besideMean) return undefined;
    const columns = rowOf.length;
    const cross = new Float64Array(sums.length);
    const own = besideMean.map((sum) => sum * perSample);
    for (let channel = 0; channel < own.length; channel++) {
      for (let j = 0; j < columns; j++) {
        const sum = sums[channel * columns + (rowOf[j] as number)] as number;
        cross[channel * columns + j] = sum * perPosition - (own[channel] as number) * (mean[j] as number);
      }
    }
    return { cross, mean: own };
  }
}

function accumulate(sums: Float64Array, values: Float32Array): void {
  for (let i = 0; i < values.length; i++) sums[i] = (sums[i] as number) + (values[i] as number);
}
