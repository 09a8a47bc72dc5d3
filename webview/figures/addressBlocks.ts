/**
 * The arena as blocks over time and address: which colour a tensor has, which layer a block belongs to, which part of the map is looked at, and
 * which block a key leads to. Decided here, without a page.
 */
import type { Report, ReportBuffer } from "../../src/protocol/files/report";
import { visible } from "../../src/protocol/words/visible";
import { labelsOf } from "./layers/layerRows";

/** Hues of blocks; a style sheet has as many. */
export const BLOCK_COLOURS = 6;

export interface AddressBlock {
  /** Position in the report's buffers. */
  readonly index: number;
  readonly buffer: ReportBuffer;
  readonly label: string;
  /** Differs from every other tensor's that is alive with it, as far as there are hues; null for scratch. */
  readonly colour: number | null;
  /** The layer that makes it, or the first that needs it. */
  readonly step: number;
}

const known = new WeakMap<Report, readonly AddressBlock[]>();

/** In the report's order, which is the order in which they are drawn. */
export function addressBlocks(report: Report): readonly AddressBlock[] {
  const found = known.get(report) ?? blocksOf(report);
  known.set(report, found);
  return found;
}

function blocksOf(report: Report): readonly AddressBlock[] {
  const labels = labelsOf(report);
  const { buffers } = report.memory.arena;
  const colours = coloursOf(buffers);
  return buffers.map((buffer, index) => {
    const { kind, name, madeAt, firstStep } = buffer;
    const label = madeAt === null ? visible(name) : (labels[madeAt] ?? visible(name));
    return {
      index,
      buffer,
      label: kind === "scratch" ? "scratch" : label,
      colour: colours[index] ?? null,
      step: madeAt ?? firstStep,
    };
  });
}

/** Each tensor takes the hue that was taken longest ago among those that no neighbour has. */
function coloursOf(buffers: readonly ReportBuffer[]): readonly (number | null)[] {
  const colours = buffers.map((): number | null => null);
  const order = buffers
    .map((buffer, index) => ({ buffer, index }))
    .filter(({ buffer }) => buffer.kind === "activation")
    .sort((a, b) => a.buffer.firstStep - b.buffer.firstStep || a.index - b.index);
  const lastUsed = Array.from({ length: BLOCK_COLOURS }, () => -1);
  order.forEach(({ buffer, index }, turn) => {
    const near = new Set(
      order
        .slice(0, turn)
        .filter(({ buffer: other }) => other.lastStep >= buffer.firstStep - 1)
        .map((other) => colours[other.index]),
    );
    const byAge = lastUsed
      .map((used, colour) => ({ used, colour }))
      .sort((a, b) => a.used - b.used || a.colour - b.colour);
    const free = byAge.find(({ colour }) => !near.has(colour)) ?? byAge[0];
    if (!free) return;
    colours[index] = free.colour;
    lastUsed[free.colour] = turn;
  });
  return colours;
}

/** Steps to the right, bytes upwards. */
export interface MapWindow {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Of steps and of bytes: nothing smaller is looked at. */
const LEAST_STEPS = 2;
const LEAST_BYTES = 16;
/** Above the arena's end, so that its line is seen. */
const HEADROOM = 1.03;

export function wholeMap({ layers, memory }: Report): MapWindow {
  return {
    left: -0.5,
    right: Math.max(0.5, layers.length - 0.5),
    bottom: 0,
    top: Math.max(1, memory.arena.bytes) * HEADROOM,
  };
}

/** How many times larger than the whole; 1 is all of it. */
export function zoomOf(window: MapWindow, whole: MapWindow): number {
  return Math.max(
    1,
    (whole.right - whole.left) / (window.right - window.left),
    (whole.top - whole.bottom) / (window.top - window.bottom),
  );
}

/** @param x share of the window's width that stays where it is, like `y` of its height from below */
export function zoomed(window: MapWindow, whole: MapWindow, factor: number, x = 0.5, y = 0.5): MapWindow {
  const [left, right] = scaled([window.left, window.right], [whole.left, whole.right], factor, x, LEAST_STEPS);
  const [bottom, top] = scaled([window.bottom, window.top], [whole.bottom, whole.top], factor, y, LEAST_BYTES);
  return { left, right, bottom, top };
}

/** @param x shares of the window's width and height to go by; upwards is positive */
export function panned(window: MapWindow, whole: MapWindow, x: number, y: number): MapWindow {
  const [left, right] = shifted(
    [window.left, window.right],
    [whole.left, whole.right],
    x * (window.right - window.left),
  );
  const [bottom, top] = shifted(
    [window.bottom, window.top],
    [whole.bottom, whole.top],
    y * (window.top - window.bottom),
  );
  return { left, right, bottom, top };
}

/** So far that the block is seen, as far as it can be: its beginning first. */
export function revealing(
  window: MapWindow,
  whole: MapWindow,
  { firstStep, lastStep, offset, sizeBytes }: ReportBuffer,
): MapWindow {
  const x = missing([window.left, window.right], firstStep - 0.5, lastStep + 0.5);
  const y = missing([window.bottom, window.top], offset, offset + sizeBytes);
  const [left, right] = shifted([window.left, window.right], [whole.left, whole.right], x);
  const [bottom, top] = shifted([window.bottom, window.top], [whole.bottom, whole.top], y);
  return { left, right, bottom, top };
}

type Range = readonly [from: number, to: number];

function scaled([from, to]: Range, [least, most]: Range, factor: number, at: number, smallest: number): Range {
  const length = Math.min(most - least, Math.max(Math.min(smallest, most - least), (to - from) / factor));
  const fixed = from + at * (to - from);
  return shifted([fixed - at * length, fixed + (1 - at) * length], [least, most], 0);
}

function shifted([from, to]: Range, [least, most]: Range, by: number): Range {
  const start = Math.min(most - (to - from), Math.max(least, from + by));
  return [start, start + (to - from)];
}

function missing([from, to]: Range, start: number, end: number): number {
  if (start >= from && end <= to) return 0;
  return end - start > to - from || start < from ? start - from : end - to;
}

export type MapKey = "left" | "right" | "up" | "down" | "home" | "end";

/**
 * Left and right: the block before or after in the order of layers. Up and down: the next at higher or lower addresses among those alive with it.
 * @param index in the report's buffers; null: none yet
 */
export function blockTowards(blocks: readonly AddressBlock[], index: number | null, key: MapKey): number | null {
  const inTime = [...blocks].sort((a, b) => a.step - b.step || a.buffer.offset - b.buffer.offset || a.index - b.index);
  const at = inTime.findIndex((block) => block.index === index);
  const own = inTime[at];
  switch (key) {
    case "home":
      return inTime[0]?.index ?? null;
    case "end":
      return inTime.at(-1)?.index ?? null;
    case "left":
    case "right":
      if (!own) return inTime[0]?.index ?? null;
      return inTime[at + (key === "left" ? -1 : 1)]?.index ?? null;
    case "up":
    case "down": {
      if (!own) return inTime[0]?.index ?? null;
      const above = (block: AddressBlock): number =>
        (block.buffer.offset - own.buffer.offset) * (key === "up" ? 1 : -1);
      const beside = inTime
        .filter(({ buffer }) => buffer.firstStep <= own.buffer.lastStep && buffer.lastStep >= own.buffer.firstStep)
        .filter((block) => above(block) > 0)
        .sort((a, b) => above(a) - above(b));
      return beside[0]?.index ?? null;
    }
  }
}

/** The block at a place; of two that share bytes, the one drawn last. */
export function blockAt(blocks: readonly AddressBlock[], step: number, address: number): AddressBlock | undefined {
  return [...blocks]
    .reverse()
    .find(
      ({ buffer: { firstStep, lastStep, offset, sizeBytes } }) =>
        step >= firstStep && step <= lastStep && address >= offset && address < offset + sizeBytes,
    );
}
