/**
 * The weights of one layer while they learn: real numbers on the scale of codes, which count as the codes that they round to. Their gradient is
 * passed straight through the rounding (Bengio et al. 2013). Each channel's scale s is learned as its logarithm, and the bias with it; zero points
 * stay, and so do codes that stand for levels of a table. All move by Adam (Kingma and Ba 2015).
 */
import { Adam } from "../../base/adam";
import { maxCode } from "../../base/bits";
import type { RoundedLayer } from "../round/rounding";

/**
 * By how much a step moves at the full rate, in codes whatever their width: codes; the outermost codes by their scale; the bias, of 2^bits codes that
 * the output's range would have. What is small beside the rounding of 2 bits is large beside that of 8.
 */
const MOVES = { codes: 1e-2, scales: 6e-3, bias: 4e-3 };
/** How far from its code a weight may begin, on the side of its float value: at half a code the first steps would move most weights at once. */
const NEAR = 0.25;
/** How far beyond the last codes weights may go. */
const BEYOND = 0.49;
/** The newest values' share of the average: about ten steps are remembered. */
const ADAM = { epsilon: 1e-12, fresh: 0.1 };

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
    this.codes = new Adam(latent, ADAM);
    this.scales = new Adam(new Float32Array(scales.length), ADAM);
    this.biases = new Adam(Float32Array.from(start.bias), ADAM);
  }

  /** The layer with its numbers as they are, or with their means over the last steps. */
  rounded(which: "values" | "average"): RoundedLayer {
    const { grid } = this.start;
    const most = maxCode(grid.bits);
    const codes = grid.levels
      ? grid.codes
      : Uint8Array.from(this.codes[which], (value) => Math.min(Math.max(Math.floor(value + 0.5), 0), most));
    const scales = this.start.grid.scales.map((scale, channel) => scale * Math.exp(this.scales[which][channel] ?? 0));
    return { grid: { ...grid, codes, scales }, bias: Float64Array.from(this.biases[which]) };
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
    this.scales.step(byScales, (rate * MOVES.scales) / ((most + 1) / 2));
    this.biases.step(byBias, (rate * MOVES.bias * this.range) / (most + 1));
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
