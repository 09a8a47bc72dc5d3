/**
 * Sizes of what the linked firmware stores for each layer: weights, constants, tables, and the code that a policy pulls in. Weights,
 * constants and tables follow from the layout that generated C uses and are exact; code is estimated (kernelCosts.ts).
 */
import { ALL_BITS, packedBytes, type Bits } from "../base/bits";
import {
  activationBits,
  activationOf,
  weightBits,
  type Layer,
  type Network,
  type PerLayer,
  type Policy,
} from "../ir/network";
import {
  ACTIVATION_WIDTH_BYTES,
  isWeighted,
  kernelOf,
  LAYER_CALL_BYTES,
  PLAIN_KERNEL_BYTES,
  RUNTIME_CODE_BYTES,
  WEIGHTED_KERNEL_BYTES,
  type WeightedKernel,
} from "./kernelCosts";

/**
 * Packed weights as stored. Kernels read words: a dense layer pads each output channel to whole words, a depthwise layer has its taps
 * interleaved over channels and pads once at the end. 0 for a layer without weights.
 */
export function storedWeightBytes(network: Network, layer: Layer, bits: Bits): number {
  if (!("weights" in layer)) return 0;
  const { elements, outputChannels, perChannel } = layer.weights;
  if (kernelOf(network, layer) === "depthwise") return wordsUp(packedBytes(elements, bits));
  return outputChannels * wordsUp(packedBytes(perChannel, bits));
}

/** Numbers of a layer besides weights and tables, each array on a word boundary. Widths do not change them. */
export function storedConstantBytes(network: Network, layer: Layer): number {
  return CONSTANTS[layer.kind](network, layer);
}

/** Bytes of a lookup layer's table, by the width of its input; undefined for other layers. */
export function tableBytes(layer: Layer, inputBits: Bits): number | undefined {
  return layer.kind === "lookup" ? 1 << inputBits : undefined;
}

/** Bias and multiplier int32, zero point uint8, a channel. */
function productConstants(_network: Network, layer: Layer): number {
  if (!("weights" in layer)) return 0;
  const { outputChannels } = layer.weights;
  return 4 * outputChannels + 4 * outputChannels + wordsUp(outputChannels);
}

/** Multipliers for each count of elements that a window can have: all of them where padding may cut a window, else one. */
function averageConstants(_network: Network, layer: Layer): number {
  if (layer.kind !== "averagePool") return 0;
  const padded = !layer.countIncludePad && layer.pads.some((pad) => pad > 0);
  const cut = padded || layer.ceilExtra.some((extra) => extra > 0);
  return 4 * (cut ? layer.kernel[0] * layer.kernel[1] : 1);
}

const none = (): number => 0;
const multiplierAndShift = (): number => 8;

const CONSTANTS: PerLayer<(network: Network, layer: Layer) => number> = {
  conv: productConstants,
  fullyConnected: productConstants,
  /** Two multipliers and a shift. */
  add: () => 12,
  mul: multiplierAndShift,
  requantize: multiplierAndShift,
  /** A multiplier and a shift for each input. */
  concat: (_network, layer) => 8 * layer.inputs.length,
  /** A multiplier for positive values and a shift, then a slope a channel. */
  prelu: (network, layer) => 8 + 4 * activationOf(network, layer.output).shape[2],
  averagePool: averageConstants,
  /** Row and column indices, 16 bits each. */
  resize: (_network, layer) =>
    layer.kind === "resize" ? wordsUp(2 * layer.sourceRows.length) + wordsUp(2 * layer.sourceColumns.length) : 0,
  lookup: none,
  maxPool: none,
  slice: none,
  pad: none,
  transpose: none,
  softmax: none,
};

export interface CodeItem {
  readonly name: string;
  readonly sizeBytes: number;
}

/** Every function that the policy's program needs, once each. */
export function codeItems(network: Network, policy: Policy): readonly CodeItem[] {
  const inUse = widthsByKernel(network, policy);
  const kernels = weightedKernels(network).flatMap(({ kernel }) =>
    ALL_BITS.filter((bits) => inUse.get(kernel)?.has(bits)).map((bits) => ({
      name: `${kernel}, ${bits}-bit weights`,
      sizeBytes: WEIGHTED_KERNEL_BYTES[kernel][bits],
    })),
  );
  const activations = activationWidths(network, policy).map((bits) => ({
    name: `load and store, ${bits}-bit activations`,
    sizeBytes: ACTIVATION_WIDTH_BYTES[bits],
  }));
  return [...kernels, ...activations, ...unconditionalCode(network)];
}

/**
 * The most code of any policy that uses only these widths. Attained: weight widths are free of each other, so each kernel can meet
 * as many of them as it has layers, and likewise for activation groups.
 */
export function mostCodeBytes(network: Network, weightWidths: readonly Bits[], activations: readonly Bits[]): number {
  const kernels = weightedKernels(network).reduce(
    (sum, { kernel, layers }) => sum + dearest(weightWidths, WEIGHTED_KERNEL_BYTES[kernel], layers),
    0,
  );
  const groups = network.activations.filter(({ id, group, fixed }) => id === group && fixed === undefined).length;
  const hasFixed = network.activations.some(({ group }) => activationOf(network, group).fixed !== undefined);
  const always: readonly Bits[] = hasFixed ? [8] : [];
  const free = activations.filter((bits) => !always.includes(bits));
  const widths =
    sumOf(always.map((bits) => ACTIVATION_WIDTH_BYTES[bits])) + dearest(free, ACTIVATION_WIDTH_BYTES, groups);
  return kernels + widths + sumOf(unconditionalCode(network).map(({ sizeBytes }) => sizeBytes));
}

/** Code that no width changes. */
function unconditionalCode(network: Network): readonly CodeItem[] {
  const plain = new Map<string, number>();
  for (const layer of network.layers) {
    const kernel = kernelOf(network, layer);
    if (!isWeighted(kernel)) plain.set(kernel, PLAIN_KERNEL_BYTES[kernel]);
  }
  return [
    ...[...plain].map(([name, sizeBytes]) => ({ name, sizeBytes })),
    { name: "layer calls", sizeBytes: network.layers.length * LAYER_CALL_BYTES },
    { name: "runtime", sizeBytes: RUNTIME_CODE_BYTES },
  ];
}

function weightedKernels(network: Network): readonly { readonly kernel: WeightedKernel; readonly layers: number }[] {
  const counts = new Map<WeightedKernel, number>();
  for (const layer of network.layers) {
    const kernel = kernelOf(network, layer);
    if (isWeighted(kernel)) counts.set(kernel, (counts.get(kernel) ?? 0) + 1);
  }
  return [...counts].map(([kernel, layers]) => ({ kernel, layers }));
}

function widthsByKernel(network: Network, policy: Policy): ReadonlyMap<WeightedKernel, ReadonlySet<Bits>> {
  const widths = new Map<WeightedKernel, Set<Bits>>();
  for (const layer of network.layers) {
    const kernel = kernelOf(network, layer);
    if (!isWeighted(kernel)) continue;
    const known = widths.get(kernel) ?? new Set<Bits>();
    widths.set(kernel, known.add(weightBits(policy, layer)));
  }
  return widths;
}

function activationWidths(network: Network, policy: Policy): readonly Bits[] {
  const widths = new Set(network.activations.map(({ id }) => activationBits(network, policy, id)));
  return ALL_BITS.filter((bits) => widths.has(bits));
}

/** The sum of the `count` largest costs among the widths. */
function dearest(widths: readonly Bits[], costs: Readonly<Record<Bits, number>>, count: number): number {
  const sorted = [...new Set(widths)].map((bits) => costs[bits]).sort((a, b) => b - a);
  return sumOf(sorted.slice(0, count));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function wordsUp(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 4) * 4;
}
