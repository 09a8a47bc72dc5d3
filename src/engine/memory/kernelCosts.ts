/**
 * What the firmware's kernels cost beside weights and activations: scratch, code, context, stack. The one place for these figures.
 *
 * Scratch is what the functions in src/firmware ask for. Code bytes are symbol sizes of these kernels compiled for Cortex-M4 at -O2 by
 * arm-none-eabi-gcc 12.2, rounded; the generated calls around them, the context and the stack are estimates until an image is linked. The
 * structure is the kernels' own and `Constraints.codeBytes` relies on it: dense products (convolution, 1×1, fully connected) share one core
 * and depthwise has another; each weight width adds inner loops to the dense core, each input width adds the gathering of operands to the core
 * that reads it; everything else exists once if it is used at all.
 */
import type { Bits } from "../base/bits";
import { activationOf, type Layer, type Network } from "../ir/network";

export type Kernel = "dense" | "depthwise" | Exclude<Layer["kind"], "conv" | "fullyConnected">;
/** The kernels that have a core of their own and parts by width. */
export type ProductKernel = "dense" | "depthwise";

/** What exists once a product kernel is used at any width. */
export const CORE_BYTES: Readonly<Record<ProductKernel, number>> = { dense: 2860, depthwise: 2900 };

/** Inner loops by weight width. Depthwise unpacks its few weights with one routine. */
export const WEIGHT_WIDTH_BYTES: Readonly<Record<ProductKernel, Readonly<Record<Bits, number>>>> = {
  dense: { 8: 650, 4: 640, 2: 920 },
  depthwise: { 8: 0, 4: 0, 2: 0 },
};

/** Gathering operands by input width. */
export const INPUT_WIDTH_BYTES: Readonly<Record<ProductKernel, Readonly<Record<Bits, number>>>> = {
  dense: { 8: 830, 4: 1100, 2: 900 },
  depthwise: { 8: 350, 4: 350, 2: 350 },
};

/** Softmax brings expf with it. */
export const PLAIN_KERNEL_BYTES: Readonly<Record<Exclude<Kernel, ProductKernel>, number>> = {
  add: 454,
  mul: 478,
  lookup: 130,
  prelu: 358,
  maxPool: 570,
  averagePool: 970,
  concat: 380,
  slice: 260,
  pad: 300,
  resize: 280,
  transpose: 320,
  requantize: 358,
  softmax: 1350,
};

/** Entry point, status codes, packing and unpacking of codes. */
export const RUNTIME_CODE_BYTES = 640;
/** One call with its arguments and their literals. */
export const LAYER_CALL_BYTES = 64;
/** The structure that a caller holds: arena and tensor pointers, progress. */
export const CONTEXT_BYTES = 48;
/** Deepest frame of entry, layer and kernel together. */
export const STACK_BOUND_BYTES = 768;

/** The firmware's kernel that executes a layer. */
export function kernelOf(network: Network, layer: Layer): Kernel {
  if (layer.kind === "fullyConnected") return "dense";
  if (layer.kind !== "conv") return layer.kind;
  const input = layer.inputs[0];
  const channels = input === undefined ? 0 : activationOf(network, input).shape[2];
  const isDepthwise = layer.groups > 1 && layer.groups === channels && layer.weights.outputChannels === channels;
  return isDepthwise ? "depthwise" : "dense";
}

export function isProductKernel(kernel: Kernel): kernel is ProductKernel {
  return kernel === "dense" || kernel === "depthwise";
}

/** Weights of the widest word, 2 bits in 32: operands are gathered up to whole words of weights, whatever the width turns out to be. */
const LANES = 16;
/** Pixels that share each unpacked weight. */
const PIXELS_AT_ONCE = 3;

/**
 * Bytes of arena that a layer's kernel needs while it runs, beyond its operands and its output: dense products gather the operands of
 * three pixels (one where a row has fewer) as halfwords, depthwise unpacks its taps. Nothing depends on weight widths, so that RAM is a matter
 * of activations alone; for 8- and 4-bit weights that is up to 72 bytes more than the kernel asks for.
 */
export function scratchBytes(network: Network, layer: Layer): number {
  if (!("weights" in layer)) return 0;
  const kernel = kernelOf(network, layer);
  if (kernel === "depthwise") return 12 * (layer.weights.perChannel + 2);
  const width = activationOf(network, layer.output).shape[1];
  const operands = Math.ceil(layer.weights.perChannel / LANES) * LANES;
  return 2 * operands * (width >= PIXELS_AT_ONCE ? PIXELS_AT_ONCE : 1);
}
