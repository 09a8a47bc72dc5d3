/**
 * The best weights so far of learning that is under way, on disk: what a crash or a lost connection leaves of it. Removed when learning ends, so
 * that only what was broken off is ever taken up, and equal runs stay equal.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Policy, RoundedWeights } from "../../engine";
import { digestOf, isFitting, samplesDigest, widthsDigest, type LearnedFrom } from "./learnedFile";
import { decodeRounded, encodeRounded } from "./roundedFile";
import type { Model } from "../model/loadModel";

/** Raise when the file's form changes. */
const MAGIC = "BWLEARNING1";

export interface Checkpoint {
  /** What was kept, where it fits the policy's layers. */
  readonly earlier: RoundedWeights | undefined;
  /** A disk that is full keeps nothing, which is no reason to stop. */
  readonly keep: (best: RoundedWeights) => void;
  readonly remove: () => void;
}

/** @param folder where caches are; undefined: nothing is kept */
export function openCheckpoint(
  folder: string | undefined,
  model: Model,
  policy: Policy,
  from: LearnedFrom,
  seed: number,
): Checkpoint {
  if (folder === undefined) return { earlier: undefined, keep: () => undefined, remove: () => undefined };
  const name = digestOf([widthsDigest(policy), samplesDigest(model, from), seed].join()).slice(0, 32);
  const file = join(folder, `learning-${name}.bin`);
  return {
    earlier: read(file, policy, from),
    keep: (best) => {
      const part = `${file}.${randomBytes(6).toString("hex")}.part`;
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(part, encodeRounded(best, MAGIC), { flag: "wx" });
        renameSync(part, file);
      } catch {
        rmSync(part, { force: true });
      }
    },
    remove: () => rmSync(file, { force: true }),
  };
}

function read(file: string, policy: Policy, from: LearnedFrom): RoundedWeights | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  const kept = decodeRounded(bytes, MAGIC);
  return kept && isFitting(from, policy, kept) ? kept : undefined;
}
