/**
 * How much work planning may be. Time must grow gently with the network, and two runs must answer alike, so limits count steps, never
 * seconds. Each is above what networks for microcontrollers ask for: of 109 real models none meets one. Where a limit cuts something off, the
 * plan is still right, and says that a smaller one may exist (`Plan.limited`).
 */

/**
 * Work that the schedules of all intervals of one order may be: each row that is computed, times the tensors alive then. MobileNetV2
 * 1.0/224 takes 3.2 million, a face detector with a pyramid of features 11.3.
 */
const SCHEDULING_WORK = 12_000_000;
/** The same for networks of more than MANY_LAYERS: every step of planning takes longer there, so that longer segments would cost seconds. */
const SCHEDULING_WORK_OF_MANY = 3_000_000;
const MANY_LAYERS = 256;

/**
 * Layers that a segment may have so that the schedules of all intervals stay within the limit.
 * @param heights rows of each layer's output, by position in the order
 * @param alive tensors alive at each position
 */
export function longestSegment(heights: readonly number[], alive: readonly number[]): number {
  const work = heights.map((height, step) => height * (1 + (alive[step] ?? 0)));
  const count = work.length;
  const limit = count > MANY_LAYERS ? SCHEDULING_WORK_OF_MANY : SCHEDULING_WORK;
  let spent = 0;
  for (let length = 2; length <= count; length++) {
    // A position lies in as many intervals of this length as fit around it.
    spent += work.reduce((sum, each, step) => sum + each * around(step, length, count), 0);
    if (spent > limit) return length - 1;
  }
  return count;
}

function around(step: number, length: number, count: number): number {
  return Math.min(step + 1, count - step, length, count - length + 1);
}

/** Segmentations that are placed for one plan, and how hard each placement is tried. */
export interface PlacingEffort {
  /** In which respects a segmentation of least peak is looked for, of three. */
  readonly aims: number;
  /** How often segmentations of a higher peak are tried where no arena is as low as the least one. */
  readonly bisections: number;
}

const FULL_EFFORT: PlacingEffort = { aims: 3, bisections: 4 };

export function isFullEffort(effort: PlacingEffort): boolean {
  return effort === FULL_EFFORT;
}

export function placingEffort(layers: number): PlacingEffort {
  if (layers <= 128) return FULL_EFFORT;
  return layers <= MANY_LAYERS ? { aims: 3, bisections: 2 } : { aims: 2, bisections: 2 };
}

/** How often greedy placements are tried again with the worst placed item first: fewer times where each takes long. */
export function promotionsFor(items: number): number {
  return items <= 512 ? 4 : items <= 1024 ? 1 : 0;
}

/** Tiles of layers that the comparison with patches may look at: stages are tried from the shortest on. MobileNetV2 has 50,000. */
export const PATCHED_TILES = 200_000;
