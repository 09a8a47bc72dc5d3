/**
 * Rounded weights as a file:
 *
 *   what the file is and the form's number, the table's length as a little-endian 32-bit number, the table as JSON,
 *   each layer's codes, zero points (a byte each), scales and biases (64-bit floats), SHA-256 of all before it
 */
import { createHash } from "node:crypto";
import { isWeightBits, maxCode, type WeightBits, type RoundedLayer, type RoundedWeights } from "../../engine";

const HASH_BYTES = 32;

interface Row {
  readonly key: string;
  readonly bits: WeightBits;
  readonly elements: number;
  readonly channels: number;
  /** By code, where codes stand for levels. */
  readonly levels?: readonly number[];
}

/** @param magic what the file is, told by its first bytes */
export function encodeRounded(rounded: RoundedWeights, magic: string): Uint8Array {
  const rows = [...rounded].map(([key, { grid, bias }]): Row => ({
    key,
    bits: grid.bits,
    elements: grid.codes.length,
    channels: bias.length,
    ...(grid.levels && { levels: [...grid.levels] }),
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
  const content = Buffer.concat([Buffer.from(magic, "latin1"), length, table, ...parts]);
  return Buffer.concat([content, hashOf(content)]);
}

/** undefined where the bytes are not exactly what encodeRounded writes. */
export function decodeRounded(bytes: Uint8Array, magic: string): RoundedWeights | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.length - HASH_BYTES;
  const start = magic.length + 4;
  if (end < start || file.toString("latin1", 0, magic.length) !== magic) return undefined;
  if (!hashOf(file.subarray(0, end)).equals(file.subarray(end))) return undefined;
  let at = start + file.readUInt32LE(magic.length);
  const rows = tableOf(file.toString("utf8", start, at));
  if (!rows || at + rows.reduce((sum, row) => sum + sizeOf(row), 0) !== end) return undefined;
  const take = (count: number): Buffer => file.subarray(at, (at += count));
  return new Map(
    rows.map(({ key, bits, elements, channels, levels }): [string, RoundedLayer] => {
      const codes = Uint8Array.from(take(elements));
      const zeroPoints = Uint8Array.from(take(channels));
      const scales = floatsOf(take(8 * channels));
      const format = { bits, ...(levels && { levels: Int16Array.from(levels) }) };
      return [key, { grid: { ...format, codes, scales, zeroPoints }, bias: floatsOf(take(8 * channels)) }];
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
  const { key, bits, elements, channels, levels } = value as Readonly<Record<keyof Row, unknown>>;
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && Number(size) >= 0;
  const isTable = Array.isArray(levels) && isWeightBits(bits) && levels.length === maxCode(bits) + 1;
  if (levels !== undefined && !(isTable && levels.every((level) => isSize(level) && Number(level) <= 255)))
    return false;
  return typeof key === "string" && isWeightBits(bits) && isSize(elements) && isSize(channels);
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
