/**
 * Which layers may write their output over an operand. Exact for kernels that read element i of every full-sized operand before they
 * write element i and never look back, so the operand must have the output's element count and width.
 */
import {
  activationBits,
  activationOf,
  type ActivationId,
  type Layer,
  type Network,
  type Policy,
} from "../../ir/network";
import { roomOf } from "../../layers/rooms";

/**
 * Operands that the layer may overwrite provided that they die at this layer, whatever the policy says about widths:
 * never a network output, never the caller's own input buffer, never a state, over which only its own new value is written (states.ts).
 */
export function overwritableInputs(network: Network, layer: Layer, inputInArena: boolean): readonly ActivationId[] {
  if (!roomOf(layer).isElementwise) return [];
  const output = activationOf(network, layer.output);
  if (output.fixed === "float") return [];
  return [...new Set(layer.inputs)].filter((id) => {
    const input = activationOf(network, id);
    if (input.elements !== output.elements || input.fixed === "float") return false;
    if (network.outputs.includes(id) || isStateInput(network, id)) return false;
    return inputInArena || !network.inputs.includes(id);
  });
}

export function isStateInput({ states }: Network, id: ActivationId): boolean {
  return states?.some(({ input }) => input === id) === true;
}

/** Those of overwritableInputs whose bytes are the output's bytes under this policy. */
export function overwritableUnder(
  network: Network,
  policy: Policy,
  layer: Layer,
  inputInArena: boolean,
): readonly ActivationId[] {
  const candidates = overwritableInputs(network, layer, inputInArena);
  if (candidates.length === 0) return candidates;
  const bits = activationBits(network, policy, layer.output);
  return candidates.filter((id) => activationBits(network, policy, id) === bits);
}
