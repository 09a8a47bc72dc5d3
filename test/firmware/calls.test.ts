/** Whose the arena is, where it lies, and what a call during another one answers: a generated project as its caller sees it. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { packCodes, type Codes } from "../../src/engine/base/bits";
import { runProgram } from "../../src/engine/interpret/runProgram";
import { NetworkBuilder } from "../support/firmware/architectures";
import { temporaryFolder } from "../support/cli";
import { firmwareSources, KERNEL_INCLUDES, isInstalled, STRICT } from "../support/firmware/firmwareToolchain";
import { projectOf, projectRun, writeProject } from "../support/firmware/generatedProject";
import { randomRun } from "../support/networks/randomProgram";

function network() {
  const builder = new NetworkBuilder("calls");
  const first = builder.conv("first", builder.input("image", [9, 8, 2]), 4, { kernel: 3, stride: 1 });
  return builder.build([builder.fullyConnected("last", builder.globalAveragePool("pool", first), 6)]);
}

describe("calls of a generated project", function () {
  this.timeout(120_000);
  const { path: folder, remove } = temporaryFolder();
  after(remove);
  before(function () {
    if (isInstalled("gcc")) return;
    console.log("      skipped: gcc not found");
    this.skip();
  });

  const { program, inputs } = randomRun(network(), 5, { bits: 8 });
  const input = inputs.get(program.network.inputs[0] ?? -1) ?? new Uint8Array();
  const expected = runProgram(program, inputs).codes.get(program.network.outputs[0] ?? -1) ?? new Uint8Array();
  const table = (name: string, codes: Codes): string =>
    `static const uint8_t ${name}[] = {${[...packCodes(codes, 8)].join(",")}};`;

  /** What a main function prints that is included behind the model's own code. */
  const run = (
    name: string,
    arena: "static" | "caller",
    rows: "memory" | "supplied",
    flags: string,
    main: string,
  ): string => {
    const project = projectOf(projectRun(program, inputs, { rows, streaming: "auto" }), { arena });
    writeProject(project, join(folder, name));
    const source = join(folder, name, "main.c");
    writeFileSync(
      source,
      `#include <stdio.h>\n#include <string.h>\n#include "model_weights.c"\n#include "model.c"\n${table("image", input)}\n${table("answer", expected)}\n
static int right(void) { return memcmp(model_output(), answer, sizeof answer) == 0; }\n${main}`,
    );
    const executable = join(folder, name, "main");
    const sanitizers = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    const common = ["-std=c99", ...STRICT, ...sanitizers, ...flags.split(" ").filter((flag) => flag !== "")];
    execFileSync("gcc", [...common, ...KERNEL_INCLUDES, source, ...firmwareSources(), "-o", executable]);
    return execFileSync(executable, { encoding: "utf8" });
  };

  it("work in the caller's arena, wherever it is aligned, and in one after another", () => {
    const out = run(
      "caller",
      "caller",
      "memory",
      "-DMODEL_ARENA_ALIGN=32",
      `static uint8_t BW_ALIGNED(32) memory[2][(MODEL_ARENA_BYTES + 63) / 32 * 32];
int main(void) {
  printf("%d %d %d ", (int)model_invoke(), (int)model_init(NULL), (int)model_init(memory[0] + 16));
  for (int i = 0; i < 2; i++) {
    printf("%d ", (int)model_init(memory[i]));
    memcpy(model_input(), image, sizeof image);
    memset(memory[1 - i], 0xee, sizeof memory[0]);
    printf("%d ", (int)model_invoke());
    printf("%d ", right());
    for (uint32_t at = 0; at < sizeof memory[0]; at++) if (memory[1 - i][at] != 0xee) printf("spilt ");
  }
  return 0;
}`,
    );
    assert.equal(out, "5 5 5 0 0 1 0 0 1 ");
  });

  it("align the arena as they are told", () => {
    for (const alignment of [4, 32, 128]) {
      const main = `int main(void) { printf("%u", (unsigned)((uintptr_t)model_arena % ${alignment})); return 0; }`;
      assert.equal(run("aligned", "static", "memory", `-DMODEL_ARENA_ALIGN=${alignment} -Wno-unused`, main), "0");
    }
  });

  for (const rows of ["memory", "supplied"] as const) {
    it(`answer that another is running, if they are checked, and spoil nothing: rows in ${rows}`, () => {
      const feed =
        rows === "memory"
          ? "memcpy(model_input(), image, sizeof image);"
          : "for (uint32_t y = 0; y < MODEL_INPUT_HEIGHT; y++) model_push_row(image + y * MODEL_INPUT_ROW_BYTES);";
      const calls = rows === "memory" ? "model_invoke()" : "model_invoke() + model_step() + model_push_row(image)";
      const busy = rows === "memory" ? "MODEL_BUSY" : "3 * MODEL_BUSY";
      const main = `static int calls, refused;
void bw_trace_row(uint32_t step, uint32_t y, const uint8_t *bytes, uint32_t first, uint32_t count, uint32_t bits) {
  (void)step, (void)y, (void)bytes, (void)first, (void)count, (void)bits;
  calls++;
  if ((int)(${calls}) == ${busy} && model_init() == MODEL_BUSY) refused++;
}
int main(void) {
  model_init();
  for (int i = 0; i < 2; i++) {
    ${feed}
    printf("%d ", (int)model_invoke());
    printf("%d ", right());
  }
  printf("%d", calls == 2 * 11 && refused == calls);
  return 0;
}`;
      assert.equal(run(`busy_${rows}`, "static", rows, "-DBW_TRACE -DBW_CHECKED", main), "0 1 0 1 1");
    });
  }
});
