/** Adam (Kingma and Ba 2015) on one array of parameters, with bias correction. */

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;

export interface AdamOptions {
  /** Added to the root of the mean square: gradients far below it hardly move anything. The paper's 1e-8 where nothing is said. */
  readonly epsilon?: number;
  /** What the newest values count in `average`; 0 where nobody reads it. */
  readonly fresh?: number;
}

export class Adam {
  private readonly mean: Float32Array;
  private readonly square: Float32Array;
  /** Of the values over the last steps; the values themselves where no average is kept. */
  readonly average: Float32Array;
  private steps = 0;

  constructor(
    readonly values: Float32Array,
    private readonly options: AdamOptions = {},
  ) {
    this.average = options.fresh ? values.slice() : values;
    this.mean = new Float32Array(values.length);
    this.square = new Float32Array(values.length);
  }

  /** One step down the gradient; changes the values in place. */
  step(gradient: Float32Array, rate: number): void {
    this.steps++;
    const ofMean = rate / (1 - FIRST_DECAY ** this.steps);
    const ofSquare = 1 / (1 - SECOND_DECAY ** this.steps);
    const { values, mean, square, average } = this;
    const { epsilon = 1e-8, fresh = 0 } = this.options;
    for (let i = 0; i < values.length; i++) {
      const slope = gradient[i] as number;
      const m = FIRST_DECAY * (mean[i] as number) + (1 - FIRST_DECAY) * slope;
      const v = SECOND_DECAY * (square[i] as number) + (1 - SECOND_DECAY) * slope * slope;
      mean[i] = m;
      square[i] = v;
      const value = (values[i] as number) - (ofMean * m) / (Math.sqrt(ofSquare * v) + epsilon);
      values[i] = value;
      if (fresh > 0) average[i] = (average[i] as number) + fresh * (value - (average[i] as number));
    }
  }

  /** All numbers as they are, to come back to. */
  snapshot(): () => void {
    const arrays = [this.values, this.average, this.mean, this.square];
    const [copies, steps] = [arrays.map((array) => array.slice()), this.steps];
    return () => {
      arrays.forEach((array, i) => array.set(copies[i] ?? array));
      this.steps = steps;
    };
  }
}
