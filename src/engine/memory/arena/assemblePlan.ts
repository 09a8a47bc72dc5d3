/** Segments of an order → Plan: buffers, what shares bytes with what, a place for each, and what is alive when. */
import { activationBytes, type ActivationId, type Policy } from "../../ir/network";
import { layerAt, lifetimesOf } from "./lifetimes";
import { placeExtents, type Placement, type Slide } from "./placement";
import { answersOfKind, type Planner } from "../execution/planner";
import { rowBytesOf, type Overlap } from "../streaming/segmentation";
import type { Plan, PlannedBuffer } from "../types";

/** A segment before its buffers have places: layers at [first, end) of the order. */
export interface DraftSegment {
  readonly first: number;
  readonly end: number;
  readonly streamed: boolean;
  /** Rows of each tensor of which only a ring is held. */
  readonly ringRows: ReadonlyMap<ActivationId, number>;
  readonly overlaps: readonly Overlap[];
}

export interface Draft {
  readonly order: readonly number[];
  readonly segments: readonly DraftSegment[];
  /** Nothing is known about other orders unless this is true. */
  readonly orderProven: boolean;
}

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

export interface AssemblyOptions {
  /** By layer index. */
  readonly scratch: readonly number[];
  /** Activations that lie outside the arena. */
  readonly outside: ReadonlySet<ActivationId>;
  readonly alignmentBytes: number;
  /** Of branch and bound, as placement counts it. */
  readonly work?: number;
}

/** Every buffer lives from the first to the last step of the segments it is needed in. */
export function assemblePlan(
  planner: Planner,
  policy: Policy,
  { order, segments, orderProven }: Draft,
  { scratch, outside, alignmentBytes, work }: AssemblyOptions,
): Plan {
  const { network } = planner;
  const lifetimes = lifetimesOf(network, order);
  const segmentOf = segments.flatMap((segment) => Array.from({ length: segment.end - segment.first }, () => segment));
  const slots: Slot[] = [];
  const placeless: Placeless[] = [];
  const slides: Slide[] = [];
  const slotOf = new Map<ActivationId, number>();
  const scratchOf = (layer: number): number => scratch[layer] ?? 0;
  const addActivation = (activation: ActivationId, overlap: Overlap | undefined): void => {
    const lifetime = lifetimes[activation];
    const maker = segmentOf[lifetime?.firstStep ?? -1];
    if (!lifetime || outside.has(activation)) return;
    const ringRows = maker?.ringRows.get(activation);
    const ring =
      ringRows === undefined ? undefined : { rows: ringRows, rowBytes: rowBytesOf(network, policy, activation) };
    const span = {
      firstStep: maker?.first ?? lifetime.firstStep,
      lastStep: (segmentOf[lifetime.lastStep]?.end ?? lifetime.lastStep + 1) - 1,
    };
    const sizeBytes = ring ? ring.rows * ring.rowBytes : activationBytes(network, policy, activation);
    const under = overlap && slotOf.get(overlap.over);
    const replaced = overlap?.kind === "replaces" ? under : undefined;
    const slot = replaced ?? slots.length;
    if (replaced === undefined) slots.push({ sizeBytes, ...span });
    else (slots[replaced] as Slot).lastStep = span.lastStep;
    if (overlap?.kind === "slides" && under !== undefined) {
      slides.push({ lower: slot, upper: under, gapBytes: overlap.gapBytes });
    }
    slotOf.set(activation, slot);
    placeless.push({
      slot,
      buffer: {
        content: { kind: "activation", activation },
        sizeBytes,
        ...span,
        ...(overlap && { [overlap.kind === "replaces" ? "inPlaceOf" : "slidesOver"]: overlap.over }),
        ...(ring && { ring }),
      },
    });
  };

  for (const input of network.inputs) addActivation(input, undefined);
  for (const { first, end, overlaps } of segments) {
    const layers = order.slice(first, end);
    for (const index of layers) {
      const { output } = layerAt(network, index);
      addActivation(
        output,
        overlaps.find(({ by }) => by === output),
      );
    }
    const neediest = layers.reduce((most, index) => (scratchOf(index) > scratchOf(most) ? index : most));
    const sizeBytes = scratchOf(neediest);
    if (sizeBytes === 0) continue;
    const span = { firstStep: first, lastStep: end - 1 };
    placeless.push({
      slot: slots.length,
      buffer: { content: { kind: "scratch", layer: neediest }, sizeBytes, ...span },
    });
    slots.push({ sizeBytes, ...span });
  }

  const { offsets, proven: placementProven } = placeOnce(planner, slots, slides, alignmentBytes, work);
  const buffers = placeless.map(({ buffer, slot }) => withPlace(buffer, offsets[slot] ?? 0));
  const lowerBoundBytes = greatest(
    liveSums(slots, slides, order.length, ({ lower, gapBytes }) => (slots[lower]?.sizeBytes ?? 0) - gapBytes),
  );
  // Placement need not make use of every slide: only the peak must be as low as it can.
  const liveBytes = liveSums(slots, slides, order.length, ({ lower, upper }) => {
    const [low, high] = [offsets[lower] ?? 0, offsets[upper] ?? 0];
    const [lowBytes, highBytes] = [slots[lower]?.sizeBytes ?? 0, slots[upper]?.sizeBytes ?? 0];
    return Math.min(low + lowBytes, high + highBytes) - Math.max(low, high);
  });
  return {
    order,
    buffers: settled(buffers),
    segments: segments.map(({ first, end, streamed }) => ({ firstStep: first, lastStep: end - 1, streamed })),
    arenaBytes: buffers.reduce((top, { offset, sizeBytes }) => Math.max(top, offset + sizeBytes), 0),
    lowerBoundBytes,
    liveBytes,
    peakStep: Math.max(0, liveBytes.indexOf(greatest(liveBytes))),
    proven: { order: orderProven, placement: placementProven },
  };
}

/** Segments of one plan are given to another by name, and other ways to run layers come to the same buffers. */
const PLACEMENTS = answersOfKind<Placement>(64);

function placeOnce(
  planner: Planner,
  slots: readonly Slot[],
  slides: readonly Slide[],
  alignmentBytes: number,
  work: number | undefined,
): Placement {
  const extents = slots.map(({ sizeBytes, firstStep, lastStep }) => [sizeBytes, firstStep, lastStep]);
  const key = JSON.stringify([extents, slides, alignmentBytes, work]);
  return planner.once(PLACEMENTS, key, () =>
    placeExtents(slots, alignmentBytes, { slides, ...(work !== undefined && { work }) }),
  );
}

/** 0 of none. A spread of many thousands would exhaust the stack. */
function greatest(sums: readonly number[]): number {
  return sums.reduce((most, sum) => Math.max(most, sum), 0);
}

function withPlace(buffer: Placeless["buffer"], offset: number): PlannedBuffer {
  return { ...buffer, offset };
}

/** Placement need not make use of a slide: then the two buffers are apart and nothing moves in over anything. */
function settled(buffers: readonly PlannedBuffer[]): readonly PlannedBuffer[] {
  const byActivation = new Map<ActivationId, PlannedBuffer>();
  for (const buffer of buffers)
    if (buffer.content.kind === "activation") byActivation.set(buffer.content.activation, buffer);
  return buffers.map((buffer) => {
    const { slidesOver, ...rest } = buffer;
    if (slidesOver === undefined) return buffer;
    const over = byActivation.get(slidesOver);
    const isApart =
      !over || over.offset + over.sizeBytes <= buffer.offset || buffer.offset + buffer.sizeBytes <= over.offset;
    return isApart ? rest : buffer;
  });
}

/** @param sharedBytes what the two of a slide have in common, if that is positive */
function liveSums(
  slots: readonly Slot[],
  slides: readonly Slide[],
  steps: number,
  sharedBytes: (slide: Slide) => number,
): readonly number[] {
  const sums = new Array<number>(steps).fill(0);
  const add = (firstStep: number, lastStep: number, bytes: number): void => {
    for (let step = firstStep; step <= Math.min(lastStep, steps - 1); step++) sums[step] = (sums[step] ?? 0) + bytes;
  };
  for (const { firstStep, lastStep, sizeBytes } of slots) add(firstStep, lastStep, sizeBytes);
  for (const slide of slides) {
    const [below, above] = [slots[slide.lower] as Slot, slots[slide.upper] as Slot];
    add(below.firstStep, above.lastStep, -Math.max(0, sharedBytes(slide)));
  }
  return sums;
}
