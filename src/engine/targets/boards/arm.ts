/** Arm microcontrollers of other vendors than STMicroelectronics. */
import type { Target } from "../target";
import { KIB, MIB, target, type Sheet } from "./sheet";

const NORDIC = "Nordic Semiconductor";

export const NRF: readonly Target[] = [
  target(NORDIC, "nRF52832", {
    aliases: ["nRF52 DK", "PCA10040"],
    core: "cortex-m4f",
    mhz: 64,
    flash: 512 * KIB,
    ram: [["RAM", 64]],
    source: "Zephyr dts/arm/nordic/nrf52832_qfaa.dtsi (QFAA variant: RAM, FLASH), PlatformIO nrf52_dk.json (64 MHz)",
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
    source:
      "Zephyr dts/arm/nordic/nrf52840_qiaa.dtsi (RAM, FLASH), PlatformIO nano33ble.json (64 MHz; the board's boot loader takes 64 KiB of FLASH)",
  }),
  target(NORDIC, "nRF5340", {
    aliases: ["nRF5340 DK", "Thingy:53", "PCA10095"],
    core: "cortex-m33",
    mhz: 128,
    flash: MIB,
    ram: [["RAM", 512]],
    source:
      "Zephyr dts/arm/nordic/nrf5340_cpuapp_qkaa.dtsi (application core: RAM, FLASH), Zephyr board page nrf5340dk, Overview (128 MHz, DSP, FPU)",
  }),
  target(NORDIC, "nRF54L15", {
    aliases: ["nRF54L15 DK", "PCA10156"],
    core: "cortex-m33",
    mhz: 128,
    flash: 1524 * KIB,
    ram: [["RAM", 256]],
    source:
      "Nordic Semiconductor nRF54L15 Datasheet, Features and peripherals, Memory (1524 KB of RRAM, 256 KB of RAM; firmware of the RISC-V coprocessor lessens both), PebbleOS board page nrf54l15dk (128 MHz, FPU)",
  }),
];

/** Without its 128 KiB of TCM: nothing was read that says how much of it is for data. */
const RA8_RAM: Sheet["ram"] = [["SRAM", 896]];

export const OTHERS: readonly Target[] = [
  target("Raspberry Pi", "RP2040", {
    aliases: ["Raspberry Pi Pico", "Pico", "Pico W"],
    core: "cortex-m0+",
    mhz: 133,
    flash: 2 * MIB,
    ram: [["SRAM0-5", 264]],
    source:
      "MicroPython documentation, RP2 port, General information (133 MHz, 264 KiB in six banks, no FLASH inside); 2 MiB of external FLASH as on the Pico (Zephyr boards/raspberrypi/rpi_pico/rpi_pico-common.dtsi)",
  }),
  target("Raspberry Pi", "RP2350", {
    aliases: ["Raspberry Pi Pico 2", "Pico 2", "Pico 2 W"],
    core: "cortex-m33",
    mhz: 150,
    flash: 4 * MIB,
    ram: [["SRAM0-9", 520]],
    source:
      "Zephyr dts/arm/raspberrypi/rpi_pico/rp2350.dtsi (520 KiB as one region), Zephyr board page rpi_pico2, Hardware (150 MHz); no FLASH inside: 4 MiB as on the Pico 2",
  }),
  target("Microchip", "SAMD21", {
    aliases: ["ATSAMD21G18A", "SAMD21G18", "Arduino Zero", "Arduino MKR Zero", "XIAO SAMD21"],
    core: "cortex-m0+",
    mhz: 48,
    flash: 256 * KIB,
    ram: [["SRAM", 32]],
    source: "PlatformIO zero.json (x18 variant: 48 MHz, RAM, FLASH)",
  }),
  target("Microchip", "SAMD51J20", {
    aliases: ["ATSAMD51J20A", "ATSAMD51P20A", "SAMD51P20", "SAMD51"],
    core: "cortex-m4f",
    mhz: 120,
    flash: MIB,
    ram: [["SRAM", 256]],
    source:
      "Microchip SAM D5x/E5x Family Data Sheet, 1 Configuration Summary (x20 variants), NuttX arch/arm/src/samd5e5/Kconfig (SAMD51x20), PlatformIO adafruit_feather_m4.json (120 MHz)",
  }),
  target("Microchip", "SAMD51J19", {
    aliases: ["ATSAMD51J19A", "Feather M4", "Feather M4 Express"],
    core: "cortex-m4f",
    mhz: 120,
    flash: 512 * KIB,
    ram: [["SRAM", 192]],
    source:
      "PlatformIO adafruit_feather_m4.json (120 MHz, RAM, FLASH of which the boot loader takes 16 KiB), Microchip SAM D5x/E5x Family Data Sheet, 1 Configuration Summary (x19 variants)",
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
      "Zephyr dts/arm/nxp/nxp_rt1060.dtsi (OCRAM2; FlexRAM of 16 banks of 32 KiB, which code lessens), PlatformIO teensy41.json (600 MHz, 7936 KiB that programs may use); no FLASH inside the chip: 8 MiB as on Teensy 4.1",
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
      "Zephyr dts/arm/nxp/nxp_rt1060.dtsi (OCRAM2; FlexRAM of 16 banks of 32 KiB, which code lessens), PlatformIO teensy40.json (600 MHz, 1984 KiB that programs may use); no FLASH inside the chip: 2 MiB as on Teensy 4.0",
  }),
  target("NXP", "i.MX RT1176", {
    aliases: ["MIMXRT1176", "MIMXRT1170-EVK"],
    core: "cortex-m7",
    mhz: 1000,
    flash: 16 * MIB,
    ram: [
      ["OCRAM1", 512],
      ["OCRAM2", 512],
      ["DTCM", 256],
    ],
    source:
      "Zephyr board page mimxrt1170_evk, Hardware and Dual Core samples (1 GHz; OCRAM, which the Cortex-M4 shares), Zephyr dts/arm/nxp/nxp_rt11xx_cm7.dtsi (DTCM as FlexRAM is divided there); no FLASH inside: 128 Mbit of QSPI FLASH as on the MIMXRT1170-EVK",
  }),
  target("NXP", "i.MX RT685", {
    aliases: ["MIMXRT685", "MIMXRT685-EVK"],
    core: "cortex-m33",
    mhz: 300,
    flash: 64 * MIB,
    ram: [["SRAM", 4500]],
    source:
      "Zephyr dts/arm/nxp/nxp_rt6xx_common.dtsi (1428 + 3072 KiB, end to end; the first 108 of 4608 are the boot ROM's, and the DSP shares the rest), Zephyr board page mimxrt685_evk, Hardware (300 MHz), Zephyr soc/nxp/imxrt/imxrt6xx/Kconfig (FPU, DSP); no FLASH inside: 512 Mbit of Octal SPI FLASH as on the MIMXRT685-EVK",
  }),
  target("Analog Devices", "MAX78000", {
    aliases: ["MAX78000FTHR", "MAX78000EVKIT"],
    core: "cortex-m4f",
    mhz: 100,
    flash: 512 * KIB,
    ram: [["SRAM", 128]],
    source:
      "Zephyr dts/arm/adi/max32/max78000.dtsi (100 MHz; four banks end to end), QEMU include/hw/arm/max78000_soc.h (128 KiB, FLASH); its Cortex-M4, the accelerator's memories are not counted",
  }),
  target("Analog Devices", "MAX32690", {
    aliases: ["MAX32690FTHR", "MAX32690EVKIT"],
    core: "cortex-m4f",
    mhz: 120,
    flash: 3 * MIB,
    ram: [["SRAM0-7", 896]],
    source:
      "Zephyr dts/arm/adi/max32/max32690.dtsi (6 x 128 + 2 x 64 KiB, end to end; 3 MiB of FLASH, 256 KiB of the radio's not counted), Zephyr board page max32690fthr, Hardware (120 MHz; 1 MB of SRAM, of which that file has no more)",
  }),
  target("Ambiq", "Apollo3 Blue", {
    aliases: ["Apollo3", "AMA3B1KK", "SparkFun Edge"],
    core: "cortex-m4f",
    mhz: 48,
    flash: MIB,
    ram: [["TCM+SRAM", 384]],
    source:
      "Zephyr dts/arm/ambiq/ambiq_apollo3_blue.dtsi (64 + 320 KiB, end to end; FLASH), Zephyr board page apollo3_evb, Hardware (up to 96 MHz), a SparkFun guide to the Artemis (48 MHz, 96 in bursts)",
  }),
  target("Renesas", "RA6M5", {
    aliases: ["R7FA6M5BH", "EK-RA6M5"],
    core: "cortex-m33",
    mhz: 200,
    flash: 2 * MIB,
    ram: [["SRAM0", 512]],
    source:
      "Zephyr dts/arm/renesas/ra/ra6/r7fa6m5xh.dtsi (512 KiB, 200 MHz) and r7fa6m5bh3cfc.dtsi (FLASH of the 2 MiB variant)",
  }),
  target("Renesas", "RA4M1", {
    aliases: ["R7FA4M1AB", "Arduino UNO R4", "Arduino UNO R4 Minima", "Arduino UNO R4 WiFi"],
    core: "cortex-m4f",
    mhz: 48,
    flash: 256 * KIB,
    ram: [["SRAM0", 32]],
    source: "Zephyr dts/arm/renesas/ra/ra4/r7fa4m1ax.dtsi (32 KiB, 48 MHz) and r7fa4m1ab3cfm.dtsi (FLASH)",
  }),
  target("Renesas", "RA8M1 as Cortex-M55", {
    aliases: ["RA8M1", "R7FA8M1AH", "EK-RA8M1"],
    core: "cortex-m55",
    mhz: 480,
    flash: 2016 * KIB,
    ram: RA8_RAM,
    source:
      "Zephyr dts/arm/renesas/ra/ra8/r7fa8m1ahecbd.dtsi (FLASH) and r7fa8m1xh.dtsi (480 MHz); RAM as read for the RA8D1, whose common file it shares; its Cortex-M85 runs what is built, sized and counted for a Cortex-M55",
  }),
  target("Renesas", "RA8D1 as Cortex-M55", {
    aliases: ["RA8D1", "R7FA8D1BH", "EK-RA8D1", "RA8D1 Vision Board"],
    core: "cortex-m55",
    mhz: 480,
    flash: 2016 * KIB,
    ram: RA8_RAM,
    source:
      "Zephyr board page ra8d1_vision_board, Key Features (480 MHz, 1 MB of SRAM with its TCM), a pyOCD memory map of the RA8D1 (0x1F8000 bytes of FLASH, 0xE0000 of SRAM); its Cortex-M85 runs what is built, sized and counted for a Cortex-M55",
  }),
  target("Alif Semiconductor", "Ensemble E7", {
    aliases: ["Alif Ensemble E7", "Alif E7", "AE722F80F55D5"],
    core: "cortex-m55",
    mhz: 400,
    flash: 5632 * KIB,
    ram: [
      ["SRAM0", 4096],
      ["SRAM1", 2560],
      ["DTCM", 1024],
    ],
    source:
      "Alif Ensemble CMSIS-DFP AE722F80F55D5XX.h (5.5 MB of MRAM; SRAM0, SRAM1 and SRAM3, the DTCM of the high-performance core, far apart as in regions_AE722F80F55D5LS_M55_HP.h); 400 MHz as Zephyr states for that core of the E8",
  }),
];
