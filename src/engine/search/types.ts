/** The one question that every search strategy answers: which bits for each tensor, under hard FLASH and RAM limits? */
import type { Bits } from "../base/bits";
import type { Watch } from "../ir/ports";
import type { Choice, Network, Policy } from "../ir/network";
import type { Constraints } from "../memory/types";

/** Loss of quantizing one tensor alone, relative to the float network; additive over tensors by assumption, and labelled predicted. */
export interface LossTable {
  lossOf(choice: Choice, bits: Bits): number;
}

export interface SearchProblem {
  readonly network: Network;
  readonly constraints: Constraints;
  readonly limits: { readonly flashBytes: number; readonly ramBytes: number };
  readonly losses: LossTable;
  /** The exact memory need of a policy in the same account, arena fragmentation included; never below what constraints say. */
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
}

/** An answer, not an error: the least need of any policy, and the layer at which RAM is short. */
export interface Infeasible {
  readonly kind: "infeasible";
  readonly leastFlashBytes: number;
  readonly leastRamBytes: number;
  /** The layer that fixes leastRamBytes. */
  readonly ramLayer: string;
  readonly short: readonly ("flash" | "ram")[];
  readonly evaluations: number;
}

export type SearchAnswer = Found | Infeasible;

export interface SearchOptions {
  readonly seed: number;
  readonly watch: Watch;
}

export type Strategy = (problem: SearchProblem, options: SearchOptions) => SearchAnswer | Promise<SearchAnswer>;
