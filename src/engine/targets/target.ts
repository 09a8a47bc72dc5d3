/** A board or microcontroller as far as a network cares: where bytes can lie and what the core can do. All sizes are bytes. */
import type { CodeCore } from "../base/build";

export const CORES = [
  "cortex-m0+",
  "cortex-m3",
  "cortex-m4",
  "cortex-m4f",
  "cortex-m7",
  "cortex-m33",
  "cortex-m55",
  "rv32imc",
  "rv32imac",
  "rv32imafc",
] as const;
export type Core = (typeof CORES)[number];

/** Addresses without a gap: several physical banks that lie end to end are one region. */
export interface RamRegion {
  readonly name: string;
  readonly sizeBytes: number;
}

export interface Target {
  /** Lower case, unique: what people write in settings. */
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  /** Other names of it, boards that carry it among them; unique over all targets, compared without case, spaces and dashes. */
  readonly aliases: readonly string[];
  readonly core: Core;
  /** FLASH that code and weights can use; external FLASH that is executed in place counts. */
  readonly flashBytes: number;
  /** Data memory, none of it counted twice. */
  readonly ram: readonly RamRegion[];
  /** The region that a network's RAM is budgeted against: the largest one that data may use. */
  readonly defaultRegion: string;
  /** SIMD within a register: SMLAD, UXTB16 and their kin. */
  readonly dsp: boolean;
  /** Vectors (Helium). */
  readonly mve: boolean;
  /** Floating point in hardware, single precision at least. */
  readonly fpu: boolean;
  /** 0: a board of the user's own whose clock is not stated. */
  readonly clockHz: number;
  /** Where the figures come from. */
  readonly source: string;
  /** An emulated machine: usable, never recommended. */
  readonly emulated?: true;
}

/** The RAM budget that a target stands for unless a person or a linker script says otherwise. */
export function ramBudgetBytes(target: Target): number {
  const region = target.ram.find(({ name }) => name === target.defaultRegion);
  if (!region) throw new Error(`target ${target.id} has no region "${target.defaultRegion}"`);
  return region.sizeBytes;
}

export function totalRamBytes(target: Target): number {
  return target.ram.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** Which code a target runs: parts of one core may lack an extension. */
export function codeCoreOf({ core, dsp, mve }: Pick<Target, "core" | "dsp" | "mve">): CodeCore {
  switch (core) {
    case "cortex-m33":
      return dsp ? core : "cortex-m33-nodsp";
    case "cortex-m55":
      return mve ? core : "cortex-m55-nomve";
    default:
      return core;
  }
}
