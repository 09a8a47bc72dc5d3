/** ONNX nodes and initializers being collected while a graph is encoded, with names that nothing in the graph has. */
import type { Sparse } from "../wire/codec";
import { AttributeType, DataType, type AttributeProto, type NodeProto, type TensorProto } from "../wire/proto";

/** Numbers and lists are integers; floats are marked so that 1.0 does not become an integer attribute. */
export type Attribute =
  number | readonly number[] | string | { readonly float: number } | { readonly floats: readonly number[] };

export class ModelWriter {
  readonly nodes: Sparse<NodeProto>[] = [];
  readonly initializers: Sparse<TensorProto>[] = [];
  private readonly names: Set<string>;

  /**
   * @param opset the operator set that is written, for operators whose form changed
   * @param withoutClip tensors whose clamps are written as Max and Min instead of Clip or Relu (encode.ts says why)
   */
  constructor(
    readonly opset: number,
    taken: Iterable<string>,
    readonly withoutClip: ReadonlySet<string> = new Set(),
  ) {
    this.names = new Set(taken);
  }

  /** A new tensor name that begins with `base`. */
  fresh(base: string): string {
    let name = base;
    for (let i = 1; this.names.has(name); i++) name = `${base}_${i}`;
    this.names.add(name);
    return name;
  }

  /**
   * Adds a node; "" among inputs or outputs stands for an optional one that is left out.
   * @param nodeName absent: that of its first output
   */
  node(
    opType: string,
    input: readonly string[],
    output: string | readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    nodeName?: string,
  ): void {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
    const outputs = typeof output === "string" ? [output] : output;
    const name = nodeName ?? outputs.find((each) => each !== "") ?? "";
    this.nodes.push({ opType, name, input, output: outputs, attribute });
  }

  /** Adds a node of another operator set than ONNX's own. */
  foreign(
    domain: string,
    opType: string,
    input: readonly string[],
    output: readonly string[],
    name: string,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): void {
    const attribute = Object.entries(attributes).map(([key, value]) => attributeProto(key, value));
    this.nodes.push({ domain, opType, name, input, output, attribute });
  }

  tensor(name: string, dims: readonly number[], data: Float32Array): string {
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.initializers.push({ name, dims, dataType: DataType.float, rawData });
    return name;
  }

  /** Packed codes of an unsigned integer type. */
  codes(name: string, dims: readonly number[], dataType: number, rawData: Uint8Array): string {
    this.initializers.push({ name, dims, dataType, rawData });
    return name;
  }

  float(base: string, value: number): string {
    return this.tensor(this.fresh(base), [], Float32Array.of(value));
  }

  ints(base: string, values: readonly number[]): string {
    const name = this.fresh(base);
    this.initializers.push({ name, dims: [values.length], dataType: DataType.int64, int64Data: values });
    return name;
  }

  /** Whole numbers of any shape. */
  wholes(name: string, dims: readonly number[], values: ArrayLike<number>): string {
    this.initializers.push({ name, dims, dataType: DataType.int64, int64Data: Array.from(values) });
    return name;
  }

  code(base: string, value: number): string {
    const name = this.fresh(base);
    this.initializers.push({ name, dims: [], dataType: DataType.uint8, rawData: Uint8Array.of(value) });
    return name;
  }
}

function attributeProto(name: string, value: Attribute): Sparse<AttributeProto> {
  if (typeof value === "number") return { name, type: AttributeType.int, i: value };
  if (typeof value === "string")
    return { name, type: AttributeType.string, s: Uint8Array.from(value, (c) => c.charCodeAt(0)) };
  if ("float" in value) return { name, type: AttributeType.float, f: value.float };
  if ("floats" in value) return { name, type: AttributeType.floats, floats: value.floats };
  return { name, type: AttributeType.ints, ints: value };
}
