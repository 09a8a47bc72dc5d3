/**
 * What generated projects cost on a Cortex-M4, with random numbers at 8 bits: arena, instructions of one run (counted in emulation, the same on
 * every machine), and code. Layer by layer, streamed with the image in memory, and with supplied rows.
 *
 *   npx tsx bench/generated.ts examples/keywords/keywords.onnx ../shared/models/mobilenet_v1_0.25_128_qatdq.onnx
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { packCodes } from "../src/engine/base/bits";
import type { Network } from "../src/engine/ir/network";
import type { PlanOptions } from "../src/engine/memory/types";
import { importOnnx } from "../src/engine/onnx/importOnnx";
import { lowerNetwork } from "../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../src/engine/passes/prepareGraph";
import {
  buildProgram,
  CORTEX_M4,
  instructionCounter,
  runProgramOn,
  type Build,
} from "../test/support/firmware/firmwareToolchain";
import { out } from "../test/support/folders";
import {
  projectOf,
  projectRun,
  withFreeWidths,
  writeProject,
  type ProjectRun,
} from "../test/support/firmware/generatedProject";
import { randomRun } from "../test/support/networks/randomProgram";

const NAME = "benchGenerated";
const WAYS: readonly (readonly [string, PlanOptions])[] = [
  ["layer by layer", {}],
  ["streamed", { streaming: "auto" }],
  ["rows supplied", { streaming: "auto", rows: "supplied" }],
];
const OPTIMIZATIONS = ["-O3", "-O2"] as const;

interface Cost {
  readonly instructions: number;
  readonly codeBytes: number;
}

function networkOf(path: string): Network {
  const imported = importOnnx(readFileSync(path), { externalData: new Map() });
  if (!imported.ok) throw new Error(imported.problems[0]?.message);
  const network = lowerNetwork(prepareGraph(imported.value.graph));
  if (!network.ok) throw new Error(network.problems[0]?.message);
  return withFreeWidths(network.value);
}

function mainOf({ inputs, rows }: ProjectRun): string {
  const [codes = new Uint8Array()] = inputs.values();
  const [feed, run] =
    rows === "supplied"
      ? [
          "",
          "for (uint32_t y = 0; y < MODEL_INPUT_HEIGHT; y++) model_push_row(input + y * MODEL_INPUT_ROW_BYTES), model_invoke();",
        ]
      : ["memcpy(model_input(), input, sizeof input);", "model_invoke();"];
  return `#include <stdio.h>
#include <string.h>
#include "project/model_weights.c"
#include "project/model.c"
static const uint8_t input[] = {${packCodes(codes, 8).join(",")}};
int main(void) {
  model_init();
  ${feed}
  __asm__ volatile("mov r8, r8" ::: "memory");
  ${run}
  __asm__ volatile("mov r9, r9" ::: "memory");
  printf("%u\\n", (unsigned)((const uint8_t *)model_output())[0]);
  return 0;
}
`;
}

function costOf(run: ProjectRun, optimization: string, counter: string): Cost {
  writeProject(projectOf(run), join(out, "firmware", NAME, "project"));
  const flags = CORTEX_M4.flags.map((flag) => (flag === "-O3" ? optimization : flag));
  const build: Build = { ...CORTEX_M4, flags };
  const executable = buildProgram(build, mainOf(run), NAME);
  const { stderr } = runProgramOn(build, executable, counter);
  const instructions = Number(/instructions (\d+)/.exec(stderr)?.[1] ?? NaN);
  return { instructions, codeBytes: codeBytes(executable) };
}

/** Functions of the kernels and of the model; read-only data lies in the same section and is no function. */
function codeBytes(executable: string): number {
  const symbols = execFileSync("arm-none-eabi-readelf", ["-sW", executable], { encoding: "utf8" });
  let file = "";
  let total = 0;
  for (const line of symbols.split("\n")) {
    const [, , size, type, , , , name = ""] = line.trim().split(/\s+/);
    if (type === "FILE") file = name;
    const isOurs = /^bw_\w+\.c$|^main\.c$/.test(file) || /^(bw|model)_/.test(name);
    if (type === "FUNC" && isOurs && name !== "main") total += Number(size);
  }
  return total;
}

function main(paths: readonly string[]): void {
  const counter = instructionCounter();
  if (!counter.ok) throw new Error(counter.reason);
  console.log("| network | how | arena | instructions -O3 | a MAC | to layer by layer | code -O3 | code -O2 |");
  console.log("|---|---|---|---|---|---|---|---|");
  for (const path of paths) {
    const network = networkOf(path);
    const macs = network.layers.reduce((sum, layer) => sum + layer.macs, 0);
    const { program, inputs } = randomRun(network, 3, { bits: 8 });
    let first: number | undefined;
    for (const [how, options] of WAYS) {
      const run = projectRun(program, inputs, options);
      const [fast, small] = OPTIMIZATIONS.map((each) => costOf(run, each, counter.value)) as [Cost, Cost];
      first ??= fast.instructions;
      const share = `${((fast.instructions / first - 1) * 100).toFixed(2)} %`;
      const cells = [
        basename(path),
        how,
        run.plan.arenaBytes,
        fast.instructions,
        (fast.instructions / macs).toFixed(2),
      ];
      console.log(`| ${[...cells, share, fast.codeBytes, small.codeBytes].join(" | ")} |`);
    }
  }
}

main(process.argv.slice(2));
