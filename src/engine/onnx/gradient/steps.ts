/** ONNX nodes written one behind the other. */
import { elementsOf } from "../../ir/graph";
import type { Shape } from "../../ir/shapes";
import type { Attribute, ModelWriter } from "../encode/modelWriter";

/** An operand or result: its name in the model and its shape. */
export interface Place {
  readonly name: string;
  readonly shape: Shape;
}

/** ONNX nodes that each answer the name of their result, which is a new one. */
export class Steps {
  constructor(
    readonly writer: ModelWriter,
    private readonly base: string,
  ) {}

  node(opType: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const output = this.writer.fresh(`${this.base}/${opType}`);
    this.writer.node(opType, inputs, output, attributes);
    return output;
  }

  fresh(): string {
    return this.writer.fresh(`${this.base}/step`);
  }

  float(value: number): string {
    return this.writer.float(`${this.base}/number`, value);
  }

  ints(values: readonly number[]): string {
    return this.writer.ints(`${this.base}/numbers`, values);
  }

  constant(shape: Shape, data: Float32Array): string {
    return this.writer.tensor(this.writer.fresh(`${this.base}/constant`), shape, data);
  }

  reshape(x: string, shape: Shape): string {
    return this.node("Reshape", [x, this.ints(shape)]);
  }

  transpose(x: string, perm: readonly number[]): string {
    return this.node("Transpose", [x], { perm });
  }

  sum(x: string, axes: readonly number[], keepDims: boolean): string {
    return this.node("ReduceSum", [x, this.ints(axes)], { keepdims: Number(keepDims) });
  }

  /** Elements from `starts` on by `steps`, until the axis ends. */
  slice(x: string, starts: readonly number[], ends: readonly number[], steps: readonly number[]): string {
    const axes = this.ints(starts.map((_, axis) => axis));
    return this.node("Slice", [x, this.ints(starts), this.ints(ends), axes, this.ints(steps)]);
  }

  /** Zeros around x; negative numbers cut. */
  pad(x: string, before: readonly number[], after: readonly number[]): string {
    return this.node("Pad", [x, this.ints([...before, ...after]), this.float(0)]);
  }

  /** Summed over the axes along which an operand of that shape was repeated. */
  unbroadcast(gradient: string, from: Shape, to: Shape): string {
    const missing = from.length - to.length;
    const axes = from.flatMap((size, axis) => {
      const own = to[axis - missing] ?? 1;
      return size !== 1 && own === 1 ? [axis] : [];
    });
    const summed = axes.length === 0 ? gradient : this.sum(gradient, axes, true);
    return missing === 0 ? summed : this.reshape(summed, to);
  }
}

/** [samples, values of one]. */
export function rowsOf(shape: Shape): readonly [number, number] {
  const [samples = 1] = shape;
  return [samples, elementsOf(shape) / samples];
}
