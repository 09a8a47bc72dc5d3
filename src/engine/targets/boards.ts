/**
 * The targets that come with Bitwright, by vendor. Figures are the data sheets' (in their kilobytes of 1024 bytes); backup and retention
 * RAM is left out, and so is instruction-only memory. Banks that lie end to end are one region.
 */
import type { Core, RamRegion, Target } from "./target";

const KIB = 1024;
const MIB = 1024 * 1024;
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

interface Sheet {
  readonly aliases?: readonly string[];
  readonly core: Core;
  readonly mhz: number;
  readonly flash: number;
  /** The first region is the default budget. */
  readonly ram: readonly [Region, ...Region[]];
  readonly source: string;
  readonly emulated?: true;
}

function target(vendor: string, name: string, sheet: Sheet): Target {
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

const ST = "STMicroelectronics";
const H74X_RAM: Sheet["ram"] = [
  ["AXI SRAM", 512],
  ["SRAM1-3", 288],
  ["DTCM", 128],
  ["SRAM4", 64],
];

const STM32: readonly Target[] = [
  target(ST, "STM32H743", {
    aliases: ["STM32H743ZI", "STM32H743VI", "STM32H743II", "NUCLEO-H743ZI", "STM32H753"],
    core: "cortex-m7",
    mhz: 480,
    flash: 2 * MIB,
    ram: H74X_RAM,
    source: "STMicroelectronics DS12110, Memories",
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
    source: "STMicroelectronics DS12930, Memories (Cortex-M7 core; the Cortex-M4 shares them)",
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
    source: "STMicroelectronics DS13313, Memories (192 KiB shared with ITCM left to AXI, the reset setting)",
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
    source: "STMicroelectronics DS13195, Memories",
  }),
  target(ST, "STM32F767", {
    aliases: ["STM32F767ZI", "NUCLEO-F767ZI", "STM32F769", "STM32F769I-DISCO"],
    core: "cortex-m7",
    mhz: 216,
    flash: 2 * MIB,
    ram: [["DTCM+SRAM1-2", 512]],
    source: "STMicroelectronics DS11532, Embedded SRAM (128 + 368 + 16 KiB, end to end)",
  }),
  target(ST, "STM32F746", {
    aliases: ["STM32F746ZG", "STM32F746NG", "NUCLEO-F746ZG", "STM32F746G-DISCO", "32F746GDISCOVERY"],
    core: "cortex-m7",
    mhz: 216,
    flash: MIB,
    ram: [["DTCM+SRAM1-2", 320]],
    source: "STMicroelectronics DS10916, Embedded SRAM (64 + 240 + 16 KiB, end to end)",
  }),
  target(ST, "STM32F446", {
    aliases: ["STM32F446RE", "NUCLEO-F446RE", "STM32F446ZE"],
    core: "cortex-m4f",
    mhz: 180,
    flash: 512 * KIB,
    ram: [["SRAM1-2", 128]],
    source: "STMicroelectronics DS10693, Embedded SRAM",
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
    source: "STMicroelectronics DS9405, Embedded SRAM",
  }),
  target(ST, "STM32F411", {
    aliases: ["STM32F411RE", "NUCLEO-F411RE", "STM32F411CE", "Black Pill"],
    core: "cortex-m4f",
    mhz: 100,
    flash: 512 * KIB,
    ram: [["SRAM", 128]],
    source: "STMicroelectronics DS10314, Embedded SRAM",
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
    source: "STMicroelectronics DS8626, Embedded SRAM",
  }),
  target(ST, "STM32F103", {
    aliases: ["STM32F103C8", "Blue Pill"],
    core: "cortex-m3",
    mhz: 72,
    flash: 64 * KIB,
    ram: [["SRAM", 20]],
    source: "STMicroelectronics DS5319, Embedded SRAM (C8 variant)",
  }),
  target(ST, "STM32L4R5", {
    aliases: ["STM32L4R5ZI", "NUCLEO-L4R5ZI"],
    core: "cortex-m4f",
    mhz: 120,
    flash: 2 * MIB,
    ram: [["SRAM1-3", 640]],
    source: "STMicroelectronics DS12023, Embedded SRAM (192 + 64 + 384 KiB, end to end)",
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
    source: "STMicroelectronics DS10198, Embedded SRAM",
  }),
  target(ST, "STM32G474", {
    aliases: ["STM32G474RE", "NUCLEO-G474RE"],
    core: "cortex-m4f",
    mhz: 170,
    flash: 512 * KIB,
    ram: [["SRAM1-2+CCM", 128]],
    source: "STMicroelectronics DS12288, Embedded SRAM (80 + 16 + 32 KiB, CCM through its alias)",
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
    source: "STMicroelectronics DS13086, Embedded SRAMs (192 + 64 + 512 KiB, end to end)",
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
    source: "STMicroelectronics DS11929, Embedded SRAM (the radio core takes part of SRAM2 and of FLASH)",
  }),
];

const NORDIC = "Nordic Semiconductor";

const NRF: readonly Target[] = [
  target(NORDIC, "nRF52832", {
    aliases: ["nRF52 DK", "PCA10040"],
    core: "cortex-m4f",
    mhz: 64,
    flash: 512 * KIB,
    ram: [["RAM", 64]],
    source: "Nordic Semiconductor nRF52832 Product Specification, Memory (QFAA variant)",
  }),
  target(NORDIC, "nRF52840", {
    aliases: [
      "nRF52840 DK",
      "Arduino Nano 33 BLE",
      "Arduino Nano 33 BLE Sense",
      "Nano 33 BLE",
      "XIAO nRF52840",
      "PCA10056",
    ],
    core: "cortex-m4f",
    mhz: 64,
    flash: MIB,
    ram: [["RAM", 256]],
    source: "Nordic Semiconductor nRF52840 Product Specification, Memory",
  }),
  target(NORDIC, "nRF5340", {
    aliases: ["nRF5340 DK", "Thingy:53", "PCA10095"],
    core: "cortex-m33",
    mhz: 128,
    flash: MIB,
    ram: [["RAM", 512]],
    source: "Nordic Semiconductor nRF5340 Product Specification, Memory (application core)",
  }),
];

const OTHERS: readonly Target[] = [
  target("Raspberry Pi", "RP2040", {
    aliases: ["Raspberry Pi Pico", "Pico", "Pico W"],
    core: "cortex-m0+",
    mhz: 133,
    flash: 2 * MIB,
    ram: [["SRAM0-5", 264]],
    source: "Raspberry Pi RP2040 Datasheet, SRAM (256 + 4 + 4 KiB, end to end); 2 MiB external FLASH as on the Pico",
  }),
  target("Raspberry Pi", "RP2350", {
    aliases: ["Raspberry Pi Pico 2", "Pico 2", "Pico 2 W"],
    core: "cortex-m33",
    mhz: 150,
    flash: 4 * MIB,
    ram: [["SRAM0-9", 520]],
    source: "Raspberry Pi RP2350 Datasheet, SRAM (512 + 4 + 4 KiB, end to end); 4 MiB external FLASH as on the Pico 2",
  }),
  target("Microchip", "SAMD21", {
    aliases: ["ATSAMD21G18A", "SAMD21G18", "Arduino Zero", "Arduino MKR Zero", "XIAO SAMD21"],
    core: "cortex-m0+",
    mhz: 48,
    flash: 256 * KIB,
    ram: [["SRAM", 32]],
    source: "Microchip SAM D21/DA1 Family Data Sheet DS40001882, Configuration Summary (x18 variant)",
  }),
  target("Microchip", "SAMD51J20", {
    aliases: ["ATSAMD51J20A", "ATSAMD51P20A", "SAMD51P20", "SAMD51"],
    core: "cortex-m4f",
    mhz: 120,
    flash: MIB,
    ram: [["SRAM", 256]],
    source: "Microchip SAM D5x/E5x Family Data Sheet DS60001507, Configuration Summary (x20 variant)",
  }),
  target("Microchip", "SAMD51J19", {
    aliases: ["ATSAMD51J19A", "Feather M4", "Feather M4 Express"],
    core: "cortex-m4f",
    mhz: 120,
    flash: 512 * KIB,
    ram: [["SRAM", 192]],
    source: "Microchip SAM D5x/E5x Family Data Sheet DS60001507, Configuration Summary (x19 variant)",
  }),
  target("NXP", "Teensy 4.1", {
    aliases: ["i.MX RT1062", "MIMXRT1062", "IMXRT1062"],
    core: "cortex-m7",
    mhz: 600,
    flash: 7936 * KIB,
    ram: [
      ["OCRAM2", 512],
      ["FlexRAM", 512],
    ],
    source:
      "NXP i.MX RT1060 data sheet, on-chip memory; 7936 KiB of external FLASH as PJRC states for Teensy 4.1 (code in FlexRAM lessens it)",
  }),
  target("NXP", "Teensy 4.0", {
    core: "cortex-m7",
    mhz: 600,
    flash: 1984 * KIB,
    ram: [
      ["OCRAM2", 512],
      ["FlexRAM", 512],
    ],
    source:
      "NXP i.MX RT1060 data sheet, on-chip memory; 1984 KiB of external FLASH as PJRC states for Teensy 4.0 (code in FlexRAM lessens it)",
  }),
  target("Analog Devices", "MAX78000", {
    aliases: ["MAX78000FTHR", "MAX78000EVKIT"],
    core: "cortex-m4f",
    mhz: 100,
    flash: 512 * KIB,
    ram: [["SRAM", 128]],
    source:
      "Analog Devices MAX78000 data sheet, Benefits and Features (its Cortex-M4; the accelerator's memories are not counted)",
  }),
  target("Ambiq", "Apollo3 Blue", {
    aliases: ["Apollo3", "AMA3B1KK", "SparkFun Edge"],
    core: "cortex-m4f",
    mhz: 48,
    flash: MIB,
    ram: [["TCM+SRAM", 384]],
    source: "Ambiq Apollo3 Blue data sheet, Features (64 + 320 KiB, end to end; 96 MHz in bursts)",
  }),
  target("Renesas", "RA6M5", {
    aliases: ["R7FA6M5BH", "EK-RA6M5"],
    core: "cortex-m33",
    mhz: 200,
    flash: 2 * MIB,
    ram: [["SRAM0", 512]],
    source: "Renesas RA6M5 Group data sheet, Features (2 MiB variant)",
  }),
  target("Renesas", "RA4M1", {
    aliases: ["R7FA4M1AB", "Arduino UNO R4", "Arduino UNO R4 Minima", "Arduino UNO R4 WiFi"],
    core: "cortex-m4f",
    mhz: 48,
    flash: 256 * KIB,
    ram: [["SRAM0", 32]],
    source: "Renesas RA4M1 Group data sheet, Features",
  }),
];

const RISC_V: readonly Target[] = [
  target("Espressif", "ESP32-C3", {
    aliases: ["ESP32-C3FH4", "ESP32-C3-MINI-1", "ESP32-C3-DevKitM-1", "XIAO ESP32C3"],
    core: "rv32imc",
    mhz: 160,
    flash: 4 * MIB,
    ram: [["SRAM", 384]],
    source:
      "Espressif ESP32-C3 Series Datasheet, Features (400 KiB, of which the cache takes 16); 4 MiB of FLASH as in the ESP32-C3FH4",
  }),
  target("Espressif", "ESP32-C6", {
    aliases: ["ESP32-C6FH4", "ESP32-C6-MINI-1", "ESP32-C6-DevKitM-1", "XIAO ESP32C6"],
    core: "rv32imac",
    mhz: 160,
    flash: 4 * MIB,
    ram: [
      ["HP SRAM", 512],
      ["LP SRAM", 16],
    ],
    source:
      "Espressif ESP32-C6 Series Datasheet, Features (its high-performance core); 4 MiB of FLASH as in the ESP32-C6FH4",
  }),
  target("GigaDevice", "GD32VF103", {
    aliases: ["GD32VF103CB", "GD32VF103CBT6", "Longan Nano"],
    core: "rv32imac",
    mhz: 108,
    flash: 128 * KIB,
    ram: [["SRAM", 32]],
    source: "GigaDevice GD32VF103xx Datasheet, Device information (xB variant)",
  }),
  target("WCH", "CH32V203", {
    aliases: ["CH32V203C8", "CH32V203C8T6"],
    core: "rv32imac",
    mhz: 144,
    flash: 64 * KIB,
    ram: [["SRAM", 20]],
    source: "WCH CH32V203 Datasheet, Features (C8 variant, FLASH without wait states)",
  }),
  target("WCH", "CH32V307", {
    aliases: ["CH32V307VC", "CH32V307VCT6", "CH32V307V-EVT"],
    core: "rv32imafc",
    mhz: 144,
    flash: 256 * KIB,
    ram: [["SRAM", 64]],
    source: "WCH CH32V307 Datasheet, Features (VC variant; FLASH and SRAM share 320 KiB, divided as delivered)",
  }),
];

/** The machines of the emulator that firmware tests run on: large memories, so what fits there says nothing about a part. */
const EMULATED: readonly Target[] = [
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

export const BOARDS: readonly Target[] = [...STM32, ...NRF, ...OTHERS, ...RISC_V, ...EMULATED];
