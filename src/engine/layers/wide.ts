/** Which activations can have 16 bits: those around whose layers there is a kernel for it. */
import { activationOf, isOnGrid, type ActivationId, type Layer, type Network, type Policy } from "../ir/network";
import { chooseForm } from "./formOf";
import { roomOf } from "./rooms";

/** By group, the first layer that reads or writes it and has no form at 16 bits. */
export function narrowGroups(network: Network): ReadonlyMap<ActivationId, Layer> {
  const found = new Map<ActivationId, Layer>();
  for (const layer of network.layers) {
    if (chooseForm(roomOf(layer).forms, layer, { wide: true })) continue;
    for (const id of [...layer.inputs, layer.output]) {
      const { group } = activationOf(network, id);
      if (!found.has(group)) found.set(group, layer);
    }
  }
  return found;
}

/** An activation for which a policy says 16 bits, and a layer that has no form for it. */
export interface KeptNarrow {
  readonly name: string;
  readonly layer: Layer;
}

/** The policy with 8 bits where it says 16 and a layer has no form for it. */
export function withoutUnformed(
  network: Network,
  policy: Policy,
): { readonly policy: Policy; readonly kept: readonly KeptNarrow[] } {
  const narrow = narrowGroups(network);
  const activations = new Map(policy.activations);
  const kept: KeptNarrow[] = [];
  for (const activation of network.activations) {
    const { id, group, name, fixed } = activation;
    const layer = narrow.get(id);
    if (id !== group || activations.get(name) !== 16 || !layer) continue;
    if (fixed === 8) activations.delete(name);
    else activations.set(name, 8);
    if (isOnGrid(activation)) kept.push({ name, layer });
  }
  return { policy: { ...policy, activations }, kept };
}
