/**
 * What the preparation of pixels says about the model's input: values 0..255 become (x − mean)·scale/std. Only where a preparation is
 * stated, for all data alike: arrays that are taken as they are may hold anything.
 */
import { isIdentity, resolvePreprocessing } from "../datasets/preprocessing";
import type { Clamp } from "../engine";
import type { Preprocessing } from "../protocol/settings";
import type { JobSettings } from "./jobs";

const LARGEST_PIXEL = 255;

/** undefined where nothing is certain. */
export function inputBoundsOf({ preprocessing, calibration, evaluation }: JobSettings): Clamp | undefined {
  const stated = [calibration, evaluation].flatMap((data) => (data ? [data.preprocessing ?? preprocessing] : []));
  if (stated.length === 0) stated.push(preprocessing);
  const bounds = stated.map(boundsOf);
  const [first] = bounds;
  const isSame = bounds.every((other) => other && other.min === first?.min && other.max === first.max);
  return isSame ? first : undefined;
}

function boundsOf(preprocessing: Preprocessing | undefined): Clamp | undefined {
  if (preprocessing === undefined) return undefined;
  const resolved = resolvePreprocessing(preprocessing);
  if (!resolved.ok || isIdentity(resolved.value)) return undefined;
  const { mean, scale, std } = resolved.value;
  const channels = Math.max(mean.length, scale.length, std.length);
  const at = (list: readonly number[], channel: number): number => list[channel % list.length] ?? 0;
  const ends = Array.from({ length: channels }, (_, channel) =>
    [0, LARGEST_PIXEL].map((pixel) => ((pixel - at(mean, channel)) * at(scale, channel)) / at(std, channel)),
  ).flat();
  return { min: Math.min(...ends), max: Math.max(...ends) };
}
