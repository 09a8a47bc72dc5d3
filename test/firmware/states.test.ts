/** A network with states as firmware: sequences that begin with a reset, every output and every state equal to the interpreter's. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NarrowBits } from "../../src/engine/base/bits";
import { unwatched } from "../../src/engine/ir/ports";
import { findTarget, listTargets } from "../../src/engine/targets/targets";
import type { ModelProject } from "../support/networks/modelProject";
import { verifyProject, type VerifyResult } from "../../src/worker/verify/verify";
import { temporaryFolder } from "../support/cli";
import { availableBuild, CORTEX_M4, isInstalled, RV32IMAC } from "../support/firmware/firmwareToolchain";
import { writeModelProject } from "../support/networks/modelProject";
import { normals } from "../support/networks/onnxBuilder";
import { REMEMBERING_PAIRS, rememberingModel, STATEFUL_PAIRS, statefulModel } from "../support/statefulModel";
import { floats } from "../unit/datasets/made";

describe("firmware of a network with states", function () {
  this.timeout(300_000);
  const { path: folder, remove } = temporaryFolder();
  before(function () {
    if (!isInstalled("gcc")) {
      console.log("      skipped: gcc not found");
      this.skip();
    }
    writeFileSync(join(folder, "net.onnx"), statefulModel());
    for (const resetAfter of [0, 1] as const)
      writeFileSync(join(folder, `remembering${resetAfter}.onnx`), rememberingModel(resetAfter));
    writeFileSync(join(folder, "x.npy"), floats([6, 10, 6], [...normals(360, 8)]));
  });
  after(remove);

  const project = (name: string, more: Partial<ModelProject> = {}): Promise<string> =>
    writeModelProject(join(folder, name), {
      modelPath: join(folder, "net.onnx"),
      calibration: { path: join(folder, "x.npy") },
      inputs: { states: STATEFUL_PAIRS },
      ...more,
    });
  const verified = async (
    path: string,
    host: boolean,
    allowChanged = false,
    board?: string,
  ): Promise<VerifyResult["verification"]> => {
    const target = board === undefined ? undefined : findTarget(board, listTargets());
    const on = target?.ok ? { target: target.value } : {};
    const result = await verifyProject({ folder: path, host, allowChanged, ...on }, unwatched);
    assert.ok(result.ok, JSON.stringify(result));
    return result.value.verification;
  };

  const widths: readonly (readonly [NarrowBits, NarrowBits])[] = [
    [8, 8],
    [4, 4],
    [2, 2],
  ];
  for (const [weights, activations] of widths) {
    for (const arena of ["static", "caller"] as const) {
      it(`equals the interpreter on sequences, weights of ${weights} bits, states of ${activations}, arena ${arena}`, async () => {
        const path = await project(`w${weights}a${activations}${arena}`, {
          weights: [weights],
          activations: [activations],
          arena,
        });
        const { passed, differing, samples } = await verified(path, true);
        assert.deepEqual([passed, differing, samples], [true, 0, 16]);
      });
    }
  }

  for (const [weights, activations] of widths) {
    for (const resetAfter of [0, 1] as const) {
      it(`equals it where recurrent layers keep states at 16 bits, weights of ${weights} bits, others of ${activations}, reset ${resetAfter ? "after" : "before"} the product`, async () => {
        const path = await project(`r${resetAfter}w${weights}`, {
          modelPath: join(folder, `remembering${resetAfter}.onnx`),
          inputs: { states: REMEMBERING_PAIRS },
          weights: [weights],
          activations: [activations],
        });
        const { passed, differing, samples } = await verified(path, true);
        assert.deepEqual([passed, differing, samples], [true, 0, 16]);
      });
    }
  }

  for (const build of [CORTEX_M4, RV32IMAC]) {
    it(`equals it on ${build.name} where recurrent layers keep states at 16 bits`, async function () {
      const available = availableBuild(build);
      if (!available.ok) {
        console.log(`      skipped: ${available.reason}`);
        this.skip();
      }
      const path = await project(`kept-${build.name}`, {
        modelPath: join(folder, "remembering1.onnx"),
        inputs: { states: REMEMBERING_PAIRS },
        weights: [4, 8],
      });
      const { passed, differing } = await verified(path, false, false, build === RV32IMAC ? "esp32-c6" : undefined);
      assert.deepEqual([passed, differing], [true, 0]);
    });
  }

  it("differs where a kept state is not carried on", async () => {
    const path = await project("forgotten", {
      modelPath: join(folder, "remembering1.onnx"),
      inputs: { states: REMEMBERING_PAIRS },
    });
    const file = join(path, "kernels/bw_recurrent.c");
    const source = readFileSync(file, "utf8");
    const what = "cell[at] = (uint8_t)s->state[j];";
    assert.ok(source.includes(what));
    writeFileSync(file, source.replace(what, "(void)at;"));
    const { passed } = await verified(path, true, true);
    assert.equal(passed, false);
  });

  it("equals it on an emulated Cortex-M4, whose image holds the states that the estimate says", async function () {
    const available = availableBuild(CORTEX_M4);
    if (!available.ok) {
      console.log(`      skipped: ${available.reason}`);
      this.skip();
    }
    const path = await project("m4", { weights: [4], activations: [8, 4] });
    const { passed, differing, items } = await verified(path, false);
    assert.deepEqual([passed, differing], [true, 0]);
    const held = items.filter(({ kind }) => kind === "states" || kind === "arena");
    assert.equal(held.length, 4);
    for (const { estimatedBytes, measuredBytes } of held) assert.equal(measuredBytes, estimatedBytes);
  });

  it("differs where a state is not carried on, or not cleared", async () => {
    const faults = [
      [/ {2}memcpy\(net_arena \+ \w+, net_arena \+ \w+, \d+\);\n/, ""],
      [/memset\(net_arena \+ NET_AT_H_IN, \d+,/, "memset(net_arena + NET_AT_H_IN, 7,"],
    ] as const;
    for (const [index, [what, instead]] of faults.entries()) {
      const path = await project(`fault${index}`);
      const source = readFileSync(join(path, "net.c"), "utf8");
      assert.match(source, what);
      writeFileSync(join(path, "net.c"), source.replace(what, instead));
      const { passed, divergence } = await verified(path, true, true);
      assert.equal(passed, false);
      assert.ok(divergence);
    }
  });

  it("carries its samples, which its own program runs as sequences, and saves and restores a sequence", async () => {
    const path = await project("saved");
    const compile = (source: string, name: string): string => {
      const sources = ["net.c", "net_weights.c"].map((file) => join(path, file));
      const kernels = execFileSync("sh", ["-c", `ls ${join(path, "kernels")}/*.c`], { encoding: "utf8" })
        .trim()
        .split("\n");
      const flags = ["-std=c99", "-O1", "-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined"];
      const out = join(path, name);
      execFileSync("gcc", [
        ...flags,
        `-I${path}`,
        `-I${join(path, "kernels")}`,
        source,
        ...sources,
        ...kernels,
        "-o",
        out,
      ]);
      return execFileSync(out, { cwd: path, encoding: "utf8" });
    };
    assert.equal(compile(join(path, "check/vectors.c"), "vectors"), "16 samples, 0 outputs differ\n");
    const main = join(path, "main.c");
    writeFileSync(
      main,
      `#include <stdio.h>
#include <string.h>
#include "net.h"
static void step(uint8_t code) { memset(net_input(), code, NET_INPUT_BYTES); net_invoke(); }
int main(void) {
  uint8_t saved[NET_STATES_BYTES], first[NET_OUTPUT_BYTES];
  net_init();
  step(3); step(200);
  memcpy(saved, net_states(), sizeof saved);
  step(90);
  memcpy(first, net_output(), sizeof first);
  step(17); net_reset(); step(251);
  memcpy(net_states(), saved, sizeof saved);
  step(90);
  printf("%d", memcmp(first, net_output(), sizeof first));
  net_reset(); step(90);
  printf(" %d", memcmp(first, net_output(), sizeof first) != 0);
  return 0;
}
`,
    );
    assert.equal(compile(main, "main"), "0 1");
  });
});
