/**
 * Builds small ONNX models for tests, in any operator set. Tensors are named by the caller; everything else has defaults.
 *
 *   const model = buildOnnx({
 *     opset: 13,
 *     inputs: { x: [1, 3, 8, 8] },
 *     outputs: ["y"],
 *     constants: { w: floats([4, 3, 3, 3], values) },
 *     nodes: [node("Conv", ["x", "w"], ["y"], { pads: [1, 1, 1, 1] })],
 *   });
 */
import { encodeModel, type Sparse } from "../../../src/engine/onnx/wire/codec";
import {
  AttributeType,
  DataType,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "../../../src/engine/onnx/wire/proto";
import { seededRandom } from "../../../src/engine/base/random";

/** Whole numbers become INT attributes: write `{ float: 1 }` for a float with a whole value. */
export type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: Sparse<TensorProto> };

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly name?: string;
  readonly domain?: string;
}

export interface OnnxModel {
  readonly opset?: number;
  readonly irVersion?: number;
  /** Shapes by name; a string is a symbolic dimension. */
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  /** Element types of inputs other than float. */
  readonly inputTypes?: Readonly<Record<string, number>>;
  readonly outputs: readonly string[];
  /** Element types of outputs other than float. */
  readonly outputTypes?: Readonly<Record<string, number>>;
  readonly constants?: Readonly<Record<string, Sparse<TensorProto>>>;
  readonly nodes: readonly OnnxNode[];
  readonly domains?: Readonly<Record<string, number>>;
  /** Lists every constant among the graph's inputs as well, as models before IR version 4 do. */
  readonly constantsAsInputs?: boolean;
}

export function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
  extra: { readonly name?: string; readonly domain?: string } = {},
): OnnxNode {
  return { op, inputs, outputs, attributes, ...extra };
}

/** A float32 constant in raw_data; a number fills it, absent values are seeded normal noise. */
export function floats(
  shape: readonly number[],
  values: ArrayLike<number> | number = normals(elements(shape)),
): Sparse<TensorProto> {
  const count = elements(shape);
  const data = typeof values === "number" ? new Float32Array(count).fill(values) : Float32Array.from(values);
  return { dims: [...shape], dataType: DataType.float, rawData: new Uint8Array(data.buffer) };
}

/** An int64 constant in int64_data. */
export function ints(shape: readonly number[], values: readonly number[]): Sparse<TensorProto> {
  return { dims: [...shape], dataType: DataType.int64, int64Data: [...values] };
}

/** A constant of any type from its raw bytes. */
export function raw(shape: readonly number[], dataType: number, bytes: ArrayLike<number>): Sparse<TensorProto> {
  return { dims: [...shape], dataType, rawData: Uint8Array.from(bytes) };
}

/** Seeded standard normal noise. */
export function normals(count: number, seed = 1): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => random.normal());
}

export function buildOnnx(model: OnnxModel): Uint8Array {
  const constants = Object.entries(model.constants ?? {}).map(([name, tensor]) => ({ ...tensor, name }));
  const listed =
    model.constantsAsInputs === true
      ? constants.map((tensor) => valueInfo(tensor.name, tensor.dims ?? [], tensor.dataType))
      : [];
  const inputs = Object.entries(model.inputs).map(([name, shape]) => valueInfo(name, shape, model.inputTypes?.[name]));
  return encodeModel({
    irVersion: model.irVersion ?? (model.constantsAsInputs === true ? 3 : 8),
    producerName: "test",
    opsetImport: [
      { domain: "", version: model.opset ?? 13 },
      ...Object.entries(model.domains ?? {}).map(([domain, version]) => ({ domain, version })),
    ],
    graph: {
      name: "test",
      node: model.nodes.map(nodeProto),
      initializer: constants,
      input: [...inputs, ...listed],
      output: model.outputs.map((name) => ({
        name,
        type: { tensorType: { elemType: model.outputTypes?.[name] ?? DataType.float } },
      })),
    },
  });
}

function valueInfo(
  name: string,
  shape: readonly (number | string)[],
  elemType: number = DataType.float,
): Sparse<ValueInfoProto> {
  const dim = shape.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

function nodeProto(from: OnnxNode): Sparse<NodeProto> {
  return {
    opType: from.op,
    input: from.inputs,
    output: from.outputs,
    ...(from.name === undefined ? {} : { name: from.name }),
    ...(from.domain === undefined ? {} : { domain: from.domain }),
    attribute: Object.entries(from.attributes).map(([name, value]) => attributeProto(name, value)),
  };
}

function attributeProto(name: string, value: AttributeValue): Sparse<AttributeProto> {
  if (typeof value === "number") {
    return Number.isInteger(value)
      ? { name, type: AttributeType.int, i: value }
      : { name, type: AttributeType.float, f: value };
  }
  if (typeof value === "string") return { name, type: AttributeType.string, s: new TextEncoder().encode(value) };
  if ("float" in value) return { name, type: AttributeType.float, f: value.float };
  if ("floats" in value) return { name, type: AttributeType.floats, floats: value.floats };
  if ("tensor" in value) return { name, type: AttributeType.tensor, t: value.tensor };
  return { name, type: AttributeType.ints, ints: value };
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
