/** Which rows of a long list need elements: those in view, some beyond, so that a quick scroll shows no gap; short lists whole. */

export interface Viewport {
  /** How far the list's first row lies above the upper edge of what is seen; negative while the list begins below it. */
  readonly hiddenAbove: number;
  readonly height: number;
  readonly rowHeight: number;
}

export interface Range {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/** So few rows cost less than the bookkeeping, and stay within reach of the editor's own find. */
export const WHOLE_UP_TO = 100;
const OVERSCAN = 12;

export function visibleRange(count: number, { hiddenAbove, height, rowHeight }: Viewport): Range {
  if (count <= WHOLE_UP_TO || rowHeight <= 0) return { first: 0, end: count };
  const first = Math.floor(hiddenAbove / rowHeight) - OVERSCAN;
  const end = Math.ceil((hiddenAbove + height) / rowHeight) + OVERSCAN;
  return { first: clamp(first, 0, count), end: clamp(end, 0, count) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
