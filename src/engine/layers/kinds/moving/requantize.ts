/** A change of scale without other arithmetic: a clamp that stands alone. */
import { widened } from "../../firmware/forms/wide";
import { requantize as requantizeOne } from "../../../base/fixedPoint";
import { ACTIVATION_WIDTHS } from "../../../base/bits";
import { reachOf } from "../../../ir/program";
import { boundOf } from "../../arithmetic/accumulators";
import { fromCodes, operand, perChannel, toCode } from "../../call";
import { storedDescriptor } from "../../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../../firmware/forms/form";
import { constants, rescaled, rowCodes, rowOf } from "../../firmware/parts";
import { elementTurns, NEVER_COUNTED } from "../../firmware/turns";
import { requantizerOf } from "../../numbers";
import type { LayerRoom } from "../../room";
import { sameRow } from "../../rows";
import { keepsShape } from "../../shapes";

const RESCALE: KernelForm<"requantize", "requantize"> = {
  ...PLAIN,
  function: "bw_rescale_codes",
  header: "bw_elementwise.h",
  constantBytes: () => 4 + storedDescriptor("bw_rescale"),
  turns: (_layer, site) => elementTurns(site),
  code: (call) => {
    const { multipliers, shift } = call.numbers.requantizer;
    const array = constants(call, "multipliers", multipliers);
    return rescaled(call, [array], `${array.name}, NULL, ${multipliers.length}`, shift);
  },
};

export const requantize: LayerRoom<"requantize", "requantize"> = {
  label: () => "Requantize",
  dump: () => "",
  mistake: keepsShape,
  moves: false,
  isElementwise: true,
  rows: (_, shapes, input) => sameRow(shapes, input),

  step: "requantize",
  numbers: (_, { input, output }) => ({
    kind: "requantize",
    requantizer: requantizerOf([input.scale / output.scale]),
  }),
  run: (call) => {
    const { multipliers, shift } = call.step.requantizer;
    const input = operand(call.inputs, 0);
    const channels = input.shape[2];
    const multiplier = perChannel(multipliers, channels);
    return fromCodes(input, call.output.format, (code, i) =>
      toCode(
        requantizeOne(code - input.format.zeroPoint, multiplier[i % channels] as number, shift),
        call.output.format,
      ),
    );
  },
  bound: (layer, step, input) => boundOf(layer, reachOf(input), 0, 0, step.requantizer.shift),

  forms: [
    {
      ...PLAIN,
      inputBits: [...ACTIVATION_WIDTHS, 1],
      applies: ({ ofSpikes }) => ofSpikes === true,
      function: "bw_widen_spikes",
      header: "bw_spikes.h",
      constantBytes: () => 0,
      turns: NEVER_COUNTED,
      code: (call) => {
        const { multipliers, shift } = call.numbers.requantizer;
        const { zeroPoint, bits } = call.output.format;
        const spike = toCode(requantizeOne(1, multipliers[0] ?? 0, shift), call.output.format);
        const codes = rowCodes(call.output);
        return {
          arrays: [],
          descriptors: [],
          body: [rowOf(call, call.input), `bw_widen_spikes(in, out, ${codes}, ${bits}, ${zeroPoint}, ${spike});`],
        };
      },
    },
    RESCALE,
    widened(RESCALE, "bw_wide_rescale_codes"),
  ],
};
