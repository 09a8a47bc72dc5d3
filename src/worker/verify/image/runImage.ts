/**
 * Runs an image in its temporary folder, where inputs.bin lies, and reads the trace.bin that it leaves. An image holds code that came with a
 * project, so it is given nothing: emulation has no semihosting, no network, no devices of this machine but a serial port into trace.bin. On
 * this machine itself containment.ts says what holds.
 */
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { refuse, type Outcome } from "../../../engine";
import type { BuildPlace } from "./build";
import { containedRun } from "./containment";
import type { Machine } from "./machines";
import { runProcess, type Finished } from "./processes";
import { readProjectFile } from "../projectFiles";
import { ICOUNT_SHIFT, readTrace, type Trace } from "../readTrace";

/** Large networks in emulation take minutes. */
const RUN_SECONDS = 1200;
/** Every row of a network that fits a microcontroller takes a tenth of this. */
const MOST_TRACE_BYTES = 256 * 2 ** 20;
const TRACE = "trace.bin";

export async function runImage(place: BuildPlace, image: string): Promise<Outcome<Trace>> {
  const { board, temporary } = place;
  await rm(join(temporary, TRACE), { force: true });
  const { status, output, timedOut, overlong } = await (board
    ? emulate(place, board.machine, basename(image))
    : runHere(place, image));
  if (status !== 0) {
    const [line = ""] = output.split("\n").filter((text) => text.trim() !== "");
    if (timedOut) return stopped(place, `it did not finish within ${RUN_SECONDS} s`);
    if (overlong) return stopped(place, "it writes more than any model does");
    return stopped(place, STATUS[status ?? -1] ?? line.trim());
  }
  const bytes = await readProjectFile(temporary, TRACE, MOST_TRACE_BYTES);
  if (!bytes) return stopped(place, "it left no trace");
  const trace = readTrace(bytes);
  if (!trace.ok || !board) return trace;
  const { status: left } = trace.value;
  return left === 0 ? trace : stopped(place, left === null ? "it stopped before its end" : (STATUS[left] ?? ""));
}

function stopped({ project }: BuildPlace, why: string): Outcome<never> {
  const message = `the model does not run${why === "" ? "" : `: ${why}`}`;
  return refuse({ code: "verify.run", message, place: project });
}

/** What the harness leaves with (src/firmware/verify/platform.h). */
const STATUS: Readonly<Record<number, string>> = {
  70: "a file of the harness cannot be opened or written",
  71: "its initialisation failed",
  72: "it did not accept a row, or did not finish",
  73: "the processor stopped with a fault",
  74: "it needs more stack than the harness has",
  75: "it wants more input than there is",
};

async function runHere(place: BuildPlace, image: string): Promise<Finished> {
  const { temporary, watch } = place;
  const { command, parameters, environment } = await containedRun(image, { folder: temporary, seconds: 20, watch });
  const run = { folder: temporary, seconds: RUN_SECONDS, watch, growing: GROWING, environment };
  return runProcess(command, parameters, run);
}

function inScratch(place: BuildPlace, command: string, parameters: readonly string[]): Promise<Finished> {
  const { temporary, watch } = place;
  return runProcess(command, parameters, { folder: temporary, seconds: RUN_SECONDS, watch, growing: GROWING });
}

const GROWING = { file: TRACE, mostBytes: MOST_TRACE_BYTES } as const;

/** System calls that emulation never needs: starting programs, raising privileges. Not every build of QEMU has this. */
const SANDBOX = ["-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"];

async function emulate(place: BuildPlace, machine: Machine, image: string): Promise<Finished> {
  const { tools } = place;
  if (tools.kind === "host") throw new Error("an image for a board needs an emulator");
  const parameters = emulation(machine, image);
  const finished = await inScratch(place, tools.emulator, [...SANDBOX, ...parameters]);
  const lacks = finished.status !== 0 && /sandbox/.test(finished.output);
  return lacks ? inScratch(place, tools.emulator, parameters) : finished;
}

/** File names are relative to the temporary folder: a comma in its path would begin another option. */
function emulation({ name, cpu, extra, toolData }: Machine, image: string): readonly string[] {
  return [
    ...["-M", name, ...(cpu === undefined ? [] : ["-cpu", cpu]), ...extra],
    ...["-nodefaults", "-no-user-config", "-display", "none", "-monitor", "none", "-nic", "none"],
    // Without semihosting a reset is how a board says that it is done.
    "-no-reboot",
    ...["-chardev", `file,id=trace,path=${TRACE}`, "-serial", "chardev:trace"],
    ...["-device", `loader,file=inputs.bin,addr=${toolData.origin},force-raw=on`],
    ...["-icount", `shift=${ICOUNT_SHIFT}`, "-kernel", image],
  ];
}
