/** What memory planning answers. All sizes are bytes; every figure belongs to one of two named accounts (design: numerics.md). */
import type { Bits } from "../base/bits";
import type { ActivationId } from "../ir/network";

/**
 * "model": as in Rusci et al. 2020, packed weights plus per-channel constants, and the largest live sum of activations, nothing
 * in place. "linked": what the ELF will hold, with code, tables, scratch, context and a stack bound.
 */
export type AccountName = "model" | "linked";

/** A byte range of the arena and the steps (positions in Plan.order) during which it must not be touched by others. */
export interface PlannedBuffer {
  readonly content: { readonly kind: "activation"; readonly activation: ActivationId } | { readonly kind: "scratch"; readonly layer: number };
  readonly offset: number;
  readonly sizeBytes: number;
  readonly firstStep: number;
  /** Inclusive. */
  readonly lastStep: number;
  /** Set when this output was written over that input, which dies at the same step. */
  readonly inPlaceOf?: ActivationId;
}

export interface Plan {
  /** Layer indices in execution order. */
  readonly order: readonly number[];
  readonly buffers: readonly PlannedBuffer[];
  /** Highest byte used: the arena's size. */
  readonly arenaBytes: number;
  /** Greatest sum of bytes alive at any step: no placement can be smaller. */
  readonly lowerBoundBytes: number;
  /** Bytes alive while the layer at each position of `order` runs, its scratch included. */
  readonly liveBytes: readonly number[];
  /** Position in `order` where liveBytes is greatest. */
  readonly peakStep: number;
}

export interface MemoryItem {
  readonly region: "flash" | "ram";
  readonly kind: "weights" | "constants" | "tables" | "code" | "arena" | "context" | "stack";
  readonly name: string;
  readonly sizeBytes: number;
  /** The layer it belongs to, where it belongs to one. */
  readonly layer?: string;
  /** True until it has been read from a linked ELF. */
  readonly estimated: boolean;
}

export interface MemoryAccounts {
  readonly model: { readonly flashBytes: number; readonly ramBytes: number };
  readonly linked: { readonly flashBytes: number; readonly ramBytes: number; readonly items: readonly MemoryItem[] };
  /** Where RAM peaks in the account asked for. */
  readonly peak: { readonly layer: string; readonly bytes: number };
}

/** At one step: fixedBytes + Σ ceil(elements·bits(group)/8) must not exceed the RAM limit. */
export interface RamStep {
  readonly layer: number;
  readonly fixedBytes: number;
  readonly terms: readonly { readonly group: ActivationId; readonly elements: number }[];
}

/**
 * One account's limits in the separable form that exact search needs: FLASH depends on weight bits alone and RAM on activation
 * bits alone, but for code, whose size depends on which widths occur at all.
 */
export interface Constraints {
  readonly account: AccountName;
  /** FLASH that no width changes. */
  readonly flashFixedBytes: number;
  /** Bytes of each weight tensor (constants included) by width, in the order of choicesOf(). */
  readonly weights: readonly { readonly name: string; readonly bytes: Readonly<Record<Bits, number>> }[];
  /** FLASH of activation-dependent tables (lookup tables shrink with the width of their input), by activation choice name. */
  readonly tables: readonly { readonly name: string; readonly bytes: Readonly<Record<Bits, number>> }[];
  /** RAM limits, one a step; RAM that is always there (context, stack) is already in fixedBytes. */
  readonly steps: readonly RamStep[];
  /** Upper bound of code bytes for policies that use only these widths; monotone in both sets; 0 in the model account. */
  codeBytes(weightWidths: readonly Bits[], activationWidths: readonly Bits[]): number;
}
