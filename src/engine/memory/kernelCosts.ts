/**
 * What the firmware's kernels cost beside weights and activations: scratch, code, context, stack. The one place for these figures.
 *
 * Code, context and stack are estimates: the order of magnitude of such kernels compiled for Cortex-M4 at -O2, to be replaced by the
 * symbol sizes of a linked ELF. What stands firm is the structure, on which `Constraints.codeBytes` relies: a kernel with weights exists once
 * for each weight width that it meets, activation widths cost a load and a store routine that all kernels share, everything else
 * exists once if it is used at all.
 */
import { assertNever } from "../base/outcome";
import { ALL_BITS, type Bits } from "../base/bits";
import { activationBits, activationOf, weightBits, type Layer, type Network, type Policy } from "../ir/network";

export type WeightedKernel = "convolution" | "pointwise" | "depthwise" | "fullyConnected";
export type PlainKernel = Exclude<Layer["kind"], "conv" | "fullyConnected">;
export type Kernel = WeightedKernel | PlainKernel;

/** Widths at which a layer runs; "float" ends count as 8. */
export interface LayerWidths {
  readonly weights?: Bits;
  readonly inputs: readonly Bits[];
  readonly output: Bits;
}

/** Narrower weights need more instructions to unpack. */
export const WEIGHTED_KERNEL_BYTES: Readonly<Record<WeightedKernel, Readonly<Record<Bits, number>>>> = {
  convolution: { 8: 1320, 4: 1440, 2: 1560 },
  pointwise: { 8: 960, 4: 1080, 2: 1200 },
  depthwise: { 8: 1040, 4: 1160, 2: 1280 },
  fullyConnected: { 8: 640, 4: 720, 2: 800 },
};

/** Softmax brings expf with it. */
export const PLAIN_KERNEL_BYTES: Readonly<Record<PlainKernel, number>> = {
  add: 420,
  mul: 400,
  lookup: 180,
  prelu: 320,
  maxPool: 460,
  averagePool: 520,
  concat: 380,
  slice: 260,
  pad: 300,
  resize: 280,
  transpose: 320,
  requantize: 200,
  softmax: 1500,
};

/** Load a run of codes as halfwords, store a run of codes: one pair of routines a width. */
export const ACTIVATION_WIDTH_BYTES: Readonly<Record<Bits, number>> = { 8: 140, 4: 220, 2: 260 };

/** Entry point, status codes, the requantizer. */
export const RUNTIME_CODE_BYTES = 640;
/** One call with its arguments and their literals. */
export const LAYER_CALL_BYTES = 64;
/** The structure that a caller holds: arena and tensor pointers, progress. */
export const CONTEXT_BYTES = 48;
/** Deepest frame of entry, layer and kernel together. */
export const STACK_BOUND_BYTES = 768;

export function widthsUnder(network: Network, policy: Policy, layer: Layer): LayerWidths {
  const inputs = layer.inputs.map((id) => activationBits(network, policy, id));
  const output = activationBits(network, policy, layer.output);
  return "weights" in layer ? { weights: weightBits(policy, layer), inputs, output } : { inputs, output };
}

/** The firmware function that executes a layer. */
export function kernelOf(network: Network, layer: Layer): Kernel {
  if (layer.kind !== "conv") return layer.kind;
  const input = layer.inputs[0];
  const channels = input === undefined ? 0 : activationOf(network, input).shape[2];
  if (layer.groups > 1 && layer.groups === channels && layer.weights.outputChannels === channels) return "depthwise";
  const single = layer.kernel[0] === 1 && layer.kernel[1] === 1 && layer.pads.every((pad) => pad === 0);
  return single && layer.groups === 1 ? "pointwise" : "convolution";
}

export function isWeighted(kernel: Kernel): kernel is WeightedKernel {
  return kernel in WEIGHTED_KERNEL_BYTES;
}

/**
 * Bytes of arena that a layer's kernel needs while it runs, beyond its operands and its output.
 * Dense products gather operands as halfwords, two pixels at a time (the inner loop shares each unpacked weight between both). Depthwise
 * keeps one int32 accumulator a channel and, below 8 bits, one unpacked pixel of halfwords; average pooling keeps the accumulators.
 */
export function scratchBytes(network: Network, layer: Layer, widths: LayerWidths): number {
  const kernel = kernelOf(network, layer);
  const channels = activationOf(network, layer.output).shape[2];
  switch (kernel) {
    case "convolution":
    case "pointwise":
      return "weights" in layer ? 2 * 2 * evenUp(layer.weights.perChannel) : 0;
    case "fullyConnected":
      return "weights" in layer ? 2 * evenUp(layer.weights.perChannel) : 0;
    case "depthwise":
      return 4 * channels + (widths.inputs.some((bits) => bits < 8) ? 2 * evenUp(channels) : 0);
    case "averagePool":
      return 4 * channels;
    case "add":
    case "mul":
    case "lookup":
    case "prelu":
    case "maxPool":
    case "concat":
    case "slice":
    case "pad":
    case "resize":
    case "transpose":
    case "requantize":
    case "softmax":
      return 0;
    default:
      return assertNever(kernel);
  }
}

/** The least scratch at any widths: what separable constraints may count on. */
export function leastScratchBytes(network: Network, layer: Layer): number {
  let least = Infinity;
  for (const weights of ALL_BITS) {
    for (const input of ALL_BITS) {
      for (const output of ALL_BITS) {
        const inputs = layer.inputs.map(() => input);
        const widths = "weights" in layer ? { weights, inputs, output } : { inputs, output };
        least = Math.min(least, scratchBytes(network, layer, widths));
      }
    }
  }
  return least;
}

/** Halfwords are processed in pairs. */
function evenUp(count: number): number {
  return count + (count % 2);
}
