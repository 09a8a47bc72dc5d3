/**
 * From utterances to clips of one second: a word somewhere in the second, spoken at some distance in some room over some background.
 * Everything is drawn from one seeded generator, so a seed is a data set.
 */
import type { Random } from "../../src/engine/base/random";
import { BANDS, CLIP_SAMPLES, FRAMES, logMel } from "./features";
import { addEcho, amplitude, makeNoise, NOISES, resample, rootMeanSquare, type Noise } from "./sound";
import {
  CLASSES,
  KEYWORDS,
  SILENCE,
  UNKNOWN,
  UNKNOWN_WORDS,
  utter,
  voicesOf,
  type Split,
  type Utterance,
} from "./speech";

/** The utterances of one split by class; the class "silence" has none. */
export interface Speech {
  readonly byClass: readonly (readonly Utterance[])[];
  /** What babble is made of: unknown words. */
  readonly babble: readonly Float32Array[];
}

/** What a clip holds, as told in clips.csv. */
export interface Clip {
  readonly codes: Uint8Array;
  readonly label: number;
  /** "" for silence. */
  readonly word: string;
  readonly voice: string;
  readonly noise: Noise;
  /** Word over background, dB; undefined for silence. */
  readonly signalToNoise: number | undefined;
}

export interface Difficulty {
  /** dB, uniform between the two. */
  readonly signalToNoise: readonly [number, number];
  /** Pitch, formants and tempo shift together by a factor of 1 − warp … 1 + warp. */
  readonly warp: number;
}

/** Lets every voice of the split say every keyword `repeats` times and `unknowns` other words. */
export function recordSpeech(split: Split, repeats: number, unknowns: number, random: Random): Speech {
  const byClass: Utterance[][] = CLASSES.map(() => []);
  const others = UNKNOWN_WORDS[split];
  for (const voice of voicesOf(split)) {
    KEYWORDS.forEach((word, index) => {
      for (let i = 0; i < repeats; i++) byClass[index + 2]?.push(utter(word, index + 2, voice, random));
    });
    for (let i = 0; i < unknowns; i++) {
      byClass[UNKNOWN]?.push(utter(others[random.below(others.length)] ?? "", UNKNOWN, voice, random));
    }
  }
  return { byClass, babble: (byClass[UNKNOWN] ?? []).map((utterance) => utterance.samples) };
}

/** One clip of class `label`. */
export function makeClip(label: number, speech: Speech, difficulty: Difficulty, random: Random): Clip {
  const kind = NOISES[random.below(NOISES.length)] ?? "white";
  const clip = makeNoise(kind, CLIP_SAMPLES, speech.babble, random);
  if (label === SILENCE) {
    scale(clip, amplitude(-70 + 55 * random.uniform()));
    return { codes: listen(clip), label, word: "", voice: "", noise: kind, signalToNoise: undefined };
  }
  const choices = speech.byClass[label] ?? [];
  const utterance = choices[random.below(choices.length)];
  if (!utterance) throw new Error(`no utterance of class ${label}`);
  let spoken = resample(utterance.samples, 1 + difficulty.warp * (2 * random.uniform() - 1));
  const level = amplitude(-35 + 20 * random.uniform());
  scale(spoken, level / rootMeanSquare(spoken));
  const length = Math.min(spoken.length, CLIP_SAMPLES);
  if (random.uniform() < 0.5) spoken = addEcho(spoken, 0.15 + 0.35 * random.uniform(), random);
  const [low, high] = difficulty.signalToNoise;
  const signalToNoise = low + (high - low) * random.uniform();
  scale(clip, level * amplitude(-signalToNoise));
  // The word is inside the clip and only an echo's tail is cut; the longest words, drawn out by a warp above 0.1, may lose their last 6 %.
  const start = random.below(CLIP_SAMPLES - length + 1);
  for (let i = 0; i < spoken.length && start + i < CLIP_SAMPLES; i++) {
    clip[start + i] = (clip[start + i] as number) + (spoken[i] as number);
  }
  return { codes: listen(clip), label, word: utterance.word, voice: utterance.voice, noise: kind, signalToNoise };
}

/** `perClass` clips of each class, classes interleaved. */
export function makeClips(perClass: number, speech: Speech, difficulty: Difficulty, random: Random): readonly Clip[] {
  return Array.from({ length: perClass * CLASSES.length }, (_, i) =>
    makeClip(i % CLASSES.length, speech, difficulty, random),
  );
}

/** The codes of several clips one after another: [clips.length, FRAMES, BANDS]. */
export function stackCodes(clips: readonly Clip[]): Uint8Array {
  const codes = new Uint8Array(clips.length * FRAMES * BANDS);
  clips.forEach((clip, i) => codes.set(clip.codes, i * FRAMES * BANDS));
  return codes;
}

/** What a 16-bit microphone hands on, through the front end. */
function listen(clip: Float32Array): Uint8Array {
  return logMel(clip.map((sample) => Math.max(-32768, Math.min(32767, Math.round(sample * 32768))) / 32768));
}

function scale(samples: Float32Array, gain: number): void {
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * gain;
}
