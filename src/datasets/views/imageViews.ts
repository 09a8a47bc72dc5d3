/**
 * Unlabelled images that teach more than once: part of one, mirrored, lighter or darker, is an image as well, and the float network answers it.
 * Works on what the model's input takes, [1, C, H, W], whatever the preparation was.
 */
import type { FloatTensor, Random } from "../../engine";

/** Every so many-th view is the image as it is: that is what is to be answered in the end. */
const PLAIN = 4;
/** Of the area, and of its height to its width. */
const LEAST_AREA = 0.6;
const ASPECT = 1.2;
const CONTRAST = 0.2;
/** Shares of the range of values. */
const LIGHT = 0.08;
const TINT = 0.03;

export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** @param range in which values lie; undefined: as far as those of the image go */
export function imageView(image: FloatTensor, range: ValueRange | undefined, random: Random): FloatTensor {
  if (random.below(PLAIN) === 0) return image;
  const [, channels = 1, height = 1, width = 1] = image.shape;
  const between = (least: number, most: number): number => least + (most - least) * random.uniform();
  const side = Math.sqrt(between(LEAST_AREA, 1));
  const aspect = ASPECT ** between(-0.5, 0.5);
  const [rows, columns] = [height * Math.min(1, side * aspect), width * Math.min(1, side / aspect)];
  const down = taps(height, rows, between(0, height - rows), false);
  const across = taps(width, columns, between(0, width - columns), random.below(2) === 1);
  const { min, max } = range ?? rangeOf(image.data);
  const contrast = between(1 - CONTRAST, 1 + CONTRAST);
  const light = between(-LIGHT, LIGHT) * (max - min);
  const data = new Float32Array(image.data.length);
  for (let channel = 0; channel < channels; channel++) {
    const plane = image.data.subarray(channel * height * width, (channel + 1) * height * width);
    const middle = plane.reduce((sum, value) => sum + value, 0) / plane.length;
    const shift = light + between(-TINT, TINT) * (max - min) + middle * (1 - contrast);
    const target = data.subarray(channel * height * width, (channel + 1) * height * width);
    resample(plane, target, down, across, (value) => Math.min(Math.max(contrast * value + shift, min), max));
  }
  return { shape: image.shape, data };
}

/** Where a row or column takes its values from: two neighbours, and the second's share. */
interface Tap {
  readonly first: number;
  readonly second: number;
  readonly share: number;
}

/** Bilinear with half-pixel centres, from `start` on over `length` pixels of `size`. */
function taps(size: number, length: number, start: number, mirrored: boolean): readonly Tap[] {
  const made = Array.from({ length: size }, (_, i): Tap => {
    const at = Math.min(Math.max(start + ((i + 0.5) * length) / size - 0.5, 0), size - 1);
    const first = Math.floor(at);
    return { first, second: Math.min(first + 1, size - 1), share: at - first };
  });
  return mirrored ? made.reverse() : made;
}

function resample(
  plane: Float32Array,
  target: Float32Array,
  down: readonly Tap[],
  across: readonly Tap[],
  coloured: (value: number) => number,
): void {
  const width = across.length;
  let at = 0;
  for (const row of down) {
    const [upper, lower] = [row.first * width, row.second * width];
    for (const { first, second, share } of across) {
      const above = mix(plane[upper + first], plane[upper + second], share);
      const below = mix(plane[lower + first], plane[lower + second], share);
      target[at++] = coloured(mix(above, below, row.share));
    }
  }
}

function mix(a = 0, b = 0, share = 0): number {
  return a + (b - a) * share;
}

function rangeOf(values: Float32Array): ValueRange {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) [min, max] = [Math.min(min, value), Math.max(max, value)];
  return { min, max };
}
