/**
 * Bytes ↔ ModelProto. The descriptor below lists the fields of proto.ts with their numbers from the ONNX specification; everything
 * else in a file is skipped. Byte fields are views of the file, not copies: a model's weights are read in place.
 */
import protobuf from "protobufjs/light";
import { ok, refuse, type Outcome } from "../../base/outcome";
import type { ModelProto } from "./proto";

/** Any part of a message may be left out when writing. */
export type Sparse<T> = T extends Uint8Array | number | string
  ? T
  : T extends readonly (infer E)[]
    ? readonly Sparse<E>[]
    : { readonly [K in keyof T]?: Sparse<T[K]> };

const one = (id: number, type: string): protobuf.IField => ({ id, type });
const many = (id: number, type: string): protobuf.IField => ({
  id,
  type,
  rule: "repeated",
  options: { packed: false },
});
const packed = (id: number, type: string): protobuf.IField => ({
  id,
  type,
  rule: "repeated",
  options: { packed: true },
});

const MESSAGES: Readonly<Record<string, Readonly<Record<string, protobuf.IField>>>> = {
  ModelProto: {
    irVersion: one(1, "int64"),
    producerName: one(2, "string"),
    producerVersion: one(3, "string"),
    graph: one(7, "GraphProto"),
    opsetImport: many(8, "OperatorSetIdProto"),
    metadataProps: many(14, "StringStringEntryProto"),
    functions: many(25, "FunctionProto"),
  },
  OperatorSetIdProto: { domain: one(1, "string"), version: one(2, "int64") },
  StringStringEntryProto: { key: one(1, "string"), value: one(2, "string") },
  FunctionProto: {
    name: one(1, "string"),
    input: many(4, "string"),
    output: many(5, "string"),
    node: many(7, "NodeProto"),
    opsetImport: many(9, "OperatorSetIdProto"),
    domain: one(10, "string"),
    attributeProto: many(11, "AttributeProto"),
    overload: one(13, "string"),
  },
  GraphProto: {
    node: many(1, "NodeProto"),
    name: one(2, "string"),
    initializer: many(5, "TensorProto"),
    input: many(11, "ValueInfoProto"),
    output: many(12, "ValueInfoProto"),
    valueInfo: many(13, "ValueInfoProto"),
    sparseInitializer: many(15, "SparseTensorProto"),
  },
  NodeProto: {
    input: many(1, "string"),
    output: many(2, "string"),
    name: one(3, "string"),
    opType: one(4, "string"),
    attribute: many(5, "AttributeProto"),
    domain: one(7, "string"),
    overload: one(8, "string"),
  },
  AttributeProto: {
    name: one(1, "string"),
    f: one(2, "float"),
    i: one(3, "int64"),
    s: one(4, "bytes"),
    t: one(5, "TensorProto"),
    g: one(6, "GraphProto"),
    floats: many(7, "float"),
    ints: many(8, "int64"),
    strings: many(9, "bytes"),
    type: one(20, "int32"),
    refAttrName: one(21, "string"),
  },
  TensorProto: {
    dims: many(1, "int64"),
    dataType: one(2, "int32"),
    floatData: packed(4, "float"),
    int32Data: packed(5, "int32"),
    int64Data: packed(7, "int64"),
    name: one(8, "string"),
    rawData: one(9, "bytes"),
    doubleData: packed(10, "double"),
    uint64Data: packed(11, "uint64"),
    externalData: many(13, "StringStringEntryProto"),
    dataLocation: one(14, "int32"),
  },
  SparseTensorProto: { values: one(1, "TensorProto") },
  ValueInfoProto: { name: one(1, "string"), type: one(2, "TypeProto") },
  TypeProto: { tensorType: one(1, "TensorTypeProto") },
  TensorTypeProto: { elemType: one(1, "int32"), shape: one(2, "TensorShapeProto") },
  TensorShapeProto: { dim: many(1, "DimensionProto") },
  DimensionProto: { dimValue: one(1, "int64"), dimParam: one(2, "string") },
};

/** A root made by hand has proto2 semantics, as ONNX has: a zero that is in the file is told apart from a field that is not. */
const root = new protobuf.Root();
for (const [name, fields] of Object.entries(MESSAGES)) {
  const message = new protobuf.Type(name);
  for (const [field, { id, type, rule, options }] of Object.entries(fields)) {
    message.add(new protobuf.Field(field, id, type, rule, undefined, options));
  }
  root.add(message);
}
root.resolveAll();
const modelType = root.lookupType("ModelProto");

/** Reads a model; says what the bytes are when they are not one. The values of tensors are not looked at yet. */
export function decodeModel(bytes: Uint8Array): Outcome<ModelProto> {
  if (bytes.length === 0) {
    return refuse({ code: "onnx.empty", message: "the file is empty", hint: "copy or export the model again" });
  }
  let model: ModelProto;
  try {
    const reader = protobuf.Reader.create(bytes);
    reader.discardUnknown = true;
    const message = modelType.decode(reader);
    model = modelType.toObject(message, { longs: Number, arrays: true }) as unknown as ModelProto;
  } catch {
    // Every decoding error means the same to a person; whether it began like a model tells damage from another kind of file.
    return beginsLikeModel(bytes) ? refuse(truncated()) : refuse(notOnnx(bytes));
  }
  // Protobuf happily reads random bytes as a message with nothing but unknown fields.
  if (!model.graph) return beginsLikeModel(bytes) ? refuse(truncated()) : refuse(notOnnx(bytes));
  if (model.irVersion === undefined && model.opsetImport.length === 0) return refuse(notOnnx(bytes));
  return ok(model);
}

/** Writes a model. Byte fields are copied once, into the result. */
export function encodeModel(model: Sparse<ModelProto>): Uint8Array {
  return modelType.encode(model).finish();
}

/** Serializers write fields by number: the first is ir_version (field 1, varint), a small number. */
function beginsLikeModel(bytes: Uint8Array): boolean {
  return bytes[0] === 0x08 && (bytes[1] ?? 0) < 0x40 && !SIGNATURES.some((known) => startsWith(bytes, known));
}

const truncatedHint = "the file may not have been copied or downloaded completely (for Git LFS, run git lfs pull)";

function truncated(): { code: string; message: string; hint: string } {
  return {
    code: "onnx.truncated",
    message: "the file begins like an ONNX model but ends early or is damaged",
    hint: truncatedHint,
  };
}

interface Signature {
  readonly at: number;
  readonly text: string;
  readonly what: string;
}

const SIGNATURES: readonly Signature[] = [
  { at: 4, text: "TFL3", what: "a TensorFlow Lite model" },
  { at: 4, text: "ORTM", what: "a model in onnxruntime's own .ort format" },
  { at: 0, text: "PK", what: "a zip archive, such as a PyTorch checkpoint or a Keras file" },
  { at: 1, text: "HDF", what: "an HDF5 file, such as a Keras model" },
  { at: 0, text: "version https://git-lfs", what: "a Git LFS pointer, not the file itself" },
];

function startsWith(bytes: Uint8Array, { at, text }: Signature): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function notOnnx(bytes: Uint8Array): { code: string; message: string; hint: string } {
  const known = SIGNATURES.find((signature) => startsWith(bytes, signature));
  return {
    code: "onnx.notAModel",
    message: known ? `the file is not an ONNX model: it looks like ${known.what}` : "the file is not an ONNX model",
    hint: "export the network to ONNX from the framework that trained it",
  };
}
