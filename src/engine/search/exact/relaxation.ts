/**
 * The linear relaxation of a multiple-choice knapsack. Start with every item at its fewest bytes and buy bytes where they lower the
 * loss most: along each item's lower convex hull efficiencies fall, so that one sorted list of purchases serves every budget, and a
 * budget is answered by a binary search (Sinha and Zoltners 1979).
 */

export interface KnapsackOption {
  readonly bytes: number;
  readonly loss: number;
  /** Breaks ties: of equal losses the greater sum is preferred. */
  readonly bits: number;
}

/** One move along an item's hull, from option `from` to the wider option `to`. */
export interface Purchase {
  readonly item: number;
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  /** By how much the loss falls; positive. */
  readonly gain: number;
}

export interface Relaxation {
  readonly leastBytes: number;
  /** Sorted by gain a byte, best first; the purchases of one item are in order. */
  readonly purchases: readonly Purchase[];
  /** No choice within the budget has a smaller loss; Infinity where none is within it. */
  readonly bound: (budget: number) => number;
  /** How many purchases fit whole, taken in order. */
  readonly whole: (budget: number) => number;
}

/** @param items options in ascending bytes and descending loss (undominated) */
export function relax(items: readonly (readonly KnapsackOption[])[]): Relaxation {
  let leastBytes = 0;
  let leastLoss = 0;
  const purchases: Purchase[] = [];
  items.forEach((options, item) => {
    const first = options[0];
    const last = options.at(-1);
    if (!first || !last) throw new Error("an item of a knapsack has no option");
    leastBytes += first.bytes;
    leastLoss += last.loss;
    purchases.push(...hullOf(options, item));
  });
  purchases.sort((a, b) => b.gain * a.bytes - a.gain * b.bytes || a.item - b.item || a.from - b.from);

  // Sums run from the wide end, where losses are small, so that no cancellation spoils them.
  const spent = new Float64Array(purchases.length + 1);
  const loss = new Float64Array(purchases.length + 1);
  purchases.forEach((purchase, i) => (spent[i + 1] = (spent[i] as number) + purchase.bytes));
  loss[purchases.length] = leastLoss;
  for (let i = purchases.length - 1; i >= 0; i--) loss[i] = (loss[i + 1] as number) + (purchases[i] as Purchase).gain;

  const whole = (budget: number): number => {
    let low = 0;
    let high = purchases.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (leastBytes + (spent[middle] as number) <= budget) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const bound = (budget: number): number => {
    if (budget < leastBytes) return Infinity;
    const fitting = whole(budget);
    const next = purchases[fitting];
    if (!next) return loss[fitting] as number;
    const missing = 1 - (budget - leastBytes - (spent[fitting] as number)) / next.bytes;
    return (loss[fitting + 1] as number) + missing * next.gain;
  };
  return { leastBytes, purchases, bound, whole };
}

function hullOf(options: readonly KnapsackOption[], item: number): Purchase[] {
  const hull: Purchase[] = [];
  for (let to = 1; to < options.length; to++) {
    const option = options[to] as KnapsackOption;
    let from = to - 1;
    // A purchase that is less efficient than the one after it is skipped over.
    for (let previous = hull.at(-1); previous; previous = hull.at(-1)) {
      const { bytes, loss } = options[from] as KnapsackOption;
      if (previous.gain * (option.bytes - bytes) > (loss - option.loss) * previous.bytes) break;
      from = previous.from;
      hull.pop();
    }
    const { bytes, loss } = options[from] as KnapsackOption;
    if (loss > option.loss) hull.push({ item, from, to, bytes: option.bytes - bytes, gain: loss - option.loss });
  }
  return hull;
}
