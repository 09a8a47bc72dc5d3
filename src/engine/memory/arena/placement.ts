/**
 * Offsets for extents with lifetimes: two that are alive at the same step never share a byte, but for slides, and the highest byte is as
 * low as possible (dynamic storage allocation, NP-hard). A slide lets one extent begin a given gap below another that it shares steps
 * with, however large the two are: the distance asked for between two extents depends on which of them lies lower. Greedy placements come first: from both ends of the arena in order of time, which is optimal for
 * chains, and best fit by size. Where none reaches the greatest live sum, branch and bound follows until it is exhausted (then the answer
 * is proven) or its fixed amount of work is spent.
 *
 * The exact search enumerates settled placements: those in which no extent could move down. One of them is optimal. Listed by
 * offset, each of their extents lies on the highest top of the earlier ones it meets in time, so a list determines a placement.
 */

import { assertNever, invariant } from "../../base/outcome";
import { promotionsFor } from "./planningLimits";

export interface Extent {
  readonly sizeBytes: number;
  readonly firstStep: number;
  /** Inclusive. */
  readonly lastStep: number;
}

/** Extent `lower` may begin `gapBytes` below extent `upper` and overlap it; beyond that the two are kept apart. */
export interface Slide {
  readonly lower: number;
  readonly upper: number;
  /** Positive, and no less than what `lower` is longer than `upper`. */
  readonly gapBytes: number;
}

export interface Placement {
  /** By index of the extent; multiples of the alignment. */
  readonly offsets: readonly number[];
  /** No placement of the sizes rounded up to the alignment is lower. */
  readonly proven: boolean;
}

/** Column visits granted to branch and bound: some 10 ms, the same on every machine. */
const WORK = 1_000_000;

/** An extent in columns: steps at which nothing begins are dropped, because whoever meets there has met before. */
interface Item {
  readonly index: number;
  readonly size: number;
  readonly first: number;
  readonly last: number;
  /** The item that it may begin below by `gap`, and the other way round. */
  under: Neighbour | undefined;
  above: Neighbour | undefined;
}

interface Neighbour {
  readonly index: number;
  readonly gap: number;
}

/**
 * @param alignmentBytes a positive whole number
 * @param slides each extent is the lower one of one slide at most and the upper one of one at most
 */
export function placeExtents(
  extents: readonly Extent[],
  alignmentBytes: number,
  { slides = [], work = WORK }: { readonly slides?: readonly Slide[]; readonly work?: number } = {},
): Placement {
  const starts = [...new Set(extents.map(({ firstStep }) => firstStep))].sort((a, b) => a - b);
  const columnOf = new Map(starts.map((step, column) => [step, column]));
  const aligned = (sizeBytes: number): number => Math.ceil(sizeBytes / alignmentBytes) * alignmentBytes;
  const items = extents.map((extent, index): Item => {
    const first = columnOf.get(extent.firstStep) ?? 0;
    let last = first;
    while (last + 1 < starts.length && (starts[last + 1] ?? 0) <= extent.lastStep) last++;
    return { index, size: aligned(extent.sizeBytes), first, last, under: undefined, above: undefined };
  });
  for (const { lower, upper, gapBytes } of slides) {
    const [below, above] = [items[lower], items[upper]];
    const gap = aligned(gapBytes);
    invariant(below !== undefined && above !== undefined, `extents ${lower} and ${upper} do not exist`);
    invariant(gap > 0 && gap + above.size >= below.size, `extent ${lower} cannot slide by ${gap}`);
    if (gap >= below.size) continue;
    below.under = { index: upper, gap };
    above.above = { index: lower, gap };
  }
  const floor = Math.max(0, ...columnSums(items, starts.length));
  const meets = meetingsOf(items);

  let queues = GREEDY.map(({ compare, fit }) => ({
    queue: [...items].sort((a, b) => compare(a, b) || a.index - b.index),
    fit,
  }));
  let best: readonly number[] = [];
  let bestHeight = Infinity;
  const promotions = promotionsFor(items.length);
  for (let attempt = 0; attempt <= promotions; attempt++) {
    // Whose order no promotion changed would be placed as before.
    queues = queues.filter(({ queue, fit }) => {
      if (bestHeight === floor) return false;
      // The last time nobody asks which item would have come out on top.
      const offsets = placeGreedily(queue, fit, floor, meets, attempt === promotions ? bestHeight : Infinity);
      if (!offsets) return false;
      const height = heightOf(items, offsets);
      if (height < bestHeight) [best, bestHeight] = [offsets, height];
      return promoteHighest(queue, offsets);
    });
    if (bestHeight === floor) return { offsets: best, proven: true };
  }
  const exact = new SettledSearch(items, meets, starts.length, floor, bestHeight, work);
  exact.run();
  return { offsets: exact.best ?? best, proven: exact.exhausted };
}

/** Of the gaps that hold an item: the lowest, the smallest, or one at an end of the arena, then at its upper edge if that end is the top. */
type Fit = "lowest" | "tightest" | "ends";

const bySize = (a: Item, b: Item): number => b.size - a.size;
const byArea = (a: Item, b: Item): number => b.size * (b.last - b.first + 1) - a.size * (a.last - a.first + 1);
const byStart = (a: Item, b: Item): number => a.first - b.first || bySize(a, b);
/** Scratch and other momentary items last: they fit between two tensors that lie at opposite ends. */
const lastingFirst = (a: Item, b: Item): number =>
  Number(a.first === a.last) - Number(b.first === b.last) || byStart(a, b);

/** Backwards in time, so that what slides lies there before what it slides under. */
const byEnd = (a: Item, b: Item): number => b.last - a.last || bySize(a, b);

const GREEDY: readonly { readonly compare: (a: Item, b: Item) => number; readonly fit: Fit }[] = [
  { compare: lastingFirst, fit: "ends" },
  { compare: bySize, fit: "tightest" },
  { compare: bySize, fit: "lowest" },
  { compare: bySize, fit: "ends" },
  { compare: byArea, fit: "lowest" },
  { compare: byArea, fit: "ends" },
  { compare: byStart, fit: "lowest" },
  { compare: byEnd, fit: "lowest" },
  { compare: byEnd, fit: "ends" },
];

/** By item: those with which it shares a column. */
type Meetings = readonly (readonly Item[])[];

function meetingsOf(items: readonly Item[]): Meetings {
  const meets = items.map((): Item[] => []);
  const byFirst = [...items].sort((a, b) => a.first - b.first);
  byFirst.forEach((item, at) => {
    for (let i = at + 1; i < byFirst.length; i++) {
      const later = byFirst[i] as Item;
      if (later.first > item.last) break;
      meets[item.index]?.push(later);
      meets[later.index]?.push(item);
    }
  });
  return meets;
}

/** How far above `lower` another item must begin at least if it is to lie above. */
function distance(lower: Item, upper: Item): number {
  return lower.under?.index === upper.index ? lower.under.gap : lower.size;
}

/** Offsets from `above` to `below`, both exclusive, that an item placed earlier forbids. */
interface Forbidden {
  above: number;
  below: number;
}

/**
 * One item after the other into a gap between those placed already and, if there is none below `ceiling`, on top of them.
 * @param ceiling the height hoped for: the end from which "ends" places downwards
 * @returns undefined as soon as the height is not below `limit`
 */
function placeGreedily(
  queue: readonly Item[],
  fit: Fit,
  ceiling: number,
  meets: Meetings,
  limit: number,
): readonly number[] | undefined {
  const offsets = new Array<number>(queue.length).fill(0);
  const placed = new Uint8Array(queue.length);
  /** Written anew for every item: one object for each would be most of the work. */
  const pool: Forbidden[] = [];
  const forbidden: Forbidden[] = [];
  for (const item of queue) {
    forbidden.length = 0;
    for (const other of meets[item.index] ?? []) {
      if (placed[other.index] === 0) continue;
      const offset = offsets[other.index] as number;
      const at = forbidden.length;
      const span = (pool[at] ??= { above: 0, below: 0 });
      span.above = offset - distance(item, other);
      span.below = offset + distance(other, item);
      forbidden.push(span);
    }
    forbidden.sort((a, b) => a.above - b.above);
    const offset = choosePosition(forbidden, fit, ceiling - item.size);
    if (offset + item.size >= limit) return undefined;
    offsets[item.index] = offset;
    placed[item.index] = 1;
  }
  return offsets;
}

/**
 * The item that came out on top, one of many sharing its steps, goes first next time.
 * @returns whether it did not before
 */
function promoteHighest(queue: Item[], offsets: readonly number[]): boolean {
  const topOf = ({ index, size }: Item): number => (offsets[index] ?? 0) + size;
  const highest = queue.reduce((at, item, i) => (topOf(item) > topOf(queue[at] as Item) ? i : at), 0);
  queue.unshift(...queue.splice(highest, 1));
  return highest > 0;
}

/**
 * @param forbidden by ascending `above`
 * @param highestOffset where the item would end at the ceiling
 */
function choosePosition(forbidden: readonly Forbidden[], fit: Fit, highestOffset: number): number {
  /** Where the gap that is open begins; behind the last item it is open at the top. */
  let from = 0;
  let lowest: number | undefined;
  let tightest = 0;
  let tightestRoom = Infinity;
  for (const { above, below } of forbidden) {
    if (above >= from) {
      if (fit === "lowest") return from;
      lowest ??= from;
      if (above - from < tightestRoom) [tightest, tightestRoom] = [from, above - from];
    }
    if (below > from) from = below;
  }
  lowest ??= from;
  switch (fit) {
    case "lowest":
      return lowest;
    case "tightest":
      return tightestRoom === Infinity ? lowest : tightest;
    case "ends":
      return lowest > 0 && from <= highestOffset ? highestOffset : lowest;
    default:
      return assertNever(fit);
  }
}

/** What the items of each column take at least: a slide lets two of them share bytes. */
function columnSums(items: readonly Item[], columns: number): number[] {
  const sums = new Array<number>(columns).fill(0);
  for (const { first, last, size } of items) for (let c = first; c <= last; c++) sums[c] = (sums[c] ?? 0) + size;
  for (const item of items) {
    const upper = item.under && items[item.under.index];
    if (!upper) continue;
    const saved = sharedBytes(item);
    for (let c = Math.max(item.first, upper.first); c <= Math.min(item.last, upper.last); c++)
      sums[c] = (sums[c] ?? 0) - saved;
  }
  return sums;
}

/** Bytes that an item shares with the one it slides under, if it lies there. */
function sharedBytes({ size, under }: Item): number {
  return under ? size - under.gap : 0;
}

function heightOf(items: readonly Item[], offsets: readonly number[]): number {
  return items.reduce((height, { index, size }) => Math.max(height, (offsets[index] ?? 0) + size), 0);
}

/** Depth-first over lists of items by ascending offset, ties by index. */
class SettledSearch {
  /** Offsets of the lowest placement found, if any was lower than the greedy one. */
  best: readonly number[] | undefined;
  /** True when nothing lower than the answer can exist. */
  exhausted = true;

  private readonly offsets: number[];
  private readonly placed: boolean[];
  /** Highest top in each column, and the bytes that what is still to be placed there adds at least. */
  private readonly tops: Float64Array;
  private readonly remaining: Float64Array;
  /** By item that is not placed yet: the lowest offset above everything placed that it meets. */
  private readonly lowest: Float64Array;
  /** What `tops` and `lowest` were before each item placed, the youngest last. */
  private readonly before: number[] = [];

  constructor(
    private readonly items: readonly Item[],
    private readonly meets: Meetings,
    columns: number,
    private readonly floor: number,
    private height: number,
    private work: number,
  ) {
    this.offsets = items.map(() => 0);
    this.placed = items.map(() => false);
    this.tops = new Float64Array(columns);
    this.remaining = Float64Array.from(columnSums(items, columns));
    this.lowest = new Float64Array(items.length);
  }

  run(): void {
    this.extend(0, 0, -1);
  }

  private extend(count: number, lastOffset: number, lastIndex: number): void {
    if (count === this.items.length) {
      this.height = heightOf(this.items, this.offsets);
      this.best = [...this.offsets];
      return;
    }
    for (const item of this.candidates(lastOffset, lastIndex)) {
      if (this.height === this.floor) return;
      if (this.work <= 0) {
        this.exhausted = false;
        return;
      }
      const offset = this.lowest[item.index] as number;
      this.place(item, offset);
      if (this.boundAt(offset) < this.height) this.extend(count + 1, offset, item.index);
      this.takeBack(item);
    }
  }

  private place(item: Item, offset: number): void {
    const { before, tops, lowest, placed } = this;
    const top = offset + item.size;
    for (let c = item.first; c <= item.last; c++) {
      const known = tops[c] as number;
      before.push(known);
      if (known < top) tops[c] = top;
    }
    this.addRemaining(item, -1);
    placed[item.index] = true;
    this.offsets[item.index] = offset;
    for (const other of this.meets[item.index] as readonly Item[]) {
      const known = lowest[other.index] as number;
      before.push(known);
      if (placed[other.index]) continue;
      if (other.above?.index === item.index) lowest[other.index] = this.lowestUnder(other);
      else lowest[other.index] = Math.max(known, offset + distance(item, other));
    }
  }

  private takeBack(item: Item): void {
    const { before, tops, lowest } = this;
    const meets = this.meets[item.index] as readonly Item[];
    for (let i = meets.length - 1; i >= 0; i--) lowest[(meets[i] as Item).index] = before.pop() as number;
    this.placed[item.index] = false;
    this.addRemaining(item, 1);
    for (let c = item.last; c >= item.first; c--) tops[c] = before.pop() as number;
  }

  /** What two that slide share is counted as saved until both are placed. */
  private addRemaining(item: Item, sign: 1 | -1): void {
    for (let c = item.first; c <= item.last; c++) this.remaining[c] = (this.remaining[c] as number) + sign * item.size;
    if (item.under) this.addShared(item, item.under.index, sharedBytes(item), sign);
    const above = item.above && this.items[item.above.index];
    if (above) this.addShared(item, above.index, sharedBytes(above), sign);
  }

  private addShared(item: Item, index: number, saved: number, sign: 1 | -1): void {
    const other = this.items[index];
    if (!other || !this.placed[index]) return;
    for (let c = Math.max(item.first, other.first); c <= Math.min(item.last, other.last); c++)
      this.remaining[c] = (this.remaining[c] as number) - sign * saved;
  }

  /** The lowest offset of an item under which another, placed already, may lie closer than its size. */
  private lowestUnder(item: Item): number {
    let offset = 0;
    for (const other of this.meets[item.index] as readonly Item[]) {
      if (!this.placed[other.index]) continue;
      offset = Math.max(offset, (this.offsets[other.index] as number) + distance(other, item));
    }
    return offset;
  }

  /**
   * What may come next, lowest first. If some item would end at or below the offset of the next one, it could still move down
   * under it afterwards, so that placement would not be settled: only offsets below the lowest such end are tried.
   */
  private candidates(lastOffset: number, lastIndex: number): readonly Item[] {
    const { items, placed, lowest } = this;
    let lowestEnd = Infinity;
    for (const { index, size, first, last, above } of items) {
      if (placed[index]) continue;
      lowestEnd = Math.min(lowestEnd, (lowest[index] as number) + size);
      this.work -= last - first + 1;
      if (above && placed[above.index]) this.work -= items.length;
    }
    const found: Item[] = [];
    for (const item of items) {
      if (placed[item.index]) continue;
      const offset = lowest[item.index] as number;
      if (offset >= lowestEnd) continue;
      if (offset > lastOffset || (offset === lastOffset && item.index > lastIndex)) found.push(item);
    }
    const offsetOf = ({ index }: Item): number => lowest[index] as number;
    return found.sort((a, b) => offsetOf(a) - offsetOf(b) || b.size - a.size || a.index - b.index);
  }

  /** No completion is lower: what is left of a column lies above its top and above the offset reached. */
  private boundAt(offset: number): number {
    const { tops, remaining } = this;
    let bound = 0;
    this.work -= tops.length;
    for (let c = 0; c < tops.length; c++) {
      const left = remaining[c] as number;
      const top = tops[c] as number;
      const end = left > 0 ? (top > offset ? top : offset) + left : top;
      if (end > bound) bound = end;
    }
    return bound;
  }
}
