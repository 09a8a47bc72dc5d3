/** What the code of every kind of layer is made of: arrays, descriptors, and expressions for rows and scratch. */
import { invariant } from "../../base/outcome";
import type { Layer, LayerKind, LayerOf, Shape3 } from "../../ir/network";
import type { Window } from "../../ir/op";
import type { ActivationFormat, Step } from "../../ir/program";
import type { DescriptorType } from "../../memory/accounts/descriptorBytes";
import type { LayerSite, TensorSite } from "../modelSite";
import { ELEMENT_BYTES, type ElementType } from "./sourceFile";

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

export interface LayerCode {
  /** The header of its kernel. */
  readonly header: string;
  readonly arrays: readonly ConstantArray[];
  readonly descriptors: readonly Descriptor[];
  /** Name of the function. */
  readonly symbol: string;
  /** How often it is called: once for each output row `y`; "whole" computes them all and takes no argument. */
  readonly calls: number | "whole";
  /** Statements, with `y` and `out` (the output row) in scope; in a "whole" one neither. */
  readonly body: readonly string[];
  /** Taps that its scratch holds, where it is made of bw_tap. */
  readonly taps?: number;
}

/** A layer with its first input at hand. */
export interface Fed extends LayerSite {
  readonly input: TensorSite;
}

export interface Call<K extends LayerKind> extends Fed {
  readonly layer: LayerOf<K>;
}

export function windowMembers(
  { kernel, strides, dilations, pads }: Window,
  from: Shape3,
  to: Shape3,
): readonly string[] {
  const sizes = [from, to, kernel, strides, dilations, pads.slice(0, 2)].map((each) => each.join(", ")).join(", ");
  return [`{${sizes}}, /* in, out, kernel, stride, dilation, pad */`];
}

export function windowRows({ prefix, stem, input }: Fed, kernelRows: number): readonly string[] {
  return [
    `bw_codes rows[${kernelRows}];`,
    `bw_window_rows(&${stem}_layer.window, ${prefix}_arena, &${input.symbol}, y, rows);`,
  ];
}

export function rowOf({ prefix }: LayerSite, { symbol }: TensorSite, y = "y"): string {
  return `bw_row(${prefix}_arena, &${symbol}, ${y})`;
}

/** Address of a whole tensor. */
export function bytesOf({ prefix }: LayerSite, { offset }: TensorSite): string {
  return `${prefix}_arena + ${offset}`;
}

export function scratchOf({ scratch, prefix, layer }: LayerSite, macro?: "TAPS"): string {
  invariant(scratch !== undefined, `the plan has no scratch for "${layer.name}"`);
  return macro ? `${prefix.toUpperCase()}_TAPS(${scratch})` : `${prefix}_arena + ${scratch}`;
}

export function format({ format: { bits, zeroPoint } }: { readonly format: ActivationFormat }): string {
  return `{${bits}, ${zeroPoint}}`;
}

export function descriptor({ stem }: LayerSite, type: DescriptorType, members: readonly string[]): Descriptor {
  return { type, name: `${stem}_layer`, members };
}

export function constants(call: LayerSite, suffix: string, values: ArrayLike<number>): ConstantArray {
  return arrayOf(call, suffix, "constants", "int32_t", values);
}

export function arrayOf(
  { stem }: LayerSite,
  suffix: string,
  kind: ConstantArray["kind"],
  type: ElementType,
  values: ArrayLike<number>,
): ConstantArray {
  return { name: `${stem}_${suffix}`, kind, type, values, sizeBytes: values.length * ELEMENT_BYTES[type] };
}

export function stepOf<K extends Step["kind"]>(
  { numbers, layer }: { readonly numbers: Step; readonly layer: Layer },
  kind: K,
): Extract<Step, { readonly kind: K }> {
  invariant(numbers.kind === kind, `"${layer.name}" has the numbers of a ${numbers.kind} step`);
  return numbers as Extract<Step, { readonly kind: K }>;
}
