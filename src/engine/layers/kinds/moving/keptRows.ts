/** The latest rows of rows that never end: a state that moves up by what a hop brings. */
import { invariant } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import type { LayerOf, Shape3 } from "../../../ir/network";
import { operand, type LayerCall } from "../../call";
import { storedDescriptor } from "../../firmware/descriptorBytes";
import { PLAIN } from "../../firmware/forms/form";
import { bytesOf, descriptor, rowCodes } from "../../firmware/parts";
import { NEVER_COUNTED } from "../../firmware/turns";
import { unbounded, type LayerRoom } from "../../room";

/** What the counter of rows can hold. */
const MOST_COUNTED = 65535;

/** Rows that are counted: behind these all are alike. */
function counted({ skipped, ends }: LayerOf<"keptRows">): number {
  return ends ?? skipped;
}

export const keptRows: LayerRoom<"keptRows", "move"> = {
  label: () => "Rows kept",
  dump: ({ skipped, ends }) =>
    [...(skipped > 0 ? [`skipping ${skipped}`] : []), ...(ends === undefined ? [] : [`ending with ${ends}`])].join(" "),
  mistake: (layer, { inputs: [fresh, held, ...counters], output }) => {
    if (!fresh || !held) return "needs new rows and those before";
    const agrees = (shape: Shape3): boolean => shape[1] === output[1] && shape[2] === output[2];
    if (!agrees(fresh) || !agrees(held) || held[0] !== output[0]) return "keeps rows of another size";
    if (fresh[0] > held[0]) return `keeps ${held[0]} rows, and ${fresh[0]} are new`;
    const all = counted(layer);
    if (layer.skipped < 0 || layer.skipped > all || all > MOST_COUNTED) return `cannot count ${all} rows`;
    return counters.map(elementsOf).join() === (all > 0 ? "2" : "") ? undefined : "counts in another cell";
  },
  moves: true,
  isElementwise: false,
  renews: true,
  /** A state is renewed at once. */
  rows: () => undefined,

  step: "move",
  numbers: (_, { output }) => ({ kind: "move", fill: output.zeroPoint }),
  run,
  bound: unbounded,

  forms: [
    {
      ...PLAIN,
      function: "bw_keep_rows",
      header: "bw_endless.h",
      constantBytes: () => storedDescriptor("bw_kept_rows"),
      turns: NEVER_COUNTED,
      code: (call) => {
        const { layer, output, numbers, inputs } = call;
        const [fresh, held, counter] = inputs;
        invariant(fresh !== undefined && held !== undefined, `"${layer.name}" keeps nothing`);
        const members = [
          `${rowCodes(output)}, ${output.shape[0]}, ${fresh.shape[0]}, ${layer.skipped}, ${layer.ends ?? 0}, ${output.bits}, ${numbers.fill},`,
        ];
        const counted = counter ? bytesOf(call, counter) : "NULL";
        return {
          arrays: [],
          descriptors: [descriptor(call, "bw_kept_rows", members)],
          calls: "whole",
          body: [
            `bw_keep_rows(&${call.stem}_layer, ${bytesOf(call, fresh)}, ${bytesOf(call, held)}, ${bytesOf(call, output)}, ${counted});`,
          ],
        };
      },
    },
  ],
};

function run(call: LayerCall<"keptRows", "move">): Uint8Array {
  const { layer, step } = call;
  const fresh = operand(call.inputs, 0);
  const held = operand(call.inputs, 1);
  const row = fresh.shape[1] * fresh.shape[2];
  const codes = new Uint8Array(call.output.elements);
  const from = codes.length - fresh.codes.length;
  codes.set(held.codes.subarray(fresh.codes.length));
  codes.set(fresh.codes, from);
  const all = counted(layer);
  if (all === 0) return codes;
  const counter = operand(call.inputs, 2).codes;
  let count = (counter[0] ?? 0) | ((counter[1] ?? 0) << 8);
  for (let y = 0; y < fresh.shape[0]; y++) {
    const isBehind = layer.ends !== undefined && count === layer.ends;
    if (count < layer.skipped || isBehind) codes.fill(step.fill, from + y * row, from + (y + 1) * row);
    if (count < all) count++;
  }
  counter.set([count & 255, count >> 8]);
  return codes;
}
