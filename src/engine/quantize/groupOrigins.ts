/** Where the values of a quantization group come from: what only moves codes needs no rounding and no range of its own. */
import { activationOf, type ActivationId, type Network } from "../ir/network";
import { roomOf } from "../layers/rooms";

/**
 * By group, the float graph's tensors that its values are computed into: the first activation, and with states, whose input and output are of
 * one group, whatever computes the next value.
 */
export function groupOrigins(network: Network): ReadonlyMap<ActivationId, readonly string[]> {
  const makers = new Map(network.layers.map((layer) => [layer.output, layer]));
  const origins = new Map<ActivationId, string[]>();
  for (const { id, group, name } of network.activations) {
    const maker = makers.get(id);
    if (id !== group && maker && roomOf(maker).moves) continue;
    const known = origins.get(group) ?? [];
    // With no state in it, a group has one origin.
    if (id === group || network.states) known.push(name);
    origins.set(group, known);
  }
  return origins;
}

/** The origins of one group. */
export function originsOf(network: Network, group: ActivationId): readonly string[] {
  return groupOrigins(network).get(group) ?? [activationOf(network, group).name];
}
