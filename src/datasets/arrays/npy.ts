/**
 * NumPy's .npy files, versions 1 to 3 (numpy.lib.format): numbers of any width, either byte order, C or Fortran order. Everything the
 * header says is checked against the bytes that follow it; pickled objects are refused, never interpreted.
 */
import { ok, refuse, type Outcome } from "../../engine";

export type NpyKind = "b1" | "u1" | "i1" | "u2" | "i2" | "u4" | "i4" | "u8" | "i8" | "f2" | "f4" | "f8";

export interface NpyArray {
  /** Names the file (and the member of an archive) in messages. */
  readonly place: string;
  readonly kind: NpyKind;
  readonly littleEndian: boolean;
  readonly shape: readonly number[];
  /** Elements in row-major order. */
  readonly bytes: Uint8Array;
}

// prettier-ignore
const ITEM_BYTES: Readonly<Record<NpyKind, number>> = {
  b1: 1, u1: 1, i1: 1, u2: 2, i2: 2, u4: 4, i4: 4, u8: 8, i8: 8, f2: 2, f4: 4, f8: 8,
};

const MAX_HEADER_BYTES = 64 * 1024;
/** Characters of what a header says that a sentence repeats. */
const MAX_QUOTED = 80;
const MAX_AXES = 32;
/** Of an array in Fortran order, which is copied. */
const MAX_REORDERED_BYTES = 128 * 2 ** 20;

export function itemBytes(kind: NpyKind): number {
  return ITEM_BYTES[kind];
}

export function isNpyFloat(kind: NpyKind): boolean {
  return kind === "f2" || kind === "f4" || kind === "f8";
}

export function parseNpy(file: Uint8Array, place: string): Outcome<NpyArray> {
  const corrupt = (message: string, hint = "write it again with numpy.save"): Outcome<NpyArray> =>
    refuse({ code: "data.corrupt", message, place, hint });

  if (String.fromCharCode(...file.subarray(0, 6)) !== "\u0093NUMPY") return corrupt("the content is not a .npy array");
  const version = file[6] ?? 0;
  if (version < 1 || version > 3) return corrupt(`.npy version ${version} is not known`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerStart = version === 1 ? 10 : 12;
  if (file.length < headerStart) return corrupt("the .npy file is truncated in its header");
  const headerBytes = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (headerBytes > MAX_HEADER_BYTES) return corrupt(`the .npy header claims ${headerBytes} bytes`);
  const dataStart = headerStart + headerBytes;
  if (file.length < dataStart) return corrupt("the .npy file is truncated in its header");

  const header = new TextDecoder("utf-8").decode(file.subarray(headerStart, dataStart));
  const descr = /['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|(\[))/.exec(header);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(header);
  const dimensions = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(header);
  if (!descr || !order || !dimensions) return corrupt("the .npy header does not state descr, fortran_order and shape");

  const typeName = shortened(descr[1] ?? "a record");
  const type = parseType(typeName);
  if (!type) {
    const numbers = "save plain numbers: array.astype(numpy.float32)";
    if (/^[<>|=]?O/.test(typeName))
      return corrupt("the array holds pickled Python objects, which are not read", numbers);
    return corrupt(`the array's type is ${typeName}, and only numbers up to 64 bits are supported`, numbers);
  }
  const shape = (dimensions[1] ?? "")
    .split(",")
    .flatMap((part) => (part.trim() === "" ? [] : [Number.parseInt(part, 10)]));
  const expected = shape.reduce((product, size) => product * size, itemBytes(type.kind));
  const claimed = shortened(shape.join(", "));
  // Every axis by itself too: a size of 0 makes any product small.
  if (shape.length > MAX_AXES || ![...shape, expected].every(Number.isSafeInteger)) {
    return corrupt(`the .npy header claims the shape (${claimed})`);
  }
  const present = file.length - dataStart;
  if (present !== expected) {
    const relation = present < expected ? "is truncated" : "has bytes left over";
    return corrupt(
      `the .npy file ${relation}: shape (${claimed}) of ${typeName} takes ${expected} bytes and ${present} follow`,
    );
  }
  const stored = file.subarray(dataStart);
  if (order[1] === "True" && shape.length > 1 && stored.length > MAX_REORDERED_BYTES) {
    const hint = "save it in C order: numpy.save(path, numpy.ascontiguousarray(array))";
    return corrupt(
      `the array is stored in Fortran order and has more than ${MAX_REORDERED_BYTES} bytes, the limit there`,
      hint,
    );
  }
  const bytes = order[1] === "True" && shape.length > 1 ? rowMajor(stored, shape, itemBytes(type.kind)) : stored;
  return ok({ place, ...type, shape, bytes });
}

function shortened(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}

/** NumPy writes "<" little, ">" big, "|" not applicable, "=" native (little on every machine this runs on). */
function parseType(descr: string): Pick<NpyArray, "kind" | "littleEndian"> | undefined {
  const match = /^([<>|=])?([biuf?])(\d*)$/.exec(descr);
  if (!match) return undefined;
  const name = match[2] === "?" ? "b1" : `${match[2] ?? ""}${match[3] ?? ""}`;
  return isKind(name) ? { kind: name, littleEndian: match[1] !== ">" } : undefined;
}

function isKind(name: string): name is NpyKind {
  return Object.hasOwn(ITEM_BYTES, name);
}

/** Fortran order has the first axis innermost: element (i0, i1, …) lies at Σ i_k·Π_{j<k} shape_j. */
function rowMajor(stored: Uint8Array, shape: readonly number[], size: number): Uint8Array {
  const strides: number[] = [];
  shape.reduce((stride, axis) => {
    strides.push(stride);
    return stride * axis;
  }, 1);
  const bytes = new Uint8Array(stored.length);
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < bytes.length; to += size) {
    for (let byte = 0; byte < size; byte++) bytes[to + byte] = stored[from * size + byte] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] as number) + 1;
      const stride = strides[axis] as number;
      if (next < (shape[axis] as number)) {
        index[axis] = next;
        from += stride;
        break;
      }
      index[axis] = 0;
      from -= stride * (next - 1);
    }
  }
  return bytes;
}

/** `count` elements from `start` on, as doubles; 64-bit integers lose what a double cannot hold. */
export function readElements(array: NpyArray, start: number, count: number): Float64Array {
  const values = new Float64Array(count);
  const size = itemBytes(array.kind);
  const view = new DataView(array.bytes.buffer, array.bytes.byteOffset + start * size, count * size);
  const get = elementGetter(array.kind);
  for (let i = 0; i < count; i++) values[i] = get(view, i * size, array.littleEndian);
  return values;
}

type ElementGetter = (view: DataView, at: number, littleEndian: boolean) => number;

const GETTERS: Readonly<Record<NpyKind, ElementGetter>> = {
  b1: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  f2: (view, at, little) => halfToNumber(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

function elementGetter(kind: NpyKind): ElementGetter {
  return GETTERS[kind];
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
