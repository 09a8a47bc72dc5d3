/**
 * How a program that came with a project runs on this computer itself, for want of an emulator: with nothing of this process' environment, with
 * limits of memory, time and file size where the system has them, and without a network where it lets a person give that up.
 */
import { runProcess, type RunPlace } from "./processes";

export interface Contained {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** A model of a microcontroller takes a hundredth of it. */
const MOST_MEMORY_KIB = 4 * 1024 * 1024;
const MOST_CPU_SECONDS = 1200;
/** In blocks of 512 bytes, as POSIX has it. */
const MOST_FILE_BLOCKS = 2 ** 19;

/** No word of it comes from a project: the program is its first argument. A limit that a system lacks is left out. */
const LIMITED = [
  `ulimit -c 0; ulimit -t ${MOST_CPU_SECONDS}; ulimit -f ${MOST_FILE_BLOCKS}`,
  `ulimit -v ${MOST_MEMORY_KIB}`,
  'exec "$0" "$@"',
].join(" 2>/dev/null; ");

/** Linux' own tool. In a user's own name space there is no network but what is made there, and nothing outlives its first process. */
const WITHOUT_NETWORK = "unshare --user --map-current-user --net --pid --fork --kill-child".split(" ");

/** @param place where the means are tried */
export async function containedRun(program: string, place: RunPlace): Promise<Contained> {
  if (process.platform === "win32") {
    const { SystemRoot } = process.env;
    return { command: program, parameters: [], environment: SystemRoot === undefined ? {} : { SystemRoot } };
  }
  const { PATH = "/usr/bin:/bin" } = process.env;
  const environment = { PATH, LC_ALL: "C" };
  const shell = ["/bin/sh", "-c", LIMITED, program];
  const [unshare = "", ...separate] = WITHOUT_NETWORK;
  const { status } = await runProcess(unshare, [...separate, "true"], place);
  const [command = "", ...parameters] = status === 0 ? [...WITHOUT_NETWORK, ...shell] : shell;
  return { command, parameters, environment };
}
