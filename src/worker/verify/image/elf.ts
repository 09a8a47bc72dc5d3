/**
 * Reads what the linker says about a 32-bit little-endian ELF file: loaded segments, sections, symbols, and relocations in object files. The
 * part of the format that toolchains for Cortex-M and RISC-V write; anything else is refused, broken files too. The tables that every reader of ELF needs are
 * read by formats/elfFile; here are the names of sections, relocations, and what Arm puts into addresses.
 *
 * Source: "ELF for the Arm Architecture".
 */
import { ok, refuse, type Outcome } from "../../../engine";
import {
  ELF_HEADER_BYTES,
  SHT_SYMTAB,
  elfFields,
  elfHeader,
  elfSections,
  elfSegments,
  elfSymbols,
  namesOf,
  type ElfHeader,
  type ElfPlace,
  type ElfSegment,
  type ElfSymbol,
} from "../../../formats/elfFile";

export interface Elf {
  readonly segments: readonly ElfSegment[];
  /** By section index. */
  readonly sections: readonly ElfSection[];
  /** By symbol index. Addresses of functions are without the bit that marks Thumb code. */
  readonly symbols: readonly ElfSymbol[];
  readonly relocations: readonly ElfRelocation[];
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

/** Section `section` of an object file mentions symbol `symbol`. */
export interface ElfRelocation {
  readonly section: number;
  readonly symbol: number;
  /** R_ARM_…, R_RISCV_… */
  readonly type: number;
}

const SHT_NOBITS = 8;
/** Sections of relocations by their type: Arm's have two words an entry, RISC-V's an addend beside them. */
const RELOCATION_BYTES: Readonly<Record<number, number>> = { 4: 12, 9: 8 };
const SHF_ALLOC = 2;

/** @param place what the file is called in a problem */
export function readElf(bytes: Uint8Array, place: string): Outcome<Elf> {
  const header = elfHeader(bytes.subarray(0, ELF_HEADER_BYTES));
  if (!header || header.wide || !header.little) return refused(place, "this is no 32-bit little-endian ELF file");
  try {
    return ok(parse(bytes, header));
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

function parse(bytes: Uint8Array, header: ElfHeader): Elf {
  const table = ({ offset, sizeBytes }: ElfPlace): Uint8Array => {
    if (offset + sizeBytes > bytes.length) throw new RangeError("beyond the end");
    return bytes.subarray(offset, offset + sizeBytes);
  };
  const headers = elfSections(table(header.sections), header);

  const named = headers[header.sectionNames];
  const names = elfFields(named ? table(named) : new Uint8Array(), header);
  const sections = headers.map(({ nameAt, type, flags, address, sizeBytes, alignment }): ElfSection => {
    const [allocated, stored] = [(flags & SHF_ALLOC) !== 0, type !== SHT_NOBITS];
    return { name: names.name(nameAt), address, sizeBytes, alignment: Math.max(1, alignment), allocated, stored };
  });

  const symbols = headers
    .filter(({ type }) => type === SHT_SYMTAB)
    .flatMap((section) => elfSymbols(table(section), table(namesOf(headers, section)), header))
    .map((symbol) => (symbol.kind === "function" ? { ...symbol, address: symbol.address & ~1 } : symbol));

  const relocations = headers.flatMap((section) => {
    const entryBytes = RELOCATION_BYTES[section.type];
    if (entryBytes === undefined) return [];
    const fields = elfFields(table(section), header);
    return Array.from({ length: Math.floor(section.sizeBytes / entryBytes) }, (_, i): ElfRelocation => {
      const info = fields.int(i * entryBytes + 4);
      return { section: section.info, symbol: info >>> 8, type: info & 255 };
    });
  });
  return { segments: elfSegments(table(header.segments), header), sections, symbols, relocations };
}

function refused(place: string, message: string): Outcome<never> {
  return refuse({ code: "elf.unreadable", message, place });
}
