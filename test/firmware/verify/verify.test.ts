/** `verify` on small projects: that it finds nothing where nothing is wrong, and the very element where something is. One file, because the projects take seconds to build and serve many tests. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import Ajv from "ajv";
import { Cancelled, unwatched, type Watch } from "../../../src/engine/ir/ports";
import { runProgram } from "../../../src/engine/interpret/runProgram";
import { DEFAULT_BUILD } from "../../../src/engine/base/build";
import { codeCoreOf } from "../../../src/engine/targets/target";
import { findTarget } from "../../../src/engine/targets/targets";
import { codeTableOf } from "../../../src/engine/memory/codeTables/codeTableOf";
import { jsonText } from "../../../src/formats/jsonText";
import { readVerification, type Verification } from "../../../src/protocol/files/verification";
import { verifyProject, type VerifyResult, type VerifySettings } from "../../../src/worker/verify/verify";
import { checkAccount, checkCodeItems } from "../../support/firmware/codeItems";
import { availableBuild, CORTEX_M4, HOST, isInstalled, type Build } from "../../support/firmware/firmwareToolchain";
import { root } from "../../support/folders";
import { inject, smallNetwork, tallNetwork, writeVerifiable } from "../../support/firmware/verifiableProject";
import { temporaryFolder } from "../../support/cli";

const SEED = 41;
const network = smallNetwork();

/** As whoever changes a project does who knows what is looked at. */
function forge(project: string, path: string): void {
  const place = join(project, "memory.json");
  const map = JSON.parse(readFileSync(place, "utf8")) as { files: { path: string; sha256: string }[] };
  const sha256 = createHash("sha256")
    .update(readFileSync(join(project, path)))
    .digest("hex");
  map.files = [...map.files.filter((file) => file.path !== path), { path, sha256 }];
  writeFileSync(place, JSON.stringify(map));
}

describe("verify", function () {
  this.timeout(300_000);
  const { path: folder, remove } = temporaryFolder();
  after(remove);

  /** Of the project "emulated", without limits. */
  let emulated: Verification | undefined;

  const settings = (name: string, more: Partial<VerifySettings> = {}): VerifySettings => {
    return { folder: join(folder, name), optimization: more.host === true ? "-Os" : "-O3", host: false, ...more };
  };
  const verify = async (given: VerifySettings, watch: Watch = unwatched): Promise<VerifyResult> => {
    const result = await verifyProject(given, watch);
    assert.ok(result.ok, result.ok ? "" : JSON.stringify(result.problems));
    return result.value;
  };
  const needing = (build: Build, title: string, body: () => Promise<void>): void => {
    it(title, async function () {
      const available = availableBuild(build);
      if (!available.ok) {
        console.log(`      skipped: ${available.reason}`);
        this.skip();
      }
      await body();
    });
  };

  needing(
    CORTEX_M4,
    "stays within the stack's bound where a window of many rows is inlined into the step",
    async () => {
      for (const rows of ["memory", "supplied"] as const) {
        for (const optimize of ["3", "2", "s"] as const) {
          const name = `high-${rows}-${optimize}`;
          await writeVerifiable(tallNetwork(31), SEED, join(folder, name), { rows, streaming: "auto", optimize });
          const { verification } = await verify({ folder: join(folder, name), host: false });
          const stack = verification.items.find(({ kind }) => kind === "stack");
          assert.ok(stack && stack.measuredBytes > 31 * 8, JSON.stringify(stack));
          assert.ok(stack.measuredBytes <= stack.estimatedBytes, `${name}: ${JSON.stringify(stack)}`);
        }
      }
    },
  );

  needing(
    CORTEX_M4,
    "builds at the level that the project was counted at, and finds its code in the estimate",
    async () => {
      for (const [optimize, level] of [
        ["s", "-Os"],
        ["2", "-O2"],
      ] as const) {
        const name = `level-${optimize}`;
        await writeVerifiable(network, SEED, join(folder, name), { optimize });
        assert.match(readFileSync(join(folder, name, "Makefile"), "utf8"), new RegExp(`^OPTIMIZE = ${level}$`, "m"));
        assert.match(
          readFileSync(join(folder, name, "CMakeLists.txt"), "utf8"),
          new RegExp(`BITWRIGHT_OPTIMIZE ${level}\\)`),
        );
        const { verification } = await verify({ folder: join(folder, name), host: false });
        assert.ok(verification.compiler.endsWith(level), verification.compiler);
        assert.equal(verification.differing, 0);
        const code = (side: "measuredBytes" | "estimatedBytes"): number =>
          verification.items.filter(({ kind }) => kind === "code").reduce((sum, item) => sum + item[side], 0);
        const [linked, told] = [code("measuredBytes"), code("estimatedBytes")];
        assert.ok(
          linked > 0 && Math.abs(told - linked) <= 0.03 * linked,
          `${level}: ${told} B told, ${linked} B linked`,
        );
      }
    },
  );

  needing(HOST, "finds every element equal on this machine, rows in memory and supplied", async () => {
    for (const rows of ["memory", "supplied"] as const) {
      const { expectations } = await writeVerifiable(network, SEED, join(folder, rows), { rows, streaming: "auto" });
      const { verification } = await verify(settings(rows, { host: true }));
      assert.equal(verification.machine, "host");
      assert.equal(verification.differing, 0, JSON.stringify(verification.divergence));
      assert.ok(verification.passed);
      const codes = expectations.layers.reduce(
        (sum, { output }) => sum + (output.bits === 32 ? 0 : product(output.shape)),
        0,
      );
      assert.equal(verification.compared, 2 * (codes + 10));
    }
  });

  needing(HOST, "takes weights that are more text than 64 MiB", async () => {
    await writeVerifiable(network, SEED, join(folder, "large"));
    inject(join(folder, "large"), "model_weights.c", "#include", `${" ".repeat(65 * 2 ** 20)}\n#include`);
    forge(join(folder, "large"), "model_weights.c");
    const { verification } = await verify(settings("large", { host: true }));
    assert.ok(verification.passed);
  });

  needing(CORTEX_M4, "counts, measures and reconciles in emulation, the same on every run", async () => {
    await writeVerifiable(network, SEED, join(folder, "emulated"));
    const { verification } = await verify(settings("emulated"));
    assert.deepEqual((await verify(settings("emulated"))).verification, verification);
    emulated = verification;
    checkKernels(verification);
    assert.ok(verification.passed, JSON.stringify(verification.divergence));
    checkFigures(verification, false);
    const text = jsonText(verification);
    assert.deepEqual(readVerification(text), { ok: true, value: verification });
    checkSchema("verification", verification);
    checkSchema("memory", JSON.parse(readFileSync(join(folder, "emulated", "memory.json"), "utf8")));
  });

  needing(CORTEX_M4, "does so with rows supplied to a stream", async () => {
    await writeVerifiable(network, SEED, join(folder, "streamed"), { rows: "supplied", streaming: "auto" });
    const { verification, map } = await verify(settings("streamed"));
    assert.ok(map.segments.some(({ streamed }) => streamed));
    assert.ok(verification.passed, JSON.stringify(verification.divergence));
    checkFigures(verification, true);
  });

  needing(CORTEX_M4, "does so in the caller's arena, whose address is counted", async () => {
    await writeVerifiable(network, SEED, join(folder, "callers"), {
      rows: "supplied",
      streaming: "auto",
      arena: "caller",
    });
    const { verification, map } = await verify(settings("callers"));
    for (const { name, instructions, rowInstructions } of verification.layers) {
      assert.ok(rowInstructions && instructions && rowInstructions <= instructions, name);
    }
    assert.equal(map.arena.owner, "caller");
    assert.ok(verification.passed, JSON.stringify(verification.divergence));
    checkFigures(verification, true);
  });

  for (const name of ["STM32F103", "STM32F746"]) {
    needing(
      CORTEX_M4,
      `has each item of code right for ${name}, and for it where it was generated for another core`,
      async () => {
        const found = findTarget(name);
        assert.ok(found.ok);
        const target = found.value;
        const ways = {
          memory: {},
          auto: { streaming: "auto" },
          supplied: { streaming: "auto", rows: "supplied" },
        } as const;
        for (const [way, options] of Object.entries(ways)) {
          const own = join(folder, `items-${name}-${way}`);
          await writeVerifiable(network, SEED, own, { ...options, core: codeCoreOf(target) });
          const { verification } = await verify({ folder: own, host: false, target });
          checkCodeItems(verification, `${name}, ${way}`);
          const another = join(folder, `others-${name}-${way}`);
          await writeVerifiable(network, SEED, another, options);
          const result = await verify({ folder: another, host: false, target });
          assert.deepEqual(result.verification.items, verification.items);
          assert.deepEqual(result.notes, []);
        }
      },
    );
  }

  // At -O3 compilers unroll loops whose length they know: a window's rows must not be one in every layer's function.
  needing(CORTEX_M4, "has each item of code right where windows are tall and rows are supplied", async () => {
    const own = join(folder, "tall");
    await writeVerifiable(tallNetwork(), SEED, own, { rows: "supplied", streaming: "auto" });
    for (const name of ["STM32F746", "STM32F103"]) {
      const found = findTarget(name);
      assert.ok(found.ok);
      const { verification, map } = await verify({
        folder: own,
        host: false,
        optimization: "-O3",
        target: found.value,
      });
      assert.ok(map.segments.some(({ streamed }) => streamed));
      checkCodeItems(verification, `tall, ${name}`);
    }
  });

  needing(CORTEX_M4, "compares no code with an estimate of another core, and says why", async () => {
    const own = join(folder, "old");
    await writeVerifiable(network, SEED, own, { isOld: true });
    const found = findTarget("STM32F103");
    assert.ok(found.ok);
    const { verification, notes } = await verify({ folder: own, host: false, target: found.value });
    assert.match(notes.join(), /^code and stack are not compared: .* cortex-m4f at -O3, this is cortex-m3 at -O3/);
    const code = verification.items.filter(({ kind }) => kind === "code");
    assert.ok(code.length > 3 && code.every(({ estimatedBytes }) => estimatedBytes === 0));
    assert.ok(verification.items.some(({ kind, estimatedBytes }) => kind === "weights" && estimatedBytes > 0));
  });

  /** One code of the sum's first row, whatever the input. */
  const breakSum = (name: string): void =>
    inject(
      join(folder, name),
      "kernels/bw_elementwise.c",
      "    bw_pack(out.bytes",
      "    if (out.first + done == 0) left[7] ^= 1;\n    bw_pack(out.bytes",
    );

  for (const withoutCodes of [false, true]) {
    const how = withoutCodes ? "Bitwright's own kernels say" : "the project says";
    needing(HOST, `names the element that a broken kernel gets wrong, where ${how} what it should be`, async () => {
      const name = `broken${Number(withoutCodes)}`;
      const { program, inputs } = await writeVerifiable(network, SEED, join(folder, name), { withoutCodes });
      breakSum(name);
      const { verification, map } = await verify(settings(name, { host: true, allowChanged: true }));
      assert.equal(verification.passed, false);
      const { divergence } = verification;
      assert.ok(divergence);
      const layer = map.layers.find((one) => one.name === "sum");
      assert.ok(layer);
      const output = program.network.layers.find((one) => one.name === "sum")?.output ?? -1;
      const expected = runProgram(program, inputs[0] ?? new Map(), { keep: "all" }).codes.get(output)?.[7] ?? -1;
      const { file, line } = layer.definition;
      assert.deepEqual(divergence, {
        sample: 0,
        layer: "sum",
        position: [0, 0, 7],
        expected,
        actual: expected ^ 1,
        file,
        line,
      });
      assert.match(lineOf(join(folder, name, file), line, layer.definition.lastLine), /sum/);
      assert.deepEqual(verification.changedFiles, ["kernels/bw_elementwise.c"]);
    });
  }

  needing(HOST, "names the row where the numbers were changed and nobody knows the right ones", async () => {
    await writeVerifiable(network, SEED, join(folder, "numbers"), { withoutCodes: true });
    inject(join(folder, "numbers"), "model_weights.c", /(deep_biases\[\d+\] = \{\s*)-?\d+/, "$1-1234567");
    const { verification } = await verify(settings("numbers", { host: true, allowChanged: true }));
    assert.equal(verification.divergence?.layer, "deep");
    assert.equal(verification.divergence.position.length, 1);
    assert.equal(verification.divergence.expected, null);
    assert.deepEqual(verification.changedFiles, ["model_weights.c"]);
  });

  needing(CORTEX_M4, "tells by how many bytes a project is too large, and which layers make it so", async () => {
    const fitting = emulated;
    assert.ok(fitting, "the project did not verify without limits");
    const bound = fitting.items.find(({ kind }) => kind === "stack")?.estimatedBytes ?? 0;
    const needed = (fitting.ramBytes ?? 0) - (fitting.stackBytes ?? 0) + bound;
    const flashBytes = (fitting.flashBytes ?? 0) - 100;
    const { verification } = await verify(settings("emulated", { flashBytes, ramBytes: needed - 8 }));
    assert.equal(verification.passed, false);
    assert.equal(verification.differing, 0);
    const [flash, ram] = verification.overflows;
    assert.deepEqual([flash?.region, flash?.limitBytes, flash?.overBytes], ["flash", flashBytes, 100]);
    assert.ok(ram && ram.region === "ram" && ram.overBytes >= 8 && ram.overBytes < 16);
    assert.equal(flash?.layers[0]?.name, "stem");
    assert.equal(verification.flashBytes, fitting.flashBytes);
  });

  it("says what to install, and compares on this machine or refuses", async function () {
    if (!isInstalled("gcc") || process.platform === "win32") {
      console.log("      skipped: gcc not found, or no symbolic links");
      this.skip();
    }
    await writeVerifiable(network, SEED, join(folder, "bare"));
    const path = process.env["PATH"] ?? "";
    const tools = join(folder, "tools");
    mkdirSync(tools);
    try {
      process.env["PATH"] = tools;
      const nothing = await verifyProject(settings("bare"), unwatched);
      assert.match(JSON.stringify(nothing), /"ok":false.*apt install.*brew install.*winget install/);
      // The compiler calls others by path; only what is looked for by name must be missing.
      const folders = path.split(delimiter).filter((one) => one !== "");
      const gcc = folders.map((one) => join(one, "gcc")).find((one) => readable(one));
      symlinkSync(gcc ?? "", join(tools, "gcc"));
      for (const helper of ["as", "ld", "collect2"]) {
        const found = folders.map((one) => join(one, helper)).find((one) => readable(one));
        if (found !== undefined) symlinkSync(found, join(tools, helper));
      }
      const { verification, notes } = await verify(settings("bare"));
      assert.equal(verification.machine, "host");
      assert.match(notes.join(), /arm-none-eabi-gcc and qemu-system-arm were not found/);
    } finally {
      process.env["PATH"] = path;
    }
  });

  it("refuses what is no project, or a broken one", async () => {
    const codeOf = async (name: string): Promise<string | undefined> => {
      const result = await verifyProject(settings(name, { host: true }), unwatched);
      return result.ok ? undefined : result.problems[0]?.code;
    };
    assert.equal(await codeOf("nowhere"), "verify.noProject");
    await writeVerifiable(network, SEED, join(folder, "torn"));
    writeFileSync(join(folder, "torn", "check", "inputs.bin"), "too short");
    assert.equal(await codeOf("torn"), "verify.check");
    writeFileSync(join(folder, "torn", "check", "expected.json"), "{}");
    assert.equal(await codeOf("torn"), "verify.check");
    writeFileSync(join(folder, "torn", "memory.json"), "[1, 2");
    assert.equal(await codeOf("torn"), "verify.project");
  });

  it("refuses what is not as it was generated before anything is built", async () => {
    const at = (name: string): string => join(folder, name);
    const refusal = async (name: string): Promise<string> => {
      const result = await verifyProject(settings(name, { host: true }), unwatched);
      assert.equal(result.ok ? "" : result.problems[0]?.code, "verify.changed");
      return result.ok ? "" : (result.problems[0]?.message ?? "");
    };
    await writeVerifiable(network, SEED, at("foreign"));
    inject(at("foreign"), "model_weights.c", "#include", "/* harmless */\n#include");
    assert.match(await refusal("foreign"), /^model_weights\.c changed since/);
    forge(at("foreign"), "model_weights.c");
    inject(at("foreign"), "kernels/bw_pool.c", "#include", "/* harmless */\n#include");
    assert.match(await refusal("foreign"), /^kernels\/bw_pool\.c changed since/);
    forge(at("foreign"), "kernels/bw_pool.c");
    assert.match(await refusal("foreign"), /^kernels\/bw_pool\.c is not what this version generates/);

    await writeVerifiable(network, SEED, at("calling"));
    inject(at("calling"), "model.c", "status = model_run();", "status = model_run() + system(model_arena);");
    forge(at("calling"), "model.c");
    assert.match(await refusal("calling"), /^model\.c contains "system\("/);
    await writeVerifiable(network, SEED, at("adding"));
    writeFileSync(join(at("adding"), "more.c"), "#include <stdlib.h>\n");
    forge(at("adding"), "more.c");
    assert.match(await refusal("adding"), /^more\.c contains "#include <stdlib\.h>"/);
  });

  it("reads no file through a link out of the project, and no path out of it", async function () {
    if (process.platform === "win32") this.skip();
    await writeVerifiable(network, SEED, join(folder, "linked"));
    const secret = join(folder, "secret.c");
    renameSync(join(folder, "linked", "model_weights.c"), secret);
    symlinkSync(secret, join(folder, "linked", "model_weights.c"));
    const problems = async (more: Partial<VerifySettings>): Promise<string> => {
      const result = await verifyProject(settings("linked", { host: true, ...more }), unwatched);
      return result.ok ? "" : JSON.stringify(result.problems);
    };
    assert.match(await problems({}), /model_weights\.c changed since/);
    assert.match(await problems({ allowChanged: true }), /model_weights\.c cannot be read/);
    for (const [key, value] of [
      ["path", "../secret.c"],
      ["path", "/etc/passwd"],
      ["path", "-fplugin=x.c"],
    ] as const) {
      const map = JSON.parse(readFileSync(join(folder, "linked", "memory.json"), "utf8")) as { files: object[] };
      const changed = { ...map, files: [...map.files, { [key]: value, sha256: "0".repeat(64) }] };
      writeFileSync(join(folder, "linked", "memory.json"), JSON.stringify(changed));
      assert.match(await problems({ allowChanged: true }), /is no path within the project/);
      writeFileSync(join(folder, "linked", "memory.json"), JSON.stringify(map));
    }
  });

  needing(CORTEX_M4, "gives emulated code no way to this machine's files and shell", async () => {
    await writeVerifiable(network, SEED, join(folder, "reaching"));
    const stolen = join(folder, "stolen");
    // SYS_SYSTEM of Arm's semihosting, as soon as the model is initialised.
    const call = `{
  static const char command[] = "touch ${stolen}";
  static const unsigned words[2] = {(unsigned)command, sizeof command - 1};
  register unsigned r0 __asm__("r0") = 0x12;
  register const void *r1 __asm__("r1") = words;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}`;
    inject(join(folder, "reaching"), "model.c", /(\w+ \w+_init\(void\) \{\n)/, (begin) => `${begin}${call}\n`);
    const result = await verifyProject(settings("reaching", { allowChanged: true }), unwatched);
    assert.equal(existsSync(stolen), false);
    assert.match(result.ok ? "" : (result.problems[0]?.message ?? ""), /stopped with a fault/);
  });

  needing(HOST, "runs code on this machine with limits of memory and without the environment", async () => {
    await writeVerifiable(network, SEED, join(folder, "contained"));
    const look = `  if (getenv("BITWRIGHT_SECRET") || malloc(6ull << 30)) return MODEL_BUSY;\n`;
    inject(join(folder, "contained"), "model.c", /^#include/m, "#include <stdlib.h>\n#include");
    inject(join(folder, "contained"), "model.c", /(\w+ \w+_init\(void\) \{\n)/, (begin) => `${begin}${look}`);
    process.env["BITWRIGHT_SECRET"] = "1";
    try {
      const { verification } = await verify(settings("contained", { host: true, allowChanged: true }));
      assert.ok(verification.passed);
      assert.deepEqual(verification.changedFiles, ["model.c"]);
    } finally {
      delete process.env["BITWRIGHT_SECRET"];
    }
  });

  needing(
    HOST,
    "stops when it is cancelled, says when the code does not compile or hangs, and leaves no temporary files",
    async () => {
      const before = leftovers();
      await writeVerifiable(network, SEED, join(folder, "stopped"));
      await assert.rejects(
        verify(settings("stopped", { host: true }), { progress: () => undefined, cancelled: true }),
        Cancelled,
      );
      inject(join(folder, "stopped"), "model.c", "static", "statik");
      const result = await verifyProject(settings("stopped", { host: true, allowChanged: true }), unwatched);
      assert.equal(result.ok ? "" : result.problems[0]?.code, "verify.compile");
      assert.deepEqual(leftovers(), before);
    },
  );
});

/** What the linked account promises, of a stack that was measured, and instructions that are those of the layers. */
function checkFigures(verification: Verification, streamed: boolean): void {
  const { items, layers, instructions, stackBytes } = verification;
  checkAccount(verification);
  const stack = items.find(({ kind }) => kind === "stack")?.measuredBytes ?? 0;
  assert.equal(stack, stackBytes);
  assert.ok(stack > 100);
  const counted = layers.map((layer) => layer.instructions ?? 0);
  assert.ok(counted.every((count) => count > 20));
  // What lies between the layers' hooks: the entry, the loops; and the streams' driver.
  const sum = counted.reduce((total, count) => total + count, 0);
  assert.ok(
    instructions !== null && Math.abs(instructions - sum) < (streamed ? 0.06 : 0.03) * sum,
    `${sum} of ${instructions}`,
  );
}

/** The compiler that measured the table of code sizes finds the same sizes again. */
function checkKernels({ items, compiler }: Verification): void {
  const { toolchain } = codeTableOf(DEFAULT_BUILD);
  const [, version = ""] = / (\d+\.\d+)/.exec(toolchain) ?? [];
  if (!compiler.includes(` ${version}.`)) {
    console.log(`      sizes of kernels are not compared: they were measured with ${toolchain}`);
    return;
  }
  for (const { name, estimatedBytes, measuredBytes } of items) {
    if (name.startsWith("bw_")) assert.equal(estimatedBytes, measuredBytes, `${name}: run bench/codeSizes.ts`);
  }
}

function checkSchema(name: string, value: unknown): void {
  const schema = JSON.parse(readFileSync(join(root, "schemas", `${name}.schema.json`), "utf8")) as object;
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
  assert.ok(validate(value), JSON.stringify(validate.errors));
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}

function lineOf(path: string, first: number, last: number): string {
  return readFileSync(path, "utf8")
    .split("\n")
    .slice(first - 1, last)
    .join("\n");
}

function readable(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

function leftovers(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("bitwright-verify-"));
}
