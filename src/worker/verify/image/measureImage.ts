/** What a linked image of a project takes, item by item, beside the estimate. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ok, type MemoryItem, type Outcome } from "../../../engine";
import type { MemoryMap } from "../../../protocol/files/memoryMap";
import { isKernel } from "../../kernels";
import { sourcesOf, type BuildPlace } from "./build";
import { readElf } from "./elf";
import { reconcile, type Measured } from "../reconcile";

/**
 * @param image path of an image that `buildImage` linked at this place
 * @param stackBytes the stack's high-water mark
 */
export async function measureImage(
  place: BuildPlace,
  map: MemoryMap,
  image: string,
  stackBytes: number,
  estimate: readonly MemoryItem[],
): Promise<Outcome<Measured>> {
  const elf = readElf(await readFile(image), image);
  if (!elf.ok) return elf;
  const files = await filesOfGlobals(place, map);
  return ok(reconcile(elf.value, map, (name) => files.get(name), stackBytes, estimate));
}

/** Which file each global symbol of the project comes from, from its objects. */
async function filesOfGlobals({ temporary }: BuildPlace, map: MemoryMap): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const [index, path] of sourcesOf(map).entries()) {
    if (!isKernel(path)) continue;
    const object = readElf(await readFile(join(temporary, `model_${index}.o`)), path);
    if (!object.ok) continue;
    for (const { name, local, section } of object.value.symbols) {
      if (!local && section !== undefined) files.set(name, path.split("/").at(-1) ?? path);
    }
  }
  return files;
}
