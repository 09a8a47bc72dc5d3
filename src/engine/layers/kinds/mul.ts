/** A product of two tensors. */
import { widened } from "../firmware/forms/wide";
import { requantize } from "../../base/fixedPoint";
import { reachOf } from "../../ir/program";
import { boundOf } from "../arithmetic/accumulators";
import { fromCodes, operands, perChannel, toCode } from "../call";
import { storedDescriptor } from "../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../firmware/forms/form";
import { constants, descriptor, format, rowCodes, rowOf, secondOperand } from "../firmware/parts";
import { elementTurns, size } from "../firmware/turns";
import { requantizerOf } from "../numbers";
import type { LayerRoom } from "../room";
import { sameRow } from "../rows";
import { fitsOperands } from "../shapes";

const MULTIPLY: KernelForm<"mul", "multiply"> = {
  ...PLAIN,
  function: "bw_multiply_codes",
  header: "bw_elementwise.h",
  constantBytes: () => 4 + storedDescriptor("bw_multiplication"),
  turns: (_layer, site) => {
    const [, b = site.output] = site.inputs;
    const isVector = size(b.shape) < size(site.output.shape);
    return elementTurns(site, isVector ? b.shape[2] : Infinity);
  },
  code: (call) => {
    const { multipliers, shift } = call.numbers.requantizer;
    const b = secondOperand(call);
    const array = constants(call, "multipliers", multipliers);
    const members = [
      `${array.name}, ${multipliers.length}, ${b.period}, ${format(call.input)}, ${format(b.tensor)}, ${format(call.output)}, ${shift},`,
    ];
    return {
      arrays: [array],
      descriptors: [descriptor(call, "bw_multiplication", members)],
      body: [
        rowOf(call, call.input),
        b.row,
        `bw_multiply_codes(&${call.stem}_layer, in, b, out, ${rowCodes(call.output)});`,
      ],
    };
  },
};

export const mul: LayerRoom<"mul", "multiply"> = {
  label: () => "Multiply",
  dump: () => "",
  mistake: fitsOperands,
  moves: false,
  isElementwise: true,
  rows: (_, shapes, input) => sameRow(shapes, input),

  step: "multiply",
  numbers: (_, { input, inputs, output }) => {
    const other = inputs[1] ?? output;
    return { kind: "multiply", requantizer: requantizerOf([(input.scale * other.scale) / output.scale]) };
  },
  /** (a − za)·(b − zb)·m. */
  run: (call) => {
    const { multipliers, shift } = call.step.requantizer;
    const { a, b, period } = operands(call);
    const channels = a.shape[2];
    const multiplier = perChannel(multipliers, channels);
    return fromCodes(a, call.output.format, (code, i) => {
      const product = (code - a.format.zeroPoint) * ((b.codes[i % period] as number) - b.format.zeroPoint);
      return toCode(requantize(product, multiplier[i % channels] as number, shift), call.output.format);
    });
  },
  /** Products with a code of 16 bits have 64 bits (bw_wide_multiply_codes). */
  bound: (layer, step, a, b) =>
    a.bits === 16 || b.bits === 16 ? undefined : boundOf(layer, reachOf(a) * reachOf(b), 0, 0, step.requantizer.shift),

  forms: [MULTIPLY, widened(MULTIPLY, "bw_wide_multiply_codes")],
};
