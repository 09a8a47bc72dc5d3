/**
 * What identifies a data set's content and order: the bytes of its samples, their labels, and everything that shapes them. Names,
 * places and dates are not content: a renamed copy has the same fingerprint as long as the order is the same.
 */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";

export interface FingerprintParts {
  /** Of each sample, or of each array that holds many. */
  readonly digests: readonly string[];
  readonly labels: readonly (number | undefined)[];
  /** The model's input shape, the preprocessing, how arrays are read: anything that serialises. */
  readonly shaping: unknown;
}

export function fingerprintOf({ digests, labels, shaping }: FingerprintParts): string {
  const listed = labels.map((label) => label ?? null);
  return createHash("sha256")
    .update(JSON.stringify(["bitwright samples 1", digests, listed, shaping]))
    .digest("hex");
}

const CHUNK_BYTES = 16 * 1024 * 1024;

/** SHA-256 of bytes in memory, in steps that let other work run. */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    if (at > 0) await setImmediate();
    hash.update(bytes.subarray(at, at + CHUNK_BYTES));
  }
  return hash.digest("hex");
}
