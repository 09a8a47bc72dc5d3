/** Rows, columns and channels of one value around a tensor. */
import { widened } from "../../firmware/forms/wide";
import { showReal } from "../../../ir/dumpWords";
import { fromEach, operand } from "../../call";
import { storedDescriptor } from "../../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../../firmware/forms/form";
import { descriptor, rowNamed } from "../../firmware/parts";
import { copyTurns } from "../../firmware/turns";
import { codeOf } from "../../numbers";
import { unbounded, type LayerRoom } from "../../room";
import { shiftedRow } from "../../rows";
import { expectShape, inputShape } from "../../shapes";

const PAD: KernelForm<"pad", "move"> = {
  ...PLAIN,
  function: "bw_pad_row",
  header: "bw_move.h",
  constantBytes: () => storedDescriptor("bw_padding"),
  turns: (_layer, site) => copyTurns(site, site.output.shape[0] * site.output.shape[1]),
  code: (call) => {
    const { pads, channelsBefore, channelsAfter } = call.layer;
    const { input, output } = call;
    const [height, width, channels] = input.shape;
    const isWide = output.bits === 16;
    const bits = isWide ? "" : ` ${output.bits},`;
    const members = [
      `${width}, ${channels}, ${pads[1]}, ${pads[3]}, ${channelsBefore}, ${channelsAfter},${bits} ${call.numbers.fill},`,
    ];
    const row = `bw_row_inside(${call.prefix}_arena, &${input.symbol}, (int32_t)y - ${pads[0]}, ${height})`;
    return {
      arrays: [],
      descriptors: [descriptor(call, isWide ? "bw_wide_padding" : "bw_padding", members)],
      body: [rowNamed("in", row), `bw_pad_row(&${call.stem}_layer, in, out);`],
    };
  },
};

export const pad: LayerRoom<"pad", "move"> = {
  label: () => "Pad",
  dump: ({ pads, channelsBefore, channelsAfter, value }) =>
    `pads ${pads.join(",")} channels ${channelsBefore},${channelsAfter} value ${showReal(value)}`,
  mistake: ({ pads, channelsBefore, channelsAfter }, shapes) => {
    const [height, width, channels] = inputShape(shapes);
    return expectShape(shapes, [
      height + pads[0] + pads[2],
      width + pads[1] + pads[3],
      channels + channelsBefore + channelsAfter,
    ]);
  },
  moves: true,
  isElementwise: false,
  rows: ({ pads }) => shiftedRow(0 - pads[0]),

  step: "move",
  numbers: ({ value }, { output }) => ({ kind: "move", fill: codeOf(value, output) }),
  run: (call) => {
    const { pads, channelsBefore } = call.layer;
    const { codes, shape } = operand(call.inputs, 0);
    return fromEach(call.output, (row, column, channel) => {
      const y = row - pads[0];
      const x = column - pads[1];
      const c = channel - channelsBefore;
      const inside = y >= 0 && y < shape[0] && x >= 0 && x < shape[1] && c >= 0 && c < shape[2];
      return inside ? (codes[(y * shape[1] + x) * shape[2] + c] as number) : call.step.fill;
    });
  },
  bound: unbounded,

  forms: [
    PAD,
    {
      ...widened(PAD, "bw_wide_pad_row"),
      constantBytes: () => storedDescriptor("bw_wide_padding"),
    },
  ],
};
