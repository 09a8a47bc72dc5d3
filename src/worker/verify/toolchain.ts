/** What this machine can build and run with. What is missing is told with the names under which package managers have it. */
import { ok, refuse, type Outcome, type Problem, type Watch } from "../../engine";
import { runProcess } from "./processes";

export interface ArmTools {
  readonly kind: "arm";
  readonly compiler: string;
  readonly emulator: string;
  /** The compiler's first line about itself. */
  readonly version: string;
}

export interface HostTools {
  readonly kind: "host";
  readonly compiler: string;
  readonly version: string;
  /** Why the code does not run on its own core. */
  readonly missing: Problem;
}

export type Tools = ArmTools | HostTools;

export const ARM_COMPILER = "arm-none-eabi-gcc";
export const EMULATOR = "qemu-system-arm";
const HOST_COMPILERS = ["gcc", "clang", "cc"];

const INSTALL = [
  "Debian, Ubuntu: apt install gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm",
  "macOS: brew install --cask gcc-arm-embedded, and brew install qemu",
  "Windows: winget install Arm.GnuArmEmbeddedToolchain SoftwareFreedomConservancy.QEMU",
].join("; ");

/** Arm tools if they are all there, else a compiler for this machine, else the problem. */
export async function findTools(folder: string, watch: Watch, host: boolean): Promise<Outcome<Tools>> {
  const version = async (tool: string): Promise<string | undefined> => {
    const { status, output } = await runProcess(tool, ["--version"], { folder, seconds: 20, watch });
    return status === 0 ? (output.split("\n")[0] ?? "").trim() : undefined;
  };
  const [compiler, emulator] = host ? [] : [await version(ARM_COMPILER), await version(EMULATOR)];
  if (compiler !== undefined && emulator !== undefined) {
    return ok({ kind: "arm", compiler: ARM_COMPILER, emulator: EMULATOR, version: compiler });
  }
  const absent = [...(compiler === undefined ? [ARM_COMPILER] : []), ...(emulator === undefined ? [EMULATOR] : [])];
  const missing: Problem = {
    code: "verify.tools",
    message: `${absent.join(" and ")} ${absent.length > 1 ? "were" : "was"} not found`,
    hint: INSTALL,
  };
  for (const tool of HOST_COMPILERS) {
    const found = await version(tool);
    if (found !== undefined) return ok({ kind: "host", compiler: tool, version: found, missing });
  }
  const message = host ? "no C compiler was found" : `${missing.message}, and no C compiler for this machine either`;
  return refuse({ ...missing, message });
}
