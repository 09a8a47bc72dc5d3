/**
 * The values of a TensorProto, whichever of its many fields they lie in. Lengths are compared before anything is allocated, so a
 * small file cannot claim a large tensor. Files are little-endian, as is every platform this runs on.
 */
import { halfToFloat } from "../../base/half";
import type { Problem } from "../../base/outcome";
import { unpackCodes } from "../../base/bits";
import { externalBytes, type ExternalFiles } from "./externalData";
import { DataType, dataTypeName, type TensorProto } from "./proto";
import { notNumbersIn } from "../nonFinite";
import { isProblem, type Constant } from "../value";

/** Bits of one element in raw_data; types that are missing here are refused. */
const STORED_BITS: ReadonlyMap<number, number> = new Map([
  [DataType.float, 32],
  [DataType.double, 64],
  [DataType.float16, 16],
  [DataType.bfloat16, 16],
  [DataType.bool, 8],
  [DataType.uint8, 8],
  [DataType.int8, 8],
  [DataType.uint16, 16],
  [DataType.int16, 16],
  [DataType.uint32, 32],
  [DataType.int32, 32],
  [DataType.uint64, 64],
  [DataType.int64, 64],
  [DataType.uint4, 4],
  [DataType.int4, 4],
  [DataType.uint2, 2],
  [DataType.int2, 2],
]);

const FLOATING: ReadonlySet<number> = new Set([DataType.float, DataType.double, DataType.float16, DataType.bfloat16]);

/** Bits and signedness of the integer types that quantized values come in. */
export function integerType(dataType: number): { readonly bits: number; readonly signed: boolean } | undefined {
  const bits = STORED_BITS.get(dataType);
  if (bits === undefined || FLOATING.has(dataType) || dataType === DataType.bool) return undefined;
  return { bits, signed: SIGNED.has(dataType) };
}

const SIGNED: ReadonlySet<number> = new Set([
  DataType.int8,
  DataType.int16,
  DataType.int32,
  DataType.int64,
  DataType.int4,
  DataType.int2,
]);

/** Reads a tensor; floating types become float32, whole numbers doubles. NaN is refused. */
export function readTensor(tensor: TensorProto, name: string, external: ExternalFiles): Constant | Problem {
  const constant = decodeTensor(tensor, name, external);
  return isProblem(constant) ? constant : (notNumbersIn(constant) ?? constant);
}

function decodeTensor(tensor: TensorProto, name: string, external: ExternalFiles): Constant | Problem {
  const place = `tensor "${name}"`;
  const dataType = tensor.dataType ?? 0;
  const bits = STORED_BITS.get(dataType);
  if (bits === undefined) {
    const message = `tensor "${name}" holds ${dataTypeName(tensor.dataType)} values, which are not supported`;
    return { code: "onnx.dataType", message, place, hint: "export the model with float32 weights" };
  }
  const count = tensor.dims.reduce((product, size) => product * size, 1);
  if (!tensor.dims.every((size) => Number.isSafeInteger(size) && size >= 0) || !Number.isSafeInteger(count)) {
    return {
      code: "onnx.damagedTensor",
      message: `tensor "${name}" claims the impossible shape [${tensor.dims.join(", ")}]`,
      place,
    };
  }
  const head = {
    kind: "constant",
    name,
    shape: tensor.dims,
    dataType: FLOATING.has(dataType) ? DataType.float : dataType,
  } as const;
  const stored = tensor.dataLocation === 1 ? externalBytes(tensor, name, external) : tensor.rawData;
  if (stored !== undefined && isProblem(stored)) return stored;
  if (stored !== undefined && (stored.length > 0 || typedField(tensor, dataType).length === 0)) {
    const expected = Math.ceil((count * bits) / 8);
    if (stored.length !== expected) {
      const message = `tensor "${name}" of shape [${tensor.dims.join(", ")}] needs ${expected} bytes but has ${stored.length}`;
      return { code: "onnx.damagedTensor", message, place, hint: "the file may be damaged: copy or export it again" };
    }
    return { ...head, data: fromRaw(stored, dataType, bits, count) };
  }
  const field = typedField(tensor, dataType);
  const expected = bits < 8 ? Math.ceil((count * bits) / 8) : count;
  if (field.length !== expected) {
    const message = `tensor "${name}" of shape [${tensor.dims.join(", ")}] needs ${expected} values but has ${field.length}`;
    return { code: "onnx.damagedTensor", message, place, hint: "the file may be damaged: copy or export it again" };
  }
  return { ...head, data: fromTyped(field, dataType, bits, count) };
}

function typedField(tensor: TensorProto, dataType: number): readonly number[] {
  if (dataType === DataType.float) return tensor.floatData;
  if (dataType === DataType.double) return tensor.doubleData;
  if (dataType === DataType.int64) return tensor.int64Data;
  if (dataType === DataType.uint64 || dataType === DataType.uint32) return tensor.uint64Data;
  return tensor.int32Data;
}

function fromTyped(
  values: readonly number[],
  dataType: number,
  bits: number,
  count: number,
): Float32Array | Float64Array {
  if (dataType === DataType.float || dataType === DataType.double) return Float32Array.from(values);
  if (dataType === DataType.float16) return Float32Array.from(values, halfToFloat);
  if (dataType === DataType.bfloat16) return bfloatToFloat(Uint16Array.from(values));
  if (bits < 8) return unpackSubByte(Uint8Array.from(values), bits, count, SIGNED.has(dataType));
  return Float64Array.from(values);
}

function fromRaw(bytes: Uint8Array, dataType: number, bits: number, count: number): Float32Array | Float64Array {
  if (bits < 8) return unpackSubByte(bytes, bits, count, SIGNED.has(dataType));
  // A typed array needs an aligned start: weights that lie aligned in the file are used in place.
  const sizeBytes = bits / 8;
  const aligned = bytes.byteOffset % sizeBytes === 0 ? bytes : Uint8Array.from(bytes);
  const { buffer, byteOffset } = aligned;
  switch (dataType) {
    case DataType.float:
      return new Float32Array(buffer, byteOffset, count);
    case DataType.double:
      return Float32Array.from(new Float64Array(buffer, byteOffset, count));
    case DataType.float16:
      return Float32Array.from(new Uint16Array(buffer, byteOffset, count), halfToFloat);
    case DataType.bfloat16:
      return bfloatToFloat(new Uint16Array(buffer, byteOffset, count));
    case DataType.int8:
      return Float64Array.from(new Int8Array(buffer, byteOffset, count));
    case DataType.uint16:
      return Float64Array.from(new Uint16Array(buffer, byteOffset, count));
    case DataType.int16:
      return Float64Array.from(new Int16Array(buffer, byteOffset, count));
    case DataType.uint32:
      return Float64Array.from(new Uint32Array(buffer, byteOffset, count));
    case DataType.int32:
      return Float64Array.from(new Int32Array(buffer, byteOffset, count));
    case DataType.uint64:
      return Float64Array.from(new BigUint64Array(buffer, byteOffset, count), Number);
    case DataType.int64:
      return Float64Array.from(new BigInt64Array(buffer, byteOffset, count), Number);
    default: // uint8 and bool
      return Float64Array.from(aligned);
  }
}

/** Sub-byte values, the first in the least significant bits; signed ones in two's complement. */
function unpackSubByte(bytes: Uint8Array, bits: number, count: number, signed: boolean): Float64Array {
  const codes = unpackCodes(bytes, bits === 4 ? 4 : 2, count);
  const half = 1 << (bits - 1);
  return Float64Array.from(codes, (code) => (signed && code >= half ? code - 2 * half : code));
}

/** The upper half of a float32. */
function bfloatToFloat(values: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(values, (value) => value << 16).buffer);
}
