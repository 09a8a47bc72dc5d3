/**
 * Tables of a FlatBuffer, read within bounds. Nothing in the file is trusted: every offset, every count and every field is held against the
 * file's length and a budget before it is followed, so a file that points anywhere ends in one sentence, and one that names the same large
 * vector a thousand times costs no more than its own size allows.
 *
 * The form: docs of FlatBuffers, "FlatBuffer Internals": a table begins with the signed distance to its vtable, which holds its own length, the
 * table's length and for each field where it lies in the table, 0 for one that is absent.
 */
import { ByteBuffer } from "flatbuffers";

/** Thrown where the file contradicts itself; caught by readModel.ts, which makes the sentence. No caller outside this folder sees it. */
export class Damaged extends Error {}

/** Elements of vectors that may be read, for each byte of the file: tables share vectors, but not by the thousand. */
const ELEMENTS_PER_BYTE = 4;
/** Of one name, in bytes. */
const LONGEST_TEXT = 4096;

export class Reader {
  private readonly buffer: ByteBuffer;
  private elementsLeft: number;

  constructor(private readonly bytes: Uint8Array) {
    this.buffer = new ByteBuffer(bytes);
    this.elementsLeft = ELEMENTS_PER_BYTE * bytes.length;
  }

  root(): Table {
    return this.tableAt(this.uint32(0));
  }

  /** @param at of the table's first byte */
  tableAt(at: number): Table {
    this.within(at, 4, "a table");
    const vtable = at - this.buffer.readInt32(at);
    this.within(vtable, 4, "a table's description");
    const vtableBytes = this.buffer.readUint16(vtable);
    const tableBytes = this.buffer.readUint16(vtable + 2);
    this.within(vtable, Math.max(4, vtableBytes), "a table's description");
    this.within(at, Math.max(4, tableBytes), "a table");
    return new Table(this, at, tableBytes, vtable, vtableBytes);
  }

  int8(at: number): number {
    this.within(at, 1, "a number");
    return this.buffer.readInt8(at);
  }

  uint16(at: number): number {
    this.within(at, 2, "a number");
    return this.buffer.readUint16(at);
  }

  int32(at: number): number {
    this.within(at, 4, "a number");
    return this.buffer.readInt32(at);
  }

  uint32(at: number): number {
    this.within(at, 4, "a number");
    return this.buffer.readUint32(at);
  }

  /** As a double: whole numbers beyond 2^53 lose their last digits, which nothing here has. */
  int64(at: number): number {
    this.within(at, 8, "a number");
    return Number(this.buffer.readInt64(at));
  }

  float32(at: number): number {
    this.within(at, 4, "a number");
    return this.buffer.readFloat32(at);
  }

  /** @param at where the distance to the vector lies; @returns where its elements begin, and how many there are */
  vector(at: number, elementBytes: number): { readonly at: number; readonly count: number } {
    const start = at + this.uint32(at);
    const count = this.uint32(start);
    this.within(start + 4, count * elementBytes, "a list");
    // Bytes of weights are not copied one by one.
    this.elementsLeft -= elementBytes === 1 ? 1 : count;
    if (this.elementsLeft < 0) throw new Damaged("its tables name the same lists again and again");
    return { at: start + 4, count };
  }

  /** @param at where the distance to the text lies */
  text(at: number): string {
    const { count } = this.vector(at, 1);
    if (count > LONGEST_TEXT) throw new Damaged(`a name has ${count} bytes; ${LONGEST_TEXT} are the limit`);
    this.elementsLeft -= count;
    if (this.elementsLeft < 0) throw new Damaged("its tables name the same texts again and again");
    return String(this.buffer.__string(at));
  }

  slice(at: number, count: number): Uint8Array {
    this.within(at, count, "a list of bytes");
    return this.bytes.subarray(at, at + count);
  }

  private within(at: number, count: number, what: string): void {
    if (at < 0 || count < 0 || at + count > this.bytes.length)
      throw new Damaged(`${what} lies beyond the end of the file`);
  }
}

/** Fields by their number in the schema; an absent one has the default. */
export class Table {
  constructor(
    private readonly reader: Reader,
    private readonly at: number,
    private readonly sizeBytes: number,
    private readonly vtable: number,
    private readonly vtableBytes: number,
  ) {}

  int8(field: number, byDefault = 0): number {
    const at = this.place(field, 1);
    return at === undefined ? byDefault : this.reader.int8(at);
  }

  bool(field: number): boolean {
    return this.int8(field) !== 0;
  }

  int32(field: number, byDefault = 0): number {
    const at = this.place(field, 4);
    return at === undefined ? byDefault : this.reader.int32(at);
  }

  uint32(field: number): number {
    const at = this.place(field, 4);
    return at === undefined ? 0 : this.reader.uint32(at);
  }

  uint64(field: number): number {
    const at = this.place(field, 8);
    return at === undefined ? 0 : this.reader.int64(at);
  }

  float32(field: number): number {
    const at = this.place(field, 4);
    return at === undefined ? 0 : this.reader.float32(at);
  }

  text(field: number): string {
    const at = this.place(field, 4);
    return at === undefined ? "" : this.reader.text(at);
  }

  table(field: number): Table | undefined {
    const at = this.place(field, 4);
    return at === undefined ? undefined : this.reader.tableAt(at + this.reader.uint32(at));
  }

  /** Absent and empty vectors are the same: []. @param most beyond it the file is damaged */
  tables(field: number, most: number): readonly Table[] {
    const found = this.vector(field, 4, most);
    return Array.from({ length: found.count }, (_, i) => {
      const at = found.at + 4 * i;
      return this.reader.tableAt(at + this.reader.uint32(at));
    });
  }

  int32s(field: number, most: number): readonly number[] {
    const found = this.vector(field, 4, most);
    return Array.from({ length: found.count }, (_, i) => this.reader.int32(found.at + 4 * i));
  }

  int64s(field: number, most: number): readonly number[] {
    const found = this.vector(field, 8, most);
    return Array.from({ length: found.count }, (_, i) => this.reader.int64(found.at + 8 * i));
  }

  float32s(field: number, most: number): readonly number[] {
    const found = this.vector(field, 4, most);
    return Array.from({ length: found.count }, (_, i) => this.reader.float32(found.at + 4 * i));
  }

  /** Of the file itself, not a copy. */
  bytes(field: number): Uint8Array {
    const found = this.vector(field, 1, Infinity);
    return this.reader.slice(found.at, found.count);
  }

  private vector(field: number, elementBytes: number, most: number): { readonly at: number; readonly count: number } {
    const at = this.place(field, 4);
    if (at === undefined) return { at: 0, count: 0 };
    const found = this.reader.vector(at, elementBytes);
    if (found.count > most) throw new Damaged(`a list holds ${found.count} entries; ${most} are the limit`);
    return found;
  }

  private place(field: number, fieldBytes: number): number | undefined {
    const entry = 4 + 2 * field;
    if (entry + 2 > this.vtableBytes) return undefined;
    const offset = this.reader.uint16(this.vtable + entry);
    if (offset === 0) return undefined;
    if (offset + fieldBytes > this.sizeBytes) throw new Damaged("a field lies beyond the end of its table");
    return this.at + offset;
  }
}
