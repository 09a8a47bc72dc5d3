/**
 * Activation widths one after another, least total loss first, weights included. A best-first walk back from a frontier's final
 * state: the frontier's curves give the exact least loss of everything not yet walked, so no step is wasted on a worse path.
 */
import type { CurvePoint, Frontier, FrontierOption, FrontierState } from "./frontier";
import { PriorityQueue } from "./priorityQueue";

/** Least loss first; of equal losses, more bits. */
export interface Rank {
  readonly loss: number;
  readonly bits: number;
}

export function precedes(a: Rank, b: Rank): boolean {
  return a.loss < b.loss || (a.loss === b.loss && a.bits > b.bits);
}

/** What the table bytes of the activations leave to the weights. */
export interface WeightLosses {
  /** The best weights beside tables of that size; undefined where none fit. */
  exact(tableBytes: number): Rank | undefined;
  /** Never above `exact`, and cheap. */
  bound(tableBytes: number): number;
}

/** Loss and bits are those of activations and weights together. */
export interface RankedActivations extends Rank {
  /** Option by activation. */
  readonly options: readonly number[];
  readonly tableBytes: number;
}

export interface Ranking {
  /** The rank of what `next` will answer; undefined when nothing is left. */
  peek(): Rank | undefined;
  next(): RankedActivations | undefined;
}

/** A bound and the exact loss add the same numbers in another order. */
const ROUNDING = 1 + 1e-12;

/** Decisions from the last activation back to level `depth`; `state` is the frontier's state after that level. */
interface Walk extends Rank {
  readonly state: FrontierState;
  readonly depth: number;
  readonly tail: CurvePoint;
  readonly option: number;
  readonly later: Walk | undefined;
  readonly serial: number;
}

export function rankActivations(
  frontier: Frontier,
  activations: readonly (readonly FrontierOption[])[],
  weights: WeightLosses,
): Ranking {
  // Of equal losses more bits first, then the walk nearest to its end: ties are finished one by one instead of side by side.
  const queue = new PriorityQueue<Walk>((a, b) => {
    if (a.loss !== b.loss || a.bits !== b.bits) return precedes(a, b);
    return a.depth !== b.depth ? a.depth < b.depth : a.serial < b.serial;
  });
  let serial = 0;
  const push = (
    state: FrontierState,
    depth: number,
    tail: CurvePoint,
    option: number,
    later: Walk | undefined,
  ): void => {
    const best = bestTotal(state, tail, weights);
    if (best) queue.push({ state, depth, tail, option, later, ...best, serial: serial++ });
  };
  push(frontier.final, frontier.order.length, { tableBytes: 0, loss: 0, bits: 0 }, -1, undefined);

  const next = (): RankedActivations | undefined => {
    for (let walk = queue.pop(); walk; walk = queue.pop()) {
      if (walk.depth === 0) {
        const options = new Array<number>(activations.length).fill(-1);
        for (let at = walk; at.later; at = at.later) options[frontier.order[at.depth] ?? -1] = at.option;
        return { options, loss: walk.loss, bits: walk.bits, tableBytes: walk.tail.tableBytes };
      }
      const row = activations[frontier.order[walk.depth - 1] ?? -1] ?? [];
      for (const { from, option } of walk.state.arrivals) {
        const chosen = row[option];
        if (!chosen) continue;
        const tail = {
          tableBytes: walk.tail.tableBytes + chosen.tableBytes,
          loss: walk.tail.loss + chosen.loss,
          bits: walk.tail.bits + chosen.bits,
        };
        push(from, walk.depth - 1, tail, option, walk);
      }
    }
    return undefined;
  };
  return { peek: () => queue.peek(), next };
}

/** The best completion of a walk, or undefined where weights fit beside none. Points are tried in the order of their bounds. */
function bestTotal(state: FrontierState, tail: CurvePoint, weights: WeightLosses): Rank | undefined {
  const candidates = state.curve.map((point) => {
    const tableBytes = point.tableBytes + tail.tableBytes;
    const own = point.loss + tail.loss;
    return { tableBytes, own, bits: point.bits + tail.bits, bound: own + weights.bound(tableBytes) };
  });
  if (candidates.length > 1) candidates.sort((a, b) => a.bound - b.bound);
  let best: Rank | undefined;
  for (const { tableBytes, own, bits, bound } of candidates) {
    if (bound === Infinity || (best && bound > best.loss * ROUNDING)) break;
    const beside = weights.exact(tableBytes);
    if (!beside) continue;
    const rank = { loss: own + beside.loss, bits: bits + beside.bits };
    if (!best || precedes(rank, best)) best = rank;
  }
  return best;
}
