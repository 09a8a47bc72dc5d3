/**
 * What a layer's executor is given and what it answers. Every activation is unpacked: one code a byte, NHWC, batch 1.
 * Executors trust the shapes and formats of their call; runProgram has checked what could be wrong.
 */
import { maxCode } from "../base/bits";
import { clamp } from "../base/fixedPoint";
import { invariant } from "../base/outcome";
import type { LayerKind, LayerOf, PerLayer, Shape3 } from "../ir/network";
import type { ActivationFormat, Step } from "../ir/program";

/** Which numbers each layer kind computes with. */
export const STEP_OF_LAYER = {
  conv: "product",
  fullyConnected: "product",
  add: "sum",
  mul: "multiply",
  lookup: "table",
  prelu: "prelu",
  maxPool: "move",
  averagePool: "average",
  concat: "join",
  slice: "move",
  pad: "move",
  resize: "move",
  transpose: "move",
  requantize: "requantize",
  softmax: "softmax",
} as const satisfies PerLayer<Step["kind"]>;

export type StepOf<K extends LayerKind> = Extract<Step, { readonly kind: (typeof STEP_OF_LAYER)[K] }>;

/** One input of a layer. */
export interface Operand {
  readonly codes: Uint8Array;
  readonly shape: Shape3;
  readonly format: ActivationFormat;
}

export interface LayerCall<K extends LayerKind> {
  readonly layer: LayerOf<K>;
  readonly step: StepOf<K>;
  readonly inputs: readonly Operand[];
  readonly output: { readonly shape: Shape3; readonly elements: number; readonly format: ActivationFormat };
}

/** Codes, or the reals of the softmax tail. */
export type LayerResult = Uint8Array | Float32Array;

/** One entry for each layer kind, each taking the call of its own kind. */
export type KernelTable = { readonly [K in LayerKind]: (call: LayerCall<K>) => LayerResult };

/** The i-th input of a call; layers are lowered with the inputs they need, so a missing one is our bug. */
export function operand(inputs: readonly Operand[], i: number): Operand {
  const found = inputs[i];
  invariant(found !== undefined, `a layer misses its input ${i}`);
  return found;
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
