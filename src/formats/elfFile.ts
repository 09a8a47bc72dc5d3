/**
 * The tables of ELF files, 32 and 64 bits, either byte order: header, segments, sections, symbols. Each function reads one table from its bytes;
 * where those come from is the caller's matter. `readElf` asks for the few that say what a linked file takes of memory through a port, so that
 * an ELF of hundreds of megabytes with debug information costs some reads. Reading behind the end of a table throws RangeError.
 *
 * Source: "Tool Interface Standard (TIS) Executable and Linking Format", version 1.2.
 */

/** @returns fewer bytes only where the file ends */
export type ReadAt = (offset: number, sizeBytes: number) => Promise<Uint8Array>;

/** What a linked file says of memory. */
export interface ElfFile {
  /** Data objects; names of static ones may occur twice. */
  readonly objects: readonly Pick<ElfSymbol, "name" | "sizeBytes">[];
  readonly segments: readonly ElfSegment[];
}

export interface ElfForm {
  /** 64 bits. */
  readonly wide: boolean;
  readonly little: boolean;
}

export interface ElfHeader extends ElfForm {
  readonly segments: ElfTable;
  readonly sections: ElfTable;
  /** The section that holds the names of sections; 0 for none. */
  readonly sectionNames: number;
}

/** A part of the file. */
export interface ElfPlace {
  readonly offset: number;
  readonly sizeBytes: number;
}

export interface ElfTable extends ElfPlace {
  readonly entryBytes: number;
  readonly count: number;
}

/** A part of the file that is loaded (PT_LOAD). */
export interface ElfSegment {
  /** Where it lies while the program runs, and where it is loaded from. */
  readonly address: number;
  readonly loadAddress: number;
  /** Bytes in FLASH (or wherever it is loaded from), and in memory. */
  readonly fileBytes: number;
  readonly memoryBytes: number;
}

export interface ElfSectionHeader extends ElfPlace {
  /** In the section of names. */
  readonly nameAt: number;
  /** SHT_… */
  readonly type: number;
  /** SHF_… */
  readonly flags: number;
  readonly address: number;
  /** Of a symbol table: the section of its names. */
  readonly link: number;
  /** Of relocations: the section that they apply to. */
  readonly info: number;
  /** A power of two; 0 says as little as 1. */
  readonly alignment: number;
}

export type ElfSymbolKind = "function" | "object" | "section" | "file" | "other";

export interface ElfSymbol {
  readonly name: string;
  readonly kind: ElfSymbolKind;
  /** Seen in its own file alone. In an image the local symbols of a file follow the symbol of kind "file" that names it. */
  readonly local: boolean;
  readonly address: number;
  readonly sizeBytes: number;
  /** Its section's index; undefined for absolute and undefined symbols. */
  readonly section: number | undefined;
}

/** Of one file, all tables together: beyond it the file is broken, or no firmware. Headers may promise anything. */
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_OBJECTS = 1_000_000;
const MOST_NAME_CHARACTERS = 32 * 1024 * 1024;
/** Symbols are read in pieces, so that whoever asks gets to other things in between. A multiple of either size of an entry. */
const PIECE_BYTES = 16 * 24 * 512;
/** Longer names are cut: of C++ there are some of many thousand characters. */
const MAX_NAME = 512;
/** Bytes at the file's begin that hold either header. */
export const ELF_HEADER_BYTES = 64;
export const SHT_SYMTAB = 2;
const PT_LOAD = 1;
/** Section indices from here on mean something else: absolute, common. */
const RESERVED_SECTIONS = 0xff00;
const SYMBOL_KINDS: Readonly<Record<number, ElfSymbolKind>> = { 1: "object", 2: "function", 3: "section", 4: "file" };

/** @returns undefined where it is no ELF file, or a broken one */
export async function readElf(read: ReadAt): Promise<ElfFile | undefined> {
  try {
    const header = elfHeader(await read(0, ELF_HEADER_BYTES));
    return header && (await readMemory(read, header));
  } catch (error) {
    // Reading behind the end of a table that a broken header promised.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function readMemory(read: ReadAt, header: ElfHeader): Promise<ElfFile> {
  const table = boundedTables(read);
  const segments = elfSegments(await table(header.segments), header);
  const objects: ElfFile["objects"][number][] = [];
  await eachSymbol(table, header, ["object"], ({ name, sizeBytes }) => objects.push({ name, sizeBytes }));
  return { objects, segments };
}

/**
 * Functions and data objects of the given names, in the order of the file; a Thumb function's address is odd, as the file has it.
 * @returns undefined where it is no ELF file, or a broken one
 */
export async function readElfSymbols(
  read: ReadAt,
  names: ReadonlySet<string>,
): Promise<readonly ElfSymbol[] | undefined> {
  try {
    const header = elfHeader(await read(0, ELF_HEADER_BYTES));
    if (!header) return undefined;
    const found: ElfSymbol[] = [];
    await eachSymbol(boundedTables(read), header, ["function", "object"], (symbol) => {
      if (names.has(symbol.name)) found.push(symbol);
    });
    return found;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type ReadTable = (place: ElfPlace) => Promise<Uint8Array>;

function boundedTables(read: ReadAt): ReadTable {
  let taken = 0;
  return ({ offset, sizeBytes }) => {
    taken += sizeBytes;
    if (!(taken <= MOST_BYTES) || !Number.isSafeInteger(offset)) throw new RangeError("the tables are too large");
    return read(offset, sizeBytes);
  };
}

async function eachSymbol(
  table: ReadTable,
  header: ElfHeader,
  kinds: readonly ElfSymbolKind[],
  take: (symbol: ElfSymbol) => void,
): Promise<void> {
  const sections = elfSections(await table(header.sections), header);
  let [count, characters] = [0, 0];
  for (const section of sections) {
    if (section.type !== SHT_SYMTAB) continue;
    const names = await table(namesOf(sections, section));
    for (let at = 0; at < section.sizeBytes; at += PIECE_BYTES) {
      const sizeBytes = Math.min(PIECE_BYTES, section.sizeBytes - at);
      const piece = await table({ offset: section.offset + at, sizeBytes });
      for (const symbol of elfSymbols(piece, names, header, kinds)) {
        count++;
        characters += symbol.name.length;
        take(symbol);
      }
      if (count > MOST_OBJECTS || characters > MOST_NAME_CHARACTERS) throw new RangeError("too many symbols");
      if (piece.length < sizeBytes) break;
    }
  }
}

/**
 * @param bytes the file's first ELF_HEADER_BYTES, or all of a shorter file
 * @returns undefined where that begins no ELF file
 */
export function elfHeader(bytes: Uint8Array): ElfHeader | undefined {
  const isElf = [0x7f, 0x45, 0x4c, 0x46].every((byte, i) => bytes[i] === byte);
  const [size, order] = [bytes[4], bytes[5]];
  if (!isElf || (size !== 1 && size !== 2) || (order !== 1 && order !== 2)) return undefined;
  const form: ElfForm = { wide: size === 2, little: order === 1 };
  if (bytes.length < (form.wide ? 64 : 52)) return undefined;
  const fields = elfFields(bytes, form);
  const [segmentsAt, sectionsAt, sizes] = form.wide ? [32, 40, 54] : [28, 32, 42];
  const table = (offset: number, entryBytes: number, count: number): ElfTable => {
    return { offset, sizeBytes: entryBytes * count, entryBytes, count };
  };
  return {
    ...form,
    segments: table(fields.word(segmentsAt), fields.half(sizes), fields.half(sizes + 2)),
    sections: table(fields.word(sectionsAt), fields.half(sizes + 4), fields.half(sizes + 6)),
    sectionNames: fields.half(sizes + 8),
  };
}

/** @param bytes the table `header.segments` */
export function elfSegments(bytes: Uint8Array, header: ElfHeader): readonly ElfSegment[] {
  const fields = elfFields(bytes, header);
  const [address, loadAddress, fileBytes, memoryBytes] = header.wide ? [16, 24, 32, 40] : [8, 12, 16, 20];
  return entriesOf(header.segments, header.wide ? 56 : 32)
    .filter((at) => fields.int(at) === PT_LOAD)
    .map((at) => ({
      address: fields.word(at + address),
      loadAddress: fields.word(at + loadAddress),
      fileBytes: fields.word(at + fileBytes),
      memoryBytes: fields.word(at + memoryBytes),
    }));
}

/**
 * @param bytes the table `header.sections`
 * @returns by section index
 */
export function elfSections(bytes: Uint8Array, header: ElfHeader): readonly ElfSectionHeader[] {
  const fields = elfFields(bytes, header);
  const [address, offset, size, link, alignment] = header.wide ? [16, 24, 32, 40, 48] : [12, 16, 20, 24, 32];
  return entriesOf(header.sections, header.wide ? 64 : 40).map((at) => ({
    nameAt: fields.int(at),
    type: fields.int(at + 4),
    flags: fields.word(at + 8),
    address: fields.word(at + address),
    offset: fields.word(at + offset),
    sizeBytes: fields.word(at + size),
    link: fields.int(at + link),
    info: fields.int(at + link + 4),
    alignment: fields.word(at + alignment),
  }));
}

/** Where the names of a symbol table's symbols lie. */
export function namesOf(sections: readonly ElfSectionHeader[], { link }: ElfSectionHeader): ElfPlace {
  const names = sections[link];
  if (!names) throw new RangeError("no such section");
  return names;
}

/**
 * @param bytes a section of type SHT_SYMTAB
 * @param names see `namesOf`
 * @param kinds those alone: of a large program most symbols are of no interest, and names are long; undefined: all, by symbol index
 */
export function elfSymbols(
  bytes: Uint8Array,
  names: Uint8Array,
  form: ElfForm,
  kinds?: readonly ElfSymbolKind[],
): readonly ElfSymbol[] {
  const [fields, texts] = [elfFields(bytes, form), elfFields(names, form)];
  const [entryBytes, address, size, info, section] = form.wide ? [24, 8, 16, 4, 6] : [16, 4, 8, 12, 14];
  const symbols: ElfSymbol[] = [];
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const kind = SYMBOL_KINDS[fields.byte(at + info) & 15] ?? "other";
    if (kinds?.includes(kind) === false) continue;
    const index = fields.half(at + section);
    symbols.push({
      name: texts.name(fields.int(at)),
      kind,
      local: fields.byte(at + info) >> 4 === 0,
      address: fields.word(at + address),
      sizeBytes: fields.word(at + size),
      section: index > 0 && index < RESERVED_SECTIONS ? index : undefined,
    });
  }
  return symbols;
}

/** Where each entry begins in the table's bytes. Entries may be longer than what is known of them, and never shorter. */
function entriesOf({ count, entryBytes }: ElfTable, leastBytes: number): readonly number[] {
  if (count > 0 && entryBytes < leastBytes) throw new RangeError("entries are too short");
  return Array.from({ length: count }, (_, i) => i * entryBytes);
}

/** Reads behind the end throw RangeError. */
export interface ElfFields {
  byte(at: number): number;
  half(at: number): number;
  int(at: number): number;
  /** As wide as an address. */
  word(at: number): number;
  /** Up to the next zero; empty at the very end, so that no names at all are a table too. */
  name(at: number): string;
}

export function elfFields(bytes: Uint8Array, { wide, little }: ElfForm): ElfFields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    byte: (at) => view.getUint8(at),
    half: (at) => view.getUint16(at, little),
    int: (at) => view.getUint32(at, little),
    word: (at) => (wide ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little)),
    name: (at) => {
      if (at > bytes.length) throw new RangeError("a name lies behind the end");
      const end = bytes.indexOf(0, at);
      // Symbols of C are ASCII.
      return String.fromCharCode(...bytes.subarray(at, Math.min(end < 0 ? bytes.length : end, at + MAX_NAME)));
    },
  };
}
