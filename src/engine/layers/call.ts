/**
 * What a layer is given when it is executed, and what it answers. Every activation is unpacked: one code an entry, NHWC, batch 1.
 * Layers trust the shapes and formats of their call; runProgram has checked what could be wrong.
 */
import { maxCode, newCodes, type Codes } from "../base/bits";
import { clamp } from "../base/fixedPoint";
import { invariant } from "../base/outcome";
import type { LayerKind, LayerOf, Shape3 } from "../ir/network";
import type { ActivationFormat, Step } from "../ir/program";

export type StepKind = Step["kind"];
type StepByKind = { readonly [S in StepKind]: Extract<Step, { readonly kind: S }> };
/** An indexed type, because the compiler then knows that the numbers of one kind are numbers of any. */
export type StepOf<S extends StepKind> = StepByKind[S];

/** One input of a layer. */
export interface Operand {
  readonly codes: Codes;
  readonly shape: Shape3;
  readonly format: ActivationFormat;
}

/** A layer of kind K with its numbers of kind S. */
export interface LayerCall<K extends LayerKind, S extends StepKind> {
  readonly layer: LayerOf<K>;
  readonly step: StepOf<S>;
  readonly inputs: readonly Operand[];
  readonly output: { readonly shape: Shape3; readonly elements: number; readonly format: ActivationFormat };
}

/** Codes, or the reals of the softmax tail. */
export type LayerResult = Codes | Float32Array;

/** The i-th input of a call; layers are lowered with the inputs they need, so a missing one is our bug. */
export function operand(inputs: readonly Operand[], i: number): Operand {
  const found = inputs[i];
  invariant(found !== undefined, `a layer misses its input ${i}`);
  return found;
}

/** The two operands, and the number of elements after which the second repeats: all of them, or [1, 1, C] over rows and columns. */
export function operands({ inputs, layer }: Pick<LayerCall<LayerKind, StepKind>, "inputs" | "layer">): {
  readonly a: Operand;
  readonly b: Operand;
  readonly period: number;
} {
  const a = operand(inputs, 0);
  const b = operand(inputs, 1);
  const period = b.codes.length;
  invariant(period === a.codes.length || period === a.shape[2], `"${layer.name}" has operands of other shapes`);
  return { a, b, period };
}

/** clamp(z + difference, 0, 2^b − 1): the only clamp of the program. */
export function toCode(difference: number, format: ActivationFormat): number {
  return clamp(format.zeroPoint + difference, 0, maxCode(format.bits));
}

/** One entry a channel, from one entry a channel or a single one for all. */
export function perChannel(values: Int32Array, channels: number): Int32Array {
  if (values.length === channels) return values;
  const [only] = values;
  invariant(values.length === 1 && only !== undefined, `${values.length} multipliers for ${channels} channels`);
  return new Int32Array(channels).fill(only);
}

/** As many codes as the operand has, of another width perhaps, each from the one at its place. */
export function fromCodes(
  { codes }: Operand,
  { bits }: ActivationFormat,
  codeAt: (code: number, index: number) => number,
): Codes {
  const made = newCodes(bits, codes.length);
  for (let i = 0; i < codes.length; i++) made[i] = codeAt(codes[i] as number, i);
  return made;
}

/** Codes of a [H, W, C] tensor, each from its coordinates. */
export function fromEach(
  { shape: [rows, columns, channels], format }: Pick<LayerCall<LayerKind, StepKind>["output"], "shape" | "format">,
  codeAt: (row: number, column: number, channel: number) => number,
): Codes {
  const codes = newCodes(format.bits, rows * columns * channels);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let channel = 0; channel < channels; channel++) codes[at++] = codeAt(row, column, channel);
    }
  }
  return codes;
}
