/**
 * The execution order whose greatest live sum is smallest.
 *
 * What is alive depends only on the set of layers already executed, so the search runs over those sets, one layer added a level: exact
 * dynamic programming while the levels are narrow, a beam over the best sets once they are not (`proven` says which). Chains
 * have one set a level. Two facts keep levels narrow without giving up exactness: a set that already costs as much as the default
 * order is dropped, and a layer that costs no new peak and frees at least what it makes is executed at once (moving such a layer to
 * the front of any completion lowers every live sum that it passes).
 */
import type { ActivationId, Network } from "../../ir/network";
import { layerAt } from "./lifetimes";

/** What an order is judged by. */
export interface OrderCosts {
  /** Arena bytes by activation id; 0 for what does not lie in the arena. */
  readonly sizes: readonly number[];
  /** Scratch bytes by layer index. */
  readonly scratch: readonly number[];
  /** By layer index: operands whose bytes the output may take when they die. */
  readonly overwritable: readonly (readonly ActivationId[])[];
}

export interface FoundOrder {
  readonly order: readonly number[];
  /** Greatest live sum over the steps of `order`. */
  readonly peakBytes: number;
  /** No other order has a smaller peak. */
  readonly proven: boolean;
}

/** Sets kept a level, and the least to which that falls once `transitions` have been spent: bounds time on any graph. */
interface Effort {
  readonly width: number;
  readonly narrowWidth: number;
  readonly transitions: number;
}

const EFFORT: Effort = { width: 512, narrowWidth: 4, transitions: 30_000 };

/** A set of executed layers, reached by the cheapest way known. */
interface State extends Reached {
  /** Layers yet to read each activation, by id. */
  readonly readers: Int32Array;
  /** Inputs not yet made, by layer index. */
  readonly missing: Int32Array;
}

/** What decides whether a set is worth keeping: most are not, so the rest of a state is made for those that are. */
interface Reached {
  /** Layers that may run next, ascending: they determine the set, so they are its key. */
  readonly ready: readonly number[];
  readonly liveBytes: number;
  readonly peakBytes: number;
  readonly path: Path | undefined;
}

/** One layer added to a set. */
interface Step extends Reached {
  readonly from: State;
  readonly layer: number;
}

interface Path {
  readonly layer: number;
  readonly before: Path | undefined;
}

/** Prefers the default order where nothing beats it. */
export function bestOrder(network: Network, costs: OrderCosts, effort: Effort = EFFORT): FoundOrder {
  const graph = new OrderGraph(network, costs);
  const byDefault = graph.peakOf(network.layers.map(({ index }) => index));
  const floorBytes = graph.floorBytes();
  if (byDefault.peakBytes <= floorBytes) return { ...byDefault, proven: true };

  let level: readonly State[] = [graph.start()];
  let transitions = 0;
  let truncated = false;
  for (let executed = 0; executed < network.layers.length; executed++) {
    const next = new Map<string, Step>();
    for (const state of level) {
      const successors = state.ready.map((layer) => graph.step(state, layer));
      transitions += successors.length;
      const free = successors.find(
        (successor) =>
          successor.liveBytes <= state.liveBytes && successor.peakBytes <= Math.max(state.peakBytes, floorBytes),
      );
      for (const successor of free ? [free] : successors) {
        if (successor.peakBytes >= byDefault.peakBytes) continue;
        const key = successor.ready.join();
        const known = next.get(key);
        if (!known || successor.peakBytes < known.peakBytes) next.set(key, successor);
      }
    }
    const width = transitions < effort.transitions ? effort.width : effort.narrowWidth;
    let kept = [...next.values()];
    if (kept.length > width) {
      truncated = true;
      kept = kept
        .sort((a, b) => a.peakBytes - b.peakBytes || a.liveBytes - b.liveBytes || compareLists(a.ready, b.ready))
        .slice(0, width);
    }
    level = kept.map((step) => graph.execute(step));
  }
  const best = level[0];
  if (!best) return { ...byDefault, proven: !truncated };
  return { order: unwind(best.path), peakBytes: best.peakBytes, proven: !truncated || best.peakBytes <= floorBytes };
}

/** The transition rule: what is alive before, while and after a layer runs. */
class OrderGraph {
  private readonly readersOf: readonly (readonly number[])[];
  private readonly inputsOf: readonly (readonly ActivationId[])[];
  private readonly held: ReadonlySet<ActivationId>;

  constructor(
    private readonly network: Network,
    private readonly costs: OrderCosts,
  ) {
    this.inputsOf = network.layers.map((layer) => [...new Set(layer.inputs)]);
    const readers: number[][] = network.activations.map(() => []);
    this.inputsOf.forEach((inputs, layer) => inputs.forEach((id) => readers[id]?.push(layer)));
    this.readersOf = readers;
    this.held = new Set(network.outputs);
  }

  start(): State {
    const readers = Int32Array.from(this.readersOf, (list) => list.length);
    const missing = Int32Array.from(this.inputsOf, (inputs) => inputs.length);
    let liveBytes = 0;
    for (const id of this.network.inputs) {
      liveBytes += this.sizeOf(id);
      for (const layer of this.readersOf[id] ?? []) missing[layer] = (missing[layer] as number) - 1;
    }
    const ready = this.network.layers.filter(({ index }) => missing[index] === 0).map(({ index }) => index);
    return { ready, readers, missing, liveBytes, peakBytes: 0, path: undefined };
  }

  step(from: State, layer: number): Step {
    const { readers, missing } = from;
    const { output } = layerAt(this.network, layer);
    const dies = (id: ActivationId): boolean => readers[id] === 1;
    const inputs = this.inputsOf[layer] ?? [];
    let freedBytes = 0;
    for (const id of inputs) if (dies(id) && !this.held.has(id)) freedBytes += this.sizeOf(id);
    const outputBytes = this.sizeOf(output);
    const overwrites = (this.costs.overwritable[layer] ?? []).some(dies);
    const runningBytes = from.liveBytes + (overwrites ? 0 : outputBytes) + (this.costs.scratch[layer] ?? 0);
    const staysAlive = readers[output] !== 0 || this.held.has(output);
    const ready = from.ready.filter((other) => other !== layer);
    for (const reader of this.readersOf[output] ?? []) if (missing[reader] === 1) insert(ready, reader);
    return {
      from,
      layer,
      ready,
      liveBytes: from.liveBytes + (staysAlive ? outputBytes : 0) - freedBytes,
      peakBytes: Math.max(from.peakBytes, runningBytes),
      path: { layer, before: from.path },
    };
  }

  execute({ from, layer, ready, liveBytes, peakBytes, path }: Step): State {
    const state = { ready, readers: from.readers.slice(), missing: from.missing.slice(), liveBytes, peakBytes, path };
    this.count(state, layer);
    return state;
  }

  peakOf(order: readonly number[]): { readonly order: readonly number[]; readonly peakBytes: number } {
    // One state all the way, its counts kept in place.
    let state = this.start();
    for (const layer of order) {
      const { ready, liveBytes, peakBytes } = this.step(state, layer);
      this.count(state, layer);
      state = { ...state, ready, liveBytes, peakBytes };
    }
    return { order, peakBytes: state.peakBytes };
  }

  private count({ readers, missing }: Pick<State, "readers" | "missing">, layer: number): void {
    for (const id of this.inputsOf[layer] ?? []) readers[id] = (readers[id] as number) - 1;
    const { output } = layerAt(this.network, layer);
    for (const reader of this.readersOf[output] ?? []) missing[reader] = (missing[reader] as number) - 1;
  }

  /** No order peaks lower: a layer needs its operands, its scratch and, unless it can overwrite, its output at once. */
  floorBytes(): number {
    return this.network.layers.reduce((floor, { index, output }) => {
      const operandBytes = (this.inputsOf[index] ?? []).reduce((sum, id) => sum + this.sizeOf(id), 0);
      const outputBytes = (this.costs.overwritable[index] ?? []).length > 0 ? 0 : this.sizeOf(output);
      return Math.max(floor, operandBytes + outputBytes + (this.costs.scratch[index] ?? 0));
    }, 0);
  }

  private sizeOf(id: ActivationId): number {
    return this.costs.sizes[id] ?? 0;
  }
}

/** Keeps the list ascending. */
function insert(list: number[], value: number): void {
  let at = list.length;
  while (at > 0 && (list[at - 1] as number) > value) at--;
  list.splice(at, 0, value);
}

function unwind(path: Path | undefined): readonly number[] {
  const order: number[] = [];
  for (let at = path; at; at = at.before) order.push(at.layer);
  return order.reverse();
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
