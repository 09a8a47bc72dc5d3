/** TensorFlow Lite files for tests, by the fields of the schema (schema.fbs of TensorFlow Lite, version 3). */
import { Builder, type Offset } from "flatbuffers";
import { operatorCode, TensorType } from "../../../src/engine/tflite/wire/schema";

export interface QuantizationSpec {
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  readonly axis?: number;
}

export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** float32 where it is absent. */
  readonly type?: number;
  readonly data?: Uint8Array;
  readonly quantization?: QuantizationSpec;
  readonly signature?: readonly number[];
}

/** A field of an operator's options, by its number. */
export type OptionSpec =
  | readonly [field: number, kind: "int8" | "bool" | "int32" | "float32", value: number]
  | readonly [field: number, kind: "text", value: string];

export interface OperatorSpec {
  /** The schema's name; another one makes a custom operator. */
  readonly op: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options?: readonly OptionSpec[];
}

export interface SubgraphSpec {
  readonly tensors: readonly TensorSpec[];
  readonly operators: readonly OperatorSpec[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Members of the union BuiltinOptions, without "Options", in its order from 1. */
const OPTIONS = `
  Conv2D DepthwiseConv2D ConcatEmbeddings LSHProjection Pool2D SVDF RNN FullyConnected Softmax Concatenation Add L2Norm LocalResponseNormalization
  LSTM ResizeBilinear Call Reshape SkipGram SpaceToDepth EmbeddingLookupSparse Mul Pad Gather BatchToSpaceND SpaceToBatchND Transpose Reducer Sub Div
  Squeeze SequenceRNN StridedSlice Exp TopKV2 Split LogSoftmax Cast Dequantize MaximumMinimum ArgMax Less Neg PadV2 Greater GreaterEqual LessEqual
  Select Slice TransposeConv SparseToDense Tile ExpandDims Equal NotEqual Shape Pow ArgMin FakeQuant Pack LogicalOr OneHot LogicalAnd LogicalNot
  Unpack FloorDiv Square ZerosLike Fill BidirectionalSequenceLSTM BidirectionalSequenceRNN UnidirectionalSequenceLSTM FloorMod Range
  ResizeNearestNeighbor LeakyRelu SquaredDifference MirrorPad Abs SplitV Unique ReverseV2 AddN GatherNd Cos Where Rank ReverseSequence MatrixDiag
  Quantize MatrixSetDiag HardSwish If While DepthToSpace NonMaxSuppressionV4 NonMaxSuppressionV5 ScatterNd SelectV2 Densify SegmentSum BatchMatMul
  Cumsum CallOnce BroadcastTo Rfft2d Conv3D Hashtable HashtableFind HashtableImport HashtableSize VarHandle ReadVariable AssignVariable Random
  Bucketize Gelu DynamicUpdateSlice`
  .trim()
  .split(/\s+/);

/** Whose options have another name than the operator. */
const SHARED: Readonly<Record<string, string>> = {
  AVERAGE_POOL_2D: "Pool2D",
  MAX_POOL_2D: "Pool2D",
  MEAN: "Reducer",
  SUM: "Reducer",
  REDUCE_MAX: "Reducer",
  MAXIMUM: "MaximumMinimum",
  MINIMUM: "MaximumMinimum",
  PADV2: "PadV2",
  BATCH_MATMUL: "BatchMatMul",
  CONV_2D: "Conv2D",
  DEPTHWISE_CONV_2D: "DepthwiseConv2D",
};

function optionsType(op: string): number {
  const plain = op
    .toLowerCase()
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return OPTIONS.indexOf(SHARED[op] ?? plain) + 1;
}

export function writeTflite(...subgraphs: readonly [SubgraphSpec, ...SubgraphSpec[]]): Uint8Array {
  return new Writer().write(subgraphs);
}

class Writer {
  private readonly builder = new Builder(1024);
  private readonly codes: string[] = [];
  /** The first is empty, by the schema's convention. */
  private readonly buffers: (Uint8Array | undefined)[] = [undefined];

  write(subgraphs: readonly SubgraphSpec[]): Uint8Array {
    const { builder } = this;
    const graphs = this.tables(subgraphs.map((subgraph) => this.subgraph(subgraph)));
    const codes = this.tables(this.codes.map((op) => this.code(op)));
    const buffers = this.tables(this.buffers.map((data) => this.buffer(data)));
    const description = builder.createString("made by a test");
    builder.startObject(8);
    builder.addFieldInt32(0, 3, 0);
    builder.addFieldOffset(1, codes, 0);
    builder.addFieldOffset(2, graphs, 0);
    builder.addFieldOffset(3, description, 0);
    builder.addFieldOffset(4, buffers, 0);
    builder.finish(builder.endObject(), "TFL3");
    return builder.asUint8Array().slice();
  }

  private subgraph({ tensors, operators, inputs, outputs }: SubgraphSpec): Offset {
    const { builder } = this;
    const tensorTables = this.tables(tensors.map((tensor) => this.tensor(tensor)));
    const operatorTables = this.tables(operators.map((operator) => this.operator(operator)));
    const [from, to] = [this.int32s(inputs), this.int32s(outputs)];
    const name = builder.createString("main");
    builder.startObject(5);
    builder.addFieldOffset(0, tensorTables, 0);
    builder.addFieldOffset(1, from, 0);
    builder.addFieldOffset(2, to, 0);
    builder.addFieldOffset(3, operatorTables, 0);
    builder.addFieldOffset(4, name, 0);
    return builder.endObject();
  }

  private tensor({ name, shape, type = TensorType.float32, data, quantization, signature }: TensorSpec): Offset {
    const { builder } = this;
    const buffer = data ? this.buffers.push(data) - 1 : 0;
    const text = builder.createString(name);
    const sizes = this.int32s(shape);
    const free = signature ? this.int32s(signature) : 0;
    const scaling = quantization ? this.quantization(quantization) : 0;
    builder.startObject(10);
    builder.addFieldOffset(0, sizes, 0);
    builder.addFieldInt8(1, type, 0);
    builder.addFieldInt32(2, buffer, 0);
    builder.addFieldOffset(3, text, 0);
    builder.addFieldOffset(4, scaling, 0);
    builder.addFieldOffset(7, free, 0);
    builder.addFieldInt8(8, 1, 0);
    return builder.endObject();
  }

  private quantization({ scales, zeroPoints, axis = 0 }: QuantizationSpec): Offset {
    const { builder } = this;
    builder.startVector(4, scales.length, 4);
    for (const scale of [...scales].reverse()) builder.addFloat32(scale);
    const scaleVector = builder.endVector();
    builder.startVector(8, zeroPoints.length, 8);
    for (const zeroPoint of [...zeroPoints].reverse()) builder.addInt64(BigInt(zeroPoint));
    const zeroVector = builder.endVector();
    builder.startObject(7);
    builder.addFieldOffset(2, scaleVector, 0);
    builder.addFieldOffset(3, zeroVector, 0);
    builder.addFieldInt32(6, axis, 0);
    return builder.endObject();
  }

  private operator({ op, inputs, outputs, options }: OperatorSpec): Offset {
    const { builder } = this;
    const known = this.codes.indexOf(op);
    const index = known >= 0 ? known : this.codes.push(op) - 1;
    const [from, to] = [this.int32s(inputs), this.int32s(outputs)];
    const table = options ? this.options(options) : 0;
    builder.startObject(13);
    builder.addFieldInt32(0, index, 0);
    builder.addFieldOffset(1, from, 0);
    builder.addFieldOffset(2, to, 0);
    if (options) {
      builder.addFieldInt8(3, optionsType(op), 0);
      builder.addFieldOffset(4, table, 0);
    }
    return builder.endObject();
  }

  private options(options: readonly OptionSpec[]): Offset {
    const { builder } = this;
    const texts = options.map(([, kind, value]) => (kind === "text" ? builder.createString(value) : 0));
    builder.startObject(Math.max(0, ...options.map(([field]) => field + 1)));
    for (const [i, [field, kind, value]] of options.entries()) {
      if (kind === "text") builder.addFieldOffset(field, texts[i] ?? 0, 0);
      else if (kind === "float32") builder.addFieldFloat32(field, value, null);
      else if (kind === "int32") builder.addFieldInt32(field, value, null);
      else builder.addFieldInt8(field, value, null);
    }
    return builder.endObject();
  }

  private code(op: string): Offset {
    const { builder } = this;
    const code = operatorCode(op);
    const custom = code < 0 ? builder.createString(op) : 0;
    const number = code < 0 ? operatorCode("CUSTOM") : code;
    builder.startObject(4);
    builder.addFieldInt8(0, Math.min(number, 127), 0);
    builder.addFieldOffset(1, custom, 0);
    builder.addFieldInt32(2, NEWEST_KERNEL[op] ?? 1, 1);
    builder.addFieldInt32(3, number, 0);
    return builder.endObject();
  }

  private buffer(data: Uint8Array | undefined): Offset {
    const { builder } = this;
    if (data) builder.startVector(1, data.length, 16);
    for (let i = (data?.length ?? 0) - 1; i >= 0; i--) builder.addInt8(data?.[i] ?? 0);
    const vector = data ? builder.endVector() : 0;
    builder.startObject(3);
    builder.addFieldOffset(0, vector, 0);
    return builder.endObject();
  }

  private int32s(values: readonly number[]): Offset {
    const { builder } = this;
    builder.startVector(4, values.length, 4);
    for (const value of [...values].reverse()) builder.addInt32(value);
    return builder.endVector();
  }

  private tables(offsets: readonly Offset[]): Offset {
    const { builder } = this;
    builder.startVector(4, offsets.length, 4);
    for (const offset of [...offsets].reverse()) builder.addOffset(offset);
    return builder.endVector();
  }
}

/** Versions of operators that know int8 tensors with a scale a channel. */
const NEWEST_KERNEL: Readonly<Record<string, number>> = {
  ADD: 2,
  AVERAGE_POOL_2D: 2,
  CONCATENATION: 2,
  CONV_2D: 4,
  DEPTHWISE_CONV_2D: 3,
  DEQUANTIZE: 2,
  FULLY_CONNECTED: 4,
  LOGISTIC: 2,
  MAX_POOL_2D: 2,
  MUL: 2,
  PAD: 2,
  SOFTMAX: 2,
  SUB: 2,
  TANH: 2,
  TRANSPOSE: 2,
  STRIDED_SLICE: 2,
  SPLIT: 2,
  MEAN: 2,
  RESIZE_BILINEAR: 2,
  RESIZE_NEAREST_NEIGHBOR: 2,
  RELU: 2,
  RELU6: 2,
  LEAKY_RELU: 2,
  MAXIMUM: 2,
  MINIMUM: 2,
  TRANSPOSE_CONV: 3,
  SPLIT_V: 2,
  PACK: 2,
  UNPACK: 2,
  BATCH_MATMUL: 2,
  BROADCAST_TO: 2,
  GATHER: 2,
  MIRROR_PAD: 2,
  PADV2: 2,
  SLICE: 2,
  TILE: 2,
};
