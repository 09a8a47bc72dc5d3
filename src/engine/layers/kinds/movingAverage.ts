/** The average of the latest rows of rows that never end, from running sums. */
import { maxCode } from "../../base/bits";
import { invariant } from "../../base/outcome";
import { elementsOf } from "../../ir/graph";
import { reachOf } from "../../ir/program";
import { boundOf } from "../arithmetic/accumulators";
import { MOST_COLUMNS, MOST_ROWS, runMovingAverage, sumPlaces } from "../arithmetic/movingAverage";
import { storedDescriptor } from "../firmware/descriptorBytes";
import { PLAIN } from "../firmware/forms/form";
import { bytesOf, descriptor, format } from "../firmware/parts";
import { NEVER_COUNTED } from "../firmware/turns";
import { requantizerOf } from "../numbers";
import type { LayerRoom } from "../room";
import { expectShape } from "../shapes";

export const movingAverage: LayerRoom<"movingAverage", "average"> = {
  label: ({ rows }) => `Moving average of ${rows} rows`,
  dump: ({ rows, columns }) => `${rows}×${columns}`,
  mistake: ({ rows, columns: wide }, shapes) => {
    const [fresh, cell] = shapes.inputs;
    if (!fresh || !cell) return "needs new rows and sums of those before";
    const [, columns, channels] = fresh;
    if (columns !== wide) return `averages rows of ${columns} columns, not ${wide}`;
    if (rows < 1 || rows > MOST_ROWS || columns > MOST_COLUMNS) return `cannot keep sums of ${rows} rows of ${columns}`;
    if (elementsOf(cell) !== sumPlaces(rows, columns, channels).bytes) return "keeps its sums in another cell";
    return expectShape(shapes, [1, 1, channels]);
  },
  moves: false,
  isElementwise: false,
  /** A cell is renewed at once. */
  rows: () => undefined,

  step: "average",
  numbers: (layer, { input, output }) => {
    const { multipliers, shift } = requantizerOf([input.scale / (layer.rows * layer.columns * output.scale)]);
    return { kind: "average", multipliers, shift };
  },
  run: runMovingAverage,
  bound: (layer, step, input) => {
    const taps = layer.rows * layer.columns;
    return boundOf(layer, taps * reachOf(input), taps * maxCode(input.bits), 0, step.shift);
  },

  forms: [
    {
      ...PLAIN,
      function: "bw_moving_average_rows",
      header: "bw_endless.h",
      constantBytes: () => storedDescriptor("bw_moving_average"),
      turns: NEVER_COUNTED,
      code: (call) => {
        const { layer, input, output, numbers } = call;
        const [height, columns, channels] = input.shape;
        const [, cell] = call.inputs;
        const members = [
          `${numbers.multipliers[0] ?? 0}, ${layer.rows}, ${height}, ${columns}, ${channels}, ${format(input)}, ${format(output)}, ${numbers.shift},`,
        ];
        invariant(cell !== undefined, `"${layer.name}" has no sums`);
        return {
          arrays: [],
          descriptors: [descriptor(call, "bw_moving_average", members)],
          calls: "whole",
          body: [
            `bw_moving_average_rows(&${call.stem}_layer, ${bytesOf(call, input)}, ${bytesOf(call, cell)}, ${bytesOf(call, output)});`,
          ],
        };
      },
    },
  ],
};
