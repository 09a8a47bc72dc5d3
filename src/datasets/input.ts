/** The model input that samples are made for. */
import { ok, refuse, type Outcome } from "../engine";
import type { Preprocessing } from "../protocol/files/settings";

export interface InputSpec {
  /** The graph input's name, for messages. */
  readonly name: string;
  /** As in the ONNX graph: batch 1 first, then [C, H, W] or [H, W, C] for images, anything for arrays. */
  readonly shape: readonly number[];
  /** Absent: "raw". */
  readonly preprocessing?: Preprocessing | undefined;
  /** Of a network with states: arrays may hold sequences, steps along their second axis. */
  readonly sequences?: true;
}

/** How an image lies in the model's input. */
export interface ImageAxes {
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  readonly order: "chw" | "hwc";
}

export function formatShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(", ")}]`;
}

export function checkInput(input: InputSpec): Outcome<readonly number[]> {
  const valid = input.shape[0] === 1 && input.shape.every((size) => Number.isInteger(size) && size > 0);
  if (valid) return ok(input.shape.slice(1));
  return refuse({
    code: "data.input",
    message: `input "${input.name}" has the shape ${formatShape(input.shape)}, and samples need a fixed one with batch 1 in front`,
    place: input.name,
    hint: "export the model with fixed sizes",
  });
}

/**
 * [C, H, W] as ONNX has it, unless only the last axis can be colours (a model exported with [H, W, C]); [H, W] is grey.
 * Undefined where the input does not look like an image.
 */
export function imageAxes(shape: readonly number[]): ImageAxes | undefined {
  const [a, b, c, ...more] = shape.slice(1);
  if (a === undefined || b === undefined || more.length > 0) return undefined;
  if (c === undefined) return { channels: 1, height: a, width: b, order: "chw" };
  if (a === 1 || a === 3) return { channels: a, height: b, width: c, order: "chw" };
  if (c === 1 || c === 3) return { channels: c, height: a, width: b, order: "hwc" };
  return undefined;
}

/** How many samples of sound the input takes; undefined where it is not one series of them. */
export function soundLength(shape: readonly number[]): number | undefined {
  const [length, ...more] = shape.filter((size) => size !== 1);
  return more.length > 0 ? undefined : length;
}

/** Where channel c of element i lies, for normalising arrays: c = floor(i / stride) mod count. Undefined without a channel axis. */
export function channelAxis(shape: readonly number[]): { readonly count: number; readonly stride: number } | undefined {
  const [a, b, c, ...more] = shape.slice(1);
  if (a === undefined || b === undefined || c === undefined || more.length > 0) return undefined;
  if (imageAxes(shape)?.order === "hwc") return { count: c, stride: 1 };
  return { count: a, stride: b * c };
}

/**
 * The input that images and their preparation are meant for: the only one, or of several the only one with height and width, four axes before
 * three. Undefined where none or several could be.
 */
export function imageInputOf<T extends { readonly shape: readonly number[] }>(inputs: readonly T[]): T | undefined {
  const [first, ...more] = inputs;
  if (more.length === 0) return first;
  const pictures = inputs.filter(({ shape }) => {
    const axes = imageAxes(shape);
    return axes !== undefined && axes.height > 1 && axes.width > 1;
  });
  for (const axes of [4, 3]) {
    const [one, ...others] = pictures.filter(({ shape }) => shape.length === axes);
    if (one) return others.length === 0 ? one : undefined;
  }
  return undefined;
}
