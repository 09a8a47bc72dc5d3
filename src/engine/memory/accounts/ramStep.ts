/** One step of the constraints: bytes that no width changes, and elements of the groups whose width is a choice. */
import { activationOf, type ActivationId, type Network } from "../../ir/network";
import type { RamStep } from "../types";

/** Elements of an activation that exist at a step: all of them, or those of some rows. */
export interface Held {
  readonly id: ActivationId;
  readonly elements: number;
}

/** The width of an activation where it is not a choice: 32 for the float tail. */
export function fixedBits(network: Network, id: ActivationId): 8 | 32 | undefined {
  const activation = activationOf(network, id);
  if (activation.fixed === "float") return 32;
  return activationOf(network, activation.group).fixed === undefined ? undefined : 8;
}

export function ramStepOf(network: Network, layer: number, held: readonly Held[], alwaysBytes: number): RamStep {
  let fixedBytes = alwaysBytes;
  const terms: { readonly group: ActivationId; readonly elements: number }[] = [];
  for (const { id, elements } of held) {
    const bits = fixedBits(network, id);
    if (bits === undefined) terms.push({ group: activationOf(network, id).group, elements });
    else fixedBytes += (elements * bits) / 8;
  }
  return { layer, fixedBytes, terms };
}
