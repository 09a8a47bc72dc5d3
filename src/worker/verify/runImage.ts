/** Runs an image in its temporary folder, where it reads inputs.bin and leaves trace.bin. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { refuse, type Outcome } from "../../engine";
import type { BuildPlace } from "./build";
import { runProcess } from "./processes";
import { ICOUNT_SHIFT, readTrace, type Trace } from "./readTrace";

/** Large networks in emulation take minutes. */
const RUN_SECONDS = 1200;

export async function runImage(place: BuildPlace, image: string): Promise<Outcome<Trace>> {
  const { tools, board, temporary, watch } = place;
  const traceFile = join(temporary, "trace.bin");
  await rm(traceFile, { force: true });
  const [command, parameters] =
    board && tools.kind === "arm" ? [tools.emulator, emulation(board.machine.name, image)] : [image, []];
  const { status, output, timedOut } = await runProcess(command, parameters, temporary, RUN_SECONDS, watch);
  if (status !== 0) {
    const [line = ""] = output.split("\n").filter((text) => text.trim() !== "");
    const why = timedOut ? `it did not finish within ${RUN_SECONDS} s` : (STATUS[status ?? -1] ?? line.trim());
    const message = `the model does not run${why === "" ? "" : `: ${why}`}`;
    return refuse({ code: "verify.run", message, place: place.project });
  }
  return readTrace(await readFile(traceFile));
}

/** What the harness leaves with. */
const STATUS: Readonly<Record<number, string>> = {
  71: "its initialisation failed",
  72: "it did not accept a row, or did not finish",
};

function emulation(machine: string, image: string): readonly string[] {
  const quiet = ["-display", "none", "-monitor", "none", "-serial", "none"];
  const semihosting = ["-semihosting-config", "enable=on,target=native"];
  return ["-M", machine, ...quiet, ...semihosting, "-icount", `shift=${ICOUNT_SHIFT}`, "-kernel", image];
}
