/** The mean of what lies under each window. */
import { widened } from "../firmware/forms/wide";
import { maxCode, newCodes, type Codes } from "../../base/bits";
import { requantizeLong } from "../../base/fixedPoint";
import { invariant } from "../../base/outcome";
import { describeWindow } from "../../ir/dumpWords";
import type { LayerOf } from "../../ir/network";
import { reachOf } from "../../ir/program";
import { boundOf } from "../arithmetic/accumulators";
import { countedTaps, eachWindow } from "../arithmetic/windows";
import { operand, toCode, type LayerCall } from "../call";
import { storedDescriptor } from "../firmware/descriptorBytes";
import { PLAIN, type KernelForm } from "../firmware/forms/form";
import { constants, descriptor, format, windowMembers, windowRows } from "../firmware/parts";
import { poolTurns } from "../firmware/turns";
import { labelOfWindow } from "../labels";
import { requantizerOf } from "../numbers";
import type { LayerRoom } from "../room";
import { rowsUnder } from "../rows";
import { doesNotMake, inputShape, windowFits } from "../shapes";

const AVERAGE: KernelForm<"averagePool", "average"> = {
  ...PLAIN,
  function: "bw_average_pool_row",
  header: "bw_pool.h",
  constantBytes: (layer) => 4 * (taps(layer) + 1 - leastCount(layer)) + storedDescriptor("bw_average_pool"),
  turns: poolTurns,
  code: (call) => {
    const { layer, input, output } = call;
    const { multipliers, shift } = call.numbers;
    const least = leastCount(layer);
    const array = constants(call, "multipliers", multipliers.subarray(least - 1));
    const counted = layer.countIncludePad
      ? [input.shape[0] + layer.pads[2] - layer.ceilExtra[0], input.shape[1] + layer.pads[3] - layer.ceilExtra[1]]
      : [0, 0];
    const members = [
      ...windowMembers(layer, input.shape, output.shape),
      `${array.name}, ${least}, ${counted.join(", ")}, ${format(input)}, ${format(output)}, ${shift},`,
    ];
    return {
      arrays: [array],
      descriptors: [descriptor(call, "bw_average_pool", members)],
      body: [...windowRows(call, layer.kernel[0]), `bw_average_pool_row(&${call.stem}_layer, rows, y, out);`],
    };
  },
};

export const averagePool: LayerRoom<"averagePool", "average"> = {
  label: (layer) => `Average pool ${labelOfWindow(layer)}`,
  dump: (layer) =>
    `${describeWindow(layer)}${layer.countIncludePad ? " counting pads" : ""} extra ${layer.ceilExtra.join(",")}`,
  mistake: (layer, shapes) =>
    shapes.output[2] === inputShape(shapes)[2] && windowFits(layer, shapes, 1) ? undefined : doesNotMake(shapes),
  moves: false,
  isElementwise: false,
  rows: rowsUnder,

  step: "average",
  numbers: (layer, { input, output }) => {
    const { multipliers, shift } = requantizerOf(
      Array.from({ length: taps(layer) }, (_, i) => input.scale / ((i + 1) * output.scale)),
    );
    return { kind: "average", multipliers, shift };
  },
  run,
  /** Codes of 16 bits are summed up in 64 bits (bw_wide_average_pool_row). */
  bound: (layer, step, input) =>
    input.bits === 16
      ? undefined
      : boundOf(layer, taps(layer) * reachOf(input), taps(layer) * maxCode(input.bits), 0, step.shift),

  forms: [AVERAGE, widened(AVERAGE, "bw_wide_average_pool_row")],
};

/** Σ (x − zx), requantized with the multiplier that merges 1/n for the n elements that the window counts; padding adds nothing to the sum. */
function run(call: LayerCall<"averagePool", "average">): Codes {
  const { layer, step } = call;
  const input = operand(call.inputs, 0);
  const [height, width, channels] = input.shape;
  const { zeroPoint } = input.format;
  const outputWidth = call.output.shape[1];
  const codes = newCodes(call.output.format.bits, call.output.elements);
  eachWindow(layer, input.shape, call.output.shape, (pixel, cells) => {
    const counted = layer.countIncludePad
      ? countedTaps(layer, 0, height, Math.floor(pixel / outputWidth), layer.ceilExtra[0]) *
        countedTaps(layer, 1, width, pixel % outputWidth, layer.ceilExtra[1])
      : cells.length;
    const multiplier = counted === 0 ? 0 : step.multipliers[counted - 1];
    invariant(multiplier !== undefined, `"${layer.name}" has no multiplier for windows of ${counted}`);
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (const cell of cells) sum += (input.codes[cell * channels + c] as number) - zeroPoint;
      codes[pixel * channels + c] = toCode(requantizeLong(sum, multiplier, step.shift), call.output.format);
    }
  });
  return codes;
}

function taps({ kernel }: LayerOf<"averagePool">): number {
  return kernel[0] * kernel[1];
}

/**
 * Multipliers of windows that see fewer pixels than the kernel has are stored only where there can be such windows: where padding that does not
 * count, or ceil mode, cuts them.
 */
function leastCount(layer: LayerOf<"averagePool">): number {
  const isPadded = !layer.countIncludePad && layer.pads.some((pad) => pad > 0);
  return isPadded || layer.ceilExtra.some((extra) => extra > 0) ? 1 : taps(layer);
}
