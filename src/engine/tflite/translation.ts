/**
 * The ONNX graph under construction, and what each tensor of the TensorFlow Lite network has become in it.
 *
 * Images lie NHWC in the file and NCHW in ONNX. A tensor of four axes is held in one of the two orders, that of the operator that made it, and
 * gets a Transpose once where another operator wants the other: chains of convolutions, sums and pools need none. Quantized tensors are the
 * real numbers that their codes stand for, behind a QuantizeLinear/DequantizeLinear pair with the file's scale: the same form that quantizing
 * exporters give ONNX files, so all later stages read ranges and grids as they do there.
 */
import { elementsOf } from "../ir/graph";
import { ModelWriter, type Attribute } from "../onnx/encode/modelWriter";
import { rangeOf } from "../onnx/rewrite/statedInputs";
import { DataType, dataTypeName } from "../onnx/wire/proto";
import { codeType, packed, permuted, valuesOf } from "./constants";
import { Refused } from "./refused";
import { TensorType, typeName, type Quantization, type Subgraph, type TensorInfo } from "./wire/schema";

/** file: the axes as the file has them. image: NCHW, of four axes in the file. */
export type Order = "file" | "image";

/** What a tensor of the file is here. A variable's handle has the variable's name; the values of a refused operator are unknown. */
export type Value =
  | { readonly kind: "constant"; readonly tensor: TensorInfo }
  | { readonly kind: "activation"; readonly names: Map<Order, string> }
  | { readonly kind: "handle"; readonly variable: string }
  | { readonly kind: "refused" };

/** The operator set that is written: the first that has codes of 16 bits. */
export const OPSET = 21;
const TO_IMAGE = [0, 3, 1, 2];
const TO_FILE = [0, 2, 3, 1];
/** Constants in other orders and types, for each byte of the file, and beside it: operators may share one buffer, but not by the thousand. */
const CONSTANT_BYTES = { each: 16, beside: 2 ** 26 };

export class Translation {
  readonly writer: ModelWriter;
  private readonly values = new Map<number, Value>();
  private readonly labels = new Map<number, string>();
  private readonly nodeNames = new Set<string>();
  private readonly written = new Map<TensorInfo, Map<string, string>>();
  /** What the shapes of the graph's tensors have to be, by name. */
  readonly shapes = new Map<string, readonly number[]>();
  private readonly outputs: ReadonlySet<number>;
  private bytesLeft: number;

  constructor(
    readonly subgraph: Subgraph,
    fileBytes: number,
  ) {
    this.writer = new ModelWriter(OPSET, []);
    this.outputs = new Set(subgraph.outputs);
    this.bytesLeft = CONSTANT_BYTES.each * fileBytes + CONSTANT_BYTES.beside;
    // Inputs and outputs keep their names whatever else has the same.
    for (const index of [...subgraph.inputs, ...subgraph.outputs]) this.label(index);
  }

  tensor(index: number): TensorInfo {
    const tensor = this.subgraph.tensors[index];
    if (!tensor) throw new Error(`there is no tensor ${index}`);
    return tensor;
  }

  /** The tensor's name in the graph. Of the list of names that a fused operator has, the first: that of what it answers. */
  label(index: number): string {
    const known = this.labels.get(index);
    if (known !== undefined) return known;
    const { name } = this.tensor(index);
    const isEnd = this.outputs.has(index) || this.subgraph.inputs.includes(index);
    const label = this.writer.fresh(isEnd ? name : name.split(";")[0] || name);
    this.labels.set(index, label);
    return label;
  }

  value(index: number): Value {
    const known = this.values.get(index);
    if (known) return known;
    const tensor = this.tensor(index);
    if (tensor.data) return { kind: "constant", tensor };
    throw new Refused("tflite.missingTensor", `reads the tensor "${tensor.name}", which nothing in the file computes`);
  }

  set(index: number, value: Value): void {
    this.values.set(index, value);
  }

  /** The name that an activation has, or is to have, in one of the two orders. */
  nameIn(index: number, order: Order, isFirst: boolean): string {
    const label = this.label(index);
    if (isFirst ? order === "file" || !this.outputs.has(index) : order === "file" && this.outputs.has(index))
      return label;
    return this.writer.fresh(`${label}/${order === "image" ? "nchw" : "nhwc"}`);
  }

  /** In which order an activation is held; constants have any. */
  orderOf(index: number): Order | undefined {
    const value = this.value(index);
    return value.kind === "activation" ? [...value.names.keys()][0] : undefined;
  }

  /** The ONNX tensor of an operand: real numbers, in the order asked for. */
  operand(index: number, order: Order): string {
    const value = this.value(index);
    if (value.kind === "constant") return this.constant(value.tensor, order === "image" ? TO_IMAGE : undefined);
    if (value.kind !== "activation") throw new Refused("tflite.handle", "computes with the handle of a variable");
    const known = value.names.get(order);
    if (known !== undefined) return known;
    const [held = ""] = value.names.values();
    const name = this.nameIn(index, order, false);
    this.node("Transpose", [held], name, { perm: order === "image" ? TO_IMAGE : TO_FILE }, name);
    value.names.set(order, name);
    this.expectShape(name, index, order);
    return name;
  }

  expectShape(name: string, index: number, order: Order): void {
    this.shapes.set(name, this.shapeIn(index, order));
  }

  shapeIn(index: number, order: Order): readonly number[] {
    const { shape } = this.tensor(index);
    return order === "file" ? shape : TO_IMAGE.map((axis) => shape[axis] ?? 1);
  }

  /**
   * A constant as real numbers; quantized ones as codes behind a DequantizeLinear, so that their grid is known.
   * @param perm the order of its axes; [0, 3, 1, 2] for one that is to meet an NCHW tensor, in front of which missing axes are put
   */
  constant(tensor: TensorInfo, perm?: readonly number[]): string {
    const missing = perm && tensor.shape.length > 0 ? perm.length - tensor.shape.length : 0;
    const shape = [...Array.from({ length: Math.max(0, missing) }, () => 1), ...tensor.shape];
    const axes = perm?.length === shape.length ? perm : [...shape.keys()];
    const written = this.written.get(tensor) ?? new Map<string, string>();
    this.written.set(tensor, written);
    const key = JSON.stringify([axes, shape]);
    const known = written.get(key);
    if (known !== undefined) return known;
    const values = permuted(valuesOf(tensor), shape, axes);
    this.take(values.length * 4);
    const dims = axes.map((axis) => shape[axis] ?? 1);
    const axis = axes.indexOf((tensor.quantization?.axis ?? 0) + missing);
    const name = this.writeConstant(tensor, values, dims, axis);
    written.set(key, name);
    return name;
  }

  private writeConstant(
    tensor: TensorInfo,
    values: Float32Array | Float64Array,
    dims: readonly number[],
    axis: number,
  ): string {
    const { writer } = this;
    const name = writer.fresh(tensor.name);
    const { quantization, type } = tensor;
    if (values instanceof Float32Array) return writer.tensor(name, dims, values);
    const codes = codeType(type);
    if (!quantization || codes === undefined) {
      if ((type === TensorType.int32 || type === TensorType.int64) && quantization)
        return writer.tensor(name, dims, realsOf(values, quantization, axis < 0 ? [] : dims, axis));
      const dataType = type === TensorType.bool ? DataType.bool : (codes ?? DataType.int64);
      return dataType === DataType.int64
        ? writer.wholes(name, dims, values)
        : writer.codes(name, dims, dataType, packed(values, dataType));
    }
    const { scales } = quantization;
    if (scales.length > 1 && scales.length !== dims[axis])
      throw new Refused(
        "tflite.scale",
        `tensor "${tensor.name}" has ${scales.length} scales for a shape of [${dims.join(",")}]`,
      );
    const raw = writer.codes(writer.fresh(`${tensor.name}/codes`), dims, codes, packed(values, codes));
    const along = scales.length > 1 ? { axis } : {};
    this.node("DequantizeLinear", [raw, ...this.scaling(name, quantization, codes)], name, along, name);
    return name;
  }

  private scaling(base: string, { scales, zeroPoints }: Quantization, codes: number): readonly string[] {
    const { writer } = this;
    const { least, most } = rangeOf(codes) ?? { least: 0, most: 0 };
    const wrong = zeroPoints.find((zeroPoint) => zeroPoint < least || zeroPoint > most);
    if (wrong !== undefined)
      throw new Refused("tflite.scale", `has the zero point ${wrong}, which is no code of ${dataTypeName(codes)}`);
    const dims = scales.length > 1 ? [scales.length] : [];
    return [
      writer.tensor(writer.fresh(`${base}/scale`), dims, Float32Array.from(scales)),
      writer.codes(writer.fresh(`${base}/zeroPoint`), dims, codes, packed(Float64Array.from(zeroPoints), codes)),
    ];
  }

  /** Whether the tensor's values are codes that a scale gives a meaning. */
  isQuantized(index: number): boolean {
    const { quantization, type } = this.tensor(index);
    return quantization !== undefined && codeType(type) !== undefined;
  }

  hasSameCodes(a: number, b: number): boolean {
    const [one, two] = [this.tensor(a), this.tensor(b)];
    return (
      one.type === two.type &&
      one.quantization?.scales[0] === two.quantization?.scales[0] &&
      one.quantization?.zeroPoints[0] === two.quantization?.zeroPoints[0]
    );
  }

  /** The real numbers that the codes of `from` stand for, named `to`. */
  pair(index: number, from: string, to: string): void {
    const { quantization, type, name } = this.tensor(index);
    const codes = codeType(type);
    if (!quantization || codes === undefined) throw new Error(`tensor "${name}" has no codes`);
    if (quantization.scales.length > 1)
      throw new Refused(
        "tflite.scale",
        `makes "${name}" with one scale a channel; activations with one for all are supported`,
      );
    const scaling = this.scaling(to, quantization, codes);
    const raw = this.writer.fresh(`${to}/codes`);
    this.node("QuantizeLinear", [from, ...scaling], raw, {}, raw);
    this.node("DequantizeLinear", [raw, ...scaling], to, {}, `${to}/real`);
  }

  /** Constant whole numbers, as sizes and axes are given. */
  wholes(index: number, what: string): readonly number[] {
    const value = this.value(index);
    if (value.kind !== "constant")
      throw new Refused("tflite.computed", `computes its ${what} while the network runs; only constants are supported`);
    if (value.tensor.type !== TensorType.int32 && value.tensor.type !== TensorType.int64)
      throw new Refused("tflite.dataType", `has ${what} of ${typeName(value.tensor.type)}`);
    if (elementsOf(value.tensor.shape) > 4096)
      throw new Refused("tflite.shape", `has more ${what} than a tensor has axes`);
    return Array.from(valuesOf(value.tensor));
  }

  /** Runtimes want the names of nodes to differ: the first that asks for one has it. */
  node(
    opType: string,
    inputs: readonly string[],
    output: string | readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    name: string,
  ): void {
    let own = name;
    for (let i = 0; this.nodeNames.has(own); i++) own = `${name}/${opType.toLowerCase()}${i === 0 ? "" : `_${i}`}`;
    this.nodeNames.add(own);
    this.writer.node(opType, inputs, output, attributes, own);
  }

  private take(bytes: number): void {
    this.bytesLeft -= bytes;
    if (this.bytesLeft < 0)
      throw new Refused(
        "tflite.tooLarge",
        "is where constants that operators share become more than a computer should hold",
      );
  }
}

function realsOf(
  codes: Float64Array,
  { scales, zeroPoints }: Quantization,
  dims: readonly number[],
  axis: number,
): Float32Array {
  const inner = scales.length > 1 ? elementsOf(dims.slice(axis + 1)) : codes.length;
  return Float32Array.from(codes, (code, i) => {
    const k = scales.length > 1 ? Math.floor(i / inner) % scales.length : 0;
    return (code - (zeroPoints[k] ?? 0)) * (scales[k] ?? 1);
  });
}
