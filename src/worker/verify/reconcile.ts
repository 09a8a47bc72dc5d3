/**
 * The linked account against the ELF, item by item. Every byte of FLASH and RAM belongs to exactly one item: a symbol to the layer or the
 * kernel that it comes from, the gap behind a symbol (alignment) to that symbol, what remains to the C library.
 */
import { CALLS_ITEM, LIBRARY_ITEM, STREAMING_ITEM, type MemoryItem } from "../../engine";
import type { ElfSymbol } from "../../formats/elfFile";
import type { MapLayer, MemoryMap } from "../../protocol/files/memoryMap";
import type { VerifiedItem } from "../../protocol/files/verification";
import type { Elf } from "./image/elf";
import { ARENA } from "./projectHeader";

export interface Measured {
  readonly items: readonly VerifiedItem[];
  readonly flashBytes: number;
  /** Static data and the stack's high-water mark. */
  readonly ramBytes: number;
}

type Kind = VerifiedItem["kind"];

interface Owner {
  readonly kind: Kind;
  readonly name: string;
}

/** Output sections of board.ld that the model's FLASH consists of; .data lies in RAM and is loaded from FLASH. */
const FLASH_SECTIONS = [".text", ".ARM.extab", ".ARM.exidx", ".data"];
const RAM_SECTIONS = [".data", ".bss"];

/**
 * @param fileOf the source file that defines a global symbol, without its folder; undefined for the C library's
 * @param estimate the account to compare with; its items without a counterpart are measured as 0 bytes
 */
export function reconcile(
  elf: Elf,
  map: MemoryMap,
  fileOf: (symbol: string) => string | undefined,
  stackBytes: number,
  estimate: readonly MemoryItem[],
): Measured {
  const found = new Map<string, Owner & { readonly region: "flash" | "ram"; readonly bytes: number }>();
  const add = (region: "flash" | "ram", owner: Owner, bytes: number): void => {
    const key = `${region} ${owner.kind} ${owner.name}`;
    if (bytes > 0) found.set(key, { region, ...owner, bytes: (found.get(key)?.bytes ?? 0) + bytes });
  };
  const files = filesOfLocals(elf);
  const ownerOf = ownersOf(map, (symbol) => files.get(symbol) ?? fileOf(symbol.name));
  const library: Owner = { kind: "code", name: LIBRARY_ITEM };
  for (const name of FLASH_SECTIONS) {
    const placed = name === ".data" ? [] : placedIn(elf, name);
    let rest = sizeOf(elf, name);
    for (const { symbol, bytes } of placed) {
      add("flash", ownerOf(symbol) ?? library, bytes);
      rest -= bytes;
    }
    add("flash", library, rest);
  }
  const ram = RAM_SECTIONS.reduce((sum, name) => sum + sizeOf(elf, name), 0);
  const arenaSymbol = map.arena.owner === "caller" ? ARENA : map.arena.symbol;
  const arena = elf.symbols.find(({ name, kind }) => kind === "object" && name === arenaSymbol)?.sizeBytes ?? 0;
  const states = map.states ?? [];
  for (const { name, sizeBytes } of states) add("ram", { kind: "states", name }, Math.min(sizeBytes, arena));
  const stateBytes = states.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  add("ram", { kind: "arena", name: "arena" }, arena - stateBytes);
  add("ram", { kind: "context", name: "context" }, ram - arena);
  add("ram", { kind: "stack", name: "stack bound" }, stackBytes);

  const items: VerifiedItem[] = [];
  for (const { region, kind, name, sizeBytes } of estimate) {
    const key = `${region} ${kind} ${name}`;
    items.push({ region, kind, name, estimatedBytes: sizeBytes, measuredBytes: found.get(key)?.bytes ?? 0 });
    found.delete(key);
  }
  for (const { region, kind, name, bytes } of found.values()) {
    items.push({ region, kind, name, estimatedBytes: 0, measuredBytes: bytes });
  }
  const flashBytes = FLASH_SECTIONS.reduce((sum, name) => sum + sizeOf(elf, name), 0);
  return { items, flashBytes, ramBytes: ram + stackBytes };
}

/** Who a symbol of FLASH belongs to. */
function ownersOf(
  map: MemoryMap,
  fileOf: (symbol: ElfSymbol) => string | undefined,
): (symbol: ElfSymbol) => Owner | undefined {
  const arrays = new Map(
    map.layers.flatMap((layer) =>
      layer.data.map(({ name, kind }): [string, Owner] => [name, { kind, name: `${layer.name}.${kind}` }]),
    ),
  );
  const stems = map.layers
    .map((layer): [string, MapLayer] => [stemOf(layer), layer])
    .sort(([a], [b]) => b.length - a.length);
  return (symbol) => {
    const array = arrays.get(symbol.name);
    if (array) return array;
    const file = fileOf(symbol);
    const kernel = file !== undefined && /^bw_\w+\.c$/.test(file) ? file.replace(/\.c$/, "") : undefined;
    if (kernel === "bw_stream" || STREAM_TABLE.test(symbol.name)) return { kind: "code", name: STREAMING_ITEM };
    if (kernel !== undefined) return { kind: "code", name: kernel };
    if (!symbol.name.startsWith(`${map.prefix}_`)) return undefined;
    const layer = symbol.kind === "object" && stems.find(([stem]) => symbol.name.startsWith(stem))?.[1];
    if (layer && isDescriptor(symbol.name)) return { kind: "constants", name: `${layer.name}.constants` };
    return { kind: "code", name: CALLS_ITEM };
  };
}

/** What the symbols of a layer begin with: its function's name without "row" or "all". */
function stemOf({ symbol }: MapLayer): string {
  return symbol.replace(/(row|all)$/, "");
}

/** Stages and what they read of each other. */
const STREAM_TABLE = /_(stages|links|spans)_\d+(_\d+)?$/;

/** The structures that kernels are called with. */
function isDescriptor(name: string): boolean {
  return /_(layer|scaling_\d+|join_\d+)$/.test(name);
}

/**
 * Symbols by address with the bytes that alignment takes: up to a word those behind a symbol are its own, as it is counted to be stored; what
 * goes beyond was asked for by the next one. A gap that no alignment explains is nobody's.
 */
function placedIn(elf: Elf, name: string): readonly { readonly symbol: ElfSymbol; readonly bytes: number }[] {
  const section = elf.sections.findIndex((one) => one.name === name);
  const { address = 0, sizeBytes = 0 } = elf.sections[section] ?? {};
  const symbols = elf.symbols
    .filter((symbol) => symbol.section === section && (symbol.kind === "function" || symbol.kind === "object"))
    .filter((symbol) => symbol.sizeBytes > 0)
    .sort((a, b) => a.address - b.address || b.sizeBytes - a.sizeBytes);
  const unique = symbols.filter(({ address: at }, i) => i === 0 || symbols[i - 1]?.address !== at);
  let before = 0;
  return unique.map((symbol, i) => {
    const next = unique[i + 1];
    const end = symbol.address + symbol.sizeBytes;
    const gap = (next?.address ?? address + sizeBytes) - end;
    const own = gap < MOST_ALIGNMENT ? Math.min(gap, -end & (WORD_BYTES - 1)) : 0;
    const bytes = before + symbol.sizeBytes + (gap < 0 ? gap : own);
    before = next && gap > 0 && gap < MOST_ALIGNMENT ? gap - own : 0;
    return { symbol, bytes };
  });
}

const WORD_BYTES = 4;
/** Gaps are smaller. */
const MOST_ALIGNMENT = 8;

function filesOfLocals(elf: Elf): ReadonlyMap<ElfSymbol, string> {
  const files = new Map<ElfSymbol, string>();
  let file: string | undefined;
  for (const symbol of elf.symbols) {
    if (symbol.kind === "file") file = symbol.name.split("/").at(-1);
    else if (symbol.local && file !== undefined) files.set(symbol, file);
  }
  return files;
}

function sizeOf(elf: Elf, name: string): number {
  return elf.sections.find((section) => section.name === name)?.sizeBytes ?? 0;
}
