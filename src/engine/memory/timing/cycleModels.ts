/**
 * From instructions to cycles: what each class takes beyond the one cycle of every instruction. Models of a core alone: memory answers at once, so waits
 * of a FLASH that no cache hides come on top, and a bus that others use.
 */
import type { CodeCore } from "../../base/build";
import { CLASSES, type InstructionClass, type Instructions } from "./instructionTable";

export interface CycleModel {
  /** Cycles of one instruction of a class, beyond its first. */
  readonly extra: Readonly<Partial<Record<InstructionClass, number>>>;
  /** What all is multiplied with: of cores that begin several instructions in a cycle. */
  readonly factor: number;
  /** What it rests on. */
  readonly source: string;
}

/** A single load takes two cycles, others behind it one each; a jump refills a pipeline of three; a division takes 2 to 12. */
const CORTEX_M4: CycleModel = {
  extra: { loads: 1, words: 1, taken: 2, divisions: 6 },
  factor: 1,
  source: "Arm Cortex-M4 Technical Reference Manual, instruction set summary",
};

const MLPERF = "the same network in MLPerf Tiny 1.2 and 1.3 (STMicroelectronics)";
const CORTEX_M33: CycleModel = {
  ...CORTEX_M4,
  factor: 0.88,
  source: `Cortex-M4's cycles, by 0.88 as for ${MLPERF}: Arm publishes no timing of this core`,
};
/** As of a small core that begins one instruction a cycle. No vendor publishes a table. */
const RISC_V: CycleModel = {
  extra: { loads: 1, taken: 2, divisions: 30 },
  factor: 1,
  source:
    "a core with one instruction a cycle, two for a load, three for a jump that is made: no vendor publishes a table",
};

const MODELS: Readonly<Record<CodeCore, CycleModel>> = {
  "cortex-m0+": {
    extra: { loads: 1, words: 1, stores: 1, taken: 1 },
    factor: 1,
    source: "Arm Cortex-M0+ Technical Reference Manual, instruction set summary, with the multiplier of one cycle",
  },
  "cortex-m3": {
    extra: { loads: 1, words: 1, taken: 2, sums: 1, longs: 3, divisions: 6 },
    factor: 1,
    source: "Arm Cortex-M3 Technical Reference Manual, instruction set summary",
  },
  "cortex-m4": CORTEX_M4,
  "cortex-m4f": CORTEX_M4,
  "cortex-m7": {
    ...CORTEX_M4,
    factor: 0.6,
    source: `Cortex-M4's cycles, by 0.6 as for ${MLPERF}: Arm publishes no timing of this core`,
  },
  "cortex-m33": CORTEX_M33,
  "cortex-m33-nodsp": CORTEX_M33,
  "cortex-m55": CORTEX_M33,
  "cortex-m55-nomve": CORTEX_M33,
  rv32imc: RISC_V,
  rv32imac: RISC_V,
  rv32imafc: RISC_V,
};

export function cycleModelOf(core: CodeCore): CycleModel {
  return MODELS[core];
}

export function cyclesOf(instructions: Instructions, { extra, factor }: CycleModel): number {
  return factor * CLASSES.reduce((sum, one) => sum + instructions[one] * (extra[one] ?? 0), instructions.instructions);
}
