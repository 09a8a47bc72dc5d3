/**
 * Network and policy → Plan: an execution order, what overwrites what, and a place in one arena for every activation and scratch buffer.
 * Two buffers whose lifetimes share a step never share a byte, unless one was written over the other (`inPlaceOf`).
 */
import { activationBytes, type ActivationId, type Network, type Policy } from "../ir/network";
import { invariant } from "../base/outcome";
import { scratchBytes } from "./kernelCosts";
import { isExecutionOrder, layerAt, lifetimesOf } from "./lifetimes";
import { bestOrder } from "./order";
import { overwritableUnder } from "./overwrite";
import { placeExtents } from "./placement";
import type { Plan, PlannedBuffer, PlanOptions } from "./types";

/** Bytes that share an address from the first to the last step: an activation and whatever was written over it. */
interface Slot {
  readonly sizeBytes: number;
  readonly firstStep: number;
  lastStep: number;
}

/** A buffer before it has an offset. */
interface Placeless {
  readonly buffer: Omit<PlannedBuffer, "offset">;
  readonly slot: number;
}

/**
 * The memory plan of a policy.
 * @param policy states a width for every choice of the network
 * @throws when `options.order` is no execution order of the network (a caller's bug)
 */
export function planMemory(network: Network, policy: Policy, options: PlanOptions = {}): Plan {
  const { inPlace = true, scratch = true, inputInArena = true, alignmentBytes = 4 } = options;
  const outside = new Set<ActivationId>(inputInArena ? [] : network.inputs);
  const costs = {
    sizes: network.activations.map(({ id }) => (outside.has(id) ? 0 : activationBytes(network, policy, id))),
    scratch: network.layers.map((layer) => (scratch ? scratchBytes(network, layer) : 0)),
    overwritable: network.layers.map((layer) =>
      inPlace ? overwritableUnder(network, policy, layer, inputInArena) : [],
    ),
  };
  const { order, proven: orderProven } = chooseOrder(network, costs, options.order ?? "best");

  const lifetimes = lifetimesOf(network, order);
  const slots: Slot[] = [];
  const placeless: Placeless[] = [];
  const slotOf = new Map<ActivationId, number>();
  const addActivation = (activation: ActivationId, over: ActivationId | undefined): void => {
    const lifetime = lifetimes[activation];
    if (!lifetime || outside.has(activation)) return;
    const sizeBytes = costs.sizes[activation] ?? 0;
    const under = over === undefined ? undefined : slotOf.get(over);
    const slot = under ?? slots.length;
    if (under === undefined) slots.push({ sizeBytes, ...lifetime });
    else (slots[under] as Slot).lastStep = lifetime.lastStep;
    slotOf.set(activation, slot);
    const content = { kind: "activation", activation } as const;
    placeless.push({
      slot,
      buffer: { content, sizeBytes, ...lifetime, ...(over === undefined ? {} : { inPlaceOf: over }) },
    });
  };

  for (const input of network.inputs) addActivation(input, undefined);
  order.forEach((index, step) => {
    const dying = (costs.overwritable[index] ?? []).filter((id) => lifetimes[id]?.lastStep === step);
    addActivation(layerAt(network, index).output, youngest(dying, slots, slotOf));
    const sizeBytes = costs.scratch[index] ?? 0;
    if (sizeBytes === 0) return;
    const buffer = { content: { kind: "scratch", layer: index }, sizeBytes, firstStep: step, lastStep: step } as const;
    placeless.push({ slot: slots.length, buffer });
    slots.push({ sizeBytes, firstStep: step, lastStep: step });
  });

  const liveBytes = liveSums(slots, order.length);
  const { offsets, proven: placementProven } = placeExtents(slots, alignmentBytes);
  const buffers = placeless.map(({ buffer, slot }): PlannedBuffer => ({ ...buffer, offset: offsets[slot] ?? 0 }));
  const lowerBoundBytes = Math.max(0, ...liveBytes);
  return {
    order,
    buffers,
    segments: order.map((_, step) => ({ firstStep: step, lastStep: step, streamed: false })),
    arenaBytes: buffers.reduce((top, { offset, sizeBytes }) => Math.max(top, offset + sizeBytes), 0),
    lowerBoundBytes,
    liveBytes,
    peakStep: Math.max(0, liveBytes.indexOf(lowerBoundBytes)),
    proven: { order: orderProven, placement: placementProven },
  };
}

function chooseOrder(
  network: Network,
  costs: Parameters<typeof bestOrder>[1],
  wanted: NonNullable<PlanOptions["order"]>,
): { readonly order: readonly number[]; readonly proven: boolean } {
  if (wanted === "best") return bestOrder(network, costs);
  const order = wanted === "default" ? network.layers.map(({ index }) => index) : wanted;
  invariant(isExecutionOrder(network, order), `[${order.join(", ")}] does not execute network ${network.name}`);
  return { order, proven: false };
}

/** Of the operands that could be overwritten, the one whose bytes have been fixed for the shortest time: it leaves placement most freedom. */
function youngest(
  candidates: readonly ActivationId[],
  slots: readonly Slot[],
  slotOf: ReadonlyMap<ActivationId, number>,
): ActivationId | undefined {
  const since = (id: ActivationId): number => slots[slotOf.get(id) ?? -1]?.firstStep ?? -1;
  return candidates.reduce<ActivationId | undefined>(
    (best, id) => (best === undefined || since(id) > since(best) ? id : best),
    undefined,
  );
}

function liveSums(slots: readonly Slot[], steps: number): readonly number[] {
  const sums = new Array<number>(steps).fill(0);
  for (const { firstStep, lastStep, sizeBytes } of slots) {
    for (let step = firstStep; step <= Math.min(lastStep, steps - 1); step++)
      sums[step] = (sums[step] ?? 0) + sizeBytes;
  }
  return sums;
}
