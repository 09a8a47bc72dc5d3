/** A budget from the firmware's own linker script: what a region holds, and what the application that is there already takes of it. */
import type { ElfFile } from "../../formats/elfFile";
import type { MemoryRegion } from "../../formats/linkerScript";
import type { MemoryMap } from "../files/memoryMap";

/**
 * Bytes of the region that the linked program takes, without the arrays of our own network: those are what the budget is for.
 * @returns undefined where the region's place is not known, or nothing of the program lies in it
 */
export function applicationBytes(
  { segments, objects }: ElfFile,
  region: MemoryRegion,
  memory: "flash" | "ram",
  maps: readonly MemoryMap[],
): number | undefined {
  const { originBytes, lengthBytes } = region;
  if (originBytes === null || lengthBytes === null) return undefined;
  const isInside = (address: number): boolean => originBytes <= address && address < originBytes + lengthBytes;
  const taken = segments.reduce((sum, { address, loadAddress, fileBytes, memoryBytes }) => {
    if (memory === "ram") return sum + (isInside(address) ? memoryBytes : 0);
    return sum + (isInside(loadAddress) ? fileBytes : 0);
  }, 0);
  if (taken === 0) return undefined;
  const own = new Set(maps.flatMap((map) => ownSymbols(map, memory)));
  const ours = objects.filter(({ name }) => own.has(name)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return Math.max(0, taken - ours);
}

function ownSymbols({ arena, layers }: MemoryMap, memory: "flash" | "ram"): readonly string[] {
  return memory === "ram" ? [arena.symbol] : layers.flatMap(({ data }) => data.map(({ name }) => name));
}

/** As a settings file states it: `512KiB` where that is exact. */
export function budgetText(sizeBytes: number): string {
  return sizeBytes % 1024 === 0 ? `${sizeBytes / 1024}KiB` : String(sizeBytes);
}
