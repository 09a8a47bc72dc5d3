/**
 * The targets that come with Bitwright, by vendor. Sizes are kilobytes of 1024 bytes; backup and retention RAM is left out, and so is
 * instruction-only memory. Banks that lie end to end are one region. External FLASH is that of the board which the row names. Parts whose
 * core has no table of code sizes are not here: Xtensa (ESP32, ESP32-S3), RV32EC (CH32V003) and RV64 (K210).
 */
import type { Target } from "../target";
import { NRF, OTHERS } from "./arm";
import { EMULATED } from "./emulated";
import { RISC_V } from "./riscv";
import { STM32 } from "./stm32";

export const BOARDS: readonly Target[] = [...STM32, ...NRF, ...OTHERS, ...RISC_V, ...EMULATED];
