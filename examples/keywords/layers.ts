/**
 * The layers of the network with their gradients. Activations of a batch are channel-major with the samples innermost, so that a
 * pointwise convolution is one matrix product over the whole batch, a channel's statistics are those of one contiguous row, and
 * every tap of a depthwise convolution is a long loop without edges.
 *
 * forward(x, true) remembers what backward needs; backward must follow it, adds to the parameters' gradients and
 * returns the gradient of x. forward(x, false) is inference: batch normalisation uses its running statistics.
 *
 * What a layer returns lies in memory of its own and is overwritten by its next call: touching fresh pages for every batch would
 * cost more than the arithmetic.
 */
import type { Random } from "../../src/engine/base/random";
import { addProduct, addRowProducts, transposed } from "./matrix";

/** data[((c·height + y)·width + x)·count + n] */
export interface Batch {
  readonly data: Float32Array;
  readonly channels: number;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

export interface Parameter {
  readonly value: Float32Array;
  readonly gradient: Float32Array;
  /** Weight decay applies to weights, not to biases and normalisation. */
  readonly decays: boolean;
}

export type Layer = Convolution | DepthwiseConvolution | BatchNorm | Relu | Residual | GlobalAverage | Dense;

function parameter(value: Float32Array, decays: boolean): Parameter {
  return { value, gradient: new Float32Array(value.length), decays };
}

/** He initialisation for `fanIn` inputs. */
function randomWeights(elements: number, fanIn: number, random: Random): Float32Array {
  return Float32Array.from({ length: elements }, () => random.normal() * Math.sqrt(2 / fanIn));
}

function outputSize(input: number, kernel: number, stride: number): number {
  return Math.floor((input + 2 * (kernel >> 1) - kernel) / stride) + 1;
}

/** Half-open range of outputs whose input at this tap, output·stride + offset, lies inside [0, size). */
function insideRange(size: number, outputs: number, stride: number, offset: number): readonly [number, number] {
  const first = Math.max(0, Math.ceil(-offset / stride));
  return [first, Math.max(first, Math.min(outputs, Math.floor((size - 1 - offset) / stride) + 1))];
}

/** An array that is kept from call to call while its length stays the same. */
class Workspace {
  private kept = new Float32Array(0);

  /** Contents are left from the last call: for results whose every element is written. */
  array(length: number): Float32Array {
    if (this.kept.length !== length) this.kept = new Float32Array(length);
    return this.kept;
  }

  /** For results that are summed up. */
  zeros(length: number): Float32Array {
    return this.array(length).fill(0);
  }
}

/** A batch of zeros. */
function emptyBatch(space: Workspace, channels: number, count: number, height: number, width: number): Batch {
  return { data: space.zeros(channels * count * height * width), channels, count, height, width };
}

/** A batch of x's shape whose every element the caller writes. */
function likeBatch(space: Workspace, x: Batch): Batch {
  return { ...x, data: space.array(x.data.length) };
}

/** A dense convolution with an odd square kernel and "same" padding, without bias. A 1×1 kernel needs no unfolding. */
export class Convolution {
  readonly kind = "convolution";
  /** [outputs, inputs, kernel, kernel] */
  readonly weights: Parameter;
  private input: Batch | undefined;
  private columns: Float32Array | undefined;
  private readonly spaces = {
    y: new Workspace(),
    columns: new Workspace(),
    slopes: new Workspace(),
    dx: new Workspace(),
  };

  constructor(
    readonly inputs: number,
    readonly outputs: number,
    readonly kernel: number,
    readonly stride: number,
    random: Random,
  ) {
    const fanIn = inputs * kernel * kernel;
    this.weights = parameter(randomWeights(outputs * fanIn, fanIn, random), true);
  }

  forward(x: Batch, training: boolean): Batch {
    const height = outputSize(x.height, this.kernel, this.stride);
    const width = outputSize(x.width, this.kernel, this.stride);
    const y = emptyBatch(this.spaces.y, this.outputs, x.count, height, width);
    const columns = this.kernel === 1 && this.stride === 1 ? x.data : this.unfold(x, y);
    addProduct(this.weights.value, columns, y.data, this.outputs, this.fanIn(), y.count * y.height * y.width);
    if (training) [this.input, this.columns] = [x, columns];
    return y;
  }

  backward(gradient: Batch): Batch {
    const { input: x, columns } = this;
    if (!x || !columns) throw new Error("backward without forward");
    const positions = gradient.count * gradient.height * gradient.width;
    addRowProducts(gradient.data, columns, this.weights.gradient, this.outputs, positions, this.fanIn());
    const columnGradient = this.spaces.slopes.zeros(columns.length);
    const weightsAcross = transposed(this.weights.value, this.outputs, this.fanIn());
    addProduct(weightsAcross, gradient.data, columnGradient, this.fanIn(), this.outputs, positions);
    const result = { ...x, data: columnGradient };
    return columns === x.data ? result : this.fold(columnGradient, x, gradient);
  }

  private fanIn(): number {
    return this.inputs * this.kernel * this.kernel;
  }

  /** One row for each weight of an output channel, one column for each output position of the batch. */
  private unfold(x: Batch, y: Batch): Float32Array {
    const columns = this.spaces.columns.zeros(this.fanIn() * y.count * y.height * y.width);
    this.eachTap(x, y, (column, at) => {
      for (let n = 0; n < x.count; n++) columns[column + n] = x.data[at + n] as number;
    });
    return columns;
  }

  private fold(columns: Float32Array, x: Batch, y: Batch): Batch {
    const result = emptyBatch(this.spaces.dx, x.channels, x.count, x.height, x.width);
    this.eachTap(x, y, (column, at) => {
      for (let n = 0; n < x.count; n++) {
        result.data[at + n] = (result.data[at + n] as number) + (columns[column + n] as number);
      }
    });
    return result;
  }

  /** For every weight and output position inside the picture: where the samples' columns and inputs begin. */
  private eachTap(x: Batch, y: Batch, visit: (column: number, at: number) => void): void {
    const pad = this.kernel >> 1;
    for (let row = 0; row < this.fanIn(); row++) {
      const channel = Math.floor(row / (this.kernel * this.kernel));
      const offsetY = (Math.floor(row / this.kernel) % this.kernel) - pad;
      const offsetX = (row % this.kernel) - pad;
      const [firstY, lastY] = insideRange(x.height, y.height, this.stride, offsetY);
      const [firstX, lastX] = insideRange(x.width, y.width, this.stride, offsetX);
      for (let oy = firstY; oy < lastY; oy++) {
        const column = (row * y.height + oy) * y.width;
        const at = (channel * x.height + oy * this.stride + offsetY) * x.width + offsetX;
        for (let ox = firstX; ox < lastX; ox++) visit((column + ox) * x.count, (at + ox * this.stride) * x.count);
      }
    }
  }
}

/** A 3×3 convolution of each channel by itself, padding 1, without bias. */
export class DepthwiseConvolution {
  readonly kind = "depthwise";
  readonly kernel = 3;
  /** [channels, 1, 3, 3] */
  readonly weights: Parameter;
  private input: Batch | undefined;
  private readonly spaces = { y: new Workspace(), dx: new Workspace() };

  constructor(
    readonly channels: number,
    readonly stride: number,
    random: Random,
  ) {
    this.weights = parameter(randomWeights(channels * 9, 9, random), true);
  }

  forward(x: Batch, training: boolean): Batch {
    const [height, width] = [outputSize(x.height, 3, this.stride), outputSize(x.width, 3, this.stride)];
    const y = emptyBatch(this.spaces.y, x.channels, x.count, height, width);
    const [from, to] = [x.data, y.data];
    this.eachRun(x, y, (tap, atX, atY, length) => {
      const weight = this.weights.value[tap] as number;
      for (let i = 0; i < length; i++) to[atY + i] = (to[atY + i] as number) + weight * (from[atX + i] as number);
    });
    if (training) this.input = x;
    return y;
  }

  backward(gradient: Batch): Batch {
    const x = this.input;
    if (!x) throw new Error("backward without forward");
    const result = emptyBatch(this.spaces.dx, x.channels, x.count, x.height, x.width);
    const [values, slopes, slopesOfX] = [x.data, gradient.data, result.data];
    this.eachRun(x, gradient, (tap, atX, atY, length) => {
      const weight = this.weights.value[tap] as number;
      let sum = 0;
      for (let i = 0; i < length; i++) {
        const slope = slopes[atY + i] as number;
        sum += slope * (values[atX + i] as number);
        slopesOfX[atX + i] = (slopesOfX[atX + i] as number) + weight * slope;
      }
      this.weights.gradient[tap] = (this.weights.gradient[tap] as number) + sum;
    });
    return result;
  }

  /** Every weight with every run of outputs, `length` long from atY, that reads a run of inputs from atX. */
  private eachRun(x: Batch, y: Batch, visit: (tap: number, atX: number, atY: number, length: number) => void): void {
    for (let tap = 0; tap < this.channels * 9; tap++) {
      const channel = Math.floor(tap / 9);
      const offsetY = (Math.floor(tap / 3) % 3) - 1;
      const offsetX = (tap % 3) - 1;
      const [firstY, lastY] = insideRange(x.height, y.height, this.stride, offsetY);
      const [firstX, lastX] = insideRange(x.width, y.width, this.stride, offsetX);
      const columns = this.stride === 1 ? lastX - firstX : 1; // without a stride a whole row is one run
      for (let oy = firstY; oy < lastY; oy++) {
        const rowX = (channel * x.height + oy * this.stride + offsetY) * x.width + offsetX;
        const rowY = (channel * y.height + oy) * y.width;
        for (let ox = firstX; ox < lastX; ox += columns) {
          visit(tap, (rowX + ox * this.stride) * x.count, (rowY + ox) * x.count, columns * x.count);
        }
      }
    }
  }
}

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
