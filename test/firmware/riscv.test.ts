/**
 * Whole projects on emulated RISC-V cores: every element equal, instructions counted, and each item of the account what the ELF says; and
 * their build files with the cross compiler. Boards of three instruction sets stand for all.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeCoreOf, findTarget, ramBudgetBytes, unwatched, type Target } from "../../src/engine";
import type { Verification } from "../../src/protocol/files/verification";
import { verifyProject } from "../../src/worker/verify/verify";
import { COMPILERS, EMULATORS } from "../../src/worker/verify/image/toolchain";
import { NetworkBuilder } from "../support/firmware/architectures";
import { temporaryFolder } from "../support/cli";
import { checkCodeItems } from "../support/firmware/codeItems";
import { isInstalled } from "../support/firmware/firmwareToolchain";
import { EXAMPLE, writeModelProject } from "../support/networks/modelProject";
import { writeVerifiable } from "../support/firmware/verifiableProject";

const BOARDS = ["esp32-c3", "gd32vf103", "ch32v307"] as const;
const TOOLS = [COMPILERS.riscv, EMULATORS.riscv];

describe("verify on RISC-V", function () {
  this.timeout(600_000);
  const { path: folder, remove } = temporaryFolder();
  after(remove);
  before(function () {
    const missing = TOOLS.filter((tool) => !isInstalled(tool));
    if (missing.length === 0) return;
    console.log(`      skipped: ${missing.join(" and ")} not found`);
    this.skip();
  });

  const boardNamed = (name: string): Target => {
    const found = findTarget(name);
    assert.ok(found.ok);
    return found.value;
  };
  const verify = async (project: string, target?: Target): Promise<Verification> => {
    const result = await verifyProject({ folder: project, host: false, ...(target && { target }) }, unwatched);
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual(result.value.notes, []);
    return result.value.verification;
  };
  const check = (verification: Verification, core: string): void => {
    assert.equal(verification.machine, `${core} (emulated)`);
    assert.equal(verification.differing, 0, JSON.stringify(verification.divergence));
    assert.ok(verification.passed);
    const counted = verification.layers.map(({ instructions }) => instructions ?? 0);
    const sum = counted.reduce((total, count) => total + count, 0);
    assert.ok(counted.every((count) => count > 20));
    const { instructions } = verification;
    assert.ok(instructions !== null && Math.abs(instructions - sum) < 0.06 * sum, `${sum} of ${instructions}`);
    checkCodeItems(verification, `${core}, ${verification.compiler}`);
    const stack = verification.items.find(({ kind }) => kind === "stack");
    assert.ok(stack && stack.measuredBytes > 100 && stack.measuredBytes <= stack.estimatedBytes, JSON.stringify(stack));
  };

  for (const [i, name] of BOARDS.entries()) {
    it(`the example on the ${name}, as it was generated for it`, async () => {
      const board = boardNamed(name);
      const project = await writeModelProject(join(folder, name), {
        ...EXAMPLE,
        budget: {
          id: board.id,
          name: board.name,
          flashBytes: board.flashBytes,
          ramBytes: ramBudgetBytes(board),
          core: codeCoreOf(board),
        },
        optimize: (["3", "2", "s"] as const)[i] ?? "3",
        weights: [8, 4, 2],
        activations: [8, 4],
      });
      check(await verify(project), board.core);
      assert.match(readFileSync(join(project, "README.md"), "utf8"), new RegExp(`make riscv. for ${board.core}`, "i"));
      const built = spawnSync("make", ["-s", "-C", project, "riscv"], { encoding: "utf8" });
      assert.equal(built.status, 0, built.stderr);
      assert.match(built.stdout, /\(TOTALS\)/);
      assert.ok(readdirSync(join(project, "build", "riscv")).includes("libkeywords.a"));
      if (!isInstalled("cmake")) return;
      // The line that CMakeLists.txt begins with, as a person would copy it.
      const [, line = ""] = /^# +(cmake -B .*)$/m.exec(readFileSync(join(project, "CMakeLists.txt"), "utf8")) ?? [];
      const configured = spawnSync("sh", ["-c", `${line.replace("-B build", "-B cmake")} && cmake --build cmake`], {
        cwd: project,
        encoding: "utf8",
      });
      assert.equal(configured.status, 0, `${configured.stdout}${configured.stderr}`);
      assert.ok(readdirSync(join(project, "cmake")).includes("libkeywords.a"));
    });

    it(`depthwise layers and residual sums ${i === 0 ? "with codes of 16 bits " : ""}on the ${name}, though generated for a Cortex-M`, async () => {
      const board = boardNamed(name);
      const rows = i === 1 ? "supplied" : "memory";
      const project = join(folder, `inverted-${name}`);
      await writeVerifiable(invertedResiduals(), 7 + i, project, {
        streaming: i === 0 ? "off" : "auto",
        rows,
        wide: i === 0,
      });
      check(await verify(project, board), board.core);
    });
  }
});

/** As MobileNetV2 has them, and a pool with a matrix behind. */
function invertedResiduals(): ReturnType<NetworkBuilder["build"]> {
  const builder = new NetworkBuilder("inverted");
  let x = builder.conv("stem", builder.input("image", [24, 24, 3]), 8, { kernel: 3, stride: 2 });
  for (const [i, stride] of [1, 2, 1].entries()) {
    const wide = builder.pointwise(`wide${i}`, x, 24);
    const deep = builder.depthwise(`deep${i}`, wide, { kernel: 3, stride });
    const narrow = builder.pointwise(`narrow${i}`, deep, 8);
    x = stride === 1 ? builder.add(`sum${i}`, narrow, x) : narrow;
  }
  return builder.build([builder.fullyConnected("logits", builder.globalAveragePool("pool", x), 5)]);
}
