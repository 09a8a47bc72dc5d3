/** Places that cannot be written, readers that have gone, and too little of what a computer has: one sentence and the right exit code. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCli, temporaryFolder } from "../support/cli";
import { canLimit, runLimited, type LimitedOptions } from "../support/limitedRun";
import { smallModel } from "../support/networks/smallModel";

const LONG_NAME = "n".repeat(244);
const budget = ["--flash", "64KiB", "--ram", "32KiB"];
const estimate = ["estimate", "good.onnx", ...budget];
const quantize = ["quantize", "good.onnx", "--bits", "8", "--rounding", "nearest", "--no-cache", "--quiet"];
/** The command's own exit code, not that of whoever reads it. */
const READ_A_LITTLE = "| head -c 1 > /dev/null; exit ${PIPESTATUS[0]}";

describe("outputs that cannot be written", function () {
  this.timeout(200_000);
  const { path: folder, remove } = temporaryFolder();
  before(function () {
    if (!canLimit) this.skip();
    buildCli();
    writeFileSync(join(folder, "good.onnx"), smallModel());
    writeFileSync(join(folder, `${LONG_NAME}.onnx`), smallModel());
    for (const name of ["gone", "small", "taken", "taken/report.json"]) mkdirSync(join(folder, name));
  });
  after(remove);

  type Surroundings = Omit<LimitedOptions, "folder">;
  const told: readonly (readonly [
    title: string,
    args: readonly string[],
    around: Surroundings,
    code: number,
    sentence: RegExp,
  ])[] = [
    [
      "a report on a full device",
      estimate,
      { behind: "> /dev/full" },
      3,
      /standard output cannot be written: it is full/,
    ],
    ["JSON on a full device", [...estimate, "--json"], { behind: "> /dev/full" }, 3, /cannot be written: it is full/],
    ["boards on a full device", ["targets", "--json"], { behind: "> /dev/full" }, 3, /cannot be written: it is full/],
    ["help on a full device", ["--help"], { behind: "> /dev/full" }, 3, /cannot be written: it is full/],
    [
      "a folder that was deleted",
      estimate,
      { before: "cd gone && rmdir ../gone" },
      2,
      /the current folder does not exist/,
    ],
    [
      "few open files",
      estimate,
      { before: "ulimit -n 20" },
      3,
      /the system allows no more open files|cannot be started/,
    ],
    [
      "results where nobody may write",
      [...quantize, "--out", "/sys/out"],
      {},
      2,
      /\/sys\/out: writing to this folder is not permitted/,
    ],
    ["results below a device", [...quantize, "--out", "/dev/full/out"], {}, 2, /part of this path is a file/],
    ["results on a device", [...quantize, "--out", "/dev/full"], {}, 2, /part of this path is a file/],
    [
      "results below a name of 300 characters",
      [...quantize, "--out", "x".repeat(300)],
      {},
      2,
      /longer than the system's names may be/,
    ],
    [
      "a report where a folder has its name",
      [...quantize, "--out", "taken"],
      {},
      2,
      /taken\/report\.json: .* name of a folder/,
    ],
  ];
  for (const [title, args, around, code, sentence] of told) {
    it(`${title}: told in one sentence`, async () => {
      const run = await runLimited(args, { folder, ...around });
      report(title, run.code, run.seconds, run.peakMiB);
      assert.match(run.err, sentence);
      assert.equal(run.code, code, run.err);
      assert.match(run.err, /^bitwright: [^\n]*\n$/);
      assert.equal(run.out, "");
    });
  }
  it("of results of which one cannot be written, none is", async () => {
    await runLimited([...quantize, "--out", "taken"], { folder });
    assert.deepEqual(readdirSync(join(folder, "taken")), ["report.json"]);
  });

  it("a disk that is full leaves nothing behind", async function () {
    const mounted = "mount -t tmpfs -o size=40k none small";
    if (spawnSync("unshare", ["-rm", "/bin/sh", "-c", mounted], { cwd: folder }).status !== 0) this.skip();
    const inside = `unshare -rm /bin/bash -c '${mounted} && "$@"; code=$?; ls -A small; exit $code' bash`;
    const run = await runLimited([...quantize, "--out", "small"], { folder, before: `set -- ${inside} "$@"` });
    report("a full disk", run.code, run.seconds, run.peakMiB);
    assert.match(run.err, /^bitwright: [^\n]*small: the disk is full, nothing was written[^\n]*\n$/);
    assert.equal(run.code, 2);
    assert.equal(run.out, "");
  });

  for (const [title, args] of [
    ["a report", estimate],
    ["JSON", [...estimate, "--json"]],
    ["boards", ["targets"]],
  ] as const) {
    it(`a reader that has gone is no fault: ${title}`, async () => {
      const run = await runLimited(args, { folder, behind: READ_A_LITTLE });
      report(`${title} to head`, run.code, run.seconds, run.peakMiB);
      assert.equal(run.code, 0, run.err);
      assert.doesNotMatch(run.err, /EPIPE|fault/);
    });
  }

  it("a model with a name of 249 characters works", async () => {
    const args = ["quantize", `${LONG_NAME}.onnx`, ...quantize.slice(2), "--out", "long"];
    const run = await runLimited(args, { folder });
    report("a long name", run.code, run.seconds, run.peakMiB);
    assert.equal(run.code, 0, run.err);
    assert.ok(readdirSync(join(folder, "long")).some((name) => /^n{200,}-[0-9a-f]{8}\.mcu$/.test(name)));
  });

  it("results replace links and never follow them", async () => {
    const out = join(folder, "linked");
    mkdirSync(out);
    writeFileSync(join(folder, "victim"), "precious");
    symlinkSync("../victim", join(out, "report.json"));
    const run = await runLimited([...quantize, "--out", "linked"], { folder });
    assert.equal(run.code, 0, run.err);
    assert.equal(readFileSync(join(folder, "victim"), "utf8"), "precious");
    assert.ok(lstatSync(join(out, "report.json")).isFile());
  });

  it("nothing is written through a folder that is a link to elsewhere", async () => {
    for (const [out, link] of [
      ["a", "good.mcu"],
      ["b", "good.mcu/kernels"],
    ] as const) {
      mkdirSync(join(folder, out, link, ".."), { recursive: true });
      mkdirSync(join(folder, `elsewhere-${out}`));
      symlinkSync(join(folder, `elsewhere-${out}`), join(folder, out, link));
      const run = await runLimited([...quantize, "--out", out], { folder });
      report(`a link at ${link}`, run.code, run.seconds, run.peakMiB);
      assert.equal(run.code, 2, run.err);
      assert.match(run.err, /^bitwright: [^\n]*: this is a link that leads out of the results' folder[^\n]*\n$/);
      assert.deepEqual(readdirSync(join(folder, `elsewhere-${out}`)), []);
      assert.ok(!readdirSync(join(folder, out)).includes("report.json"), "half of the results remain");
    }
  });
});

function report(title: string, code: number | null, seconds: number, peakMiB: number): void {
  if (process.env["BITWRIGHT_TABLE"] === undefined) return;
  console.log(`| ${title} | ${code ?? "-"} | ${seconds.toFixed(1)} | ${Math.round(peakMiB)} |`);
}
