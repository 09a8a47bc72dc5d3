/** What a reader should know of channels that are the same for every input: that they can go, or that they are gone. */
import { isProduct, type Network, type Problem } from "../engine";
import type { Model } from "./loadModel";

export function deadChannelNotes(model: Model): readonly Problem[] {
  if (model.isTrimmed) {
    return [
      {
        code: "model.deadChannels",
        message: "channels that are the same for every input were removed; no output changes by that",
      },
    ];
  }
  const trimmed = model.trimmed();
  if (trimmed === model) return [];
  const all = parametersOf(model.network);
  const dead = all - parametersOf(trimmed.network);
  return [
    {
      code: "model.deadChannels",
      message: `${dead} of ${all} parameters belong to channels that are the same for every input`,
      hint: "quantize removes them, which changes no output",
    },
  ];
}

/** Weights and biases. */
export function parametersOf(network: Network): number {
  return network.layers
    .filter(isProduct)
    .reduce((sum, layer) => sum + layer.weights.elements + layer.weights.outputChannels, 0);
}
