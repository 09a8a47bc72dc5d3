/** First and second moments of a layer's input channels. */

export interface InputMoments {
  /**
   * E[x_c] and E[x_c²] over samples and positions; c runs over axis 1 for convolutions, the last axis for fully connected layers, and for
   * recurrent ones over the input and then over the hidden state.
   */
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

export class MomentAccumulator {
  private readonly sum: Float64Array;
  private readonly squares: Float64Array;
  private count = 0;

  /** The tensor is [outer, channels, inner]: values of one channel lie `inner` together. */
  constructor(
    readonly tensor: string,
    private readonly channels: number,
    private readonly inner: number,
  ) {
    this.sum = new Float64Array(channels);
    this.squares = new Float64Array(channels);
  }

  add(values: Float32Array): void {
    const { channels, inner } = this;
    for (let start = 0; start < values.length; start += channels * inner) {
      for (let channel = 0, at = start; channel < channels; channel++) {
        let sum = 0;
        let square = 0;
        for (let i = 0; i < inner; i++, at++) {
          const value = values[at] as number;
          sum += value;
          square += value * value;
        }
        this.sum[channel] = (this.sum[channel] as number) + sum;
        this.squares[channel] = (this.squares[channel] as number) + square;
      }
      this.count += inner;
    }
  }

  moments(): InputMoments {
    const count = Math.max(1, this.count);
    return { mean: this.sum.map((sum) => sum / count), square: this.squares.map((square) => square / count) };
  }
}
