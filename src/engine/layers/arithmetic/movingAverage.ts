/**
 * How the sums of a moving average lie in its cell: for each of the rows a sum of its columns a channel, less the zero point each, oldest behind youngest
 * in a ring; a total a channel in 32 bits; the ring's place of the oldest row in 16. A cell of zeros is rows of zeros. Where a row has one column its sum
 * needs no more than a byte: it is a difference of two codes, and known modulo 256 it gives the code back.
 */
import { requantize } from "../../base/fixedPoint";
import { operand, toCode, type LayerCall } from "../call";

/** An int16 holds so many differences of codes. */
export const MOST_COLUMNS = 128;
export const MOST_ROWS = 65535;

export interface SumPlaces {
  /** Bytes of the sum of a row's channel. */
  readonly size: 1 | 2;
  readonly totals: number;
  readonly oldest: number;
  readonly bytes: number;
}

export function sumPlaces(rows: number, columns: number, channels: number): SumPlaces {
  const size = columns === 1 ? 1 : 2;
  const totals = Math.ceil((rows * channels * size) / 4) * 4;
  const oldest = totals + 4 * channels;
  return { size, totals, oldest, bytes: oldest + 4 };
}

export function runMovingAverage(call: LayerCall<"movingAverage", "average">): Uint8Array {
  const { rows } = call.layer;
  const fresh = operand(call.inputs, 0);
  const cell = operand(call.inputs, 1).codes;
  const [height, columns, channels] = fresh.shape;
  const { size, totals, oldest } = sumPlaces(rows, columns, channels);
  const view = new DataView(cell.buffer, cell.byteOffset, cell.byteLength);
  const { zeroPoint } = fresh.format;
  const stored = view.getUint16(oldest, true);
  let place = stored < rows ? stored : 0;
  for (let row = 0; row < height; row++) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let x = 0; x < columns; x++) sum += (fresh.codes[(row * columns + x) * channels + c] as number) - zeroPoint;
      const at = size * (place * channels + c);
      const leaving = size === 2 ? view.getInt16(at, true) : ((view.getUint8(at) + zeroPoint) & 255) - zeroPoint;
      if (size === 2) view.setInt16(at, sum, true);
      else view.setUint8(at, sum & 255);
      view.setInt32(totals + 4 * c, view.getInt32(totals + 4 * c, true) + sum - leaving, true);
    }
    place = (place + 1) % rows;
  }
  view.setUint16(oldest, place, true);
  const multiplier = call.step.multipliers[0] ?? 0;
  return Uint8Array.from({ length: channels }, (_, c) =>
    toCode(requantize(view.getInt32(totals + 4 * c, true), multiplier, call.step.shift), call.output.format),
  );
}
