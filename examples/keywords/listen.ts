/**
 * Firmware that never stops listening, heard at work: espeak-ng says words over background noise, Bitwright makes the network one of
 * rows that never end, and a Cortex-M4 in emulation runs it on the sound and tells what it heard when.
 *
 *   npx tsx examples/keywords/listen.ts                       ten words by the voices of the test set
 *   npx tsx examples/keywords/listen.ts --words "stop go yes" --seed 3
 *   npx tsx examples/keywords/listen.ts --sound my.wav        16 kHz mono, 16 bits
 *
 * Needs `npm start` or a build before it, espeak-ng (unless there is a sound), arm-none-eabi-gcc and qemu-system-arm. Sound, project
 * and image are left in out/listening.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom } from "../../src/engine/base/random";
import { BANDS, CLIP_SAMPLES, logMel, SAMPLE_RATE } from "./features";
import { amplitude, makeNoise, rootMeanSquare } from "./sound";
import { CLASSES, KEYWORDS, utter, voicesOf } from "./speech";

/** Rows a call takes: the fewest that this network can. */
const HOP_ROWS = 8;
const ROW_SECONDS = 0.02;
const SPEECH_DECIBEL = -25;
const NOISE_DECIBEL = -45;
/** Where the emulator puts the sound (firmware/board.c). */
const SOUND_ADDRESS = "0x21000000";
const RUN_SECONDS = 120;

/** A word and when it begins; or, of the firmware, when it was told. */
export interface Word {
  readonly seconds: number;
  readonly word: string;
}

/** Words over pink noise, one about every second and a half. @returns 16 kHz samples in [−1, 1) and what is said in them */
function speak(
  words: readonly string[],
  seed: number,
): { readonly samples: Float32Array; readonly said: readonly Word[] } {
  const random = seededRandom(seed);
  const samples = makeNoise("pink", (words.length + 1) * 1.5 * SAMPLE_RATE, [], random).map(
    (sample) => sample * amplitude(NOISE_DECIBEL),
  );
  const voices = voicesOf("test");
  const said = words.map((word, i): Word => {
    const label = CLASSES.findIndex((name) => name === word);
    const utterance = utter(word, label, voices[random.below(voices.length)] ?? "", random);
    const gain = amplitude(SPEECH_DECIBEL) / rootMeanSquare(utterance.samples);
    const begin = Math.round((1 + 1.5 * i + 0.3 * random.uniform()) * SAMPLE_RATE);
    utterance.samples.forEach((sample, at) => {
      samples[begin + at] = (samples[begin + at] ?? 0) + gain * sample;
    });
    return { seconds: begin / SAMPLE_RATE, word };
  });
  return { samples, said };
}

/** The samples of a WAV file: 16 kHz, one channel, 16 bits. */
function readWav(path: string): Float32Array {
  const bytes = readFileSync(path);
  const fits =
    bytes.length > 44 &&
    bytes.toString("latin1", 0, 4) === "RIFF" &&
    bytes.readUInt16LE(22) === 1 &&
    bytes.readUInt32LE(24) === SAMPLE_RATE &&
    bytes.readUInt16LE(34) === 16;
  const begin = bytes.indexOf("data", 12, "latin1");
  if (!fits || begin < 0) throw new Error(`${path} is no WAV file of 16 kHz, one channel and 16 bits`);
  const first = begin + 8;
  return Float32Array.from(
    { length: Math.floor((bytes.length - first) / 2) },
    (_, i) => bytes.readInt16LE(first + 2 * i) / 32768,
  );
}

function encodeWav(samples: Float32Array): Uint8Array {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SAMPLE_RATE, 24);
  bytes.writeUInt32LE(2 * SAMPLE_RATE, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) =>
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), 44 + 2 * i),
  );
  return bytes;
}

function succeed(command: string, parameters: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    encoding: "utf8",
    timeout: RUN_SECONDS * 1000,
  });
  if (error) throw new Error(`${command} could not be run: ${error.message}`);
  if (status !== 0) throw new Error(`${command} failed: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}

/**
 * Builds the endless project of `folder` for a Cortex-M4 and runs it on rows of energies in emulation.
 * @param rows [n, BANDS] codes of features.ts
 */
export function hear(folder: string, project: string, rows: Uint8Array): readonly Word[] {
  const firmware = join(__dirname, "firmware");
  const kernels = join(project, "kernels");
  const sources = [project, kernels].flatMap((from) =>
    readdirSync(from).flatMap((name) => (name.endsWith(".c") ? [join(from, name)] : [])),
  );
  const image = join(folder, "listen.elf");
  succeed("arm-none-eabi-gcc", [
    ...["-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16", "-std=c99", "-O2", "-Wall", "-Wextra"],
    ...[
      `-I${project}`,
      `-I${kernels}`,
      "-ffunction-sections",
      "-Wl,--gc-sections",
      "-nostartfiles",
      "--specs=nosys.specs",
    ],
    ...[
      "-T",
      join(firmware, "board.ld"),
      join(firmware, "listen.c"),
      join(firmware, "board.c"),
      ...sources,
      "-o",
      image,
    ],
  ]);
  const sound = join(folder, "sound.bin");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(rows.length);
  writeFileSync(sound, Buffer.concat([length, rows]));
  const told = succeed("qemu-system-arm", [
    ...["-M", "mps2-an386", "-nodefaults", "-no-user-config", "-display", "none", "-monitor", "none", "-no-reboot"],
    ...["-serial", "stdio", "-device", `loader,file=${sound},addr=${SOUND_ADDRESS},force-raw=on`, "-kernel", image],
  ]);
  const lines = told.trim().split("\n");
  if (lines.pop()?.trim() !== "end") throw new Error(`the firmware did not reach its end: ${told.trim()}`);
  return lines.map((line) => {
    const [seconds = "", word = ""] = line.trim().split(" ");
    return { seconds: Number(seconds), word };
  });
}

/** Quantizes the example with rows that never end, within its own budget. @returns the C project's folder */
export function makeProject(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const root = resolve(__dirname, "../..");
  const model = join(__dirname, "keywords.onnx");
  const endless = ["--streaming", "endless", "--hop", `${HOP_ROWS}`];
  succeed(process.execPath, [join(root, "dist", "cli.js"), "quantize", model, ...endless, "--out", folder]);
  return join(folder, "keywords.mcu");
}

function main(): void {
  const { values } = parseArgs({
    options: {
      words: { type: "string", default: KEYWORDS.join(" ") },
      seed: { type: "string", default: "1" },
      sound: { type: "string" },
      out: { type: "string", default: "out/listening" },
    },
  });
  mkdirSync(values.out, { recursive: true });
  const words = values.words.split(/\s+/).filter((word) => word !== "");
  const { samples, said } =
    values.sound === undefined ? speak(words, Number(values.seed)) : { samples: readWav(values.sound), said: [] };
  writeFileSync(join(values.out, "sound.wav"), encodeWav(samples));
  console.log(`${(samples.length / SAMPLE_RATE).toFixed(1)} s of sound; quantizing …`);
  const project = makeProject(values.out);
  const rows = logMel(samples);
  const heard = hear(values.out, project, rows);
  console.log(
    `${Math.floor(rows.length / BANDS / HOP_ROWS)} hops of ${HOP_ROWS * ROW_SECONDS} s on an emulated Cortex-M4\n`,
  );
  const all = [...said.map((one) => ({ ...one, how: "said" })), ...heard.map((one) => ({ ...one, how: "heard" }))];
  for (const { seconds, how, word } of all.sort((a, b) => a.seconds - b.seconds)) {
    console.log(`${seconds.toFixed(2).padStart(7)} s  ${how.padEnd(5)}  ${word}`);
  }
  if (said.length > 0) {
    const right = said.filter((one) => isHeard(one, heard)).length;
    console.log(`\n${right} of ${said.length} words heard, ${heard.length - right} told that were not said`);
  }
}

/** Told while the word is in the window: a second and the delay of an answer. */
export function isHeard({ seconds, word }: Word, heard: readonly Word[]): boolean {
  const longest = 2 * (CLIP_SAMPLES / SAMPLE_RATE);
  return heard.some((one) => one.word === word && one.seconds > seconds && one.seconds < seconds + longest);
}

if (require.main === module) main();
