/**
 * States in the arena. Their bytes must be the same before and behind a run, so they lie in a block of their own at the arena's start, where
 * nothing else ever lies. The new value is written over the old one where no layer reads that any more; elsewhere it is made in a place of its
 * own and copied when the run ends, which costs its bytes until then. Two buffers that take turns would cost them for all of the run, and every
 * address an indirection, so there are none.
 */
import { activationBytes, activationOf, type ActivationId, type Network, type Policy } from "../../ir/network";
import { roomOf } from "../../layers/rooms";
import type { MemoryItem, Plan, PlannedBuffer, PlannedState } from "../types";
import { layerAt, lifetimesOf } from "./lifetimes";

/**
 * Outputs of states that take the old value's place.
 * @param overwriting whether the layer that reads the old value for the last time may write the new one over it, element by element
 */
export function renewedInPlace(
  network: Network,
  order: readonly number[],
  overwriting: boolean,
): ReadonlySet<ActivationId> {
  const { states = [] } = network;
  if (states.length === 0) return NONE;
  const lastReads = new Map(order.flatMap((index, step) => layerAt(network, index).inputs.map((id) => [id, step])));
  const makers = new Map(order.map((index, step) => [layerAt(network, index).output, step]));
  return new Set(
    states.flatMap(({ input, output }) => {
      if (input === output) return [];
      const made = makers.get(output) ?? -1;
      const read = lastReads.get(input) ?? -1;
      const room = roomOf(layerAt(network, order[made] ?? -1));
      const mayOverwrite = room.renews === true || (overwriting && room.isElementwise);
      return read < made || (read === made && mayOverwrite) ? [output] : [];
    }),
  );
}

const NONE: ReadonlySet<ActivationId> = new Set();

/** What lies in the block: the old values, and the new ones that are written over them. */
export function stateHeld(network: Network, order: readonly number[], overwriting: boolean): ReadonlySet<ActivationId> {
  const { states } = network;
  if (!states) return NONE;
  return new Set([...states.map(({ input }) => input), ...renewedInPlace(network, order, overwriting)]);
}

/** Bytes of all states, without what alignment adds. */
export function stateBytes(network: Network, policy: Policy): number {
  return (network.states ?? []).reduce((sum, { input }) => sum + activationBytes(network, policy, input), 0);
}

/** Elements that are there at every step. */
export function stateElements(network: Network): readonly { readonly id: ActivationId; readonly elements: number }[] {
  return (network.states ?? []).map(({ input }) => ({ id: input, elements: activationOf(network, input).elements }));
}

/** Each state as an item of the linked account: the part of the arena that no run may touch for anything else. */
export function stateItems(network: Network, { states = [] }: Plan): readonly MemoryItem[] {
  return states.map(({ input, sizeBytes }) => {
    const { name } = activationOf(network, input);
    return { region: "ram", kind: "states", name, sizeBytes, estimated: false };
  });
}

/** A plan of everything else, moved up to make room for the block. */
export function withStateBlock(
  network: Network,
  policy: Policy,
  plan: Plan,
  { overwriting, alignmentBytes }: { readonly overwriting: boolean; readonly alignmentBytes: number },
): Plan {
  const { order } = plan;
  const lifetimes = lifetimesOf(network, order);
  const inPlace = renewedInPlace(network, order, overwriting);
  const end = Math.max(order.length - 1, 0);
  const states: PlannedState[] = [];
  const buffers: PlannedBuffer[] = [];
  let offset = 0;
  for (const { input, output } of network.states ?? []) {
    const sizeBytes = activationBytes(network, policy, input);
    const isCell = input === output;
    const isInPlace = isCell || inPlace.has(output);
    const made = lifetimes[output]?.firstStep ?? end;
    const place = { offset, sizeBytes };
    states.push({ input, output, ...place, renewed: isInPlace ? "inPlace" : "copied" });
    const lastStep = isInPlace && !isCell ? made : end;
    buffers.push({ content: { kind: "activation", activation: input }, ...place, firstStep: 0, lastStep });
    if (isInPlace && !isCell) {
      const content = { kind: "activation", activation: output } as const;
      buffers.push({ content, ...place, firstStep: made, lastStep: end, inPlaceOf: input });
    }
    offset += Math.ceil(sizeBytes / alignmentBytes) * alignmentBytes;
  }
  const liveBytes = stateBytes(network, policy);
  return {
    ...plan,
    buffers: [...buffers, ...plan.buffers.map((buffer) => ({ ...buffer, offset: buffer.offset + offset }))],
    arenaBytes: plan.arenaBytes + offset,
    lowerBoundBytes: plan.lowerBoundBytes + liveBytes,
    liveBytes: plan.liveBytes.map((bytes) => bytes + liveBytes),
    states,
  };
}
