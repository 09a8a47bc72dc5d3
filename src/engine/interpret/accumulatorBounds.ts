/** Proves that no int32 accumulator of a program can overflow in the generated C, whatever the input (layers/arithmetic/accumulators.ts). */
import { invariant, type Problem } from "../base/outcome";
import type { Program } from "../ir/program";
import { INT32_MAX, type AccumulatorBound } from "../layers/arithmetic/accumulators";
import { roomOf } from "../layers/rooms";

/** One entry for each layer that accumulates or requantizes in int32, in layer order. */
export function accumulatorBounds(program: Program): readonly AccumulatorBound[] {
  return program.network.layers.flatMap((layer) => {
    const step = program.steps[layer.index];
    const [input, second] = layer.inputs.map((id) => program.formats[id]);
    invariant(step !== undefined && input !== undefined, `"${layer.name}" has no numbers`);
    return roomOf(layer).bound(layer, step, input, second ?? input) ?? [];
  });
}

/** Empty when no accumulator of the program can overflow 32 bits in any form that the kernels use. */
export function checkAccumulators(program: Program): readonly Problem[] {
  return accumulatorBounds(program)
    .filter(({ maxAbsPartial }) => maxAbsPartial > INT32_MAX)
    .map(({ layer, channel, maxAbsPartial }) => ({
      code: "accumulator.overflow",
      message: `output channel ${channel} of "${layer}" can reach ${maxAbsPartial} while it is summed up, which 32 bits cannot hold`,
      place: layer,
      hint: "give the layer's weights or its input fewer bits, or split the layer",
    }));
}
