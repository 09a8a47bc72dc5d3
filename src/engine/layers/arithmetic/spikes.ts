/** Sums of weights where there are spikes: of each spike its column is added, and nothing is done where there is none. */
import type { ProductLayer, Shape3 } from "../../ir/network";
import type { QuantizedWeights } from "../../ir/program";
import type { Codes } from "../../base/bits";
import { operand, type Operand } from "../call";

const lastColumns = new WeakMap<QuantizedWeights, Int16Array>();

/** w − zw, [K][O]: what a spike adds lies together. Turned once, as steps are many. */
export function columnsOf(weights: QuantizedWeights): Int16Array {
  const known = lastColumns.get(weights);
  if (known) return known;
  const { codes, zeroPoints } = weights;
  const channels = zeroPoints.length;
  const perChannel = codes.length / channels;
  const columns = new Int16Array(codes.length);
  zeroPoints.forEach((zero, c) => {
    for (let k = 0; k < perChannel; k++) columns[k * channels + c] = (codes[c * perChannel + k] as number) - zero;
  });
  lastColumns.set(weights, columns);
  return columns;
}

/** Visits output pixels in row-major order with the sums of all channels, which are the same buffer every time. */
export function spikeSums(
  layer: ProductLayer,
  columns: Int16Array,
  inputs: readonly Operand[],
  output: Shape3,
  visit: (pixel: number, sums: Float64Array) => void,
): void {
  const { codes, shape } = operand(inputs, 0);
  const sums = new Float64Array(layer.weights.outputChannels);
  if (layer.kind === "fullyConnected") {
    const length = layer.weights.perChannel;
    for (let from = 0; from < codes.length; from += length) {
      sums.fill(0);
      addColumns(sums, columns, 0, codes, from, length);
      visit(from / length, sums);
    }
    return;
  }
  const [height, width, channels] = shape;
  const { kernel, strides, pads, dilations } = layer;
  for (let pixel = 0; pixel < output[0] * output[1]; pixel++) {
    const top = Math.floor(pixel / output[1]) * strides[0] - pads[0];
    const left = (pixel % output[1]) * strides[1] - pads[1];
    sums.fill(0);
    for (let i = 0; i < kernel[0]; i++) {
      const y = top + i * dilations[0];
      if (y < 0 || y >= height) continue;
      for (let j = 0; j < kernel[1]; j++) {
        const x = left + j * dilations[1];
        if (x < 0 || x >= width) continue;
        addColumns(sums, columns, (i * kernel[1] + j) * channels, codes, (y * width + x) * channels, channels);
      }
    }
    visit(pixel, sums);
  }
}

function addColumns(
  sums: Float64Array,
  columns: Int16Array,
  first: number,
  codes: Codes,
  from: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    if (codes[from + k] === 0) continue;
    const at = (first + k) * sums.length;
    for (let c = 0; c < sums.length; c++) sums[c] = (sums[c] as number) + (columns[at + c] as number);
  }
}
