/** The input that images and their preparation are for. */
import { imageInputOf } from "../../datasets/input";
import { isIdentity, resolvePreprocessing } from "../../datasets/preprocessing";
import { fedInputs, tensorOf, type Graph, type Problem, type Tensor } from "../../engine";
import type { Preprocessing } from "../../protocol/files/settings";

export function imageInput(graph: Graph): Tensor | undefined {
  return imageInputOf(fedInputs(graph).map((name) => tensorOf(graph, name)));
}

/** A preparation that is stated and changes something must be for one input. */
export function unclearImage(graph: Graph, preprocessing: Preprocessing, fileName: string): Problem | undefined {
  if (imageInput(graph)) return undefined;
  const how = resolvePreprocessing(preprocessing);
  if (how.ok && isIdentity(how.value) && how.value.layout === undefined && how.value.window === undefined)
    return undefined;
  return {
    code: "preprocessing.input",
    message: `a preparation is stated, and which of the inputs ${fedInputs(graph).join(", ")} takes the images that it is for is not clear`,
    place: fileName,
    hint: `store arrays as the model takes them, and leave "preprocessing" out`,
  };
}
