/**
 * A histogram that grows with its data: bins double in width whenever a value falls outside, so one pass over the samples is enough and
 * the order of samples changes no bin by more than its width. 0 is always a bin edge's multiple, and zeros are counted apart (after a ReLU
 * they are most of the data and must not blur).
 */

const BINS = 4096;

export interface Histogram {
  /** Smallest and largest value seen; 0 and 0 before any. */
  readonly low: number;
  readonly high: number;
  /** All values counted, zeros included. */
  readonly total: number;
  readonly counts: Float64Array;
  /** The value that bin `bin` stands for. */
  centre(bin: number): number;
  /** Smallest value with at least `share` of the values at or below it. */
  quantile(share: number): number;
}

export class GrowingHistogram implements Histogram {
  low = 0;
  high = 0;
  total = 0;
  counts: Float64Array;
  private width = 0;
  /** The bin that starts at 0. */
  private readonly origin: number;

  /** @param bins even; the widths of two neighbouring resolutions differ by 2 */
  constructor(private readonly bins = BINS) {
    this.origin = bins / 2;
    this.counts = new Float64Array(bins);
  }

  add(values: Float32Array): void {
    let low = this.low;
    let high = this.high;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.low = low;
    this.high = high;
    this.reach(Math.max(-low, high));
    this.total += values.length;
    if (this.width === 0) return; // nothing but zeros so far
    const perUnit = 1 / this.width;
    const counts = this.counts;
    const last = this.bins - 1;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value === 0) continue;
      const bin = Math.floor(value * perUnit) + this.origin;
      const within = bin > last ? last : bin < 0 ? 0 : bin;
      counts[within] = (counts[within] as number) + 1;
    }
  }

  centre(bin: number): number {
    return (bin - this.origin + 0.5) * this.width;
  }

  quantile(share: number): number {
    const nonZero = this.counts.reduce((sum, count) => sum + count, 0);
    const zeros = this.total - nonZero;
    const wanted = share * this.total;
    let seen = 0;
    for (let bin = 0; bin < this.bins; bin++) {
      if (bin === this.origin) {
        seen += zeros;
        if (seen >= wanted) return 0;
      }
      seen += this.counts[bin] as number;
      if (seen >= wanted) return Math.min(this.high, Math.max(this.low, this.centre(bin)));
    }
    return this.high;
  }

  /** Widens the bins, by powers of two so that old bins merge exactly in pairs, until they hold values of `magnitude`. */
  private reach(magnitude: number): void {
    if (magnitude === 0) return;
    const half = this.bins / 2;
    if (this.width === 0) this.width = magnitude / (half - 1);
    while (magnitude >= this.width * half) {
      const merged = new Float64Array(this.bins);
      for (let bin = 0; bin < this.bins; bin++) {
        const target = Math.floor((bin - this.origin) / 2) + this.origin;
        merged[target] = (merged[target] as number) + (this.counts[bin] as number);
      }
      this.counts = merged;
      this.width *= 2;
    }
  }
}
