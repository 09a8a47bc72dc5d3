/** The border between reals and codes: how samples enter an integer program and how its answers are read. */
import { maxCode, newCodes, realOf, type Codes } from "../base/bits";
import { clamp } from "../base/fixedPoint";
import { roundHalfEven } from "../base/half";
import { invariant } from "../base/outcome";
import type { Shape3 } from "../ir/network";
import type { ActivationFormat } from "../ir/program";

/** How the values of one sample are ordered: [C][H][W] as in ONNX, or [H][W][C] as in the program. */
export type Layout = "channelsFirst" | "channelsLast";

/**
 * Codes in NHWC order: clamp(round(x / scale) + zeroPoint, 0, 2^b − 1); NaN becomes the zero point. Division in float32 and ties to even,
 * as ONNX's QuantizeLinear: pixels of an image scaled to [−1, 1] lie on ties, every one of them.
 * @param shape [H, W, C] of the activation, whatever the layout of the values; vectors are [1, 1, C] and read the same in both
 */
export function quantizeInput(
  values: Float32Array,
  shape: Shape3,
  format: ActivationFormat,
  layout: Layout = "channelsFirst",
): Codes {
  const ordered = layout === "channelsFirst" ? toChannelsLast(values, shape) : values;
  invariant(
    ordered.length === shape[0] * shape[1] * shape[2],
    `${values.length} values for a tensor of ${shape.join("×")}`,
  );
  const limit = maxCode(format.bits);
  const scale = Math.fround(format.scale);
  return newCodes(format.bits, ordered.length).map((_, i) => {
    const steps = roundHalfEven(Math.fround((ordered[i] as number) / scale));
    return clamp((Number.isNaN(steps) ? 0 : steps) + format.zeroPoint, 0, limit);
  });
}

/** scale·(code − zeroPoint) in the order of the codes: one product in float32, as ONNX's DequantizeLinear and the generated helper in C. */
export function dequantize(codes: Codes, format: ActivationFormat): Float32Array {
  const rounded = { scale: Math.fround(format.scale), zeroPoint: format.zeroPoint };
  return Float32Array.from(codes, (code) => realOf(code, rounded));
}

/** [C][H][W] → [H][W][C]. */
export function toChannelsLast(values: Float32Array, [height, width, channels]: Shape3): Float32Array {
  return turned(values, channels, height * width);
}

/** [H][W][C] → [C][H][W]. */
export function toChannelsFirst(values: Float32Array, [height, width, channels]: Shape3): Float32Array {
  return turned(values, height * width, channels);
}

/** The transpose of a row-major matrix. */
function turned(values: Float32Array, rows: number, columns: number): Float32Array {
  invariant(values.length === rows * columns, `${values.length} values for a matrix of ${rows}×${columns}`);
  const result = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j] as number;
  }
  return result;
}
