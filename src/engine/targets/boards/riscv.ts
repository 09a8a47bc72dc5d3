/** RISC-V microcontrollers. */
import type { Target } from "../target";
import { KIB, MIB, target } from "./sheet";

export const RISC_V: readonly Target[] = [
  target("Espressif", "ESP32-C3", {
    aliases: ["ESP32-C3FH4", "ESP32-C3-MINI-1", "ESP32-C3-DevKitM-1", "XIAO ESP32C3"],
    core: "rv32imc",
    mhz: 160,
    flash: 4 * MIB,
    ram: [["SRAM", 384]],
    source:
      "Espressif ESP32-C3-WROOM-02 Datasheet, 1.1 Features (160 MHz, 400 KB of SRAM of which 16 KB are the cache's, 4 MB of FLASH on the module), Zephyr dts/riscv/espressif/esp32c3/esp32c3_common.dtsi (384 KiB at 0x3FC80000); 8 KiB of RTC memory left out",
  }),
  target("Espressif", "ESP32-C6", {
    aliases: ["ESP32-C6FH4", "ESP32-C6-MINI-1", "ESP32-C6-DevKitM-1", "XIAO ESP32C6"],
    core: "rv32imac",
    mhz: 160,
    flash: 4 * MIB,
    ram: [["HP SRAM", 512]],
    source:
      "Zephyr board page adafruit_feather_esp32c6, Hardware (160 MHz, 512 KB of HP SRAM, 4 MB of FLASH in its ESP32-C6-MINI), probe-rs target esp32c6_lp (512 KiB at 0x40800000); 16 KiB of LP SRAM left out",
  }),
  target("Espressif", "ESP32-H2", {
    aliases: ["ESP32-H2FH4S", "ESP32-H2-MINI-1", "ESP32-H2-DevKitM-1"],
    core: "rv32imac",
    mhz: 96,
    flash: 4 * MIB,
    ram: [["HP SRAM", 320]],
    source:
      "Zephyr dts/riscv/espressif/esp32h2/esp32h2_common.dtsi (96 MHz, RV32IMAC, 320 KiB; 4 KiB of LP memory left out) and esp32h2_mini_h4.dtsi (4 MB of FLASH, as in the ESP32-H2FH4S)",
  }),
  target("Raspberry Pi", "RP2350 RISC-V", {
    aliases: ["Hazard3", "Pico 2 RISC-V"],
    core: "rv32imac",
    mhz: 150,
    flash: 4 * MIB,
    ram: [["SRAM0-9", 520]],
    source:
      "Zephyr dts/arm/raspberrypi/rpi_pico/rp2350.dtsi (520 KiB as one region), Zephyr board page rpi_pico2, Hardware (its Hazard3 cores, 150 MHz, whose further extensions are not used); no FLASH inside: 4 MiB as on the Pico 2",
  }),
  target("Bouffalo Lab", "BL616", {
    aliases: ["Sipeed M0S", "M0S Dock"],
    core: "rv32imafc",
    mhz: 320,
    flash: 4 * MIB,
    ram: [["OCRAM+WRAM", 480]],
    source:
      "Bouffalo Lab BL616/BL618 Datasheet 2.5, Features (320 MHz, FPU; 532 KB of SRAM with caches and 4 KB of HBN RAM), Zephyr dts/riscv/bflb/bl61x.dtsi (320 + 160 KiB, end to end; a radio's firmware takes part); 4 MiB of FLASH as in the Sipeed M0S; its P extension is not used",
  }),
  target("GigaDevice", "GD32VF103", {
    aliases: ["GD32VF103CB", "GD32VF103CBT6", "Longan Nano"],
    core: "rv32imac",
    mhz: 108,
    flash: 128 * KIB,
    ram: [["SRAM", 32]],
    source:
      "Zephyr dts/riscv/gd/gd32vf103Xb.dtsi (xB variant: RAM, FLASH), PlatformIO board sipeed-longan-nano (108 MHz)",
  }),
  target("WCH", "CH32V203", {
    aliases: ["CH32V203C8", "CH32V203C8T6"],
    core: "rv32imac",
    mhz: 144,
    flash: 64 * KIB,
    ram: [["SRAM", 20]],
    source:
      "PlatformIO genericCH32V203C8T6.json (C8 variant: 144 MHz, RAM, FLASH without wait states), Zephyr dts/riscv/wch/ch32v203/ch32v203c8t.dtsi (RAM); WCH CH32V203 Datasheet V2.6, Features (144 MHz)",
  }),
  target("WCH", "CH32V307", {
    aliases: ["CH32V307VC", "CH32V307VCT6", "CH32V307V-EVT"],
    core: "rv32imafc",
    mhz: 144,
    flash: 256 * KIB,
    ram: [["SRAM", 64]],
    source:
      "PlatformIO ch32v307_evt.json (VC variant: 144 MHz, RAM, FLASH without wait states); FLASH and SRAM share 320 KiB, 256 + 64 unless set otherwise, as owners quote WCH's data sheet (openwch/ch32v307)",
  }),
];
