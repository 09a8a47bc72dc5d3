/** What a project is generated from, and the texts that it is made of. */
import type { Program } from "../ir/program";
import type { HopFigures } from "../memory/endless/hopNetwork";
import type { Execution } from "../memory/execution/execution";

/** The files of src/firmware that every project carries. */
export interface KernelSet {
  /** Names, in alphabetical order. */
  readonly files: readonly string[];
  /** Eight hexadecimal digits that change with any of their bytes. */
  readonly version: string;
}

export interface ProjectQuestion {
  readonly program: Program;
  /**
   * Of the program's network, for its policy's activations. Whoever builds may choose another build; the arena is the project's own, as a static
   * array, or that of whoever calls `init` with it.
   */
  readonly execution: Pick<Execution, "firmware" | "rows" | "arena" | "build">;
  /** Of a network with states: how many of the samples in check/ make a sequence (default 1). */
  readonly checkSteps?: number;
  /** Where rows never end: what a run takes, and of which rows it speaks. */
  readonly endless?: HopFigures;
  readonly model: { readonly name: string; readonly sha256: string };
  readonly policySha256: string;
  /** "bitwright" and its version. */
  readonly generator: string;
  /** What a report calls each layer, by layer index. */
  readonly describe: (layer: number) => string;
  /** What every symbol, macro and file begins with: see `prefixOf`. Two models in one firmware need two. */
  readonly prefix: string;
  readonly kernels: KernelSet;
  /** Of the board, which turns estimated cycles into time; absent where none is named. */
  readonly clockHz?: number;
  /** How an input is prepared, in sentences; none where nobody knows. */
  readonly input: readonly string[];
}

export interface ProjectFile {
  /** Relative to the project's folder, with "/". */
  readonly path: string;
  readonly text: string;
}
