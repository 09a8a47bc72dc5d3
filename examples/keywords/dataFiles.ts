/** The data sets as files: features and labels in NumPy's .npz, and what each clip holds in a table. The same clips give the same bytes. */
import { zipSync, type Zippable } from "fflate";
import { stackCodes, type Clip } from "./clips";
import { BANDS, FRAMES } from "./features";
import { CLASSES, type Split } from "./speech";

/** An archive of `features`, uint8 [N, 1, FRAMES, BANDS], and `labels`, uint8 [N]. */
export function encodeNpz(clips: readonly Clip[]): Uint8Array {
  const members: Zippable = {
    "features.npy": npy(stackCodes(clips), [clips.length, 1, FRAMES, BANDS]),
    "labels.npy": npy(
      Uint8Array.from(clips, (clip) => clip.label),
      [clips.length],
    ),
  };
  return zipSync(members, { level: 9, mtime: new Date(1980, 0, 1) });
}

/** NumPy's format 1.0: magic, version, header length, a Python literal padded to 64 bytes, the elements. */
function npy(bytes: Uint8Array, shape: readonly number[]): Uint8Array {
  const tuple = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const literal = `{'descr': '|u1', 'fortran_order': False, 'shape': ${tuple}, }`;
  const headerLength = Math.ceil((10 + literal.length + 1) / 64) * 64;
  const text = `${literal.padEnd(headerLength - 11)}\n`;
  const file = new Uint8Array(headerLength + bytes.length);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 0xff, text.length >> 8]);
  file.set(new TextEncoder().encode(text), 10);
  file.set(bytes, headerLength);
  return file;
}

/** One line a clip, in the order of the archives. */
export function clipTable(splits: readonly (readonly [Split, readonly Clip[]])[]): string {
  const rows = splits.flatMap(([split, clips]) =>
    clips.map(({ label, word, voice, noise, signalToNoise }, index) =>
      [split, index, CLASSES[label], word, voice, noise, signalToNoise?.toFixed(1) ?? ""].join(","),
    ),
  );
  return `${["split,index,class,word,voice,noise,signal_to_noise_db", ...rows].join("\n")}\n`;
}
