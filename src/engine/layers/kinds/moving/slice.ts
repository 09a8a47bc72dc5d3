/** Every n-th row, column or channel of a range. */
import { byBytes } from "../../firmware/forms/wide";
import type { LayerOf } from "../../../ir/network";
import { showShape } from "../../../ir/inferShape";
import { fromEach, operand } from "../../call";
import { storedDescriptor } from "../../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../../firmware/forms/form";
import { descriptor, rowOf } from "../../firmware/parts";
import { atWidth, copyTurns, size } from "../../firmware/turns";
import { unbounded, type LayerRoom } from "../../room";
import { inputShape } from "../../shapes";

const SLICE: KernelForm<"slice", "move"> = {
  ...PLAIN,
  function: "bw_slice_row",
  header: "bw_move.h",
  constantBytes: () => storedDescriptor("bw_slice"),
  turns: ({ steps }, site) => {
    const pixels = site.output.shape[0] * site.output.shape[1];
    if (steps[2] === 1) return copyTurns(site, pixels);
    return { row: site.calls, run: pixels, [atWidth("spread", site.output.bits)]: size(site.output.shape) };
  },
  code: (call) => {
    const { starts, steps } = call.layer;
    const { input, output } = call;
    const members = [
      `${input.shape[2]}, ${output.shape[1]}, ${output.shape[2]}, ${starts[1]}, ${steps[1]}, ${starts[2]}, ${steps[2]}, ${output.bits},`,
    ];
    return {
      arrays: [],
      descriptors: [descriptor(call, "bw_slice", members)],
      body: [rowOf(call, input, `${starts[0]} + y * ${steps[0]}`), `bw_slice_row(&${call.stem}_layer, in, out);`],
    };
  },
};

export const slice: LayerRoom<"slice", "move"> = {
  label: () => "Slice",
  dump: ({ starts, steps }) => `from ${showShape(starts)} by ${showShape(steps)}`,
  mistake: ({ starts, steps }, shapes) => {
    const x = inputShape(shapes);
    const isInside = shapes.output.every(
      (size, axis) => (starts[axis] ?? 0) + (size - 1) * (steps[axis] ?? 1) < (x[axis] ?? 0),
    );
    return isInside ? undefined : `reads outside ${showShape(x)}`;
  },
  moves: true,
  isElementwise: false,
  rows: ({ starts, steps }) => ({ step: steps[0], first: starts[0], last: starts[0] }),

  step: "move",
  numbers: (_, { output }) => ({ kind: "move", fill: output.zeroPoint }),
  run: (call) => {
    const { starts, steps } = call.layer;
    const { codes, shape } = operand(call.inputs, 0);
    return fromEach(call.output, (row, column, channel) => {
      const y = starts[0] + row * steps[0];
      const x = starts[1] + column * steps[1];
      return codes[(y * shape[1] + x) * shape[2] + starts[2] + channel * steps[2]] as number;
    });
  },
  bound: unbounded,

  forms: [SLICE, { ...byBytes(SLICE, ofBytes), applies: ({ steps }) => steps[2] === 1 }],
};

function ofBytes({ starts, ...layer }: LayerOf<"slice">): LayerOf<"slice"> {
  return { ...layer, starts: [starts[0], starts[1], 2 * starts[2]] };
}
