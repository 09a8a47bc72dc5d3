/**
 * Widths of activations under RAM limits, exactly, by dynamic programming along the steps. An activation takes part in the steps
 * during which it is alive, so after deciding the first k activations all that matters is how many bytes they take of the steps
 * that are still open: that vector is the state. A chain has one or two open steps; branches add a few. A step that can no longer
 * exceed its limit drops out of the state.
 *
 * Lookup tables make a width cost FLASH as well: each state then keeps its non-dominated (table bytes, loss) points. Without tables
 * there is one point a state.
 *
 * Narrowing never raises a demand, so a state in which every open step still fits with everything to come at its narrowest can
 * always be completed: limiting a level to its best states loses optimality, never an answer.
 */
import { stopIfCancelled, type Watch } from "../../ir/ports";

export interface FrontierOption {
  readonly bits: number;
  readonly loss: number;
  readonly tableBytes: number;
}

/** Σ bytes[option of activation] ≤ capacity. */
export interface FrontierStep {
  readonly capacity: number;
  readonly terms: readonly { readonly activation: number; readonly bytes: readonly number[] }[];
}

/** Non-dominated ways to reach a state: ascending table bytes, each with a smaller loss (or equal loss and more bits). */
export interface CurvePoint {
  readonly tableBytes: number;
  readonly loss: number;
  readonly bits: number;
}

export interface FrontierState {
  /** Bytes taken of each open step. */
  readonly taken: readonly number[];
  readonly arrivals: { readonly from: FrontierState; readonly option: number }[];
  curve: readonly CurvePoint[];
}

export interface Frontier {
  /** The activation decided at each level, in order. */
  readonly order: readonly number[];
  /** After the last activation, when no step is open. */
  readonly final: FrontierState;
  readonly states: number;
  /** Losses above this may have been passed over; Infinity where nothing was. */
  readonly completeUpTo: number;
  /** True where dominated states were dropped: only the best solution for each number of table bytes is sure to be there. */
  readonly thinned: boolean;
}

export interface FrontierGuard {
  /** Most states that a level may keep. */
  readonly widest: number;
  /** States that cannot lead to a loss of at most this are dropped. */
  readonly ceiling: number;
  /** Drop states that another one dominates: the best solution stays exact, those after it do not. */
  readonly thin: boolean;
  readonly watch: Watch;
}

/** Levels up to this size are not worth thinning. */
const MANY = 256;

/**
 * @param activations options in the order in which steps count their bytes
 * @returns undefined where some step exceeds its capacity with every activation at its fewest bytes
 */
export function frontierOf(
  activations: readonly (readonly FrontierOption[])[],
  steps: readonly FrontierStep[],
  guard: FrontierGuard,
): Frontier | undefined {
  const binding = steps.filter((step) => extreme(step, Math.max) > step.capacity);
  if (binding.some((step) => extreme(step, Math.min) > step.capacity)) return undefined;
  const possible = possibleOptions(activations, binding);
  const order = eliminationOrder(activations.length, binding);
  const leastLossToCome = suffixSums(
    order.map((at) => Math.min(...(possible[at] ?? []).map((o) => activations[at]?.[o]?.loss ?? 0))),
  );

  let level: FrontierState[] = [{ taken: [], arrivals: [], curve: [{ tableBytes: 0, loss: 0, bits: 0 }] }];
  let open: readonly FrontierStep[] = [];
  let states = 0;
  let completeUpTo = Infinity;
  let thinned = false;
  order.forEach((activation, depth) => {
    stopIfCancelled(guard.watch);
    const decided = new Set(order.slice(0, depth + 1));
    const demands = demandsAt(activation, decided, open, binding, possible);
    const next = new Map<string, FrontierState>();
    const points = new Map<FrontierState, CurvePoint[]>();
    for (const state of level) {
      for (const option of possible[activation] ?? []) {
        const choice = activations[activation]?.[option];
        const taken = takenAfter(state, demands, option);
        if (!choice || !taken) continue;
        const key = taken.join();
        let reached = next.get(key);
        if (!reached) next.set(key, (reached = { taken, arrivals: [], curve: [] }));
        reached.arrivals.push({ from: state, option });
        const curve = points.get(reached) ?? [];
        points.set(reached, curve);
        for (const { tableBytes, loss, bits } of state.curve) {
          curve.push({
            tableBytes: tableBytes + choice.tableBytes,
            loss: loss + choice.loss,
            bits: bits + choice.bits,
          });
        }
      }
    }
    level = [...next.values()];
    for (const state of level) state.curve = undominated(points.get(state) ?? []);
    states += level.length;
    const toCome = leastLossToCome[depth + 1] ?? 0;
    const promising = level.filter((state) => leastLoss(state) + toCome <= guard.ceiling);
    if (promising.length < level.length) completeUpTo = Math.min(completeUpTo, guard.ceiling);
    level = promising;
    if (guard.thin && level.length > MANY) {
      const before = level.length;
      level = withoutDominated(level);
      if (level.length < before) thinned = true;
    }
    if (level.length > guard.widest) {
      level = level.sort((a, b) => leastLoss(a) - leastLoss(b)).slice(0, guard.widest);
      completeUpTo = -Infinity;
    }
    open = demands.filter(({ closes }) => !closes).map(({ step }) => step);
  });
  const final = level[0];
  return final ? { order, final, states, completeUpTo, thinned } : undefined;
}

/**
 * Drops states that take at least as much as another at no smaller loss. Compared are states that differ in one step only, the one
 * in which this level differs most: sorting does it, and where many activations are alive it is one step that fills up.
 */
function withoutDominated(level: readonly FrontierState[]): FrontierState[] {
  const distinct = (level[0]?.taken ?? []).map((_, step) => new Set(level.map(({ taken }) => taken[step])).size);
  const widest = distinct.indexOf(Math.max(...distinct));
  const least = new Map<string, number>();
  const sorted = [...level].sort((a, b) => leastLoss(a) - leastLoss(b) || bitsAtLeast(b) - bitsAtLeast(a));
  return sorted.filter(({ taken, curve }) => {
    const [point] = curve;
    if (!point || curve.length > 1) return true;
    const key = `${point.tableBytes}:${taken.map((bytes, step) => (step === widest ? 0 : bytes)).join()}`;
    const own = taken[widest] ?? 0;
    if (own >= (least.get(key) ?? Infinity)) return false;
    least.set(key, own);
    return true;
  });
}

/** What deciding one activation does to a step that is open before or opens with it. */
interface StepDemand {
  readonly step: FrontierStep;
  /** Position in the state before; -1 where the step opens here. */
  readonly before: number;
  /** By option; undefined where the activation does not take part. */
  readonly bytes: readonly number[] | undefined;
  readonly leastToCome: number;
  readonly mostToCome: number;
  /** No activation of it is left to decide. */
  readonly closes: boolean;
}

function demandsAt(
  activation: number,
  decided: ReadonlySet<number>,
  open: readonly FrontierStep[],
  steps: readonly FrontierStep[],
  possible: readonly (readonly number[])[],
): readonly StepDemand[] {
  const opening = steps.filter(
    (step) => !open.includes(step) && step.terms.some((term) => term.activation === activation),
  );
  return [...open, ...opening].map((step, at): StepDemand => {
    const later = step.terms.filter((term) => !decided.has(term.activation));
    const toCome = (pick: (...bytes: number[]) => number): number =>
      later.reduce(
        (sum, term) => sum + pick(...(possible[term.activation] ?? []).map((option) => term.bytes[option] ?? 0)),
        0,
      );
    return {
      step,
      before: at < open.length ? at : -1,
      bytes: step.terms.find((term) => term.activation === activation)?.bytes,
      leastToCome: toCome(Math.min),
      mostToCome: toCome(Math.max),
      closes: later.length === 0,
    };
  });
}

/** The state after an option, or undefined where a step could no longer keep to its capacity. */
function takenAfter(state: FrontierState, demands: readonly StepDemand[], option: number): number[] | undefined {
  const taken: number[] = [];
  for (const { step, before, bytes, leastToCome, mostToCome, closes } of demands) {
    const sum = (before < 0 ? 0 : (state.taken[before] ?? 0)) + (bytes?.[option] ?? 0);
    if (sum + leastToCome > step.capacity) return undefined;
    // Out of danger: states that differ in it alone are one state.
    if (!closes) taken.push(sum + mostToCome <= step.capacity ? 0 : sum);
  }
  return taken;
}

/** Options that fit with everything else at its fewest bytes; the others can occur in no solution. */
function possibleOptions(
  activations: readonly (readonly FrontierOption[])[],
  steps: readonly FrontierStep[],
): readonly (readonly number[])[] {
  const possible = activations.map((options) => options.map(() => true));
  for (const step of steps) {
    const least = extreme(step, Math.min);
    for (const { activation, bytes } of step.terms) {
      const own = Math.min(...bytes);
      bytes.forEach((size, option) => {
        const row = possible[activation];
        if (row && least - own + size > step.capacity) row[option] = false;
      });
    }
  }
  return possible.map((row) => row.flatMap((is, option) => (is ? [option] : [])));
}

/** In the order of the first binding step that an activation takes part in; those in none first, for they open nothing. */
function eliminationOrder(count: number, steps: readonly FrontierStep[]): readonly number[] {
  const first = new Array<number>(count).fill(-1);
  steps.forEach((step, at) => {
    for (const { activation } of step.terms) if (first[activation] === -1) first[activation] = at;
  });
  return [...first.keys()].sort((a, b) => (first[a] ?? 0) - (first[b] ?? 0) || a - b);
}

function extreme(step: FrontierStep, pick: (...bytes: number[]) => number): number {
  return step.terms.reduce((sum, { bytes }) => sum + pick(...bytes), 0);
}

function undominated(points: readonly CurvePoint[]): readonly CurvePoint[] {
  const sorted = [...points].sort((a, b) => a.tableBytes - b.tableBytes || a.loss - b.loss || b.bits - a.bits);
  const kept: CurvePoint[] = [];
  for (const point of sorted) {
    const best = kept.at(-1);
    if (!best || point.loss < best.loss || (point.loss === best.loss && point.bits > best.bits)) kept.push(point);
  }
  return kept;
}

/** The last point of a curve has the least loss. */
function leastLoss(state: FrontierState): number {
  return state.curve.at(-1)?.loss ?? Infinity;
}

function bitsAtLeast(state: FrontierState): number {
  return state.curve.at(-1)?.bits ?? 0;
}

/** sums[i] = Σ values[i…]. */
function suffixSums(values: readonly number[]): readonly number[] {
  const sums = [...values, 0];
  for (let i = values.length - 1; i >= 0; i--) sums[i] = (sums[i + 1] ?? 0) + (values[i] ?? 0);
  return sums;
}
