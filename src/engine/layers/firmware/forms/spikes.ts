/** Products with spikes, and neurons (src/firmware/time/bw_spikes.h). */
import {
  ACTIVATION_WIDTHS,
  codesPerLane,
  maxCode,
  packedWeightWords,
  WEIGHT_WIDTHS,
  type CodeBits,
  type WeightBits,
} from "../../../base/bits";
import { productOf, type Layer, type ProductLayer, type Shape3 } from "../../../ir/network";
import type { Neuron, Window } from "../../../ir/op";
import type { FireNumbers, QuantizedWeights } from "../../../ir/program";
import { elementsOf } from "../../../ir/graph";
import type { LayerKind } from "../../../ir/network";
import { LEAK_BITS } from "../../arithmetic/neurons";
import { storedDescriptor, wordsUp } from "../descriptorBytes";
import { packConstants } from "../packConstants";
import {
  arrayOf,
  bytesOf,
  constants,
  descriptor,
  format,
  rowCodes,
  windowMembers,
  type CodeCall,
  type ConstantArray,
  type EmittedLayer,
  type Fed,
} from "../parts";
import { perChannelBytes, type ProductCall } from "../product";
import { NEVER_COUNTED } from "../turns";
import { none, PLAIN, type KernelForm, type Packing } from "./form";

/** BW_SPIKE_BLOCK. */
const BLOCK = 32;
const LANE_BITS = 16;
/** Everything that a tensor of codes can have. */
const CODE_WIDTHS: readonly CodeBits[] = [...ACTIVATION_WIDTHS, 1];

/** Column by column, blocks of 32 output channels: what a spike adds lies together. */
const packing: Packing<LayerKind> = {
  bytes: (layer, bits) => {
    const { outputChannels, perChannel } = productIn(layer).weights;
    return (
      4 *
      perChannel *
      blocksOf(outputChannels).reduce((sum, { channels }) => sum + packedWeightWords(channels, bits), 0)
    );
  },
  words: (layer, matrices) => matrices.map((matrix) => inBlocks(productIn(layer), matrix)),
};

/** A product that makes codes. */
export const SPIKE_PRODUCT = {
  ...PLAIN,
  weightBits: WEIGHT_WIDTHS,
  inputBits: CODE_WIDTHS,
  applies: (layer: ProductLayer) => layer.ofSpikes === true && (layer.kind === "fullyConnected" || layer.groups === 1),
  function: "bw_spike_product_row",
  header: "bw_spikes.h",
  weightParts: addingPart,
  packing,
  constantBytes: (layer: ProductLayer) => perChannelBytes(layer) + storedDescriptor("bw_spike_product"),
  turns: NEVER_COUNTED,
  code: productCode,
} as const satisfies KernelForm<ProductLayer["kind"], "product">;

export const SPIKING: KernelForm<"spiking", "spiking"> = {
  ...PLAIN,
  weightBits: WEIGHT_WIDTHS,
  inputBits: CODE_WIDTHS,
  function: "bw_spiking_row",
  header: "bw_spikes.h",
  weightParts: addingPart,
  packing,
  constantBytes: ({ weights: { outputChannels: channels }, neuron }) =>
    (keepsValues(neuron) ? 12 : 8) * channels + 2 * wordsUp(channels) + storedDescriptor("bw_spiking"),
  turns: NEVER_COUNTED,
  code: spikingCode,
};

export const FIRE: KernelForm<"fire", "fire"> = {
  ...PLAIN,
  inputBits: CODE_WIDTHS,
  function: "bw_fire_codes",
  header: "bw_spikes.h",
  constantBytes: ({ neuron }) => (keepsValues(neuron) ? 8 : 4) + storedDescriptor("bw_fire"),
  tableBytes: (inputBits) => 4 * (maxCode(inputBits) + 1),
  inputParts: none,
  turns: NEVER_COUNTED,
  code: fireCode,
};

/** A reset to 0 needs no numbers. */
function keepsValues({ value }: Neuron): boolean {
  return value !== 0;
}

function addingPart(bits: WeightBits): readonly string[] {
  return [addingFunction(bits)];
}

function addingFunction(bits: WeightBits): string {
  return `bw_spikes_${bits}`;
}

function productIn(layer: Layer): ProductLayer {
  const product = productOf(layer);
  if (!product) throw new Error(`"${layer.name}" has no product`);
  return product;
}

function blocksOf(channels: number): readonly { readonly first: number; readonly channels: number }[] {
  return Array.from({ length: Math.ceil(channels / BLOCK) }, (_, block) => ({
    first: block * BLOCK,
    channels: Math.min(BLOCK, channels - block * BLOCK),
  }));
}

function inBlocks(
  { weights: { outputChannels, perChannel } }: ProductLayer,
  { codes, bits }: QuantizedWeights,
): Uint32Array {
  const lane = codesPerLane(bits);
  const words: number[] = [];
  for (const { first, channels } of blocksOf(outputChannels)) {
    const each = packedWeightWords(channels, bits);
    for (let k = 0; k < perChannel; k++) {
      const column = new Uint32Array(each);
      for (let c = 0; c < channels; c++) {
        const at = Math.floor(c / lane);
        const shift = (at % 2) * LANE_BITS + (c % lane) * bits;
        const word = at >> 1;
        column[word] = ((column[word] as number) | ((codes[(first + c) * perChannel + k] as number) << shift)) >>> 0;
      }
      words.push(...column);
    }
  }
  return Uint32Array.from(words);
}

/** How a product looks to the kernel: a window, or a vector as one pixel of it. */
interface SpikeView {
  readonly window: Window;
  readonly from: Shape3;
  readonly to: Shape3;
  /** A vector is read and written at once, however its memory was divided into rows before. */
  readonly isVector: boolean;
}

const POINT: Window = { kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] };

function viewOf(product: ProductLayer, { input, output }: Fed): SpikeView {
  if (product.kind === "conv") return { window: product, from: input.shape, to: output.shape, isVector: false };
  return {
    window: POINT,
    from: [1, output.elements / product.weights.outputChannels, product.weights.perChannel],
    to: [1, output.elements / product.weights.outputChannels, product.weights.outputChannels],
    isVector: true,
  };
}

/** bw_synapses with its arrays. */
function synapses(
  call: Fed,
  product: ProductLayer,
  weights: QuantizedWeights,
  { window, from, to }: SpikeView,
): { readonly arrays: readonly ConstantArray[]; readonly members: readonly string[] } {
  const { outputChannels } = product.weights;
  const words = arrayOf(call, "weights", "weights", "uint32_t", inBlocks(product, weights));
  const zeros = arrayOf(call, "zeros", "constants", "uint8_t", weights.zeroPoints);
  const last = blocksOf(outputChannels).at(-1)?.channels ?? 0;
  const each = [BLOCK, last].map((channels) => packedWeightWords(channels, weights.bits)).join(", ");
  return {
    arrays: [words, zeros],
    members: [
      `{${windowMembers(window, from, to).join(" ")}`,
      ` ${words.name}, ${zeros.name}, &${addingFunction(weights.bits)}, ${each}},`,
    ],
  };
}

/** bw_neurons with its arrays. */
function neurons(
  call: Fed,
  neuron: Neuron,
  numbers: FireNumbers,
): { readonly arrays: readonly ConstantArray[]; readonly members: readonly string[] } {
  const membrane = call.inputs[1] ?? call.output;
  const thresholds = constants(call, "thresholds", numbers.thresholds);
  const values = keepsValues(neuron) ? [constants(call, "values", numbers.values)] : [];
  const reset = [neuron.reset === "by" ? "BW_RESET_BY" : "", neuron.delayed ? "BW_RESET_DELAYED" : ""].filter(
    (one) => one !== "",
  );
  const members = [
    `{${thresholds.name}, ${values[0]?.name ?? "NULL"}, ${numbers.leak}, ${leakShift(numbers.leak)}, ${reset.join(" | ") || "0"}, ${membrane.bits}},`,
  ];
  return { arrays: [thresholds, ...values], members };
}

/** s where the leak is 1 − 2^-s, s ≥ 1: then it is a shift. Else 0. */
function leakShift(leak: number): number {
  const rest = 2 ** LEAK_BITS - leak;
  const shift = rest > 0 ? LEAK_BITS - Math.log2(rest) : 0;
  return Number.isInteger(shift) ? shift : 0;
}

function spikingCode(call: CodeCall<"spiking", "spiking">): EmittedLayer {
  const { layer, numbers } = call;
  const product = productIn(layer);
  const view = viewOf(product, call);
  const front = synapses(call, product, numbers.weights, view);
  const own = neurons(call, layer.neuron, numbers.neurons);
  const biases = constants(call, "biases", numbers.bias);
  const shifts = arrayOf(call, "shifts", "constants", "int8_t", numbers.shifts);
  return {
    ...(view.isVector && { calls: "whole" }),
    arrays: [...front.arrays, ...own.arrays, biases, shifts],
    descriptors: [
      descriptor(call, "bw_spiking", [...front.members, ...own.members, `${biases.name}, ${shifts.name},`]),
    ],
    body: [
      ...rowsOf(call, view),
      `const bw_codes_out membranes = {${bytesOf(call, call.inputs[1] ?? call.output)}, ${view.isVector ? "0" : `y * ${rowCodes(call.output)}`}};`,
      `bw_spiking_row(&${call.stem}_layer, rows, out, membranes);`,
    ],
  };
}

function rowsOf(call: Fed, { window, isVector }: SpikeView): readonly string[] {
  if (!isVector) {
    const { prefix, stem, input } = call;
    return [
      `bw_codes rows[${window.kernel[0]}];`,
      `bw_window_rows(&${stem}_layer.synapses.window, ${prefix}_arena, &${input.symbol}, y, rows);`,
    ];
  }
  return [
    `const bw_codes rows[1] = {{${bytesOf(call, call.input)}, 0}};`,
    `const bw_codes_out out = {${bytesOf(call, call.output)}, 0};`,
  ];
}

function productCode(call: ProductCall): EmittedLayer {
  const { layer, numbers, output } = call;
  const view = viewOf(layer, call);
  const front = synapses(call, layer, numbers.weights, view);
  const packed = packConstants(layer, numbers, call.input.format);
  const biases = constants(call, "biases", packed.biases);
  const multipliers = constants(call, "multipliers", packed.multipliers);
  const members = [
    ...front.members,
    `${biases.name}, ${multipliers.name}, ${packed.unit}u, ${format(output)}, ${packed.shift},`,
  ];
  return {
    ...(view.isVector && { calls: "whole" }),
    arrays: [...front.arrays, biases, multipliers],
    descriptors: [descriptor(call, "bw_spike_product", members)],
    body: [...rowsOf(call, view), `bw_spike_product_row(&${call.stem}_layer, rows, out);`],
  };
}

function fireCode(call: CodeCall<"fire", "fire">): EmittedLayer {
  const { layer, numbers, input, output } = call;
  const own = neurons(call, layer.neuron, numbers.neurons);
  const currents = arrayOf(call, "currents", "tables", "int32_t", numbers.currents);
  const membrane = call.inputs[1] ?? output;
  return {
    calls: "whole",
    arrays: [...own.arrays, currents],
    descriptors: [descriptor(call, "bw_fire", [...own.members, `${currents.name}, ${format(input)}, 1,`])],
    body: [
      `const bw_codes in = {${bytesOf(call, input)}, 0};`,
      `const bw_codes_out out = {${bytesOf(call, output)}, 0};`,
      `const bw_codes_out membranes = {${bytesOf(call, membrane)}, 0};`,
      `bw_fire_codes(&${call.stem}_layer, in, out, membranes, ${elementsOf(output.shape)});`,
    ],
  };
}
