/** A sum or a difference of two tensors. */
import { widened } from "../firmware/forms/wide";
import { clamp, encodeAtShift, requantizeSum } from "../../base/fixedPoint";
import { reachOf, type ActivationFormat } from "../../ir/program";
import { fromCodes, operands, toCode, type StepOf } from "../call";
import { storedDescriptor } from "../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../firmware/forms/form";
import { packSum } from "../firmware/packConstants";
import { descriptor, format, rowCodes, rowOf, secondOperand } from "../firmware/parts";
import { elementTurns, size } from "../firmware/turns";
import { unbounded, type LayerRoom } from "../room";
import { sameRow } from "../rows";
import { fitsOperands } from "../shapes";

const INT32_MAX = 2147483647;
const COARSEST = 2 ** 18;

const SUM: KernelForm<"add", "sum"> = {
  ...PLAIN,
  function: "bw_sum_codes",
  header: "bw_elementwise.h",
  constantBytes: () => storedDescriptor("bw_sum"),
  turns: (_layer, site) => {
    const [, b = site.output] = site.inputs;
    const isVector = size(b.shape) < size(site.output.shape);
    const isBytes = [...site.inputs, site.output].every(({ bits }) => bits === 8);
    if (isBytes && !isVector) return { call: site.calls, bytes: size(site.output.shape) };
    return elementTurns(site, isVector ? b.shape[2] : Infinity);
  },
  code: (call) => {
    const step = call.numbers;
    const b = secondOperand(call);
    const { narrow, offset } = packSum(step, call.input.format, b.tensor.format);
    const members = [
      `${step.multiplierA}, ${step.multiplierB}, ${offset},`,
      `${b.period}, ${format(call.input)}, ${format(b.tensor)}, ${format(call.output)}, ${step.shift}, ${Number(narrow)},`,
    ];
    return {
      arrays: [],
      descriptors: [descriptor(call, "bw_sum", members)],
      body: [
        rowOf(call, call.input),
        b.row,
        `bw_sum_codes(&${call.stem}_layer, in, b, out, ${rowCodes(call.output)});`,
      ],
    };
  },
};

export const add: LayerRoom<"add", "sum"> = {
  label: ({ sign }) => (sign === 1 ? "Add" : "Subtract"),
  dump: ({ sign }) => (sign === 1 ? "" : "negative"),
  mistake: fitsOperands,
  moves: false,
  isElementwise: true,
  // Equal shapes, or the one row of [1, 1, C] over and over.
  rows: (_, shapes, input) => sameRow(shapes, input),

  step: "sum",
  numbers: ({ sign }, { input, inputs, output }) => sumNumbers(input, inputs[1] ?? output, sign, output),
  /** (a − za)·ma + (b − zb)·mb, one rounding. */
  run: (call) => {
    const { multiplierA, multiplierB, shift } = call.step;
    const { a, b, period } = operands(call);
    return fromCodes(a, call.output.format, (code, i) => {
      const left = code - a.format.zeroPoint;
      const right = (b.codes[i % period] as number) - b.format.zeroPoint;
      return toCode(requantizeSum(left, multiplierA, right, multiplierB, shift), call.output.format);
    });
  },
  // At 64 bits, or proven to fit 32 where it is packed.
  bound: unbounded,

  forms: [SUM, widened(SUM, "bw_wide_sum_codes")],
};

/** The widest shift at which (a − za)·ma ± (b − zb)·mb plus the rounding term is proven to stay within 32 bits. */
function sumNumbers(a: ActivationFormat, b: ActivationFormat, sign: 1 | -1, output: ActivationFormat): StepOf<"sum"> {
  // One step of an operand that is coarser than this saturates the result alone.
  const ma = clamp(a.scale / output.scale, 0, COARSEST);
  const mb = sign * clamp(b.scale / output.scale, 0, COARSEST);
  const largest = ma * reachOf(a) + Math.abs(mb) * reachOf(b) + 1; // in output steps; + 1 covers rounding of both multipliers
  const isWide = [a, b, output].some(({ bits }) => bits === 16);
  // Codes of 16 bits are summed up in 64 bits: there only the multipliers have to fit.
  const most = isWide ? Math.max(1, ma, Math.abs(mb)) : largest + 1;
  const shift = Math.min(30, Math.floor(Math.log2(INT32_MAX / most)));
  return { kind: "sum", multiplierA: encodeAtShift(ma, shift), multiplierB: encodeAtShift(mb, shift), shift };
}
