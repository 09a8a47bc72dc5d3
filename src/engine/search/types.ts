/** The one question that every search strategy answers: which bits for each tensor, under hard FLASH and RAM limits? */
import type { Bits, WeightBits } from "../base/bits";
import type { GraphExecutor, Watch } from "../ir/ports";
import type { Choice, Network, Policy } from "../ir/network";
import type { Constraints } from "../memory/types";

/** Loss of quantizing one tensor alone, relative to the float network; additive over tensors by assumption, and labelled predicted. */
export interface LossTable {
  lossOf(choice: Choice, bits: Bits): number;
}

/** What strategies that learn are rewarded by: a whole policy, run. */
export interface PolicyLoss {
  /** Mean loss a sample of the network under this policy, in the units of the loss table. Equal policies cost one run. */
  evaluate(policy: Policy): Promise<number>;
}

/** What an inference may take. */
export interface TimeLimit {
  readonly cycles: number;
  /** Of a policy as it will be run; Infinity where a loop of it was never counted. */
  cyclesOf(policy: Policy): number;
  /** Of policies near one, run as that one is: sooner to ask, and exact for other weights. */
  near(policy: Policy): (other: Policy) => number;
}

export interface SearchProblem {
  readonly network: Network;
  readonly constraints: Constraints;
  /** What is offered to weights, widest first; activations have every width of theirs. */
  readonly weightWidths: readonly WeightBits[];
  readonly limits: { readonly flashBytes: number; readonly ramBytes: number };
  /** Kept by withinTime.ts, around strategies that know nothing of it; absent: an inference may take as long as it likes. */
  readonly time?: TimeLimit;
  readonly losses: LossTable;
  /** Where a strategy learns from measurements; absent: it learns from the sum of the table. */
  readonly measured?: PolicyLoss;
  /**
   * The exact memory need of a policy in the same account, arena fragmentation included; never below what constraints say.
   * Its RAM depends on activation widths alone: where an arena does not fit, no change of weights can help.
   */
  need(policy: Policy): { readonly flashBytes: number; readonly ramBytes: number };
}

export interface Found {
  readonly kind: "found";
  readonly policy: Policy;
  /** Sum over the loss table. */
  readonly predictedLoss: number;
  /** Policies or states examined. */
  readonly evaluations: number;
  /** True where no policy within the limits has a smaller predicted loss. */
  readonly optimal: boolean;
  /** Proven: no policy within the limits has a smaller predicted loss than this. Absent where the strategy proves nothing. */
  readonly leastLoss?: number;
  /** How learning went, one point an episode, where the strategy learns. */
  readonly trace?: readonly TracePoint[];
}

/** One policy that was tried. */
export interface TracePoint {
  /** From 1. */
  readonly episode: number;
  /** What the learner was told: minus the natural logarithm of the loss, minus penalties. */
  readonly reward: number;
  /** The least loss of a policy within the limits so far; null while there was none. */
  readonly best: number | null;
}

/** An answer, not an error: the least need of any policy, and the layer at which RAM is short. */
export interface Infeasible {
  readonly kind: "infeasible";
  /** Least FLASH of any policy, whatever its RAM. */
  readonly leastFlashBytes: number;
  /** Least RAM of any policy, whatever its FLASH. */
  readonly leastRamBytes: number;
  /** The layer that fixes leastRamBytes. */
  readonly ramLayer: string;
  /**
   * Code couples the limits: the widths that save most RAM may need kernels that cost FLASH, so that the two leasts need not
   * belong to one policy. This pair does: the least RAM, and the least FLASH of any policy that needs no more RAM than that.
   */
  readonly together: { readonly flashBytes: number; readonly ramBytes: number };
  /** Least FLASH of the policies that keep to the RAM limit asked for; absent where none does. */
  readonly flashBytesWithinRam?: number;
  /** Least RAM of the policies that keep to the FLASH limit asked for; absent where none does. */
  readonly ramBytesWithinFlash?: number;
  /** Limits that no policy meets even alone; both, where each can be met alone but not together. */
  readonly short: readonly ("flash" | "ram" | "time")[];
  /** Where time is short: the fastest policy that was found within FLASH and RAM, whose need the figures above are. */
  readonly fastest?: { readonly policy: Policy; readonly cycles: number };
  /**
   * True where it is proven that no policy fits and that one byte less than the leasts above admits none. False where a strategy
   * merely found none, or where the arena of the least policy is fragmented: then the figures are those of policies that exist.
   */
  readonly proven: boolean;
  readonly evaluations: number;
}

export type SearchAnswer = Found | Infeasible;

export interface SearchOptions {
  readonly seed: number;
  readonly watch: Watch;
  /** Multiplies large matrices for strategies that train networks of their own; absent: loops here do, some ten times slower. */
  readonly executor?: GraphExecutor;
}

export type Strategy = (problem: SearchProblem, options: SearchOptions) => SearchAnswer | Promise<SearchAnswer>;
