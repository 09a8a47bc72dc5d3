/** A folder of JPEG and PNG images, brought to the model's size when they are read. */
import { ok, refuse, type Outcome } from "../../engine";
import { decodeImage } from "./decodeImage";
import { readImageHeader, type ImageHeader } from "./imageHeader";
import { imageProblem, imageTensor } from "./imageTensor";
import { imageAxes, type InputSpec } from "../input";
import type { NamedSamples } from "../samples/namedSamples";
import type { ResolvedPreprocessing } from "../preprocessing";
import { folderSamples, type FileReader, type FolderOptions } from "../samples/sampleFolder";

/** Of one file. A photograph of 33 million pixels has some twenty megabytes. */
const MAX_IMAGE_BYTES = 64 * 2 ** 20;

export function isImageName(name: string): boolean {
  return /\.(jpe?g|png)$/i.test(name);
}

export async function imageFolderSamples(
  folder: string,
  names: readonly string[],
  input: InputSpec,
  how: ResolvedPreprocessing,
  options: FolderOptions,
): Promise<Outcome<NamedSamples>> {
  const axes = imageAxes(input.shape);
  const problem = imageProblem(input, axes, how);
  if (problem || !axes) return refuse(problem ?? { code: "data.shape", message: "not an image" });
  const reader: FileReader<ImageHeader> = {
    stored: "images",
    maxBytes: MAX_IMAGE_BYTES,
    headerOf: (bytes, path) => readImageHeader(bytes, path, axes),
    together: () => ok([]),
    decode: (bytes, path) => {
      const image = decodeImage(bytes, path, axes);
      return image.ok ? ok(imageTensor(image.value, input.shape, axes, how)) : image;
    },
  };
  return folderSamples(folder, names, input, how, options, reader);
}
