/** How a model's input is prepared, in sentences for a project's header and README: colours, mean and scale, and whether a code is a pixel. */
import { resolvePreprocessing } from "../../datasets/preprocessing";
import { quantizeInput, type Program } from "../../engine";
import type { JobSettings } from "../jobs/jobs";

const PIXELS = 256;

/**
 * @param pixelCodes the input's grid was made so that codes are pixels
 * @returns empty where no preparation is stated, or the network has several inputs
 */
export function inputWords(
  settings: JobSettings,
  { network, formats }: Program,
  pixelCodes: boolean,
): readonly string[] {
  const stated = settings.calibration?.preprocessing ?? settings.preprocessing;
  const [input, ...others] = network.inputs;
  const activation = input === undefined ? undefined : network.activations[input];
  const format = input === undefined ? undefined : formats[input];
  if (stated === undefined || others.length > 0 || !activation || !format) return [];
  const resolved = resolvePreprocessing(stated);
  if (!resolved.ok) return [];
  const { mean, scale, std } = resolved.value;
  const depth = activation.shape[2];
  const colours = resolved.value.channels ?? (depth === 3 ? "rgb" : depth === 1 ? "grey" : undefined);
  const at = (list: readonly number[], channel: number): number => list[channel % list.length] ?? 0;
  const factors = Array.from({ length: depth }, (_, channel) => at(scale, channel) / at(std, channel));
  const isPixel =
    pixelCodes ||
    factors.every((factor, channel) => {
      const reals = Float32Array.from({ length: PIXELS }, (_, pixel) => (pixel - at(mean, channel)) * factor);
      return quantizeInput(reals, [1, 1, PIXELS], format, "channelsLast").every((code, pixel) => code === pixel);
    });
  const list = (values: readonly number[]): string => {
    const shown = [...new Set(values)].length === 1 ? values.slice(0, 1) : values;
    return shown.map((value) => String(Number(value.toPrecision(7)))).join(", ");
  };
  return [
    ...(colours === undefined ? [] : [`Channels are ${colours === "grey" ? "grey" : colours.toUpperCase()}.`]),
    `real = (value - mean) * factor of values 0 to 255, mean ${list(mean)}, factor ${list(factors)}.`,
    isPixel
      ? "A code is a pixel: bytes of the image are copied as they are, and the input's scale and zero point speak of pixels."
      : "A code is not a pixel: values are turned into reals and those into codes.",
  ];
}
