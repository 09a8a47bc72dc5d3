/**
 * Rounded weights on disk, one binary file a model, data set and method: to round every layer at every width takes a minute where the
 * measurements behind it are cached, and a second budget needs the very same weights. A file is written under another name and renamed,
 * so that it is whole or absent; one that is damaged all the same is made again. Nothing here can change a result, only its time.
 *
 *   "BWROUND" and the form's number, the table's length as a little-endian 32-bit number, the table as JSON,
 *   each layer's codes, zero points (a byte each), scales and biases (64-bit floats), SHA-256 of all before it
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ALL_BITS, type Bits, type RoundedLayer, type RoundedWeights } from "../../engine";

/** Raise when the way weights are rounded for measurements, or the file's form, changes: old files are then left unread. */
const METHOD = 3;
const MAGIC = Buffer.from(`BWROUND${METHOD}`, "latin1");
const HASH_BYTES = 32;
/** What all files of one folder may take; the ones used longest ago go first, and what is larger alone is not kept. */
const MOST_BYTES = 512 * 2 ** 20;
/** Ours, finished or left behind by a run that was killed while it wrote; nothing else is ever removed. */
const OWN_NAME = /^rounding-[0-9a-f]{32}\.bin(\.[0-9a-f]{12}\.part)?$/;

interface Row {
  readonly key: string;
  readonly bits: Bits;
  readonly elements: number;
  readonly channels: number;
}

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
  keep(folder, file, encodeRounded(made), mostBytes);
  return made;
}

function readRounded(file: string): RoundedWeights | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  const rounded = decodeRounded(bytes);
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

export function encodeRounded(rounded: RoundedWeights): Uint8Array {
  const rows = [...rounded].map(([key, { grid, bias }]): Row => ({
    key,
    bits: grid.bits,
    elements: grid.codes.length,
    channels: bias.length,
  }));
  const table = Buffer.from(JSON.stringify(rows), "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(table.length);
  const parts = [...rounded.values()].flatMap(({ grid: { codes, zeroPoints, scales }, bias }) => [
    codes,
    zeroPoints,
    littleEndian(scales),
    littleEndian(bias),
  ]);
  const content = Buffer.concat([MAGIC, length, table, ...parts]);
  return Buffer.concat([content, hashOf(content)]);
}

/** undefined where the bytes are not exactly what encodeRounded writes. */
export function decodeRounded(bytes: Uint8Array): RoundedWeights | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.length - HASH_BYTES;
  const start = MAGIC.length + 4;
  if (end < start || !file.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (!hashOf(file.subarray(0, end)).equals(file.subarray(end))) return undefined;
  let at = start + file.readUInt32LE(MAGIC.length);
  const rows = tableOf(file.toString("utf8", start, at));
  if (!rows || at + rows.reduce((sum, row) => sum + sizeOf(row), 0) !== end) return undefined;
  const take = (count: number): Buffer => file.subarray(at, (at += count));
  return new Map(
    rows.map(({ key, bits, elements, channels }): [string, RoundedLayer] => {
      const codes = Uint8Array.from(take(elements));
      const zeroPoints = Uint8Array.from(take(channels));
      const scales = floatsOf(take(8 * channels));
      return [key, { grid: { bits, codes, scales, zeroPoints }, bias: floatsOf(take(8 * channels)) }];
    }),
  );
}

function tableOf(text: string): readonly Row[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isRow) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Row {
  if (typeof value !== "object" || value === null) return false;
  const { key, bits, elements, channels } = value as Readonly<Record<keyof Row, unknown>>;
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && Number(size) >= 0;
  return typeof key === "string" && ALL_BITS.some((one) => one === bits) && isSize(elements) && isSize(channels);
}

function sizeOf({ elements, channels }: Row): number {
  return elements + channels + 16 * channels;
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

function littleEndian(values: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => view.setFloat64(8 * i, value, true));
  return new Uint8Array(view.buffer);
}

function floatsOf(bytes: Buffer): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
}
