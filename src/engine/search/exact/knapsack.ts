/**
 * The multiple-choice knapsack, exactly: one option an item, least summed loss within a budget of bytes. Dynamic programming over
 * non-dominated (bytes, loss) states. What keeps it small: the linear relaxation of the items still to come bounds every state, and
 * options whose reduced cost exceeds the gap between relaxation and incumbent are struck out beforehand (Sinha and Zoltners 1979,
 * Pisinger 1995). Losses need not fall with bytes. Of equal losses the greater sum of bits wins.
 */
import { relax, type KnapsackOption, type Relaxation } from "./relaxation";

export interface KnapsackSolution {
  /** Option number by item, as the items were given. */
  readonly picks: readonly number[];
  readonly bytes: number;
  readonly loss: number;
  readonly bits: number;
}

export interface Knapsack {
  readonly leastBytes: number;
  /** Never above the least loss within the budget; Infinity where no choice is within it. Cheap. */
  readonly bound: (budget: number) => number;
  /** The least loss within the budget, or undefined where no choice is within it. Remembered by budget. */
  readonly solve: (budget: number) => KnapsackSolution | undefined;
  /** States examined so far. */
  readonly states: number;
}

/** An option with its number in the item as it was given. */
interface Numbered extends KnapsackOption {
  readonly option: number;
}

type Item = readonly Numbered[];

/** Sums of the same losses in another order differ by rounding; a bound this close is no reason to discard a state. */
const ROUNDING = 1 + 1e-12;

export function knapsackOf(items: readonly (readonly KnapsackOption[])[]): Knapsack {
  const undominated = items.map((options) => withoutDominated(options.map((option, i) => ({ ...option, option: i }))));
  const relaxation = relax(undominated);
  const solved = new Map<number, KnapsackSolution | undefined>();
  let states = 0;
  return {
    leastBytes: relaxation.leastBytes,
    bound: relaxation.bound,
    get states() {
      return states;
    },
    solve: (budget) => {
      if (solved.has(budget)) return solved.get(budget);
      const solution =
        budget < relaxation.leastBytes
          ? undefined
          : solve(undominated, relaxation, budget, (count) => (states += count));
      solved.set(budget, solution);
      return solution;
    },
  };
}

/** Ascending bytes; each costs more bytes than the one before and is better than it. */
function withoutDominated(options: readonly Numbered[]): Item {
  const sorted = [...options].sort((a, b) => a.bytes - b.bytes || a.loss - b.loss || b.bits - a.bits);
  const kept: Numbered[] = [];
  for (const option of sorted) {
    const best = kept.at(-1);
    if (!best || option.loss < best.loss || (option.loss === best.loss && option.bits > best.bits)) kept.push(option);
  }
  return kept;
}

function solve(
  items: readonly Item[],
  relaxation: Relaxation,
  budget: number,
  count: (states: number) => void,
): KnapsackSolution {
  const ceiling = incumbentLoss(items, relaxation, budget) * ROUNDING;
  const price = priceAt(relaxation, budget);
  const slack = ceiling - relaxation.bound(budget);
  const reduced = items.map((item, index) => {
    const costs = item.map((option) => option.loss + price * option.bytes);
    const [least = 0, second = Infinity] = [...costs].sort((a, b) => a - b);
    // The price times the budget cancels in exact arithmetic only: allow for its rounding.
    const allowed = least + slack + 1e-9 * Math.abs(least);
    const kept = item.filter((_, i) => (costs[i] as number) <= allowed);
    return { index, options: kept, departure: kept.length < 2 ? Infinity : second - least };
  });
  // Items that hardly leave their relaxed option come first, while states are few; ties in the order given.
  reduced.sort((a, b) => (a.departure === b.departure ? a.index - b.index : b.departure > a.departure ? 1 : -1));

  let level: Level = { bytes: [0], loss: [0], bits: [0], parent: [-1], option: [-1] };
  const levels: Level[] = [];
  reduced.forEach(({ options }, depth) => {
    const rest = relax(reduced.slice(depth + 1).map((later) => later.options));
    level = extend(level, options, rest, budget, ceiling);
    levels.push(level);
    count(level.bytes.length);
  });

  // Later states have more bytes and, being undominated, are better: the last one is the answer.
  const picks = new Array<number>(items.length).fill(0);
  const last = level.bytes.length - 1;
  for (let depth = levels.length - 1, at = last; depth >= 0; depth--) {
    const { parent, option } = levels[depth] as Level;
    picks[(reduced[depth] as { index: number }).index] = option[at] as number;
    at = parent[at] as number;
  }
  return summed(items, picks);
}

/** States after some items, in ascending bytes: each is better than the one before it. Parallel arrays. */
interface Level {
  readonly bytes: number[];
  readonly loss: number[];
  readonly bits: number[];
  /** Position of the state before, in the level before. */
  readonly parent: number[];
  readonly option: number[];
}

/** Merges the level shifted by each option, keeping what is undominated and may still beat the incumbent. */
function extend(before: Level, item: Item, rest: Relaxation, budget: number, ceiling: number): Level {
  const after: Level = { bytes: [], loss: [], bits: [], parent: [], option: [] };
  const positions = item.map(() => 0);
  let bestLoss = Infinity;
  let bestBits = -1;
  for (;;) {
    let chosen = -1;
    let [bytes, loss, bits] = [Infinity, Infinity, 0];
    for (let i = 0; i < item.length; i++) {
      const at = positions[i] as number;
      if (at >= before.bytes.length) continue;
      const option = item[i] as Numbered;
      const nextBytes = (before.bytes[at] as number) + option.bytes;
      const nextLoss = (before.loss[at] as number) + option.loss;
      if (nextBytes > bytes || (nextBytes === bytes && nextLoss > loss)) continue;
      const nextBits = (before.bits[at] as number) + option.bits;
      if (nextBytes === bytes && nextLoss === loss && nextBits <= bits) continue;
      [chosen, bytes, loss, bits] = [i, nextBytes, nextLoss, nextBits];
    }
    if (chosen < 0 || bytes + rest.leastBytes > budget) return after;
    const at = positions[chosen] as number;
    positions[chosen] = at + 1;
    if (loss > bestLoss || (loss === bestLoss && bits <= bestBits)) continue;
    if (loss + rest.bound(budget - bytes) > ceiling) continue;
    [bestLoss, bestBits] = [loss, bits];
    after.bytes.push(bytes);
    after.loss.push(loss);
    after.bits.push(bits);
    after.parent.push(at);
    after.option.push((item[chosen] as Numbered).option);
  }
}

/** Loss of a good choice within the budget: the relaxation's purchases that fit, then the best single moves that still do. */
function incumbentLoss(items: readonly Item[], relaxation: Relaxation, budget: number): number {
  const picks = items.map(() => 0);
  let left = budget - relaxation.leastBytes;
  for (const { item, from, to, bytes } of relaxation.purchases) {
    if (picks[item] !== from || bytes > left) continue;
    picks[item] = to;
    left -= bytes;
  }
  for (let improved = true; improved;) {
    improved = false;
    items.forEach((options, item) => {
      const current = options[picks[item] as number] as Numbered;
      options.forEach((option, to) => {
        if (option.loss >= current.loss || option.bytes - current.bytes > left || picks[item] === to || improved)
          return;
        picks[item] = to;
        left -= option.bytes - current.bytes;
        improved = true;
      });
    });
  }
  return picks.reduce((sum, pick, item) => sum + ((items[item] as Item)[pick] as Numbered).loss, 0);
}

/** Loss a byte at the margin: the efficiency of the purchase that the budget cuts through. */
function priceAt(relaxation: Relaxation, budget: number): number {
  const next = relaxation.purchases[relaxation.whole(budget)];
  return next ? next.gain / next.bytes : 0;
}

/** Sums in the items' own order, so that equal picks have equal sums to the last bit. */
function summed(items: readonly Item[], picks: readonly number[]): KnapsackSolution {
  let [bytes, loss, bits] = [0, 0, 0];
  picks.forEach((pick, item) => {
    const option = (items[item] as Item).find((candidate) => candidate.option === pick);
    if (!option) throw new Error(`item ${item} has no option ${pick}`);
    bytes += option.bytes;
    loss += option.loss;
    bits += option.bits;
  });
  return { picks, bytes, loss, bits };
}
