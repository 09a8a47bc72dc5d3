/**
 * What a person sees of their samples before anything is quantized with them: a few as the network takes them, beside the float
 * network's answers, and how well it would answer under each usual preparation of pixels.
 */
import type { Preprocessing, PreprocessingPreset } from "../files/settings";

export interface SamplesPreview {
  /** How many there are. */
  readonly count: number;
  readonly labelled: boolean;
  /** As stated; `raw` where nothing is. */
  readonly preprocessing: Preprocessing;
  /** In the model's order. */
  readonly inputs: readonly PreviewedInput[];
  readonly samples: readonly PreviewedSample[];
  /** The stated preparation first, then the usual ones that differ from it; empty where answers are no classes. */
  readonly trials: readonly PreprocessingTrial[];
  /** A preparation under which the network answers clearly better than under the stated one; null: there is none. */
  readonly advice: PreprocessingPreset | null;
  /** True where the float network does no better than guessing under the stated preparation. */
  readonly nearChance: boolean;
}

export interface PreviewedInput {
  readonly name: string;
  /** As the model has it. */
  readonly shape: readonly number[];
  /** The file that feeds it, with the array's name behind a colon where the file holds several. */
  readonly from: string;
}

export interface PreviewedSample {
  readonly name: string;
  /** The class it is labelled with, by name where the data set has names; null without label. */
  readonly label: string | null;
  /** Of the input that takes images; null where there is none. */
  readonly picture: SamplePicture | null;
  /** The least and the largest value that the network gets, input by input. */
  readonly ranges: readonly (readonly [number, number])[];
  /** The likeliest classes, best first; empty where answers are no classes. */
  readonly answers: readonly SampleAnswer[];
}

/** Red, green and blue of every pixel, row by row, in base64: what is left of an image after resizing and cropping. */
export interface SamplePicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
}

export interface SampleAnswer {
  readonly name: string;
  /** 0 to 1. */
  readonly probability: number;
  readonly isRight: boolean | null;
}

export interface PreprocessingTrial {
  /** A preset, or "stated" for what the settings say in detail. */
  readonly preprocessing: PreprocessingPreset | "stated";
  readonly samples: number;
  /** How many answers were right; null without labels. */
  readonly right: number | null;
  /**
   * What an answer tells about its sample, in nats: the entropy of the mean answer less the mean entropy of the answers. Near 0 where a
   * network gives everything the same answer, or answers nothing with certainty; at most the logarithm of the number of classes.
   */
  readonly information: number;
}

const PRESET_WORDS: Readonly<Record<PreprocessingPreset, string>> = {
  raw: "x (raw)",
  unit: "x/255 (unit)",
  tensorflow: "x/127.5 − 1 (tensorflow)",
  imagenet: "ImageNet's mean and deviation (imagenet)",
  torch: "ImageNet's mean and deviation (torch)",
};

/** How a pixel x from 0 to 255, or a sound's sample x from −1 to 1, becomes what the network sees, in a few words, with the setting's name. */
export function preprocessingWords(preprocessing: Preprocessing | "stated"): string {
  if (preprocessing === "stated") return "the settings' own values";
  if (typeof preprocessing === "string") return PRESET_WORDS[preprocessing];
  const { preset, mean, scale, std, sound } = preprocessing;
  if (sound?.fullScale !== undefined && sound.fullScale !== 1) return `x·${sound.fullScale} (sound)`;
  return mean === undefined && scale === undefined && std === undefined
    ? PRESET_WORDS[preset ?? "raw"]
    : "the settings' own values";
}
