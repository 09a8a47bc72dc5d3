/**
 * Random networks of layers that can run by rows: images of many rows and few columns, every window geometry, and tensors that are read
 * twice. What a stream of layers may meet is met here on purpose.
 */
import { seededRandom, type Random } from "../../../src/engine/base/random";
import type { ActivationId, Network, Shape3 } from "../../../src/engine/ir/network";
import { NetworkBuilder } from "../firmware/architectures";

type Grow = (builder: NetworkBuilder, random: Random, name: string, input: ActivationId) => ActivationId;

const plain = { macs: 0 } as const;

const GROWERS: readonly Grow[] = [
  (b, random, name, x) => b.conv(name, x, 1 + random.below(6), { kernel: 3, stride: 1 + random.below(2) }),
  (b, random, name, x) => b.conv(name, x, 1 + random.below(4), { kernel: 2 + random.below(4), stride: 1 }),
  (b, random, name, x) => b.depthwise(name, x, { kernel: 3, stride: 1 + random.below(2) }),
  (b, random, name, x) => b.pointwise(name, x, 1 + random.below(9)),
  (b, random, name, x) => b.fullyConnected(name, x, 1 + random.below(5)),
  (b, random, name, x) => pool(b, random, name, x, "maxPool"),
  (b, random, name, x) => pool(b, random, name, x, "averagePool"),
  (b, _, name, x) => b.layer({ kind: "lookup", fn: { fn: "sigmoid" }, name, inputs: [x], ...plain }, b.shapeOf(x)),
  (b, _, name, x) => b.layer({ kind: "requantize", name, inputs: [x], ...plain }, b.shapeOf(x)),
  (b, _, name, x) => b.layer({ kind: "prelu", slope: "slope", name, inputs: [x], ...plain }, b.shapeOf(x)),
  (b, random, name, x) => {
    const inner = b.pointwise(`${name}.inner`, x, b.shapeOf(x)[2]);
    const deeper =
      random.below(2) === 0 ? inner : b.conv(`${name}.deeper`, inner, b.shapeOf(x)[2], { kernel: 3, stride: 1 });
    return b.add(name, random.below(2) === 0 ? x : deeper, random.below(2) === 0 ? deeper : x);
  },
  (b, _, name, x) => {
    const inner = b.depthwise(`${name}.inner`, x, { kernel: 3, stride: 1 });
    return b.layer({ kind: "mul", name, inputs: [inner, x], ...plain }, b.shapeOf(x));
  },
  (b, random, name, x) => {
    const other = b.conv(`${name}.other`, x, 1 + random.below(3), { kernel: 3, stride: 1 });
    const shape = b.shapeOf(x);
    const channels = shape[2] + b.shapeOf(other)[2];
    return b.layer({ kind: "concat", axis: 2, name, inputs: [x, other], ...plain }, [shape[0], shape[1], channels]);
  },
  (b, random, name, x) => {
    const axis = random.below(2) === 0 ? 0 : 1;
    const other = b.depthwise(`${name}.other`, x, { kernel: 3, stride: 1 });
    const [height, width, channels] = b.shapeOf(x);
    const shape: Shape3 = axis === 0 ? [2 * height, width, channels] : [height, 2 * width, channels];
    return b.layer({ kind: "concat", axis, name, inputs: [other, x], ...plain }, shape);
  },
  (b, random, name, x) => {
    const [height, width, channels] = b.shapeOf(x);
    const step = 1 + random.below(2);
    const start = random.below(Math.min(3, height));
    const shape: Shape3 = [Math.ceil((height - start) / step), width, channels];
    return b.layer(
      { kind: "slice", starts: [start, 0, 0], steps: [step, 1, 1], name, inputs: [x], ...plain },
      shape,
      b.groupOf(x),
    );
  },
  (b, random, name, x) => {
    const [height, width, channels] = b.shapeOf(x);
    const pads = [random.below(3), random.below(2), random.below(3), random.below(2)] as const;
    const shape: Shape3 = [height + pads[0] + pads[2], width + pads[1] + pads[3], channels];
    return b.layer(
      { kind: "pad", pads, channelsBefore: 0, channelsAfter: 0, value: 0, name, inputs: [x], ...plain },
      shape,
      b.groupOf(x),
    );
  },
  (b, random, name, x) => {
    const [height, width, channels] = b.shapeOf(x);
    const rows = height + random.below(height + 1);
    const sourceRows = Array.from({ length: rows }, (_, y) => Math.floor((y * height) / rows));
    const sourceColumns = Array.from({ length: width }, (_, column) => column);
    return b.layer(
      { kind: "resize", sourceRows, sourceColumns, name, inputs: [x], ...plain },
      [rows, width, channels],
      b.groupOf(x),
    );
  },
];

/** A chain of `length` random layers (some of them two or three), their numbers still to be drawn. */
export function rowNetwork(seed: number, length: number): Network {
  const random = seededRandom(seed);
  const builder = new NetworkBuilder(`rows${seed}`);
  let last = builder.input("image", [6 + random.below(12), 1 + random.below(5), 1 + random.below(4)]);
  const outputs: ActivationId[] = [];
  for (let i = 0; i < length; i++) {
    const grow = GROWERS[random.below(GROWERS.length)];
    if (builder.shapeOf(last)[0] > 40 || !grow) continue;
    last = grow(builder, random, `layer ${i}`, last);
    if (random.below(12) === 0 && i + 1 < length) outputs.push(last);
  }
  return builder.build([...new Set([...outputs, last])]);
}

function pool(
  builder: NetworkBuilder,
  random: Random,
  name: string,
  input: ActivationId,
  kind: "maxPool" | "averagePool",
): ActivationId {
  const [height, width, channels] = builder.shapeOf(input);
  const size = Math.min(2 + random.below(2), height);
  const stride = 1 + random.below(2);
  const pad = random.below(2);
  const kernel = [size, 1] as const;
  const window = { kernel, strides: [stride, 1], pads: [pad, 0, pad, 0], dilations: [1, 1] } as const;
  const shape: Shape3 = [Math.floor((height + 2 * pad - size) / stride) + 1, width, channels];
  if (kind === "maxPool")
    return builder.layer({ kind, ...window, name, inputs: [input], ...plain }, shape, builder.groupOf(input));
  const average = { countIncludePad: random.below(2) === 0, ceilExtra: [0, 0] } as const;
  return builder.layer({ kind, ...window, ...average, name, inputs: [input], ...plain }, shape);
}
