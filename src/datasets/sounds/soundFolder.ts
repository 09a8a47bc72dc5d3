/**
 * A folder of .wav files for a network that takes sound itself: one channel, and as many samples as its input has. A longer sound is cut
 * and a shorter one filled with silence, at its end or at both; nothing is resampled, so that rates must agree.
 */
import { elementsOf, ok, refuse, type Outcome, type Problem } from "../../engine";
import { formatShape, soundLength, type InputSpec } from "../input";
import type { NamedSamples } from "../samples/namedSamples";
import { isIdentity, type ResolvedPreprocessing } from "../preprocessing";
import { folderSamples, type FileReader, type FolderOptions } from "../samples/sampleFolder";
import { readWavHeader, wavSamples, type WavHeader } from "./wav";

/** Of one file: six minutes at 44,100 samples a second and 32 bits. */
const MAX_SOUND_BYTES = 64 * 2 ** 20;

export function isSoundName(name: string): boolean {
  return /\.wave?$/i.test(name);
}

export async function soundFolderSamples(
  folder: string,
  names: readonly string[],
  input: InputSpec,
  how: ResolvedPreprocessing,
  options: FolderOptions,
): Promise<Outcome<NamedSamples>> {
  const problem = soundProblem(input, how);
  if (problem) return refuse(problem);
  const wanted = elementsOf(input.shape);
  const { rate, align = "start", fullScale = 1 } = how.sound ?? {};
  const reader: FileReader<WavHeader> = {
    stored: "sounds",
    maxBytes: MAX_SOUND_BYTES,
    headerOf: readWavHeader,
    together: (headers, paths) => {
      const other = otherRate(headers, paths, rate);
      return other ? refuse(other) : ok(lengthNotes(headers, wanted, align, folder));
    },
    decode: (bytes, path) => {
      const header = readWavHeader(bytes, path);
      if (!header.ok) return header;
      const from = align === "center" ? Math.floor((header.value.length - wanted) / 2) : 0;
      const samples = wavSamples(bytes, header.value, from, wanted);
      return ok({ shape: input.shape, data: fullScale === 1 ? samples : samples.map((x) => x * fullScale) });
    },
  };
  return folderSamples(folder, names, input, how, options, reader);
}

/** What cannot work between this model and sounds. */
function soundProblem(input: InputSpec, how: ResolvedPreprocessing): Problem | undefined {
  if (soundLength(input.shape) === undefined) {
    return {
      code: "data.shape",
      message: `input "${input.name}" has the shape ${formatShape(input.shape)}, which is not a sound of one channel`,
      place: input.name,
      hint: "compute its features as for its training, and give them as .npy arrays",
    };
  }
  if (isIdentity(how)) return undefined;
  return {
    code: "preprocessing.sound",
    message: "presets, mean, scale and std prepare values 0 to 255, and these samples are sounds from −1 to 1",
    place: "preprocessing",
    hint: 'remove them; where full scale is another, write "sound": {"fullScale": 32768}',
  };
}

/** The first file whose rate is not the stated one, or not that of the first file. */
function otherRate(
  headers: readonly WavHeader[],
  paths: readonly string[],
  stated: number | undefined,
): Problem | undefined {
  const wanted = stated ?? headers[0]?.rate;
  const index = headers.findIndex(({ rate }) => rate !== wanted);
  if (index < 0 || wanted === undefined) return undefined;
  const others = stated === undefined ? `${paths[0] ?? "the first"} has ${wanted}` : `the settings say ${wanted}`;
  return {
    code: "data.rate",
    message: `the sound has ${headers[index]?.rate ?? 0} samples a second, and ${others}`,
    place: paths[index] ?? "",
    hint: `bring it to the network's rate, for example with ffmpeg -i in.wav -ar ${wanted} out.wav`,
  };
}

function lengthNotes(
  headers: readonly WavHeader[],
  wanted: number,
  align: "start" | "center",
  place: string,
): readonly Problem[] {
  const shorter = headers.filter(({ length }) => length < wanted).length;
  const longer = headers.filter(({ length }) => length > wanted).length;
  if (shorter + longer === 0) return [];
  const where = align === "start" ? "at the end" : "at both ends";
  const message = `of ${headers.length} sounds ${shorter} are shorter than the network's ${wanted} samples and filled with silence, ${longer} are longer and cut, ${where}`;
  const hint = '"sound": {"align": "center"} in the preprocessing keeps the middle, "start" the beginning';
  return [{ code: "data.soundLength", message, place, hint }];
}
