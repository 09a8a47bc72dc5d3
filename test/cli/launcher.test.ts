/** The launcher over commands that behave in every way a command can: it passes on exit codes, and it always ends what it started. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCli, root, temporaryFolder, type CliRun } from "../support/cli";

const { path: folder, remove } = temporaryFolder();

/** Tells that it runs, then does what is to be tested. */
const STARTED = 'process.stderr.write("started\\n");';
const HEARS = 'process.on("message", () => { process.stderr.write("cancelled\\n"); process.send("cancelling");';

/** Runs the built launcher over a command; `signals` are sent one after the other, each when standard error says another word. */
function launch(
  command: string,
  signals: readonly NodeJS.Signals[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<CliRun> {
  writeFileSync(join(folder, "command.js"), command);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, "cli.js")], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TMPDIR: join(folder, "tmp"), ...env },
    });
    let out = "";
    let err = "";
    let sent = 0;
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
      const lines = err.split("\n").length - 1;
      while (sent < Math.min(lines, signals.length)) child.kill(signals[sent++]);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

describe("launcher", function () {
  // Whatever does not end would only be ended by this.
  this.timeout(60_000);

  before(function () {
    if (process.platform === "win32") this.skip(); // no SIGINT can be sent there
    this.timeout(120_000);
    buildCli();
    copyFileSync(join(root, "dist", "cli.js"), join(folder, "cli.js"));
    mkdirSync(join(folder, "tmp"));
  });
  after(remove);

  for (const code of [0, 1, 2, 3]) {
    it(`passes on the exit code ${code}`, async () => {
      const run = await launch(`process.stdout.write("answer"); process.exitCode = ${code};`);
      assert.deepEqual(run, { code, out: "answer", err: "" });
    });
  }

  it("calls a crash a fault", async () => {
    const { code, err } = await launch('process.kill(process.pid, "SIGKILL");');
    assert.equal(code, 3);
    assert.match(err, /^bitwright: this is a fault of Bitwright.*SIGKILL.*\n$/);
  });

  it("tells a crash of onnxruntime on the person's own file from a fault", async () => {
    const crash = 'process.kill(process.pid, "SIGABRT");';
    const on = await launch(`process.send("given begins"); ${crash}`);
    assert.equal(on.code, 2);
    assert.match(on.err, /^bitwright: onnxruntime ended with SIGABRT while it ran the model as it is.*\n$/);
    const after = await launch(`process.send("given begins"); process.send("given ends"); ${crash}`);
    assert.equal(after.code, 3);
    assert.match(after.err, /^bitwright: this is a fault of Bitwright/);
    assert.equal((await launch('process.send("given begins"); process.kill(process.pid, "SIGKILL");')).code, 3);
  });

  it("says in one sentence that memory ran out, and holds V8's dump back", async () => {
    const command = `${STARTED} const all = []; for (;;) all.push(new Array(1e4).fill({}));`;
    const { code, err } = await launch(command, [], { NODE_OPTIONS: "--max-old-space-size=48" });
    assert.equal(code, 3);
    assert.match(err, /^started\nbitwright: there is not enough memory: .*NODE_OPTIONS=--max-old-space-size=[^\n]*\n$/);
  });

  it("holds back a dump alone: what else is written to standard error arrives as it comes", async () => {
    const lines = ["a warning of a library", "FATAL ERROR: so it calls it", "and goes on"];
    const command = lines.map((line) => `process.stderr.write("${line}\\n");`).join(" ");
    assert.deepEqual(await launch(command), { code: 0, out: "", err: `${lines.join("\n")}\n` });
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`ends a computation that hears nothing, on ${signal}`, async () => {
      assert.deepEqual(await launch(`${STARTED} for (;;);`, [signal]), {
        code: 130,
        out: "",
        err: "started\ncancelled\n",
      });
    });
  }

  it("ends a command that says it stops and does not", async () => {
    const command = `${STARTED} ${HEARS} }); setInterval(() => {}, 1000);`;
    assert.deepEqual(await launch(command, ["SIGINT"]), { code: 130, out: "", err: "started\ncancelled\n" });
  });

  it("lets a command that stops finish what it cleans up", async () => {
    const command = `${STARTED} ${HEARS} setTimeout(() => { process.stdout.write("cleaned"); process.exit(0); }, 300); });`;
    assert.deepEqual(await launch(command, ["SIGINT"]), { code: 130, out: "cleaned", err: "started\ncancelled\n" });
  });

  it("ends at once on the second signal", async () => {
    const command = `${STARTED} ${HEARS} setTimeout(() => { process.stdout.write("late"); process.exit(0); }, 1000); });`;
    const { code, out, err } = await launch(command, ["SIGINT", "SIGINT"]);
    assert.deepEqual([code, out], [130, ""]);
    // Ended between saying it and telling that it was said, the command's word is followed by the launcher's.
    assert.match(err, /^started\n(cancelled\n){1,2}$/);
  });

  it("removes the folders of a command that it ended", async () => {
    const made = 'const f = require("path").join(require("os").tmpdir(), `bitwright-verify-${process.pid}-x`);';
    const { code, out } = await launch(
      `${made} require("fs").mkdirSync(f); process.stdout.write(f); ${STARTED} for (;;);`,
      ["SIGTERM"],
    );
    assert.equal(code, 130);
    assert.ok(out.startsWith(join(folder, "tmp")) && !existsSync(out), out);
  });

  it("ends with its launcher", async () => {
    const isAlive = (pid: number): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    writeFileSync(
      join(folder, "command.js"),
      `process.on("disconnect", () => process.exit()); process.stdout.write(String(process.pid)); setInterval(() => {}, 1000);`,
    );
    const child = spawn(process.execPath, [join(folder, "cli.js")], { stdio: ["ignore", "pipe", "ignore"] });
    const pid = await new Promise<number>((resolve) => {
      child.stdout.setEncoding("utf8").once("data", (text: string) => resolve(Number(text)));
    });
    child.kill("SIGKILL");
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
