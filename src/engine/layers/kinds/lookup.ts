/** A function of one operand, as a table over its codes. */
import { maxCode, newCodes, realOf } from "../../base/bits";
import { showReal } from "../../ir/dumpWords";
import { describeScalar, evaluateScalar, labelOfScalar } from "../../ir/scalarFunction";
import { fromCodes, operand } from "../call";
import { interpolationTable, runInterpolated, TABLE_POINTS } from "../arithmetic/interpolated";
import { storedDescriptor } from "../firmware/descriptorBytes";
import { PLAIN } from "../firmware/forms/form";
import { arrayOf, descriptor, format, rowCodes, rowOf } from "../firmware/parts";
import { elementTurns, NEVER_COUNTED } from "../firmware/turns";
import { codeOf } from "../numbers";
import { unbounded, type LayerRoom } from "../room";
import { sameRow } from "../rows";
import { keepsShape } from "../shapes";

export const lookup: LayerRoom<"lookup", "table"> = {
  label: ({ fn }) => labelOfScalar(fn),
  dump: ({ fn }) => describeScalar(fn, showReal),
  mistake: keepsShape,
  moves: false,
  isElementwise: true,
  rows: (_, shapes, input) => sameRow(shapes, input),

  step: "table",
  numbers: ({ fn }, { input, output }) => ({
    kind: "table",
    table:
      input.bits === 16
        ? interpolationTable(input, output, (distance, fine) =>
            codeOf(evaluateScalar(fn, input.scale * distance), fine),
          )
        : newCodes(output.bits, maxCode(input.bits) + 1).map((_, code) =>
            codeOf(evaluateScalar(fn, realOf(code, input)), output),
          ),
  }),
  run: ({ inputs, step, output }) => {
    const input = operand(inputs, 0);
    if (input.format.bits === 16) return runInterpolated(input.codes, step.table, input.format, output.format);
    return fromCodes(input, output.format, (code) => step.table[code] as number);
  },
  bound: unbounded,

  forms: [
    {
      ...PLAIN,
      function: "bw_lookup_codes",
      header: "bw_elementwise.h",
      constantBytes: () => storedDescriptor("bw_lookup"),
      tableBytes: (inputBits) => 1 << inputBits,
      turns: (_layer, site) => elementTurns(site),
      code: (call) => {
        const table = arrayOf(call, "table", "tables", "uint8_t", call.numbers.table);
        return {
          arrays: [table],
          descriptors: [descriptor(call, "bw_lookup", [`${table.name}, ${call.input.bits}, ${call.output.bits},`])],
          body: [rowOf(call, call.input), `bw_lookup_codes(&${call.stem}_layer, in, out, ${rowCodes(call.output)});`],
        };
      },
    },
    {
      ...PLAIN,
      wide: true,
      function: "bw_wide_lookup_codes",
      header: "bw_wide.h",
      constantBytes: () => storedDescriptor("bw_wide_lookup"),
      tableBytes: (inputBits) => 2 * (inputBits === 16 ? TABLE_POINTS : 1 << inputBits),
      turns: NEVER_COUNTED,
      code: (call) => {
        const table = arrayOf(call, "table", "tables", "uint16_t", call.numbers.table);
        const members = [`${table.name}, ${format(call.input)}, ${call.output.bits},`];
        return {
          arrays: [table],
          descriptors: [descriptor(call, "bw_wide_lookup", members)],
          body: [
            rowOf(call, call.input),
            `bw_wide_lookup_codes(&${call.stem}_layer, in, out, ${rowCodes(call.output)});`,
          ],
        };
      },
    },
  ],
};
