/** Neurons that integrate and fire. */
import { sameShape, showShape } from "../shapes";
import type { Neuron } from "../op";
import { COMPUTES, UNBOUNDED, type Operator } from "./operator";

export const fire: Operator<"fire"> = {
  ...COMPUTES,
  shape: (_, { x, inputs }) => {
    const [, membrane] = inputs;
    if (inputs.length !== 2 || !membrane) return `has ${inputs.length} operands instead of 2`;
    return sameShape(x, membrane) ? x : `has membranes ${showShape(membrane)} for currents ${showShape(x)}`;
  },
  mistake: ({ neuron: { leak, gain, threshold } }) =>
    leak >= 0 && leak <= 1 && gain > 0 && threshold > 0
      ? undefined
      : `has the leak ${leak}, the gain ${gain} and the threshold ${threshold}`,
  dump: ({ neuron, gives }) => `${describeNeuron(neuron)}${gives === "spikes" ? "" : " membrane"}`,
  bounds: ({ gives }) => (gives === "spikes" ? { min: 0, max: 1 } : UNBOUNDED),
  mixes: () => undefined,
};

/** Its attributes in a dump. */
export function describeNeuron({ leak, gain, offset, threshold, strict, reset, value, delayed }: Neuron): string {
  return [
    `leak ${leak}`,
    gain === 1 ? "" : `gain ${gain}`,
    offset === 0 ? "" : `offset ${offset}`,
    `${strict ? "above" : "from"} ${threshold}`,
    `reset ${reset} ${value}`,
    delayed ? "delayed" : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}
