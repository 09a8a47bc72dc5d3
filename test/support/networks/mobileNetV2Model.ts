/**
 * MobileNetV2 (Sandler et al. 2018, table 2) as an ONNX file with seeded weights, for tests that need a network of real size and depth where
 * no published one is at hand: 17 inverted residual blocks, batch normalization and ReLU6 as PyTorch exports them, ten residual sums.
 *
 * Its statistics are those of a network after training's first step, not noise: weights are He-initialised, and every normalization holds
 * the mean and variance that its input has if its own input has the power (mean square) that is tracked here.
 */
import { seededRandom } from "../../../src/engine/base/random";
import { buildOnnx, floats, node, type OnnxModel, type OnnxNode } from "./onnxBuilder";

export interface MobileNetV2Model {
  /** Multiplier of the channels; they are rounded to eights. */
  readonly width?: number;
  /** Height and width of the input. */
  readonly side?: number;
  readonly classes?: number;
}

/** Expansion, channels at width 1, blocks, stride of the first. */
const STAGES: readonly (readonly [number, number, number, number])[] = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/** What ReLU6 leaves of the power of a normalized tensor. */
const RELU_POWER = 0.55;

interface Tensor {
  readonly name: string;
  readonly channels: number;
  readonly power: number;
}

interface Convolution {
  readonly channels: number;
  readonly kernel?: number;
  readonly stride?: number;
  readonly groups?: number;
  readonly relu: boolean;
}

/** Input "input" is [1, 3, side, side], normalized pixels; output "logits" is [1, classes]. 53 layers with weights of 64 in all. */
export function mobileNetV2Model({ width = 1, side = 96, classes = 1000 }: MobileNetV2Model = {}): Uint8Array {
  const random = seededRandom(2018);
  const constants: Record<string, NonNullable<OnnxModel["constants"]>[string]> = {};
  const nodes: OnnxNode[] = [];
  const filled = (count: number, draw: () => number): Float32Array => Float32Array.from({ length: count }, draw);
  const scaled = (channels: number): number => Math.max(8, Math.round((channels * width) / 8) * 8);

  const convolution = (name: string, from: Tensor, settings: Convolution): Tensor => {
    const { channels, kernel = 1, stride = 1, groups = 1, relu } = settings;
    const fanIn = (kernel * kernel * from.channels) / groups;
    constants[`${name}.weight`] = floats(
      [channels, from.channels / groups, kernel, kernel],
      filled(channels * fanIn, () => random.normal() * Math.sqrt(2 / fanIn)),
    );
    const variance = 2 * from.power;
    const parameters: readonly (readonly [string, () => number])[] = [
      ["scale", () => 1 + 0.2 * random.normal()],
      ["shift", () => 0.2 * random.normal()],
      ["mean", () => 0.1 * Math.sqrt(variance) * random.normal()],
      ["variance", () => variance * (0.7 + 0.6 * random.uniform())],
    ];
    for (const [parameter, draw] of parameters)
      constants[`${name}.${parameter}`] = floats([channels], filled(channels, draw));
    const pad = (kernel - 1) / 2;
    const window = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad] };
    nodes.push(node("Conv", [from.name, `${name}.weight`], [`${name}.sum`], { ...window, group: groups }, { name }));
    const normalized = relu ? `${name}.normalized` : name;
    const inputs = [`${name}.sum`, ...parameters.map(([parameter]) => `${name}.${parameter}`)];
    nodes.push(node("BatchNormalization", inputs, [normalized], {}, { name: `${name}.norm` }));
    if (relu) nodes.push(node("Clip", [normalized, "zero", "six"], [name], {}, { name: `${name}.relu6` }));
    return { name, channels, power: relu ? RELU_POWER : 1 };
  };

  constants["zero"] = floats([], 0);
  constants["six"] = floats([], 6);
  let last = convolution(
    "conv0",
    { name: "input", channels: 3, power: 1 },
    { channels: scaled(32), kernel: 3, stride: 2, relu: true },
  );
  let block = 0;
  for (const [expansion, channels, blocks, stride] of STAGES) {
    for (let i = 0; i < blocks; i++) {
      const label = `b${++block}`;
      const entry = last;
      const inner = entry.channels * expansion;
      if (expansion > 1) last = convolution(`${label}.ex`, last, { channels: inner, relu: true });
      const depthwise = { channels: inner, kernel: 3, stride: i === 0 ? stride : 1, groups: inner, relu: true };
      last = convolution(`${label}.dw`, last, depthwise);
      last = convolution(`${label}.pw`, last, { channels: scaled(channels), relu: false });
      if (i === 0) continue;
      nodes.push(node("Add", [entry.name, last.name], [`${label}.add`], {}, { name: `${label}.add` }));
      last = { ...last, name: `${label}.add`, power: entry.power + last.power };
    }
  }
  last = convolution("head", last, { channels: 1280 * Math.max(1, width), relu: true });
  constants["fc.weight"] = floats(
    [classes, last.channels],
    filled(classes * last.channels, () => (2 * random.normal()) / Math.sqrt(last.channels)),
  );
  constants["fc.bias"] = floats([classes], 0);
  nodes.push(node("GlobalAveragePool", [last.name], ["pooled"], {}, { name: "pool" }));
  nodes.push(node("Flatten", ["pooled"], ["flat"], {}, { name: "flatten" }));
  nodes.push(node("Gemm", ["flat", "fc.weight", "fc.bias"], ["logits"], { transB: 1 }, { name: "fc" }));
  return buildOnnx({ inputs: { input: [1, 3, side, side] }, outputs: ["logits"], constants, nodes });
}
