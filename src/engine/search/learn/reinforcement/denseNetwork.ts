/**
 * A fully connected network with rectified hidden layers, trained by hand-written derivatives. All parameters lie in one array (per layer
 * weights [outputs][inputs], then bias [outputs]), so that optimizers and target networks are single loops; large products go through the
 * MatrixProducts that the caller supplies. Matrices are row-major, one sample a row.
 */
import type { Random } from "../../../base/random";
import type { MatrixProducts } from "../../../quantize/round/roundingProducts";

const BLOCK = 16;

interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Views into the network's parameters. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** What the backward pass needs: the input of every layer, and the network's output. */
export interface Pass {
  readonly rows: number;
  readonly inputs: readonly Float32Array[];
  readonly output: Float32Array;
}

export interface DenseShape {
  /** Numbers in, hidden units of each layer, numbers out. */
  readonly sizes: readonly number[];
  /** What the last layer ends in; hidden layers end in max(0, x). */
  readonly head: "linear" | "sigmoid";
}

export class DenseNetwork {
  readonly parameters: Float32Array;
  private readonly layers: readonly DenseLayer[];

  constructor(readonly shape: DenseShape) {
    const { sizes } = shape;
    const pairs = sizes.slice(1).map((outputs, i) => ({ inputs: sizes[i] ?? 0, outputs }));
    this.parameters = new Float32Array(pairs.reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0));
    this.layers = layersIn(this.parameters, pairs);
  }

  /** Uniform within ±1/√inputs, weights and biases alike. */
  initialize(random: Random): void {
    for (const { inputs, weights, bias } of this.layers) {
      const bound = 1 / Math.sqrt(inputs);
      for (const values of [weights, bias])
        for (let i = 0; i < values.length; i++) values[i] = bound * (2 * random.uniform() - 1);
    }
  }

  copyOf(): DenseNetwork {
    const copy = new DenseNetwork(this.shape);
    copy.parameters.set(this.parameters);
    return copy;
  }

  /** @param x [rows][sizes[0]] */
  async forward(x: Float32Array, rows: number, products: MatrixProducts): Promise<Pass> {
    const inputs: Float32Array[] = [];
    let values = x;
    for (const [index, layer] of this.layers.entries()) {
      inputs.push(values);
      values = await products.times(values, layer.weights, rows, layer.outputs, layer.inputs);
      const isHidden = index + 1 < this.layers.length;
      addBias(values, layer.bias, isHidden ? 0 : -Infinity);
      if (!isHidden && this.shape.head === "sigmoid") squash(values);
    }
    return { rows, inputs, output: values };
  }

  /**
   * Derivatives of Σ slope·output by the parameters, as they lie in `parameters`.
   *
   * @param slope [rows][outputs of the last layer]
   */
  async gradient({ rows, inputs, output }: Pass, slope: Float32Array, products: MatrixProducts): Promise<Float32Array> {
    const gradient = new Float32Array(this.parameters.length);
    const parts = layersIn(gradient, this.layers);
    let slopes = this.throughHead(slope, output);
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const part = parts[index] as DenseLayer;
      const x = inputs[index] as Float32Array;
      const [turnedSlopes, turnedX] = [transposed(slopes, rows, part.outputs), transposed(x, rows, part.inputs)];
      part.weights.set(await products.times(turnedSlopes, turnedX, part.outputs, part.inputs, rows));
      sumRows(slopes, part.bias);
      if (index > 0) slopes = await this.throughLayer(index, slopes, x, rows, products);
    }
    return gradient;
  }

  /** Derivatives of Σ slope·output by the input, [rows][sizes[0]]. */
  async inputSlopes(
    { rows, inputs, output }: Pass,
    slope: Float32Array,
    products: MatrixProducts,
  ): Promise<Float32Array> {
    let slopes = this.throughHead(slope, output);
    for (let index = this.layers.length - 1; index >= 0; index--)
      slopes = await this.throughLayer(index, slopes, inputs[index] as Float32Array, rows, products);
    return slopes;
  }

  private throughHead(slope: Float32Array, output: Float32Array): Float32Array {
    if (this.shape.head === "linear") return slope;
    return slope.map((value, i) => value * (output[i] as number) * (1 - (output[i] as number)));
  }

  /** From slopes of a layer's sums to those of the sums in front of it, or of the network's input in front of the first. */
  private async throughLayer(
    index: number,
    slopes: Float32Array,
    x: Float32Array,
    rows: number,
    products: MatrixProducts,
  ): Promise<Float32Array> {
    const { inputs, outputs, weights } = this.layers[index] as DenseLayer;
    const before = await products.times(slopes, transposed(weights, outputs, inputs), rows, inputs, outputs);
    if (index > 0) stopWhereZero(before, x);
    return before;
  }

  /** The output for one sample, computed here. */
  respond(x: Float32Array): Float32Array {
    let values = x;
    for (const [index, { inputs, outputs, weights, bias }] of this.layers.entries()) {
      const next = new Float32Array(outputs);
      for (let output = 0, at = 0; output < outputs; output++) {
        let sum = bias[output] as number;
        for (let input = 0; input < inputs; input++, at++) sum += (weights[at] as number) * (values[input] as number);
        next[output] = index + 1 < this.layers.length ? Math.max(0, sum) : sum;
      }
      if (index + 1 === this.layers.length && this.shape.head === "sigmoid") squash(next);
      values = next;
    }
    return values;
  }
}

function layersIn(
  parameters: Float32Array,
  pairs: readonly { readonly inputs: number; readonly outputs: number }[],
): readonly DenseLayer[] {
  let at = 0;
  const take = (count: number): Float32Array => parameters.subarray(at, (at += count));
  return pairs.map(({ inputs, outputs }) => ({
    inputs,
    outputs,
    weights: take(inputs * outputs),
    bias: take(outputs),
  }));
}

/** @param least what results are raised to: 0 rectifies */
function addBias(values: Float32Array, bias: Float32Array, least: number): void {
  for (let at = 0; at < values.length;) {
    for (let output = 0; output < bias.length; output++, at++) {
      const sum = (values[at] as number) + (bias[output] as number);
      values[at] = sum < least ? least : sum;
    }
  }
}

function squash(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = 1 / (1 + Math.exp(-(values[i] as number)));
}

/** A rectified value of 0 passes no slope on. */
function stopWhereZero(slopes: Float32Array, values: Float32Array): void {
  for (let i = 0; i < slopes.length; i++) if ((values[i] as number) <= 0) slopes[i] = 0;
}

function sumRows(matrix: Float32Array, sums: Float32Array): void {
  for (let at = 0; at < matrix.length;) {
    for (let column = 0; column < sums.length; column++, at++)
      sums[column] = (sums[column] as number) + (matrix[at] as number);
  }
}

/** [rows][columns] → [columns][rows], in blocks that stay in the first cache. */
function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(matrix.length);
  for (let top = 0; top < rows; top += BLOCK) {
    const bottom = Math.min(rows, top + BLOCK);
    for (let column = 0; column < columns; column++) {
      for (let row = top; row < bottom; row++) turned[column * rows + row] = matrix[row * columns + column] as number;
    }
  }
  return turned;
}
