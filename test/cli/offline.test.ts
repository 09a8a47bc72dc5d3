/** "Runs offline", watched from outside: no socket, no look-up, no file but in the output folder and in folders that are removed again. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { buildCli, root, temporaryFolder } from "../support/cli";
import { isInstalled } from "../support/firmwareToolchain";

/** What programs write into that is no file. */
const NO_FILES = /^\/(dev|proc|sys)\//;

const LOADS = /require\("onnxruntime-node"\)/;

describe("offline", function () {
  this.timeout(300_000);
  const { path, remove } = temporaryFolder();
  const folder = realpathSync(path);
  const home = join(folder, "home");
  const temporary = join(folder, "temporary");
  const work = join(folder, "work");
  before(() => {
    buildCli();
    for (const one of [home, temporary, work]) mkdirSync(one);
    for (const name of ["keywords.onnx", "calibration.npz"]) {
      cpSync(join(root, "examples", "keywords", name), join(work, name));
    }
  });
  after(remove);

  const log = join(folder, "calls");
  const watched = [
    ...["-f", "-qq", "-s", "4096", "-o", log],
    ...["-e", "trace=socket,connect,sendto,sendmsg,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2"],
  ];
  const command = [
    process.execPath,
    join(root, "dist", "cli.js"),
    ...["quantize", "keywords.onnx", "--calibration", "calibration.npz", "--flash", "56KiB", "--ram", "16KiB"],
    ...["--quiet", "--out", "out"],
  ];

  it("quantizing the example opens no socket and leaves nothing outside of its folders", function () {
    const traced = isInstalled("strace");
    if (!traced) console.log("      strace not found: files are looked at, system calls are not");
    const [program = "", ...parameters] = traced ? ["strace", ...watched, ...command] : command;
    const { status, stderr } = spawnSync(program, parameters, {
      cwd: work,
      encoding: "utf8",
      // As at a stranger's: nothing that says where caches lie but HOME, nothing that turns telemetry off.
      env: { PATH: process.env["PATH"], HOME: home, USERPROFILE: home, TMPDIR: temporary },
    });
    assert.ok(status === 0 || status === 1, stderr);
    const cached = filesIn(home);
    assert.ok(cached.length > 0, "the run measured nothing");
    assert.deepEqual(
      cached.filter((file) => !file.startsWith(".cache/bitwright/")),
      [],
      "files in the user's folder",
    );
    assert.deepEqual(filesIn(temporary), [], "temporary files left behind");
    assert.ok(filesIn(work).length > 5);
    assert.deepEqual(
      filesIn(work).filter((file) => !/^(out\/|keywords\.onnx$|calibration\.npz$)/.test(file)),
      [],
    );
    if (!traced) return;
    const calls = readFileSync(log, "utf8").split("\n");
    assert.ok(
      calls.some((call) => call.includes("keywords.onnx")),
      "the trace holds nothing",
    );
    // Between processes that start each other Node uses unnamed pairs, which are another system call.
    assert.deepEqual(
      calls.filter((call) => /\b(socket|connect|sendto)\(/.test(call)),
      [],
    );
    const made = calls
      .filter((call) => /O_CREAT|\b(creat|mkdir|mkdirat|rename\w*)\(/.test(call))
      .flatMap((call) => [...call.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, name = ""]) => name));
    const outside = made.filter(
      (name) => name.startsWith("/") && !NO_FILES.test(name) && relative(folder, name).startsWith(".."),
    );
    assert.deepEqual(outside, []);
  });

  it("bundles turn telemetry off before they load onnxruntime", () => {
    const loading = readdirSync(join(root, "dist"))
      .filter((name) => name.endsWith(".js"))
      .map((name) => readFileSync(join(root, "dist", name), "utf8"))
      .filter((text) => LOADS.test(text));
    assert.equal(loading.length, 2, "the command and the worker");
    for (const text of loading) {
      const off = text.indexOf('process.env["ORT_DISABLE_TELEMETRY"] = "1"');
      assert.ok(off >= 0 && off < text.search(LOADS));
    }
  });
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split("\\").join("/"));
}
