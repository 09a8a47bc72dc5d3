/**
 * The command line as a process that may not take more than hostile input may cost: processor time by the system's own limit, memory by
 * looking at what each of its processes had at most (a limit on addresses would stop Node itself, which reserves more than it uses).
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./cli";
import { descendants } from "./processes";

const CPU_SECONDS = 5;
const MEMORY_MIB = 1024;
/** Whoever waits for a pipe takes no processor time: long enough for any machine, and the end of a hang. */
const HUNG_MS = 90_000;
const LOOK_MS = 20;

export interface LimitedRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly peakMiB: number;
  readonly seconds: number;
}

export interface LimitedOptions {
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Shell words in front: `ulimit -n 20`. */
  readonly before?: string;
  /** Shell words behind: `> /dev/full`. */
  readonly behind?: string;
}

/** Only where there is a /proc and a shell. */
export const canLimit = process.platform === "linux";

export function runLimited(args: readonly string[], options: LimitedOptions): Promise<LimitedRun> {
  const { folder, env = {}, before = ":", behind = "" } = options;
  const script = `ulimit -t ${CPU_SECONDS} && ${before} && "$@" ${behind}`;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const command = [process.execPath, join(root, "dist", "cli.js"), ...args];
    const child = spawn("/bin/bash", ["-c", script, "bash", ...command], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    let peakMiB = 0;
    const end = (): void => {
      for (const { pid } of descendants(child.pid ?? 0)) kill(pid);
      child.kill("SIGKILL");
    };
    const hung = setTimeout(end, HUNG_MS);
    const looking = setInterval(() => {
      for (const { pid } of descendants(child.pid ?? 0)) peakMiB = Math.max(peakMiB, peakOf(pid));
      if (peakMiB > MEMORY_MIB) end();
    }, LOOK_MS);
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(hung);
      clearInterval(looking);
      resolve({ code, out, err, peakMiB, seconds: (performance.now() - started) / 1000 });
    });
  });
}

/** "VmHWM": the most that was resident at once; 0 where the process has ended. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended
  }
}
