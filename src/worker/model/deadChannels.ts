/** What a reader should know of channels that are the same for every input: that they can go, or that they are gone. */
import {
  executionOf,
  hasWeights,
  ramBytesOf,
  uniformPolicy,
  type Network,
  type Problem,
  type WeightedLayer,
} from "../../engine";
import type { JobSettings } from "../jobs/jobs";
import type { Model } from "./loadModel";
import { planningOf } from "../settings/planning";

/** Without its dead channels, in whole fours, which run faster; where RAM then asks for narrower activations, without any. */
export function trimmedFor(model: Model, settings: JobSettings): Model {
  const { account, budget } = settings;
  const inFours = model.trimmed("fours");
  if (!budget) return inFours;
  const widest = uniformPolicy(inFours.network, 8);
  const execution = executionOf(inFours.planner, widest, planningOf(settings));
  return ramBytesOf(inFours.planner, execution, account) <= budget.ramBytes ? inFours : model.trimmed("all");
}

export function deadChannelNotes(model: Model): readonly Problem[] {
  if (model.deadChannels) {
    return [
      {
        code: "model.deadChannels",
        message: "channels that are the same for every input were removed; no output changes by that",
      },
    ];
  }
  const trimmed = model.trimmed("all");
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

/** Weights and biases: one bias a row, since what ONNX adds to a gate twice is added once. */
export function parametersOf(network: Network): number {
  return network.layers
    .filter(hasWeights)
    .reduce((sum, layer) => sum + layer.weights.elements + layer.weights.outputChannels + biasesApart(layer), 0);
}

/** A GRU's candidates, where it resets behind the product with the hidden state, have a second bias in front of the reset. */
function biasesApart(layer: WeightedLayer): number {
  return layer.kind === "recurrent" && layer.cell === "gru" && layer.resetAfter ? layer.units : 0;
}
