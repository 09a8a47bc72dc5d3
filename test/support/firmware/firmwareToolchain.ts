/**
 * Compiles the firmware's kernels with a program that calls them, for the host or for a Cortex-M or RISC-V core under QEMU, and runs it. What a machine does not
 * have is an answer, not an error: tests skip with the reason.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Available } from "../available";
import { includesOf, kernelPaths } from "../../../src/worker/kernels";
import { out, root } from "../folders";

const KERNELS = kernelPaths();
export const KERNEL_NAMES = [...KERNELS.keys()];
/** Tells a compiler where the kernels' headers are. */
export const KERNEL_INCLUDES = includesOf(KERNELS);
const boardFolder = join(root, "test/firmware/board");
export const STRICT = ["-Wall", "-Wextra", "-Wconversion", "-Werror"];

/** One way of building. */
export interface Build {
  readonly name: string;
  readonly compiler: string;
  readonly flags: readonly string[];
  /** Runs under this QEMU machine instead of on the host. */
  readonly machine?: Machine;
}

interface Machine {
  readonly name: string;
  readonly flashOrigin: string;
  readonly ramOrigin: string;
  /** Where the core begins; absent: in front of the code. */
  readonly vectorsOrigin?: string;
  /** Of a RISC-V core, which QEMU is told; absent: a Cortex-M. */
  readonly cpu?: string;
}

export interface RunResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const HOST: Build = { name: "host gcc", compiler: "gcc", flags: ["-O2"] };
export const HOST_SANITIZED: Build = {
  name: "host gcc with sanitizers",
  compiler: "gcc",
  flags: ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
};
export const CORTEX_M4: Build = {
  name: "Cortex-M4 in QEMU",
  compiler: "arm-none-eabi-gcc",
  flags: ["-mcpu=cortex-m4", "-mthumb", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard", "-O3"],
  machine: { name: "mps2-an386", flashOrigin: "0", ramOrigin: "0x20000000" },
};
const AN385 = { name: "mps2-an385", flashOrigin: "0", ramOrigin: "0x20000000" } as const;
export const CORTEX_M3: Build = {
  name: "Cortex-M3 in QEMU",
  compiler: "arm-none-eabi-gcc",
  flags: ["-mcpu=cortex-m3", "-mthumb", "-O3"],
  machine: AN385,
};
/** Its instructions are some of the Cortex-M3's, which stands in for it. */
export const CORTEX_M0PLUS: Build = {
  name: "Cortex-M0+ in QEMU",
  compiler: "arm-none-eabi-gcc",
  flags: ["-mcpu=cortex-m0plus", "-mthumb", "-O3"],
  machine: AN385,
};
export const RV32IMAC: Build = {
  name: "RV32IMAC in QEMU",
  compiler: "riscv64-unknown-elf-gcc",
  flags: ["-march=rv32imac", "-mabi=ilp32", "--specs=picolibc.specs", "-O3"],
  machine: { name: "virt", cpu: "rv32,f=off,d=off", flashOrigin: "0x80000000", ramOrigin: "0x81000000" },
};
export const CORTEX_M33_WITHOUT_DSP: Build = {
  name: "Cortex-M33 without DSP in QEMU",
  compiler: "arm-none-eabi-gcc",
  flags: ["-mcpu=cortex-m33+nodsp", "-mthumb", "-mfloat-abi=soft", "-Os"],
  machine: { name: "mps2-an521", flashOrigin: "0x10000000", ramOrigin: "0x38000000" },
};

/** With vectors of integers alone: what works without those of floats works with them. */
export const CORTEX_M55: Build = {
  name: "Cortex-M55 with MVE in QEMU",
  compiler: "arm-none-eabi-gcc",
  flags: ["-mcpu=cortex-m55+nofp", "-mthumb", "-mfloat-abi=hard", "-O3"],
  machine: {
    name: "mps3-an547",
    flashOrigin: "0x70000000",
    ramOrigin: "0x31000000",
    vectorsOrigin: "0x10000000",
  },
};

/** Whether the build's compiler and machine are there. */
export function availableBuild(build: Build): Available<Build> {
  const missing = [build.compiler, ...(build.machine ? [emulatorOf(build.machine)] : [])].filter(
    (tool) => !isInstalled(tool),
  );
  if (missing.length > 0) return { ok: false, reason: `${missing.join(" and ")} not found` };
  return { ok: true, value: build };
}

function emulatorOf({ cpu }: Machine): string {
  return cpu === undefined ? "qemu-system-arm" : "qemu-system-riscv32";
}

export function isInstalled(tool: string): boolean {
  return spawnSync(tool, ["--version"], { stdio: "ignore" }).status === 0;
}

/** Every C file of the runtime. */
export function firmwareSources(): readonly string[] {
  return [...KERNELS.values()].filter((path) => path.endsWith(".c"));
}

/** @param name "bw_dot.c" and the like */
export function kernelPath(name: string): string {
  const path = KERNELS.get(name);
  if (path === undefined) throw new Error(`there is no kernel ${name}`);
  return path;
}

export function kernelText(name: string): string {
  return readFileSync(kernelPath(name), "utf8");
}

/**
 * Compiles the kernels and `source`, strictly, and links them; a message of the compiler is a throw, because our own C must compile.
 * @param name the folder under out/firmware in which everything is built
 * @returns the executable's path
 */
export function buildProgram(build: Build, source: string, name: string): string {
  const folder = join(out, "firmware", name);
  mkdirSync(folder, { recursive: true });
  const main = join(folder, "main.c");
  const executable = join(folder, build.machine ? "main.elf" : "main");
  writeFileSync(main, source);
  linkProgram(build, [main, ...firmwareSources()], KERNEL_INCLUDES, executable);
  return executable;
}

/** Compiles the files, strictly, and links them; with start-up code where there is no operating system. */
export function linkProgram(
  build: Build,
  files: readonly string[],
  includes: readonly string[],
  executable: string,
): void {
  const common = [...build.flags, ...includes, ...STRICT, "-ffunction-sections", "-fdata-sections"];
  if (!build.machine) {
    execFileSync(build.compiler, ["-std=c99", ...common, ...files, "-lm", "-o", executable]);
    return;
  }
  execFileSync(build.compiler, ["-std=gnu99", ...common, ...files, ...boardArguments(build), "-o", executable]);
}

/** What links a program for the build's machine, start-up code included. */
export function boardArguments({ machine }: Build): readonly string[] {
  if (!machine) return ["-lm"];
  const { flashOrigin, ramOrigin, vectorsOrigin = flashOrigin, cpu } = machine;
  if (cpu !== undefined) {
    const memory = `__flash=${flashOrigin},__flash_size=16M,__ram=${ramOrigin},__ram_size=16M`.split(",");
    const link = [...memory, "__stack_size=64K"].map((symbol) => `-Wl,--defsym=${symbol}`);
    return ["--oslib=semihost", "--crt0=hosted", ...link, "-Wl,--gc-sections"];
  }
  return [
    join(boardFolder, "startup.c"),
    "-nostartfiles",
    "-T",
    join(boardFolder, "link.ld"),
    `-Wl,--defsym=vectors_origin=${vectorsOrigin},--defsym=flash_origin=${flashOrigin},--defsym=ram_origin=${ramOrigin},--gc-sections`,
    "-lm",
  ];
}

/** Runs what buildProgram made. `plugin` is QEMU's -plugin argument. */
export function runProgramOn(build: Build, executable: string, plugin?: string): RunResult {
  const options = { encoding: "utf8", timeout: 300000, maxBuffer: 1 << 26 } as const;
  if (!build.machine) return spawnSync(executable, [], options);
  const quiet = ["-display", "none", "-monitor", "none", "-serial", "none"];
  // Without a device of its own, a character that a program prints would go to the error output.
  const console = ["-chardev", "stdio,id=console"];
  const semihosting = [...console, "-semihosting-config", "enable=on,target=native,chardev=console"];
  const plugins = plugin === undefined ? [] : ["-plugin", plugin];
  const { name, cpu } = build.machine;
  const core = cpu === undefined ? [] : ["-cpu", cpu, "-bios", "none"];
  const machine = ["-M", name, ...core, ...quiet, ...semihosting, ...plugins, "-kernel", executable];
  return spawnSync(emulatorOf(build.machine), machine, options);
}

/** QEMU's instruction counter as a shared object, if this machine's QEMU takes plugins. */
export function instructionCounter(): Available<string> {
  const folder = join(out, "firmware");
  const counter = join(folder, "countInstructions.so");
  mkdirSync(folder, { recursive: true });
  if (!isInstalled("gcc")) return { ok: false, reason: "gcc not found" };
  execFileSync("gcc", [
    "-O2",
    "-shared",
    "-fPIC",
    "-fvisibility=hidden",
    join(boardFolder, "countInstructions.c"),
    "-o",
    counter,
  ]);
  const help = spawnSync("qemu-system-arm", ["-help"], { encoding: "utf8" });
  if (!help.stdout.includes("-plugin")) return { ok: false, reason: "this QEMU takes no plugins" };
  return { ok: true, value: counter };
}
