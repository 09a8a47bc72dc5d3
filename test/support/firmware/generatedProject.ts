/**
 * Generated projects on disk, several in one test program: each under a prefix of its own, so that one main file can include them all and one
 * compilation build them. The main file feeds every project, paints its arena, and compares its outputs with the interpreter's.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { packCodes, type Codes } from "../../../src/engine/base/bits";
import { DEFAULT_BUILD } from "../../../src/engine/base/build";
import { KERNEL_FOLDER } from "../../../src/engine/codegen/files/kernelFiles";
import { generateProject, type Project } from "../../../src/engine/codegen/project";
import type { ProjectFile, ProjectQuestion } from "../../../src/engine/codegen/question";
import { runProgram, type ProgramRun } from "../../../src/engine/interpret/runProgram";
import type { ActivationId, Network } from "../../../src/engine/ir/network";
import type { Program } from "../../../src/engine/ir/program";
import { planMemory } from "../../../src/engine/memory/arena/planMemory";
import type { Plan, PlanOptions } from "../../../src/engine/memory/types";
import { KERNEL_NAMES, kernelText } from "./firmwareToolchain";
import type { Execution } from "../../../src/engine";
import { plannerOf } from "../planning";

const KERNELS = {
  files: KERNEL_NAMES,
  version: "00c0ffee",
};

export interface ProjectRun {
  readonly program: Program;
  readonly plan: Plan;
  readonly rows: "memory" | "supplied";
  readonly inputs: ReadonlyMap<ActivationId, Codes>;
}

/** Inputs and outputs at any width, which real networks have at 8 bits; what is no number on a grid stays as it is. */
export function withFreeWidths(network: Network): Network {
  const activations = network.activations.map(({ fixed, ...rest }) =>
    fixed === undefined || fixed === 8 ? rest : { ...rest, fixed },
  );
  return { ...network, activations };
}

export function projectRun(
  program: Program,
  inputs: ReadonlyMap<ActivationId, Codes>,
  options: PlanOptions = {},
): ProjectRun {
  const plan = planMemory(plannerOf(program.network), program.policy, options);
  return { program, inputs, plan, rows: options.rows ?? "memory" };
}

export function projectOf(
  { program, plan, rows }: Omit<ProjectRun, "inputs">,
  {
    prefix = "model",
    arena = "static",
    build = DEFAULT_BUILD,
  }: Partial<Pick<ProjectQuestion, "prefix"> & Pick<Execution, "arena" | "build">> = {},
): Project {
  return generateProject({
    program,
    execution: { firmware: plan, rows, arena, build },
    model: { name: `${program.network.name}.onnx`, sha256: "0".repeat(64) },
    policySha256: "0".repeat(64),
    generator: "bitwright test",
    describe: (layer) => program.network.layers[layer]?.kind ?? "",
    prefix,
    kernels: KERNELS,
    input: [],
  });
}

/** The kernels as a project holds them. */
export function kernelTexts(): readonly ProjectFile[] {
  return KERNELS.files.map((name) => ({
    path: `${KERNEL_FOLDER}/${name}`,
    text: kernelText(name),
  }));
}

/** Writes the project's own files, which the kernels complete; memory.json stays the worker's business. */
export function writeProject(project: Project, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const version = project.files.filter(({ path }) => path.endsWith("bw_version.h"));
  const beside = version.map(({ path, text }) => ({ path: basename(path), text }));
  for (const { path, text } of [...project.files, ...beside]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/**
 * Writes p0, p1, … below `folder` and answers the main file that runs them. It prints what differs, for each project "p<i> arena <highest
 * byte that was written + 1> of <bytes>", and on its last line "<n> projects, <m> differ". Compiled with BW_TRACE it compares every row of
 * every layer, and that each is computed once a run.
 */
export function writeRuns(runs: readonly ProjectRun[], folder: string): string {
  runs.forEach((run, i) => writeProject(projectOf(run, { prefix: `p${i}` }), join(folder, `p${i}`)));
  return `#include <stdio.h>
#include <string.h>

enum { RUNS = 3 };
${runs.map((_, i) => `#include "p${i}/p${i}_weights.c"\n#include "p${i}/p${i}.c"`).join("\n")}

/* Packed codes, or floats; both to the bit. */
static int differs(const char *name, const void *actual, const void *expected, uint32_t count, uint32_t bits) {
  /* Byte for byte. */
  if (bits == 16) count *= 2, bits = 8;
  for (uint32_t i = 0; i < count; i++) {
    if (bits == 32) {
      const float a = ((const float *)actual)[i], e = ((const float *)expected)[i];
      if (memcmp(&a, &e, sizeof a) == 0) continue;
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

#ifdef BW_TRACE
typedef struct {
  const uint8_t *codes; /* NULL: floats */
  uint32_t rows, made;
} traced;
static traced *trace;
static const char *traced_name;
static int trace_differs;

void bw_trace_row(uint32_t step, uint32_t y, const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits) {
  if (y != trace[step].made % trace[step].rows) {
    printf("%s: step %u makes row %u, after %u\\n", traced_name, (unsigned)step, (unsigned)y, (unsigned)trace[step].made);
    trace_differs = 1;
  }
  trace[step].made++;
  if (bits == 16) count *= 2, bits = 8;
  for (uint32_t i = 0; bits < 32 && i < count; i++) {
    if (bw_get_code(bytes, first + i, bits) == bw_get_code(trace[step].codes, y * count + i, bits)) continue;
    printf("%s: code %u of row %u of step %u differs\\n", traced_name, (unsigned)i, (unsigned)y, (unsigned)step);
    trace_differs = 1;
    return;
  }
}
#endif

${runs.map((run, i) => runSource(run, `p${i}`)).join("\n")}
int main(void) {
  int differing = 0;
${runs.map((_, i) => `  differing += run_p${i}();`).join("\n")}
  printf("${runs.length} projects, %d differ\\n", differing);
  return differing > 0;
}
`;
}

/** What each step must write, in execution order. */
function traceTable({ program, plan }: ProjectRun, answers: ProgramRun, prefix: string): string {
  const tables: string[] = [];
  const entries = plan.order.map((index, step) => {
    const output = program.network.layers[index]?.output ?? -1;
    const codes = answers.codes.get(output);
    const bits = program.formats[output]?.bits ?? 8;
    if (codes) tables.push(bytesTable(`${prefix}_step${step}`, packCodes(codes, bits)));
    return `{${codes ? `${prefix}_step${step}` : "NULL"}, ${program.network.activations[output]?.shape[0] ?? 0}, 0}`;
  });
  return `#ifdef BW_TRACE
${tables.join("\n")}
static traced ${prefix}_trace[] = {${entries.join(", ")}};
#endif`;
}

function runSource(run: ProjectRun, prefix: string): string {
  const { program, plan, inputs, rows } = run;
  const { network, formats } = program;
  const answers = runProgram(program, inputs, { keep: "all" });
  const tables: string[] = [traceTable(run, answers, prefix)];
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
      from.first = ${bits === 16 ? "2 * " : ""}y * ${macro}_INPUT_WIDTH * ${macro}_INPUT_CHANNELS;
      to.bytes = row;
      to.first = 0;
      bw_copy(from, to, ${bits === 16 ? "2 * " : ""}${macro}_INPUT_WIDTH * ${macro}_INPUT_CHANNELS, ${bits === 16 ? 8 : bits});
      status = ${prefix}_push_row(row);
      memset(row, 0x33, sizeof row);
      if (status != ${macro}_OK) printf("${prefix} row %u is not taken: %d\\n", (unsigned)y, (int)status), differing = 1;
      status = ${macro}_MORE;
      if (i == 0) status = ${prefix}_invoke();
      if (i == 1) while (status == ${macro}_MORE) status = ${prefix}_step(), steps++;
      /* Work that is left does the next push; some of it, steps between. */
      if (i == 2 && y + 1 == ${height}) status = ${prefix}_invoke();
      if (i == 2 && y + 1 < ${height}) {
        if (y % 3 == 1) ${prefix}_step();
        continue;
      }
      if (y + 1 < ${height} && status != ${macro}_NEEDS_ROWS) printf("${prefix} row %u: %d\\n", (unsigned)y, (int)status);
    }`;
  return `${tables.join("\n")}
static int run_${prefix}(void) {
  static const int paints[] = {0xa5, 0x5a, 0x3c};
  uint32_t used = 0;
  int differing = 0;
${rows === "supplied" ? "  uint32_t steps = 0;\n" : ""}  ${prefix}_status status = ${prefix}_init();
#ifdef BW_TRACE
  trace = ${prefix}_trace;
  traced_name = "${prefix} ${network.name}";
  trace_differs = 0;
#endif
  for (uint32_t i = 0; i < RUNS; i++) {
    memset(${prefix}_arena, paints[i], sizeof ${prefix}_arena);
    ${rows === "memory" ? feed.join("\n    ") : ""}
    ${invoke}
    if (status != ${macro}_OK) printf("${prefix}: status %d\\n", (int)status), differing = 1;
    if (${compare.join(" || ")}) differing = 1;
    for (uint32_t at = used; at < sizeof ${prefix}_arena; at++) {
      if (${prefix}_arena[at] != paints[i]) used = at + 1;
    }
  }
#ifdef BW_TRACE
  if (trace_differs) differing = 1;
  for (uint32_t i = 0; i < sizeof ${prefix}_trace / sizeof *${prefix}_trace; i++) {
    if (trace[i].made != RUNS * trace[i].rows) printf("${prefix}: step %u made %u rows\\n", (unsigned)i, (unsigned)trace[i].made), differing = 1;
  }
#endif
${
  rows === "supplied"
    ? `  if (steps < ${plan.order.reduce((sum, layer) => sum + rowsOf(program, layer), 0)}) printf("${prefix}: only %u steps\\n", (unsigned)steps), differing = 1;
`
    : ""
}  printf("${prefix} arena %u of %u\\n", (unsigned)used, (unsigned)sizeof ${prefix}_arena);
  return differing;
}
`;
}

/** Calls of a layer's row function. */
function rowsOf({ network }: Program, index: number): number {
  const layer = network.layers[index];
  if (!layer) throw new Error(`there is no layer ${index}`);
  return layer.kind === "transpose" ? 1 : (network.activations[layer.output]?.shape[0] ?? 0);
}

function bytesTable(name: string, bytes: Uint8Array): string {
  return `static const uint8_t ${name}[] = {${Array.from(bytes).join(",")}};`;
}
