/** The command as the launcher starts it: hands the process to run() and its answer to the shell. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { EXIT } from "./exitCode";
import { faultOf } from "./faults";
import { tellGivenRuns } from "../worker/model/givenFile";
import { GIVEN_BEGINS, GIVEN_ENDS, KEEPING_BEGINS, KEEPING_ENDS, watchInterrupts } from "./interrupt";
import { outputOf } from "./terminal/io";
import { printProblems } from "./terminal/printProblems";
import { describeRemark } from "./render/renderReport";
import { run } from "./run";
import { ownStderr } from "./terminal/ownStderr";
import { terminalOf } from "./terminal/terminal";

const stderr = ownStderr();

/** From the package that the bundle lies in. */
function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8"));
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? String(manifest.version) : "unknown";
}

async function main(): Promise<void> {
  const { argv, env, stdout } = process;
  const err = outputOf(stderr, terminalOf(stderr, env), false);
  const folder = currentFolder();
  if (folder === undefined) {
    const message = "the current folder does not exist any more";
    await printProblems([{ code: "usage.folder", message, hint: "change to a folder that does" }], err);
    process.exitCode = EXIT.refused;
    return;
  }
  tellGivenRuns((isRunning) => process.send?.(isRunning ? GIVEN_BEGINS : GIVEN_ENDS));
  process.exitCode = await run(argv.slice(2), {
    version: readVersion(),
    folder,
    env,
    streams: { out: outputOf(stdout, terminalOf(stdout, env), true), err },
    watchInterrupts,
    keeping: (isKeeping) => process.send?.(isKeeping ? KEEPING_BEGINS : KEEPING_ENDS),
    now: () => performance.now(),
  });
}

function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

main().catch((error: unknown) => {
  stderr.write(`bitwright: ${describeRemark(faultOf(error))}\n`);
  process.exitCode = EXIT.fault;
});
