/**
 * A TensorFlow Lite model as plain data: what of the schema (schema.fbs of TensorFlow Lite, version 3) an import needs. Operators are told by the
 * number that the schema gives them; names are the schema's.
 */
import type { Table } from "./reader";

export interface TfliteModel {
  readonly description: string;
  /** The first is the network; the others are what control flow and CALL_ONCE name. */
  readonly subgraphs: readonly Subgraph[];
}

export interface Subgraph {
  readonly name: string;
  readonly tensors: readonly TensorInfo[];
  /** Indices of tensors. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** In the order in which they are to run. */
  readonly operators: readonly OperatorInfo[];
}

export interface TensorInfo {
  readonly name: string;
  /** NHWC for images. */
  readonly shape: readonly number[];
  /** With −1 for what is free; empty where nothing is. */
  readonly signature: readonly number[];
  readonly type: number;
  /** Of a constant, as the file holds them; absent for what is computed. */
  readonly data?: Uint8Array;
  readonly quantization?: Quantization;
  readonly isSparse: boolean;
  readonly isVariable: boolean;
}

/** real = scale·(code − zero point); arrays: one entry, or one for each place of the axis. */
export interface Quantization {
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  readonly axis: number;
}

export interface OperatorInfo {
  /** As in the schema; a custom operator has its own. */
  readonly name: string;
  readonly isCustom: boolean;
  /** Indices of tensors; −1: an optional one that is not given. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: Table | undefined;
}

/** TensorType of the schema. */
export const TensorType = {
  float32: 0,
  float16: 1,
  int32: 2,
  uint8: 3,
  int64: 4,
  string: 5,
  bool: 6,
  int16: 7,
  complex64: 8,
  int8: 9,
  float64: 10,
  complex128: 11,
  uint64: 12,
  resource: 13,
  variant: 14,
  uint32: 15,
  uint16: 16,
  int4: 17,
} as const;

const TYPE_NAMES = new Map<number, string>(Object.entries(TensorType).map(([name, number]) => [number, name]));

export function typeName(type: number): string {
  return TYPE_NAMES.get(type) ?? `type ${type}`;
}

/** BuiltinOperator of the schema, in its order from 0. */
const OPERATORS = `
  ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE EMBEDDING_LOOKUP FLOOR FULLY_CONNECTED
  HASHTABLE_LOOKUP L2_NORMALIZATION L2_POOL_2D LOCAL_RESPONSE_NORMALIZATION LOGISTIC LSH_PROJECTION LSTM MAX_POOL_2D MUL RELU
  RELU_N1_TO_1 RELU6 RESHAPE RESIZE_BILINEAR RNN SOFTMAX SPACE_TO_DEPTH SVDF TANH CONCAT_EMBEDDINGS
  SKIP_GRAM CALL CUSTOM EMBEDDING_LOOKUP_SPARSE PAD UNIDIRECTIONAL_SEQUENCE_RNN GATHER BATCH_TO_SPACE_ND SPACE_TO_BATCH_ND TRANSPOSE
  MEAN SUB DIV SQUEEZE UNIDIRECTIONAL_SEQUENCE_LSTM STRIDED_SLICE BIDIRECTIONAL_SEQUENCE_RNN EXP TOPK_V2 SPLIT
  LOG_SOFTMAX DELEGATE BIDIRECTIONAL_SEQUENCE_LSTM CAST PRELU MAXIMUM ARG_MAX MINIMUM LESS NEG
  PADV2 GREATER GREATER_EQUAL LESS_EQUAL SELECT SLICE SIN TRANSPOSE_CONV SPARSE_TO_DENSE TILE
  EXPAND_DIMS EQUAL NOT_EQUAL LOG SUM SQRT RSQRT SHAPE POW ARG_MIN
  FAKE_QUANT REDUCE_PROD REDUCE_MAX PACK LOGICAL_OR ONE_HOT LOGICAL_AND LOGICAL_NOT UNPACK REDUCE_MIN
  FLOOR_DIV REDUCE_ANY SQUARE ZEROS_LIKE FILL FLOOR_MOD RANGE RESIZE_NEAREST_NEIGHBOR LEAKY_RELU SQUARED_DIFFERENCE
  MIRROR_PAD ABS SPLIT_V UNIQUE CEIL REVERSE_V2 ADD_N GATHER_ND COS WHERE
  RANK ELU REVERSE_SEQUENCE MATRIX_DIAG QUANTIZE MATRIX_SET_DIAG ROUND HARD_SWISH IF WHILE
  NON_MAX_SUPPRESSION_V4 NON_MAX_SUPPRESSION_V5 SCATTER_ND SELECT_V2 DENSIFY SEGMENT_SUM BATCH_MATMUL PLACEHOLDER CUMSUM CALL_ONCE
  BROADCAST_TO RFFT2D CONV_3D IMAG REAL COMPLEX_ABS HASHTABLE HASHTABLE_FIND HASHTABLE_IMPORT HASHTABLE_SIZE
  REDUCE_ALL CONV_3D_TRANSPOSE VAR_HANDLE READ_VARIABLE ASSIGN_VARIABLE BROADCAST_ARGS RANDOM_STANDARD_NORMAL BUCKETIZE RANDOM_UNIFORM MULTINOMIAL
  GELU DYNAMIC_UPDATE_SLICE RELU_0_TO_1 UNSORTED_SEGMENT_PROD UNSORTED_SEGMENT_MAX UNSORTED_SEGMENT_SUM ATAN2 UNSORTED_SEGMENT_MIN SIGN BITCAST
  BITWISE_XOR RIGHT_SHIFT`
  .trim()
  .split(/\s+/);

export const CUSTOM = OPERATORS.indexOf("CUSTOM");
/** Numbers from here on stand in a field of their own. */
export const PLACEHOLDER = OPERATORS.indexOf("PLACEHOLDER");

export function operatorName(code: number): string {
  return OPERATORS[code] ?? `operator ${code}`;
}

/** For whoever writes models: tests. @returns −1 for a name that the schema does not have */
export function operatorCode(name: string): number {
  return OPERATORS.indexOf(name);
}
