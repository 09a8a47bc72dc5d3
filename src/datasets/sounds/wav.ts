/**
 * RIFF WAVE as recorders and tools write it: uncompressed samples of 8, 16, 24 or 32 bits or floating point, of one channel. Whole numbers
 * become fractions of full scale, x/2^(bits − 1), as libraries that feed networks have them; floating point is taken as it is. Everything
 * else is refused by what it is. Layout: "Multimedia Programming Interface and Data Specifications 1.0" (RIFF), and Microsoft's
 * WAVEFORMATEXTENSIBLE, whose sub-format begins with the plain format's number.
 */
import { ok, refuse, type Outcome, type Problem } from "../../engine";

export interface WavHeader {
  /** Samples a second. */
  readonly rate: number;
  /** Samples. */
  readonly length: number;
  readonly encoding: Encoding;
  /** Where the first sample begins, bytes. */
  readonly start: number;
}

type Encoding = "u8" | "s16" | "s24" | "s32" | "f32" | "f64";

const BYTES: Readonly<Record<Encoding, number>> = { u8: 1, s16: 2, s24: 3, s32: 4, f32: 4, f64: 8 };
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const ENCODINGS: Readonly<Record<number, Readonly<Record<number, Encoding>>>> = {
  [PCM]: { 8: "u8", 16: "s16", 24: "s24", 32: "s32" },
  [FLOAT]: { 32: "f32", 64: "f64" },
};
/** Of the compressions that occur; others are told by their number. */
const COMPRESSIONS: Readonly<Record<number, string>> = {
  2: "ADPCM",
  6: "A-law",
  7: "µ-law",
  17: "IMA ADPCM",
  49: "GSM",
  80: "MPEG",
  85: "MP3",
};
/** Writers into a pipe do not know how long it will be, and state that many bytes: the samples then go on to the file's end. */
const UNKNOWN_SIZE = 0xffffffff;
const CHUNK_HEADER = 8;
const RIFF_HEADER = 12;
const LEAST_FORMAT = 16;
const EXTENSIBLE_FORMAT = 40;

/** The file's own words, and whether its samples are all there. */
export function readWavHeader(bytes: Uint8Array, place: string): Outcome<WavHeader> {
  const wrong = (message: string, hint: string): Outcome<WavHeader> =>
    refuse({ code: "data.sound", message, place, hint });
  const other = "replace the file or remove it from the data set";
  if (bytes.length === 0) return wrong("the file is empty", other);
  const form = tagAt(bytes, 0);
  if (form === "RIFX" || form === "RF64") {
    return wrong(`this is a WAVE file of the kind ${form}, and RIFF is needed`, convert("-c:a pcm_s16le"));
  }
  if (form !== "RIFF" || tagAt(bytes, 8) !== "WAVE") return wrong("the content is no WAVE file", other);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Format | undefined;
  for (let at = RIFF_HEADER; at + CHUNK_HEADER <= bytes.length;) {
    const tag = tagAt(bytes, at);
    const size = view.getUint32(at + 4, true);
    const start = at + CHUNK_HEADER;
    if (tag === "fmt ") {
      if (size < LEAST_FORMAT || start + size > bytes.length) return wrong("the WAVE file's format is cut off", other);
      format = formatAt(view, start, size);
    } else if (tag === "data") {
      if (!format) return wrong("the WAVE file states no format in front of its samples", other);
      const encoding = encodingOf(format, place);
      if (!encoding.ok) return encoding;
      const there = bytes.length - start;
      if (size !== UNKNOWN_SIZE && size > there) {
        return wrong(`the WAVE file is truncated: ${there} of ${size} bytes of samples are there`, other);
      }
      const length = Math.floor(Math.min(size, there) / BYTES[encoding.value]);
      if (length === 0) return wrong("the WAVE file holds no samples", other);
      if (format.rate === 0) return wrong("the WAVE file states 0 samples a second", other);
      return ok({ rate: format.rate, length, encoding: encoding.value, start });
    }
    at = start + size + (size % 2); // chunks begin at even places
  }
  return wrong("the WAVE file holds no samples", other);
}

interface Format {
  readonly code: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

function formatAt(view: DataView, start: number, size: number): Format {
  const plain = view.getUint16(start, true);
  const code = plain === EXTENSIBLE && size >= EXTENSIBLE_FORMAT ? view.getUint16(start + 24, true) : plain;
  return {
    code,
    channels: view.getUint16(start + 2, true),
    rate: view.getUint32(start + 4, true),
    bits: view.getUint16(start + 14, true),
  };
}

function encodingOf({ code, channels, bits }: Format, place: string): Outcome<Encoding> {
  const wrong = (message: string, hint: string): Problem => ({ code: "data.sound", message, place, hint });
  const known = ENCODINGS[code];
  if (!known) {
    const name = COMPRESSIONS[code] ?? `format ${code}`;
    return refuse(wrong(`the sound is compressed (${name}), and PCM is needed`, convert("-c:a pcm_s16le")));
  }
  const encoding = known[bits];
  if (encoding === undefined) {
    const kind = code === FLOAT ? "floating point" : "PCM";
    return refuse(wrong(`the sound is ${kind} of ${bits} bits, which is not read`, convert("-c:a pcm_s16le")));
  }
  if (channels === 1) return ok(encoding);
  return refuse(wrong(`the sound has ${channels} channels, and one is needed`, convert("-ac 1")));
}

function convert(options: string): string {
  return `convert it, for example with ffmpeg -i in.wav ${options} out.wav`;
}

/**
 * Samples `from` to `from + count`, silence where the file has none; full scale is 1.
 * @param header of these bytes
 */
export function wavSamples(bytes: Uint8Array, header: WavHeader, from: number, count: number): Float32Array {
  const { encoding, start, length } = header;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(count);
  const first = Math.max(0, -from);
  const end = Math.min(count, length - from);
  for (let i = first; i < end; i++) samples[i] = sampleAt(view, encoding, start + (from + i) * BYTES[encoding]);
  return samples;
}

function sampleAt(view: DataView, encoding: Encoding, at: number): number {
  switch (encoding) {
    case "u8":
      return (view.getUint8(at) - 0x80) / 0x80;
    case "s16":
      return view.getInt16(at, true) / 0x8000;
    case "s24":
      return (view.getUint16(at, true) + view.getInt8(at + 2) * 0x10000) / 0x800000;
    case "s32":
      return view.getInt32(at, true) / 0x80000000;
    case "f32":
      return view.getFloat32(at, true);
    case "f64":
      return view.getFloat64(at, true);
  }
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
