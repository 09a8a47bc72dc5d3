/**
 * verification.json beside a generated project: what `bitwright verify` measured. Instruction counts come from emulation and never vary;
 * sizes are read from the linked ELF.
 */

export interface Verification {
  readonly format: 1;
  /** Of memory.json's text: tells whether the figures belong to the project as it is. */
  readonly projectSha256: string;
  readonly passed: boolean;
  /** Where the code ran: "cortex-m4 (emulated)" or "host". */
  readonly machine: string;
  readonly compiler: string;
  readonly samples: number;
  /** Elements compared over all layers and samples, and how many differed. */
  readonly compared: number;
  readonly differing: number;
  readonly divergence: Divergence | null;
  /** In execution order; null where nothing was counted (on the host). */
  readonly layers: readonly { readonly name: string; readonly instructions: number | null }[];
  /** Of one whole run, calls between layers included; null on the host. */
  readonly instructions: number | null;
  /** Each item of the linked account beside what the ELF holds; empty on the host. */
  readonly items: readonly VerifiedItem[];
  readonly flashBytes: number | null;
  readonly ramBytes: number | null;
  /** High-water mark of the painted stack; null on the host. */
  readonly stackBytes: number | null;
}

/** The first element that differs from the interpreter, in execution order. */
export interface Divergence {
  readonly sample: number;
  readonly layer: string;
  /** Row, column, channel. */
  readonly position: readonly number[];
  readonly expected: number;
  readonly actual: number;
  readonly file: string;
  readonly line: number;
}

export interface VerifiedItem {
  readonly region: "flash" | "ram";
  readonly kind: "weights" | "constants" | "tables" | "code" | "arena" | "context" | "stack";
  readonly name: string;
  readonly estimatedBytes: number;
  readonly measuredBytes: number;
}
