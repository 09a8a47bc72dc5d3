/**
 * Softmax has two homes, layers/arithmetic/softmax.ts and bw_softmax.c, whose floats agree in every bit: on processors with and without an FPU, with compilers that
 * contract products and sums, at every level of optimization. Scales reach from all-equal probabilities to a single one that is not 0.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { ACTIVATION_WIDTHS } from "../../src/engine/base/bits";
import { encodeExponentStep } from "../../src/engine/base/powerOfTwo";
import { seededRandom } from "../../src/engine/base/random";
import { runProgram } from "../../src/engine/interpret/runProgram";
import type { Program } from "../../src/engine/ir/program";
import type { FirmwareCase } from "../support/firmware/firmwareCase";
import { testProgram } from "../support/firmware/firmwareCase";
import {
  availableBuild,
  buildProgram,
  CORTEX_M33_WITHOUT_DSP,
  CORTEX_M4,
  firmwareSources,
  HOST,
  HOST_SANITIZED,
  isInstalled,
  KERNEL_INCLUDES,
  runProgramOn,
  type Build,
} from "../support/firmware/firmwareToolchain";
import { out } from "../support/folders";
import { NetworkBuilder } from "../support/firmware/architectures";

const SCALES = [1e-12, 1e-4, 0.0137, 0.1798, 0.34, 1, 5.5, 40, 88, 1e6];
const CHANNELS = [1, 2, 10, 33, 1000];

const CASES: readonly FirmwareCase[] = SCALES.flatMap((scale, i) =>
  CHANNELS.flatMap((channels, j) =>
    ACTIVATION_WIDTHS.map((bits, k) => softmaxCase(scale, channels, bits, 100 * i + 10 * j + k)),
  ),
);

function softmaxCase(
  scale: number,
  channels: number,
  bits: (typeof ACTIVATION_WIDTHS)[number],
  seed: number,
): FirmwareCase {
  const builder = new NetworkBuilder("softmax");
  const input = builder.input("logits", [1, 2, channels]);
  const output = builder.layer({ kind: "softmax", name: "softmax", inputs: [input], macs: 0 }, [1, 2, channels]);
  const format = { bits, scale, zeroPoint: 0 };
  const program: Program = {
    network: builder.build([output]),
    policy: { activations: new Map(), weights: new Map() },
    formats: [format, format],
    steps: [{ kind: "softmax", exponentStep: encodeExponentStep(scale) }],
  };
  const random = seededRandom(seed);
  const codes = Uint8Array.from({ length: 2 * channels }, () => random.below(2 ** bits));
  const inputs = new Map([[input, codes]]);
  const expected = runProgram(program, inputs).floats.get(output);
  assert.ok(expected);
  return { program, inputs, expected, feeding: "whole" };
}

/** Contracts where it may, and reorders where it may not. */
const FAST_MATH: Build = {
  name: "host gcc that contracts and reorders",
  compiler: "gcc",
  flags: ["-O3", "-march=native", "-ffp-contract=fast", "-ffast-math"],
};
const CLANG: Build = { name: "host clang that contracts", compiler: "clang", flags: ["-O2", "-ffp-contract=fast"] };
const THUMB = { name: "mps2-an385", flashOrigin: "0", ramOrigin: "0x20000000" } as const;
const CORTEX_M0: Build = {
  name: "code for the Cortex-M0+ in QEMU",
  compiler: "arm-none-eabi-gcc",
  flags: ["-mcpu=cortex-m0plus", "-mthumb", "-Os"],
  machine: THUMB,
};
const CORTEX_M3: Build = {
  name: "Cortex-M3 in QEMU",
  compiler: "arm-none-eabi-gcc",
  flags: ["-mcpu=cortex-m3", "-mthumb", "-O2"],
  machine: THUMB,
};

const BUILDS = { HOST, HOST_SANITIZED, FAST_MATH, CLANG, CORTEX_M0, CORTEX_M3, CORTEX_M4, CORTEX_M33_WITHOUT_DSP };

describe("softmax as firmware", () => {
  for (const [name, build] of Object.entries(BUILDS)) {
    it(`answers the interpreter's floats to the bit on ${build.name}`, function () {
      this.timeout(300000);
      const available = availableBuild(build);
      if (!available.ok) {
        console.log(`      skipped: ${available.reason}`);
        this.skip();
      }
      const { stdout, stderr } = runProgramOn(build, buildProgram(build, testProgram(CASES), `softmax_${name}`));
      assert.equal(stdout.trim().split("\n").at(-1), `${CASES.length} cases, 0 differ`, `${stdout}\n${stderr}`);
    });
  }

  it("needs no library for floating point, nor does any other kernel", function () {
    if (!isInstalled("arm-none-eabi-gcc")) {
      console.log("      skipped: arm-none-eabi-gcc not found");
      this.skip();
    }
    const folder = join(out, "firmware", "softFloat");
    mkdirSync(folder, { recursive: true });
    const undefinedSymbols = firmwareSources().flatMap((source) => {
      const object = join(folder, basename(source).replace(/\.c$/, ".o"));
      execFileSync("arm-none-eabi-gcc", [
        "-mcpu=cortex-m0plus",
        "-mthumb",
        "-O2",
        ...KERNEL_INCLUDES,
        "-c",
        source,
        "-o",
        object,
      ]);
      const symbols = execFileSync("arm-none-eabi-nm", ["--undefined-only", "--format=just-symbols", object]);
      return symbols.toString().trim().split("\n");
    });
    // Without an FPU every operation on a float is a call: __aeabi_fadd, __aeabi_i2f, __aeabi_d2f … or a function of math.h.
    const known =
      /^(bw_\w+|mem(cpy|set|move)|__aeabi_(lmul|uidiv|uidivmod|idiv|idivmod|llsl|llsr|lasr|uldivmod)|__gnu_thumb1_case_\w+|)$/;
    assert.deepEqual(
      [...new Set(undefinedSymbols)].filter((symbol) => !known.test(symbol)),
      [],
    );
    assert.ok(undefinedSymbols.includes("__aeabi_lmul"));
  });
});
