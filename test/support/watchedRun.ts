/** A program watched from outside with strace: what it asks of the network, and what it makes where. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isInstalled } from "./firmware/firmwareToolchain";

export interface Watched {
  readonly status: number | null;
  readonly stderr: string;
  /** undefined: without strace nothing is seen. */
  readonly seen: Seen | undefined;
}

export interface Seen {
  /** Every call, as strace writes it. */
  readonly calls: readonly string[];
  /** Calls that reach for a network. */
  readonly network: readonly string[];
  /** Files and folders made or renamed outside of `folder`. */
  readonly outside: readonly string[];
}

/** What programs write into that is no file. */
const NO_FILES = /^\/(dev|proc|sys)\//;
const CALLS = "socket,connect,sendto,sendmsg,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2";

/** @param folder in which everything may be made; the log of calls lies there too */
export function runWatched(
  command: readonly string[],
  { folder, cwd, env }: { readonly folder: string; readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Watched {
  const log = join(folder, "calls");
  const traced = isInstalled("strace");
  const watched = ["strace", "-f", "-qq", "-s", "4096", "-o", log, "-e", `trace=${CALLS}`];
  const [program = "", ...parameters] = traced ? [...watched, ...command] : command;
  const { status, stderr } = spawnSync(program, parameters, { cwd, encoding: "utf8", env });
  return { status, stderr, seen: traced ? seenIn(readFileSync(log, "utf8").split("\n"), folder) : undefined };
}

function seenIn(calls: readonly string[], folder: string): Seen {
  const made = calls
    .filter((call) => /O_CREAT|\b(creat|mkdir|mkdirat|rename\w*)\(/.test(call))
    .flatMap((call) => [...call.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, name = ""]) => name));
  return {
    calls,
    // Between processes that start each other Node uses unnamed pairs, which are another system call.
    network: calls.filter((call) => /\b(socket|connect|sendto)\(/.test(call)),
    outside: made.filter(
      (name) => name.startsWith("/") && !NO_FILES.test(name) && relative(folder, name).startsWith(".."),
    ),
  };
}
