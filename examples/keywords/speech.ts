/**
 * Who says what: the words, the voices of each split, and espeak-ng that speaks them. A voice is a variant of espeak-ng (its formants,
 * its vocal tract, its roughness); accent, pitch and speed vary freely. **No variant occurs in two splits**, and variants that
 * are relatives of each other by name (steph, steph2, steph3) stay together. Unknown words of the test are never trained on.
 */
import { spawnSync } from "node:child_process";
import type { Random } from "../../src/engine/base/random";
import { SAMPLE_RATE } from "./features";
import { resample, trimSilence } from "./sound";

export type Split = "train" | "calibration" | "test";

export const KEYWORDS = ["yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go"] as const;
/** Class index = position. "silence" is background without any keyword, "unknown" is any other word. */
export const CLASSES = ["silence", "unknown", ...KEYWORDS] as const;
export const SILENCE = 0;
export const UNKNOWN = 1;

const ACCENTS = words("en-us en-us-nyc en-gb en-gb-x-rp en-gb-scotland en-gb-x-gbclan en-gb-x-gbcwmd en-029");

/** All of espeak-ng 1.51's variants but `fast` (a speed test), `caleb` and `klatt6` (the same sound as `klatt`). */
const VARIANTS: Readonly<Record<Split, readonly string[]>> = {
  train: [
    ...words("m1 m2 m4 m5 m8 f1 f3 f4 Alex Alicia Andrea Andy AnxiousAndy Demonic Denis Diogo Gene Gene2 Jacky Marco"),
    ...words(
      "Mario Michael Mike Storm Tweaky RicishayMax RicishayMax2 RicishayMax3 adam anika anikaRobot antonio aunty",
    ),
    ...words("benjamin croak david edward edward2 grandma grandpa gustave iven iven2 iven3 iven4 john klatt klatt2"),
    ...words("klatt3 klatt4 klatt5 miguel pablo pedro quincy robert robosoft robosoft2 robosoft3 robosoft4 robosoft5"),
    ...words("robosoft6 robosoft7 robosoft8 sandro shelby steph steph2 steph3 whisper whisperf zac"),
  ],
  calibration: [...words("m7 ed Henrique marcelo UniRobot announcer"), "Mr serious"],
  test: words(
    "m3 m6 f2 f5 Annie Hugo Lee Nguyen belinda boris kaukovalta linda max michel norbert paul rob travis victor",
  ),
};

const TRAINED_UNKNOWN = [
  ...words(
    "bed bird cat dog eight five four happy house marvin nine one seven three two wow zero backward follow learn",
  ),
  ...words(
    "water window table summer yellow orange music paper river garden monday letter doctor number picture light",
  ),
  ...words("step hop tap town gown note low slow cough lift laugh wrong ride dawn awful guess less nose ago gold"),
  ...words("stay start often under weather person question answer morning evening winter mother brother sister"),
  ...words("school college company service market money power people story center body island minute second hour week"),
  ...words("blue green black white gray pink apple banana cherry lemon sugar butter bread cheese chicken dinner"),
  ...words("drive walk swim jump dance listen remember forget decide believe carry bring teach reach watch finish"),
];
const TESTED_UNKNOWN = [
  ...words("tree six sheila visual forward bottle silver kitchen animal coffee mountain simple purple finger puppy"),
  ...words("stone shop goat grow rate let cut young chess brown engine computer radio signal battery camera travel"),
];
export const UNKNOWN_WORDS: Readonly<Record<Split, readonly string[]>> = {
  train: TRAINED_UNKNOWN,
  calibration: TRAINED_UNKNOWN,
  test: TESTED_UNKNOWN,
};

export function voicesOf(split: Split): readonly string[] {
  return VARIANTS[split];
}

/** One word as one voice says it once: 16 kHz, without the silence around it. */
export interface Utterance {
  readonly word: string;
  readonly label: number;
  readonly voice: string;
  readonly samples: Float32Array;
}

const SHORTEST_SECONDS = 0.08;
const LONGEST_SECONDS = 0.9;

/**
 * Lets `voice` say `word` with an accent, a pitch and a speed drawn from `random`. Draws again where the result is no
 * word that fits a clip (too long, or next to nothing), so that a label is never given to silence.
 * @throws where espeak-ng is missing or does not answer with sound
 */
export function utter(word: string, label: number, voice: string, random: Random): Utterance {
  for (let attempt = 0; attempt < 10; attempt++) {
    const accent = ACCENTS[random.below(ACCENTS.length)] ?? "en-us";
    const pitch = 20 + random.below(61);
    const speed = 130 + random.below(91);
    const samples = trimSilence(speak(`${accent}+${voice}`, pitch, speed, word));
    const seconds = samples.length / SAMPLE_RATE;
    if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) return { word, label, voice, samples };
  }
  throw new Error(`espeak-ng's voice ${voice} does not say "${word}" within ${LONGEST_SECONDS} s`);
}

/** @returns 16 kHz samples in [−1, 1) */
function speak(voice: string, pitch: number, speed: number, text: string): Float32Array {
  const run = spawnSync("espeak-ng", ["-v", voice, "-p", `${pitch}`, "-s", `${speed}`, "--stdout", text]);
  if (run.error) throw new Error("espeak-ng is needed to make the speech; on Debian: apt-get install espeak-ng");
  const HEADER = 44; // RIFF header; its sizes are unknown when written to a pipe, so the rest of the stream is the sound
  if (run.status !== 0 || run.stdout.length <= HEADER) {
    throw new Error(`espeak-ng -v ${voice} "${text}" failed: ${run.stderr.toString().trim()}`);
  }
  const sampleRate = run.stdout.readUInt32LE(24);
  const sound = new Float32Array(Math.floor((run.stdout.length - HEADER) / 2));
  for (let i = 0; i < sound.length; i++) sound[i] = run.stdout.readInt16LE(HEADER + 2 * i) / 32768;
  return resample(sound, sampleRate / SAMPLE_RATE);
}

function words(list: string): readonly string[] {
  return list.split(" ");
}
