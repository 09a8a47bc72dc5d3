/** Steps of a preparation that were stated for data that they cannot change: each is told in a sentence, never passed over. */
import type { Problem } from "../../engine";
import type { Preprocessing, PreprocessingSteps } from "../../protocol/files/settings";

/** How a data set's samples are kept. */
export type Stored = "images" | "arrays" | "sounds";

type StepKey = keyof PreprocessingSteps;

/** Of samples that are kept so, what the step says, and why it says nothing of these. Colours are compared with the input elsewhere. */
const IDLE: Readonly<Record<Stored, Readonly<Partial<Record<StepKey, string>>>>> = {
  images: {
    layout: "says how arrays store their samples, and an image file says that itself",
    window: "makes samples of consecutive rows of arrays, and each image is a sample",
    sound: "says how sounds are read",
  },
  arrays: {
    resize: "says how images are brought to the model's size, and arrays are not resized",
    resizeTo: "says how images are brought to the model's size, and arrays are not resized",
    centerCrop: "cuts images, and arrays are taken whole",
    antialias: "says how images are made smaller, and arrays are not resized",
    sound: "says how sounds are read, and arrays hold their samples as they are",
  },
  sounds: {
    resize: "says how images are brought to the model's size",
    resizeTo: "says how images are brought to the model's size",
    centerCrop: "cuts images",
    antialias: "says how images are made smaller",
    channels: "says in which order images have their colours",
    layout: "says how arrays store their samples",
    window: "makes samples of consecutive rows of arrays, and each sound is a sample",
  },
};

/**
 * @param place of the preparation, for messages: `calibration.preprocessing`
 * @returns empty where every step does something, or could
 */
export function misfitsOf(stated: Preprocessing | undefined, stored: Stored, place: string): readonly Problem[] {
  if (stated === undefined || typeof stated === "string") return [];
  return Object.entries(IDLE[stored])
    .filter(([key]) => stated[key as StepKey] !== undefined)
    .map(([key, why]) => ({
      code: "preprocessing.misfit",
      message: `${key} ${why}; these samples are ${stored}`,
      place: `${place}.${key}`,
      hint: "remove it",
    }));
}
