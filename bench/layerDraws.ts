/** Layers for bench/instructions.ts: such as networks for microcontrollers have, and some that are odd. */
import type { Random } from "../src/engine/base/random";
import type { Shape3, WeightShape } from "../src/engine/ir/network";
import { GATES, type Pads, type Pair, type Window } from "../src/engine/ir/op";
import type { LayerCase } from "../test/support/firmware/layerCases";

/** How many of them are to be drawn; what is too large answers undefined. */
export interface LayerDraw {
  readonly times: number;
  readonly draw: () => LayerCase | undefined;
}

/** Emulation takes its time. */
const MOST_MACS = 250_000;
const base = { name: "layer", macs: 0 } as const;

export function layerDraws(random: Random): readonly LayerDraw[] {
  const from = new Draws(random);
  return [
    { times: 220, draw: () => from.convolution() },
    { times: 160, draw: () => from.depthwise() },
    { times: 50, draw: () => from.fullyConnected() },
    { times: 45, draw: () => from.elementwise({ ...base, kind: "add", sign: 1, inputs: [0, 1] }) },
    { times: 40, draw: () => from.elementwise({ ...base, kind: "mul", inputs: [0, 1] }) },
    { times: 25, draw: () => from.elementwise({ ...base, kind: "lookup", fn: { fn: "sigmoid" }, inputs: [0] }) },
    { times: 20, draw: () => from.elementwise({ ...base, kind: "prelu", slope: "slope", inputs: [0] }) },
    { times: 20, draw: () => from.elementwise({ ...base, kind: "requantize", inputs: [0] }) },
    { times: 40, draw: () => from.pool("maxPool") },
    { times: 40, draw: () => from.pool("averagePool") },
    { times: 30, draw: () => from.concat() },
    { times: 20, draw: () => from.slice() },
    { times: 20, draw: () => from.pad() },
    { times: 15, draw: () => from.resize() },
    { times: 15, draw: () => from.transpose() },
    { times: 30, draw: () => from.normalize() },
    { times: 20, draw: () => from.softmax() },
    ...(["lstm", "gru", "rnn"] as const).map((cell) => ({ times: 30, draw: () => from.recurrent(cell) })),
  ];
}

/** A window over an image, and what comes out. */
interface Windowed {
  readonly input: Shape3;
  readonly window: Window;
  readonly output: Pair;
}

class Draws {
  constructor(private readonly random: Random) {}

  convolution(): LayerCase | undefined {
    const { input, window, output } = this.windowed([
      [1, 1],
      [1, 1],
      [3, 3],
      [3, 3],
      [5, 5],
      [3, 1],
      [10, 4],
    ]);
    const groups = input[2] % 2 === 0 ? this.one(1, 1, 1, 1, 1, 1, 2) : 1;
    const made = this.channels() * groups;
    const weights = weightsOf(made, (window.kernel[0] * window.kernel[1] * input[2]) / groups);
    if (output[0] * output[1] * weights.elements > MOST_MACS) return undefined;
    const layer = { ...base, kind: "conv", ...window, groups, weights, inputs: [0] } as const;
    return { inputs: [input], layer, output: [...output, made] };
  }

  depthwise(): LayerCase | undefined {
    const { input, window, output } = this.windowed([
      [3, 3],
      [3, 3],
      [3, 3],
      [5, 5],
      [7, 7],
      [3, 1],
      [9, 1],
    ]);
    const groups = input[2];
    const weights = weightsOf(groups, window.kernel[0] * window.kernel[1]);
    if (groups === 1 || output[0] * output[1] * weights.elements > MOST_MACS) return undefined;
    const layer = { ...base, kind: "conv", ...window, groups, weights, inputs: [0] } as const;
    return { inputs: [input], layer, output: [...output, groups] };
  }

  fullyConnected(): LayerCase | undefined {
    const length = 8 + this.random.below(500);
    const made = this.one(1, 2, 4, 10, 12, 16, 64, 100, 128);
    const vectors = this.one(1, 1, 1, 4);
    if (length * made * vectors > MOST_MACS) return undefined;
    const layer = { ...base, kind: "fullyConnected", weights: weightsOf(made, length), inputs: [0] } as const;
    return { inputs: [[1, vectors, length]], layer, output: [1, vectors, made] };
  }

  /** A second operand is as large as the first, or one vector. */
  elementwise(layer: LayerCase["layer"]): LayerCase {
    const shape = this.image();
    const second: Shape3 = this.one(true, true, false) ? shape : [1, 1, shape[2]];
    return { inputs: [shape, second].slice(0, layer.inputs.length), layer, output: shape };
  }

  pool(kind: "maxPool" | "averagePool"): LayerCase | undefined {
    const { input, window, output } = this.windowed([
      [2, 2],
      [2, 2],
      [3, 3],
      [4, 4],
      [7, 7],
      [8, 8],
      [25, 5],
    ]);
    if (output[0] * output[1] * input[2] * window.kernel[0] * window.kernel[1] > MOST_MACS) return undefined;
    const shared = { ...base, ...window, inputs: [0] };
    const shape: Shape3 = [...output, input[2]];
    if (kind === "maxPool") return { inputs: [input], layer: { ...shared, kind }, output: shape, moves: true };
    return { inputs: [input], layer: { ...shared, kind, countIncludePad: false, ceilExtra: [0, 0] }, output: shape };
  }

  concat(): LayerCase {
    const [first, second] = [this.image(), this.channels()];
    const axis = this.one<0 | 2>(0, 2, 2);
    const other: Shape3 = axis === 2 ? [first[0], first[1], second] : first;
    const output: Shape3 = axis === 2 ? [first[0], first[1], first[2] + second] : [2 * first[0], first[1], first[2]];
    const layer = { ...base, kind: "concat", axis, inputs: [0, 1] } as const;
    return { inputs: [first, other], layer, output, moves: this.one(true, false) };
  }

  slice(): LayerCase {
    const shape = this.image();
    const steps: Shape3 = [1, this.one(1, 2), this.one(1, 1, 2)];
    const output: Shape3 = [shape[0], Math.ceil(shape[1] / steps[1]), Math.ceil(shape[2] / steps[2])];
    const layer = { ...base, kind: "slice", starts: [0, 0, 0], steps, inputs: [0] } as const;
    return { inputs: [shape], layer, output, moves: true };
  }

  pad(): LayerCase {
    const shape = this.image();
    const side = (): number => this.random.below(3);
    const pads: Pads = [side(), side(), side(), side()];
    const after = this.one(0, 0, 4);
    const layer = {
      ...base,
      kind: "pad",
      pads,
      channelsBefore: 0,
      channelsAfter: after,
      value: 0,
      inputs: [0],
    } as const;
    const output: Shape3 = [shape[0] + pads[0] + pads[2], shape[1] + pads[1] + pads[3], shape[2] + after];
    return { inputs: [shape], layer, output, moves: true };
  }

  resize(): LayerCase {
    const shape = this.image();
    const twice = (size: number): number[] => Array.from({ length: 2 * size }, (_, i) => i >> 1);
    const sources = { sourceRows: twice(shape[0]), sourceColumns: twice(shape[1]) };
    const layer = { ...base, kind: "resize", ...sources, inputs: [0] } as const;
    return { inputs: [shape], layer, output: [2 * shape[0], 2 * shape[1], shape[2]], moves: true };
  }

  transpose(): LayerCase {
    const from = this.image();
    const perm = this.one([1, 0, 2], [2, 0, 1], [0, 2, 1]);
    const layer = { ...base, kind: "transpose", from, perm, inputs: [0] } as const;
    return { inputs: [from], layer, output: [1, 1, from[0] * from[1] * from[2]], moves: true };
  }

  normalize(): LayerCase {
    const shape = this.image();
    const across = this.one<"pixel" | "image">("pixel", "image");
    const together = shape[2] * (across === "image" ? shape[0] * shape[1] : 1);
    const how = { across, groups: 1, together, centred: this.one(true, false), epsilon: 0 };
    return { inputs: [shape], layer: { ...base, kind: "normalize", ...how, inputs: [0] }, output: shape };
  }

  softmax(): LayerCase {
    const shape: Shape3 = [1, this.one(1, 1, 4, 10), this.one(2, 4, 10, 12, 35, 100, 250)];
    return { inputs: [shape], layer: { ...base, kind: "softmax", inputs: [0] }, output: shape };
  }

  recurrent(cell: "lstm" | "gru" | "rnn"): LayerCase | undefined {
    const units = this.one(4, 8, 10, 16, 20, 32, 64);
    const columns = this.one(4, 10, 16, 20, 28, 40, 64);
    const steps = this.one(1, 1, 2, 4, 8);
    const weights = weightsOf(GATES[cell] * units, columns + units);
    if (steps * weights.elements > MOST_MACS) return undefined;
    const how = { cell, units, sequences: 1, reverse: false, resetAfter: true } as const;
    const layer = { ...base, kind: "recurrent", ...how, weights, inputs: [0] } as const;
    return { inputs: [[steps, 1, columns]], layer, output: [steps, 1, units] };
  }

  private one<T>(...from: readonly T[]): T {
    return from[this.random.below(from.length)] as T;
  }

  private side(): number {
    return this.one(1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 25);
  }

  private channels(): number {
    return this.one(1, 3, 4, 8, 8, 12, 16, 16, 24, 32, 32, 40, 64, 64, 10, 13, 96);
  }

  private image(): Shape3 {
    return [this.side(), this.side(), this.channels()];
  }

  /** Padded as TensorFlow does, or not at all. */
  private windowed(kernels: readonly Pair[]): Windowed {
    const kernel = this.one(...kernels);
    const stride = this.one(1, 1, 2);
    const input: Shape3 = [Math.max(this.side(), kernel[0]), Math.max(this.side(), kernel[1]), this.channels()];
    const isPadded = this.one(true, true, false);
    const along = (axis: 0 | 1): readonly [output: number, before: number, after: number] => {
      if (!isPadded) return [Math.floor((input[axis] - kernel[axis]) / stride) + 1, 0, 0];
      const output = Math.ceil(input[axis] / stride);
      const total = Math.max((output - 1) * stride + kernel[axis] - input[axis], 0);
      return [output, Math.floor(total / 2), Math.ceil(total / 2)];
    };
    const [rows, columns] = [along(0), along(1)];
    const pads: Pads = [rows[1], columns[1], rows[2], columns[2]];
    const window = { kernel, strides: [stride, stride], dilations: [1, 1], pads } as const;
    return { input, window, output: [rows[0], columns[0]] };
  }
}

function weightsOf(outputChannels: number, perChannel: number): WeightShape {
  return { node: "w", tensor: "w", outputChannels, perChannel, elements: outputChannels * perChannel };
}
