/**
 * Files of a workspace, which anybody may have written: the one way in which the editor's side reads them. Never while others wait, only regular
 * files (a pipe or a device would keep the reader forever), at most so many bytes, and through links only where they lead to places that
 * are allowed. Free of the editor.
 */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, realpath, type FileHandle } from "node:fs/promises";
import { relative, isAbsolute, sep } from "node:path";

export interface Bounds {
  readonly mostBytes: number;
  /** Folders that the file must lie in, all links followed. */
  readonly within: readonly string[];
}

export type UnreadReason = "irregular" | "large" | "outside" | "failed";

/** A file that is there and is not read. */
export class UnreadFile extends Error {
  constructor(
    readonly reason: UnreadReason,
    readonly path: string,
    detail: string,
  ) {
    super(`${path} ${detail}`);
  }
}

/** One read of a table or a chunk: other work gets its turn in between. */
const CHUNK_BYTES = 1024 * 1024;

/** An open file: `size` bytes, and no more even if it grows meanwhile. */
export interface BoundedFile {
  readonly size: number;
  readonly writtenAt: number;
  /** @returns fewer bytes only where the file ends */
  readonly read: (offset: number, sizeBytes: number) => Promise<Uint8Array>;
}

/**
 * @returns undefined where there is no such file
 * @throws UnreadFile where there is one that may not be read, or cannot
 */
export async function withBounded<T>(
  path: string,
  { mostBytes, within }: Bounds,
  use: (file: BoundedFile) => Promise<T>,
): Promise<T | undefined> {
  let handle: FileHandle | undefined;
  try {
    const real = await realpath(path);
    const folders = await Promise.all(within.map((folder) => realpath(folder).catch(() => folder)));
    if (!folders.some((folder) => isInside(real, folder))) {
      throw new UnreadFile("outside", path, "is a link to a place outside of the workspace");
    }
    // Without waiting for somebody to write into a pipe; links that are set meanwhile are not followed.
    const flags = process.platform === "win32" ? 0 : constants.O_NONBLOCK | constants.O_NOFOLLOW;
    handle = await open(real, constants.O_RDONLY | flags);
    const stat = await handle.stat();
    if (!stat.isFile()) throw new UnreadFile("irregular", path, "is no regular file");
    if (stat.size > mostBytes) throw new UnreadFile("large", path, `has more than ${mostBytes} B`);
    const { size, mtimeMs: writtenAt } = stat;
    return await use({ size, writtenAt, read: reader(handle, size) });
  } catch (error) {
    if (error instanceof UnreadFile) throw error;
    if (isSystemError(error)) {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw new UnreadFile("failed", path, `cannot be read: ${error.code ?? error.message}`);
    }
    throw error;
  } finally {
    await handle?.close();
  }
}

/** As `withBounded`. */
export function readBounded(path: string, bounds: Bounds): Promise<Uint8Array | undefined> {
  return withBounded(path, bounds, ({ size, read }) => read(0, size));
}

/** As `withBounded`; in UTF-8, without a byte order mark. */
export async function readBoundedText(path: string, bounds: Bounds): Promise<string | undefined> {
  const bytes = await readBounded(path, bounds);
  return bytes && new TextDecoder().decode(bytes);
}

/** SHA-256 of the bytes; of a text as `digestOf` has it: checked out with other line ends it is the same. As `withBounded`. */
export function digestBounded(path: string, bounds: Bounds, kind: "bytes" | "text"): Promise<string | undefined> {
  return withBounded(path, bounds, async ({ size, read }) => {
    const hash = createHash("sha256");
    let held = new Uint8Array(0);
    for (let at = 0; at < size; at += CHUNK_BYTES) {
      const chunk = await read(at, CHUNK_BYTES);
      if (kind === "bytes") {
        hash.update(chunk);
        continue;
      }
      const isLast = at + CHUNK_BYTES >= size;
      const text = withoutReturns(at === 0 ? withoutMark(chunk) : Buffer.concat([held, chunk]), isLast);
      hash.update(text.bytes);
      held = text.held;
    }
    return hash.digest("hex");
  });
}

/** `work` for each, at most so many at once; results in the order of the items. */
export async function eachOf<T, R>(
  items: readonly T[],
  mostAtOnce: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, items.length) }, lane));
  return results;
}

function reader(handle: FileHandle, size: number): BoundedFile["read"] {
  return async (offset, sizeBytes) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(sizeBytes, size - offset)));
    let filled = 0;
    while (filled < bytes.length) {
      const wanted = Math.min(CHUNK_BYTES, bytes.length - filled);
      const { bytesRead } = await handle.read(bytes, filled, wanted, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  };
}

function isInside(path: string, folder: string): boolean {
  const steps = relative(folder, path);
  return steps !== ".." && !steps.startsWith(`..${sep}`) && !isAbsolute(steps);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** CR in front of LF goes; a CR at the end is held until it is known what follows. */
function withoutReturns(
  bytes: Uint8Array,
  isLast: boolean,
): { readonly bytes: Uint8Array; readonly held: Uint8Array<ArrayBuffer> } {
  const [CR, LF] = [0x0d, 0x0a];
  const holds = !isLast && bytes.at(-1) === CR;
  const text = holds ? bytes.subarray(0, -1) : bytes;
  const held = holds ? Uint8Array.of(CR) : new Uint8Array(0);
  if (!text.includes(CR)) return { bytes: text, held };
  const kept = text.filter((byte, at) => byte !== CR || text[at + 1] !== LF);
  return { bytes: kept, held };
}
