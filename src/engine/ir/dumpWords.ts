/** Words of dumps: attributes and constants, the same for operators and layers. */
import type { GivenQuantization } from "./graph";
import { showShape } from "./shapes";
import type { Clamp, Window } from "./op";

const SHOWN_VALUES = 8;

export function describeWindow(window: Window): string {
  const pair = (values: readonly number[]): string => values.join("×");
  const { kernel, strides, pads, dilations } = window;
  return `kernel ${pair(kernel)} strides ${pair(strides)} pads ${pads.join(",")} dilations ${pair(dilations)}`;
}

export function describeClamp(clamp: Clamp | undefined): string {
  return clamp ? ` clamp ${showReal(clamp.min)}..${showReal(clamp.max)}` : "";
}

export function showGiven(quantization: GivenQuantization | undefined): string {
  if (!quantization) return "";
  const { bits, scales, zeroPoints } = quantization;
  return ` given ${bits} bits scale ${showValues(scales)} zero ${showValues(zeroPoints)}`;
}

/** Seven significant digits tell float32 values apart as far as a reader cares, and hide the noise of a double. */
export function showReal(value: number): string {
  return String(Number(value.toPrecision(7)));
}

export function showValues(list: ArrayLike<number>): string {
  if (list.length <= SHOWN_VALUES) return Array.from(list, showReal).join(" ") || "(empty)";
  return `${list.length} values ${checksum(Float32Array.from(list))}`;
}

export function showIndices(order: Int32Array): string {
  return order.length <= 2 * SHOWN_VALUES
    ? showShape([...order])
    : `${order.length} values ${checksum(Float32Array.from(order))}`;
}

/** FNV-1a over the float32 bit patterns, each word little endian. */
function checksum(data: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4));
  let hash = 0x811c9dc5;
  for (const value of data) {
    view.setFloat32(0, value, true);
    for (let byte = 0; byte < 4; byte++) hash = Math.imul(hash ^ view.getUint8(byte), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
