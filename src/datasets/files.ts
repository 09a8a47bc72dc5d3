/**
 * Reading what a person pointed at: a missing, unreadable or absurdly large file is a Problem that names it, never a throw.
 */
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ok, refuse, type Outcome, type Problem } from "../engine";

/** Node reads no single file above this at once; a data set that is larger comes in several files. */
export const MAX_FILE_BYTES = 2 ** 31 - 1;

/** Settings, label tables and class lists are small; anything above is the wrong file. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

export async function readBytes(path: string, maxBytes = MAX_FILE_BYTES): Promise<Outcome<Uint8Array>> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) {
      return refuse({
        code: "data.large",
        message: `the file has ${size} bytes, and at most ${maxBytes} can be read at once`,
        place: path,
        hint: "split it into several files in one folder",
      });
    }
    return ok(await readFile(path));
  } catch (error) {
    return refuse(fileProblem(path, error));
  }
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

/** The visible entries of a folder; links count as what they point at, broken ones are left out. */
export async function listFolder(folder: string): Promise<Outcome<Listing>> {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const target = entry.isSymbolicLink() ? await stat(join(folder, entry.name)).catch(() => undefined) : entry;
      if (target?.isFile()) files.push(entry.name);
      else if (target?.isDirectory()) folders.push(entry.name);
    }
  } catch (error) {
    return refuse(fileProblem(folder, error));
  }
  return ok({ files: files.sort(), folders: folders.sort() });
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
