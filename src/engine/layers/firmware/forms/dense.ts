/** Dense products: convolutions of any groups, and matrices, as convolutions of single pixels (src/firmware/products/bw_convolution.h). */
import {
  ACTIVATION_WIDTHS,
  LEVEL_WIDTHS,
  maxCode,
  packedWeightWords,
  WEIGHT_WIDTHS,
  type CodeBits,
  type WeightBits,
} from "../../../base/bits";
import {
  activationOf,
  dividedWeights,
  usesLevels,
  type Network,
  type ProductLayer,
  type Shape3,
} from "../../../ir/network";
import type { Window } from "../../../ir/op";
import { storedDescriptor } from "../descriptorBytes";
import { gatheredOperands, inPairs, interleave } from "../packWeights";
import {
  arrayOf,
  bytesOf,
  descriptor,
  format,
  scratchOf,
  windowMembers,
  windowRows,
  type ConstantArray,
  type Descriptor,
  type EmittedLayer,
} from "../parts";
import { perChannelBytes, productParts, type ProductCall } from "../product";
import {
  atWidth,
  coverageOf,
  firstBits,
  firstShape,
  runLoop,
  wordsOf,
  written,
  type Turns,
  type TurnsSite,
} from "../turns";
import type { KernelForm, Packing } from "./form";

/** Pixels that share each unpacked weight. */
const PIXELS_AT_ONCE = 3;
/** Output channels whose weights are interleaved. */
const CHANNELS_AT_ONCE = 4;
/** bw_window counts columns in 16 bits. */
const MOST_COLUMNS = 2 ** 16 - 1;
const FUNCTION = "bw_convolution_row";
const LEVELS_FUNCTION = "bw_levels_row";
/** The levels of all pairs of codes, and what brings the operands behind them to a multiple of 16 bytes. */
const LEVELS_SCRATCH_BYTES = 4 * 256 + 12;

/** bw_dot of a width of weights. */
export function dotTable(bits: WeightBits): string {
  return `bw_dot_${bits}`;
}

function gatherTable(bits: CodeBits | 32): string {
  return `bw_gather_${bits}`;
}

type DenseKind = ProductLayer["kind"];

/** Every output channel in whole words, the words of four channels interleaved. */
const packing: Packing<DenseKind> = {
  bytes: ({ weights: { outputChannels, perChannel } }, bits) =>
    4 * outputChannels * packedWeightWords(perChannel, bits),
  words: (layer, matrices) =>
    matrices.map(({ codes, bits }) =>
      interleave(codes, dividedWeights(layer).outputsOfGroup, layer.weights.perChannel, bits),
    ),
};

/** All of the form but its C, which kinds of layers see differently. */
export const DENSE = {
  needs: [],
  weightBits: WEIGHT_WIDTHS,
  inputBits: ACTIVATION_WIDTHS,
  wide: false,
  takesImage: false,
  applies: () => true,
  function: FUNCTION,
  header: "bw_convolution.h",
  weightParts: (bits: WeightBits) => [dotTable(bits)],
  inputParts: (bits: CodeBits) => [gatherTable(bits)],
  packing,
  constantBytes: (layer: ProductLayer) => perChannelBytes(layer) + storedDescriptor("bw_convolution"),
  tableBytes: () => undefined,
  /**
   * The operands of three pixels (one where a row has fewer) as halfwords. Nothing depends on weight widths, so that RAM is a matter of activations
   * alone; for 8- and 4-bit weights that is up to 72 bytes more than the kernel asks for.
   */
  scratchBytes: ({ weights, output }: ProductLayer, network: Network) => {
    const width = activationOf(network, output).shape[1];
    return 2 * gatheredOperands(weights.perChannel) * (width >= PIXELS_AT_ONCE ? PIXELS_AT_ONCE : 1);
  },
} as const satisfies Omit<KernelForm<DenseKind, "product">, "code" | "turns">;

/**
 * 1×1 convolutions of every pixel: all rows as one, so that the last pixels of a row need not be computed one by one. Pixels are read and written in the same order,
 * three at most at a time, so an output may move in over the rows of its input that were read as before.
 */
export const DENSE_IMAGE: KernelForm<"conv", "product"> = {
  ...DENSE,
  takesImage: true,
  // Rows of fewer pixels have scratch for one alone.
  applies: ({ kernel, strides, pads }, image) =>
    image !== undefined &&
    image[1] >= PIXELS_AT_ONCE &&
    image[0] * image[1] <= MOST_COLUMNS &&
    [...kernel, ...strides].every((one) => one === 1) &&
    pads.every((pad) => pad === 0),
  turns: (layer, site) =>
    denseTurns(layer, site, { window: layer, from: imageOf(firstShape(site)), to: imageOf(site.output.shape) }),
  code: (call) => {
    const { layer, input, output } = call;
    return denseCode(call, { window: layer, from: imageOf(input.shape), to: imageOf(output.shape), run: "whole" });
  },
};

export function imageOf([rows, columns, channels]: Shape3): Shape3 {
  return [1, rows * columns, channels];
}

/** Codes one behind the other, and the table of their levels; at widths without levels as above. */
const levelsPacking: Packing<DenseKind> = {
  bytes: (layer, bits) => packing.bytes(layer, bits) + (usesLevels(layer, bits) ? maxCode(bits) + 1 : 0),
  words: (layer, matrices) =>
    matrices.flatMap((matrix) => {
      const { outputChannels, perChannel } = layer.weights;
      const { codes, bits, levels } = matrix;
      return levels ? [interleave(codes, outputChannels, perChannel, bits, inPairs)] : packing.words(layer, [matrix]);
    }),
};

/** The form for layers whose weights may lie on levels (usesLevels): at other widths it computes what `form` does. */
export function onLevels<K extends DenseKind>(form: KernelForm<K, "product">): KernelForm<K, "product"> {
  return {
    ...form,
    applies: (layer, image) => layer.weights.levels === true && form.applies(layer, image),
    function: LEVELS_FUNCTION,
    header: "bw_levels.h",
    weightParts: (bits) => [LEVEL_WIDTHS.includes(bits) ? levelsTable(bits) : dotTable(bits)],
    packing: levelsPacking,
    constantBytes: (layer) => perChannelBytes(layer) + storedDescriptor("bw_levels"),
    scratchBytes: (layer, network) => form.scratchBytes(layer, network) + LEVELS_SCRATCH_BYTES,
  };
}

function levelsTable(bits: WeightBits): string {
  return `bw_dot_levels_${bits}`;
}

/** A product layer as the kernel sees it: a window over an image of these shapes. */
export interface DenseView {
  readonly window: Window;
  readonly from: Shape3;
  readonly to: Shape3;
  /** Codes of an output row's vectors in an input whose rows are others; absent: its rows are these. */
  readonly run?: number | "whole";
}

/** bw_convolution_row, for every row of `to`. Shifts are taken to be 32, as they are but for rare layers. */
export function denseTurns(layer: ProductLayer, site: TurnsSite, { window, from, to }: DenseView): Turns {
  const { output, weightBits = 8 } = site;
  const input = firstBits(site);
  const { perChannel } = layer.weights;
  const { groups, outputsOfGroup } = dividedWeights(layer);
  const taps = window.kernel[0] * window.kernel[1];
  const words = wordsOf(perChannel, weightBits);
  const [rows, width] = to;
  const triples = width >= PIXELS_AT_ONCE ? Math.floor(width / PIXELS_AT_ONCE) : 0;
  const singles = width - PIXELS_AT_ONCE * triples;
  const blocks = Math.floor(outputsOfGroup / CHANNELS_AT_ONCE);
  const rest = outputsOfGroup % CHANNELS_AT_ONCE;
  const isDivided = groups > 1 || window.dilations[1] > 1;
  const wholeRows = coverageOf(window, 0, from[0], rows).whole;
  const whole = isDivided ? 0 : wholeRows * coverageOf(window, 1, from[1], width).whole;
  const any = groups * (rows * width - whole);
  return {
    row: rows,
    group: rows * groups,
    [runLoop("whole", input, from[2])]: whole * perChannel,
    wholeRun: whole * window.kernel[0],
    wholePixel: whole,
    [runLoop("any", input, from[2])]: any * perChannel,
    anyTap: any * taps,
    anyPixel: any,
    triple: rows * triples * groups,
    [atWidth("three", weightBits)]: rows * triples * groups * blocks * words,
    [written("threeBlock", output.bits)]: rows * triples * groups * blocks,
    single: rows * singles * groups,
    [atWidth("one", weightBits)]: rows * singles * groups * blocks * words,
    [written("oneBlock", output.bits)]: rows * singles * groups * blocks,
    [atWidth("rest", weightBits)]: rows * width * groups * rest * words,
    restChannel: rows * width * groups * rest,
  };
}

export function denseCode(call: ProductCall, { window, from, to, run }: DenseView): EmittedLayer {
  const { layer, output, input, stem } = call;
  const isLevelled = layer.weights.levels === true;
  const { arrays, members } = productParts(call, isLevelled ? levelsPacking : packing);
  const { groups } = dividedWeights(layer);
  const rows =
    run === undefined
      ? windowRows(call, window.kernel[0], isLevelled ? "convolution." : "")
      : [
          "bw_codes rows[1];",
          `rows[0].bytes = ${bytesOf(call, input)};`,
          `rows[0].first = ${run === "whole" ? "0" : `y * ${run}`};`,
        ];
  const place = run === "whole" ? [`const bw_codes_out out = {${bytesOf(call, output)}, 0};`] : [];
  const { bits, levels } = call.numbers.weights;
  const tables = `&${levels ? levelsTable(bits) : dotTable(bits)}, &${gatherTable(input.bits)}`;
  const convolution = [
    ...windowMembers(window, from, to),
    ...members,
    `${groups}, ${format(input)}, ${format(output)}, ${tables},`,
  ];
  const emitted = (structure: Descriptor, name: string, all: readonly ConstantArray[]): EmittedLayer => ({
    ...(run === "whole" && { calls: run }),
    arrays: all,
    descriptors: [structure],
    body: [...rows, ...place, `${name}(&${stem}_layer, rows, out, ${scratchOf(call)});`],
  });
  if (!isLevelled) return emitted(descriptor(call, "bw_convolution", convolution), FUNCTION, arrays);
  const table = levels && arrayOf(call, "levels", "weights", "uint8_t", levels);
  const structure = descriptor(call, "bw_levels", ["{", ...convolution, "},", `${table ? table.name : "NULL"},`]);
  return emitted(structure, LEVELS_FUNCTION, table ? [...arrays, table] : arrays);
}
