/** What a project is generated from, and the texts that it is made of. */
import type { Build } from "../base/build";
import type { Program } from "../ir/program";
import type { Plan } from "../memory/types";

/** The files of src/firmware that every project carries. */
export interface KernelSet {
  /** Names, in alphabetical order. */
  readonly files: readonly string[];
  /** Eight hexadecimal digits that change with any of their bytes. */
  readonly version: string;
}

export interface ProjectQuestion {
  readonly program: Program;
  /** A plan of the linked account for the program's network and policy. */
  readonly plan: Plan;
  readonly rows: "memory" | "supplied";
  /** Of a network with states: how many of the samples in check/ make a sequence (default 1). */
  readonly checkSteps?: number;
  readonly model: { readonly name: string; readonly sha256: string };
  readonly policySha256: string;
  /** "bitwright" and its version. */
  readonly generator: string;
  /** What a report calls each layer, by layer index. */
  readonly describe: (layer: number) => string;
  /** Who owns the memory for tensors: the project, as a static array, or whoever calls `init` with it. */
  readonly arena: "static" | "caller";
  /** The core and the compiler's level that code and stack were counted for; whoever builds may choose others. */
  readonly build: Build;
  /** What every symbol, macro and file begins with: see `prefixOf`. Two models in one firmware need two. */
  readonly prefix: string;
  readonly kernels: KernelSet;
  /** How an input is prepared, in sentences; none where nobody knows. */
  readonly input: readonly string[];
}

export interface ProjectFile {
  /** Relative to the project's folder, with "/". */
  readonly path: string;
  readonly text: string;
}
