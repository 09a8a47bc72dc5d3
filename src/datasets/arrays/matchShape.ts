/** How the samples of an array become the model's input: as they lie, or with colours moved from last to first or back. */
import { elementsOf } from "../../engine";
import { imageAxes } from "../input";

export type Rearrangement = "asStored" | "hwcToChw" | "chwToHwc";
export type ShapeMatch = Rearrangement | "ambiguous" | "mismatch";

/**
 * Axes of size 1 count for nothing, so a missing batch or channel axis is inserted; a model that takes a vector takes any sample
 * of as many elements. A transposition is chosen only where nothing else fits; where two readings differ, `layout` must say.
 * @param sample shape without the sample axis
 * @param model shape without the batch axis
 */
export function matchShape(
  sample: readonly number[],
  model: readonly number[],
  layout: "nchw" | "nhwc" | undefined,
): ShapeMatch {
  const plain = sameShape(withoutOnes(sample), withoutOnes(model));
  const [a, b, c, ...more] = sample;
  if (a === undefined || b === undefined || c === undefined || more.length > 0)
    return plain ? "asStored" : vectorMatch(sample, model);

  const transposed: Rearrangement | undefined = sameShape([c, a, b], model)
    ? "hwcToChw"
    : sameShape([b, c, a], model)
      ? "chwToHwc"
      : undefined;
  if (layout !== undefined && model.length === 3) {
    const modelLayout = imageAxes([1, ...model])?.order === "hwc" ? "nhwc" : "nchw";
    if (layout === modelLayout) return plain ? "asStored" : "mismatch";
    // In a cube both transpositions have the right shape; the declared layout says which one is meant.
    const wanted: Rearrangement = layout === "nhwc" ? "hwcToChw" : "chwToHwc";
    const shape = wanted === "hwcToChw" ? [c, a, b] : [b, c, a];
    return sameShape(shape, model) ? wanted : "mismatch";
  }
  if (!transposed) return plain ? "asStored" : vectorMatch(sample, model);
  if (!plain) return transposed;
  const [channels, pixels] = transposed === "hwcToChw" ? [c, a * b] : [a, b * c];
  return channels > 1 && pixels > 1 ? "ambiguous" : "asStored"; // with one channel or one pixel both readings are the same bytes
}

function vectorMatch(sample: readonly number[], model: readonly number[]): ShapeMatch {
  return withoutOnes(model).length <= 1 && elementsOf(sample) === elementsOf(model) ? "asStored" : "mismatch";
}

/** Moves elements to the model's order; the shape is the sample's. */
export function rearrange(values: Float64Array, sample: readonly number[], how: Rearrangement): Float64Array {
  if (how === "asStored") return values;
  const [a = 1, b = 1, c = 1] = sample;
  // Both are the transposition of a matrix: [pixels][channels] for hwc, [channels][pixels] for chw.
  const rows = how === "hwcToChw" ? a * b : a;
  const columns = how === "hwcToChw" ? c : b * c;
  const moved = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      moved[column * rows + row] = values[row * columns + column] as number;
  }
  return moved;
}

export function withoutOnes(shape: readonly number[]): readonly number[] {
  return shape.filter((size) => size !== 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
