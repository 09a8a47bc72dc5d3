/**
 * Reads what the linker says about a 32-bit little-endian ELF file: loaded segments, sections, symbols, and relocations in object files. The
 * part of the format that Cortex-M toolchains write; anything else is refused, broken files too.
 *
 * Source: "Tool Interface Standard (TIS) Executable and Linking Format", version 1.2, and "ELF for the Arm Architecture".
 */
import { ok, refuse, type Outcome } from "../../engine";

export interface Elf {
  readonly segments: readonly ElfSegment[];
  /** By section index. */
  readonly sections: readonly ElfSection[];
  readonly symbols: readonly ElfSymbol[];
  readonly relocations: readonly ElfRelocation[];
}

/** A part of the file that is loaded (PT_LOAD). */
export interface ElfSegment {
  readonly address: number;
  readonly loadAddress: number;
  readonly fileBytes: number;
  readonly memoryBytes: number;
}

export interface ElfSection {
  readonly name: string;
  readonly address: number;
  readonly sizeBytes: number;
  readonly alignment: number;
  /** Takes memory while the program runs. */
  readonly allocated: boolean;
  /** Its bytes lie in the file; .bss has none. */
  readonly stored: boolean;
}

export interface ElfSymbol {
  readonly name: string;
  readonly kind: "function" | "object" | "section" | "file" | "other";
  /** Seen in its own file alone. In an image the local symbols of a file follow the symbol of kind "file" that names it. */
  readonly local: boolean;
  /** Without the bit that marks Thumb code. */
  readonly address: number;
  readonly sizeBytes: number;
  /** Index into sections; undefined for absolute and undefined symbols. */
  readonly section: number | undefined;
}

/** Section `section` of an object file mentions symbol `symbol`. */
export interface ElfRelocation {
  readonly section: number;
  readonly symbol: number;
  /** R_ARM_… */
  readonly type: number;
}

const HEADER_BYTES = 52;
const SYMBOL_BYTES = 16;
const RELOCATION_BYTES = 8;
const PT_LOAD = 1;
const SHT_SYMTAB = 2;
const SHT_NOBITS = 8;
const SHT_REL = 9;
const SHF_ALLOC = 2;
/** Section indices from here on mean something else: absolute, common. */
const RESERVED_SECTIONS = 0xff00;
const SYMBOL_KINDS: Readonly<Record<number, ElfSymbol["kind"]>> = {
  1: "object",
  2: "function",
  3: "section",
  4: "file",
};

/** @param place what the file is called in a problem */
export function readElf(bytes: Uint8Array, place: string): Outcome<Elf> {
  const isElf32 = [0x7f, 0x45, 0x4c, 0x46, 1, 1].every((byte, i) => bytes[i] === byte);
  if (!isElf32 || bytes.length < HEADER_BYTES) return refused(place, "this is no 32-bit little-endian ELF file");
  try {
    return ok(parse(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
  } catch (error) {
    if (error instanceof RangeError) return refused(place, "this ELF file is broken: a table lies beyond its end");
    throw error;
  }
}

/** The section by its name. */
export function sectionNamed(elf: Elf, name: string): ElfSection | undefined {
  return elf.sections.find((section) => section.name === name);
}

/** Symbols that lie in a section, with a size. Aliases of one place are all there. */
export function symbolsIn(elf: Elf, name: string): readonly ElfSymbol[] {
  const section = elf.sections.findIndex((one) => one.name === name);
  return elf.symbols.filter((symbol) => symbol.section === section && symbol.sizeBytes > 0);
}

function parse(view: DataView): Elf {
  const half = (at: number): number => view.getUint16(at, true);
  const word = (at: number): number => view.getUint32(at, true);
  const textAt = (at: number): string => {
    let text = "";
    for (let i = at; view.getUint8(i) !== 0; i++) text += String.fromCharCode(view.getUint8(i));
    return text;
  };
  const table = <T>(offset: number, entryBytes: number, count: number, read: (at: number) => T): T[] => {
    if (offset + entryBytes * count > view.byteLength) throw new RangeError("beyond the end");
    return Array.from({ length: count }, (_, i) => read(offset + i * entryBytes));
  };

  const segments = table(word(28), half(42), half(44), (at) => ({
    isLoaded: word(at) === PT_LOAD,
    address: word(at + 8),
    loadAddress: word(at + 12),
    fileBytes: word(at + 16),
    memoryBytes: word(at + 20),
  })).flatMap(({ isLoaded, ...segment }): ElfSegment[] => (isLoaded ? [segment] : []));

  const headers = table(word(32), half(46), half(48), (at) => ({
    name: word(at),
    type: word(at + 4),
    flags: word(at + 8),
    address: word(at + 12),
    offset: word(at + 16),
    sizeBytes: word(at + 20),
    link: word(at + 24),
    info: word(at + 28),
    alignment: Math.max(1, word(at + 32)),
  }));
  const namesAt = headers[half(50)]?.offset ?? 0;
  const sections = headers.map(({ name, type, flags, address, sizeBytes, alignment }): ElfSection => {
    const [allocated, stored] = [(flags & SHF_ALLOC) !== 0, type !== SHT_NOBITS];
    return { name: textAt(namesAt + name), address, sizeBytes, alignment, allocated, stored };
  });

  const symbols = headers
    .filter(({ type }) => type === SHT_SYMTAB)
    .flatMap(({ offset, sizeBytes, link }) => {
      const texts = headers[link]?.offset ?? 0;
      return table(offset, SYMBOL_BYTES, Math.floor(sizeBytes / SYMBOL_BYTES), (at): ElfSymbol => {
        const info = view.getUint8(at + 12);
        const kind = SYMBOL_KINDS[info & 15] ?? "other";
        const section = half(at + 14);
        return {
          name: textAt(texts + word(at)),
          kind,
          local: info >> 4 === 0,
          address: kind === "function" ? word(at + 4) & ~1 : word(at + 4),
          sizeBytes: word(at + 8),
          section: section > 0 && section < RESERVED_SECTIONS ? section : undefined,
        };
      });
    });

  const relocations = headers
    .filter(({ type }) => type === SHT_REL)
    .flatMap(({ offset, sizeBytes, info }) =>
      table(offset, RELOCATION_BYTES, Math.floor(sizeBytes / RELOCATION_BYTES), (at): ElfRelocation => {
        return { section: info, symbol: word(at + 4) >>> 8, type: word(at + 4) & 255 };
      }),
    );
  return { segments, sections, symbols, relocations };
}

function refused(place: string, message: string): Outcome<never> {
  return refuse({ code: "elf.unreadable", message, place });
}
