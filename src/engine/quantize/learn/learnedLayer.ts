/**
 * The weights of one layer while they learn: real numbers on the scale of codes, which count as the codes that they round to. Their gradient is
 * passed straight through the rounding (Bengio et al. 2013). Each channel's scale s is learned as its logarithm, and the bias with it; zero points
 * stay. All move by Adam (Kingma and Ba 2015).
 */
import { maxCode } from "../../base/bits";
import type { RoundedLayer } from "../round/rounding";

/**
 * By how much the first steps move: codes, in codes whatever their width; scales, in shares of themselves; the bias, in shares of the output's range.
 * Scales and biases move whole channels at once, and faster ones undo what codes gain.
 */
const MOVES = { codes: 6e-3, scales: 5e-5, bias: 1e-5 };
/** How far from its code a weight may begin, on the side of its float value: at half a code the first steps would move most weights at once. */
const NEAR = 0.25;
/** How far beyond the last codes weights may go. */
const BEYOND = 0.49;

export class LearnedLayer {
  private readonly codes: Adam;
  private readonly scales: Adam;
  private readonly biases: Adam;

  /**
   * @param start where learning sets out
   * @param exact the float weights, in the order of the codes: on which side of its code a weight begins
   * @param range of the layer's output, in real numbers
   */
  constructor(
    private readonly start: RoundedLayer,
    exact: Float32Array,
    private readonly range: number,
  ) {
    const { codes, scales, zeroPoints } = start.grid;
    const perChannel = codes.length / scales.length;
    const latent = Float32Array.from(codes, (code, i) => {
      const channel = Math.floor(i / perChannel);
      const wanted = (exact[i] ?? 0) / (scales[channel] ?? 1) + (zeroPoints[channel] ?? 0);
      return code + Math.min(Math.max(wanted - code, -NEAR), NEAR);
    });
    this.codes = new Adam(latent);
    this.scales = new Adam(new Float32Array(scales.length));
    this.biases = new Adam(Float32Array.from(start.bias));
  }

  /** The layer with its numbers as they are, or with their means over the last steps. */
  rounded(which: "values" | "average"): RoundedLayer {
    const { bits, zeroPoints } = this.start.grid;
    const most = maxCode(bits);
    const codes = Uint8Array.from(this.codes[which], (value) => Math.min(Math.max(Math.floor(value + 0.5), 0), most));
    const scales = this.start.grid.scales.map((scale, channel) => scale * Math.exp(this.scales[which][channel] ?? 0));
    return { grid: { bits, codes, scales, zeroPoints }, bias: Float64Array.from(this.biases[which]) };
  }

  /**
   * One step against the gradients.
   * @param real the weights that the codes stand for, and `byWeights` the gradient by them, in the order of the codes
   */
  step(real: Float32Array, byWeights: Float32Array, byBias: Float32Array, rate: number): void {
    const most = maxCode(this.start.grid.bits);
    const channels = this.start.grid.scales.length;
    const perChannel = real.length / channels;
    const byCodes = new Float32Array(real.length);
    const byScales = new Float32Array(channels);
    for (let channel = 0, i = 0; channel < channels; channel++) {
      const scale = (this.start.grid.scales[channel] ?? 0) * Math.exp(this.scales.values[channel] ?? 0);
      let sum = 0;
      for (let k = 0; k < perChannel; k++, i++) {
        const gradient = byWeights[i] as number;
        byCodes[i] = gradient * scale;
        sum += gradient * (real[i] as number);
      }
      byScales[channel] = sum;
    }
    this.codes.step(byCodes, rate * MOVES.codes);
    this.scales.step(byScales, rate * MOVES.scales);
    this.biases.step(byBias, rate * MOVES.bias * this.range);
    const { values } = this.codes;
    for (let i = 0; i < values.length; i++) {
      values[i] = Math.min(Math.max(values[i] as number, -BEYOND), most + BEYOND);
    }
  }

  /** All numbers, to come back to. */
  snapshot(): () => void {
    const restores = [this.codes, this.scales, this.biases].map((each) => each.snapshot());
    return () => {
      for (const restore of restores) restore();
    };
  }
}

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const LEAST_ROOT = 1e-12;
/** What the newest values count in the average: about ten steps are remembered. */
const FRESH = 0.1;

/** Values and the running means of their gradients and of those squared. */
class Adam {
  private readonly mean: Float32Array;
  private readonly square: Float32Array;
  /** Of the values over the last steps. */
  readonly average: Float32Array;
  private steps = 0;

  constructor(readonly values: Float32Array) {
    this.average = values.slice();
    this.mean = new Float32Array(values.length);
    this.square = new Float32Array(values.length);
  }

  step(gradients: Float32Array, rate: number): void {
    this.steps++;
    const ofMean = rate / (1 - FIRST_DECAY ** this.steps);
    const ofSquare = 1 / (1 - SECOND_DECAY ** this.steps);
    const { values, mean, square, average } = this;
    for (let i = 0; i < values.length; i++) {
      const gradient = gradients[i] as number;
      const m = FIRST_DECAY * (mean[i] as number) + (1 - FIRST_DECAY) * gradient;
      const v = SECOND_DECAY * (square[i] as number) + (1 - SECOND_DECAY) * gradient * gradient;
      mean[i] = m;
      square[i] = v;
      const value = (values[i] as number) - (ofMean * m) / (Math.sqrt(ofSquare * v) + LEAST_ROOT);
      values[i] = value;
      average[i] = (average[i] as number) + FRESH * (value - (average[i] as number));
    }
  }

  snapshot(): () => void {
    const arrays = [this.values, this.average, this.mean, this.square];
    const [copies, steps] = [arrays.map((array) => array.slice()), this.steps];
    return () => {
      arrays.forEach((array, i) => array.set(copies[i] ?? array));
      this.steps = steps;
    };
  }
}
