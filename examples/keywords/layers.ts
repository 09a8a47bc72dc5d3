/**
 * The layers of the network with their gradients.
 *
 * forward(x, true) remembers what backward needs; backward must follow it, adds to the parameters' gradients and
 * returns the gradient of x. forward(x, false) is inference: batch normalisation uses its running statistics.
 *
 * What a layer returns lies in memory of its own and is overwritten by its next call: touching fresh pages for every batch would
 * cost more than the arithmetic.
 */
import type { Random } from "../../src/engine/base/random";
import { emptyBatch, likeBatch, parameter, randomWeights, Workspace, type Batch, type Parameter } from "./batch";
import type { Convolution, DepthwiseConvolution } from "./convolution";
import { addProduct, addRowProducts, transposed } from "./matrix";

export type Layer = Convolution | DepthwiseConvolution | BatchNorm | Relu | Residual | GlobalAverage | Dense;

export class BatchNorm {
  readonly kind = "batchNorm";
  readonly epsilon = 1e-5;
  readonly gamma: Parameter;
  readonly beta: Parameter;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  private input: Batch | undefined;
  private readonly spaces = { y: new Workspace(), dx: new Workspace() };
  private readonly batchMean: Float64Array;
  private readonly inverse: Float64Array;

  constructor(readonly channels: number) {
    this.gamma = parameter(new Float32Array(channels).fill(1), false);
    this.beta = parameter(new Float32Array(channels), false);
    this.mean = new Float32Array(channels);
    this.variance = new Float32Array(channels).fill(1);
    this.batchMean = new Float64Array(channels);
    this.inverse = new Float64Array(channels);
  }

  forward(x: Batch, training: boolean): Batch {
    const y = likeBatch(this.spaces.y, x);
    const positions = x.data.length / x.channels;
    for (let c = 0; c < x.channels; c++) {
      const row = x.data.subarray(c * positions, (c + 1) * positions);
      if (training) this.measure(row, c);
      const mean = (training ? this.batchMean[c] : this.mean[c]) as number;
      const inverse = training
        ? (this.inverse[c] as number)
        : 1 / Math.sqrt((this.variance[c] as number) + this.epsilon);
      const slope = inverse * (this.gamma.value[c] as number);
      const offset = (this.beta.value[c] as number) - mean * slope;
      const at = c * positions;
      const to = y.data.subarray(at, at + positions);
      for (let i = 0; i < positions; i++) to[i] = (row[i] as number) * slope + offset;
    }
    if (training) this.input = x;
    return y;
  }

  backward(gradient: Batch): Batch {
    const x = this.input;
    if (!x) throw new Error("backward without forward");
    const result = likeBatch(this.spaces.dx, x);
    const positions = x.data.length / x.channels;
    for (let c = 0; c < x.channels; c++) {
      const [mean, inverse, at] = [this.batchMean[c] as number, this.inverse[c] as number, c * positions];
      const row = x.data.subarray(at, at + positions);
      const slopes = gradient.data.subarray(at, at + positions);
      const to = result.data.subarray(at, at + positions);
      let sum = 0;
      let sumNormalised = 0;
      for (let i = 0; i < positions; i++) {
        sum += slopes[i] as number;
        sumNormalised += (slopes[i] as number) * ((row[i] as number) - mean) * inverse;
      }
      this.beta.gradient[c] = (this.beta.gradient[c] as number) + sum;
      this.gamma.gradient[c] = (this.gamma.gradient[c] as number) + sumNormalised;
      const slope = inverse * (this.gamma.value[c] as number);
      const [meanSlope, meanNormalised] = [sum / positions, sumNormalised / positions];
      for (let i = 0; i < positions; i++) {
        const normalised = ((row[i] as number) - mean) * inverse;
        to[i] = slope * ((slopes[i] as number) - meanSlope - normalised * meanNormalised);
      }
    }
    return result;
  }

  /** The batch's statistics of one channel, and the running ones that inference uses. */
  private measure(row: Float32Array, channel: number): void {
    let sum = 0;
    for (let i = 0; i < row.length; i++) sum += row[i] as number;
    const mean = sum / row.length;
    let squares = 0;
    for (let i = 0; i < row.length; i++) squares += ((row[i] as number) - mean) ** 2;
    const variance = squares / row.length;
    this.batchMean[channel] = mean;
    this.inverse[channel] = 1 / Math.sqrt(variance + this.epsilon);
    this.mean[channel] = 0.95 * (this.mean[channel] as number) + 0.05 * mean;
    this.variance[channel] = 0.95 * (this.variance[channel] as number) + 0.05 * variance;
  }
}

export class Relu {
  readonly kind = "relu";
  private output: Batch | undefined;
  private readonly spaces = { y: new Workspace(), dx: new Workspace() };

  forward(x: Batch, training: boolean): Batch {
    const y = likeBatch(this.spaces.y, x);
    const [from, to] = [x.data, y.data];
    for (let i = 0; i < from.length; i++) {
      const value = from[i] as number;
      to[i] = 0.5 * (value + Math.abs(value)); // signs are random: a branch would be mispredicted every other time
    }
    if (training) this.output = y;
    return y;
  }

  backward(gradient: Batch): Batch {
    const y = this.output;
    if (!y) throw new Error("backward without forward");
    const result = likeBatch(this.spaces.dx, gradient);
    // the bits of a positive float are a positive integer: keep the gradient's bits there, clear them where y is 0
    const [outputs, slopes, kept] = [y, gradient, result].map(
      ({ data }) => new Int32Array(data.buffer, data.byteOffset, data.length),
    );
    if (!outputs || !slopes || !kept) throw new Error("unreachable");
    for (let i = 0; i < kept.length; i++) kept[i] = (slopes[i] as number) & (-(outputs[i] as number) >> 31);
    return result;
  }
}

/** x + layers(x) */
export class Residual {
  readonly kind = "residual";
  private readonly spaces = { y: new Workspace(), dx: new Workspace() };

  constructor(readonly layers: readonly Layer[]) {}

  forward(x: Batch, training: boolean): Batch {
    return sum(this.spaces.y, x, forward(this.layers, x, training));
  }

  backward(gradient: Batch): Batch {
    return sum(this.spaces.dx, gradient, backward(this.layers, gradient));
  }
}

/** The mean of each channel over its positions: 1×1 remains. */
export class GlobalAverage {
  readonly kind = "globalAverage";
  private input: Batch | undefined;
  private readonly spaces = { y: new Workspace(), dx: new Workspace() };

  forward(x: Batch, training: boolean): Batch {
    const y = emptyBatch(this.spaces.y, x.channels, x.count, 1, 1);
    const positions = x.height * x.width;
    for (let i = 0; i < x.data.length; i++) {
      const at = Math.floor(i / (positions * x.count)) * x.count + (i % x.count);
      y.data[at] = (y.data[at] as number) + (x.data[i] as number) / positions;
    }
    if (training) this.input = x;
    return y;
  }

  backward(gradient: Batch): Batch {
    const x = this.input;
    if (!x) throw new Error("backward without forward");
    const result = likeBatch(this.spaces.dx, x);
    const positions = x.height * x.width;
    for (let i = 0; i < result.data.length; i++) {
      const at = Math.floor(i / (positions * x.count)) * x.count + (i % x.count);
      result.data[i] = (gradient.data[at] as number) / positions;
    }
    return result;
  }
}

/** The classifier on a 1×1 input, with bias. */
export class Dense {
  readonly kind = "dense";
  /** [outputs, inputs] */
  readonly weights: Parameter;
  readonly bias: Parameter;
  private input: Batch | undefined;
  private readonly spaces = { y: new Workspace(), dx: new Workspace() };

  constructor(
    readonly inputs: number,
    readonly outputs: number,
    random: Random,
  ) {
    this.weights = parameter(randomWeights(outputs * inputs, 4 * inputs, random), true);
    this.bias = parameter(new Float32Array(outputs), false);
  }

  forward(x: Batch, training: boolean): Batch {
    const y = emptyBatch(this.spaces.y, this.outputs, x.count, 1, 1);
    for (let i = 0; i < y.data.length; i++) y.data[i] = this.bias.value[Math.floor(i / x.count)] as number;
    addProduct(this.weights.value, x.data, y.data, this.outputs, this.inputs, x.count);
    if (training) this.input = x;
    return y;
  }

  backward(gradient: Batch): Batch {
    const x = this.input;
    if (!x) throw new Error("backward without forward");
    addRowProducts(gradient.data, x.data, this.weights.gradient, this.outputs, x.count, this.inputs);
    for (let i = 0; i < gradient.data.length; i++) {
      const output = Math.floor(i / x.count);
      this.bias.gradient[output] = (this.bias.gradient[output] as number) + (gradient.data[i] as number);
    }
    const result = emptyBatch(this.spaces.dx, x.channels, x.count, 1, 1);
    const weightsAcross = transposed(this.weights.value, this.outputs, this.inputs);
    addProduct(weightsAcross, gradient.data, result.data, this.inputs, this.outputs, x.count);
    return result;
  }
}

export function forward(layers: readonly Layer[], x: Batch, training: boolean): Batch {
  return layers.reduce((batch, layer) => layer.forward(batch, training), x);
}

export function backward(layers: readonly Layer[], gradient: Batch): Batch {
  return layers.reduceRight((slope, layer) => layer.backward(slope), gradient);
}

export function parametersOf(layers: readonly Layer[]): readonly Parameter[] {
  return layers.flatMap((layer): readonly Parameter[] => {
    switch (layer.kind) {
      case "convolution":
      case "depthwise":
        return [layer.weights];
      case "batchNorm":
        return [layer.gamma, layer.beta];
      case "dense":
        return [layer.weights, layer.bias];
      case "residual":
        return parametersOf(layer.layers);
      case "relu":
      case "globalAverage":
        return [];
    }
  });
}

function sum(space: Workspace, a: Batch, b: Batch): Batch {
  const result = likeBatch(space, a);
  for (let i = 0; i < result.data.length; i++) result.data[i] = (a.data[i] as number) + (b.data[i] as number);
  return result;
}
