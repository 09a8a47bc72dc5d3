/**
 * What a linked ELF file says of memory: its symbols with their sizes, and the segments that are loaded. Only tables are read, through a port,
 * so that an ELF of hundreds of megabytes with debug information costs some reads. 32 and 64 bits, either byte order.
 *
 * Source: "Tool Interface Standard (TIS) Executable and Linking Format", version 1.2.
 */

/** @returns fewer bytes only where the file ends */
export type ReadAt = (offset: number, sizeBytes: number) => Promise<Uint8Array>;

export interface ElfSymbol {
  readonly name: string;
  readonly sizeBytes: number;
}

export interface ElfSegment {
  /** Where it lies while the program runs, and where it is loaded from. */
  readonly address: number;
  readonly loadAddress: number;
  /** Bytes in FLASH (or wherever it is loaded from), and in memory. */
  readonly fileBytes: number;
  readonly memoryBytes: number;
}

export interface ElfFile {
  /** Data objects; names of static ones may occur twice. */
  readonly objects: readonly ElfSymbol[];
  readonly segments: readonly ElfSegment[];
}

/** Beyond it the file is broken, or no firmware. */
const MAX_TABLE_BYTES = 64 * 1024 * 1024;
/** Longer names are cut: of C++ there are some of many thousand characters. */
const MAX_NAME = 4096;
const SHT_SYMTAB = 2;
const STT_OBJECT = 1;
const PT_LOAD = 1;

/** @returns undefined where it is no ELF file, or a broken one */
export async function readElf(read: ReadAt): Promise<ElfFile | undefined> {
  try {
    return await parseElf(read);
  } catch (error) {
    // Reading behind the end of a table that a broken header promised.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function parseElf(read: ReadAt): Promise<ElfFile | undefined> {
  const ident = await read(0, 64);
  const isElf = [0x7f, 0x45, 0x4c, 0x46].every((byte, i) => ident[i] === byte);
  if (!isElf || ident.length < 52 || (ident[4] !== 1 && ident[4] !== 2) || (ident[5] !== 1 && ident[5] !== 2)) {
    return undefined;
  }
  const form: Form = { wide: ident[4] === 2, little: ident[5] === 1 };
  const header = fieldsOf(ident, form);
  const [segmentsAt, sectionsAt] = form.wide ? [header.word(32), header.word(40)] : [header.word(28), header.word(32)];
  const counts = form.wide ? 54 : 42;
  const [segmentSize, segmentCount] = [header.half(counts), header.half(counts + 2)];
  const [sectionSize, sectionCount] = [header.half(counts + 4), header.half(counts + 6)];
  const table = async (offset: number, sizeBytes: number): Promise<Fields> => {
    if (sizeBytes > MAX_TABLE_BYTES) throw new RangeError("a table is too large");
    return fieldsOf(await read(offset, sizeBytes), form);
  };

  const programs = await table(segmentsAt, segmentSize * segmentCount);
  const segments = Array.from({ length: segmentCount }, (_, i) => i * segmentSize).flatMap((at): ElfSegment[] => {
    if (programs.int(at) !== PT_LOAD) return [];
    const places = form.wide ? [16, 24, 32, 40] : [8, 12, 16, 20];
    const [address = 0, loadAddress = 0, fileBytes = 0, memoryBytes = 0] = places.map((place) =>
      programs.word(at + place),
    );
    return [{ address, loadAddress, fileBytes, memoryBytes }];
  });

  const sections = await table(sectionsAt, sectionSize * sectionCount);
  const placeOf = (section: number): readonly [offset: number, sizeBytes: number] => {
    const at = section * sectionSize;
    return form.wide
      ? [sections.word(at + 24), sections.word(at + 32)]
      : [sections.word(at + 16), sections.word(at + 20)];
  };
  const objects: ElfSymbol[] = [];
  for (let section = 0; section < sectionCount; section++) {
    const at = section * sectionSize;
    if (sections.int(at + 4) !== SHT_SYMTAB) continue;
    const link = sections.int(at + (form.wide ? 40 : 24));
    const [symbols, names] = [await table(...placeOf(section)), await table(...placeOf(link))];
    const entry = form.wide ? 24 : 16;
    for (let place = 0; place + entry <= symbols.sizeBytes; place += entry) {
      const info = symbols.byte(place + (form.wide ? 4 : 12));
      if ((info & 15) !== STT_OBJECT) continue;
      objects.push({ name: names.name(symbols.int(place)), sizeBytes: symbols.word(place + (form.wide ? 16 : 8)) });
    }
  }
  return { objects, segments };
}

interface Form {
  readonly wide: boolean;
  readonly little: boolean;
}

/** Reads behind the end throw RangeError. */
interface Fields {
  readonly sizeBytes: number;
  byte(at: number): number;
  half(at: number): number;
  int(at: number): number;
  /** As wide as an address. */
  word(at: number): number;
  /** Up to the next zero. */
  name(at: number): string;
}

function fieldsOf(bytes: Uint8Array, { wide, little }: Form): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    sizeBytes: bytes.length,
    byte: (at) => view.getUint8(at),
    half: (at) => view.getUint16(at, little),
    int: (at) => view.getUint32(at, little),
    word: (at) => (wide ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little)),
    name: (at) => {
      const end = bytes.indexOf(0, at);
      // Symbols of C are ASCII.
      return String.fromCharCode(...bytes.subarray(at, Math.min(end < 0 ? bytes.length : end, at + MAX_NAME)));
    },
  };
}
