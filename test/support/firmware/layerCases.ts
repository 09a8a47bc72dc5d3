/**
 * Random one-layer networks of every layer kind that computes with integers: odd channels, one-pixel rows, strides, asymmetric
 * pads, dilations, groups, broadcasts. Whatever executes programs can be compared over them; fast-check shrinks what fails.
 */
import fc from "fast-check";
import type { Network, PerLayer, Shape3, WeightShape } from "../../../src/engine/ir/network";
import { GATES, type Neuron, type Pads, type Pair, type Window } from "../../../src/engine/ir/op";
import { NetworkBuilder, type LayerDraft } from "./architectures";

/** A layer on inputs of these shapes. */
export interface LayerCase {
  readonly inputs: readonly Shape3[];
  readonly layer: LayerDraft;
  readonly output: Shape3;
  /** The output shares the first input's quantization. */
  readonly moves?: boolean;
  /** The layer begins with its second input, which shares its output's quantization, and with a cell that is its third. */
  readonly carried?: boolean;
  /** Which input is a cell, beside that. */
  readonly cell?: number;
  /** The second input is membranes; the first is spikes, or codes of any width. */
  readonly neurons?: "spikes" | "codes";
}

const small = fc.integer({ min: 1, max: 6 });
const shapes: fc.Arbitrary<Shape3> = fc.tuple(small, small, fc.integer({ min: 1, max: 9 }));
const base = { name: "layer", macs: 0 };
function weightsOf(outputChannels: number, perChannel: number): WeightShape {
  return { node: "w", tensor: "w", outputChannels, perChannel, elements: outputChannels * perChannel };
}

/** One axis of a window over an image that it fits. */
interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  readonly output: number;
}

const axes: fc.Arbitrary<Axis> = fc
  .record({
    size: fc.integer({ min: 1, max: 7 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    before: fc.integer({ min: 0, max: 3 }),
    after: fc.integer({ min: 0, max: 3 }),
  })
  .map((axis) => {
    const extent = (axis.kernel - 1) * axis.dilation + 1;
    const size = Math.max(axis.size, extent - axis.before - axis.after);
    return { ...axis, size, output: Math.floor((size + axis.before + axis.after - extent) / axis.stride) + 1 };
  });

function windowOf(rows: Axis, columns: Axis): Window {
  const pads: Pads = [rows.before, columns.before, rows.after, columns.after];
  return {
    kernel: [rows.kernel, columns.kernel],
    strides: [rows.stride, columns.stride],
    dilations: [rows.dilation, columns.dilation],
    pads,
  };
}

const convolutions: fc.Arbitrary<LayerCase> = fc
  .record({
    rows: axes,
    columns: axes,
    groups: fc.integer({ min: 1, max: 4 }),
    inputsPerGroup: fc.integer({ min: 1, max: 5 }),
    outputsPerGroup: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ rows, columns, groups, inputsPerGroup, outputsPerGroup }) => {
    const weights = weightsOf(groups * outputsPerGroup, rows.kernel * columns.kernel * inputsPerGroup);
    return {
      inputs: [[rows.size, columns.size, groups * inputsPerGroup]],
      layer: { ...base, kind: "conv", ...windowOf(rows, columns), groups, weights, inputs: [0] },
      output: [rows.output, columns.output, groups * outputsPerGroup],
    };
  });

const depthwise: fc.Arbitrary<LayerCase> = fc
  .tuple(axes, axes, fc.integer({ min: 1, max: 9 }))
  .map(([rows, columns, channels]) => ({
    inputs: [[rows.size, columns.size, channels]],
    layer: {
      ...base,
      kind: "conv",
      ...windowOf(rows, columns),
      groups: channels,
      weights: weightsOf(channels, rows.kernel * columns.kernel),
      inputs: [0],
    },
    output: [rows.output, columns.output, channels],
  }));

/** Images beyond one chunk of pixels. */
const pointwise: fc.Arbitrary<LayerCase> = fc
  .tuple(fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 9 }), small)
  .map(([height, width, channels, outputs]) => ({
    inputs: [[height, width, channels]],
    layer: {
      ...base,
      kind: "conv",
      kernel: [1, 1],
      strides: [1, 1],
      dilations: [1, 1],
      pads: [0, 0, 0, 0],
      groups: 1,
      weights: weightsOf(outputs, channels),
      inputs: [0],
    },
    output: [height, width, outputs],
  }));

const fullyConnected: fc.Arbitrary<LayerCase> = fc
  .tuple(shapes, small, fc.boolean())
  .map(([shape, outputs, flattened]) => {
    const length = flattened ? shape[0] * shape[1] * shape[2] : shape[2];
    return {
      inputs: [shape],
      layer: { ...base, kind: "fullyConnected", weights: weightsOf(outputs, length), inputs: [0] },
      output: flattened ? [1, 1, outputs] : [shape[0], shape[1], outputs],
    };
  });

function binary(make: (broadcast: boolean) => fc.Arbitrary<LayerDraft>): fc.Arbitrary<LayerCase> {
  return fc
    .tuple(shapes, fc.boolean())
    .chain(([shape, broadcast]) =>
      make(broadcast).map((layer) => ({ inputs: [shape, broadcast ? [1, 1, shape[2]] : shape], layer, output: shape })),
    );
}

function unary(make: () => LayerDraft): fc.Arbitrary<LayerCase> {
  return shapes.map((shape) => ({ inputs: [shape], layer: make(), output: shape }));
}

const pooled = fc.tuple(axes, axes, fc.integer({ min: 1, max: 5 }));

const averagePools: fc.Arbitrary<LayerCase> = fc
  .tuple(pooled, fc.boolean(), fc.nat(2), fc.nat(2))
  .map(([[rows, columns, channels], countIncludePad, extraRows, extraColumns]) => {
    const ceilExtra: Pair = [Math.min(extraRows, rows.after), Math.min(extraColumns, columns.after)];
    return {
      inputs: [[rows.size, columns.size, channels]],
      layer: { ...base, kind: "averagePool", ...windowOf(rows, columns), countIncludePad, ceilExtra, inputs: [0] },
      output: [rows.output, columns.output, channels],
    };
  });

const concats: fc.Arbitrary<LayerCase> = fc
  .tuple(
    shapes,
    fc.constantFrom(0, 1, 2),
    fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([shape, axis, sizes, repeated, moves]) => {
    const resized = (size: number): Shape3 => [
      axis === 0 ? size : shape[0],
      axis === 1 ? size : shape[1],
      axis === 2 ? size : shape[2],
    ];
    const inputs = sizes.map(resized);
    const ids = inputs.map((_, i) => i);
    // The first input once more, so that an input can be read twice; `moves` gives it the output's format, so that it is copied.
    const again = repeated ? [...ids, 0] : ids;
    const total = again.reduce((sum, id) => sum + (sizes[id] ?? 0), 0);
    return {
      inputs,
      layer: { ...base, kind: "concat", axis: axis, inputs: again },
      output: resized(total),
      moves,
    };
  });

const slices: fc.Arbitrary<LayerCase> = shapes.chain((shape) => {
  const starts = fc.tuple(fc.nat(shape[0] - 1), fc.nat(shape[1] - 1), fc.nat(shape[2] - 1));
  const steps = fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
  );
  return fc.tuple(starts, steps).map(([from, by]): LayerCase => {
    const size = (axis: 0 | 1 | 2): number => Math.ceil((shape[axis] - from[axis]) / by[axis]);
    return {
      inputs: [shape],
      layer: { ...base, kind: "slice", starts: from, steps: by, inputs: [0] },
      output: [size(0), size(1), size(2)],
      moves: true,
    };
  });
});

const pads: fc.Arbitrary<LayerCase> = fc
  .tuple(shapes, fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)), fc.nat(2), fc.nat(2))
  .map(([shape, sides, channelsBefore, channelsAfter]) => ({
    inputs: [shape],
    layer: { ...base, kind: "pad", pads: sides, channelsBefore, channelsAfter, value: 0, inputs: [0] },
    output: [shape[0] + sides[0] + sides[2], shape[1] + sides[1] + sides[3], shape[2] + channelsBefore + channelsAfter],
    moves: true,
  }));

const resizes: fc.Arbitrary<LayerCase> = shapes.chain((shape) =>
  fc
    .tuple(
      fc.array(fc.nat(shape[0] - 1), { minLength: 1, maxLength: 7 }),
      fc.array(fc.nat(shape[1] - 1), { minLength: 1, maxLength: 7 }),
    )
    .map(([sourceRows, sourceColumns]) => ({
      inputs: [shape],
      layer: { ...base, kind: "resize", sourceRows, sourceColumns, inputs: [0] },
      output: [sourceRows.length, sourceColumns.length, shape[2]],
      moves: true,
    })),
);

/** [H, W, C] regrouped to the given sizes and permuted; the output's shape is any with as many elements. */
const transposes: fc.Arbitrary<LayerCase> = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 })
  .chain((from) => fc.tuple(fc.constant(from), fc.shuffledSubarray([...from.keys()], { minLength: from.length })))
  .map(([from, perm]) => {
    const elements = from.reduce((product, size) => product * size, 1);
    return {
      inputs: [[1, from[0] ?? 1, elements / (from[0] ?? 1)]],
      layer: { ...base, kind: "transpose", from, perm, inputs: [0] },
      output: [1, 1, elements],
      moves: true,
    };
  });

const normalizations: fc.Arbitrary<LayerCase> = fc
  .record({
    rows: small,
    columns: small,
    groups: fc.integer({ min: 1, max: 3 }),
    perGroup: fc.integer({ min: 1, max: 5 }),
    across: fc.constantFrom<"pixel" | "image">("pixel", "image"),
    centred: fc.boolean(),
  })
  .map(({ rows, columns, groups, perGroup, across, centred }) => {
    const shape: Shape3 = [rows, columns, groups * perGroup];
    const together = perGroup * (across === "image" ? rows * columns : 1);
    const how = { across, groups, together, centred, epsilon: 0 };
    return { inputs: [shape], layer: { ...base, kind: "normalize", ...how, inputs: [0] }, output: shape };
  });

const recurrences: fc.Arbitrary<LayerCase> = fc
  .record({
    cell: fc.constantFrom<"lstm" | "gru" | "rnn">("lstm", "gru", "rnn"),
    steps: fc.integer({ min: 1, max: 6 }),
    sequences: fc.integer({ min: 1, max: 2 }),
    columns: fc.integer({ min: 1, max: 20 }),
    units: fc.integer({ min: 1, max: 10 }),
    reverse: fc.boolean(),
    resetAfter: fc.boolean(),
    begins: fc.constantFrom<"zero" | "constant" | "carried">("zero", "constant", "carried"),
  })
  .map(({ steps, columns, begins, ...how }): LayerCase => {
    const { cell, units, sequences } = how;
    const weights = weightsOf(GATES[cell] * units, columns + units);
    const initial = begins === "constant" ? { initialHidden: "h", ...(cell === "lstm" && { initialCell: "c" }) } : {};
    const macs = steps * sequences * weights.elements;
    const layer = { ...base, macs, kind: "recurrent", ...how, weights, ...initial, inputs: [0] } as const;
    const x: Shape3 = [steps, sequences, columns];
    const output: Shape3 = [steps, sequences, units];
    if (begins !== "carried") return { inputs: [x], layer, output };
    const kept: readonly Shape3[] = [
      [1, sequences, units],
      ...(cell === "rnn" ? [] : [[1, sequences, 2 * units] as const]),
    ];
    const inputs = [x, ...kept];
    return { inputs, layer: { ...layer, carried: true, inputs: [...inputs.keys()] }, output, carried: true };
  });

/** Some rows of which some are new; counted from in front of the first one, or to an end. */
const keptRows: fc.Arbitrary<LayerCase> = fc
  .record({
    fresh: small,
    before: fc.integer({ min: 0, max: 5 }),
    columns: small,
    channels: fc.integer({ min: 1, max: 9 }),
    skipped: fc.constantFrom(0, 0, 3, 300),
    further: fc.constantFrom(undefined, undefined, 1, 9),
  })
  .map(({ fresh, before, columns, channels, skipped, further }): LayerCase => {
    const whole: Shape3 = [fresh + before, columns, channels];
    const ends = further === undefined ? {} : { ends: skipped + further };
    const isCounted = skipped > 0 || further !== undefined;
    const inputs: Shape3[] = [[fresh, columns, channels], whole, ...(isCounted ? [[1, 1, 2] as const] : [])];
    const layer = { ...base, kind: "keptRows", skipped, ...ends, inputs: [...inputs.keys()] } as const;
    return { inputs, layer, output: whole, moves: true, ...(isCounted && { cell: 2 }) };
  });

const movingAverages: fc.Arbitrary<LayerCase> = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    fresh: fc.integer({ min: 1, max: 4 }),
    columns: fc.constantFrom(1, 1, 2, 5),
    channels: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ rows, fresh, columns, channels }): LayerCase => {
    const sums = Math.ceil((rows * channels * (columns === 1 ? 1 : 2)) / 4) * 4;
    return {
      inputs: [
        [fresh, columns, channels],
        [1, 1, sums + 4 * channels + 4],
      ],
      layer: { ...base, kind: "movingAverage", rows, columns, inputs: [0, 1] },
      output: [1, 1, channels],
      cell: 1,
    };
  });

const neuron: fc.Arbitrary<Neuron> = fc.record({
  leak: fc.constant(0.5),
  gain: fc.constant(1),
  offset: fc.constant(0),
  threshold: fc.constant(1),
  strict: fc.boolean(),
  reset: fc.constantFrom<"to" | "by">("to", "by"),
  value: fc.constantFrom(0, 1),
  delayed: fc.boolean(),
});

const neurons: fc.Arbitrary<LayerCase> = fc.tuple(shapes, neuron).map(([shape, own]) => ({
  inputs: [shape, shape],
  layer: { ...base, kind: "fire", neuron: own, inputs: [0, 1] },
  output: shape,
  neurons: "codes",
}));

/** More channels than a block. */
const spikingConvolutions: fc.Arbitrary<LayerCase> = fc
  .tuple(axes, axes, fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 70 }), neuron)
  .map(([rows, columns, channels, outputs, own]) => {
    const output: Shape3 = [rows.output, columns.output, outputs];
    return {
      inputs: [[rows.size, columns.size, channels], output],
      layer: {
        ...base,
        kind: "spiking",
        neuron: own,
        product: { kind: "conv", ...windowOf(rows, columns), groups: 1 },
        weights: weightsOf(outputs, rows.kernel * columns.kernel * channels),
        inputs: [0, 1],
      },
      output,
      neurons: "spikes",
    };
  });

/** More spikes than fields of a word can take. */
const spikingVectors: fc.Arbitrary<LayerCase> = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 40 }), neuron)
  .map(([length, outputs, own]) => ({
    inputs: [
      [1, 1, length],
      [1, 1, outputs],
    ],
    layer: {
      ...base,
      kind: "spiking",
      neuron: own,
      product: { kind: "fullyConnected" },
      weights: weightsOf(outputs, length),
      inputs: [0, 1],
    },
    output: [1, 1, outputs],
    neurons: "spikes",
  }));

export const LAYER_CASES: PerLayer<readonly fc.Arbitrary<LayerCase>[]> = {
  conv: [convolutions, depthwise, pointwise],
  fullyConnected: [fullyConnected],
  add: [binary(() => fc.constantFrom<1 | -1>(1, -1).map((sign) => ({ ...base, kind: "add", sign, inputs: [0, 1] })))],
  mul: [binary(() => fc.constant({ ...base, kind: "mul", inputs: [0, 1] }))],
  lookup: [unary(() => ({ ...base, kind: "lookup", fn: { fn: "sigmoid" }, inputs: [0] }))],
  prelu: [unary(() => ({ ...base, kind: "prelu", slope: "slope", inputs: [0] }))],
  maxPool: [
    pooled.map(([rows, columns, channels]) => ({
      inputs: [[rows.size, columns.size, channels]],
      layer: { ...base, kind: "maxPool", ...windowOf(rows, columns), inputs: [0] },
      output: [rows.output, columns.output, channels],
      moves: true,
    })),
  ],
  averagePool: [averagePools],
  concat: [concats],
  slice: [slices],
  pad: [pads],
  resize: [resizes],
  transpose: [transposes],
  requantize: [unary(() => ({ ...base, kind: "requantize", inputs: [0] }))],
  normalize: [normalizations],
  recurrent: [recurrences],
  keptRows: [keptRows],
  movingAverage: [movingAverages],
  fire: [neurons],
  spiking: [spikingConvolutions, spikingVectors],
  softmax: [], // in float: tested by its own properties below
};

export function networkOf({ inputs, layer, output, moves, carried, cell, neurons: first }: LayerCase): Network {
  const builder = new NetworkBuilder("one layer");
  inputs.forEach((shape, i) => {
    if (first && i === 1) builder.membrane(`input${i}`, shape);
    else if (first === "spikes") builder.spikes(`input${i}`, shape);
    else if (i === cell || (carried && i === 2)) builder.cell(`input${i}`, shape);
    else builder.input(`input${i}`, shape, layer.kind === "keptRows" && i === 1 ? 0 : undefined);
  });
  return builder.build([builder.layer(layer, output, moves ? 0 : carried ? 1 : undefined)]);
}
