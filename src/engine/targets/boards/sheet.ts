/**
 * The form of a row: what a board's documents say, made into a target. A row's `source` names what its figures were read from, by document
 * and section or by file, and says which of them rest on nothing that was read.
 */
import type { Core, RamRegion, Target } from "../target";

export const KIB = 1024;
export const MIB = 1024 * 1024;
const MHZ = 1_000_000;

const FEATURES: Readonly<Record<Core, Pick<Target, "dsp" | "mve" | "fpu">>> = {
  "cortex-m0+": { dsp: false, mve: false, fpu: false },
  "cortex-m3": { dsp: false, mve: false, fpu: false },
  "cortex-m4": { dsp: true, mve: false, fpu: false },
  "cortex-m4f": { dsp: true, mve: false, fpu: true },
  "cortex-m7": { dsp: true, mve: false, fpu: true },
  "cortex-m33": { dsp: true, mve: false, fpu: true },
  "cortex-m55": { dsp: true, mve: true, fpu: true },
  rv32imc: { dsp: false, mve: false, fpu: false },
  rv32imac: { dsp: false, mve: false, fpu: false },
  rv32imafc: { dsp: false, mve: false, fpu: true },
};

/** [name, KiB] */
type Region = readonly [string, number];

export interface Sheet {
  readonly aliases?: readonly string[];
  readonly core: Core;
  readonly mhz: number;
  readonly flash: number;
  /** The first region is the default budget. */
  readonly ram: readonly [Region, ...Region[]];
  readonly source: string;
  readonly emulated?: true;
}

export function target(vendor: string, name: string, sheet: Sheet): Target {
  const { aliases = [], core, mhz, flash, ram, source, emulated } = sheet;
  return {
    id: name.toLowerCase().replaceAll(" ", "-"),
    name,
    vendor,
    aliases,
    core,
    flashBytes: flash,
    ram: ram.map(([region, kib]): RamRegion => ({ name: region, sizeBytes: kib * KIB })),
    defaultRegion: ram[0][0],
    ...FEATURES[core],
    clockHz: mhz * MHZ,
    source,
    ...(emulated ? { emulated } : {}),
  };
}
