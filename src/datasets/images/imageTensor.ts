/** A decoded image as the model takes it: resized, cropped, its colours ordered and normalised (the order is preprocessing.ts's). */
import { invariant, type FloatTensor, type Problem } from "../../engine";
import type { RgbImage } from "./decodeImage";
import { formatShape, type ImageAxes, type InputSpec } from "../input";
import { checkChannels, type ResolvedPreprocessing } from "../preprocessing";
import { resample, type ImageWindow } from "./resample";

/** ITU-R BT.601 luma. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** What about colours cannot work between this model and this preprocessing; everything about sizes can. */
export function imageProblem(
  input: InputSpec,
  axes: ImageAxes | undefined,
  how: ResolvedPreprocessing,
): Problem | undefined {
  if (!axes) {
    return {
      code: "data.shape",
      message: `input "${input.name}" has the shape ${formatShape(input.shape)}, which is not an image of one or three channels`,
      place: input.name,
      hint: "give .npy arrays for this model",
    };
  }
  return coloursProblem(input, axes, how) ?? checkChannels(how, axes.channels);
}

/** Colours that were stated for an input that takes others, or none. */
export function coloursProblem(
  input: InputSpec,
  axes: ImageAxes | undefined,
  { channels }: ResolvedPreprocessing,
): Problem | undefined {
  if (channels === undefined) return undefined;
  const wanted = channels === "grey" ? 1 : 3;
  if (wanted === axes?.channels) return undefined;
  const taken = axes ? `takes ${axes.channels}` : "takes no image";
  return {
    code: "data.channels",
    message: `channels "${channels}" makes ${wanted}, but input "${input.name}" ${formatShape(input.shape)} ${taken}`,
    place: "preprocessing.channels",
    hint: axes?.channels === 1 ? 'use "grey"' : axes ? 'use "rgb" or "bgr"' : "remove it",
  };
}

/** @param shape of the answer: the model's input, batch 1 in front */
export function imageTensor(
  image: RgbImage,
  shape: readonly number[],
  axes: ImageAxes,
  how: ResolvedPreprocessing,
): FloatTensor {
  const pixels = resized(image, axes, how);
  const count = axes.height * axes.width;
  const data = new Float32Array(count * axes.channels);
  for (let channel = 0; channel < axes.channels; channel++) {
    const mean = entry(how.mean, channel);
    const scale = entry(how.scale, channel);
    const std = entry(how.std, channel);
    const start = axes.order === "chw" ? channel * count : channel;
    const step = axes.order === "chw" ? 1 : axes.channels;
    const [red, green, blue] = weightsOf(axes, how, channel);
    const source = pixels.data;
    for (let i = 0, from = 0, to = start; i < count; i++, from += 3, to += step) {
      const value =
        red * (source[from] as number) + green * (source[from + 1] as number) + blue * (source[from + 2] as number);
      data[to] = ((value - mean) * scale) / std;
    }
  }
  return { shape, data };
}

/** How much of red, green and blue a channel of the model takes. */
function weightsOf(axes: ImageAxes, how: ResolvedPreprocessing, channel: number): readonly [number, number, number] {
  if (axes.channels === 1) return LUMA;
  const colour = how.channels === "bgr" ? 2 - channel : channel;
  return [colour === 0 ? 1 : 0, colour === 1 ? 1 : 0, colour === 2 ? 1 : 0];
}

function resized(image: RgbImage, axes: ImageAxes, how: ResolvedPreprocessing): RgbImage {
  const { height, width } = axes;
  let current = image;
  if (how.resize === "shortSide") {
    const ratio = (how.resizeTo ?? Math.min(height, width)) / Math.min(image.width, image.height);
    current = stretched(image, wholeWindow(image), side(image.width, ratio), side(image.height, ratio), how.antialias);
  }
  const crop = how.centerCrop ?? (how.resize === "shortSide" ? ([height, width] as const) : undefined);
  return stretched(current, crop ? centreWindow(current, crop) : wholeWindow(current), width, height, how.antialias);
}

function stretched(image: RgbImage, window: ImageWindow, width: number, height: number, antialias: boolean): RgbImage {
  const same =
    window.width === image.width && window.height === image.height && width === image.width && height === image.height;
  return same ? image : resample(image, window, width, height, antialias);
}

function side(pixels: number, ratio: number): number {
  return Math.max(1, Math.round(pixels * ratio));
}

function wholeWindow(image: RgbImage): ImageWindow {
  return { left: 0, top: 0, width: image.width, height: image.height };
}

/** The crop, or where the image is smaller its largest centred window of the same aspect. */
function centreWindow(image: RgbImage, [cropHeight, cropWidth]: readonly [number, number]): ImageWindow {
  const ratio = Math.min(1, image.width / cropWidth, image.height / cropHeight);
  const width = Math.min(image.width, side(cropWidth, ratio));
  const height = Math.min(image.height, side(cropHeight, ratio));
  return { left: Math.floor((image.width - width) / 2), top: Math.floor((image.height - height) / 2), width, height };
}

function entry(values: readonly number[], channel: number): number {
  const value = values.length === 1 ? values[0] : values[channel];
  invariant(value !== undefined, "per-channel lists were checked against the model's channels");
  return value;
}
