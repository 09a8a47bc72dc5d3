/**
 * From what a file holds to what the model was trained on. For images, in this order:
 *   1. with resize "shortSide", the short side is brought to `resizeTo` (default: the model's short side), the aspect kept;
 *   2. `centerCrop` cuts out the centre (default: with "shortSide" the model's size, else nothing is cut);
 *   3. whatever remains is stretched to the model's size.
 * Resizing is bilinear with half-pixel centres, clamped at the border, without antialiasing unless asked for; pixels stay fractional.
 * Then (x − mean)·scale or (x − mean)/std on values 0..255. Arrays are never resized and keep the values they hold: uint8 is not
 * scaled unless a preset, `scale` or `std` says so. Sounds have a preparation of their own (sounds/soundFolder.ts). The default is "raw": values as stored, the whole image stretched.
 */
import { ok, refuse, type Outcome, type Problem } from "../engine";
import type { Preprocessing, PreprocessingPreset, PreprocessingSteps, SoundSteps } from "../protocol/files/settings";

/** y = (x − mean)·scale/std; every list has one entry, or one a channel in the model's order. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  readonly std: readonly number[];
}

/** Checked and complete; serialised, it is part of a data set's fingerprint. */
export interface ResolvedPreprocessing extends Normalization {
  readonly resize: "stretch" | "shortSide";
  readonly resizeTo: number | undefined;
  readonly centerCrop: readonly [number, number] | undefined;
  readonly antialias: boolean;
  readonly channels: "rgb" | "bgr" | "grey" | undefined;
  readonly layout: "nchw" | "nhwc" | undefined;
  readonly window: number | undefined;
  readonly sound: SoundSteps | undefined;
}

/** The mean and standard deviation of ImageNet's training images, RGB, as torchvision publishes them for 0..1, times 255. */
const IMAGENET = { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] } as const;

const PRESET_VALUES: Readonly<
  Record<PreprocessingPreset, { readonly mean: readonly number[]; readonly std: readonly number[] }>
> = {
  raw: { mean: [0], std: [1] },
  unit: { mean: [0], std: [255] },
  tensorflow: { mean: [127.5], std: [127.5] },
  imagenet: IMAGENET,
  torch: IMAGENET,
};

const MAX_SIDE = 16384;

/**
 * Completes and checks settings. Per-channel lists are compared with the model's channels later, when these are known.
 * @param place what the settings belong to, for messages: `calibration.preprocessing`
 */
export function resolvePreprocessing(
  settings: Preprocessing = {},
  place = "preprocessing",
): Outcome<ResolvedPreprocessing> {
  const given: PreprocessingSteps = typeof settings === "string" ? { preset: settings } : settings;
  const preset = PRESET_VALUES[given.preset ?? "raw"];
  const problems: Problem[] = [];
  const wrong = (key: string, message: string, hint: string): void => {
    problems.push({ code: "preprocessing.invalid", message: `${key} ${message}`, place: `${place}.${key}`, hint });
  };

  if (given.scale !== undefined && given.std !== undefined) {
    wrong("std", "and scale are both given, but they are two ways to write the same", "keep one of them");
  }
  if (given.resizeTo !== undefined && given.resize !== "shortSide") {
    wrong("resizeTo", 'is given, but only resize "shortSide" uses it', 'add "resize": "shortSide", or remove it');
  }
  const resizeTo = given.resizeTo === undefined || isSide(given.resizeTo) ? given.resizeTo : undefined;
  if (given.resizeTo !== undefined && resizeTo === undefined) {
    wrong(
      "resizeTo",
      `must be whole pixels from 1 to ${MAX_SIDE}, not ${given.resizeTo}`,
      "256 is common for 224-pixel models",
    );
  }
  const centerCrop = given.centerCrop === undefined ? undefined : cropOf(given.centerCrop);
  if (given.centerCrop !== undefined && centerCrop === undefined) {
    wrong("centerCrop", `must be whole pixels from 1 to ${MAX_SIDE}, or [height, width]`, "write 224 or [224, 224]");
  }
  if (given.window !== undefined && !(Number.isInteger(given.window) && given.window >= 1)) {
    wrong(
      "window",
      `must be a whole number of rows, at least 1, not ${given.window}`,
      "remove it where rows are samples",
    );
  }

  const values = { mean: listOf(given.mean), scale: listOf(given.scale), std: listOf(given.std) };
  for (const key of ["mean", "scale", "std"] as const) {
    const list = values[key];
    if (list === undefined) continue;
    if (list.length === 0 || !list.every(Number.isFinite))
      wrong(key, "must be a number or a list of numbers", "one entry a channel");
    else if (key !== "mean" && list.includes(0)) wrong(key, "must not be 0", "every sample would be the same");
  }

  const [first, ...others] = problems;
  if (first) return refuse(first, ...others);
  // A preset's per-channel values are RGB; for a model that takes BGR they follow its order.
  const ordered = (list: readonly number[]): readonly number[] =>
    given.channels === "bgr" ? [...list].reverse() : list;
  return ok({
    resize: given.resize ?? "stretch",
    resizeTo,
    centerCrop,
    antialias: given.antialias ?? false,
    channels: given.channels,
    mean: values.mean ?? ordered(preset.mean),
    scale: values.scale ?? [1],
    std: values.std ?? (values.scale ? [1] : ordered(preset.std)),
    layout: given.layout,
    window: given.window,
    sound: given.sound,
  });
}

/** True where values pass unchanged. */
export function isIdentity({ mean, scale, std }: Normalization): boolean {
  return mean.every((value) => value === 0) && scale.every((value) => value === 1) && std.every((value) => value === 1);
}

/** Per-channel lists must match the model. @param channels of the model, or undefined where its input has no channel axis */
export function checkChannels(
  resolved: Normalization,
  channels: number | undefined,
  place = "preprocessing",
): Problem | undefined {
  for (const key of ["mean", "scale", "std"] as const) {
    const entries = resolved[key].length;
    if (entries === 1 || entries === channels) continue;
    return {
      code: "preprocessing.channels",
      message: `${key} has ${entries} values, but the model's input has ${channels === undefined ? "no channel axis" : `${channels} channels`}`,
      place: `${place}.${key}`,
      hint: "give one number, or one for each channel",
    };
  }
  return undefined;
}

function isSide(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAX_SIDE;
}

function cropOf(crop: number | readonly number[]): readonly [number, number] | undefined {
  const [height, width, ...more] = typeof crop === "number" ? [crop, crop] : crop;
  if (height === undefined || width === undefined || more.length > 0) return undefined;
  return isSide(height) && isSide(width) ? [height, width] : undefined;
}

function listOf(value: number | readonly number[] | undefined): readonly number[] | undefined {
  return typeof value === "number" ? [value] : value;
}
