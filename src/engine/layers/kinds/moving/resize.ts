/** Rows and columns copied from their nearest neighbours. */
import { byBytes } from "../../firmware/forms/wide";
import { showShape } from "../../../ir/inferShape";
import { fromEach, operand } from "../../call";
import { storedDescriptor, wordsUp } from "../../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../../firmware/forms/form";
import { arrayOf, descriptor, rowOf } from "../../firmware/parts";
import { copyTurns } from "../../firmware/turns";
import { unbounded, type LayerRoom } from "../../room";
import { expectShape, inputShape } from "../../shapes";

const RESIZE: KernelForm<"resize", "move"> = {
  ...PLAIN,
  function: "bw_resize_row",
  header: "bw_move.h",
  /** Row and column indices, 16 bits each. */
  constantBytes: ({ sourceRows, sourceColumns }) =>
    wordsUp(2 * sourceRows.length) + wordsUp(2 * sourceColumns.length) + storedDescriptor("bw_resize"),
  turns: (_layer, site) => copyTurns(site, site.output.shape[0] * site.output.shape[1]),
  code: (call) => {
    const { sourceRows, sourceColumns } = call.layer;
    const { output } = call;
    const rows = arrayOf(call, "rows", "constants", "uint16_t", sourceRows);
    const columns = arrayOf(call, "columns", "constants", "uint16_t", sourceColumns);
    const members = [`${columns.name}, ${output.shape[1]}, ${output.shape[2]}, ${output.bits},`];
    return {
      arrays: [rows, columns],
      descriptors: [descriptor(call, "bw_resize", members)],
      body: [rowOf(call, call.input, `${rows.name}[y]`), `bw_resize_row(&${call.stem}_layer, in, out);`],
    };
  },
};

export const resize: LayerRoom<"resize", "move"> = {
  label: () => "Resize",
  dump: ({ sourceRows, sourceColumns }) => `rows ${showShape(sourceRows)} columns ${showShape(sourceColumns)}`,
  mistake: ({ sourceRows, sourceColumns }, shapes) =>
    expectShape(shapes, [sourceRows.length, sourceColumns.length, inputShape(shapes)[2]]),
  moves: true,
  isElementwise: false,
  /** Rows that go back to earlier ones would need them kept. */
  rows: ({ sourceRows }) =>
    sourceRows.every((row, y) => row >= (sourceRows[y - 1] ?? 0)) ? { table: sourceRows } : undefined,

  step: "move",
  numbers: (_, { output }) => ({ kind: "move", fill: output.zeroPoint }),
  run: (call) => {
    const { sourceRows, sourceColumns } = call.layer;
    const { codes, shape } = operand(call.inputs, 0);
    return fromEach(call.output, (row, column, channel) => {
      const y = sourceRows[row] as number;
      const x = sourceColumns[column] as number;
      return codes[(y * shape[1] + x) * shape[2] + channel] as number;
    });
  },
  bound: unbounded,

  forms: [RESIZE, byBytes(RESIZE, (layer) => layer)],
};
