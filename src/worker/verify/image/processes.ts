/** Running compilers, emulators and built programs: with limits, and stopped when the watch says so. Never through a shell. */
import { spawn, type ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { Cancelled, type Watch } from "../../../engine";

export interface Finished {
  /** null where it was killed or could not be started. */
  readonly status: number | null;
  readonly output: string;
  readonly timedOut: boolean;
  /** Killed because its file grew beyond what it may. */
  readonly overlong: boolean;
}

export interface RunPlace {
  /** Where it runs. */
  readonly folder: string;
  readonly seconds: number;
  readonly watch: Watch;
  /** A file of the folder that may not become larger. */
  readonly growing?: { readonly file: string; readonly mostBytes: number };
  /** Instead of this process' own. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** More output than this is cut: a compiler gone wild must not fill memory. */
const MOST_OUTPUT = 1 << 20;
const POLL_MS = 50;

/**
 * @returns standard output and standard error as they came
 * @throws Cancelled once the process is gone
 */
export function runProcess(command: string, parameters: readonly string[], place: RunPlace): Promise<Finished> {
  const { folder, seconds, watch, growing, environment = process.env } = place;
  return new Promise((resolve, reject) => {
    let output = "";
    let ended: "timeout" | "cancelled" | "overlong" | undefined;
    const child: ChildProcess = spawn(command, parameters, {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: environment,
    });
    const end = (reason: "timeout" | "cancelled" | "overlong"): void => {
      ended ??= reason;
      child.kill("SIGKILL");
    };
    const timeout = setTimeout(() => end("timeout"), 1000 * seconds);
    const poll = setInterval(() => {
      if (watch.cancelled) end("cancelled");
      if (growing && sizeOf(join(folder, growing.file)) > growing.mostBytes) end("overlong");
    }, POLL_MS);
    const collect = (chunk: Buffer): void => {
      if (output.length < MOST_OUTPUT) output += chunk.toString("utf8");
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    const finish = (status: number | null): void => {
      clearTimeout(timeout);
      clearInterval(poll);
      if (ended === "cancelled") reject(new Cancelled());
      else resolve({ status, output, timedOut: ended === "timeout", overlong: ended === "overlong" });
    };
    child.once("error", () => finish(null));
    child.once("close", finish);
  });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
