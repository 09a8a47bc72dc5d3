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

/** What a kernel may ask of a core beyond the instructions that every one has: Arm's DSP extension, Arm's vectors of integers (Helium). */
export const CORE_FEATURES = ["dsp", "mve"] as const;
export type CoreFeature = (typeof CORE_FEATURES)[number];

const FEATURES: Readonly<Record<CodeCore, readonly CoreFeature[]>> = {
  "cortex-m0+": [],
  "cortex-m3": [],
  "cortex-m4": ["dsp"],
  "cortex-m4f": ["dsp"],
  "cortex-m7": ["dsp"],
  "cortex-m33": ["dsp"],
  "cortex-m33-nodsp": [],
  "cortex-m55": ["dsp", "mve"],
  "cortex-m55-nomve": ["dsp"],
  rv32imc: [],
  rv32imac: [],
  rv32imafc: [],
};

/** As compilers see the core, given its flags: __ARM_FEATURE_DSP and __ARM_FEATURE_MVE. */
export function featuresOf(core: CodeCore): readonly CoreFeature[] {
  return FEATURES[core];
}

/** The compiler's -O3, -O2 and -Os. */
export const OPTIMIZATIONS = ["3", "2", "s"] as const;
export type Optimization = (typeof OPTIMIZATIONS)[number];

export interface Build {
  readonly core: CodeCore;
  readonly optimize: Optimization;
}

/** Where neither a board nor a level is named. */
export const DEFAULT_BUILD: Build = { core: "cortex-m4f", optimize: "3" };

/** Whose compiler a core takes. */
export type InstructionSet = "arm" | "riscv";

export interface CoreFlags {
  readonly instructionSet: InstructionSet;
  /** What tells a GCC of this instruction set the core and how floats are passed. */
  readonly flags: readonly string[];
}

const SOFT = "-mfloat-abi=soft";
const HARD = "-mfloat-abi=hard";
const FPU_5 = ["-mfpu=fpv5-sp-d16", HARD];

const CORE_FLAGS: Readonly<Record<CodeCore, CoreFlags>> = {
  "cortex-m0+": thumb("cortex-m0plus", [SOFT]),
  "cortex-m3": thumb("cortex-m3", [SOFT]),
  "cortex-m4": thumb("cortex-m4", [SOFT]),
  "cortex-m4f": thumb("cortex-m4", ["-mfpu=fpv4-sp-d16", HARD]),
  "cortex-m7": thumb("cortex-m7", FPU_5),
  "cortex-m33": thumb("cortex-m33", FPU_5),
  "cortex-m33-nodsp": thumb("cortex-m33+nodsp", FPU_5),
  "cortex-m55": thumb("cortex-m55", [HARD]),
  "cortex-m55-nomve": thumb("cortex-m55+nomve", [HARD]),
  rv32imc: risc("rv32imc", "ilp32"),
  rv32imac: risc("rv32imac", "ilp32"),
  rv32imafc: risc("rv32imafc", "ilp32f"),
};

/** @param fpu false: the part lacks the unit that its core can have, so floats are passed in other registers */
export function coreFlagsOf(core: CodeCore, fpu = true): CoreFlags {
  const { instructionSet, flags } = CORE_FLAGS[core];
  if (fpu || instructionSet === "riscv") return { instructionSet, flags };
  const whole = flags.filter((flag) => !flag.startsWith("-mfpu=") && !flag.startsWith("-mfloat-abi="));
  return { instructionSet, flags: [...whole, SOFT] };
}

function thumb(cpu: string, floats: readonly string[]): CoreFlags {
  return { instructionSet: "arm", flags: ["-mthumb", `-mcpu=${cpu}`, ...floats] };
}

function risc(architecture: string, abi: string): CoreFlags {
  return { instructionSet: "riscv", flags: [`-march=${architecture}`, `-mabi=${abi}`] };
}
