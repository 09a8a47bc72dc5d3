/**
 * Generated projects on disk, several in one test program: each under a prefix of its own, so that one main file can include them all and one
 * compilation build them. The main file feeds every project, paints its arena, and compares its outputs with the interpreter's.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packCodes } from "../../src/engine/base/bits";
import { generateProject, type Project } from "../../src/engine/codegen/project";
import { runProgram } from "../../src/engine/interpret/runProgram";
import type { ActivationId, Network } from "../../src/engine/ir/network";
import type { Program } from "../../src/engine/ir/program";
import { planMemory } from "../../src/engine/memory/planMemory";
import type { Plan, PlanOptions } from "../../src/engine/memory/types";
import { firmwareFolder } from "./firmwareToolchain";

export interface ProjectRun {
  readonly program: Program;
  readonly plan: Plan;
  readonly rows: "memory" | "supplied";
  readonly inputs: ReadonlyMap<ActivationId, Uint8Array>;
}

/** Inputs and outputs at any width, which real networks have at 8 bits. */
export function withFreeWidths(network: Network): Network {
  const activations = network.activations.map(({ fixed, ...rest }) => (fixed === "float" ? { ...rest, fixed } : rest));
  return { ...network, activations };
}

export function projectRun(
  program: Program,
  inputs: ReadonlyMap<ActivationId, Uint8Array>,
  options: PlanOptions = {},
): ProjectRun {
  const plan = planMemory(program.network, program.policy, options);
  return { program, inputs, plan, rows: options.rows ?? "memory" };
}

export function projectOf({ program, plan, rows }: Omit<ProjectRun, "inputs">, prefix = "model"): Project {
  return generateProject({
    program,
    plan,
    rows,
    model: { name: `${program.network.name}.onnx`, sha256: "0".repeat(64) },
    policySha256: "0".repeat(64),
    generator: "bitwright test",
    describe: (layer) => program.network.layers[layer]?.kind ?? "",
    prefix,
  });
}

/** Writes the project with its kernels; memory.json stays the worker's business. */
export function writeProject(project: Project, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const kernels = project.kernels.map((path) => ({ path, text: readFileSync(join(firmwareFolder, path), "utf8") }));
  for (const { path, text } of [...project.files, ...kernels]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/**
 * Writes p0, p1, … below `folder` and answers the main file that runs them. It prints what differs; its last line is
 * "<n> projects, <m> differ". With `paint` it also prints "<i> <highest byte of the arena that was written + 1>".
 */
export function writeRuns(runs: readonly ProjectRun[], folder: string): string {
  runs.forEach((run, i) => writeProject(projectOf(run, `p${i}`), join(folder, `p${i}`)));
  return `#include <math.h>
#include <stdio.h>
#include <string.h>
${runs.map((_, i) => `#include "p${i}/weights.c"\n#include "p${i}/p${i}.c"`).join("\n")}

/* Packed codes; or floats, which libraries round differently. */
static int differs(const char *name, const void *actual, const void *expected, uint32_t count, uint32_t bits) {
  for (uint32_t i = 0; i < count; i++) {
    if (bits == 32) {
      const float a = ((const float *)actual)[i], e = ((const float *)expected)[i];
      if (fabsf(a - e) <= 2e-6f) continue;
      printf("%s: float %u is %g, not %g\\n", name, (unsigned)i, (double)a, (double)e);
      return 1;
    }
    const uint32_t a = bw_get_code((const uint8_t *)actual, i, bits);
    const uint32_t e = bw_get_code((const uint8_t *)expected, i, bits);
    if (a == e) continue;
    printf("%s: code %u of %u is %u, not %u\\n", name, (unsigned)i, (unsigned)count, (unsigned)a, (unsigned)e);
    return 1;
  }
  return 0;
}

${runs.map((run, i) => runSource(run, `p${i}`)).join("\n")}
int main(void) {
  int differing = 0;
${runs.map((_, i) => `  differing += run_p${i}();`).join("\n")}
  printf("${runs.length} projects, %d differ\\n", differing);
  return differing > 0;
}
`;
}

function runSource({ program, inputs, rows }: ProjectRun, prefix: string): string {
  const { network, formats } = program;
  const answers = runProgram(program, inputs);
  const tables: string[] = [];
  const feed = network.inputs.map((id, i) => {
    const bits = formats[id]?.bits ?? 8;
    tables.push(bytesTable(`${prefix}_in${i}`, packCodes(inputs.get(id) ?? new Uint8Array(), bits)));
    const index = network.inputs.length === 1 ? "" : `_${i}`;
    return `memcpy(${prefix}_input${index}(), ${prefix}_in${i}, sizeof ${prefix}_in${i});`;
  });
  const compare = network.outputs.map((id, i) => {
    const floats = answers.floats.get(id);
    const codes = answers.codes.get(id) ?? new Uint8Array();
    const codeBits = formats[id]?.bits ?? 8;
    const bits = floats ? 32 : codeBits;
    const index = network.outputs.length === 1 ? "" : `_${i}`;
    if (floats) {
      const literals = Array.from(floats, (value) => `${value.toPrecision(9)}f`);
      tables.push(`static const float ${prefix}_out${i}[] = {${literals.join(",")}};`);
    } else tables.push(bytesTable(`${prefix}_out${i}`, packCodes(codes, codeBits)));
    const count = floats?.length ?? codes.length;
    return `differs("${prefix} ${network.name}", ${prefix}_output${index}(), ${prefix}_out${i}, ${count}, ${bits})`;
  });
  const macro = prefix.toUpperCase();
  const height = network.inputs.map((id) => network.activations[id]?.shape[0] ?? 0)[0] ?? 0;
  const bits = formats[network.inputs[0] ?? 0]?.bits ?? 8;
  const invoke =
    rows === "memory"
      ? `status = ${prefix}_invoke();`
      : `for (uint32_t y = 0; y < ${height}; y++) {
      uint8_t row[${macro}_INPUT_ROW_BYTES];
      bw_codes from;
      bw_codes_out to;
      from.bytes = ${prefix}_in0;
      from.first = y * ${macro}_INPUT_WIDTH * ${macro}_INPUT_CHANNELS;
      to.bytes = row;
      to.first = 0;
      bw_copy(from, to, ${macro}_INPUT_WIDTH * ${macro}_INPUT_CHANNELS, ${bits});
      status = ${prefix}_push_row(row);
      memset(row, 0x33, sizeof row);
      if (y + 1 < ${height} && status != ${macro}_NEEDS_ROWS) printf("${prefix} row %u: %d\\n", (unsigned)y, (int)status);
    }`;
  return `${tables.join("\n")}
static int run_${prefix}(void) {
  static const int paints[] = {0xa5, 0x5a};
  uint32_t used = 0;
  int differing = 0;
  ${prefix}_status status = ${prefix}_init();
  for (uint32_t i = 0; i < 2; i++) {
    memset(${prefix}_arena, paints[i], sizeof ${prefix}_arena);
    ${rows === "memory" ? feed.join("\n    ") : ""}
    ${invoke}
    if (status != ${macro}_OK) printf("${prefix}: status %d\\n", (int)status), differing = 1;
    if (${compare.join(" || ")}) differing = 1;
    for (uint32_t at = used; at < sizeof ${prefix}_arena; at++) {
      if (${prefix}_arena[at] != paints[i]) used = at + 1;
    }
  }
  printf("${prefix} arena %u of %u\\n", (unsigned)used, (unsigned)sizeof ${prefix}_arena);
  return differing;
}
`;
}

function bytesTable(name: string, bytes: Uint8Array): string {
  return `static const uint8_t ${name}[] = {${Array.from(bytes).join(",")}};`;
}
