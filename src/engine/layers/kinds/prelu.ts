/** PReLU: values at 0 and above as they are, those below times a slope of their channel. */
import { widened } from "../firmware/forms/wide";
import { commonShift, encodeAtShift, requantize, withinDyadic } from "../../base/fixedPoint";
import { activationOf } from "../../ir/network";
import { reachOf } from "../../ir/program";
import { boundOf } from "../arithmetic/accumulators";
import { fromCodes, operand, perChannel, toCode } from "../call";
import { storedDescriptor } from "../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../firmware/forms/form";
import { constants, rescaled } from "../firmware/parts";
import { elementTurns } from "../firmware/turns";
import type { LayerRoom } from "../room";
import { sameRow } from "../rows";
import { keepsShape } from "../shapes";

const SLOPES: KernelForm<"prelu", "slopes"> = {
  ...PLAIN,
  function: "bw_rescale_codes",
  header: "bw_elementwise.h",
  /** Multipliers of positive and of negative codes, a channel each. */
  constantBytes: (layer, network) => 8 * activationOf(network, layer.output).shape[2] + storedDescriptor("bw_rescale"),
  turns: (_layer, site) => elementTurns(site),
  code: (call) => {
    const { positive, negative, shift } = call.numbers;
    const slopes = constants(call, "slopes", negative);
    const multipliers = constants(call, "multipliers", new Int32Array(negative.length).fill(positive));
    return rescaled(call, [multipliers, slopes], `${multipliers.name}, ${slopes.name}, ${negative.length}`, shift);
  },
};

export const prelu: LayerRoom<"prelu", "slopes"> = {
  label: () => "PReLU",
  dump: ({ slope }) => `slope ${slope}`,
  mistake: keepsShape,
  moves: false,
  isElementwise: true,
  rows: (_, shapes, input) => sameRow(shapes, input),

  step: "slopes",
  numbers: ({ slope: name }, { input, output, constant }) => {
    const ratio = input.scale / output.scale;
    const positive = withinDyadic(ratio);
    const negative = Array.from(constant(name), (slope) => withinDyadic(slope * ratio));
    const shift = commonShift([positive, ...negative]);
    return {
      kind: "slopes",
      positive: encodeAtShift(positive, shift),
      negative: Int32Array.from(negative, (real) => encodeAtShift(real, shift)),
      shift,
    };
  },
  /** One multiplier for x ≥ zx, one a channel below. */
  run: (call) => {
    const { positive, negative, shift } = call.step;
    const input = operand(call.inputs, 0);
    const channels = input.shape[2];
    const slopes = perChannel(negative, channels);
    return fromCodes(input, call.output.format, (code, i) => {
      const difference = code - input.format.zeroPoint;
      const multiplier = difference >= 0 ? positive : (slopes[i % channels] as number);
      return toCode(requantize(difference, multiplier, shift), call.output.format);
    });
  },
  bound: (layer, step, input) => boundOf(layer, reachOf(input), 0, 0, step.shift),

  forms: [SLOPES, widened(SLOPES, "bw_wide_rescale_codes")],
};
