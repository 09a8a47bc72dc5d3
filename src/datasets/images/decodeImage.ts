/**
 * JPEG and PNG files to RGB. Alpha is dropped and the colour kept as stored, as training pipelines do (Pillow's convert("RGB"),
 * decode_image with three channels); grey becomes three equal colours; 16-bit PNG is reduced to 8. EXIF orientation is not applied.
 */
import { inflateSync } from "node:zlib";
import { decode as decodeJpeg } from "jpeg-js";
import { PNG } from "pngjs";
import { assertNever, ok, refuse, type Outcome } from "../../engine";
import { messageOf } from "../files";
import { pngChunks, readImageHeader, type ImageHeader, type InputSize } from "./imageHeader";

export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** Row by row, three values 0..255 a pixel. */
  readonly data: Uint8Array | Float32Array;
}

export function decodeImage(bytes: Uint8Array, place: string, input: InputSize): Outcome<RgbImage> {
  const header = readImageHeader(bytes, place, input);
  if (!header.ok) return header;
  try {
    return ok(decode(bytes, header.value));
  } catch (error) {
    const hint = "replace the file or remove it from the data set";
    return refuse({ code: "data.corrupt", message: `the image cannot be decoded: ${messageOf(error)}`, place, hint });
  }
}

function decode(bytes: Uint8Array, header: ImageHeader): RgbImage {
  switch (header.type) {
    case "jpeg": {
      // Tolerant: the strict mode refuses valid grey images whose restart interval does not divide the block count.
      const options = {
        useTArray: true,
        formatAsRGBA: false,
        tolerantDecoding: true,
        maxMemoryUsageInMB: 768,
      } as const;
      const image = decodeJpeg(bytes, header.storedAsRgb ? { ...options, colorTransform: false } : options);
      return { width: image.width, height: image.height, data: image.data };
    }
    case "png": {
      checkInterlaced(bytes, header);
      const image = PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      return { width: image.width, height: image.height, data: withoutAlpha(image.data) };
    }
    default:
      return assertNever(header.type);
  }
}

/** Bytes of a pixel at most (16-bit RGBA), and of a filter's name in front of each row of each of seven passes. */
const PIXEL_BYTES = 8;
const PASSES = 7;

/** pngjs unpacks no more of an image than its header announces, unless it is interlaced. Throws where that is too much. */
function checkInterlaced(bytes: Uint8Array, { width, height }: ImageHeader): void {
  if (bytes[28] !== 1) return;
  const packed: Uint8Array[] = [];
  for (const { type, data } of pngChunks(bytes)) if (type === "IDAT") packed.push(data);
  inflateSync(Buffer.concat(packed), { maxOutputLength: width * height * PIXEL_BYTES + (height + 1) * PASSES });
}

function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] as number;
    rgb[to + 1] = rgba[from + 1] as number;
    rgb[to + 2] = rgba[from + 2] as number;
  }
  return rgb;
}
