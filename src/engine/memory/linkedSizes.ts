/**
 * Sizes of what the linked firmware stores for each layer: weights, constants, tables, and the code that a policy pulls in. Weights,
 * constants and tables follow from the layout that generated C uses and are exact; code is estimated (kernelCosts.ts).
 */
import { ALL_BITS, packedBytes, type Bits } from "../base/bits";
import {
  activationBits,
  activationOf,
  weightBits,
  type ActivationId,
  type Layer,
  type Network,
  type PerLayer,
  type Policy,
} from "../ir/network";
import {
  CORE_BYTES,
  INPUT_WIDTH_BYTES,
  isProductKernel,
  kernelOf,
  LAYER_CALL_BYTES,
  PLAIN_KERNEL_BYTES,
  RUNTIME_CODE_BYTES,
  WEIGHT_WIDTH_BYTES,
  type ProductKernel,
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
  const products = productKernels(network).flatMap(({ kernel, layers }) => {
    const weights = new Set(layers.map((layer) => weightBits(policy, layer)));
    const inputs = new Set(layers.map((layer) => activationBits(network, policy, inputOf(layer))));
    return [
      { name: `${kernel} core`, sizeBytes: CORE_BYTES[kernel] },
      ...itemsByWidth(`${kernel}, weights of`, WEIGHT_WIDTH_BYTES[kernel], weights),
      ...itemsByWidth(`${kernel}, input of`, INPUT_WIDTH_BYTES[kernel], inputs),
    ];
  });
  return [...products, ...unconditionalCode(network)];
}

/**
 * The most code of any policy that uses only these widths. Attained for each kernel apart: weight widths are free of each other, so a
 * kernel can meet as many of them as it has layers, and as many input widths as it reads groups that are free to choose. Where two
 * kernels read the same groups it is an upper bound.
 */
export function mostCodeBytes(network: Network, weightWidths: readonly Bits[], activations: readonly Bits[]): number {
  const products = productKernels(network).map(({ kernel, layers }) => {
    const groups = new Set(layers.map((layer) => activationOf(network, inputOf(layer)).group));
    const free = [...groups].filter((group) => activationOf(network, group).fixed === undefined).length;
    const always: readonly Bits[] = free < groups.size ? [8] : [];
    const costs = INPUT_WIDTH_BYTES[kernel];
    return (
      CORE_BYTES[kernel] +
      dearest(weightWidths, WEIGHT_WIDTH_BYTES[kernel], layers.length) +
      sumOf(always.map((bits) => costs[bits])) +
      dearest(
        activations.filter((bits) => !always.includes(bits)),
        costs,
        free,
      )
    );
  });
  return sumOf(products) + sumOf(unconditionalCode(network).map(({ sizeBytes }) => sizeBytes));
}

function itemsByWidth(
  name: string,
  costs: Readonly<Record<Bits, number>>,
  widths: ReadonlySet<Bits>,
): readonly CodeItem[] {
  return ALL_BITS.filter((bits) => widths.has(bits) && costs[bits] > 0).map((bits) => ({
    name: `${name} ${bits} bits`,
    sizeBytes: costs[bits],
  }));
}

/** Code that no width changes. */
function unconditionalCode(network: Network): readonly CodeItem[] {
  const plain = new Map<string, number>();
  for (const layer of network.layers) {
    const kernel = kernelOf(network, layer);
    if (!isProductKernel(kernel)) plain.set(kernel, PLAIN_KERNEL_BYTES[kernel]);
  }
  return [
    ...[...plain].map(([name, sizeBytes]) => ({ name, sizeBytes })),
    { name: "layer calls", sizeBytes: network.layers.length * LAYER_CALL_BYTES },
    { name: "runtime", sizeBytes: RUNTIME_CODE_BYTES },
  ];
}

interface ProductLayers {
  readonly kernel: ProductKernel;
  readonly layers: readonly Layer[];
}

function productKernels(network: Network): readonly ProductLayers[] {
  return (["dense", "depthwise"] as const)
    .map((kernel) => ({ kernel, layers: network.layers.filter((layer) => kernelOf(network, layer) === kernel) }))
    .filter(({ layers }) => layers.length > 0);
}

function inputOf(layer: Layer): ActivationId {
  const [input] = layer.inputs;
  if (input === undefined) throw new Error(`layer "${layer.name}" reads nothing`);
  return input;
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
