/**
 * The solutions of a multiple-choice knapsack one after another, least loss first, by splitting the set of all solutions around each
 * one found (Lawler 1972): every other solution agrees with it up to some item and differs there. Each part is solved exactly.
 */
import { knapsackOf, type KnapsackSolution } from "./knapsack";
import { PriorityQueue } from "./priorityQueue";
import { precedes } from "./ranking";
import type { KnapsackOption } from "./relaxation";

export interface RankedKnapsack {
  /** What `next` will answer. */
  peek(): KnapsackSolution | undefined;
  next(): KnapsackSolution | undefined;
  readonly states: number;
}

/** A part of the solutions by the option numbers it allows each item, and its best solution. */
interface Part {
  readonly allowed: readonly (readonly number[])[];
  readonly best: KnapsackSolution;
}

export function rankedKnapsack(items: readonly (readonly KnapsackOption[])[], budget: number): RankedKnapsack {
  const queue = new PriorityQueue<Part>((a, b) => precedes(a.best, b.best));
  let states = 0;
  const add = (allowed: readonly (readonly number[])[]): void => {
    if (allowed.some((options) => options.length === 0)) return;
    const knapsack = knapsackOf(allowed.map((options, item) => options.map((option) => optionOf(items, item, option))));
    const local = knapsack.solve(budget);
    states += knapsack.states;
    if (!local) return;
    const picks = local.picks.map((pick, item) => allowed[item]?.[pick] ?? -1);
    queue.push({ allowed, best: { ...local, picks } });
  };
  add(items.map((options) => options.map((_, i) => i)));
  return {
    peek: () => queue.peek()?.best,
    get states() {
      return states;
    },
    next: () => {
      const part = queue.pop();
      if (!part) return undefined;
      part.allowed.forEach((options, item) => {
        if (options.length < 2) return;
        const others = options.filter((option) => option !== part.best.picks[item]);
        add(part.allowed.map((own, i) => (i < item ? [part.best.picks[i] ?? -1] : i === item ? others : own)));
      });
      return part.best;
    },
  };
}

function optionOf(items: readonly (readonly KnapsackOption[])[], item: number, option: number): KnapsackOption {
  const found = items[item]?.[option];
  if (!found) throw new Error(`item ${item} has no option ${option}`);
  return found;
}
