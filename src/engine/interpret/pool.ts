/**
 * Pooling. Windows see only cells inside the image: a maximum ignores padding, a sum takes it as x = zx, which adds nothing. What
 * padding changes is how many elements an average counts.
 */
import { requantize } from "../base/fixedPoint";
import { invariant } from "../base/outcome";
import type { Shape3 } from "../ir/network";
import type { Window } from "../ir/op";
import { operand, toCode, type LayerCall } from "./kernel";

/** The largest code: max pooling keeps scale and zero point. A window without any cell gives `fill`. */
export function runMaxPool(call: LayerCall<"maxPool">): Uint8Array {
  const input = operand(call.inputs, 0);
  const channels = input.shape[2];
  const codes = new Uint8Array(call.output.elements);
  eachWindow(call.layer, input.shape, call.output.shape, (pixel, cells) => {
    for (let c = 0; c < channels; c++) {
      let largest = cells.length === 0 ? call.step.fill : 0;
      for (const cell of cells) largest = Math.max(largest, input.codes[cell * channels + c] as number);
      codes[pixel * channels + c] = largest;
    }
  });
  return codes;
}

/** Σ (x − zx), requantized with the multiplier that merges 1/n for the n elements that the window counts. */
export function runAveragePool(call: LayerCall<"averagePool">): Uint8Array {
  const { layer, step } = call;
  const input = operand(call.inputs, 0);
  const [height, width, channels] = input.shape;
  const { zeroPoint } = input.format;
  const outputWidth = call.output.shape[1];
  const codes = new Uint8Array(call.output.elements);
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
      codes[pixel * channels + c] = toCode(requantize(sum, multiplier, step.shift), call.output.format);
    }
  });
  return codes;
}

/** Taps along one axis that lie in the image or its padding, the padding that ceil_mode added excepted. */
function countedTaps(window: Window, axis: 0 | 1, size: number, output: number, ceilExtra: number): number {
  const first = output * window.strides[axis] - window.pads[axis];
  const end = size + window.pads[axis === 0 ? 2 : 3] - ceilExtra;
  let counted = 0;
  for (let i = 0; i < window.kernel[axis]; i++) if (first + i * window.dilations[axis] < end) counted++;
  return counted;
}

/** Visits output pixels in row-major order with the pixels of the input (row·width + column) that their windows cover. */
function eachWindow(
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
