/** Data sets made on the spot: temporary folders, .npy and .wav files written by the formats' descriptions, flat and gradient images. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { encode } from "jpeg-js";
import { PNG } from "pngjs";
import type { Outcome, Problem, TensorSource } from "../../../src/engine";
import type { InputSpec } from "../../../src/datasets/input";
import type { Preprocessing } from "../../../src/protocol/files/settings";

/** A folder that is gone after the current suite. */
export function temporaryFolder(): {
  readonly path: () => string;
  readonly write: (name: string, content: Uint8Array | string) => string;
} {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bitwright-data-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return {
    path: () => folder,
    write: (name, content) => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
  };
}

export interface NpyOptions {
  readonly fortran?: boolean;
  readonly version?: 1 | 2 | 3;
}

/** A .npy file: magic, version, header length, a Python dictionary padded to 64 bytes, the data. */
export function npyFile(
  descr: string,
  shape: readonly number[],
  data: Uint8Array,
  { fortran = false, version = 1 }: NpyOptions = {},
): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(", ");
  const dictionary = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': (${tuple}), }`;
  const prefix = version === 1 ? 10 : 12;
  const padded = Math.ceil((prefix + dictionary.length + 1) / 64) * 64 - prefix;
  const file = Buffer.alloc(prefix + padded + data.length, " ");
  file.write("\u0093NUMPY", 0, "latin1");
  file[6] = version;
  file[7] = 0;
  if (version === 1) file.writeUInt16LE(padded, 8);
  else file.writeUInt32LE(padded, 8);
  file.write(dictionary, prefix, "latin1");
  file[prefix + padded - 1] = 10;
  file.set(data, prefix + padded);
  return file;
}

/** Little-endian, in row-major order. */
export function floats(shape: readonly number[], values: readonly number[]): Uint8Array {
  return npyFile("<f4", shape, new Uint8Array(Float32Array.from(values).buffer));
}

export function bytesArray(shape: readonly number[], values: readonly number[]): Uint8Array {
  return npyFile("|u1", shape, Uint8Array.from(values));
}

export function labelsArray(values: readonly number[]): Uint8Array {
  return npyFile("<i8", [values.length], new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer));
}

export type Colour = readonly [number, number, number];
type Paint = (x: number, y: number) => Colour;

function rgba(width: number, height: number, paint: Paint, alpha: number): Buffer {
  const data = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set([...paint(x, y), alpha], (y * width + x) * 4);
  return data;
}

export function pngFile(width: number, height: number, paint: Paint, alpha = 255, colorType: 0 | 2 | 6 = 6): Buffer {
  const png = new PNG({ width, height });
  rgba(width, height, paint, alpha).copy(png.data);
  return PNG.sync.write(png, { colorType });
}

export function jpegFile(width: number, height: number, paint: Paint): Buffer {
  return encode({ width, height, data: rgba(width, height, paint, 255) }, 100).data;
}

export function flat(red: number, green = red, blue = red): Paint {
  return () => [red, green, blue];
}

export interface Wav {
  readonly code?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly bits?: number;
  /** Bytes that the data chunk claims, instead of what it has. */
  readonly claimed?: number;
  /** Chunks in front of the format, as editors leave them. */
  readonly before?: Uint8Array;
  readonly extensible?: boolean;
}

export function chunk(tag: string, content: Uint8Array, size = content.length): Uint8Array {
  const head = Buffer.alloc(8);
  head.write(tag, "latin1");
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

export function wavFile(data: Uint8Array, wav: Wav = {}): Uint8Array {
  const { code = 1, channels = 1, rate = 16000, bits = 16, claimed, before, extensible = false } = wav;
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : code, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE((rate * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  if (extensible) format.writeUInt16LE(code, 24);
  const body = [before ?? new Uint8Array(0), chunk("fmt ", format), chunk("data", data, claimed)];
  return chunk("RIFF", Buffer.concat([Buffer.from("WAVE"), ...body]));
}

export function pcm16(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => bytes.writeInt16LE(value, i * 2));
  return bytes;
}

export function inputOf(shape: readonly number[], preprocessing?: Preprocessing): InputSpec {
  return { name: "input", shape, preprocessing };
}

export function opened<T extends TensorSource>(outcome: Outcome<T>): T {
  assert.ok(outcome.ok, outcome.ok ? "" : JSON.stringify(outcome.problems));
  return outcome.value;
}

/** The one problem, with its place and hint there. */
export function refused(outcome: Outcome<unknown>): Problem {
  assert.ok(!outcome.ok, "accepted");
  const [problem, ...others] = outcome.problems;
  assert.ok(problem);
  assert.deepEqual(others, []);
  assert.ok(problem.place !== undefined, `no place: ${problem.message}`);
  return problem;
}

export async function valuesOf(source: TensorSource, index: number): Promise<readonly number[]> {
  return Array.from((await source.sample(index)).data);
}

export function labelsOf(source: TensorSource): readonly (number | undefined)[] {
  return Array.from({ length: source.count }, (_, index) => source.label(index));
}
