/**
 * What the preparation of pixels says about the model's input: values 0..255 become (x − mean)·scale/std. Only where a preparation is
 * stated, for all data alike: arrays that are taken as they are may hold anything.
 */
import { isIdentity, resolvePreprocessing } from "../../datasets/preprocessing";
import type { Clamp, Colours, PixelScale } from "../../engine";
import type { Preprocessing } from "../../protocol/files/settings";
import type { JobSettings } from "../jobs/jobs";

const LARGEST_PIXEL = 255;

export interface StatedPixels extends PixelScale {
  /** null: not stated. */
  readonly colours: Colours | null;
}

type StatedData = Pick<JobSettings, "preprocessing" | "calibration" | "evaluation">;

/** undefined where nothing is certain. */
export function statedPixelsOf({ preprocessing, calibration, evaluation }: StatedData): StatedPixels | undefined {
  const stated = [calibration, evaluation].flatMap((data) => (data ? [data.preprocessing ?? preprocessing] : []));
  if (stated.length === 0) stated.push(preprocessing);
  const [first, ...others] = stated.map(pixelsOf);
  return first && others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined;
}

function pixelsOf(preprocessing: Preprocessing | undefined): StatedPixels | undefined {
  if (preprocessing === undefined) return undefined;
  const resolved = resolvePreprocessing(preprocessing);
  if (!resolved.ok || isIdentity(resolved.value)) return undefined;
  const { mean, scale, std, channels } = resolved.value;
  const count = Math.max(scale.length, std.length);
  const at = (list: readonly number[], channel: number): number => list[channel % list.length] ?? 0;
  return {
    mean,
    scale: Array.from({ length: count }, (_, channel) => at(scale, channel) / at(std, channel)),
    colours: channels ?? null,
  };
}

/** Of the values that pixels become. */
export function inputBoundsOf(settings: StatedData): Clamp | undefined {
  const pixels = statedPixelsOf(settings);
  return pixels && boundsOfPixels(pixels);
}

export function boundsOfPixels({ mean, scale }: PixelScale): Clamp {
  const channels = Math.max(mean.length, scale.length);
  const at = (list: readonly number[], channel: number): number => list[channel % list.length] ?? 0;
  const ends = Array.from({ length: channels }, (_, channel) =>
    [0, LARGEST_PIXEL].map((pixel) => (pixel - at(mean, channel)) * at(scale, channel)),
  ).flat();
  return { min: Math.min(...ends), max: Math.max(...ends) };
}
