/** What the C of every kind of layer is made of: arrays, descriptors, and expressions for rows and scratch. */
import type { CodeBits } from "../../base/bits";
import { invariant } from "../../base/outcome";
import type { Layer, LayerKind, LayerOf, Shape3 } from "../../ir/network";
import type { Window } from "../../ir/op";
import type { ActivationFormat } from "../../ir/program";
import type { StepKind, StepOf } from "../call";
import type { DescriptorType } from "./descriptorBytes";

export type ElementType = "int8_t" | "uint8_t" | "uint16_t" | "uint32_t" | "int16_t" | "int32_t";

export const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = {
  int8_t: 1,
  uint8_t: 1,
  uint16_t: 2,
  uint32_t: 4,
  int16_t: 2,
  int32_t: 4,
};

/** A constant array of its own symbol. */
export interface ConstantArray {
  readonly name: string;
  readonly kind: "weights" | "constants" | "tables";
  readonly type: ElementType;
  readonly values: ArrayLike<number>;
  readonly sizeBytes: number;
}

/** A `static const` structure beside the row function. */
export interface Descriptor {
  readonly type: DescriptorType;
  readonly name: string;
  /** Members as they stand between the braces, each on a line. */
  readonly members: readonly string[];
}

/** What a layer becomes in C. What its function is called, and where it is declared, its kernel form says. */
export interface EmittedLayer {
  readonly arrays: readonly ConstantArray[];
  readonly descriptors: readonly Descriptor[];
  /** Its function computes all rows at once and takes no argument; absent: it is called once for each output row `y`. */
  readonly calls?: "whole";
  /** Statements, with `y` and `out` (the output row) in scope; in a "whole" one neither. */
  readonly body: readonly string[];
  /** Taps that its scratch holds, where it is made of bw_tap. */
  readonly taps?: number;
}

/** A tensor as the code of a layer reads or writes it. */
export interface TensorPlace {
  readonly shape: Shape3;
  readonly elements: number;
  /** 32: the float tail. */
  readonly bits: CodeBits | 32;
  readonly format: ActivationFormat;
  /** Whether only some of its rows are held at a time. */
  readonly isRing: boolean;
  /** Macro of its offset in the arena. */
  readonly offset: string;
  /** The bw_tensor that says where its rows lie. */
  readonly symbol: string;
}

/** A layer in the C project: what it is called, and where its tensors are. */
export interface LayerPlace {
  readonly layer: Layer;
  readonly prefix: string;
  /** What its own symbols begin with; each adds its kind: `model_conv1_row`. */
  readonly stem: string;
  readonly inputs: readonly TensorPlace[];
  readonly output: TensorPlace;
  /** Macro of the offset of the scratch that it uses. */
  readonly scratch: string | undefined;
}

/** A layer with its first input at hand. */
export interface Fed extends LayerPlace {
  readonly input: TensorPlace;
}

/** A layer of kind K with its numbers of kind S. */
export interface CodeCall<K extends LayerKind, S extends StepKind> extends Fed {
  readonly layer: LayerOf<K>;
  readonly numbers: StepOf<S>;
}

export function windowMembers(
  { kernel, strides, dilations, pads }: Window,
  from: Shape3,
  to: Shape3,
): readonly string[] {
  const sizes = [from, to, kernel, strides, dilations, pads.slice(0, 2)].map((each) => each.join(", ")).join(", ");
  return [`{${sizes}}, /* in, out, kernel, stride, dilation, pad */`];
}

/** @param within the member of the layer's structure that has the window, with its dot */
export function windowRows({ prefix, stem, input }: Fed, kernelRows: number, within = ""): readonly string[] {
  return [
    `bw_codes rows[${kernelRows}];`,
    `bw_window_rows(&${stem}_layer.${within}window, ${prefix}_arena, &${input.symbol}, y, rows);`,
  ];
}

/**
 * Declares what a kernel is called with: a row under a name, `in`, never a call among arguments. A function of a layer is inlined into the run, where
 * compilers let variables of different blocks share a place on the stack, but not what functions return by value without a name: 152 such rows of one network
 * were 1,216 bytes of stack that no account knew.
 */
export function rowNamed(name: string, call: string): string {
  return `const bw_codes ${name} = ${call};`;
}

/** Declares `in` as row `y` of the tensor. */
export function rowOf({ prefix }: LayerPlace, { symbol }: TensorPlace, y = "y", name = "in"): string {
  return rowNamed(name, `bw_row(${prefix}_arena, &${symbol}, ${y})`);
}

/** Address of a whole tensor. */
export function bytesOf({ prefix }: LayerPlace, { offset }: TensorPlace): string {
  return `${prefix}_arena + ${offset}`;
}

export function scratchOf({ scratch, prefix, layer }: LayerPlace, macro?: "TAPS"): string {
  invariant(scratch !== undefined, `the plan has no scratch for "${layer.name}"`);
  return macro ? `${prefix.toUpperCase()}_TAPS(${scratch})` : `${prefix}_arena + ${scratch}`;
}

export function format({ format: { bits, zeroPoint } }: { readonly format: ActivationFormat }): string {
  return `{${bits}, ${bits === 16 ? zeroPoint / 256 : zeroPoint}}`;
}

export function descriptor({ stem }: LayerPlace, type: DescriptorType, members: readonly string[]): Descriptor {
  return { type, name: `${stem}_layer`, members };
}

export function constants(call: LayerPlace, suffix: string, values: ArrayLike<number>): ConstantArray {
  return arrayOf(call, suffix, "constants", "int32_t", values);
}

export function arrayOf(
  { stem }: LayerPlace,
  suffix: string,
  kind: ConstantArray["kind"],
  type: ElementType,
  values: ArrayLike<number>,
): ConstantArray {
  return { name: `${stem}_${suffix}`, kind, type, values, sizeBytes: values.length * ELEMENT_BYTES[type] };
}

/** Codes of one row. */
export function rowCodes({ shape }: Pick<TensorPlace, "shape">): number {
  return shape[1] * shape[2];
}

/** What `first` counts in a row, or in so many codes: codes, or bytes of codes of 16 bits. */
export function placesOf({ bits }: Pick<TensorPlace, "bits">, codes: number): number {
  return bits === 16 ? 2 * codes : codes;
}

/** Codes of 16 bits as what moves them sees them: twice as many channels of a byte. */
export function asBytes<P extends TensorPlace>(place: P): P {
  const [rows, columns, channels] = place.shape;
  return { ...place, bits: 8, shape: [rows, columns, 2 * channels], elements: 2 * place.elements };
}

/** The second operand of a sum or product, and what declares its row as `b`; one vector for all pixels is repeated. */
export function secondOperand(call: LayerPlace): {
  readonly tensor: TensorPlace;
  readonly period: number;
  readonly row: string;
} {
  const [, tensor] = call.inputs;
  invariant(tensor !== undefined, `"${call.layer.name}" needs two operands`);
  const isRepeated = tensor.elements !== call.output.elements;
  return {
    tensor,
    period: isRepeated ? tensor.elements : 0,
    row: rowOf(call, tensor, isRepeated ? "0" : "y", "b"),
  };
}

/** Each code brought to another scale, with a multiplier or two a channel. */
export function rescaled(
  call: Fed,
  arrays: readonly ConstantArray[],
  multipliers: string,
  shift: number,
): EmittedLayer {
  const members = [`${multipliers}, ${format(call.input)}, ${format(call.output)}, ${shift},`];
  return {
    arrays,
    descriptors: [descriptor(call, "bw_rescale", members)],
    body: [rowOf(call, call.input), `bw_rescale_codes(&${call.stem}_layer, in, out, ${rowCodes(call.output)});`],
  };
}
