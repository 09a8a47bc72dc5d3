/** The machines of the emulator that firmware tests run on: large memories, so what fits there says nothing about a part. */
import type { Target } from "../target";
import { MIB, target } from "./sheet";

export const EMULATED: readonly Target[] = [
  target("QEMU", "mps2-an386", {
    core: "cortex-m4f",
    mhz: 25,
    flash: 4 * MIB,
    ram: [["RAM", 4096]],
    source: "QEMU mps2-an386 machine",
    emulated: true,
  }),
  target("QEMU", "mps2-an500", {
    core: "cortex-m7",
    mhz: 25,
    flash: 4 * MIB,
    ram: [["RAM", 4096]],
    source: "QEMU mps2-an500 machine",
    emulated: true,
  }),
  target("QEMU", "mps2-an505", {
    core: "cortex-m33",
    mhz: 20,
    flash: 4 * MIB,
    ram: [["RAM", 4096]],
    source: "QEMU mps2-an505 machine",
    emulated: true,
  }),
  target("QEMU", "mps3-an547", {
    core: "cortex-m55",
    mhz: 32,
    flash: 2 * MIB,
    ram: [["RAM", 4096]],
    source: "QEMU mps3-an547 machine",
    emulated: true,
  }),
];
