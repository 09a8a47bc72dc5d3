/**
 * The entry point: runs the command in a process of its own and stays awake for signals, because work that computes for seconds hears none.
 *
 * The first Ctrl-C or SIGTERM is passed on. A command between two pieces of work says "cancelled" at once and stops by itself; one that does
 * not answer soon is in the middle of a computation or a native call and is ended from outside, as is one that takes too long to stop.
 * The second signal ends it on the spot. Results are renamed into place when the last one is complete (worker/report/writeResults.ts), so
 * no half-written file remains either way.
 */
import { fork, type ChildProcess, type StdioOptions } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DumpFilter } from "./dump";
import { EXIT } from "./exitCode";
import { CANCEL, CANCELLING, GIVEN_BEGINS, GIVEN_ENDS, KEEPING_BEGINS, KEEPING_ENDS } from "./interrupt";
import { OWN_STDERR } from "./terminal/ownStderr";

/** For the command to answer that it is stopping. */
const ANSWER_MS = 500;
/** From the signal to the end, whatever the command does. */
const PATIENCE_MS = 1500;
/** The same where what was done so far is kept: a step of learning ends, and results are written. */
const KEEPING_MS = 60_000;
/** For what was written last to arrive. */
const LATE_MS = 500;
const ERASE_LINE = "\r\u001b[2K";

function launch(): void {
  // A reader that has gone is told nothing.
  process.stderr.on("error", () => undefined);
  // What the command reads and writes is what this process was given; what is written past it to standard error goes through here.
  const stdio: StdioOptions = ["inherit", "inherit", "pipe", "ipc"];
  stdio[OWN_STDERR] = process.stderr.fd;
  const child = fork(join(__dirname, "command.js"), process.argv.slice(2), { stdio });
  const filter = new DumpFilter((text) => process.stderr.write(text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => filter.take(text));
  const cancellation = cancellationOf(child);
  let isOnGiven = false;
  child.on("message", (message) => {
    if (message === GIVEN_BEGINS || message === GIVEN_ENDS) isOnGiven = message === GIVEN_BEGINS;
  });
  process.on("SIGINT", cancellation.request);
  process.on("SIGTERM", cancellation.request);
  child.on("error", (error) => {
    process.stderr.write(`bitwright: the command cannot be started (${error.message})\n`);
    process.exit(EXIT.fault);
  });
  child.on("exit", (code, signal) => {
    if (cancellation.requested) {
      if (signal) removeTemporary(child.pid);
      const finish = (): never => {
        if (!cancellation.announced) announce();
        process.exit(EXIT.cancelled);
      };
      // What the command said last may still be under way.
      if (child.connected) child.once("disconnect", finish);
      else finish();
      return;
    }
    whenRead(child, () => {
      const isCrash = signal !== null || code === null || code > EXIT.cancelled;
      const isFull = filter.end(isCrash);
      if (!isCrash) process.exit(code);
      const how = signal ?? `code ${code ?? "?"}`;
      const isTheirs = isOnGiven && !isFull && signal !== "SIGKILL";
      process.stderr.write(`bitwright: ${isFull ? FULL : isTheirs ? crashedOnGiven(how) : crashed(how)}\n`);
      process.exit(isTheirs ? EXIT.refused : EXIT.fault);
    });
  });
}

const FULL =
  "there is not enough memory: the heap that Node.js allows is used up (allow more with NODE_OPTIONS=--max-old-space-size=<MiB>, or ask for less at once)";

function crashed(how: string): string {
  return `this is a fault of Bitwright, not of your input: its process ended with ${how} (please report it with the command and, if you can, the model)`;
}

function crashedOnGiven(how: string): string {
  return `onnxruntime ended with ${how} while it ran the model as it is, which every result is compared with (the file holds something that onnxruntime does not check: export it again, or run it there to find the node)`;
}

/** Calls back when all that the ended process wrote has been read, or soon: a process of its own may still hold the pipe. */
function whenRead({ stderr }: ChildProcess, done: () => void): void {
  if (!stderr || stderr.readableEnded) {
    done();
    return;
  }
  const late = setTimeout(done, LATE_MS);
  stderr.once("end", () => {
    clearTimeout(late);
    done();
  });
}

function cancellationOf(child: ChildProcess) {
  const state = { requested: false, announced: false, keeping: false };
  const end = (): void => void child.kill("SIGKILL");
  child.on("message", (message) => {
    if (message === CANCELLING) state.announced = true;
    if (message === KEEPING_BEGINS || message === KEEPING_ENDS) state.keeping = message === KEEPING_BEGINS;
  });
  return {
    get requested() {
      return state.requested;
    },
    get announced() {
      return state.announced;
    },
    request: (): void => {
      if (state.requested) {
        end();
        return;
      }
      state.requested = true;
      // Before it listens, or once it has finished, the channel may be closed.
      child.send(CANCEL, () => undefined);
      if (state.keeping) {
        setTimeout(end, KEEPING_MS);
        return;
      }
      setTimeout(() => {
        if (!state.announced) end();
      }, ANSWER_MS);
      setTimeout(end, PATIENCE_MS);
    },
  };
}

/** The command's own words, where it could not say them itself; its line of progress may still stand there. */
function announce(): void {
  process.stderr.write(`${process.stderr.isTTY ? ERASE_LINE : ""}cancelled\n`);
}

/** Folders that the command made for its own use carry the number of its process. */
function removeTemporary(pid: number | undefined): void {
  try {
    for (const name of readdirSync(tmpdir())) {
      if (name.startsWith(`bitwright-verify-${pid ?? ""}-`))
        rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  } catch {
    // it lies in the system's folder for temporary files, which is emptied by others
  }
}

try {
  launch();
} catch (error) {
  process.stderr.write(
    `bitwright: the command cannot be started (${error instanceof Error ? error.message : String(error)})\n`,
  );
  process.exitCode = EXIT.fault;
}
