/** A policy file says how layers are run, and every command plans them so, whatever the limits are. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parsePolicy, type PolicyFile } from "../../src/protocol/files/policyFile";
import type { Report } from "../../src/protocol/files/report";
import { buildCli, runCli, temporaryFolder } from "../support/cli";
import { isInstalled } from "../support/firmware/firmwareToolchain";
import { smallModel } from "../support/networks/smallModel";

const { path: folder, remove } = temporaryFolder();
const AMPLE = ["--flash", "1MiB", "--ram", "256KiB"];

function read(...path: readonly string[]): string {
  return readFileSync(join(folder, ...path), "utf8");
}

/** A policy file with another statement; undefined removes it. */
function restated(from: string, to: string, streaming: unknown): string {
  const policy = JSON.parse(read(from)) as Record<string, unknown>;
  delete policy["streaming"];
  writeFileSync(join(folder, to), JSON.stringify(streaming === undefined ? policy : { ...policy, streaming }));
  return to;
}

function statedIn(path: string): PolicyFile["streaming"] {
  const policy = parsePolicy(read(path), path);
  assert.ok(policy.ok);
  return policy.value.streaming;
}

async function report(command: string, ...args: readonly string[]): Promise<Report> {
  const { code, out, err } = await runCli([command, "net.onnx", ...args, "--json"], { folder });
  assert.ok(code === 0 || code === 1, err);
  return JSON.parse(out) as Report;
}

async function generate(policy: string, out: string, ...args: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { code, err } = await runCli(["generate", "net.onnx", "--policy", policy, "--out", out, ...args], { folder });
  assert.equal(code, 0, err);
  return sourcesIn(out);
}

/** What is compiled into firmware. */
function sourcesIn(out: string): ReadonlyMap<string, string> {
  const project = join(folder, out, "net.mcu");
  const files = readdirSync(project, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = files.map(({ name, parentPath }) => relative(project, join(parentPath, name)));
  return new Map(
    paths.filter((path) => /^[^/]+\.[ch]$/.test(path)).map((path) => [path, read(out, "net.mcu", path)] as const),
  );
}

describe("streaming in policy.json", function () {
  this.timeout(120_000);
  before(buildCli);
  before(async () => {
    writeFileSync(join(folder, "net.onnx"), smallModel({ side: 32, blocks: 4, softmax: true }));
    const runs = [
      ["plain", ...AMPLE],
      ["tight", "--flash", "1MiB", "--ram", "14KiB"],
      ["rows", "--flash", "1MiB", "--ram", "14KiB", "--rows", "supplied"],
    ];
    for (const [out = "", ...options] of runs) {
      const { code, err } = await runCli(["quantize", "net.onnx", ...options, "--out", out, "--quiet"], { folder });
      assert.equal(code, 0, err);
    }
  });
  after(remove);

  it("is what quantize decided, and generate gives the same firmware under other limits", async () => {
    assert.equal(statedIn("plain/policy.json"), "off");
    assert.deepEqual(statedIn("tight/policy.json"), [["conv1", "conv2", "conv3"]]);
    assert.deepEqual(statedIn("rows/policy.json")?.[0]?.slice(0, 2), ["input", "conv0"]);
    for (const [name, ...rows] of [["plain"], ["tight"], ["rows", "--rows", "supplied"]] as const) {
      const before = sourcesIn(name);
      assert.ok(before.size >= 4);
      for (const limits of [[], AMPLE]) {
        const again = await generate(`${name}/policy.json`, "again", ...rows, ...limits);
        assert.deepEqual(again, before, `${name} ${limits.join(" ")}`);
      }
      const given = JSON.parse(read(name, "report.json")) as Report;
      const { memory } = await report("check", "--policy", `${name}/policy.json`, ...rows, ...AMPLE);
      assert.deepEqual(memory, given.memory, name);
    }
  });

  it("changes RAM in every report and the C, which still equals the interpreter", async function () {
    const chained = restated("plain/policy.json", "chained.json", [["conv0", "conv1", "conv2", "conv3"]]);
    const pair = restated("plain/policy.json", "pair.json", [["conv1", "conv2"]]);
    const ram = new Map<string, number>();
    for (const policy of ["plain/policy.json", pair, chained]) {
      const figures = await Promise.all(
        ["evaluate", "check"].map(async (command) => {
          const { memory } = await report(command, "--policy", policy, ...AMPLE);
          return memory.linked.ramBytes;
        }),
      );
      assert.equal(figures[0], figures[1], policy);
      ram.set(policy, figures[0] ?? 0);
    }
    const [plain = 0, ofPair = 0, ofAll = 0] = ram.values();
    assert.ok(ofPair < plain && ofAll < plain && ofPair !== ofAll, [...ram].join(" "));

    const code = await generate(pair, "pair");
    assert.notEqual(code.get("net.c"), sourcesIn("plain").get("net.c"));
    if (!isInstalled("gcc")) return this.skip();
    const { code: verdict, err } = await runCli(["verify", join("pair", "net.mcu"), "--host"], { folder });
    assert.equal(verdict, 0, err);
  });

  it("refuses what this network cannot do, with the layer's name", async () => {
    const cases: readonly (readonly [unknown, RegExp, ...string[]])[] = [
      [[["conv0", "gone"]], /no layer "gone" to run row by row/],
      [[["conv0", "conv2"]], /"conv2" cannot run row by row with "conv0".*after "conv0" runs "conv1"/],
      [[["conv1", "conv0"]], /"conv0" cannot run row by row with "conv1"/],
      [[["fc", "softmax"]], /layer "softmax" cannot run row by row/],
      [
        [
          ["conv0", "conv1"],
          ["conv1", "conv2"],
        ],
        /layer "conv1" twice/,
      ],
      [[["input", "conv0"]], /"input" row by row, and the whole input is to lie in memory/],
      [[["input", "conv1"]], /"input".*"conv0", which runs first/, "--rows", "supplied"],
      [[["conv0", "conv1"]], /runs "conv0", "conv1" row by row, and streaming is off/, "--streaming", "off"],
      ["off", /no layer runs by rows.*rows are to be supplied/, "--rows", "supplied"],
      ["on", /"streaming" must be "off" or a list of chains/],
    ];
    for (const [streaming, sentence, ...options] of cases) {
      const policy = restated("plain/policy.json", "wrong.json", streaming);
      const given = ["check", "net.onnx", "--policy", policy, ...AMPLE, ...options];
      const { code, out, err } = await runCli(given, { folder });
      assert.deepEqual([code, out], [2, ""], `${JSON.stringify(streaming)} ${err}`);
      assert.match(err.replace(/\s+/g, " "), sentence);
      assert.match(err, /wrong\.json/);
    }
  });

  it("says so where a policy is too large only because of what it states", async () => {
    const tight = ["--flash", "1MiB", "--ram", "14KiB"];
    const { fits, notes } = await report("check", "--policy", "plain/policy.json", ...tight);
    assert.equal(fits, false);
    assert.ok(notes.some(({ code, hint }) => code === "policy.streaming" && hint?.includes('remove "streaming"')));
    const free = restated("plain/policy.json", "free.json", undefined);
    assert.equal((await report("check", "--policy", free, ...tight)).fits, true);
  });
});
