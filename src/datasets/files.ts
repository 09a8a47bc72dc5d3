/**
 * Reading what a person pointed at: a missing, unreadable or absurdly large file is a Problem that names it, never a throw.
 */
import { constants, type Stats } from "node:fs";
import { open, opendir, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { ok, refuse, type Outcome, type Problem } from "../engine";

/** What is read of one data set at once: all of it is held in memory. */
export const MAX_FILE_BYTES = 768 * 2 ** 20;

/** Settings, policies, label tables and class lists are small; anything above is the wrong file. */
const MAX_TEXT_BYTES = 8 * 2 ** 20;

/** Entries of one folder. ImageNet's validation images are 50,000. */
const MAX_ENTRIES = 2 ** 16;

/** Not to wait for whoever writes into a FIFO. Windows has neither the flag nor such files. */
const { O_NONBLOCK: NO_WAIT = 0 } = constants as Partial<typeof constants>;

/** A regular file whole: never a device, which may have no end, nor a FIFO or socket, which may have no beginning. */
export async function readBytes(path: string, maxBytes = MAX_FILE_BYTES): Promise<Outcome<Uint8Array>> {
  return withFile(path, async (file, { size }) => {
    if (size > maxBytes) {
      return refuse({
        code: "data.large",
        message: `the file has ${size} bytes; ${maxBytes} are the limit`,
        place: path,
        hint: "is this the right file? a few hundred samples are enough",
      });
    }
    return ok(await readRange(file, 0, size));
  });
}

/** Opens a regular file for as long as `use` takes; anything else at that path is refused unopened. */
export async function withFile<T>(
  path: string,
  use: (file: FileHandle, stats: Stats) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    // Before opening, because opening a device may do something; and after it, because the path may be another's by then.
    const before = notRegular(await stat(path), path);
    if (before) return refuse(before);
    const file = await open(path, constants.O_RDONLY | NO_WAIT);
    try {
      const stats = await file.stat();
      const problem = notRegular(stats, path);
      return problem ? refuse(problem) : await use(file, stats);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return refuse(fileProblem(path, error));
  }
}

/** Fewer bytes than asked for where the file ends before. */
export async function readRange(file: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, start + filled);
    if (bytesRead === 0) return bytes.subarray(0, filled);
    filled += bytesRead;
  }
  return bytes;
}

/** What lies there instead of a regular file. */
function notRegular(stats: Stats, path: string): Problem | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory())
    return { code: "data.folder", message: "this is a folder, and a file is needed", place: path };
  const kind = stats.isFIFO() ? "a pipe" : stats.isSocket() ? "a socket" : "a device";
  const hint = "save its content as a file and give that";
  return { code: "data.notFile", message: `this is ${kind}, and a regular file is needed`, place: path, hint };
}

/** UTF-8 text without its byte order mark. */
export async function readTextFile(path: string): Promise<Outcome<string>> {
  const bytes = await readBytes(path, MAX_TEXT_BYTES);
  if (!bytes.ok) return bytes;
  try {
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value));
  } catch {
    return refuse({
      code: "data.encoding",
      message: "the file is not UTF-8 text",
      place: path,
      hint: "save it as UTF-8",
    });
  }
}

export interface Listing {
  /** Names, by code unit order so that it is the same on every machine. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** The visible entries of a folder; links count as what they point at, and what is neither file nor folder is left out, as are broken links. */
export async function listFolder(folder: string): Promise<Outcome<Listing>> {
  const files: string[] = [];
  const folders: string[] = [];
  const links: string[] = [];
  try {
    let entries = 0;
    for await (const entry of await opendir(folder, { bufferSize: 1024 })) {
      if (++entries > MAX_ENTRIES) return refuse(tooMany(folder));
      if (entry.name.startsWith(".")) continue;
      if (entry.isFile()) files.push(entry.name);
      else if (entry.isDirectory()) folders.push(entry.name);
      else if (entry.isSymbolicLink()) links.push(entry.name);
    }
    const targets = await Promise.all(links.map((name) => stat(join(folder, name)).catch(() => undefined)));
    for (const [i, name] of links.entries()) {
      if (targets[i]?.isFile() === true) files.push(name);
      else if (targets[i]?.isDirectory() === true) folders.push(name);
    }
  } catch (error) {
    return refuse(fileProblem(folder, error));
  }
  return ok({ files: files.sort(), folders: folders.sort() });
}

/** @param what has more entries than a data set may have */
export function tooMany(folder: string): Problem {
  return {
    code: "data.many",
    message: `there are more than ${MAX_ENTRIES} files and folders here, which is the limit`,
    place: folder,
    hint: "a few hundred samples are enough: copy some into a folder of their own",
  };
}

export function isTooMany(entries: number): boolean {
  return entries > MAX_ENTRIES;
}

/** In the words a person needs; the system's own text only where nothing better is known. */
export function fileProblem(path: string, error: unknown): Problem {
  const code = errorCode(error);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return { code: "data.missing", message: "there is no such file or folder", place: path, hint: "check the path" };
    case "EACCES":
    case "EPERM":
      return { code: "data.denied", message: "reading is not permitted", place: path, hint: "check its permissions" };
    case "ELOOP":
      return { code: "data.loop", message: "its links lead in a circle", place: path, hint: "check the path" };
    case "ENAMETOOLONG":
      return { code: "data.missing", message: "this path is longer than the system's paths may be", place: path };
    case "ENXIO":
      return { code: "data.notFile", message: "this is a socket or device, and a regular file is needed", place: path };
    case "EMFILE":
    case "ENFILE":
      return {
        code: "data.unreadable",
        message: "the system allows no more open files",
        place: path,
        hint: "raise the limit (ulimit -n)",
      };
    case "EISDIR":
      return { code: "data.folder", message: "this is a folder, and a file is needed", place: path };
    default:
      return { code: "data.unreadable", message: `it cannot be read: ${messageOf(error)}`, place: path };
  }
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
