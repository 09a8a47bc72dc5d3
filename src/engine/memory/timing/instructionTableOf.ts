/** The measured turns of the kernels' loops, for every core and level of optimization. */
import type { Build, CodeCore } from "../../base/build";
import { CORTEX_M0PLUS } from "./tables/cortexM0plus";
import { CORTEX_M3 } from "./tables/cortexM3";
import { CORTEX_M33 } from "./tables/cortexM33";
import { CORTEX_M33_NODSP } from "./tables/cortexM33Nodsp";
import { CORTEX_M4 } from "./tables/cortexM4";
import { CORTEX_M7 } from "./tables/cortexM7";
import { RV32IMAC } from "./tables/rv32imac";
import { parseTurns, type InstructionData, type InstructionTable } from "./instructionTable";

/** Cores whose code was counted. */
export const TIMED_CORES = [
  "cortex-m0+",
  "cortex-m3",
  "cortex-m4",
  "cortex-m7",
  "cortex-m33",
  "cortex-m33-nodsp",
  "rv32imac",
] as const satisfies readonly CodeCore[];
export type TimedCore = (typeof TIMED_CORES)[number];

const DATA: Readonly<Record<TimedCore, InstructionData>> = {
  "cortex-m0+": CORTEX_M0PLUS,
  "cortex-m3": CORTEX_M3,
  "cortex-m4": CORTEX_M4,
  "cortex-m7": CORTEX_M7,
  "cortex-m33": CORTEX_M33,
  "cortex-m33-nodsp": CORTEX_M33_NODSP,
  rv32imac: RV32IMAC,
};

/** Whose counts stand for a core's: kernels compute with integers, so a floating-point unit makes no difference that counts. */
const STANDS_FOR: Readonly<Record<CodeCore, TimedCore>> = {
  "cortex-m0+": "cortex-m0+",
  "cortex-m3": "cortex-m3",
  "cortex-m4": "cortex-m4",
  "cortex-m4f": "cortex-m4",
  "cortex-m7": "cortex-m7",
  "cortex-m33": "cortex-m33",
  "cortex-m33-nodsp": "cortex-m33-nodsp",
  "cortex-m55": "cortex-m33",
  "cortex-m55-nomve": "cortex-m33",
  rv32imc: "rv32imac",
  rv32imac: "rv32imac",
  rv32imafc: "rv32imac",
};

const known = new Map<string, InstructionTable>();

export function instructionTableOf({ core, optimize }: Build): InstructionTable {
  const timed = STANDS_FOR[core];
  const key = `${timed} ${optimize}`;
  const found = known.get(key);
  if (found) return found;
  const { compiler, levels } = DATA[timed];
  const table = { toolchain: `${compiler}, ${timed}, -O${optimize}`, turns: parseTurns(levels[optimize]) };
  known.set(key, table);
  return table;
}
