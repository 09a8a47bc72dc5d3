/** Windows that see only cells inside the image. */
import type { Shape3 } from "../../ir/network";
import type { Window } from "../../ir/op";

/** Taps along one axis that lie in the image or its padding, the padding that ceil_mode added excepted. */
export function countedTaps(window: Window, axis: 0 | 1, size: number, output: number, ceilExtra: number): number {
  const first = output * window.strides[axis] - window.pads[axis];
  const end = size + window.pads[axis === 0 ? 2 : 3] - ceilExtra;
  let counted = 0;
  for (let i = 0; i < window.kernel[axis]; i++) if (first + i * window.dilations[axis] < end) counted++;
  return counted;
}

/** Visits output pixels in row-major order with the pixels of the input (row·width + column) that their windows cover. */
export function eachWindow(
  window: Window,
  [height, width]: Shape3,
  [outputHeight, outputWidth]: Shape3,
  visit: (pixel: number, cells: readonly number[]) => void,
): void {
  const { kernel, strides, pads, dilations } = window;
  for (let row = 0; row < outputHeight; row++) {
    for (let column = 0; column < outputWidth; column++) {
      const cells: number[] = [];
      for (let i = 0; i < kernel[0]; i++) {
        const y = row * strides[0] - pads[0] + i * dilations[0];
        if (y < 0 || y >= height) continue;
        for (let j = 0; j < kernel[1]; j++) {
          const x = column * strides[1] - pads[1] + j * dilations[1];
          if (x >= 0 && x < width) cells.push(y * width + x);
        }
      }
      visit(row * outputWidth + column, cells);
    }
  }
}
