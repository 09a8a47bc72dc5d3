/** The command as the launcher starts it: hands the process to run() and its answer to the shell. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { watchInterrupts } from "./interrupt";
import { outputOf } from "./io";
import { run } from "./run";
import { terminalOf } from "./terminal";

/** From the package that the bundle lies in. */
function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8"));
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? String(manifest.version) : "unknown";
}

async function main(): Promise<void> {
  const { argv, env, stdout, stderr } = process;
  process.exitCode = await run(argv.slice(2), {
    version: readVersion(),
    folder: process.cwd(),
    env,
    streams: { out: outputOf(stdout, terminalOf(stdout, env)), err: outputOf(stderr, terminalOf(stderr, env)) },
    watchInterrupts,
    now: () => performance.now(),
  });
}

void main();
