/**
 * Measured losses on disk, one line each, in one file a model, data set and method: a line is appended the moment it is measured, so a
 * run that is cancelled or killed loses at most the line being written, and a second budget measures nothing. A loss decides over a
 * policy, so every line carries a digest of itself and of the file that it was written for: a line that was changed, cut, or copied from
 * another file does not verify and its loss is measured again.
 *
 *   {"key":"weights:conv1:4","loss":0.012} 9f86d081884c7d65
 */
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LossCache } from "../../engine";

/** Raise when the way losses are measured changes: old files are then left unread. */
const METHOD = 5;
/** 64 bits of SHA-256: what happens to files by accident does not find another match. */
const DIGEST_DIGITS = 16;

export interface OpenLossCache extends LossCache {
  /** Lines of the file that did not verify and were left out. */
  readonly dropped: number;
}

/** @param identity everything that a loss depends on: model hash, samples' fingerprint, options */
export function openLossCache(folder: string | undefined, identity: readonly string[]): OpenLossCache {
  const losses = new Map<string, number>();
  const get = (key: string): number | undefined => losses.get(key);
  if (folder === undefined) return { dropped: 0, get, put: (key, loss) => void losses.set(key, loss) };
  const name = sha256(JSON.stringify([METHOD, ...identity])).slice(0, 32);
  const file = join(folder, `losses-${name}.jsonl`);
  const { lines, needsNewline } = linesOf(file);
  let dropped = 0;
  for (const line of lines) {
    const entry = parseLine(name, line);
    if (entry) losses.set(entry.key, entry.loss);
    else dropped++;
  }
  let writable = true;
  // So that a line which a killed run left unfinished does not take the next one with it.
  let start = needsNewline ? "\n" : "";
  return {
    dropped,
    get,
    put: (key, loss) => {
      losses.set(key, loss);
      if (!writable) return;
      try {
        mkdirSync(folder, { recursive: true });
        appendFileSync(file, `${start}${formatLine(name, key, loss)}\n`);
        start = "";
      } catch {
        writable = false; // a full disk or a read-only home costs the next run time, never this one its result
      }
    },
  };
}

function linesOf(file: string): { readonly lines: readonly string[]; readonly needsNewline: boolean } {
  try {
    const text = readFileSync(file, "utf8");
    const lines = text.split("\n").filter((line) => line !== "");
    return { lines, needsNewline: text !== "" && !text.endsWith("\n") };
  } catch {
    return { lines: [], needsNewline: false };
  }
}

function formatLine(name: string, key: string, loss: number): string {
  const entry = JSON.stringify({ key, loss });
  return `${entry} ${digestOf(name, entry)}`;
}

/** undefined for anything but a line as formatLine writes it into a file of that name. */
function parseLine(name: string, line: string): { readonly key: string; readonly loss: number } | undefined {
  const end = line.length - DIGEST_DIGITS - 1;
  const entry = line.slice(0, Math.max(0, end));
  if (line.slice(entry.length) !== ` ${digestOf(name, entry)}`) return undefined;
  try {
    const value: unknown = JSON.parse(entry);
    if (typeof value !== "object" || value === null || !("key" in value) || !("loss" in value)) return undefined;
    const { key, loss } = value;
    return typeof key === "string" && typeof loss === "number" && Number.isFinite(loss) ? { key, loss } : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(name: string, entry: string): string {
  return sha256(`${name} ${entry}`).slice(0, DIGEST_DIGITS);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
