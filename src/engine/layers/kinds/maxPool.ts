/** The largest value under each window. */
import { widened } from "../firmware/forms/wide";
import { newCodes } from "../../base/bits";
import { describeWindow } from "../../ir/dumpWords";
import { eachWindow } from "../arithmetic/windows";
import { operand } from "../call";
import { storedDescriptor } from "../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../firmware/forms/form";
import { descriptor, windowMembers, windowRows } from "../firmware/parts";
import { poolTurns } from "../firmware/turns";
import { labelOfWindow } from "../labels";
import { unbounded, type LayerRoom } from "../room";
import { rowsUnder } from "../rows";
import { doesNotMake, inputShape, windowFits } from "../shapes";

const LARGEST: KernelForm<"maxPool", "move"> = {
  ...PLAIN,
  function: "bw_max_pool_row",
  header: "bw_pool.h",
  constantBytes: () => storedDescriptor("bw_max_pool"),
  turns: poolTurns,
  code: (call) => {
    const members = [
      ...windowMembers(call.layer, call.input.shape, call.output.shape),
      `${call.output.bits}, ${call.output.bits === 16 ? call.numbers.fill / 256 : call.numbers.fill},`,
    ];
    return {
      arrays: [],
      descriptors: [descriptor(call, "bw_max_pool", members)],
      body: [...windowRows(call, call.layer.kernel[0]), `bw_max_pool_row(&${call.stem}_layer, rows, out);`],
    };
  },
};

export const maxPool: LayerRoom<"maxPool", "move"> = {
  label: (layer) => `Max pool ${labelOfWindow(layer)}`,
  dump: describeWindow,
  mistake: (layer, shapes) =>
    shapes.output[2] === inputShape(shapes)[2] && windowFits(layer, shapes, 1) ? undefined : doesNotMake(shapes),
  moves: true,
  isElementwise: false,
  rows: rowsUnder,

  step: "move",
  numbers: (_, { output }) => ({ kind: "move", fill: output.zeroPoint }),
  /** The largest code: scale and zero point are kept, and padding is ignored. A window without any cell gives `fill`. */
  run: (call) => {
    const input = operand(call.inputs, 0);
    const channels = input.shape[2];
    const codes = newCodes(call.output.format.bits, call.output.elements);
    eachWindow(call.layer, input.shape, call.output.shape, (pixel, cells) => {
      for (let c = 0; c < channels; c++) {
        let largest = cells.length === 0 ? call.step.fill : 0;
        for (const cell of cells) largest = Math.max(largest, input.codes[cell * channels + c] as number);
        codes[pixel * channels + c] = largest;
      }
    });
    return codes;
  },
  bound: unbounded,

  forms: [LARGEST, widened(LARGEST, "bw_wide_max_pool_row")],
};
