/** What a generated project brings along for whoever ships it: licence lines, a check and an example that run on a desk, helpers that round right. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quantizeInput } from "../../src/engine/interpret/quantizeInput";
import { readMemoryMap } from "../../src/protocol/files/memoryMap";
import { temporaryFolder } from "../support/cli";
import { isInstalled, STRICT } from "../support/firmware/firmwareToolchain";
import { EXAMPLE, writeModelProject, type ModelProject } from "../support/networks/modelProject";
import { inject } from "../support/firmware/verifiableProject";

const WAYS: Readonly<Record<string, Partial<ModelProject>>> = {
  memory: {},
  supplied: { rows: "supplied", arena: "caller", preprocessing: "raw" },
};

describe("a project that is shipped", function () {
  this.timeout(300_000);
  const { path: folder, remove } = temporaryFolder();
  after(remove);
  before(async function () {
    if (!isInstalled("gcc") || !isInstalled("make")) {
      console.log("      skipped: gcc or make not found");
      this.skip();
    }
    for (const [name, more] of Object.entries(WAYS))
      await writeModelProject(join(folder, name), { ...EXAMPLE, ...more });
  });
  const make = (name: string, target: string) =>
    spawnSync("make", ["-s", "-C", join(folder, name), target, "CFLAGS=-std=c99 -O1 -Wall -Wextra -Wconversion"], {
      encoding: "utf8",
    });

  it("says of every file under which licence it is, and has its text", () => {
    const paths = readdirSync(join(folder, "memory"), { recursive: true, encoding: "utf8" });
    const texts = paths.filter((path) => /\.([ch]|txt|md)$|Makefile$/.test(path));
    assert.ok(texts.length > 25);
    for (const path of texts) {
      const [first = ""] = readFileSync(join(folder, "memory", path), "utf8").split("\n");
      assert.match(first, /SPDX-License-Identifier: MIT-0/, path);
    }
    assert.match(readFileSync(join(folder, "memory", "LICENSE"), "utf8"), /^MIT No Attribution\n/);
  });

  for (const name of Object.keys(WAYS)) {
    it(`checks itself and runs its example, rows and arena: ${name}`, () => {
      const { stdout, stderr, status } = make(name, "check");
      assert.match(stdout, /^2 samples, 0 outputs differ$/m, stderr);
      assert.equal(status, 0);
      const example = make(name, "example");
      assert.equal(example.status, 0, example.stderr);
      assert.match(example.stdout, /^greatest: \d+$/m);
    });
  }

  it("notices a weight that was changed", () => {
    const before = readFileSync(join(folder, "supplied", "keywords_weights.c"), "utf8");
    inject(join(folder, "supplied"), "keywords_weights.c", /(biases\[\d+\] = \{\s*)-?\d+/, "$1-1234567");
    const { stdout, status } = make("supplied", "check");
    writeFileSync(join(folder, "supplied", "keywords_weights.c"), before);
    assert.notEqual(status, 0);
    assert.match(stdout, /^2 samples, [1-9]\d* outputs differ$/m);
  });

  it("tells how an input is prepared where that is stated", () => {
    const header = readFileSync(join(folder, "supplied", "keywords.h"), "utf8").replace(/\n \* /g, " ");
    assert.match(header, /How an input is prepared: .*mean 0, factor 1\. A code is (not )?a pixel/);
    assert.match(header, /channels innermost \(NHWC\)/);
    assert.ok(!readFileSync(join(folder, "memory", "keywords.h"), "utf8").includes("is prepared"));
  });

  it("turns reals into the interpreter's codes: ties, ends, what is no number", () => {
    const map = readMemoryMap(readFileSync(join(folder, "memory", "memory.json"), "utf8"));
    assert.ok(map.ok);
    const input = map.value.tensors.find(({ role }) => role === "input");
    assert.ok(input?.bits === 8);
    const { scale, zeroPoint } = input;
    const step = Math.fround(scale);
    const around = Array.from({ length: 1200 }, (_, i) => Math.fround(step * (i / 2 - 300)));
    const values = Float32Array.from([
      ...around,
      ...around.map((value) => Math.fround(value * (1 + 2 ** -23))),
      ...[NaN, Infinity, -Infinity, -0, 1e30, -1e30],
    ]);
    const expected = quantizeInput(values, [1, 1, values.length], { scale, zeroPoint, bits: 8 }, "channelsLast");
    const source = `#include <stdio.h>
#include "keywords.h"
int main(void) {
  float value;
  while (fread(&value, sizeof value, 1, stdin) == 1) putchar(keywords_quantize(value));
  return 0;
}
`;
    const main = join(folder, "quantize.c");
    writeFileSync(main, source);
    for (const [compiler, ...flags] of [
      ["gcc", "-std=c99", "-O0"],
      ["gcc", "-std=gnu99", "-O3", "-march=native"],
      ["g++", "-x", "c++", "-std=c++11", "-O2"],
      ["clang", "-std=c99", "-O2", "-ffp-contract=fast"],
    ] as const) {
      if (!isInstalled(compiler)) continue;
      const executable = join(folder, "quantize");
      execFileSync(compiler, [...flags, ...STRICT, `-I${join(folder, "memory")}`, main, "-o", executable]);
      const codes = execFileSync(executable, { input: Buffer.from(values.buffer) });
      assert.deepEqual([...codes], [...expected], `${compiler} ${flags.join(" ")}`);
    }
  });
});
