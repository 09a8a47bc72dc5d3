/** Running compilers, emulators and built programs: with a time limit, and stopped when the watch says so. */
import { spawn, type ChildProcess } from "node:child_process";
import { Cancelled, type Watch } from "../../engine";

export interface Finished {
  /** null where it was killed or could not be started. */
  readonly status: number | null;
  readonly output: string;
  readonly timedOut: boolean;
}

/** More output than this is cut: a compiler gone wild must not fill memory. */
const MOST_OUTPUT = 1 << 20;
const POLL_MS = 50;

/**
 * @param folder where it runs
 * @returns standard output and standard error as they came
 * @throws Cancelled once the process is gone
 */
export function runProcess(
  command: string,
  parameters: readonly string[],
  folder: string,
  seconds: number,
  watch: Watch,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let output = "";
    let ended: "timeout" | "cancelled" | undefined;
    const child: ChildProcess = spawn(command, parameters, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    const end = (reason: "timeout" | "cancelled"): void => {
      ended = reason;
      child.kill("SIGKILL");
    };
    const timeout = setTimeout(() => end("timeout"), 1000 * seconds);
    const poll = setInterval(() => {
      if (watch.cancelled) end("cancelled");
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
      else resolve({ status, output, timedOut: ended === "timeout" });
    };
    child.once("error", () => finish(null));
    child.once("close", finish);
  });
}
