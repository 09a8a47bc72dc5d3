/**
 * What an image file says about itself, and whether it is all there, without decoding it: so that a truncated download among a
 * thousand images is named when the data set is opened, not an hour later. Types are told by content, never by the file's ending.
 */
import { ok, refuse, type Outcome } from "../../engine";

export interface ImageHeader {
  readonly type: "jpeg" | "png";
  readonly width: number;
  readonly height: number;
  /** JPEG: the Adobe marker says that the components are RGB, not YCbCr. */
  readonly storedAsRgb: boolean;
}

/** A photograph of 4,096×4,096 is read whatever the input; decoding takes 13 bytes a pixel for a moment. */
const MAX_PIXELS = 2 ** 24;
/** Where the input itself is large, of more: so many pixels for one of it, up to what decodes within half a gigabyte. */
const PIXELS_FOR_ONE = 64;
const MOST_PIXELS = 2 ** 25;
/** Progressive JPEGs pass over every block once a scan; cameras and libraries write about ten. */
const MAX_SCANS = 64;
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Of the network's input, as far as images become one. */
export type InputSize = Readonly<Record<"height" | "width", number>>;

/** @param input that the image is for: a few kilobytes of a file can announce more pixels than anybody wants to make so few of */
export function readImageHeader(bytes: Uint8Array, place: string, input: InputSize): Outcome<ImageHeader> {
  const corrupt = (message: string): Outcome<ImageHeader> =>
    refuse({ code: "data.corrupt", message, place, hint: "replace the file or remove it from the data set" });
  if (bytes.length === 0) return corrupt("the file is empty");
  const read =
    bytes[0] === 0xff && bytes[1] === 0xd8
      ? jpegHeader(bytes)
      : PNG_SIGNATURE.every((value, i) => bytes[i] === value)
        ? pngHeader(bytes)
        : "the content is neither JPEG nor PNG";
  if (typeof read === "string") return corrupt(read);
  if (read.width === 0 || read.height === 0) return corrupt(`the header says ${read.width}×${read.height} pixels`);
  const most = Math.min(MOST_PIXELS, Math.max(MAX_PIXELS, PIXELS_FOR_ONE * input.height * input.width));
  if (read.width * read.height > most) {
    return refuse({
      code: "data.large",
      message: `the header says ${read.width}×${read.height} pixels; ${most} are the limit for an input of ${input.width}×${input.height}`,
      place,
      hint: "make the image smaller, or remove it from the data set",
    });
  }
  return ok(read);
}

/** Walks the segments up to the end-of-image marker. Answers a sentence where the file is damaged. */
function jpegHeader(bytes: Uint8Array): ImageHeader | string {
  const truncated = "the JPEG file is truncated";
  let size: { readonly width: number; readonly height: number } | undefined;
  let storedAsRgb = false;
  let scans = 0;
  let at = 2;
  for (;;) {
    at = nextMarker(bytes, at);
    const marker = bytes[at + 1];
    if (marker === undefined) return truncated;
    at += 2;
    if (marker === 0xd9) break;
    const length = word(bytes, at);
    if (at + length > bytes.length) return truncated;
    if (length < 2) return "a JPEG segment has no length";
    if (marker === 0xda) scans++;
    else if (marker === 0xee && text(bytes, at + 2, 5) === "Adobe") storedAsRgb = bytes[at + 13] === 0;
    else if (isFrame(marker)) {
      if (marker > 0xc2)
        return "this JPEG is lossless or arithmetic coded, which is not supported; save it as an ordinary one";
      if (bytes[at + 2] !== 8) return `this JPEG has ${bytes[at + 2] ?? 0} bits a colour, and only 8 are supported`;
      size = { height: word(bytes, at + 3), width: word(bytes, at + 5) };
    }
    at += length;
  }
  if (!size || scans === 0) return "the JPEG file holds no image";
  if (scans > MAX_SCANS) return `the JPEG file has ${scans} scans; ${MAX_SCANS} are the limit`;
  return { type: "jpeg", ...size, storedAsRgb };
}

/** Position of the next 0xFF that begins a marker: stuffed zeros, restarts, and fill bytes are passed over. */
function nextMarker(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return bytes.length;
    const code = bytes[at + 1];
    if (code === undefined) return bytes.length;
    if (code !== 0 && code !== 0xff && (code < 0xd0 || code > 0xd7)) return at;
    at += code === 0xff ? 1 : 2;
  }
}

/** SOF0 to SOF15, of which C4, C8 and CC are other segments. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Answers a sentence where the file is damaged. */
function pngHeader(bytes: Uint8Array): ImageHeader | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || text(bytes, 12, 4) !== "IHDR") return "the PNG file has no header";
  for (const { type } of pngChunks(bytes)) {
    if (type === "IEND")
      return { type: "png", width: view.getUint32(16), height: view.getUint32(20), storedAsRgb: true };
  }
  return "the PNG file is truncated";
}

export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** Up to IEND, or to where the file is cut off. */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = PNG_SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = text(bytes, at + 4, 4);
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) };
    if (type === "IEND") return;
    at += 12 + length;
  }
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
