/**
 * The cores that code can be built for and the machines of QEMU that stand in for them: compiler flags and a memory map. Large networks, or
 * parts with more memory than the machine's own, go to the machine's large memory.
 *
 * Source: QEMU 7.2, hw/arm/mps2.c, hw/arm/mps2-tz.c, hw/char/cmsdk-apb-uart.c and hw/riscv/virt.c; Arm application notes AN385, AN386, AN500, AN505
 * and AN547.
 */
import {
  assertNever,
  CORES,
  codeCoreOf,
  coreFlagsOf,
  type CodeCore,
  type Core,
  type InstructionSet,
  type Target,
} from "../../../engine";

export interface Machine {
  readonly instructionSet: InstructionSet;
  /** QEMU's -M, and what else says which core it has. */
  readonly name: string;
  readonly cpu?: string;
  readonly extra: readonly string[];
  readonly flags: readonly string[];
  /** What the harness runs on: its source without ending, where it begins, and flags that it needs itself. */
  readonly board: { readonly source: string; readonly entry: string; readonly flags: readonly string[] };
  readonly vectorsOrigin: number;
  readonly flash: readonly Range[];
  readonly ram: readonly Range[];
  readonly toolCodeOrigin: number;
  /** Inputs first, then the harness' data and stack. */
  readonly toolData: Range;
  /** Where the serial port lies that carries out what the model computed: a CMSDK UART, QEMU's first. */
  readonly uart: number;
}

/** Where something of up to `length` bytes can lie; the first that is large enough is taken. */
export interface Range {
  readonly origin: number;
  readonly length: number;
}

const KIB = 1024;
const MIB = 1024 * 1024;

/** Vectors, 1 KiB; then FLASH; in the last 64 KiB of 4 MiB the harness. Its data is in the last 6 MiB of 16. */
function boardMemory(
  flashOrigin: number,
  ramOrigin: number,
  largeOrigin: number,
  runsFromLarge: boolean,
): Pick<Machine, "vectorsOrigin" | "flash" | "ram" | "toolCodeOrigin" | "toolData"> {
  const flash = { origin: flashOrigin + KIB, length: 4 * MIB - 65 * KIB };
  return {
    vectorsOrigin: flashOrigin,
    flash: runsFromLarge ? [flash, { origin: largeOrigin, length: 10 * MIB }] : [flash],
    ram: [{ origin: ramOrigin, length: 4 * MIB }],
    toolCodeOrigin: flashOrigin + 4 * MIB - 64 * KIB,
    toolData: { origin: largeOrigin + 10 * MIB, length: 6 * MIB },
  };
}

const ARM = {
  instructionSet: "arm",
  extra: [],
  board: { source: "board", entry: "Reset_Handler", flags: [] },
} as const;
const AN385 = { ...ARM, name: "mps2-an385", uart: 0x40004000, ...boardMemory(0, 0x20000000, 0x21000000, true) };
const AN386 = { ...ARM, name: "mps2-an386", uart: 0x40004000, ...boardMemory(0, 0x20000000, 0x21000000, true) };
const AN500 = { ...ARM, name: "mps2-an500", uart: 0x40004000, ...boardMemory(0, 0x20000000, 0x60000000, true) };
/** Its large memory counts as non-secure: a core that starts secure reads and writes it, but does not run code from it. */
const AN505 = {
  ...ARM,
  name: "mps2-an505",
  uart: 0x50200000,
  ...boardMemory(0x10000000, 0x38000000, 0x80000000, false),
};
const AN547 = {
  ...ARM,
  name: "mps3-an547",
  vectorsOrigin: 0x10000000,
  flash: [
    { origin: 0x11000000, length: 2 * MIB },
    { origin: 0x70000000, length: 10 * MIB },
  ],
  ram: [{ origin: 0x31000000, length: 4 * MIB }],
  toolCodeOrigin: 0x10000000 + KIB,
  toolData: { origin: 0x70000000 + 10 * MIB, length: 6 * MIB },
  uart: 0x59303000,
};

/** QEMU's own board, which has as much memory as it is given, and a 16550 as serial port. */
const VIRT = {
  instructionSet: "riscv",
  name: "virt",
  extra: ["-bios", "none", "-m", "128"],
  board: { source: "board_riscv", entry: "start", flags: [] },
  vectorsOrigin: 0x80000000,
  flash: [{ origin: 0x80000000 + KIB, length: 32 * MIB - KIB }],
  ram: [{ origin: 0x82000000, length: 16 * MIB }],
  toolCodeOrigin: 0x83000000,
  toolData: { origin: 0x84000000, length: 32 * MIB },
  uart: 0x10000000,
} as const;

/** @param target decides about the extensions that parts with one core differ in; absent: the core with all of them */
export function machineOf(core: Core, target?: Pick<Target, "dsp" | "fpu" | "mve">): Machine {
  const { dsp = true, fpu = true, mve = true } = target ?? {};
  // A Cortex-M55 without a unit has the vectors' registers all the same.
  const { flags } = coreFlagsOf(codeCoreOf({ core, dsp, mve }), fpu || core === "cortex-m55");
  switch (core) {
    case "cortex-m0+": // its instructions are some of the M3's
    case "cortex-m3":
      return { ...AN385, flags };
    case "cortex-m4":
    case "cortex-m4f":
      return { ...AN386, flags };
    case "cortex-m7":
      return { ...AN500, flags };
    case "cortex-m33":
      return { ...AN505, flags };
    case "cortex-m55":
      return { ...AN547, flags };
    case "rv32imc":
      return risc(core, flags, "rv32,a=off,f=off,d=off");
    case "rv32imac":
      return risc(core, flags, "rv32,f=off,d=off");
    case "rv32imafc":
      return risc(core, flags, "rv32,d=off");
    default:
      return assertNever(core);
  }
}

/** What runs code of one of the code tables. */
export function machineOfCode(code: CodeCore): Machine {
  for (const core of CORES) {
    for (const lacks of [{}, { dsp: false }, { mve: false }]) {
      const features = { dsp: true, mve: true, fpu: true, ...lacks };
      if (codeCoreOf({ core, ...features }) === code) return machineOf(core, features);
    }
  }
  throw new Error(`no core runs code of ${code}`);
}

/** Debian's compiler comes without a C library: picolibc is one. The board's own code reads control registers. */
function risc(architecture: string, flags: readonly string[], cpu: string): Machine {
  const board = { ...VIRT.board, flags: [`-march=${architecture}_zicsr`] };
  return { ...VIRT, board, cpu, flags: [...flags, "--specs=picolibc.specs"] };
}

/** The range that a part of `length` bytes is built into; undefined where the machine has none. */
export function rangeFor(ranges: readonly Range[], length: number): Range | undefined {
  const found = ranges.find((range) => range.length >= length);
  return found && { origin: found.origin, length };
}

/** The most that the machine's own memory holds: what is linked against where no part is given. */
export function largest(ranges: readonly Range[]): Range {
  return ranges.reduce((a, b) => (b.length > a.length ? b : a));
}
