/**
 * The ONNX messages that are read and written, as plain data. Names are ONNX's in camel case; fields that nothing here needs are left
 * out and skipped when decoding. Repeated fields are always present after decoding; absent scalars mean the field was not in the file.
 */

export interface ModelProto {
  readonly irVersion?: number;
  readonly producerName?: string;
  readonly producerVersion?: string;
  readonly graph?: GraphProto;
  readonly opsetImport: readonly OperatorSetId[];
  readonly metadataProps: readonly StringEntry[];
  readonly functions: readonly FunctionProto[];
}

export interface OperatorSetId {
  readonly domain?: string;
  readonly version?: number;
}

export interface StringEntry {
  readonly key?: string;
  readonly value?: string;
}

/** A function of the model's own: what a node of its name and domain stands for. */
export interface FunctionProto {
  readonly name?: string;
  readonly domain?: string;
  readonly overload?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly node: readonly NodeProto[];
  readonly opsetImport: readonly OperatorSetId[];
  /** Attributes with their defaults. */
  readonly attributeProto: readonly AttributeProto[];
}

export interface GraphProto {
  readonly name?: string;
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
  readonly sparseInitializer: readonly SparseTensorProto[];
  readonly input: readonly ValueInfoProto[];
  readonly output: readonly ValueInfoProto[];
  readonly valueInfo: readonly ValueInfoProto[];
}

export interface NodeProto {
  readonly name?: string;
  readonly opType?: string;
  readonly domain?: string;
  readonly overload?: string;
  /** "" stands for an optional input that is not given. */
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

export interface AttributeProto {
  readonly name?: string;
  readonly type?: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly t?: TensorProto;
  readonly g?: GraphProto;
  readonly floats: readonly number[];
  readonly ints: readonly number[];
  readonly strings: readonly Uint8Array[];
  /** In a function's body: the function's attribute that this one takes its value from. */
  readonly refAttrName?: string;
}

export interface TensorProto {
  readonly name?: string;
  readonly dims: readonly number[];
  readonly dataType?: number;
  readonly floatData: readonly number[];
  readonly int32Data: readonly number[];
  readonly int64Data: readonly number[];
  readonly doubleData: readonly number[];
  readonly uint64Data: readonly number[];
  readonly rawData?: Uint8Array;
  readonly externalData: readonly StringEntry[];
  /** 1: the values are in an external file. */
  readonly dataLocation?: number;
}

/** Only enough of a sparse initializer to name it when it is refused. */
export interface SparseTensorProto {
  readonly values?: { readonly name?: string };
}

export interface ValueInfoProto {
  readonly name?: string;
  readonly type?: { readonly tensorType?: TensorTypeProto };
}

export interface TensorTypeProto {
  readonly elemType?: number;
  readonly shape?: { readonly dim: readonly DimensionProto[] };
}

export interface DimensionProto {
  readonly dimValue?: number;
  readonly dimParam?: string;
}

/** AttributeProto.AttributeType */
export const AttributeType = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;

/** TensorProto.DataType */
export const DataType = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  complex64: 14,
  complex128: 15,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e4m3fnuz: 18,
  float8e5m2: 19,
  float8e5m2fnuz: 20,
  uint4: 21,
  int4: 22,
  float4e2m1: 23,
  float8e8m0: 24,
  uint2: 25,
  int2: 26,
} as const;

const DATA_TYPE_NAMES = new Map<number, string>(Object.entries(DataType).map(([name, number]) => [number, name]));

export function dataTypeName(dataType: number | undefined): string {
  return dataType === undefined ? "no type" : (DATA_TYPE_NAMES.get(dataType) ?? `type ${dataType}`);
}
