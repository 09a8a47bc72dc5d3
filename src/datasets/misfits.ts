/** Steps of a preparation that were stated for data that they cannot change: each is told in a sentence, never passed over. */
import type { Problem } from "../engine";
import type { Preprocessing, PreprocessingSteps } from "../protocol/files/settings";

/** How a data set's samples are kept. */
export type Stored = "images" | "arrays";

const FOR_IMAGES = ["resize", "resizeTo", "centerCrop", "antialias"] as const satisfies (keyof PreprocessingSteps)[];
const FOR_ARRAYS = ["layout", "window"] as const satisfies (keyof PreprocessingSteps)[];

const WHY: Readonly<Record<(typeof FOR_ARRAYS | typeof FOR_IMAGES)[number], string>> = {
  resize: "says how images are brought to the model's size, and arrays are not resized",
  resizeTo: "says how images are brought to the model's size, and arrays are not resized",
  centerCrop: "cuts images, and arrays are taken whole",
  antialias: "says how images are made smaller, and arrays are not resized",
  layout: "says how arrays store their samples, and an image file says that itself",
  window: "makes samples of consecutive rows of arrays, and each image is a sample",
};

/**
 * @param place of the preparation, for messages: `calibration.preprocessing`
 * @returns empty where every step does something, or could
 */
export function misfitsOf(stated: Preprocessing | undefined, stored: Stored, place: string): readonly Problem[] {
  if (stated === undefined || typeof stated === "string") return [];
  const idle = stored === "images" ? FOR_ARRAYS : FOR_IMAGES;
  return idle
    .filter((key) => stated[key] !== undefined)
    .map((key) => ({
      code: "preprocessing.misfit",
      message: `${key} ${WHY[key]}; these samples are ${stored}`,
      place: `${place}.${key}`,
      hint: "remove it",
    }));
}
