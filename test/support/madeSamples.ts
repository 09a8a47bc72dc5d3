/** A preview of samples as a person gets it whose preparation of pixels is wrong. */
import type { SamplesPreview } from "../../src/protocol/messages/samplesPreview";

/** 8×8, one colour running into another. */
function picture(red: number): { readonly width: number; readonly height: number; readonly rgb: string } {
  const side = 8;
  const rgb = Buffer.from(
    Array.from({ length: side * side }, (_, i) =>
      [red, 4 * i, 255 - 3 * i].map((value) => Math.min(255, value)),
    ).flat(),
  );
  return { width: side, height: side, rgb: rgb.toString("base64") };
}

export const madeSamples: SamplesPreview = {
  count: 514,
  labelled: true,
  preprocessing: "raw",
  inputs: [{ name: "image", shape: [1, 3, 224, 224], from: "images" }],
  samples: ["cat", "dog", "fire engine"].map((label, i) => ({
    name: `s1k_n0${i}_${label.replaceAll(" ", "_")}.jpg`,
    label,
    picture: picture(80 * i),
    ranges: [[0, 255]],
    answers: [
      { name: i === 0 ? "cat" : "shower curtain", probability: 0.91, isRight: i === 0 },
      { name: "cinema", probability: 0.06, isRight: false },
    ],
  })),
  trials: [
    { preprocessing: "raw", samples: 48, right: 1, information: 0.79 },
    { preprocessing: "unit", samples: 48, right: 17, information: 2.86 },
    { preprocessing: "tensorflow", samples: 48, right: 27, information: 3.24 },
  ],
  advice: "tensorflow",
  nearChance: true,
};
