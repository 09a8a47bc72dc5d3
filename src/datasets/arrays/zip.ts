/**
 * Single members of a zip archive on disk (PKWARE APPNOTE 6.3): the directory at the file's end is read, and of the members only those asked
 * for. Nothing is unpacked beyond what the directory says of a member, and a member that says more than the limit is not unpacked at all.
 */
import type { FileHandle } from "node:fs/promises";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { ok, refuse, type Outcome } from "../../engine";
import { MAX_FILE_BYTES, errorCode, readRange } from "../files";

export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerAt: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const MOST_COMMENT_BYTES = 0xffff;
/** A data set's archive has a handful of members. */
const MOST_MEMBERS = 4096;
const MOST_DIRECTORY_BYTES = 4 * 2 ** 20;
/** In a 32-bit field: the number is in the entry's ZIP64 extra field. */
const ELSEWHERE = 0xffffffff;

const unpack = promisify(inflateRaw);

/** In the directory's order. */
export async function readZipDirectory(
  file: FileHandle,
  fileBytes: number,
  place: string,
): Promise<Outcome<readonly ZipMember[]>> {
  const broken = (message: string): Outcome<never> => corrupt(message, place);
  const tailStart = Math.max(0, fileBytes - END_BYTES - MOST_COMMENT_BYTES);
  const tail = viewOf(await readRange(file, tailStart, fileBytes - tailStart));
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) return broken("the archive cannot be read: it has no directory at its end");
  let members = tail.getUint16(at + 10, true);
  let size = tail.getUint32(at + 12, true);
  let start = tail.getUint32(at + 16, true);
  if (at >= LOCATOR_BYTES && tail.getUint32(at - LOCATOR_BYTES, true) === END64_LOCATOR) {
    const end64 = viewOf(await readRange(file, numberAt(tail, at - LOCATOR_BYTES + 8), 56));
    if (end64.byteLength === 56 && end64.getUint32(0, true) === END64) {
      [members, size, start] = [numberAt(end64, 32), numberAt(end64, 40), numberAt(end64, 48)];
    }
  }
  if (members > MOST_MEMBERS || size > MOST_DIRECTORY_BYTES) {
    return broken(`the archive has ${members} members; ${MOST_MEMBERS} are the limit`);
  }
  if (start + size > fileBytes) return broken("the archive cannot be read: its directory is cut off");
  const directory = viewOf(await readRange(file, start, size));
  const found: ZipMember[] = [];
  let entry = 0;
  while (found.length < members) {
    const member = entryAt(directory, entry);
    if (!member) return broken("the archive cannot be read: its directory is damaged");
    found.push(member);
    entry += ENTRY_BYTES + [28, 30, 32].reduce((sum, field) => sum + directory.getUint16(entry + field, true), 0);
  }
  return ok(found);
}

export async function readZipMember(
  file: FileHandle,
  fileBytes: number,
  member: ZipMember,
  place: string,
): Promise<Outcome<Uint8Array>> {
  const broken = (message: string): Outcome<never> => corrupt(message, place);
  const { method, packedBytes, bytes, headerAt } = member;
  if (member.encrypted) return broken("it is encrypted");
  if (method !== 0 && method !== 8) return broken(`it is compressed by method ${method}, and only deflate is read`);
  if ((method === 0 ? bytes : bytes + packedBytes) > MAX_FILE_BYTES) {
    return broken(`it unpacks to ${bytes} bytes; ${MAX_FILE_BYTES} are the limit, packed bytes included`);
  }
  const header = viewOf(await readRange(file, headerAt, LOCAL_BYTES));
  if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL)
    return broken("its place in the archive is wrong");
  const start = headerAt + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + packedBytes > fileBytes) return broken("it is cut off");
  const packed = await readRange(file, start, packedBytes);
  if (method === 0)
    return packedBytes === bytes ? ok(packed) : broken("its two sizes differ, though it is not compressed");
  try {
    const whole = await unpack(packed, { maxOutputLength: Math.max(1, bytes) });
    return whole.length === bytes ? ok(whole) : broken(`it unpacks to ${whole.length} bytes, not to ${bytes}`);
  } catch (error) {
    const isLonger = errorCode(error) === "ERR_BUFFER_TOO_LARGE";
    return broken(
      isLonger ? `it unpacks to more than the ${bytes} bytes that the archive states` : "it cannot be unpacked",
    );
  }
}

function entryAt(directory: DataView, at: number): ZipMember | undefined {
  if (at + ENTRY_BYTES > directory.byteLength || directory.getUint32(at, true) !== ENTRY) return undefined;
  const nameBytes = directory.getUint16(at + 28, true);
  const extraAt = at + ENTRY_BYTES + nameBytes;
  const extraBytes = directory.getUint16(at + 30, true);
  if (extraAt + extraBytes > directory.byteLength) return undefined;
  const name = new TextDecoder().decode(
    new Uint8Array(directory.buffer, directory.byteOffset + at + ENTRY_BYTES, nameBytes),
  );
  // Of the three those come there, in this order, that the entry itself has no room for.
  const long = longNumbers(directory, extraAt, extraBytes);
  const field = (offset: number): number => {
    const value = directory.getUint32(at + offset, true);
    return value === ELSEWHERE ? (long.shift() ?? Infinity) : value;
  };
  const [bytes, packedBytes, headerAt] = [field(24), field(20), field(42)];
  const encrypted = (directory.getUint16(at + 8, true) & 1) !== 0;
  return { name, method: directory.getUint16(at + 10, true), encrypted, packedBytes, bytes, headerAt };
}

/** Of the ZIP64 extra field. */
function longNumbers(view: DataView, from: number, length: number): number[] {
  const numbers: number[] = [];
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const end = Math.min(at + 4 + view.getUint16(at + 2, true), from + length);
    for (let number = at + 4; number + 8 <= end; number += 8) numbers.push(numberAt(view, number));
  }
  return numbers;
}

/** 64 bits; what a double cannot hold exactly is beyond every limit anyway. */
function numberAt(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function corrupt(message: string, place: string): Outcome<never> {
  return refuse({ code: "data.corrupt", message, place, hint: "write it again with numpy.savez" });
}
