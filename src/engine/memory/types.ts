/** What memory planning answers. All sizes are bytes; every figure belongs to one of two named accounts (docs/numerics.md). */
import type { ActivationBits, NarrowBits, WeightBits } from "../base/bits";
import type { ActivationId } from "../ir/network";

/**
 * "model": as in Rusci et al. 2020, packed weights plus per-channel constants, and the largest live sum of activations, nothing
 * in place. "linked": what the ELF will hold, with code, tables, scratch, context and a stack bound.
 */
export type AccountName = "model" | "linked";

/** A byte range of the arena and the steps (positions in Plan.order) during which it must not be touched by others. */
export interface PlannedBuffer {
  readonly content:
    | { readonly kind: "activation"; readonly activation: ActivationId }
    | { readonly kind: "scratch"; readonly layer: number };
  readonly offset: number;
  readonly sizeBytes: number;
  readonly firstStep: number;
  /** Inclusive. */
  readonly lastStep: number;
  /** Set when this output was written over that input, which dies at the same step. */
  readonly inPlaceOf?: ActivationId;
  /** Set where only some rows of the tensor are held: row y lies at (y mod rows)·rowBytes. Absent: the whole tensor, packed. */
  readonly ring?: Ring;
  /**
   * Set when this output moves in over that input within one segment: their bytes may overlap while both are alive, and the planner has
   * proven that no row is written before the last row that lies under it has been read for the last time.
   */
  readonly slidesOver?: ActivationId;
}

export interface Ring {
  readonly rows: number;
  /** Every row begins on a byte: ceil(W·C·bits/8). */
  readonly rowBytes: number;
}

/**
 * Layers that run row by row together: as soon as a layer has the rows that it needs it runs, and what only they read is a ring. A
 * segment of one layer that is not streamed runs whole. Steps are positions in Plan.order, both inclusive; segments cover the order
 * without gaps. All buffers of a streamed segment live from its first to its last step; its layers share one scratch buffer, whose
 * `layer` is the one that needs most.
 */
export interface Segment {
  readonly firstStep: number;
  readonly lastStep: number;
  readonly streamed: boolean;
}

/** Bytes that outlive a run. */
export interface PlannedState {
  readonly input: ActivationId;
  readonly output: ActivationId;
  /** Of the old value, and of the new one once the run has ended. */
  readonly offset: number;
  readonly sizeBytes: number;
  /** Whether the new value is written over the old one, or made elsewhere and copied when the run ends. */
  readonly renewed: "inPlace" | "copied";
}

export interface Plan {
  /** Layer indices in execution order. */
  readonly order: readonly number[];
  readonly buffers: readonly PlannedBuffer[];
  /** Highest byte used: the arena's size. */
  readonly arenaBytes: number;
  /** Greatest sum of bytes alive at any step, with everything shared that may be: no placement can be smaller. */
  readonly lowerBoundBytes: number;
  readonly segments: readonly Segment[];
  /** In a block of their own at the arena's start, where nothing else lies; absent where the network has none. */
  readonly states?: readonly PlannedState[];
  /** Bytes alive while the layer at each position of `order` runs, its scratch included; a byte that two tensors share counts once. */
  readonly liveBytes: readonly number[];
  /** Position in `order` where liveBytes is greatest (the first of them). */
  readonly peakStep: number;
  /**
   * What is proven minimal: no execution order has a smaller lowerBoundBytes; no placement of these buffers, their sizes rounded up
   * to the alignment, is lower. A given order proves nothing about orders.
   */
  readonly proven: { readonly order: boolean; readonly placement: boolean };
  /** Set where the network is so large that not every way to run it by rows was looked at: a smaller arena may exist. */
  readonly limited?: true;
}

/** A segment as a caller states it. */
export interface GivenSegment extends Pick<Segment, "firstStep" | "lastStep"> {
  /** Of the first segment, with rows supplied: whether only a ring of the input is held. Absent: a ring where that is possible. */
  readonly inputRows?: boolean;
}

/** How layers may be run. What is absent is free, or takes the default. */
export interface Way {
  /** "auto" runs layers row by row together wherever that lowers the arena; "off" (default) runs one layer after the other. */
  readonly streaming?: "auto" | "off";
  /**
   * "supplied": the caller pushes the network's one input row by row, so that no more than a ring of it lies in the arena; always streams.
   * Only with streaming "auto". Default "memory": the whole input lies in RAM.
   */
  readonly rows?: "memory" | "supplied";
  /** Layer indices in execution order: a topological order. */
  readonly order?: readonly number[];
  /** Only with streaming "auto": these segments of `order` instead of the best ones, whatever the limit. */
  readonly segments?: readonly GivenSegment[];
  /** Network inputs lie in the arena until consumed (default true); otherwise the caller holds them and they are never written. */
  readonly inputInArena?: boolean;
}

/** How to plan one arena. Absent fields take the defaults that generated firmware uses. */
export interface PlanOptions extends Omit<Way, "order"> {
  /** "best" minimises the greatest live sum (default); "default" keeps Network.layers as they are; a given one is taken as it is. */
  readonly order?: "best" | "default" | readonly number[];
  /** Let element-by-element layers write over an operand that dies (default true). */
  readonly inPlace?: boolean;
  /** Give kernels their scratch in the arena (default true). */
  readonly scratch?: boolean;
  /** Every offset is a multiple of it: a power of two (default 4). */
  readonly alignmentBytes?: number;
}

export interface MemoryItem {
  readonly region: "flash" | "ram";
  readonly kind: "weights" | "constants" | "tables" | "code" | "arena" | "states" | "context" | "stack";
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

/** Figures of one layer in the account asked for. */
export interface LayerMemory {
  readonly layer: string;
  /** Its packed weights; 0 for a layer without. */
  readonly weightBytes: number;
  /** Per-channel constants and tables. */
  readonly constantBytes: number;
  /** Arena bytes alive while it runs, scratch included where the account counts it. */
  readonly liveBytes: number;
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
  readonly weights: readonly { readonly name: string; readonly bytes: Readonly<Record<WeightBits, number>> }[];
  /** FLASH of activation-dependent tables (lookup tables shrink with the width of their input), by activation choice name. */
  readonly tables: readonly { readonly name: string; readonly bytes: Readonly<Record<NarrowBits, number>> }[];
  /** RAM limits, one a step; RAM that is always there (context, stack) is already in fixedBytes. */
  readonly steps: readonly RamStep[];
  /** Upper bound of code bytes for policies that use only these widths; monotone in both sets; 0 in the model account. */
  codeBytes(weightWidths: readonly WeightBits[], activationWidths: readonly ActivationBits[]): number;
}
