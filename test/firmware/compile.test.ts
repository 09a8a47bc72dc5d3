/** Every file of the runtime compiles by itself, strictly, as C99 and as C++, by whatever compilers there are. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  firmwareSources,
  isInstalled,
  KERNEL_INCLUDES,
  KERNEL_NAMES,
  STRICT,
} from "../support/firmware/firmwareToolchain";

const M4 = ["-mcpu=cortex-m4", "-mthumb"];
const M55 = ["-mcpu=cortex-m55", "-mthumb", "-mfloat-abi=hard"];
const COMPILERS: readonly { readonly name: string; readonly command: string; readonly flags: readonly string[] }[] = [
  { name: "gcc", command: "gcc", flags: [] },
  { name: "clang", command: "clang", flags: [] },
  { name: "gcc for Cortex-M4", command: "arm-none-eabi-gcc", flags: M4 },
  { name: "gcc for Cortex-M4 without optimization", command: "arm-none-eabi-gcc", flags: [...M4, "-O0"] },
  { name: "gcc for Cortex-M55", command: "arm-none-eabi-gcc", flags: M55 },
  { name: "gcc for Cortex-M0, portable form", command: "arm-none-eabi-gcc", flags: ["-mcpu=cortex-m0", "-mthumb"] },
];

const headers = KERNEL_NAMES.filter((name) => name.endsWith(".h"));

describe("the firmware's files", () => {
  for (const { name, command, flags } of COMPILERS) {
    for (const language of [
      ["-x", "c", "-std=c99"],
      ["-x", "c++", "-std=c++11"],
    ]) {
      it(`compile alone with ${name} as ${language[1] ?? ""}`, function () {
        if (!isInstalled(command)) {
          console.log(`      skipped: ${command} not found`);
          this.skip();
        }
        const compile = [...flags, ...language, ...STRICT, ...KERNEL_INCLUDES, "-c", "-o", "/dev/null"];
        const check = (file: string, args: readonly string[], input = ""): void => {
          const { status, stderr } = spawnSync(command, [...compile, ...args], { encoding: "utf8", input });
          assert.equal(status, 0, `${file}\n${stderr}`);
        };
        for (const source of firmwareSources()) check(source, [source]);
        for (const header of headers) check(header, ["-"], `#include "${header}"\n`);
      });
    }
  }
});
