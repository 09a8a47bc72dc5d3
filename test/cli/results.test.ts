/** What a run leaves: exit codes, files, JSON; and that it is the same every time. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import Ajv from "ajv";
import type { Report } from "../../src/protocol/files/report";
import { buildCli, root, runCli, temporaryFolder } from "../support/cli";
import { smallModel } from "../support/networks/smallModel";

const { path: folder, remove } = temporaryFolder();
const budget = ["--flash", "64KiB", "--ram", "32KiB"];
const schema = JSON.parse(readFileSync(join(root, "schemas", "report.schema.json"), "utf8")) as object;
const isReport = new Ajv({ strictTypes: false }).compile(schema);

function read(...path: readonly string[]): string {
  return readFileSync(join(folder, ...path), "utf8");
}

function withoutSeconds(report: string): string {
  return report.replace(/"seconds": [\d.]+/, '"seconds": 0');
}

describe("results", () => {
  before(function () {
    this.timeout(120_000);
    buildCli();
    writeFileSync(join(folder, "net.onnx"), smallModel());
    writeFileSync(join(folder, "set.onnx"), smallModel());
    writeFileSync(
      join(folder, "set.bitwright.json"),
      JSON.stringify({ flash: "64KiB", ram: "32KiB", out: "from file", bits: 4 }),
    );
  });
  after(remove);

  it("quantize writes policy, report, network and C project, and nothing else", async () => {
    const { code, out, err } = await runCli(["quantize", "net.onnx", ...budget, "--no-cache"], { folder });
    assert.equal(code, 0, err);
    assert.match(out, /^net\.onnx - 64 KiB FLASH, 32 KiB RAM - linked account/);
    assert.match(out, /^Fits\. /m);
    assert.deepEqual(readdirSync(join(folder, "net.bitwright")).sort(), [
      "net.mcu",
      "net.quantized.onnx",
      "policy.json",
      "report.json",
    ]);
    assert.ok(isReport(JSON.parse(read("net.bitwright", "report.json"))), JSON.stringify(isReport.errors));
    assert.match(out, /^ {2}net\.bitwright\/policy\.json$/m);
  });

  for (const [option, size, limits] of [
    ["--flash", "800", [800, null]],
    ["--ram", "400", [null, 400]],
  ] as const) {
    it(`${option} alone is a budget: the other memory has no limit`, async () => {
      const asked = [
        "quantize",
        "net.onnx",
        option,
        size,
        "--account",
        "model",
        "--no-cache",
        "--out",
        option.slice(2),
      ];
      const { code, out, err } = await runCli([...asked, "--json"], { folder });
      assert.equal(code, 0, err);
      assert.ok(isReport(JSON.parse(out)), JSON.stringify(isReport.errors));
      const { target, memory, search } = JSON.parse(out) as Report;
      assert.deepEqual([target.flashBytes, target.ramBytes], limits);
      assert.equal(search.strategy, "exact");
      const need = option === "--flash" ? memory.model.flashBytes : memory.model.ramBytes;
      assert.ok(need <= Number(size) && need >= 0.8 * Number(size), `${need} of ${size}`);
    });
  }

  it("two runs are byte-equal but for the seconds", async () => {
    for (const out of ["a", "b"]) {
      const { code, err } = await runCli(
        ["quantize", "net.onnx", "--flash", "7000", "--ram", "4KiB", "--no-cache", "--out", out, "--quiet"],
        { folder },
      );
      assert.ok(code === 0 || code === 1, err);
    }
    const files = readdirSync(join(folder, "a"), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    for (const { name, parentPath } of files) {
      const file = join(relative(join(folder, "a"), parentPath), name);
      assert.equal(withoutSeconds(read("a", file)), withoutSeconds(read("b", file)), file);
    }
  });

  it("--scores logits ends report, network and C project in front of the softmax", async () => {
    writeFileSync(join(folder, "soft.onnx"), smallModel({ softmax: true }));
    const flashBytes: number[] = [];
    for (const [out, scores] of [
      ["soft", "probabilities"],
      ["hard", "logits"],
    ] as const) {
      const asked = scores === "logits" ? ["--scores", scores] : [];
      const { code, err } = await runCli(["quantize", "soft.onnx", ...budget, ...asked, "--no-cache", "--out", out], {
        folder,
      });
      assert.equal(code, 0, err);
      const report = JSON.parse(read(out, "report.json")) as Report;
      assert.ok(isReport(report), JSON.stringify(isReport.errors));
      assert.equal(report.scores, scores);
      assert.equal(report.integer?.differing, 0);
      flashBytes.push(report.memory.linked.flashBytes);
      const header = read(out, "soft.mcu", "soft.h");
      assert.match(
        header,
        scores === "logits" ? /^\/\* logits: 1×1×5, logits: .* a byte each\. \*\/$/m : /probabilities/,
      );
      assert.equal(existsSync(join(folder, out, "soft.mcu", "soft.c")), true);
      assert.equal(/bw_softmax/.test(read(out, "soft.mcu", "soft.c")), scores === "probabilities");
      assert.equal(
        readFileSync(join(folder, out, "soft.quantized.onnx")).includes("Softmax"),
        scores === "probabilities",
      );
    }
    const [soft = 0, hard = 0] = flashBytes;
    assert.ok(hard < soft - 500, `${hard} and ${soft} bytes`);
    assert.equal(read("soft", "policy.json"), read("hard", "policy.json"));
  });

  it("--json is the report and nothing else, equal to the file", async () => {
    const { code, out } = await runCli(["quantize", "net.onnx", ...budget, "--no-cache", "--out", "json", "--json"], {
      folder,
    });
    assert.equal(code, 0);
    assert.ok(isReport(JSON.parse(out)));
    assert.equal(out, read("json", "report.json"));
    assert.ok(out.endsWith("}\n"));
  });

  it("a budget that is too small gives exit code 1, the least need, and no policy", async () => {
    const { code, out } = await runCli(["quantize", "net.onnx", "--flash", "100", "--ram", "100", "--out", "small"], {
      folder,
    });
    assert.equal(code, 1);
    assert.match(
      out.replace(/\n/g, " "),
      /Does not fit: the least .* is .* of RAM at layer conv1\. Boards that fit: \w+/,
    );
    assert.deepEqual(readdirSync(join(folder, "small")), ["report.json"]);
  });

  it("check gates: 0 where the policy fits and 1 where it does not", async () => {
    const policy = ["--policy", "net.bitwright/policy.json"];
    const fits = await runCli(["check", "net.onnx", ...budget, ...policy, "--quiet"], { folder });
    assert.deepEqual([fits.code, fits.err], [0, ""]);
    assert.match(fits.out, /^Fits\. .*\n$/);
    const small = await runCli(["check", "net.onnx", "--flash", "1KiB", "--ram", "1KiB", ...policy, "--quiet"], {
      folder,
    });
    assert.equal(small.code, 1);
    assert.match(small.out, /^Does not fit: .* of FLASH too much and .* of RAM too much/);
  });

  it("evaluate measures a policy as quantize did, and writes only where it is told to", async () => {
    const args = ["evaluate", "net.onnx", "--policy", "net.bitwright/policy.json", ...budget, "--json"];
    const { code, out, err } = await runCli(args, { folder });
    assert.equal(code, 0, err);
    const evaluated = JSON.parse(out) as { accuracy: unknown; policy: unknown; search: { strategy: string } };
    const quantized = JSON.parse(read("net.bitwright", "report.json")) as typeof evaluated;
    assert.deepEqual(evaluated.accuracy, quantized.accuracy);
    assert.deepEqual(evaluated.policy, quantized.policy);
    assert.equal(evaluated.search.strategy, "given");
  });

  it("generate writes the project that quantize wrote, and none that does not fit", async () => {
    const args = ["generate", "net.onnx", "--policy", "net.bitwright/policy.json", "--out", "generated"];
    const { code, out, err } = await runCli([...args, ...budget], { folder });
    assert.equal(code, 0, err);
    assert.match(out, /^ {2}generated\/net\.mcu$/m);
    assert.deepEqual(readdirSync(join(folder, "generated")), ["net.mcu"]);
    for (const file of ["net.h", "net.c", "net_weights.c", "kernels/bw_convolution.c", "memory.json", "Makefile"])
      assert.equal(read("generated", "net.mcu", file), read("net.bitwright", "net.mcu", file), file);
    const small = [...args.slice(0, -1), "none", "--flash", "1KiB", "--ram", "1KiB", "--quiet"];
    assert.equal((await runCli(small, { folder })).code, 1);
    assert.ok(!existsSync(join(folder, "none")));
  });

  it("estimate needs no budget and writes nothing", async () => {
    const before = readdirSync(folder);
    const { code, out, err } = await runCli(["estimate", "net.onnx"], { folder });
    assert.equal(code, 0, err);
    assert.match(out, /^Needs .* of FLASH and .* of RAM/m);
    assert.deepEqual(readdirSync(folder), before);
  });

  it("the settings file counts, and the command line wins over it", async () => {
    const settings = await runCli(["quantize", "set.onnx", "--no-cache", "--json"], { folder: root, env: {} }).catch(
      () => undefined,
    );
    assert.equal(settings?.code, 2); // there is no set.onnx in that folder
    const { code, out, err } = await runCli([
      "quantize",
      join(folder, "set.onnx"),
      "--ram",
      "16KiB",
      "--no-cache",
      "--json",
    ]);
    assert.equal(code, 0, err);
    const report = JSON.parse(out) as {
      target: { flashBytes: number; ramBytes: number };
      search: { strategy: string };
    };
    assert.deepEqual([report.target.flashBytes, report.target.ramBytes], [65536, 16384]);
    assert.equal(report.search.strategy, "uniform");
    assert.ok(existsSync(join(folder, "from file", "set.quantized.onnx")));
  });

  it("losses are kept in the cache folder, and the second run gives the same report", async () => {
    const args = (out: string): string[] => [
      "quantize",
      "net.onnx",
      ...["--flash", "1000", "--ram", "32KiB", "--account", "model"], // 8 bits everywhere do not fit
      "--cache",
      "kept",
      "--out",
      out,
      "--quiet",
    ];
    await runCli(args("first"), { folder });
    const kinds = readdirSync(join(folder, "kept")).map((file) => file.replace(/-[0-9a-f]{32}\./, "."));
    assert.deepEqual(kinds.sort(), ["losses.jsonl", "rounding.bin"]);
    const losses = readdirSync(join(folder, "kept"))
      .map((file) => read("kept", file))
      .join();
    await runCli(args("second"), { folder });
    assert.equal(
      readdirSync(join(folder, "kept"))
        .map((file) => read("kept", file))
        .join(),
      losses,
    );
    assert.equal(withoutSeconds(read("first", "report.json")), withoutSeconds(read("second", "report.json")));
  });

  it("targets are a table, or an array with --json", async () => {
    const table = await runCli(["targets"]);
    assert.equal(table.code, 0);
    assert.match(table.out, /^stm32h743 +2 MiB +512 KiB/m);
    const json = await runCli(["targets", "--json"]);
    const targets = JSON.parse(json.out) as { id: string }[];
    assert.ok(targets.some(({ id }) => id === "stm32h743"));
  });

  it("help and version go to standard output", async () => {
    const help = await runCli(["quantize", "--help"]);
    assert.deepEqual([help.code, help.err], [0, ""]);
    assert.match(help.out, /Examples:/);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    assert.equal((await runCli(["--version"])).out, `${version}\n`);
  });

  it("a reader that has gone away is no fault", async () => {
    const { code, err } = await runCli(["estimate", "net.onnx", "--json"], { folder, closeOutput: true });
    assert.deepEqual([code, err], [0, ""]);
  });
});
