/**
 * Depthwise convolutions, forwards and backwards, in the layout of onnxruntime's own kernels for them: blocks of as many channels as a vector register
 * holds, side by side. onnxruntime's optimizer takes these kernels for constant weights alone; with weights that are inputs, a depthwise Conv is
 * a product of matrices for every channel, and its weights' gradient one for every channel and sample.
 */
import type { Clamp, OpOf } from "../../ir/op";
import { kernelExtent, type Shape } from "../../ir/shapes";
import type { Attribute, ModelWriter } from "../encode/modelWriter";
import { Steps, type Place } from "./steps";

/** Operators that onnxruntime has for itself; whoever writes them has tried them (channelBlocks.ts). */
export const BLOCKS_DOMAIN = { domain: "com.microsoft.nchwc", version: 1 } as const;

type Conv = OpOf<"conv">;

/** One of them, seen from behind. */
interface DepthwiseSite {
  readonly op: Conv;
  readonly inputs: readonly Place[];
  readonly x: Place;
  readonly y: Place;
  /** The gradient by y, behind the clamp. */
  readonly g: string;
  readonly steps: Steps;
}

/** The depthwise convolutions of one model. */
export class DepthwiseBlocks {
  /** By tensor; what forwards was laid in blocks is read again backwards. */
  private readonly laid = new Map<string, string>();

  /** @param size channels side by side */
  constructor(
    private readonly writer: ModelWriter,
    private readonly size: number,
  ) {}

  get used(): boolean {
    return this.laid.size > 0;
  }

  /** @param shapes of the operands */
  takes(op: Conv, [x, weights]: readonly Shape[]): boolean {
    return x?.length === 4 && op.groups > 1 && op.groups === x[1] && op.groups === weights?.[0];
  }

  /** Writes the convolution together with its clamp. */
  forwards(op: Conv, inputs: readonly Place[], output: string): void {
    const [x, weights, bias] = inputs;
    if (!x || !weights) throw new Error("a convolution without weights");
    const steps = new Steps(this.writer, `${output}/blocks`);
    const channels = op.groups;
    const added = bias && this.widened(steps, bias.name, [channels]);
    const result = this.conv(
      steps,
      [this.lay(x, steps), this.kernel(steps, weights, false), ...(added ? [added] : [])],
      {
        ...attributesOf(op),
        ...activationOf(op.clamp),
      },
    );
    this.writer.foreign(BLOCKS_DOMAIN.domain, "ReorderOutput", [result], [output], output, { channels });
  }

  /** undefined where windows reach no further than padding, or leave values out. */
  byInput({ op, inputs, x, y, g, steps }: DepthwiseSite): string | undefined {
    const weights = inputs[1];
    if (!weights) throw new Error("a convolution without weights");
    const { strides, pads, dilations, groups: channels } = op;
    const [samples = 1, , height = 1, width = 1] = x.shape;
    const [, , rows = 1, columns = 1] = y.shape;
    const extents = [kernelExtent(op.kernel[0], dilations[0]), kernelExtent(op.kernel[1], dilations[1])] as const;
    const spread = [rows * strides[0], columns * strides[1]] as const;
    const before = [extents[0] - 1 - pads[0], extents[1] - 1 - pads[1]] as const;
    const behind = [
      height - spread[0] - before[0] + extents[0] - 1,
      width - spread[1] - before[1] + extents[1] - 1,
    ] as const;
    if ([...before, ...behind].some((pad) => pad < 0)) return undefined;
    const padded = this.padded(channels);
    let gradient = this.lay({ name: g, shape: y.shape }, steps);
    if (strides[0] > 1 || strides[1] > 1) {
      const apart = [samples * (padded / this.size), rows, 1, columns, this.size];
      const after = [0, 0, strides[0] - 1, 0, (strides[1] - 1) * this.size];
      const zeros = after.map(() => 0);
      const between = steps.pad(steps.reshape(gradient, apart), zeros, after);
      gradient = steps.reshape(between, [samples, padded, ...spread]);
    }
    const result = this.conv(steps, [gradient, this.kernel(steps, weights, true)], {
      kernel_shape: op.kernel,
      strides: [1, 1],
      pads: [...before, ...behind],
      dilations,
      group: padded,
    });
    const output = steps.fresh();
    this.writer.foreign(BLOCKS_DOMAIN.domain, "ReorderOutput", [result], [output], output, { channels });
    return output;
  }

  /** x correlated with g, every sample's every channel by itself; strides and dilations change places. */
  byWeights({ op, inputs, x, y, g, steps }: DepthwiseSite): string {
    const { kernel, groups: channels, pads } = op;
    const [samples = 1, , height = 1, width = 1] = x.shape;
    const [, , rows = 1, columns = 1] = y.shape;
    const padded = this.padded(channels);
    const all = samples * padded;
    const images = steps.reshape(this.lay(x, steps), [1, all, height, width]);
    const kernels = steps.reshape(this.lay({ name: g, shape: y.shape }, steps), [all, 1, rows, columns]);
    const correlated = this.conv(steps, [images, kernels], {
      kernel_shape: [rows, columns],
      strides: op.dilations,
      pads,
      dilations: op.strides,
      group: all,
    });
    // Rows and columns that no window reached make it larger than the kernel.
    const along = (axis: 0 | 1): number => {
      const size = (x.shape[2 + axis] ?? 1) + pads[axis] + pads[axis === 0 ? 2 : 3];
      const extent = kernelExtent(y.shape[2 + axis] ?? 1, op.strides[axis]);
      return Math.floor((size - extent) / op.dilations[axis]) + 1;
    };
    const blocks = padded / this.size;
    const found = steps.reshape(correlated, [samples, blocks, along(0), along(1), this.size]);
    const summed = steps.sum(found, [0], false);
    const taps = steps.slice(summed, [0, 0, 0, 0], [blocks, ...kernel, this.size], [1, 1, 1, 1]);
    const apart = steps.reshape(steps.transpose(taps, [0, 3, 1, 2]), [padded, ...kernel]);
    const own = padded === channels ? apart : steps.slice(apart, [0, 0, 0], [channels, ...kernel], [1, 1, 1]);
    return steps.reshape(own, inputs[1]?.shape ?? []);
  }

  private padded(channels: number): number {
    return Math.ceil(channels / this.size) * this.size;
  }

  /** [N, C, H, W] in blocks, with channels of 0 behind where they fill none. */
  private lay({ name, shape }: Place, steps: Steps): string {
    const known = this.laid.get(name);
    if (known !== undefined) return known;
    const channels = shape[1] ?? 1;
    const more = this.padded(channels) - channels;
    const whole = more === 0 ? name : steps.pad(name, [0, 0, 0, 0], [0, more, 0, 0]);
    const blocks = this.writer.fresh(`${name}/blocks`);
    this.writer.foreign(BLOCKS_DOMAIN.domain, "ReorderInput", [whole], [blocks], blocks);
    this.laid.set(name, blocks);
    return blocks;
  }

  /** [C, 1, kh, kw] with channels side by side. */
  private kernel(steps: Steps, { name, shape }: Place, turned: boolean): string {
    const [channels = 1, , ...taps] = shape;
    const [rows = 1, columns = 1] = taps;
    const padded = this.padded(channels);
    const past = -(2 ** 31);
    const whole = this.widened(steps, name, shape);
    const seen = turned ? steps.slice(whole, [0, 0, -1, -1], [padded, 1, past, past], [1, 1, -1, -1]) : whole;
    const blocks = steps.reshape(seen, [padded / this.size, this.size, rows * columns]);
    return steps.reshape(steps.transpose(blocks, [0, 2, 1]), [padded, 1, rows, columns]);
  }

  /** Zeros behind along axis 0. */
  private widened(steps: Steps, name: string, shape: Shape): string {
    const [channels = 1] = shape;
    const more = this.padded(channels) - channels;
    const zeros = shape.map(() => 0);
    return more === 0 ? name : steps.pad(name, zeros, [more, ...zeros.slice(1)]);
  }

  private conv(steps: Steps, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>>): string {
    const output = steps.fresh();
    const group = typeof attributes["group"] === "number" ? this.padded(attributes["group"]) : 1;
    this.writer.foreign(BLOCKS_DOMAIN.domain, "Conv", inputs, [output], output, { ...attributes, group });
    return output;
  }
}

function attributesOf({ kernel, strides, pads, dilations, groups }: Conv): Readonly<Record<string, Attribute>> {
  return { kernel_shape: kernel, strides, pads, dilations, group: groups };
}

function activationOf(clamp: Clamp | undefined): Readonly<Record<string, Attribute>> {
  if (!clamp || (clamp.min === -Infinity && clamp.max === Infinity)) return {};
  if (clamp.min === 0 && clamp.max === Infinity) return { activation: "Relu" };
  const most = 3.4028234663852886e38;
  return {
    activation: "Clip",
    activation_params: { floats: [Math.max(clamp.min, -most), Math.min(clamp.max, most)] },
  };
}
