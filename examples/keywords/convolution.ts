/** Convolutions with their gradients; see layers.ts for how forward and backward belong together. */
import type { Random } from "../../src/engine/base/random";
import { emptyBatch, parameter, randomWeights, Workspace, type Batch, type Parameter } from "./batch";
import { addProduct, addRowProducts, transposed } from "./matrix";

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

function outputSize(input: number, kernel: number, stride: number): number {
  return Math.floor((input + 2 * (kernel >> 1) - kernel) / stride) + 1;
}

/** Half-open range of outputs whose input at this tap, output·stride + offset, lies inside [0, size). */
function insideRange(size: number, outputs: number, stride: number, offset: number): readonly [number, number] {
  const first = Math.max(0, Math.ceil(-offset / stride));
  return [first, Math.max(first, Math.min(outputs, Math.floor((size - 1 - offset) / stride) + 1))];
}
