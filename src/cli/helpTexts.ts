/** What `--help` says beside the options. */
import type { JobName } from "./commandLine";

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
      "Searches 2, 4 or 8 bits for every weight and activation tensor so that the network fits the budget with the least loss, measures the result, and writes policy.json, report.json and <model>.quantized.onnx.",
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
