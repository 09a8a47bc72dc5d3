/** How a model's input is prepared, in sentences for a project's header and README: colours, mean and scale, and whether a code is a pixel; or a sound. */
import type { Stored } from "../../datasets/samples/misfits";
import { resolvePreprocessing } from "../../datasets/preprocessing";
import { quantizeInput, suppliedInputs, type Program } from "../../engine";
import type { Preprocessing } from "../../protocol/files/settings";
import type { JobSettings } from "../jobs/jobs";
import type { ModelInput } from "../model/loadModel";

const PIXELS = 256;

/**
 * @param image the input that images are for, and whether its grid was made so that codes are pixels
 * @param stored how the samples are kept that the input's range comes from; absent: they were made up
 * @returns empty where no preparation is known, or no input is for images
 */
export function inputWords(
  settings: JobSettings,
  { network, formats }: Program,
  { name, pixelCodes }: Pick<ModelInput, "name" | "pixelCodes">,
  stored: Stored | undefined,
): readonly string[] {
  const prepared = preparationOf(settings, stored);
  const input = network.inputs.find((id) => network.activations[id]?.name === name);
  const activation = input === undefined ? undefined : network.activations[input];
  const format = input === undefined ? undefined : formats[input];
  if (prepared === undefined || !activation || !format) return [];
  const resolved = resolvePreprocessing(prepared);
  if (!resolved.ok) return [];
  const { mean, scale, std, sound } = resolved.value;
  if (stored === "sounds" || sound) {
    const rate = sound?.rate === undefined ? "" : `, ${sound.rate} samples a second`;
    return [`A sound of one channel${rate}; its full scale is the real number ${sound?.fullScale ?? 1}.`];
  }
  const depth = activation.shape[2];
  const usual = depth === 3 ? "rgb" : depth === 1 ? "grey" : undefined;
  const colours = resolved.value.channels ?? (stored === "arrays" ? undefined : usual);
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
  const values = stored === "arrays" ? "of values as the arrays hold them" : "of values 0 to 255";
  return [
    ...(suppliedInputs(network).length > 1 ? [`Of input ${activation.name}:`] : []),
    ...(colours === undefined ? [] : [`Channels are ${colours === "grey" ? "grey" : colours.toUpperCase()}.`]),
    `real = (value - mean) * factor ${values}, mean ${list(mean)}, factor ${list(factors)}.`,
    isPixel
      ? "A code is a pixel: bytes of the image are copied as they are, and the input's scale and zero point speak of pixels."
      : "A code is not a pixel: values are turned into reals and those into codes.",
  ];
}

/** Of the samples that the input's range comes from; images and sounds that no preparation is stated for are taken as they are. */
function preparationOf(
  { calibration, evaluation, preprocessing }: JobSettings,
  stored: Stored | undefined,
): Preprocessing | undefined {
  const stated = (calibration ?? evaluation)?.preprocessing ?? preprocessing;
  return stated ?? (stored === "images" || stored === "sounds" ? "raw" : undefined);
}
