/**
 * Well-known architectures as `Network` objects, without weights: enough for memory planning and search, where only shapes count.
 * Each activation bears the name of the layer that makes it, so "the output of pw1" is the activation `pw1`.
 */
import type { Activation, ActivationId, Layer, Network, Shape3, WeightShape } from "../../../src/engine/ir/network";
import type { Pads, Pair } from "../../../src/engine/ir/op";

interface ConvolutionSettings {
  readonly kernel: number;
  readonly stride: number;
}

/** Omit that keeps the members of a union apart. */
type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A layer before it has a place in a network. */
export type LayerDraft = OmitEach<Layer, "index" | "output">;

/** Collects layers in execution order; ids are handed out in order of creation. */
export class NetworkBuilder {
  private readonly activations: Activation[] = [];
  private readonly layers: Layer[] = [];
  private readonly inputs: ActivationId[] = [];

  constructor(private readonly name: string) {}

  /** @param group the input whose quantization it shares */
  input(name: string, shape: Shape3, group?: ActivationId): ActivationId {
    const id = this.activation(name, shape, group);
    this.inputs.push(id);
    return id;
  }

  /** What a recurrent layer keeps at 16 bits. */
  cell(name: string, shape: Shape3): ActivationId {
    const id = this.activation(name, shape, undefined, "cell");
    this.inputs.push(id);
    return id;
  }

  /** Spikes, of 1 bit. */
  spikes(name: string, shape: Shape3): ActivationId {
    const id = this.activation(name, shape, undefined, "spikes");
    this.inputs.push(id);
    return id;
  }

  /** What neurons keep. */
  membrane(name: string, shape: Shape3): ActivationId {
    const id = this.activation(name, shape, undefined, "membrane");
    this.inputs.push(id);
    return id;
  }

  /** Adds any layer; its output takes the layer's name. `group` is set where the layer only moves data. */
  layer(draft: LayerDraft, outputShape: Shape3, group?: ActivationId): ActivationId {
    const fires = draft.kind === "fire" || draft.kind === "spiking";
    const output = this.activation(draft.name, outputShape, group, fires ? "spikes" : undefined);
    this.layers.push({ ...draft, index: this.layers.length, output });
    return output;
  }

  /** A dense convolution with TensorFlow's SAME padding. */
  conv(name: string, input: ActivationId, channels: number, { kernel, stride }: ConvolutionSettings): ActivationId {
    return this.convolution(name, input, channels, 1, kernel, stride);
  }

  pointwise(name: string, input: ActivationId, channels: number): ActivationId {
    return this.convolution(name, input, channels, 1, 1, 1);
  }

  depthwise(name: string, input: ActivationId, { kernel, stride }: ConvolutionSettings): ActivationId {
    const channels = this.shapeOf(input)[2];
    return this.convolution(name, input, channels, channels, kernel, stride);
  }

  add(name: string, a: ActivationId, b: ActivationId): ActivationId {
    return this.layer({ kind: "add", sign: 1, name, inputs: [a, b], macs: 0 }, this.shapeOf(a));
  }

  globalAveragePool(name: string, input: ActivationId): ActivationId {
    const [height, width, channels] = this.shapeOf(input);
    const window = { kernel: [height, width], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
    return this.layer(
      { kind: "averagePool", ...window, countIncludePad: false, ceilExtra: [0, 0], name, inputs: [input], macs: 0 },
      [1, 1, channels],
    );
  }

  fullyConnected(name: string, input: ActivationId, channels: number): ActivationId {
    const [height, width, perChannel] = this.shapeOf(input);
    const weights = weightShape(name, channels, perChannel);
    const macs = height * width * weights.elements;
    return this.layer({ kind: "fullyConnected", weights, name, inputs: [input], macs }, [height, width, channels]);
  }

  shapeOf(id: ActivationId): Shape3 {
    const activation = this.activations[id];
    if (!activation) throw new Error(`no activation ${id}`);
    return activation.shape;
  }

  /** For layers that only move data: pass it as `group` of their output. */
  groupOf(id: ActivationId): ActivationId {
    return this.activations[id]?.group ?? id;
  }

  /** Network inputs and outputs, and what shares their quantization, are fixed at 8 bits, as lowering does. */
  build(outputs: readonly ActivationId[]): Network {
    const ends = new Set([...this.inputs, ...outputs].map((id) => this.groupOf(id)));
    const activations = this.activations.map((activation): Activation =>
      ends.has(activation.group) && activation.fixed === undefined && !activation.membrane
        ? { ...activation, fixed: 8 }
        : activation,
    );
    return {
      name: this.name,
      activations,
      layers: this.layers,
      inputs: this.inputs,
      outputs,
      activationOfTensor: new Map(activations.map(({ name, id }) => [name, id])),
    };
  }

  private activation(
    name: string,
    shape: Shape3,
    group?: ActivationId,
    what?: "cell" | "spikes" | "membrane",
  ): ActivationId {
    const id = this.activations.length;
    const elements = shape[0] * shape[1] * shape[2];
    const own = what === "membrane" ? ({ membrane: true } as const) : what ? { fixed: what } : {};
    this.activations.push({ id, name, shape, elements, group: group ?? id, ...own });
    return id;
  }

  private convolution(
    name: string,
    input: ActivationId,
    channels: number,
    groups: number,
    kernel: number,
    stride: number,
  ): ActivationId {
    const [height, width, inputChannels] = this.shapeOf(input);
    const output: Shape3 = [Math.ceil(height / stride), Math.ceil(width / stride), channels];
    const rows = samePadding(height, output[0], kernel, stride);
    const columns = samePadding(width, output[1], kernel, stride);
    const pads: Pads = [rows[0], columns[0], rows[1], columns[1]];
    const weights = weightShape(name, channels, (kernel * kernel * inputChannels) / groups);
    const window = { kernel: [kernel, kernel], strides: [stride, stride], pads, dilations: [1, 1] } as const;
    const macs = output[0] * output[1] * weights.elements;
    return this.layer({ kind: "conv", ...window, groups, weights, name, inputs: [input], macs }, output);
  }
}

function weightShape(layer: string, outputChannels: number, perChannel: number): WeightShape {
  const elements = outputChannels * perChannel;
  return { node: layer, tensor: `${layer}.weight`, bias: `${layer}.bias`, outputChannels, perChannel, elements };
}

/** [before, after]; the odd pixel goes after, as TensorFlow does. */
function samePadding(size: number, outputSize: number, kernel: number, stride: number): Pair {
  const total = Math.max((outputSize - 1) * stride + kernel - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Output channels of pw1 … pw13 at width 1.0 and the stride of the depthwise layer in front (Howard et al. 2017, table 1). */
const MOBILENET_V1: readonly Pair[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
];

/** conv0, dw1, pw1, … dw13, pw13, pool, fc: 28 layers with weights. Widths 0.25, 0.5, 0.75 and 1.0 give whole channel counts. */
export function mobileNetV1(width: number, resolution: number): Network {
  const builder = new NetworkBuilder(`mobilenet_v1_${width}_${resolution}`);
  let last = builder.input("input", [resolution, resolution, 3]);
  last = builder.conv("conv0", last, 32 * width, { kernel: 3, stride: 2 });
  MOBILENET_V1.forEach(([channels, stride], i) => {
    last = builder.depthwise(`dw${i + 1}`, last, { kernel: 3, stride });
    last = builder.pointwise(`pw${i + 1}`, last, channels * width);
  });
  last = builder.globalAveragePool("pool", last);
  return builder.build([builder.fullyConnected("fc", last, 1000)]);
}

/** A stack of inverted residual blocks. */
interface Stage {
  readonly expansion: number;
  readonly channels: number;
  readonly blocks: number;
  readonly stride: number;
  readonly kernel: number;
}

/** Sandler et al. 2018, table 2. */
const MOBILENET_V2: readonly Stage[] = [
  { expansion: 1, channels: 16, blocks: 1, stride: 1, kernel: 3 },
  { expansion: 6, channels: 24, blocks: 2, stride: 2, kernel: 3 },
  { expansion: 6, channels: 32, blocks: 3, stride: 2, kernel: 3 },
  { expansion: 6, channels: 64, blocks: 4, stride: 2, kernel: 3 },
  { expansion: 6, channels: 96, blocks: 3, stride: 1, kernel: 3 },
  { expansion: 6, channels: 160, blocks: 3, stride: 2, kernel: 3 },
  { expansion: 6, channels: 320, blocks: 1, stride: 1, kernel: 3 },
];

/** Tan et al. 2019, MnasNet-B1 (without squeeze-and-excitation). */
const MNASNET: readonly Stage[] = [
  { expansion: 1, channels: 16, blocks: 1, stride: 1, kernel: 3 },
  { expansion: 3, channels: 24, blocks: 3, stride: 2, kernel: 3 },
  { expansion: 3, channels: 40, blocks: 3, stride: 2, kernel: 5 },
  { expansion: 6, channels: 80, blocks: 3, stride: 2, kernel: 5 },
  { expansion: 6, channels: 96, blocks: 2, stride: 1, kernel: 3 },
  { expansion: 6, channels: 192, blocks: 4, stride: 2, kernel: 5 },
  { expansion: 6, channels: 320, blocks: 1, stride: 1, kernel: 3 },
];

/** conv0, then b1.dw, b1.pw, b2.ex, b2.dw, b2.pw, … b17.pw with bN.add where a block is residual, then head, pool, fc: 53 layers with weights. */
export function mobileNetV2(resolution = 224): Network {
  return invertedResidualNetwork(`mobilenet_v2_1_${resolution}`, MOBILENET_V2, resolution);
}

/** Named as MobileNetV2. */
export function mnasNet(resolution = 224): Network {
  return invertedResidualNetwork(`mnasnet_1_${resolution}`, MNASNET, resolution);
}

function invertedResidualNetwork(name: string, stages: readonly Stage[], resolution: number): Network {
  const builder = new NetworkBuilder(name);
  let last = builder.input("input", [resolution, resolution, 3]);
  last = builder.conv("conv0", last, 32, { kernel: 3, stride: 2 });
  let block = 0;
  for (const stage of stages) {
    for (let i = 0; i < stage.blocks; i++) {
      const label = `b${++block}`;
      const entry = last;
      const entryChannels = builder.shapeOf(entry)[2];
      if (stage.expansion > 1) last = builder.pointwise(`${label}.ex`, last, entryChannels * stage.expansion);
      last = builder.depthwise(`${label}.dw`, last, { kernel: stage.kernel, stride: i === 0 ? stage.stride : 1 });
      last = builder.pointwise(`${label}.pw`, last, stage.channels);
      if (i > 0) last = builder.add(`${label}.add`, entry, last);
    }
  }
  last = builder.pointwise("head", last, 1280);
  last = builder.globalAveragePool("pool", last);
  return builder.build([builder.fullyConnected("fc", last, 1000)]);
}
