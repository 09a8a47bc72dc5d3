/**
 * Rounded weights on disk, one binary file a model, data set and method: to round every layer at every width takes a minute where the
 * measurements behind it are cached, and a second budget needs the very same weights. A file is written under another name and renamed,
 * so that it is whole or absent; one that is damaged all the same is made again. Nothing here can change a result, only its time.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RoundedWeights } from "../../engine";
import { decodeRounded, encodeRounded } from "./roundedFile";

/** Raise when the way weights are rounded for measurements, or the file's form, changes: old files are then left unread. */
const METHOD = 3;
/** What files of this cache begin with. */
export const MAGIC = `BWROUND${METHOD}`;
/** What all files of one folder may take; the ones used longest ago go first, and what is larger alone is not kept. */
const MOST_BYTES = 512 * 2 ** 20;
/** Ours, finished or left behind by a run that was killed while it wrote; nothing else is ever removed. */
const OWN_NAME = /^rounding-[0-9a-f]{32}\.bin(\.[0-9a-f]{12}\.part)?$/;

/**
 * @param identity everything that rounded weights depend on: model hash, samples' fingerprint, the layers' shapes, options
 * @param make rounds them where no file has them; what it throws is passed on
 */
export async function roundedOnce(
  folder: string | undefined,
  identity: readonly string[],
  make: () => Promise<RoundedWeights>,
  mostBytes = MOST_BYTES,
): Promise<RoundedWeights> {
  if (folder === undefined) return make();
  const name = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
  const file = join(folder, `rounding-${name}.bin`);
  const known = readRounded(file);
  if (known) return known;
  const made = await make();
  keep(folder, file, encodeRounded(made, MAGIC), mostBytes);
  return made;
}

function readRounded(file: string): RoundedWeights | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  const rounded = decodeRounded(bytes, MAGIC);
  if (rounded) attempt(() => utimesSync(file, new Date(), new Date()));
  return rounded;
}

function keep(folder: string, file: string, bytes: Uint8Array, mostBytes: number): void {
  if (bytes.length > mostBytes) return;
  const part = `${file}.${randomBytes(6).toString("hex")}.part`;
  const isWritten = attempt(() => {
    mkdirSync(folder, { recursive: true });
    makeRoom(folder, mostBytes - bytes.length);
    writeFileSync(part, bytes, { flag: "wx" });
    renameSync(part, file);
  });
  if (!isWritten) attempt(() => rmSync(part, { force: true }));
}

/** Removes own files, the one used longest ago first, until the others take no more than `bytes`. */
function makeRoom(folder: string, bytes: number): void {
  const files = readdirSync(folder)
    .filter((name) => OWN_NAME.test(name))
    .flatMap((name) => {
      const stats = statSync(join(folder, name), { throwIfNoEntry: false });
      return stats?.isFile() === true ? [{ name, size: stats.size, usedMs: stats.mtimeMs }] : [];
    })
    .sort((a, b) => a.usedMs - b.usedMs);
  let taken = files.reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of files) {
    if (taken <= bytes) return;
    rmSync(join(folder, name), { force: true });
    taken -= size;
  }
}

/** A full disk or a read-only home costs the next run time, never this one its result. */
function attempt(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}
