/** Two models in one firmware: linked with one set of kernels, run in turns, both right; on this computer and in emulation. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packCodes } from "../../src/engine/base/bits";
import { readMemoryMap, type MemoryMap } from "../../src/protocol/files/memoryMap";
import { temporaryFolder } from "../support/cli";
import {
  availableBuild,
  CORTEX_M4,
  KERNEL_NAMES,
  HOST,
  isInstalled,
  linkProgram,
  runProgramOn,
  STRICT,
  type Build,
} from "../support/firmware/firmwareToolchain";
import { EXAMPLE, writeModelProject } from "../support/networks/modelProject";
import { inject } from "../support/firmware/verifiableProject";

const SAMPLES = 2;

describe("two models in one firmware", function () {
  this.timeout(300_000);
  const { path: folder, remove } = temporaryFolder();
  const loud = join(folder, "keywords.mcu");
  const quiet = join(folder, "quiet.mcu");
  before(async () => {
    await writeModelProject(loud, EXAMPLE);
    // Other widths, another way of feeding, other kernels.
    const other = { name: "quiet", weights: [4, 2], rows: "supplied" } as const;
    await writeModelProject(quiet, { ...EXAMPLE, ...other });
    writeFileSync(join(folder, "main.c"), mainOf([loud, quiet]));
  });
  after(remove);

  const needing = (tools: readonly string[], title: string, body: () => void): void => {
    it(title, function () {
      const missing = tools.filter((tool) => !isInstalled(tool));
      if (missing.length > 0) {
        console.log(`      skipped: ${missing.join(" and ")} not found`);
        this.skip();
      }
      body();
    });
  };

  it("are named after their files unless somebody names them", () => {
    assert.equal(mapOf(loud).prefix, "keywords");
    assert.equal(mapOf(quiet).prefix, "quiet");
    const files = (project: string): readonly string[] => readdirSync(project).filter((name) => /\.[ch]$/.test(name));
    assert.deepEqual(files(loud), ["keywords.c", "keywords.h", "keywords_weights.c", "keywords_weights.h"]);
    assert.deepEqual(files(quiet), ["quiet.c", "quiet.h", "quiet_weights.c", "quiet_weights.h"]);
  });

  it("carry the same folder of kernels", () => {
    const kernels = readdirSync(join(loud, "kernels"));
    assert.deepEqual(readdirSync(join(quiet, "kernels")), kernels);
    for (const name of kernels) {
      const read = (project: string): string => readFileSync(join(project, "kernels", name), "utf8");
      assert.equal(read(loud), read(quiet), name);
    }
    assert.deepEqual(kernels, [...KERNEL_NAMES, "bw_version.h", "CMakeLists.txt"].sort());
  });

  for (const build of [HOST, CORTEX_M4]) {
    it(`answer in turns what the interpreter answers: ${build.name}`, function () {
      const available = availableBuild(build);
      if (!available.ok) {
        console.log(`      skipped: ${available.reason}`);
        this.skip();
      }
      assertRight(build, join(folder, build.machine ? "both.elf" : "both"));
    });
  }

  function assertRight(build: Build, executable: string): void {
    const includes = [loud, quiet, join(loud, "kernels")].map((path) => `-I${path}`);
    const sources = [loud, quiet, join(loud, "kernels")].flatMap((path) =>
      readdirSync(path)
        .filter((name) => name.endsWith(".c"))
        .map((name) => join(path, name)),
    );
    linkProgram(build, [join(folder, "main.c"), ...sources], includes, executable);
    const { stdout, stderr, status } = runProgramOn(build, executable);
    assert.equal(stdout, `${2 * SAMPLES} answers, 0 wrong\n`, stderr);
    assert.equal(status, 0);
  }

  needing(["cmake", "gcc", "make"], "are two subdirectories for CMake, which builds the kernels once", () => {
    const firmware = join(folder, "cmake");
    mkdirSync(firmware);
    const project = [
      "cmake_minimum_required(VERSION 3.13)",
      "project(both C)",
      `add_subdirectory(${loud} loud)`,
      `add_subdirectory(${quiet} quiet)`,
      `add_executable(both ${join(folder, "main.c")})`,
      "target_link_libraries(both keywords quiet)",
    ];
    writeFileSync(join(firmware, "CMakeLists.txt"), project.join("\n"));
    execFileSync("cmake", ["-S", firmware, "-B", join(firmware, "build")], { stdio: "pipe" });
    execFileSync("cmake", ["--build", join(firmware, "build")], { stdio: "pipe" });
    const libraries = execFileSync("find", [firmware, "-name", "*.a"], { encoding: "utf8" }).trim().split("\n");
    const names = libraries.map((path) => path.slice(path.lastIndexOf("/") + 1)).sort();
    assert.deepEqual(names, ["libbitwright_kernels.a", "libkeywords.a", "libquiet.a"]);
    const { stdout } = spawnSync(join(firmware, "build", "both"), { encoding: "utf8" });
    assert.equal(stdout, `${2 * SAMPLES} answers, 0 wrong\n`);
  });

  needing(["make", "gcc"], "share a folder of kernels in make too", () => {
    const args = ["-s", "-C", quiet, "check", `KERNELS=${join(loud, "kernels")}`, `BUILD=${join(folder, "made")}`];
    execFileSync("make", args, { stdio: "pipe" });
  });

  needing(["gcc"], "do not compile with kernels of another version, and say what to do", () => {
    const stale = join(folder, "stale");
    cpSync(join(loud, "kernels"), stale, { recursive: true });
    inject(stale, "bw_version.h", /0x[0-9a-f]{8}/, "0x00000001");
    const flags = ["-std=c99", "-fsyntax-only", `-I${stale}`];
    const { status, stderr } = spawnSync("gcc", [...flags, join(quiet, "quiet.c")], { encoding: "utf8" });
    assert.notEqual(status, 0);
    assert.match(stderr, /#error "quiet was generated with other kernels: let one version of Bitwright generate all/);
    assert.equal(
      spawnSync("gcc", [...STRICT, ...flags.slice(0, 2), `-I${join(loud, "kernels")}`, join(quiet, "quiet.c")]).status,
      0,
    );
  });
});

function mapOf(project: string): MemoryMap {
  const map = readMemoryMap(readFileSync(join(project, "memory.json"), "utf8"));
  assert.ok(map.ok);
  return map.value;
}

/** Feeds the samples that the projects carry, one model after the other, and counts answers that are not the expected bytes. */
function mainOf(projects: readonly string[]): string {
  const bytes = (name: string, values: Uint8Array): string =>
    `static const uint8_t ${name}[] = {${Array.from(values).join(",")}};`;
  const parts = projects.map((project) => {
    const map = mapOf(project);
    const { prefix, rows } = map;
    const tensor = (role: string) => map.tensors.find((one) => one.role === role);
    const [input, output] = [tensor("input"), tensor("output")];
    assert.ok(input?.bits === 8 && output && output.bits !== 32);
    const width = output.bits;
    const inputs = readFileSync(join(project, "check/inputs.bin"));
    const outputs = readFileSync(join(project, "check/outputs.bin"));
    const size = outputs.length / SAMPLES;
    const packed = Array.from({ length: SAMPLES }, (_, i) =>
      packCodes(outputs.subarray(i * size, (i + 1) * size), width),
    );
    const macro = prefix.toUpperCase();
    const feed =
      rows === "memory"
        ? `  memcpy(${prefix}_input(), image, ${macro}_INPUT_BYTES);\n  if (${prefix}_invoke() != ${macro}_OK) return 1;`
        : `  for (uint32_t y = 0; y < ${macro}_INPUT_HEIGHT; y++) ${prefix}_push_row(image + y * ${macro}_INPUT_ROW_BYTES);\n  while (${prefix}_step() == ${macro}_MORE) continue;`;
    return `${bytes(`${prefix}_inputs`, inputs)}
${bytes(`${prefix}_outputs`, Buffer.concat(packed))}
static int ${prefix}_is_wrong(uint32_t sample) {
  const uint8_t *image = ${prefix}_inputs + sample * ${macro}_INPUT_BYTES;
${feed}
  return memcmp(${prefix}_output(), ${prefix}_outputs + sample * ${macro}_OUTPUT_BYTES, ${macro}_OUTPUT_BYTES) != 0;
}`;
  });
  const prefixes = projects.map((project) => mapOf(project).prefix);
  return `#include <stdio.h>
#include <string.h>
${prefixes.map((prefix) => `#include "${prefix}.h"`).join("\n")}
${parts.join("\n")}
int main(void) {
  int wrong = 0;
${prefixes.map((prefix) => `  ${prefix}_init();`).join("\n")}
  for (uint32_t sample = 0; sample < ${SAMPLES}; sample++) {
${prefixes.map((prefix) => `    wrong += ${prefix}_is_wrong(sample);`).join("\n")}
  }
  printf("${projects.length * SAMPLES} answers, %d wrong\\n", wrong);
  return wrong;
}
`;
}
