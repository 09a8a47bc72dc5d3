/** What kernels are compiled for. Code and stack depend on it; nothing else does. */

/**
 * Cores that compilers write different code for. Kernels compute with integers; still a floating-point unit makes a difference of some
 * bytes, because its registers can keep what others have no room for.
 */
export const CODE_CORES = [
  "cortex-m0+",
  "cortex-m3",
  "cortex-m4",
  "cortex-m4f",
  "cortex-m7",
  "cortex-m33",
  "cortex-m33-nodsp",
  "cortex-m55",
  "cortex-m55-nomve",
  "rv32imc",
  "rv32imac",
  "rv32imafc",
] as const;
export type CodeCore = (typeof CODE_CORES)[number];

/** The compiler's -O3, -O2 and -Os. */
export const OPTIMIZATIONS = ["3", "2", "s"] as const;
export type Optimization = (typeof OPTIMIZATIONS)[number];

export interface Build {
  readonly core: CodeCore;
  readonly optimize: Optimization;
}

/** Where neither a board nor a level is named. */
export const DEFAULT_BUILD: Build = { core: "cortex-m4f", optimize: "3" };
