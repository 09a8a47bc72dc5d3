/**
 * Measured losses on disk, one JSON line each, in one file a model, data set and method: a line is appended the moment it is measured, so
 * a run that is cancelled or killed loses at most the line being written, and a second budget measures nothing.
 */
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LossCache } from "../engine";

/** Raise when the way losses are measured changes: old files are then left unread. */
const METHOD = 4;

/** @param identity everything that a loss depends on: model hash, samples' fingerprint, options */
export function openLossCache(folder: string | undefined, identity: readonly string[]): LossCache {
  const losses = new Map<string, number>();
  if (folder === undefined) return { get: (key) => losses.get(key), put: (key, loss) => void losses.set(key, loss) };
  const name = createHash("sha256")
    .update(JSON.stringify([METHOD, ...identity]))
    .digest("hex")
    .slice(0, 32);
  const file = join(folder, `losses-${name}.jsonl`);
  for (const line of linesOf(file)) {
    const entry = parseLine(line);
    if (entry) losses.set(entry.key, entry.loss);
  }
  let writable = true;
  return {
    get: (key) => losses.get(key),
    put: (key, loss) => {
      losses.set(key, loss);
      if (!writable) return;
      try {
        mkdirSync(folder, { recursive: true });
        appendFileSync(file, `${JSON.stringify({ key, loss })}\n`);
      } catch {
        writable = false; // a full disk or a read-only home costs the next run time, never this one its result
      }
    },
  };
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}

/** Lines that a killed run left unfinished are skipped. */
function parseLine(line: string): { readonly key: string; readonly loss: number } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || !("key" in value) || !("loss" in value)) return undefined;
    const { key, loss } = value;
    return typeof key === "string" && typeof loss === "number" && Number.isFinite(loss) ? { key, loss } : undefined;
  } catch {
    return undefined;
  }
}
