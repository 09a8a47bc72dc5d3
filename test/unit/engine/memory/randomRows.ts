/** Random networks of tall feature maps: every kind of layer that runs by rows and some that do not, branches, residuals, broadcasts. */
import { seededRandom, type Random } from "../../../../src/engine/base/random";
import type { ActivationId, Network, Shape3 } from "../../../../src/engine/ir/network";
import type { Window } from "../../../../src/engine/ir/op";
import { NetworkBuilder } from "../../../support/firmware/architectures";

const LARGEST_ELEMENTS = 4000;

/** @param inputs how many network inputs there may be */
export function randomRowNetwork(seed: number, layers: number, inputs = 1): Network {
  const random = seededRandom(seed);
  const builder = new NetworkBuilder(`rows${seed}`);
  const made: ActivationId[] = [];
  const unread = new Set<ActivationId>();
  const keep = (id: ActivationId, read: readonly ActivationId[]): void => {
    for (const each of read) unread.delete(each);
    made.push(id);
    unread.add(id);
  };
  for (let i = 0; i < inputs; i++) keep(builder.input(`in${i}`, randomShape(random)), []);
  for (let i = 0; i < layers; i++) {
    // Mostly the newest, so that chains grow long enough to stream.
    const source = random.uniform() < 0.7 ? made[made.length - 1] : made[random.below(made.length)];
    if (source === undefined) throw new Error("nothing to read");
    const { id, read } = randomLayer(random, builder, `l${i}`, source, made);
    keep(id, read);
  }
  const outputs = made.filter((id, i) => i >= inputs && (unread.has(id) || random.uniform() < 0.05));
  return builder.build(outputs.length > 0 ? outputs : made.slice(-1));
}

interface Made {
  readonly id: ActivationId;
  readonly read: readonly ActivationId[];
}

type Maker = (
  random: Random,
  builder: NetworkBuilder,
  name: string,
  a: ActivationId,
  made: readonly ActivationId[],
) => Made;

const convolution: Maker = (random, builder, name, a) => {
  const shape = builder.shapeOf(a);
  const window = randomWindow(random);
  const output = outputShape(shape, window, 1 + random.below(5));
  if (!output) return pointwise(random, builder, name, a, []);
  const perChannel = window.kernel[0] * window.kernel[1] * shape[2];
  const weights = {
    node: name,
    tensor: `${name}.weight`,
    outputChannels: output[2],
    perChannel,
    elements: perChannel * output[2],
  };
  const macs = output[0] * output[1] * weights.elements;
  const draft = { kind: "conv", ...window, groups: 1, weights, name, inputs: [a], macs } as const;
  return { id: builder.layer(draft, output), read: [a] };
};

const pointwise: Maker = (random, builder, name, a) => ({
  id: builder.pointwise(name, a, 1 + random.below(6)),
  read: [a],
});

const depthwise: Maker = (random, builder, name, a) => ({
  id: builder.depthwise(name, a, { kernel: 3, stride: 1 + random.below(2) }),
  read: [a],
});

const pool: Maker = (random, builder, name, a) => {
  const shape = builder.shapeOf(a);
  const window = random.uniform() < 0.2 ? wholeWindow(shape) : randomWindow(random);
  const output = outputShape(shape, window, shape[2]);
  if (!output) return lookup(random, builder, name, a, []);
  if (random.uniform() < 0.5) {
    const draft = { kind: "maxPool", ...window, name, inputs: [a], macs: 0 } as const;
    return { id: builder.layer(draft, output, builder.groupOf(a)), read: [a] };
  }
  const average = { kind: "averagePool", ...window, countIncludePad: false, ceilExtra: [0, 0] } as const;
  return { id: builder.layer({ ...average, name, inputs: [a], macs: 0 }, output), read: [a] };
};

const lookup: Maker = (_random, builder, name, a) => {
  const fn = { fn: "sigmoid" } as const;
  return { id: builder.layer({ kind: "lookup", fn, name, inputs: [a], macs: 0 }, builder.shapeOf(a)), read: [a] };
};

/** A sum with anything of the same shape, or a product with a vector as squeeze-and-excite has it. */
const arithmetic: Maker = (random, builder, name, a, made) => {
  const shape = builder.shapeOf(a);
  const alike = made.filter((id) => sameShape(builder.shapeOf(id), shape));
  const vectors = made.filter((id) => sameShape(builder.shapeOf(id), [1, 1, shape[2]]));
  const vector = vectors[random.below(Math.max(1, vectors.length))];
  if (vector !== undefined && random.uniform() < 0.5) {
    return { id: builder.layer({ kind: "mul", name, inputs: [a, vector], macs: 0 }, shape), read: [a, vector] };
  }
  const b = alike[random.below(alike.length)] ?? a;
  return { id: builder.add(name, a, b), read: [a, b] };
};

const concatenation: Maker = (random, builder, name, a, made) => {
  const shape = builder.shapeOf(a);
  const axis = ([0, 2] as const)[random.below(2)] ?? 2;
  const fitting = made.filter((id) => builder.shapeOf(id).every((size, i) => i === axis || size === shape[i]));
  const b = fitting[random.below(fitting.length)] ?? a;
  const output = shape.map((size, i) => (i === axis ? size + builder.shapeOf(b)[axis] : size)) as unknown as Shape3;
  if (output[0] * output[1] * output[2] > LARGEST_ELEMENTS) return pointwise(random, builder, name, a, made);
  return { id: builder.layer({ kind: "concat", axis, name, inputs: [a, b], macs: 0 }, output), read: [a, b] };
};

const move: Maker = (random, builder, name, a) => {
  const [height, width, channels] = builder.shapeOf(a);
  const group = builder.groupOf(a);
  const done = (draft: Parameters<NetworkBuilder["layer"]>[0], shape: Shape3): Made => ({
    id: builder.layer(draft, shape, group),
    read: [a],
  });
  switch (random.below(5)) {
    case 0: {
      const start = random.below(height);
      const step = 1 + random.below(2);
      const rows = Math.ceil((height - start) / step);
      const place = { starts: [start, 0, 0], steps: [step, 1, 1] } as const;
      return done({ kind: "slice", ...place, name, inputs: [a], macs: 0 }, [rows, width, channels]);
    }
    case 1: {
      const [top, bottom] = [random.below(3), random.below(3)];
      const pads = { pads: [top, 0, bottom, 1], channelsBefore: 0, channelsAfter: 0, value: 0 } as const;
      return done({ kind: "pad", ...pads, name, inputs: [a], macs: 0 }, [height + top + bottom, width + 1, channels]);
    }
    case 2: {
      if (4 * height * width * channels > LARGEST_ELEMENTS) return lookup(random, builder, name, a, []);
      const twice = (size: number): number[] => Array.from({ length: 2 * size }, (_, i) => i >> 1);
      const sources = { sourceRows: twice(height), sourceColumns: twice(width) };
      return done({ kind: "resize", ...sources, name, inputs: [a], macs: 0 }, [2 * height, 2 * width, channels]);
    }
    case 3:
      return done({ kind: "transpose", from: [height, width, channels], perm: [1, 0, 2], name, inputs: [a], macs: 0 }, [
        width,
        height,
        channels,
      ]);
    default: {
      const outputChannels = 1 + random.below(4);
      const perChannel = random.uniform() < 0.5 ? channels : height * width * channels;
      const elements = perChannel * outputChannels;
      const weights = { node: name, tensor: `${name}.weight`, outputChannels, perChannel, elements };
      const shape: Shape3 = perChannel === channels ? [height, width, outputChannels] : [1, 1, outputChannels];
      const id = builder.layer({ kind: "fullyConnected", weights, name, inputs: [a], macs: 0 }, shape);
      return { id, read: [a] };
    }
  }
};

const MAKERS: readonly Maker[] = [
  convolution,
  convolution,
  convolution,
  pointwise,
  depthwise,
  depthwise,
  pool,
  lookup,
  arithmetic,
  arithmetic,
  concatenation,
  move,
];

const randomLayer: Maker = (random, ...rest) => {
  const make = MAKERS[random.below(MAKERS.length)] ?? pointwise;
  return make(random, ...rest);
};

function randomShape(random: Random): Shape3 {
  return [3 + random.below(10), 1 + random.below(5), 1 + random.below(4)];
}

function randomWindow(random: Random): Window {
  const kernel = 1 + random.below(4);
  const stride = 1 + random.below(3);
  const dilation = random.uniform() < 0.2 ? 2 : 1;
  const pad = (): number => random.below(kernel);
  return {
    kernel: [kernel, 1],
    strides: [stride, 1],
    pads: [pad(), 0, pad(), 0],
    dilations: [dilation, 1],
  };
}

function wholeWindow([height, width]: Shape3): Window {
  return { kernel: [height, width], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] };
}

function outputShape([height, width]: Shape3, window: Window, channels: number): Shape3 | undefined {
  const { kernel, strides, pads, dilations } = window;
  const rows = Math.floor((height + pads[0] + pads[2] - (kernel[0] - 1) * dilations[0] - 1) / strides[0]) + 1;
  return rows < 1 ? undefined : [rows, width - kernel[1] + 1, channels];
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.every((size, i) => size === b[i]);
}
