/** What this machine can build and run with. What is missing is told with the names under which package managers have it. */
import { ok, refuse, type InstructionSet, type Outcome, type Problem, type Watch } from "../../../engine";
import { runProcess } from "./processes";

export interface CrossTools {
  readonly kind: "cross";
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

export type Tools = CrossTools | HostTools;

export const COMPILERS: Readonly<Record<InstructionSet, string>> = {
  arm: "arm-none-eabi-gcc",
  riscv: "riscv64-unknown-elf-gcc",
};
export const EMULATORS: Readonly<Record<InstructionSet, string>> = {
  arm: "qemu-system-arm",
  riscv: "qemu-system-riscv32",
};
const HOST_COMPILERS = ["gcc", "clang", "cc"];

const INSTALL: Readonly<Record<InstructionSet, string>> = {
  arm: [
    "Debian, Ubuntu: apt install gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm",
    "macOS: brew install --cask gcc-arm-embedded, and brew install qemu",
    "Windows: winget install Arm.GnuArmEmbeddedToolchain SoftwareFreedomConservancy.QEMU",
  ].join("; "),
  riscv: "Debian, Ubuntu: apt install gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-misc",
};

/** The core's tools if they are all there, else a compiler for this machine, else the problem. */
export async function findTools(
  instructionSet: InstructionSet,
  folder: string,
  watch: Watch,
  host: boolean,
): Promise<Outcome<Tools>> {
  const version = async (tool: string): Promise<string | undefined> => {
    const { status, output } = await runProcess(tool, ["--version"], { folder, seconds: 20, watch });
    return status === 0 ? (output.split("\n")[0] ?? "").trim() : undefined;
  };
  const [compiler, emulator] = [COMPILERS[instructionSet], EMULATORS[instructionSet]];
  const [compilers, emulators] = host ? [] : [await version(compiler), await version(emulator)];
  if (compilers !== undefined && emulators !== undefined) {
    return ok({ kind: "cross", compiler, emulator, version: compilers });
  }
  const absent = [...(compilers === undefined ? [compiler] : []), ...(emulators === undefined ? [emulator] : [])];
  const missing: Problem = {
    code: "verify.tools",
    message: `${absent.join(" and ")} ${absent.length > 1 ? "were" : "was"} not found`,
    hint: INSTALL[instructionSet],
  };
  for (const tool of HOST_COMPILERS) {
    const found = await version(tool);
    if (found !== undefined) return ok({ kind: "host", compiler: tool, version: found, missing });
  }
  const message = host ? "no C compiler was found" : `${missing.message}, and no C compiler for this machine either`;
  return refuse({ ...missing, message });
}
