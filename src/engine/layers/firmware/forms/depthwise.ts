/** Depthwise convolutions, four channels at a time (src/firmware/products/bw_depthwise.h). */
import { ACTIVATION_WIDTHS, packedWeightWords, WEIGHT_WIDTHS, type CodeBits } from "../../../base/bits";
import { isDepthwise, type LayerOf } from "../../../ir/network";
import { storedDescriptor } from "../descriptorBytes";
import { BLOCK, inLanes } from "../packWeights";
import { descriptor, format, scratchOf, windowMembers, windowRows } from "../parts";
import { perChannelBytes, productParts } from "../product";
import { atWidth, coverageOf, firstBits, firstShape, written, type Turns, type TurnsSite } from "../turns";
import { none, type KernelForm, type Packing } from "./form";

/** The order of a whole block's channels within a tap: the halves of two words. */
const TAP_ORDER = [0, 2, 1, 3];
/** sizeof(bw_tap), where pointers have 4 bytes. */
const TAP_BYTES = 12;
const FUNCTION = "bw_depthwise_row";

/** One sequence of codes for the whole layer: its weights are unpacked at every width by the same code. */
const packing: Packing<"conv"> = {
  bytes: ({ weights }, bits) => 4 * packedWeightWords(weights.elements, bits),
  words: (layer, matrices) => matrices.map(({ codes, bits }) => inLanes(tapSequence(codes, layer), bits)),
};

export const DEPTHWISE: KernelForm<"conv", "product"> = {
  needs: [],
  weightBits: WEIGHT_WIDTHS,
  inputBits: ACTIVATION_WIDTHS,
  wide: false,
  takesImage: false,
  applies: isDepthwise,
  function: FUNCTION,
  header: "bw_depthwise.h",
  weightParts: none,
  inputParts: (bits) => [tapsTable(bits)],
  packing,
  constantBytes: (layer) => perChannelBytes(layer) + storedDescriptor("bw_depthwise"),
  tableBytes: () => undefined,
  scratchBytes: (layer) => TAP_BYTES * tapsHeld(layer),
  turns,
  code: (call) => {
    const { layer, output, input, stem } = call;
    const { arrays, members } = productParts(call, packing);
    return {
      arrays,
      descriptors: [
        descriptor(call, "bw_depthwise", [
          ...windowMembers(layer, input.shape, output.shape),
          ...members,
          `${format(input)}, ${format(output)}, &${tapsTable(input.bits)},`,
        ]),
      ],
      body: [
        ...windowRows(call, layer.kernel[0]),
        `${FUNCTION}(&${stem}_layer, rows, out, ${scratchOf(call, "TAPS")});`,
      ],
      taps: tapsHeld(layer),
    };
  },
};

/** bw_depthwise_row: blocks of four channels by columns or by taps, all others code by code. */
function turns(layer: LayerOf<"conv">, site: TurnsSite): Turns {
  const { output, weightBits = 8 } = site;
  const [height, width, channels] = firstShape(site);
  const [rows, columns] = output.shape;
  const bits = firstBits(site);
  const taps = layer.kernel[0] * layer.kernel[1];
  const isWholeBytes = bits === 8 || channels % BLOCK === 0;
  const blocks = isWholeBytes ? Math.floor(channels / BLOCK) : 0;
  const singles = channels - BLOCK * blocks;
  const across = coverageOf(layer, 1, width, columns);
  const cutRows = coverageOf(layer, 0, height, rows).edge;
  const single = rows * columns * singles;
  const shared = {
    row: rows,
    [atWidth("singleTap", bits)]: single * taps,
    single,
  };
  const isThree =
    layer.kernel.every((size) => size === 3) &&
    layer.strides[1] === 1 &&
    layer.dilations[1] === 1 &&
    layer.pads[1] <= 2;
  if (isThree) {
    return {
      ...shared,
      [written("threePixel", bits)]: rows * columns * blocks,
      threeEdge: rows * across.edge * blocks,
      ...(output.bits < 8 && { threeNarrow: rows * columns * blocks }),
      [atWidth("threeBlock", weightBits)]: rows * blocks,
      threeCut: cutRows * blocks,
    };
  }
  const whole = rows * across.whole * blocks;
  const edge = rows * across.edge * blocks;
  return {
    ...shared,
    point: blocks > 0 ? rows * taps : 0,
    block: rows * blocks,
    [atWidth("unpack", weightBits)]: rows * blocks * taps,
    [atWidth("tap", bits)]: whole * taps,
    [written("pixel", output.bits)]: whole,
    [atWidth("edgeTap", bits)]: edge * taps,
    [written("edge", output.bits)]: edge,
  };
}

/** bw_depthwise_taps of a width of the input. */
function tapsTable(bits: CodeBits | 32): string {
  return `bw_depthwise_taps_${bits}`;
}

/** The window's, and two that fill the last three. */
function tapsHeld({ kernel }: LayerOf<"conv">): number {
  return kernel[0] * kernel[1] + 2;
}

/** Codes [C][kh][kw] of a depthwise layer in stored order: block, kernel column, kernel row, channel of the block. */
function tapSequence(codes: Uint8Array, { kernel, groups: channels }: LayerOf<"conv">): Uint8Array {
  const [height, width] = kernel;
  const sequence = new Uint8Array(codes.length);
  let at = 0;
  for (let first = 0; first < channels; first += BLOCK) {
    const block = Math.min(BLOCK, channels - first);
    for (let j = 0; j < width; j++) {
      for (let i = 0; i < height; i++) {
        for (let c = 0; c < block; c++) {
          const channel = first + (block === BLOCK ? (TAP_ORDER[c] as number) : c);
          sequence[at++] = codes[(channel * height + i) * width + j] as number;
        }
      }
    }
  }
  return sequence;
}
