/** One operator while it is taken over: its operands and options in, ONNX nodes out. Options are read by their number in the schema. */
import type { Attribute } from "../onnx/encode/modelWriter";
import { Refused } from "./refused";
import type { Order, Translation } from "./translation";
import type { OperatorInfo, TensorInfo } from "./wire/schema";
import type { Table } from "./wire/reader";

/** Adds the operator's nodes; throws Refused where it cannot. */
export type Translator = (site: Site) => void;

export interface Result {
  readonly order: Order;
  /** Of several outputs; 0 where there is one. */
  readonly output?: number;
  /** ActivationFunctionType of the schema that follows at once. */
  readonly activation?: number;
  /** The codes are those of this operand where scales are equal: nothing is rounded again. */
  readonly moves?: number;
}

/** Operators by themselves that a fused function stands for. */
const ACTIVATIONS: readonly (readonly [op: string, low?: number, high?: number] | undefined)[] = [
  undefined,
  ["Relu"],
  ["Clip", -1, 1],
  ["Clip", 0, 6],
  ["Tanh"],
];

export class Site {
  constructor(
    readonly translation: Translation,
    readonly operator: OperatorInfo,
  ) {}

  /** In problems. Operators have no names: what they answer has. */
  get name(): string {
    const [first] = this.operator.outputs.length > 0 ? this.operator.outputs : this.operator.inputs;
    return first === undefined || first < 0 ? this.operator.name : this.translation.label(first);
  }

  get place(): string {
    return placeOf(this.name, this.operator.name);
  }

  get options(): Table | undefined {
    return this.operator.options;
  }

  /** Whether there is an i-th operand. */
  has(i: number): boolean {
    return (this.operator.inputs[i] ?? -1) >= 0;
  }

  input(i: number): number {
    const index = this.operator.inputs[i] ?? -1;
    if (index < 0) throw new Refused("tflite.operands", `lacks its operand ${i}`);
    return index;
  }

  output(k = 0): number {
    const index = this.operator.outputs[k];
    if (index === undefined) throw new Refused("tflite.operands", `lacks its output ${k}`);
    return index;
  }

  tensor(i: number): TensorInfo {
    return this.translation.tensor(this.input(i));
  }

  shape(i: number): readonly number[] {
    return this.tensor(i).shape;
  }

  outputShape(k = 0): readonly number[] {
    return this.translation.tensor(this.output(k)).shape;
  }

  operand(i: number, order: Order): string {
    const { shape } = this.tensor(i);
    if (order === "image" && shape.length !== 4 && this.translation.value(this.input(i)).kind !== "constant")
      throw new Refused("tflite.shape", `reads an image of ${shape.length} axes; 4 are expected`);
    return this.translation.operand(this.input(i), order);
  }

  constant(i: number): TensorInfo | undefined {
    const value = this.translation.value(this.input(i));
    return value.kind === "constant" ? value.tensor : undefined;
  }

  /** Weights with their axes in another order: codes and scales of constants move, what is computed is transposed. */
  weights(i: number, perm: readonly number[]): string {
    const { shape, name } = this.tensor(i);
    if (shape.length !== perm.length)
      throw new Refused("tflite.shape", `has weights of ${shape.length} axes; ${perm.length} are expected`);
    const constant = this.constant(i);
    if (constant) return this.translation.constant(constant, perm);
    if (perm.every((axis, k) => axis === k)) return this.operand(i, "file");
    const moved = this.translation.writer.fresh(`${name}/moved`);
    this.translation.node("Transpose", [this.operand(i, "file")], moved, { perm }, moved);
    return moved;
  }

  /** Biases have codes of 32 or 64 bits in units of both operands' scales. */
  bias(i: number): string | undefined {
    if (!this.has(i)) return undefined;
    const constant = this.constant(i);
    if (!constant) return this.operand(i, "file");
    if (constant.quantization || constant.type !== 4) return this.translation.constant(constant);
    throw new Refused("tflite.scale", `has a bias of whole numbers without a scale`);
  }

  wholes(i: number, what: string): readonly number[] {
    return this.translation.wholes(this.input(i), what);
  }

  ints(values: readonly number[]): string {
    return this.translation.writer.ints(`${this.name}/ints`, values);
  }

  /** NCHW where an operand is held so and all are images; else as in the file. */
  commonOrder(operands: readonly number[]): Order {
    const orders = operands.map((i) => this.translation.orderOf(this.input(i)));
    const areImages = operands.every(
      (i, k) => this.shape(i).length === 4 || (orders[k] === undefined && this.shape(i).length <= 4),
    );
    return areImages && orders.includes("image") ? "image" : "file";
  }

  /** An axis as the file counts it, in the order that is asked for. */
  axis(axis: number, rank: number, order: Order): number {
    const own = axis < 0 ? axis + rank : axis;
    if (!(own >= 0 && own < rank)) throw new Refused("tflite.axis", `names axis ${axis} of ${rank}`);
    return order === "image" ? ([0, 2, 3, 1][own] ?? own) : own;
  }

  /** A node in the middle of the operator. */
  between(opType: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const name = this.translation.writer.fresh(`${this.name}/${opType.toLowerCase()}`);
    this.translation.node(opType, inputs, name, attributes, name);
    return name;
  }

  /** The node that answers, with the function and the rounding that follow it. */
  emit(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    result: Result,
  ): void {
    this.answer(result, (output) => this.translation.node(opType, inputs, output, attributes, this.name));
  }

  /** Has `write` make the operator's values under the name it is given. */
  answer(result: Result, write: (output: string) => void): void {
    const { translation } = this;
    const index = this.output(result.output);
    const { order, moves, activation = 0 } = result;
    const name = translation.nameIn(index, order, true);
    const isMoved = moves !== undefined && translation.hasSameCodes(index, this.input(moves));
    const isPair = translation.isQuantized(index) && !isMoved;
    const fn = ACTIVATIONS[activation];
    if (activation >= ACTIVATIONS.length || activation < 0)
      throw new Refused("tflite.activation", `has the fused function ${activation}, which is not supported`);
    const last = (suffix: string, isLast: boolean): string =>
      isLast ? name : translation.writer.fresh(`${name}/${suffix}`);
    let made = last("float", !fn && !isPair);
    write(made);
    if (fn) {
      const [op, ...bounds] = fn;
      const next = last("function", !isPair);
      const clip = bounds.map((bound) => translation.writer.float(`${name}/bound`, bound ?? 0));
      translation.node(op, [made, ...clip], next, {}, `${name}/${op.toLowerCase()}`);
      made = next;
    }
    if (isPair) translation.pair(index, made, name);
    translation.set(index, { kind: "activation", names: new Map([[order, name]]) });
    translation.expectShape(name, index, order);
  }
}

export function placeOf(name: string, operator: string): string {
  return `node "${name}" (${operator})`;
}
