/**
 * All policies that keep to the constraints, least loss first.
 *
 * FLASH depends on weight widths and RAM on activation widths; code couples them through the sets of widths that occur, and lookup
 * tables through a few bytes. So for each pair of width sets (widthSets.ts) weights are a knapsack (knapsack.ts) and activations a
 * dynamic program along the steps (frontier.ts), and the two are joined at the bytes that tables leave to the weights (ranking.ts).
 */
import { stopIfCancelled, type Watch } from "../../ir/ports";
import { frontierOf, type Frontier } from "./frontier";
import { knapsackOf, type Knapsack } from "./knapsack";
import { PriorityQueue } from "./priorityQueue";
import {
  precedes,
  rankActivations,
  type Rank,
  type RankedActivations,
  type Ranking,
  type WeightLosses,
} from "./ranking";
import { rankedKnapsack } from "./rankedKnapsack";
import type { Option, Picks, Tableau } from "../tableau";
import { restrict, widthPairsOf, type WidthPair } from "./widthSets";

/** States a frontier's level may keep at the first try, and when bounded by a known loss. Fewer cost proofs, never an answer. */
export interface Breadth {
  readonly first: number;
  readonly bounded: number;
  /** At once only states that no other dominates: the best answer is as good, and sooner there; those after it may be missed. */
  readonly thin: boolean;
}

const BREADTH: Breadth = { first: 2_000, bounded: 20_000, thin: false };
/** Sums of the same losses in another order differ by rounding. */
const ROUNDING = 1 + 1e-12;

export interface Limits {
  readonly flashBytes: number;
  readonly ramBytes: number;
}

export interface Candidate {
  readonly picks: Picks;
  /** As summed on the way; equal to the policy's predicted loss but for rounding. */
  readonly loss: number;
  /** No policy within the constraints that was not answered before has a smaller loss. */
  readonly proven: boolean;
  readonly ranked: RankedActivations;
  readonly opened: Opened;
  /** From a source of other weights. */
  readonly isOther: boolean;
}

/** A pair of width sets whose activations have been ranked. */
interface Opened {
  readonly weightNumbers: readonly number[];
  readonly activationNumbers: readonly number[];
  readonly weightRows: readonly (readonly Option[])[];
  readonly knapsack: Knapsack;
  /** FLASH left to weights and tables. */
  readonly flashBytes: number;
}

/** Something that answers candidates in the order of their losses. */
interface Source {
  /** Never above the loss of the next candidate, and then never below its bits; undefined where nothing is left. */
  peek(): Rank | undefined;
  /** The next candidate, or undefined where only the bound has changed (see peek) or nothing is left. */
  next(): Candidate | undefined;
}

/**
 * What streams of one breadth have in common: weights that are offered alike have the same knapsacks under any limits, activations that are
 * offered alike the same frontiers under equal RAM.
 */
export class KnownParts {
  private readonly pairs = new WeakMap<Tableau["givenWidths"], readonly WidthPair[]>();
  private readonly knapsacks = new WeakMap<Tableau["weights"], Map<string, Knapsack>>();
  private readonly frontiers = new WeakMap<Tableau["demands"], Map<string, Frontier | undefined>>();

  /** Pairs depend on code alone. A tableau that offers fewer options shares its origin's given widths, by which the origin is known. */
  widthPairs(tableau: Tableau): readonly WidthPair[] {
    const pairs = this.pairs.get(tableau.givenWidths) ?? widthPairsOf(tableau);
    this.pairs.set(tableau.givenWidths, pairs);
    return pairs;
  }

  knapsack({ weights }: Tableau, widths: string, make: () => Knapsack): Knapsack {
    const ofWeights = this.knapsacks.get(weights) ?? new Map<string, Knapsack>();
    this.knapsacks.set(weights, ofWeights);
    const knapsack = ofWeights.get(widths) ?? make();
    ofWeights.set(widths, knapsack);
    return knapsack;
  }

  /** Losses and demands of activations go together: who offers other ones makes both anew. */
  frontier({ demands }: Tableau, key: string, make: () => Frontier | undefined): Frontier | undefined {
    const ofDemands = this.frontiers.get(demands) ?? new Map<string, Frontier | undefined>();
    this.frontiers.set(demands, ofDemands);
    if (!ofDemands.has(key)) ofDemands.set(key, make());
    return ofDemands.get(key);
  }
}

export class CandidateStream {
  private readonly sources = new PriorityQueue<{
    readonly source: Source;
    readonly rank: Rank;
    readonly serial: number;
  }>((a, b) => precedes(a.rank, b.rank) || (!precedes(b.rank, a.rank) && a.serial < b.serial));
  private readonly knapsacks = new Map<string, Knapsack>();
  private readonly frontiers = new Map<string, Frontier | undefined>();
  private readonly answered = new Set<string>();
  /** Of these, whose FLASH alone did not fit. */
  private readonly overweight = new Set<string>();
  private serial = 0;
  private otherStates = 0;
  /** Policies of greater loss may have been passed over, where a frontier had to drop states; Infinity where none was. */
  private completeUpTo = Infinity;

  constructor(
    private readonly tableau: Tableau,
    private readonly limits: Limits,
    private readonly watch: Watch,
    private readonly breadth: Breadth = BREADTH,
    private readonly known: KnownParts = new KnownParts(),
  ) {
    for (const pair of known.widthPairs(tableau)) this.add(this.unopened(pair));
  }

  get complete(): boolean {
    return this.completeUpTo === Infinity;
  }

  get states(): number {
    let sum = this.otherStates;
    for (const knapsack of this.knapsacks.values()) sum += knapsack.states;
    for (const frontier of this.frontiers.values()) sum += frontier?.states ?? 0;
    return sum;
  }

  next(): Candidate | undefined {
    for (let first = this.sources.pop(); first; first = this.sources.pop()) {
      stopIfCancelled(this.watch);
      const candidate = first.source.next();
      this.add(first.source);
      if (!candidate) continue;
      const key = keyOf(candidate);
      if (this.answered.has(key)) {
        // Met again in another pair of width sets, whose other weights are others.
        if (this.overweight.has(key) && !candidate.isOther) this.otherWeights(candidate);
        continue;
      }
      this.answered.add(key);
      return candidate;
    }
    return undefined;
  }

  /** Adds the same activations with all other weights, for a candidate whose FLASH alone did not fit. */
  otherWeights(candidate: Candidate): void {
    const { ranked, opened, isOther } = candidate;
    this.overweight.add(keyOf(candidate));
    if (isOther) return; // its own source goes on
    const budget = opened.flashBytes - ranked.tableBytes;
    const best = opened.knapsack.solve(budget);
    const own = { loss: ranked.loss - (best?.loss ?? 0), bits: ranked.bits - (best?.bits ?? 0) };
    const others = rankedKnapsack(opened.weightRows, budget);
    this.add({
      peek: () => {
        const next = others.peek();
        return next && { loss: own.loss + next.loss, bits: own.bits + next.bits };
      },
      next: () => {
        const before = others.states;
        const weights = others.next();
        this.otherStates += others.states - before;
        return weights && this.candidate(opened, ranked, weights.picks, own.loss + weights.loss, true);
      },
    });
  }

  private add(source: Source): void {
    const rank = source.peek();
    if (rank) this.sources.push({ source, rank, serial: this.serial++ });
  }

  /** A pair is opened only when its bound is the least of all. */
  private unopened(pair: WidthPair): Source {
    const weights = restrict(this.tableau.weights, pair.weightWidths);
    const activations = restrict(this.tableau.activations, pair.activationWidths);
    const knapsack = this.knapsackFor(pair, weights.rows);
    const flashBytes = this.limits.flashBytes - this.tableau.flashFixedBytes - pair.codeBytes;
    const weightBound = knapsack.bound(flashBytes - sumOfLeast(activations.rows, ({ bytes }) => bytes));
    const loss = weightBound + sumOfLeast(activations.rows, (option) => option.loss);
    // Discounted, for the bound and the exact loss add the same numbers in another order.
    let rank = loss === Infinity ? undefined : { loss: loss / ROUNDING, bits: Infinity };
    let ranking: Ranking | undefined;
    let thinned = false;
    const opened: Opened = {
      weightNumbers: weights.numbers,
      activationNumbers: activations.numbers,
      weightRows: weights.rows,
      knapsack,
      flashBytes,
    };
    return {
      peek: () => (ranking ? ranking.peek() : rank),
      next: () => {
        if (ranking) {
          const ranked = ranking.next();
          if (ranked && thinned) this.completeUpTo = Math.min(this.completeUpTo, ranked.loss);
          const solution = ranked && knapsack.solve(flashBytes - ranked.tableBytes);
          return solution && this.candidate(opened, ranked, solution.picks, ranked.loss);
        }
        const frontier = this.frontierFor(pair, activations.numbers, activations.rows, knapsack, flashBytes);
        if (frontier) {
          this.completeUpTo = Math.min(this.completeUpTo, frontier.completeUpTo + weightBound);
          thinned = frontier.thinned;
          ranking = rankActivations(frontier, frontierRows(activations.rows), weightLosses(knapsack, flashBytes));
        } else {
          rank = undefined;
        }
        return undefined;
      },
    };
  }

  private candidate(
    opened: Opened,
    ranked: RankedActivations,
    weights: readonly number[],
    loss: number,
    isOther = false,
  ): Candidate {
    const picks = {
      weights: weights.map((option) => opened.weightNumbers[option] ?? -1),
      activations: ranked.options.map((option) => opened.activationNumbers[option] ?? -1),
    };
    return { picks, loss, proven: loss <= this.completeUpTo, ranked, opened, isOther };
  }

  private knapsackFor(pair: WidthPair, rows: readonly (readonly Option[])[]): Knapsack {
    const key = pair.weightWidths.join();
    const knapsack = this.known.knapsack(this.tableau, key, () => knapsackOf(rows));
    this.knapsacks.set(key, knapsack);
    return knapsack;
  }

  private frontierFor(
    pair: WidthPair,
    numbers: readonly number[],
    options: readonly (readonly Option[])[],
    knapsack: Knapsack,
    flashBytes: number,
  ): Frontier | undefined {
    const key = pair.activationWidths.join();
    if (this.frontiers.has(key)) return this.frontiers.get(key);
    const rows = frontierRows(options);
    const steps = this.tableau.demands.map((demand) => ({
      capacity: this.limits.ramBytes - demand.fixedBytes,
      terms: demand.terms.map(({ activation, bytes }) => ({
        activation,
        bytes: numbers.map((number) => bytes[number] ?? 0),
      })),
    }));
    const { breadth, watch } = this;
    let frontier = this.known.frontier(this.tableau, `${key} ${this.limits.ramBytes}`, () =>
      frontierOf(rows, steps, { widest: breadth.first, ceiling: Infinity, thin: breadth.thin, watch }),
    );
    if (frontier && frontier.completeUpTo === -Infinity) {
      // Too many states: the best of those kept is a loss that the answer need not exceed, and bounds a second, wider pass.
      const incumbent = rankActivations(frontier, rows, weightLosses(knapsack, flashBytes)).next();
      const ceiling = incumbent ? incumbent.loss * ROUNDING - knapsack.bound(flashBytes) : Infinity;
      frontier = frontierOf(rows, steps, { widest: breadth.bounded, ceiling, thin: true, watch }) ?? frontier;
    }
    this.frontiers.set(key, frontier);
    return frontier;
  }
}

function keyOf({ picks }: Candidate): string {
  return `${picks.weights.join()};${picks.activations.join()}`;
}

function frontierRows(rows: readonly (readonly Option[])[]): { bits: number; loss: number; tableBytes: number }[][] {
  return rows.map((row) => row.map(({ bits, loss, bytes }) => ({ bits, loss, tableBytes: bytes })));
}

function weightLosses(knapsack: Knapsack, flashBytes: number): WeightLosses {
  return {
    exact: (tableBytes) => knapsack.solve(flashBytes - tableBytes),
    bound: (tableBytes) => knapsack.bound(flashBytes - tableBytes),
  };
}

function sumOfLeast(rows: readonly (readonly Option[])[], value: (option: Option) => number): number {
  return rows.reduce((sum, row) => sum + Math.min(...row.map(value)), 0);
}
