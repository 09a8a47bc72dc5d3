/**
 * One ONNX node as its lowering sees it: resolved inputs, typed attributes, and a way to add IR nodes or to refuse with the node's
 * name. Attribute readers never fail: an attribute of the wrong type is reported and its default is used.
 */
import type { Problem } from "../base/outcome";
import type { Op } from "../ir/op";
import type { GraphBuilder } from "./encode/builder";
import { integerType, readTensor } from "./wire/tensorData";
import type { ExternalFiles } from "./wire/externalData";
import { AttributeType, dataTypeName, type AttributeProto, type NodeProto } from "./wire/proto";
import { isFloat, isProblem, onWholeGrid, wholeNumbers, type Activation, type Constant, type Value } from "./value";

/** The values of a node's outputs (one value stands for a list of one), or why it cannot be lowered. */
export type Lowered = Value | readonly Value[] | Problem;
export type Lowering = (site: Site) => Lowered;

export interface EmitOptions {
  /** Name of the output tensor where it is not the node's own first output. */
  readonly output?: string;
  /** Appended to the node's name for helper nodes. */
  readonly suffix?: string;
  /** For reshape: the output's shape. */
  readonly shape?: readonly number[];
}

export interface Numbers {
  readonly operands: readonly (Activation | Constant)[];
  /** The whole-number type that they share. */
  readonly type: number | undefined;
}

/** Whole numbers that computations in floats stand for: values beyond 32 bits do not occur in networks. */
function isWide(type: number): boolean {
  return (integerType(type)?.bits ?? 0) >= 32;
}

/** No caller outside this folder sees it. */
export class UnclearFlag extends Error {}

export class Site {
  readonly op: string;
  /** Unique enough to be shown; the ONNX name where there is one. */
  readonly name: string;
  /** `node "conv1" (Conv)`: how messages call it. */
  readonly place: string;

  constructor(
    readonly node: NodeProto,
    readonly opset: number,
    private readonly values: readonly (Value | undefined)[],
    readonly builder: GraphBuilder,
    private readonly external: ExternalFiles,
  ) {
    this.op = node.opType ?? "";
    this.name = node.name !== undefined && node.name !== "" ? node.name : `${this.op}_${node.output[0] ?? ""}`;
    this.place = `node "${this.name}" (${this.op})`;
  }

  get inputCount(): number {
    return this.values.length;
  }

  /** Undefined where an optional input is not given. */
  value(index: number): Value | undefined {
    return this.values[index];
  }

  /** A computed float tensor; constants are refused because operators on constants should have been folded. */
  activation(index: number): Activation | Problem {
    const value = this.values[index];
    if (value?.kind === "activation") return value.integer === undefined ? value : this.refuseIntegers(value);
    if (value?.kind === "leftOut") {
      const what = value.op === "ArgMax" ? "the index that" : "what";
      return this.refuse(
        "onnx.lastOnly",
        `${this.place} works on ${what} ${value.place} computes, which is supported at a network's end only`,
        "cut the model before it, and compute the rest in the firmware",
      );
    }
    if (value === undefined) return this.refuse("onnx.missingInput", `${this.place} lacks its input ${index}`);
    if (value.kind === "quantized") {
      const hint = "export the model in QDQ form: every operator between a DequantizeLinear and a QuantizeLinear";
      return this.refuse(
        "onnx.integerArithmetic",
        `${this.place} works on quantized integers, which is not supported`,
        hint,
      );
    }
    return this.refuse(
      "onnx.constantInput",
      `${this.place} works on the constant "${value.name}"`,
      "fold constants before exporting",
    );
  }

  /** A computed tensor whose values are only moved, whole numbers included. */
  moved(index: number): Activation | Problem {
    const value = this.values[index];
    return value?.kind === "activation" ? value : this.activation(index);
  }

  /**
   * A tensor for arithmetic that whole numbers have too: computed or constant. Whole numbers of fewer than 32 bits would wrap around, and are
   * refused.
   */
  number(index: number): Activation | Constant | Problem {
    const value = this.values[index];
    if (value?.kind === "constant") return value;
    if (value?.kind !== "activation" || value.integer === undefined) return this.activation(index);
    return isWide(value.integer) ? value : this.refuseIntegers(value);
  }

  /** Operands of one type: all floats or all the same whole numbers. `type` is undefined for floats. */
  numbers(indices: readonly number[]): Numbers | Problem {
    const operands: (Activation | Constant)[] = [];
    const types = new Set<number | undefined>();
    for (const index of indices) {
      const operand = this.number(index);
      if (isProblem(operand)) return operand;
      operands.push(operand);
      types.add(operand.kind === "activation" ? operand.integer : isFloat(operand) ? undefined : operand.dataType);
    }
    const [type] = types;
    if (types.size === 1) return { operands, type };
    const names = operands.map((operand) => `"${operand.kind === "activation" ? operand.tensor : operand.name}"`);
    return this.refuse(
      "onnx.integerArithmetic",
      `${this.place} mixes values of different types: ${names.join(" and ")}`,
    );
  }

  private refuseIntegers({ tensor, integer }: Activation): Problem {
    return this.refuse(
      "onnx.integerArithmetic",
      `${this.place} computes with the ${dataTypeName(integer)} values of "${tensor}", which is not supported`,
      "cast the input to float in front of it",
    );
  }

  /** A tensor for an element-wise operator: computed, or a float constant. */
  operand(index: number): Activation | Constant | Problem {
    const value = this.values[index];
    if (value?.kind !== "constant") return this.activation(index);
    if (isFloat(value)) return value;
    return this.refuse(
      "onnx.integerArithmetic",
      `${this.place} mixes float values with the integers of "${value.name}"`,
    );
  }

  /** The constant at `index`, undefined where it is not given; refused where it is computed. `what` names its role. */
  constant(index: number, what: string): Constant | Problem | undefined {
    const value = this.values[index];
    if (value === undefined || value.kind === "constant") return value;
    const hint = "only constants are supported there: fix the value when exporting";
    return this.refuse("onnx.notConstant", `${this.place} computes its ${what} while running`, hint);
  }

  /** Like constant(), but it must be there and hold floats. */
  floatConstant(index: number, what: string): Constant | Problem {
    const constant = this.constant(index, what);
    if (constant === undefined) return this.refuse("onnx.missingInput", `${this.place} lacks its ${what}`);
    if (isProblem(constant) || isFloat(constant)) return constant;
    return this.refuse(
      "onnx.dataType",
      `${this.place} has integers as its ${what}`,
      "export the model with float weights",
    );
  }

  /** Writers with proto3 semantics leave zeros out: the attribute's type tells that its value is there. */
  int(name: string, otherwise: number): number {
    return (
      this.attribute(name, (attribute) => attribute.i ?? (attribute.type === AttributeType.int ? 0 : undefined)) ??
      otherwise
    );
  }

  /** An attribute that ONNX says is 0 or 1; for other values runtimes disagree, so they are refused. @throws UnclearFlag, which the importer catches */
  flag(name: string, otherwise: boolean): boolean {
    const value = this.int(name, Number(otherwise));
    if (value !== 0 && value !== 1) throw new UnclearFlag(`has ${name} = ${value}; it is 0 or 1`);
    return value === 1;
  }

  float(name: string, otherwise: number): number {
    return (
      this.attribute(name, (attribute) => attribute.f ?? (attribute.type === AttributeType.float ? 0 : undefined)) ??
      otherwise
    );
  }

  ints(name: string): readonly number[] | undefined {
    return this.attribute(name, (attribute) => attribute.ints);
  }

  floats(name: string): readonly number[] | undefined {
    return this.attribute(name, (attribute) => attribute.floats);
  }

  string(name: string, otherwise: string): string {
    const bytes = this.attribute(name, (attribute) => attribute.s);
    return bytes === undefined ? otherwise : String.fromCharCode(...bytes.subarray(0, 200));
  }

  strings(name: string): readonly string[] | undefined {
    const texts = this.attribute(name, (attribute) => attribute.strings);
    return texts?.slice(0, 100).map((bytes) => String.fromCharCode(...bytes.subarray(0, 200)));
  }

  tensor(name: string): Constant | Problem | undefined {
    const tensor = this.attribute(name, (attribute) => attribute.t);
    return tensor && readTensor(tensor, this.outputName(), this.external);
  }

  has(name: string): boolean {
    return this.node.attribute.some((attribute) => attribute.name === name);
  }

  private attribute<T>(name: string, read: (attribute: AttributeProto) => T | undefined): T | undefined {
    const attribute = this.node.attribute.find((candidate) => candidate.name === name);
    if (!attribute) return undefined;
    const value = read(attribute);
    if (value === undefined) {
      this.builder.problems.push(
        this.refuse("onnx.attribute", `${this.place} has an attribute "${name}" of an unexpected type`),
      );
    }
    return value;
  }

  /** Whole numbers that older operator sets have as an attribute and newer ones as an input. */
  attributeOrInput(name: string, index: number, inputSince: number): readonly number[] | Problem | undefined {
    if (this.opset < inputSince) return this.ints(name);
    const constant = this.constant(index, name);
    return constant === undefined || isProblem(constant) ? constant : wholeNumbers(constant);
  }

  /** A possibly negative axis as 0 … rank−1. */
  axis(axis: number, rank: number): number | Problem {
    const positive = axis < 0 ? axis + rank : axis;
    if (Number.isInteger(positive) && positive >= 0 && positive < Math.max(rank, 1)) return positive;
    return this.refuse("onnx.axis", `${this.place} names axis ${axis} of a tensor with ${rank} axes`);
  }

  /** Axes as ascending, distinct, non-negative numbers. */
  axes(axes: readonly number[], rank: number): readonly number[] | Problem {
    const result = new Set<number>();
    for (const axis of axes) {
      const positive = this.axis(axis, rank);
      if (typeof positive !== "number") return positive;
      result.add(positive);
    }
    return [...result].sort((a, b) => a - b);
  }

  outputName(index = 0): string {
    return this.node.output[index] ?? "";
  }

  /** True where something reads or may read this output. */
  hasOutput(index: number): boolean {
    return this.outputName(index) !== "";
  }

  /** A name for a tensor between the nodes that one ONNX node becomes. */
  between(suffix: string): string {
    return this.builder.fresh(`${this.outputName()}/${suffix}`);
  }

  /** The problem with a constant that is computed with and holds infinity. */
  infinity(constant: Constant): Problem | undefined {
    return this.builder.problemOf(constant);
  }

  emit(op: Op, inputs: readonly (Activation | Constant)[], options: EmitOptions = {}): Activation | Problem {
    const hasWeights = op.kind === "conv" || op.kind === "fullyConnected";
    const names: string[] = [];
    for (const [i, input] of inputs.entries()) {
      const problem = input.kind === "constant" ? this.builder.problemOf(input) : undefined;
      if (problem) return problem;
      names.push(
        input.kind === "activation"
          ? input.tensor
          : this.builder.constantTensor(hasWeights && i === 1 ? onWholeGrid(input) : input),
      );
    }
    const name = options.suffix === undefined ? this.name : `${this.name}/${options.suffix}`;
    return this.builder.emit(op, names, options.output ?? this.outputName(), name, this.place, options.shape);
  }

  refuse(code: string, message: string, hint?: string): Problem {
    return { code, message, place: this.place, ...(hint === undefined ? {} : { hint }) };
  }
}
