/** Adam (Kingma and Ba 2015) on one array of parameters, with bias correction. */

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;

export class Adam {
  private readonly mean: Float32Array;
  private readonly square: Float32Array;
  private steps = 0;

  constructor(
    private readonly parameters: Float32Array,
    private readonly rate: number,
  ) {
    this.mean = new Float32Array(parameters.length);
    this.square = new Float32Array(parameters.length);
  }

  /** One step down the gradient; changes the parameters in place. */
  descend(gradient: Float32Array): void {
    const { parameters, mean, square } = this;
    this.steps += 1;
    const rate = this.rate / (1 - FIRST_DECAY ** this.steps);
    const correction = 1 / Math.sqrt(1 - SECOND_DECAY ** this.steps);
    for (let i = 0; i < parameters.length; i++) {
      const slope = gradient[i] as number;
      const m = FIRST_DECAY * (mean[i] as number) + (1 - FIRST_DECAY) * slope;
      const v = SECOND_DECAY * (square[i] as number) + (1 - SECOND_DECAY) * slope * slope;
      mean[i] = m;
      square[i] = v;
      parameters[i] = (parameters[i] as number) - (rate * m) / (Math.sqrt(v) * correction + EPSILON);
    }
  }
}
