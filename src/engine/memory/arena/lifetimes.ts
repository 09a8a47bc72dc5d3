/** When each activation must exist, given an execution order. Steps are positions in that order. */
import type { ActivationId, Layer, Network } from "../../ir/network";

export interface Lifetime {
  readonly firstStep: number;
  /** Inclusive. */
  readonly lastStep: number;
}

/** The layer of that index. Orders are checked before use, so a missing one is our bug. */
export function layerAt(network: Network, index: number): Layer {
  const layer = network.layers[index];
  if (!layer) throw new Error(`network ${network.name} has no layer ${index}`);
  return layer;
}

/**
 * By activation id; undefined for one that no layer makes and nobody supplies.
 * Network inputs exist from step 0 (the caller writes them all before the run), one that no layer reads throughout; outputs exist to
 * the last step.
 */
export function lifetimesOf(network: Network, order: readonly number[]): readonly (Lifetime | undefined)[] {
  const end = Math.max(order.length - 1, 0);
  const firsts = new Map<ActivationId, number>(network.inputs.map((id) => [id, 0]));
  const lasts = new Map<ActivationId, number>();
  order.forEach((index, step) => {
    const layer = layerAt(network, index);
    firsts.set(layer.output, step);
    for (const input of layer.inputs) lasts.set(input, step);
  });
  for (const input of network.inputs) if (!lasts.has(input)) lasts.set(input, end);
  for (const output of network.outputs) lasts.set(output, end);
  return network.activations.map(({ id }) => {
    const firstStep = firsts.get(id);
    return firstStep === undefined ? undefined : { firstStep, lastStep: lasts.get(id) ?? firstStep };
  });
}

/** True where each layer occurs once and after the makers of its inputs. */
export function isExecutionOrder(network: Network, order: readonly number[]): boolean {
  if (order.length !== network.layers.length) return false;
  const ready = new Set<ActivationId>(network.inputs);
  const seen = new Set<number>();
  for (const index of order) {
    const layer = network.layers[index];
    if (!layer || seen.has(index) || layer.inputs.some((input) => !ready.has(input))) return false;
    seen.add(index);
    ready.add(layer.output);
  }
  return true;
}
