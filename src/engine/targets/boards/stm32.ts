/** Microcontrollers of STMicroelectronics. */
import type { Target } from "../target";
import { KIB, MIB, target, type Sheet } from "./sheet";

const ST = "STMicroelectronics";
const H74X_RAM: Sheet["ram"] = [
  ["AXI SRAM", 512],
  ["SRAM1-3", 288],
  ["DTCM", 128],
  ["SRAM4", 64],
];

export const STM32: readonly Target[] = [
  target(ST, "STM32H743", {
    aliases: ["STM32H743ZI", "STM32H743VI", "STM32H743II", "NUCLEO-H743ZI", "STM32H753"],
    core: "cortex-m7",
    mhz: 480,
    flash: 2 * MIB,
    ram: H74X_RAM,
    source:
      "Zephyr dts/arm/st/h7/stm32h743.dtsi (RAM; SRAM1-3 end to end: 128 + 128 + 32 KiB), Zephyr board page nucleo_h743zi, Hardware (480 MHz, 2 MB of FLASH)",
  }),
  target(ST, "STM32H747", {
    aliases: [
      "STM32H747XI",
      "STM32H747I-DISCO",
      "Arduino Portenta H7",
      "Portenta H7",
      "Arduino GIGA R1",
      "Nicla Vision",
    ],
    core: "cortex-m7",
    mhz: 480,
    flash: 2 * MIB,
    ram: H74X_RAM,
    source:
      "Zephyr dts/arm/st/h7/stm32h745.dtsi and stm32h745Xi_m7.dtsi (RAM, which the Cortex-M4 shares; FLASH of two banks of 1 MiB), PlatformIO portenta_h7_m7.json (480 MHz; the Portenta's boot loader takes 256 KiB of FLASH)",
  }),
  target(ST, "STM32H723", {
    aliases: ["STM32H723ZG", "NUCLEO-H723ZG"],
    core: "cortex-m7",
    mhz: 550,
    flash: MIB,
    ram: [
      ["AXI SRAM", 320],
      ["DTCM", 128],
      ["SRAM1-2", 32],
      ["SRAM4", 16],
    ],
    source:
      "Zephyr dts/arm/st/h7/stm32h723.dtsi (RAM; 192 KiB shared with ITCM are left to AXI, the reset setting), ST's template STM32H723XG_FLASH.ld (SRAM1-2 end to end), PlatformIO nucleo_h723zg.json (550 MHz, FLASH)",
  }),
  target(ST, "STM32H7A3", {
    aliases: ["STM32H7A3ZI", "NUCLEO-H7A3ZI-Q"],
    core: "cortex-m7",
    mhz: 280,
    flash: 2 * MIB,
    ram: [
      ["AXI SRAM1-3", 1024],
      ["DTCM", 128],
      ["AHB SRAM1-2", 128],
      ["SRD SRAM", 32],
    ],
    source:
      "Zephyr dts/arm/st/h7/stm32h7a3.dtsi (RAM; AXI SRAM1-3 end to end: 256 + 384 + 384 KiB, AHB: 64 + 64 KiB), Zephyr board page nucleo_h7a3zi_q, Hardware (280 MHz, 2 MB of FLASH)",
  }),
  target(ST, "STM32F767", {
    aliases: ["STM32F767ZI", "NUCLEO-F767ZI", "STM32F769", "STM32F769I-DISCO"],
    core: "cortex-m7",
    mhz: 216,
    flash: 2 * MIB,
    ram: [["DTCM+SRAM1-2", 512]],
    source:
      "Zephyr dts/arm/st/f7/stm32f767.dtsi (128 + 368 + 16 KiB, end to end), PlatformIO nucleo_f767zi.json (216 MHz, FLASH)",
  }),
  target(ST, "STM32F746", {
    aliases: ["STM32F746ZG", "STM32F746NG", "NUCLEO-F746ZG", "STM32F746G-DISCO", "32F746GDISCOVERY"],
    core: "cortex-m7",
    mhz: 216,
    flash: MIB,
    ram: [["DTCM+SRAM1-2", 320]],
    source:
      "Zephyr dts/arm/st/f7/stm32f746.dtsi (64 + 240 + 16 KiB, end to end), Linux Documentation/arch/arm/stm32/stm32f746-overview.rst (216 MHz, 1 MB of FLASH)",
  }),
  target(ST, "STM32F446", {
    aliases: ["STM32F446RE", "NUCLEO-F446RE", "STM32F446ZE"],
    core: "cortex-m4f",
    mhz: 180,
    flash: 512 * KIB,
    ram: [["SRAM1-2", 128]],
    source: "Zephyr dts/arm/st/f4/stm32f446Xe.dtsi (RAM, FLASH), PlatformIO nucleo_f446re.json (180 MHz)",
  }),
  target(ST, "STM32F429", {
    aliases: ["STM32F429ZI", "NUCLEO-F429ZI", "STM32F429I-DISC1"],
    core: "cortex-m4f",
    mhz: 180,
    flash: 2 * MIB,
    ram: [
      ["SRAM1-3", 192],
      ["CCM", 64],
    ],
    source: "Zephyr dts/arm/st/f4/stm32f429Xi.dtsi (RAM, FLASH), PlatformIO disco_f429zi.json (180 MHz)",
  }),
  target(ST, "STM32F411", {
    aliases: ["STM32F411RE", "NUCLEO-F411RE", "STM32F411CE", "Black Pill"],
    core: "cortex-m4f",
    mhz: 100,
    flash: 512 * KIB,
    ram: [["SRAM", 128]],
    source: "Zephyr dts/arm/st/f4/stm32f411Xe.dtsi (RAM, FLASH), PlatformIO nucleo_f411re.json (100 MHz)",
  }),
  target(ST, "STM32F407", {
    aliases: ["STM32F407VG", "STM32F407ZG", "STM32F4DISCOVERY", "STM32F407G-DISC1"],
    core: "cortex-m4f",
    mhz: 168,
    flash: MIB,
    ram: [
      ["SRAM1-2", 128],
      ["CCM", 64],
    ],
    source: "Zephyr dts/arm/st/f4/stm32f407Xg.dtsi (RAM, FLASH), PlatformIO disco_f407vg.json (168 MHz)",
  }),
  target(ST, "STM32F103", {
    aliases: ["STM32F103C8", "Blue Pill"],
    core: "cortex-m3",
    mhz: 72,
    flash: 64 * KIB,
    ram: [["SRAM", 20]],
    source: "PlatformIO bluepill_f103c8.json (C8 variant: 72 MHz, RAM, FLASH)",
  }),
  target(ST, "STM32L4R5", {
    aliases: ["STM32L4R5ZI", "NUCLEO-L4R5ZI"],
    core: "cortex-m4f",
    mhz: 120,
    flash: 2 * MIB,
    ram: [["SRAM1-3", 640]],
    source:
      "Zephyr dts/arm/st/l4/stm32l4r5.dtsi (192 + 64 + 384 KiB), PlatformIO nucleo_l4r5zi.json (640 KiB as one region, 120 MHz, FLASH); SRAM2 lies between the others through its alias, which was not read in ST's own words",
  }),
  target(ST, "STM32L476", {
    aliases: ["STM32L476RG", "NUCLEO-L476RG", "STM32L476VG"],
    core: "cortex-m4f",
    mhz: 80,
    flash: MIB,
    ram: [
      ["SRAM1", 96],
      ["SRAM2", 32],
    ],
    source: "Zephyr dts/arm/st/l4/stm32l476Xg.dtsi (RAM, FLASH), PlatformIO nucleo_l476rg.json (80 MHz)",
  }),
  target(ST, "STM32G474", {
    aliases: ["STM32G474RE", "NUCLEO-G474RE"],
    core: "cortex-m4f",
    mhz: 170,
    flash: 512 * KIB,
    ram: [["SRAM1-2+CCM", 128]],
    source:
      "Zephyr dts/arm/st/g4/stm32g474Xe.dtsi (128 KiB end to end, CCM through its alias; FLASH), PlatformIO nucleo_g474re.json (170 MHz)",
  }),
  target(ST, "STM32U585", {
    aliases: ["STM32U585AI", "B-U585I-IOT02A", "STM32U575", "NUCLEO-U575ZI-Q"],
    core: "cortex-m33",
    mhz: 160,
    flash: 2 * MIB,
    ram: [
      ["SRAM1-3", 768],
      ["SRAM4", 16],
    ],
    source:
      "Zephyr dts/arm/st/u5/stm32u585Xi.dtsi (SRAM1-3 end to end, FLASH), RIOT board page nucleo-u575zi-q, MCU (160 MHz, 786 KiB with SRAM4 and 2 KiB of backup RAM)",
  }),
  target(ST, "STM32WB55", {
    aliases: ["STM32WB55RG", "NUCLEO-WB55RG", "P-NUCLEO-WB55"],
    core: "cortex-m4f",
    mhz: 64,
    flash: MIB,
    ram: [
      ["SRAM1", 192],
      ["SRAM2", 64],
    ],
    source:
      "Zephyr dts/arm/st/wb/stm32wb55Xg.dtsi (SRAM1; 1 MiB of FLASH, of which the radio core's firmware takes the last 148 KiB or so), Zephyr board page nucleo_wb55rg, Hardware (64 MHz, 1 Mbyte of FLASH); no document read for SRAM2, part of which is the radio core's",
  }),
  target(ST, "STM32H563", {
    aliases: ["STM32H563ZI", "NUCLEO-H563ZI"],
    core: "cortex-m33",
    mhz: 250,
    flash: 2 * MIB,
    ram: [["SRAM1-3", 640]],
    source:
      "Zephyr dts/arm/st/h5/stm32h562.dtsi (256 + 64 + 320 KiB, end to end), Zephyr board page nucleo_h563zi, Hardware (250 MHz), ST UM3115 1 Features (2 Mbytes of FLASH, 640 Kbytes of SRAM)",
  }),
  target(ST, "STM32U5A5", {
    aliases: ["STM32U5A5ZJ", "NUCLEO-U5A5ZJ-Q"],
    core: "cortex-m33",
    mhz: 160,
    flash: 4 * MIB,
    ram: [
      ["SRAM1-3+SRAM5", 2496],
      ["SRAM4", 16],
    ],
    source:
      "Zephyr dts/arm/st/u5/stm32u5a5Xj.dtsi (RAM, end to end; FLASH), Zephyr board page nucleo_u5a5zj_q, Hardware (160 MHz, 2514 Kbytes with 2 of backup RAM)",
  }),
  target(ST, "STM32WBA55", {
    aliases: ["STM32WBA55CG", "NUCLEO-WBA55CG"],
    core: "cortex-m33",
    mhz: 100,
    flash: MIB,
    ram: [["SRAM1-2", 128]],
    source:
      "Zephyr dts/arm/st/wba/stm32wba52Xg.dtsi (128 KiB as one region, FLASH), Zephyr board page nucleo_wba55cg, Hardware (100 MHz; the same memories)",
  }),
  target(ST, "STM32N657", {
    aliases: ["STM32N6", "STM32N657X0", "STM32N6570-DK"],
    core: "cortex-m55",
    mhz: 800,
    flash: 128 * MIB,
    ram: [["AXISRAM1-6", 3840]],
    source:
      "Zephyr dts/arm/st/n6/stm32n657X0.dtsi (1024 + 1024 + 4 x 448 KiB, end to end; the code of an image that is copied to RAM lessens it); no FLASH inside: 1 Gbit of Octo-SPI FLASH as on the STM32N6570-DK (Zephyr board page stm32n6570_dk, Hardware); 800 MHz as others write of it, no document of ST's was read",
  }),
];
