/**
 * A limit on time, kept by giving time a price. What a layer takes depends on up to three widths (of its weights, inputs and output), so time is
 * no sum over tensors as bytes are; around one policy it nearly is. So a strategy answers the same question with losses to which a price times
 * cycles is added (a Lagrange multiplier), the price is searched until the time is just kept, and every policy's time is counted as a whole.
 * At the end single widths are widened where time and bytes are left. What is found keeps all limits; that nothing better does is not proven.
 */
import type { Bits } from "../base/bits";
import { choicesOf, withWidth, type Choice, type Policy } from "../ir/network";
import { stopIfCancelled } from "../ir/ports";
import { lossOf, predictedLossOf, widthOf, widthsOf } from "./loss";
import type {
  Found,
  Infeasible,
  LossTable,
  SearchAnswer,
  SearchOptions,
  SearchProblem,
  Strategy,
  TimeLimit,
} from "./types";

/** Prices that are tried: enough for a factor of 8^4 both ways and then two digits. */
const PRICES = 14;
const STEP = 8;
const CLOSE = 1.02;
/** Searches for the least time alone, each with the time around the answer before. */
const FASTEST = 3;
/** Policies of those found that are made faster width by width, where none is fast enough. */
const DESCENTS = 4;

type TimedProblem = SearchProblem & { readonly time: TimeLimit };

interface Timed {
  readonly policy: Policy;
  readonly cycles: number;
}

/** Whether a policy keeps the limit on time, where there is one. */
export function keepsTime({ time }: SearchProblem, policy: Policy): boolean {
  return time === undefined || time.cyclesOf(policy) <= time.cycles;
}

/**
 * @param strategy asked first, and its answer stands where it keeps the time; to one that is not asked with prices, policies that take too long are too large
 * @param priced asked with prices otherwise: it must follow the losses it is given
 */
export function withinTime(strategy: Strategy, priced: Strategy = strategy): Strategy {
  return (problem, options) => {
    const { time } = problem;
    if (!time) return strategy(problem, options);
    return searchWithin({ ...problem, time }, options, strategy, priced);
  };
}

async function searchWithin(
  problem: TimedProblem,
  options: SearchOptions,
  strategy: Strategy,
  priced: Strategy,
): Promise<SearchAnswer> {
  const first = await strategy(strategy === priced ? problem : countingTime(problem), options);
  if (first.kind === "found" && keepsTime(problem, first.policy)) return first;
  const start = strategy === priced ? first : await priced(problem, options);
  if (start.kind === "infeasible") return start;
  if (keepsTime(problem, start.policy)) return { ...start, optimal: false };

  const search = new PricedSearch(problem, options, priced, start);
  const best = (await search.atPrices()) ?? (await search.fastest());
  if (best === undefined) return search.infeasible();
  const policy = widened(problem, best, options);
  const { evaluations } = search;
  return { kind: "found", policy, predictedLoss: predictedLossOf(problem, policy), evaluations, optimal: false };
}

/** The same question, in which a policy that takes too long fits nowhere: for strategies that only ask whether one fits. */
function countingTime(problem: TimedProblem): SearchProblem {
  const need = (policy: Policy): ReturnType<SearchProblem["need"]> => {
    const { flashBytes, ramBytes } = problem.need(policy);
    return { flashBytes: keepsTime(problem, policy) ? flashBytes : Infinity, ramBytes };
  };
  return { ...problem, need };
}

class PricedSearch {
  evaluations: number;
  private readonly quickest: Timed[] = [];

  constructor(
    private readonly problem: TimedProblem,
    private readonly options: SearchOptions,
    private readonly strategy: Strategy,
    private readonly start: Found,
  ) {
    this.evaluations = start.evaluations;
    this.note(start.policy);
  }

  /** Of the policies found at any price, the one of least predicted loss that keeps the time. */
  async atPrices(): Promise<Policy | undefined> {
    const { problem, start } = this;
    const cycles = marginalCycles(problem, start.policy);
    const unit = worstSum(problem, problem.losses) / Math.max(1, worstSum(problem, cycles));
    let best: { readonly policy: Policy; readonly loss: number } | undefined;
    let [low, high] = [0, Infinity];
    let price = (unit > 0 ? unit : 1) / STEP;
    for (let i = 0; i < PRICES && high / low > CLOSE; i++) {
      const policy = await this.answerTo({
        lossOf: (choice, bits) => lossOf(problem.losses, choice, bits) + price * cycles.lossOf(choice, bits),
      });
      if (!policy) break;
      const isKept = this.note(policy) <= problem.time.cycles;
      const loss = predictedLossOf(problem, policy);
      if (isKept && (best === undefined || loss < best.loss)) best = { policy, loss };
      if (isKept) high = price;
      else low = price;
      price = high === Infinity ? price * STEP : low === 0 ? price / STEP : Math.sqrt(low * high);
    }
    return best?.policy;
  }

  /** Without regard to losses. */
  async fastest(): Promise<Policy | undefined> {
    for (let i = 0; i < FASTEST; i++) {
      const policy = await this.answerTo(marginalCycles(this.problem, this.least().policy));
      if (!policy) break;
      if (this.note(policy) <= this.problem.time.cycles) return policy;
    }
    for (const { policy } of [...this.quickest].sort((a, b) => a.cycles - b.cycles).slice(0, DESCENTS)) {
      const faster = hastened(this.problem, policy, this.options);
      if (this.note(faster) <= this.problem.time.cycles) return faster;
    }
    return undefined;
  }

  /** Figures are of the fastest policy that keeps to FLASH and RAM. */
  infeasible(): Infeasible {
    const { problem, evaluations } = this;
    const { policy, cycles } = this.least();
    const need = problem.need(policy);
    return {
      kind: "infeasible",
      leastFlashBytes: need.flashBytes,
      leastRamBytes: need.ramBytes,
      ramLayer: "",
      together: need,
      short: ["time"],
      fastest: { policy, cycles },
      proven: false,
      evaluations,
    };
  }

  private async answerTo(losses: LossTable): Promise<Policy | undefined> {
    stopIfCancelled(this.options.watch);
    const answer = await this.strategy({ ...this.problem, losses }, this.options);
    this.evaluations += answer.evaluations;
    return answer.kind === "found" ? answer.policy : undefined;
  }

  private note(policy: Policy): number {
    const cycles = this.problem.time.cyclesOf(policy);
    this.quickest.push({ policy, cycles });
    return cycles;
  }

  private least(): Timed {
    return this.quickest.reduce((least, one) => (one.cycles < least.cycles ? one : least));
  }
}

/** What a width adds to the time around a policy, above that of the choice's fastest width. */
function marginalCycles(problem: TimedProblem, policy: Policy): LossTable {
  const cyclesOf = problem.time.near(policy);
  const table = new Map<string, number>();
  for (const choice of choicesOf(problem.network)) {
    const found = widthsOf(problem, choice).map((bits) => [bits, cyclesOf(withWidth(policy, choice, bits))] as const);
    const least = Math.min(...found.map(([, cycles]) => cycles));
    for (const [bits, cycles] of found)
      table.set(keyOf(choice, bits), least === Infinity ? 0 : Math.min(cycles - least, Number.MAX_SAFE_INTEGER));
  }
  return { lossOf: (choice, bits) => table.get(keyOf(choice, bits)) ?? 0 };
}

function keyOf({ kind, name }: Choice, bits: Bits): string {
  return `${kind} ${bits} ${name}`;
}

function worstSum(problem: SearchProblem, table: LossTable): number {
  return choicesOf(problem.network).reduce(
    (sum, choice) => sum + Math.max(0, ...widthsOf(problem, choice).map((bits) => table.lossOf(choice, bits))),
    0,
  );
}

/** One width after another replaced where that predicts less loss, greatest gain first, as long as every limit is kept. */
function widened(problem: TimedProblem, policy: Policy, options: SearchOptions): Policy {
  const { losses } = problem;
  const gainFrom = (from: Policy) => (choice: Choice, bits: Bits) =>
    lossOf(losses, choice, widthOf(from, choice)) - lossOf(losses, choice, bits);
  return improved(problem, policy, options, gainFrom, (other) => keepsTime(problem, other));
}

/** One width after another replaced where that saves time within FLASH and RAM, greatest gain first. */
function hastened(problem: TimedProblem, policy: Policy, options: SearchOptions): Policy {
  return improved(problem, policy, options, (from) => {
    const cyclesOf = problem.time.near(from);
    const before = cyclesOf(from);
    return (choice, bits) => before - cyclesOf(withWidth(from, choice, bits));
  });
}

/**
 * @param gainFrom of one width instead of a policy's; no change without one
 * @param isAllowed beside what needs no more than the limits on FLASH and RAM
 */
function improved(
  problem: TimedProblem,
  policy: Policy,
  { watch }: SearchOptions,
  gainFrom: (from: Policy) => (choice: Choice, bits: Bits) => number,
  isAllowed: (other: Policy) => boolean = () => true,
): Policy {
  const { network, limits } = problem;
  let current = policy;
  for (;;) {
    stopIfCancelled(watch);
    const from = current;
    const gainOf = gainFrom(from);
    const better = choicesOf(network)
      .flatMap((choice) => widthsOf(problem, choice).map((bits) => ({ choice, bits, gain: gainOf(choice, bits) })))
      .filter(({ gain }) => gain > 0)
      .sort((a, b) => b.gain - a.gain)
      .map(({ choice, bits }) => withWidth(from, choice, bits))
      .find((other) => {
        const { flashBytes, ramBytes } = problem.need(other);
        return flashBytes <= limits.flashBytes && ramBytes <= limits.ramBytes && isAllowed(other);
      });
    if (!better) return current;
    current = better;
  }
}
