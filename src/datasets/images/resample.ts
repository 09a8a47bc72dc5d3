/**
 * Separable bilinear resizing of a window of an RGB image. Output pixel i has its centre at (i + ½)·in/out − ½ of the window;
 * neighbours outside the window are clamped to its border. With antialiasing the triangle is widened by in/out when reducing.
 */
import type { RgbImage } from "./decodeImage";

export interface ImageWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** For each output position, `width` input positions and their weights (summing to 1), padded with weight 0. */
interface Taps {
  readonly width: number;
  readonly positions: Int32Array;
  readonly weights: Float64Array;
}

/** The window stretched to width × height. */
export function resample(
  image: RgbImage,
  window: ImageWindow,
  width: number,
  height: number,
  antialias: boolean,
): RgbImage {
  const columns = tapsOf(window.width, width, antialias);
  const rows = tapsOf(window.height, height, antialias);
  const source = image.data;

  const narrowed = new Float32Array(window.height * width * 3);
  for (let y = 0, to = 0; y < window.height; y++) {
    const rowStart = ((window.top + y) * image.width + window.left) * 3;
    for (let x = 0; x < width; x++, to += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let tap = x * columns.width, end = tap + columns.width; tap < end; tap++) {
        const weight = columns.weights[tap] as number;
        const from = rowStart + (columns.positions[tap] as number) * 3;
        red += weight * (source[from] as number);
        green += weight * (source[from + 1] as number);
        blue += weight * (source[from + 2] as number);
      }
      narrowed[to] = red;
      narrowed[to + 1] = green;
      narrowed[to + 2] = blue;
    }
  }

  const rowLength = width * 3;
  const data = new Float32Array(height * rowLength);
  for (let y = 0; y < height; y++) {
    for (let tap = y * rows.width, end = tap + rows.width; tap < end; tap++) {
      const weight = rows.weights[tap] as number;
      if (weight === 0) continue;
      const from = (rows.positions[tap] as number) * rowLength;
      const to = y * rowLength;
      for (let i = 0; i < rowLength; i++)
        data[to + i] = (data[to + i] as number) + weight * (narrowed[from + i] as number);
    }
  }
  return { width, height, data };
}

function tapsOf(from: number, to: number, antialias: boolean): Taps {
  const ratio = from / to;
  const support = antialias ? Math.max(1, ratio) : 1;
  const width = Math.ceil(support * 2) + 1;
  const positions = new Int32Array(to * width);
  const weights = new Float64Array(to * width);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * ratio - 0.5;
    const first = Math.ceil(centre - support);
    let sum = 0;
    for (let tap = 0; tap < width; tap++) {
      const position = first + tap;
      const weight = Math.max(0, 1 - Math.abs(position - centre) / support);
      // Antialiasing drops neighbours outside, as Pillow does; plain bilinear clamps them to the border.
      const outside = position < 0 || position >= from;
      const counted = antialias && outside ? 0 : weight;
      positions[i * width + tap] = Math.min(Math.max(position, 0), from - 1);
      weights[i * width + tap] = counted;
      sum += counted;
    }
    for (let tap = 0; tap < width; tap++) weights[i * width + tap] = (weights[i * width + tap] as number) / sum;
  }
  return { width, positions, weights };
}
