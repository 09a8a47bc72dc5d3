/** The command line as a function: arguments and surroundings in, an exit code out. Whatever happens is told in one sentence. */
import { resolve } from "node:path";
import { SampleError } from "../datasets/samples/sampleError";
import { Cancelled, type Watch } from "../engine";
import { jsonText } from "../formats/jsonText";
import { readTargets } from "../worker/settings/readTargets";
import { readCommandLine } from "./commandLine";
import { EXIT, type ExitCode } from "./exitCode";
import { faultOf } from "./faults";
import type { Interruption } from "./interrupt";
import type { Streams } from "./terminal/io";
import { printProblems } from "./terminal/printProblems";
import { createProgress, silentProgress, type ProgressView } from "./terminal/progress";
import { renderTargets } from "./render/renderTargets";
import { runJob } from "./runJob";
import { runVerify } from "./runVerify";
import { ornaments } from "./terminal/terminal";
import type { CommandRequest, TargetsRequest } from "./requests";

export interface Host {
  readonly version: string;
  /** The current folder. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly streams: Streams;
  /** Starts to listen for Ctrl-C. @param announce called at the first */
  readonly watchInterrupts: (announce: () => void) => Interruption;
  /** Told while work would keep what it has when it is cancelled, so that it is given the time. */
  readonly keeping?: (isKeeping: boolean) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** @param argv without the interpreter and the script */
export async function run(argv: readonly string[], host: Host): Promise<ExitCode> {
  const { err } = host.streams;
  const request = readCommandLine(argv, host.version);
  if (!request.ok) {
    await printProblems(request.problems, err);
    return EXIT.refused;
  }
  const view = viewOf(request.value, host);
  const interruption = host.watchInterrupts(() => {
    view.clear();
    void err.write("cancelled\n");
  });
  try {
    const code = await runRequest(request.value, host, view, interruption);
    return interruption.cancelled ? EXIT.cancelled : code;
  } catch (error) {
    view.clear();
    // Stopping may make work in flight fail in its own way; the person has only asked it to stop.
    if (interruption.cancelled || error instanceof Cancelled) return EXIT.cancelled;
    if (error instanceof SampleError) {
      await printProblems([error.problem], err);
      return EXIT.refused;
    }
    await printProblems([faultOf(error)], err);
    return EXIT.fault;
  }
}

async function runRequest(
  request: CommandRequest,
  host: Host,
  view: ProgressView,
  interruption: Interruption,
): Promise<ExitCode> {
  const { streams, folder, env } = host;
  switch (request.command) {
    case "help":
      await streams.out.write(ornaments(streams.out.terminal, request.text));
      return EXIT.done;
    case "targets":
      return showTargets(request, host);
    default: {
      const watch: Watch = {
        progress: (phase, done, total, detail) => {
          if (!interruption.cancelled) view.progress(phase, done, total, detail);
        },
        remark: (problem) => {
          // The verdict is all that was asked for where quiet; the report tells it in any case.
          if (!request.quiet) void printProblems([problem], withCleared(streams, view).err);
        },
        ...(host.keeping && { keeping: host.keeping }),
        get cancelled() {
          return interruption.cancelled;
        },
      };
      const surroundings = { folder, env, watch, streams: withCleared(streams, view) };
      return request.command === "verify" ? runVerify(request, surroundings) : runJob(request, surroundings);
    }
  }
}

async function showTargets({ targetsPath, json }: TargetsRequest, { folder, streams }: Host): Promise<ExitCode> {
  const targets = await readTargets(targetsPath === undefined ? undefined : resolve(folder, targetsPath));
  if (!targets.ok) {
    await printProblems(targets.problems, streams.err);
    return EXIT.refused;
  }
  const { out } = streams;
  await out.write(json ? jsonText(targets.value) : renderTargets(targets.value, out.terminal));
  return EXIT.done;
}

function viewOf(request: CommandRequest, { streams, now }: Host): ProgressView {
  const isShown = request.command !== "help" && request.command !== "targets" && !request.quiet;
  return isShown ? createProgress((text) => void streams.err.write(text), streams.err.terminal, now) : silentProgress;
}

/** The line that is being redrawn must be gone before anything else is written. */
function withCleared({ out, err }: Streams, view: ProgressView): Streams {
  const cleared = (output: Streams["out"]): Streams["out"] => ({
    terminal: output.terminal,
    write: (text) => {
      view.clear();
      return output.write(text);
    },
  });
  return { out: cleared(out), err: cleared(err) };
}
