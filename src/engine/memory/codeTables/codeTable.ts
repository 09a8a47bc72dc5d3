/**
 * What each part of the kernels' code takes in FLASH, how much stack it takes, and which parts it needs. The data beside this file, one table a core,
 * is made by bench/codeSizes.ts from src/firmware, with the flags that generated projects ship.
 */
import type { Optimization } from "../../base/build";

/** A section of an object: a function or a constant table with its padding. */
export interface CodePart {
  /** The kernel's file without its ending; empty: from the C library or the compiler's. */
  readonly file: string;
  readonly bytes: number;
  /** The stack that the function takes itself. */
  readonly frame: number;
  /** Parts that are linked with it. */
  readonly uses: readonly string[];
}

export interface CodeTable {
  /** What measured it: compiler, core and level. */
  readonly toolchain: string;
  readonly parts: ReadonlyMap<string, CodePart>;
}

/** As the bench writes it: a line for each part, "file name bytes frame use …"; "-" stands for no file. */
export interface CodeData {
  readonly compiler: string;
  readonly levels: Readonly<Record<Optimization, string>>;
}
