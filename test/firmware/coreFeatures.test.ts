/** What cores have, as the compiler tells it by its macros. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { CODE_CORES, coreFlagsOf, featuresOf } from "../../src/engine/base/build";
import { isInstalled } from "../support/firmware/firmwareToolchain";

const COMPILERS = { arm: "arm-none-eabi-gcc", riscv: "riscv64-unknown-elf-gcc" } as const;
const MACROS = { dsp: /^#define __ARM_FEATURE_DSP 1$/m, mve: /^#define __ARM_FEATURE_MVE [13]$/m } as const;

describe("features of cores", () => {
  for (const core of CODE_CORES) {
    it(`are the compiler's for ${core}`, function () {
      const { instructionSet, flags } = coreFlagsOf(core);
      const compiler = COMPILERS[instructionSet];
      if (!isInstalled(compiler)) {
        console.log(`      skipped: ${compiler} not found`);
        this.skip();
      }
      const { status, stdout } = spawnSync(compiler, [...flags, "-dM", "-E", "-xc", "-"], {
        encoding: "utf8",
        input: "",
      });
      assert.equal(status, 0);
      const found = (["dsp", "mve"] as const).filter((feature) => MACROS[feature].test(stdout));
      assert.deepEqual(featuresOf(core), found);
    });
  }
});
