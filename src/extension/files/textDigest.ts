/** Digests of texts, by which generated files are told from changed ones. */
import { createHash } from "node:crypto";

/** SHA-256. Checked out with other line ends it is still the same text. */
export function digestOf(text: string): string {
  return rawDigest(text.replace(/\r\n/g, "\n"));
}

export function rawDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
