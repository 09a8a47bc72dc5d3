/** Layer, RMS, instance and group normalization: groups of values less their mean, over their deviation, with a gain and an offset a channel. */
import { widened } from "../firmware/forms/wide";
import { newCodes } from "../../base/bits";
import { clamp, commonShift, encodeAtShift, withinDyadic } from "../../base/fixedPoint";
import { activationOf } from "../../ir/network";
import { MAX_NORMALIZED } from "../../ir/op";
import { NORMALIZED_BITS, normalizeCodes } from "../arithmetic/normalize";
import { operand, perChannel, toCode } from "../call";
import { storedDescriptor } from "../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../firmware/forms/form";
import { bytesOf, constants, descriptor, format, rowOf } from "../firmware/parts";
import { atWidth, firstBits, size } from "../firmware/turns";
import { unbounded, type LayerRoom } from "../room";
import { sameRow } from "../rows";
import { inputShape, keepsShape } from "../shapes";

const INT32_MAX = 2147483647;
/** Of codes of 16 bits: N² times the square of the largest is below 2^60. */
const MOST_WIDE = 2 ** 14;
/** Sums of squares of as many codes and this are exact in doubles. */
const LARGEST_EPSILON = 2 ** 52;

const NORMALIZE: KernelForm<"normalize", "normalize"> = {
  ...PLAIN,
  function: "bw_normalize_codes",
  header: "bw_normalize.h",
  /** A multiplier and an offset a channel. */
  constantBytes: (layer, network) =>
    8 * activationOf(network, layer.output).shape[2] + storedDescriptor("bw_normalization"),
  turns: (layer, site) => ({
    call: site.calls,
    span: size(site.output.shape) / layer.together,
    [atWidth("in", firstBits(site))]: size(site.output.shape),
    [atWidth("out", site.output.bits)]: size(site.output.shape),
  }),
  code: (call) => {
    const { layer, input, output, numbers } = call;
    const [rows, columns, channels] = input.shape;
    const multipliers = constants(call, "multipliers", perChannel(numbers.multipliers, channels));
    const offsets = constants(call, "offsets", perChannel(numbers.offsets, channels));
    const pixels = layer.across === "image" ? rows * columns : 1;
    const members = [
      `${multipliers.name}, ${offsets.name}, ${numbers.epsilon % 2 ** 32}u, ${Math.floor(numbers.epsilon / 2 ** 32)}u,`,
      `${pixels}, ${channels}, ${channels / layer.groups}, ${format(input)}, ${format(output)}, ${numbers.shift}, ${Number(layer.centred)},`,
    ];
    const callFor = (rowColumns: number): string => `bw_normalize_codes(&${call.stem}_layer, in, out, ${rowColumns});`;
    const shared = {
      arrays: [multipliers, offsets],
      descriptors: [descriptor(call, "bw_normalization", members)],
    };
    if (layer.across === "pixel") return { ...shared, body: [rowOf(call, input), callFor(columns)] };
    const [from, to] = [bytesOf(call, input), bytesOf(call, output)];
    return {
      ...shared,
      calls: "whole",
      body: [`const bw_codes in = {${from}, 0};`, `const bw_codes_out out = {${to}, 0};`, callFor(1)],
    };
  },
};

export const normalize: LayerRoom<"normalize", "normalize"> = {
  label: ({ centred, across }) =>
    `${centred ? "Normalization" : "RMS normalization"} of ${across === "pixel" ? "pixels" : "the image"}`,
  dump: ({ across, groups, centred, epsilon, scale, bias }) =>
    [
      `across ${across} groups ${groups} epsilon ${epsilon}`,
      centred ? "centred" : "",
      scale === undefined ? "" : `scale ${scale}`,
      bias === undefined ? "" : `bias ${bias}`,
    ]
      .filter((part) => part !== "")
      .join(" "),
  mistake: (layer, shapes) => {
    const [rows, columns, channels] = inputShape(shapes);
    const together = (channels / layer.groups) * (layer.across === "image" ? rows * columns : 1);
    if (together !== layer.together) return `normalizes ${together} values together, not ${layer.together}`;
    return together > MAX_NORMALIZED ? `normalizes ${together} values together` : keepsShape(layer, shapes);
  },
  moves: false,
  isElementwise: false,
  rows: ({ across }, shapes, input) => (across === "pixel" ? sameRow(shapes, input) : undefined),

  step: "normalize",
  numbers: ({ together, epsilon, scale, bias }, { input, output, constant }) => {
    const unit = output.scale * 2 ** NORMALIZED_BITS;
    const gains = Array.from(scale === undefined ? [1] : constant(scale), (gain) => withinDyadic(gain / unit));
    const shift = commonShift(gains);
    const offset = (real: number): number =>
      clamp(Math.round((real / output.scale) * 2 ** (shift - 16)), -INT32_MAX, INT32_MAX);
    return {
      kind: "normalize",
      epsilon: Math.min(LARGEST_EPSILON, Math.round(epsilon * (together / input.scale) ** 2)),
      multipliers: Int32Array.from(gains, (gain) => encodeAtShift(gain, shift)),
      offsets: Int32Array.from(bias === undefined ? [0] : constant(bias), offset),
      shift,
    };
  },
  run: ({ layer, step, inputs, output }) => {
    const { codes, shape, format: from } = operand(inputs, 0);
    const channels = shape[2];
    const numbers = {
      ...step,
      multipliers: perChannel(step.multipliers, channels),
      offsets: perChannel(step.offsets, channels),
    };
    const results = normalizeCodes(codes, channels, from.zeroPoint, layer, numbers);
    return newCodes(output.format.bits, results.length).map((_, i) => toCode(results[i] as number, output.format));
  },
  bound: unbounded,

  forms: [
    NORMALIZE,
    { ...widened(NORMALIZE, "bw_wide_normalize_codes"), applies: ({ together }) => together <= MOST_WIDE },
  ],
};
