/** "Runs offline", watched from outside: no socket, no look-up, no file but in the output folder and in folders that are removed again. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { buildCli, root, temporaryFolder } from "../support/cli";
import { isInstalled } from "../support/firmware/firmwareToolchain";
import { runWatched, type Seen } from "../support/watchedRun";

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

  const command = [
    process.execPath,
    join(root, "dist", "cli.js"),
    ...["quantize", "keywords.onnx", "--calibration", "calibration.npz", "--flash", "56KiB", "--ram", "16KiB"],
    ...["--quiet", "--out", "out"],
  ];

  // As at a stranger's: nothing that says where caches lie but HOME, nothing that turns telemetry off.
  const env = { PATH: process.env["PATH"], HOME: home, USERPROFILE: home, TMPDIR: temporary };

  it("quantizing the example opens no socket and leaves nothing outside of its folders", () => {
    const { status, stderr, seen } = runWatched(command, { folder, cwd: work, env });
    if (!seen) console.log("      strace not found: files are looked at, system calls are not");
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
    if (!seen) return;
    assert.ok(
      seen.calls.some((call) => call.includes("keywords.onnx")),
      "the trace holds nothing",
    );
    assert.deepEqual(seen.network, []);
    assert.deepEqual(seen.outside, []);
  });

  describe("what is watched for is seen", () => {
    const victim = mkdtempSync(join(tmpdir(), "bitwright-outside-"));
    after(() => rmSync(victim, { recursive: true, force: true }));
    before(function () {
      if (!isInstalled("strace")) this.skip();
    });
    const seenOf = (script: string): Seen => {
      const { status, stderr, seen } = runWatched([process.execPath, "-e", script], { folder, cwd: work, env });
      assert.equal(status, 0, stderr);
      assert.ok(seen);
      return seen;
    };

    it("a run that does nothing", () => {
      const { network, outside } = seenOf("");
      assert.deepEqual([network, outside], [[], []]);
    });

    it("a connection, and a name that is looked up", () => {
      const connection = 'require("net").connect(9, "127.0.0.1").on("error", () => {})';
      assert.ok(seenOf(connection).network.length > 0);
      assert.ok(seenOf('require("dns").lookup("bitwright.invalid", () => {})').network.length > 0);
    });

    it("a file and a folder elsewhere, also made by a child", () => {
      const file = join(victim, "file");
      const write = `require("fs").writeFileSync(${JSON.stringify(file)}, "")`;
      assert.deepEqual(seenOf(write).outside, [file]);
      const child = `require("child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(write)}])`;
      assert.deepEqual(seenOf(child).outside, [file]);
      const made = join(victim, "folder");
      assert.deepEqual(seenOf(`require("fs").mkdirSync(${JSON.stringify(made)})`).outside, [made]);
    });

    it("onnxruntime's telemetry, where nobody turns it off", () => {
      const model = join(work, "keywords.onnx");
      const runtime = join(root, "node_modules", "onnxruntime-node");
      const own = join(folder, "telemetry");
      mkdirSync(own);
      const script = `require(${JSON.stringify(runtime)}).InferenceSession.create(${JSON.stringify(model)}).then((s) => s.release())`;
      const around = { folder, cwd: work, env: { ...env, HOME: own, USERPROFILE: own } };
      const { status, stderr, seen } = runWatched([process.execPath, "-e", script], around);
      assert.equal(status, 0, stderr);
      assert.ok(seen);
      assert.ok(
        seen.network.length + seen.outside.length + filesIn(own).length > 0,
        "no telemetry: is the variable set?",
      );
      const silent = { ...around, env: { ...env, ORT_DISABLE_TELEMETRY: "1" } };
      const off = runWatched([process.execPath, "-e", script], silent);
      assert.deepEqual([off.seen?.network, off.seen?.outside], [[], []]);
    });
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
