/** What `--help` says beside the options. */
import type { JobName } from "./requests";

interface Help {
  /** In the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly examples: string;
}

export const OVERVIEW = `
Examples:
  $ bitwright targets
  $ bitwright estimate keywords.onnx --target stm32h743
  $ bitwright quantize keywords.onnx --flash 512KiB --ram 128KiB --calibration data/train --evaluation data/test
  $ bitwright check keywords.onnx --policy keywords.bitwright/policy.json --target stm32h743

A file <model>.bitwright.json beside the model holds the same settings; options win over it.
Sizes: kB = 1000, KiB = 1024, MB = 10^6, MiB = 2^20 bytes.
Exit codes: 0 done, 1 does not fit or a check failed, 2 bad input or usage, 3 a fault of Bitwright, 130 cancelled.
`;

export const HELP: Readonly<Record<JobName, Help>> = {
  quantize: {
    summary: "find the widths of least loss that fit, and measure them",
    description:
      "Searches 8, 4 or 2 bits (with --widths all also 5 or 3 for weights) for every weight and activation tensor so that the network fits the budget with the least loss, measures the result, and writes policy.json, report.json, <model>.quantized.onnx and the C project <model>.mcu.",
    examples: `
Examples:
  $ bitwright quantize keywords.onnx --target stm32h743 --calibration data/train
  $ bitwright quantize keywords.onnx --flash 2MB --ram 512kB --account model --search cut
  $ bitwright quantize keywords.onnx --bits 8 --calibration data/train --evaluation data/test
`,
  },
  estimate: {
    summary: "tell the memory need from the model's shapes alone",
    description:
      "Tells FLASH and RAM of the network at one width, layer by layer, in an instant: nothing is run and no data is needed.",
    examples: `
Examples:
  $ bitwright estimate keywords.onnx
  $ bitwright estimate keywords.onnx --bits 4 --flash 256KiB --ram 64KiB --json
`,
  },
  evaluate: {
    summary: "measure the accuracy of a policy",
    description:
      "Quantizes the network under a given policy and measures its accuracy beside the float network's on the same samples.",
    examples: `
Examples:
  $ bitwright evaluate keywords.onnx --policy keywords.bitwright/policy.json --calibration data/train --evaluation data/test
`,
  },
  generate: {
    summary: "write the C project of a policy",
    description:
      "Quantizes the network under a given policy and writes the folder <model>.mcu: C99 files with the weights, the calls and the kernels, a Makefile and a CMakeLists.txt. Several such models fit into one firmware: --name tells them apart where file names do not. Nothing is measured; quantize writes the same project.",
    examples: `
Examples:
  $ bitwright generate keywords.onnx --policy keywords.bitwright/policy.json --calibration data/train
  $ bitwright generate keywords.onnx --policy mine.json --target stm32h743 --calibration data/train --out firmware
  $ bitwright generate model-v2.onnx --policy mine.json --calibration data/train --name keywords
`,
  },
  check: {
    summary: "exit with 1 where a policy does not fit: for continuous integration",
    description:
      "Checks that a policy belongs to the model and fits the budget. Nothing is run; the exit code is 0 where it fits and 1 where it does not.",
    examples: `
Examples:
  $ bitwright check keywords.onnx --policy keywords.bitwright/policy.json --target stm32h743 --quiet
`,
  },
};

export const VERIFY_HELP: Help = {
  summary: "build a C project, run it in emulation, and compare every element",
  description:
    "Builds the project that generate or quantize wrote with arm-none-eabi-gcc, runs it in QEMU and compares every element of every layer with what the interpreter computed; counts instructions, reads FLASH, RAM and stack from the linked image and holds them against the estimate. Writes verification.json into the folder. Without the Arm tools it compares on this computer. It runs the code that it finds: files that are not as this version generated them are refused unless --allow-changed is given; emulated code reaches nothing of this computer, and with --host it runs as you, within limits.",
  examples: `
Examples:
  $ bitwright verify keywords.bitwright/keywords.mcu
  $ bitwright verify keywords.mcu --target stm32h743
  $ bitwright verify keywords.mcu --flash 512KiB --ram 128KiB --optimize s

Exit codes: 0 all equal and fitting, 1 something differs or does not fit, 2 it could not be tried.
`,
};
