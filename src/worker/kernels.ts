/**
 * The kernels as files. Here they lie in folders by what they do; a project holds them flat, under names that are unique.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { KERNEL_FOLDER, type KernelSet } from "../engine";
import type { ProjectText } from "./jobs/jobs";

interface Kernels {
  readonly set: KernelSet;
  /** Where a project has them. */
  readonly texts: readonly ProjectText[];
}

export async function readKernels(): Promise<Kernels> {
  const hash = createHash("sha256");
  const texts: ProjectText[] = [];
  const paths = kernelPaths();
  for (const [name, path] of paths) {
    const text = await readFile(path, "utf8");
    hash.update(`${name}\0${text}\0`);
    texts.push({ path: `${KERNEL_FOLDER}/${name}`, text });
  }
  texts.push({ path: "LICENSE", text: await readFile(join(firmwareFolder(), "LICENSE"), "utf8") });
  return { set: { files: [...paths.keys()], version: hash.digest("hex").slice(0, 8) }, texts };
}

/** Where each kernel's source and header is, by its name and in the order of names. */
export function kernelPaths(): ReadonlyMap<string, string> {
  const folder = firmwareFolder();
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => isKernel(basename(path)));
  const named = files.map((path): [string, string] => [basename(path), join(folder, path)]);
  return new Map(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Files of kernels are those that Bitwright itself has. */
export function isKernel(path: string): boolean {
  return /(^|\/)bw_\w+\.[ch]$/.test(path);
}

/** Tells a compiler where the kernels' headers are. */
export function includesOf(kernels: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...kernels.values()].map((path) => dirname(path)))].map((folder) => `-I${folder}`);
}

/** What runs a project for `verify`: sources of the harness and of a bare board. */
export function harnessFolder(): string {
  return join(firmwareFolder(), "verify");
}

/** Beside the running bundle; in the sources where they run unbundled. */
function firmwareFolder(): string {
  const besideBundle = join(__dirname, "firmware");
  return existsSync(besideBundle) ? besideBundle : join(__dirname, "..", "firmware");
}
