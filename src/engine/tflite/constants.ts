/** The values of a constant tensor, and the same in another order of axes. Files are little-endian, as is every platform this runs on. */
import { halfToFloat } from "../base/half";
import { elementsOf } from "../ir/graph";
import { DataType } from "../onnx/wire/proto";
import { Refused } from "./refused";
import { TensorType, typeName, type TensorInfo } from "./wire/schema";

/** ONNX's number for the codes that quantized tensors hold; undefined for types that are none. */
export function codeType(type: number): number | undefined {
  return CODE_TYPES.get(type);
}

const CODE_TYPES: ReadonlyMap<number, number> = new Map([
  [TensorType.int8, DataType.int8],
  [TensorType.uint8, DataType.uint8],
  [TensorType.int16, DataType.int16],
  [TensorType.int4, DataType.int4],
]);

/** ONNX's number for numbers that stand for themselves. */
export const NUMBER_TYPES: ReadonlyMap<number, number> = new Map([
  [TensorType.float32, DataType.float],
  [TensorType.float16, DataType.float16],
  [TensorType.int8, DataType.int8],
  [TensorType.uint8, DataType.uint8],
  [TensorType.int16, DataType.int16],
  [TensorType.int32, DataType.int32],
  [TensorType.int64, DataType.int64],
]);

const STORED_BITS: ReadonlyMap<number, number> = new Map([
  [TensorType.float32, 32],
  [TensorType.float16, 16],
  [TensorType.float64, 64],
  [TensorType.int8, 8],
  [TensorType.uint8, 8],
  [TensorType.int16, 16],
  [TensorType.int32, 32],
  [TensorType.int64, 64],
  [TensorType.bool, 8],
  [TensorType.int4, 4],
]);

/** Numbers as the file holds them: codes, not what they stand for. Throws Refused where their bytes are too few or of an unknown type. */
export function valuesOf(tensor: TensorInfo): Float32Array | Float64Array {
  const bits = STORED_BITS.get(tensor.type);
  const { data } = tensor;
  const what = `tensor "${tensor.name}"`;
  if (bits === undefined || !data)
    throw new Refused(
      "tflite.dataType",
      `${what} holds constants of ${typeName(tensor.type)}, which are not supported`,
    );
  if (tensor.isSparse)
    throw new Refused(
      "tflite.sparse",
      `${what} is sparse, which is not supported`,
      "export the model without sparse tensors",
    );
  const count = elementsOf(tensor.shape);
  if (data.length !== Math.ceil((count * bits) / 8)) {
    const message = `${what} of shape [${tensor.shape.join(",")}] needs ${Math.ceil((count * bits) / 8)} bytes but has ${data.length}`;
    throw new Refused("tflite.damaged", message, "the file may be damaged: copy or export it again");
  }
  return decoded(tensor.type, data, count);
}

function decoded(type: number, data: Uint8Array, count: number): Float32Array | Float64Array {
  // A typed array needs an aligned start.
  const { buffer, byteOffset } = Uint8Array.from(data);
  switch (type) {
    case TensorType.float32:
      return new Float32Array(buffer, byteOffset, count);
    case TensorType.float64:
      return Float32Array.from(new Float64Array(buffer, byteOffset, count));
    case TensorType.float16:
      return Float32Array.from(new Uint16Array(buffer, byteOffset, count), halfToFloat);
    case TensorType.int8:
      return Float64Array.from(new Int8Array(buffer, byteOffset, count));
    case TensorType.int16:
      return Float64Array.from(new Int16Array(buffer, byteOffset, count));
    case TensorType.int32:
      return Float64Array.from(new Int32Array(buffer, byteOffset, count));
    case TensorType.int64:
      return Float64Array.from(new BigInt64Array(buffer, byteOffset, count), Number);
    case TensorType.int4:
      return Float64Array.from({ length: count }, (_, i) => {
        const code = ((data[i >> 1] ?? 0) >> (i % 2 === 0 ? 0 : 4)) & 15;
        return code >= 8 ? code - 16 : code;
      });
    default: // uint8 and bool
      return Float64Array.from(data);
  }
}

/** Values of shape `shape` with its axes in the order `perm`. */
export function permuted<T extends Float32Array | Float64Array>(
  values: T,
  shape: readonly number[],
  perm: readonly number[],
): T {
  if (perm.every((axis, i) => axis === i)) return values;
  const strides = shape.map((_, axis) => elementsOf(shape.slice(axis + 1)));
  const result = values.slice() as T;
  const index = perm.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[perm.reduce((at, axis, k) => at + (index[k] ?? 0) * (strides[axis] ?? 0), 0)] ?? 0;
    for (let k = perm.length - 1; k >= 0; k--) {
      const next = (index[k] ?? 0) + 1;
      index[k] = next < (shape[perm[k] ?? 0] ?? 1) ? next : 0;
      if (index[k] !== 0) break;
    }
  }
  return result;
}

/** Codes as bytes of an ONNX tensor. */
export function packed(values: Float32Array | Float64Array, dataType: number): Uint8Array {
  switch (dataType) {
    case DataType.int8:
      return new Uint8Array(Int8Array.from(values).buffer);
    case DataType.int16:
      return new Uint8Array(Int16Array.from(values).buffer);
    case DataType.int32:
      return new Uint8Array(Int32Array.from(values).buffer);
    case DataType.int4:
      return Uint8Array.from(
        { length: Math.ceil(values.length / 2) },
        (_, i) => ((values[2 * i] ?? 0) & 15) | (((values[2 * i + 1] ?? 0) & 15) << 4),
      );
    default:
      return Uint8Array.from(values);
  }
}
