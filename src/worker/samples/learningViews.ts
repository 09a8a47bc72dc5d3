/** Variants of a person's own samples, which teach beside them: of images and of sounds, where the model takes nothing else. */
import { imageView } from "../../datasets/views/imageViews";
import { soundView } from "../../datasets/views/soundViews";
import { fedInputs, seededRandom, tensorOf, type FloatTensor, type LearningSource, type Random } from "../../engine";
import type { Model } from "../model/loadModel";
import type { JobSamples } from "./samples";

type View = (sample: FloatTensor, random: Random) => FloatTensor;

/** What there is to learn from; equal seeds give equal variants. */
export function withViews(
  model: Model,
  { learning, stored }: Pick<JobSamples, "learning" | "stored">,
  seed: number,
): LearningSource {
  const [input, ...others] = fedInputs(model.graph);
  const view = input === undefined || others.length > 0 ? undefined : viewOf(model, input, stored);
  if (!view || input === undefined) return learning;
  return {
    ...learning,
    varied: async (index, turn) => {
      const sample = await learning.sample(index);
      const own = sample.get(input);
      if (!own) throw new Error(`a sample has nothing for input "${input}"`);
      return new Map([...sample, [input, view(own, seededRandom(mixed(seed, index, turn)))]]);
    },
  };
}

/** Arrays may be anything; those whose preparation is stated as that of pixels are images. */
function viewOf({ graph, input: own }: Model, input: string, stored: JobSamples["stored"]): View | undefined {
  if (stored === "sounds") return soundView;
  const { shape } = tensorOf(graph, input);
  const isImage = input === own.name && shape.length === 4 && (shape[1] === 1 || shape[1] === 3);
  if (!isImage || (stored !== "images" && !(stored === "arrays" && own.pixels))) return undefined;
  return (image, random) => imageView(image, own.bounds, random);
}

/** One seed of three numbers, by the odd constants of hashing by multiplication (Knuth 1998, 6.4). */
function mixed(seed: number, index: number, turn: number): number {
  const first = Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
  return Math.imul(first ^ (first >>> 15), 0x2c1b3c6d) ^ Math.imul(turn + 1, 0xc2b2ae35);
}
