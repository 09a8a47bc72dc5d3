/** Sound in the time domain: resampling, echo and background noise. Samples are in [−1, 1) at 16 kHz; levels are decibels. */
import type { Random } from "../../src/engine/base/random";

export function rootMeanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

export function amplitude(decibel: number): number {
  return 10 ** (decibel / 20);
}

/** Cuts what is 40 dB below the loudest 10 ms at both ends. */
export function trimSilence(samples: Float32Array): Float32Array {
  const block = 160;
  const levels = Array.from({ length: Math.floor(samples.length / block) }, (_, i) =>
    rootMeanSquare(samples.subarray(i * block, (i + 1) * block)),
  );
  const threshold = Math.max(...levels) * amplitude(-40);
  const loud = levels.flatMap((level, i) => (level > threshold ? [i] : []));
  const [first, last] = [loud[0] ?? 0, loud[loud.length - 1] ?? -1];
  return samples.slice(first * block, (last + 1) * block);
}

/**
 * Reads `samples` at steps of `ratio` by windowed-sinc interpolation (Hann, 8 zero crossings a side), low-pass where ratio > 1.
 * A ratio other than that of two sample rates shifts pitch, formants and tempo together.
 */
export function resample(samples: Float32Array, ratio: number): Float32Array {
  const cutoff = Math.min(1, 1 / ratio);
  const reach = 8 / cutoff;
  // one side of the kernel, tabulated: position k is k / PHASES samples from the centre
  const PHASES = 512;
  const kernel = Float64Array.from({ length: Math.ceil(reach * PHASES) + 2 }, (_, k) => {
    const angle = (k / PHASES) * cutoff * Math.PI;
    const window = k / PHASES < reach ? 0.5 + 0.5 * Math.cos((k / PHASES / reach) * Math.PI) : 0;
    return cutoff * window * (k === 0 ? 1 : Math.sin(angle) / angle);
  });
  const result = new Float32Array(Math.floor(samples.length / ratio));
  for (let i = 0; i < result.length; i++) {
    const centre = i * ratio;
    const last = Math.min(samples.length - 1, Math.floor(centre + reach));
    let sum = 0;
    for (let j = Math.max(0, Math.ceil(centre - reach)); j <= last; j++) {
      sum += (samples[j] as number) * (kernel[Math.round(Math.abs(j - centre) * PHASES)] as number);
    }
    result[i] = sum;
  }
  return result;
}

/** A small room: 30 reflections within 120 ms, decaying by 60 dB over `seconds`. Longer than the input by the tail. */
export function addEcho(samples: Float32Array, seconds: number, random: Random): Float32Array {
  const result = new Float32Array(samples.length + 1920);
  result.set(samples);
  for (let reflection = 0; reflection < 30; reflection++) {
    const delay = 80 + random.below(1840);
    const gain = 0.35 * random.normal() * amplitude((-60 * delay) / 16000 / seconds);
    for (let i = 0; i < samples.length; i++)
      result[i + delay] = (result[i + delay] as number) + gain * (samples[i] as number);
  }
  return result;
}

export const NOISES = ["white", "pink", "hum", "gusts", "babble"] as const;
export type Noise = (typeof NOISES)[number];

/**
 * Background of unit root mean square.
 * @param babble words that may be overlaid for "babble"; never keywords, so that background stays background
 */
export function makeNoise(kind: Noise, length: number, babble: readonly Float32Array[], random: Random): Float32Array {
  const noise = new Float32Array(length);
  switch (kind) {
    case "white":
      for (let i = 0; i < length; i++) noise[i] = white(random);
      break;
    case "pink":
      fillPink(noise, random);
      break;
    case "hum": {
      // a motor: harmonics of one pitch with a little hiss
      const pitch = 50 + 150 * random.uniform();
      for (let harmonic = 1; harmonic <= 16; harmonic++) {
        const strength = random.normal() / (1 + 0.3 * harmonic);
        const step = (2 * Math.PI * pitch * harmonic) / 16000;
        // sin((i + 1)·step) = 2·cos(step)·sin(i·step) − sin((i − 1)·step)
        const turn = 2 * Math.cos(step);
        let [previous, sine] = [-Math.sin(step), 0];
        for (let i = 0; i < length; i++) {
          noise[i] = (noise[i] as number) + strength * sine;
          const next = turn * sine - previous;
          previous = sine;
          sine = next;
        }
      }
      for (let i = 0; i < length; i++) noise[i] = (noise[i] as number) + 0.7 * white(random);
      break;
    }
    case "gusts": {
      // pink noise that swells and fades a few times a second
      fillPink(noise, random);
      const rate = 1 + 5 * random.uniform();
      const phase = 2 * Math.PI * random.uniform();
      for (let i = 0; i < length; i++) {
        noise[i] = (noise[i] as number) * (1.05 + Math.sin(phase + (2 * Math.PI * rate * i) / 16000));
      }
      break;
    }
    case "babble":
      for (let speaker = 0; speaker < 6; speaker++) {
        let at = -random.below(8000);
        while (at < length) {
          const word = babble[random.below(babble.length)] ?? new Float32Array(8000);
          const gain = 1 / Math.max(1e-4, rootMeanSquare(word));
          for (let i = Math.max(0, -at); i < word.length && at + i < length; i++) {
            noise[at + i] = (noise[at + i] as number) + gain * (word[i] as number);
          }
          at += word.length + random.below(1600);
        }
      }
      break;
  }
  const gain = 1 / Math.max(1e-9, rootMeanSquare(noise));
  return noise.map((sample) => sample * gain);
}

/** Uniform samples are as white as normal ones, and cheaper. */
function white(random: Random): number {
  return 2 * random.uniform() - 1;
}

/** Power falls by 3 dB an octave: white noise through three one-pole filters an octave and a half apart, and the rest white. */
function fillPink(noise: Float32Array, random: Random): void {
  const poles = [0.995, 0.96, 0.76];
  const gains = [0.08, 0.25, 0.55];
  const states = [0, 0, 0];
  for (let i = 0; i < noise.length; i++) {
    const next = white(random);
    let sum = 0.3 * next;
    for (let k = 0; k < 3; k++) {
      states[k] = (poles[k] as number) * (states[k] as number) + (gains[k] as number) * next;
      sum += states[k] as number;
    }
    noise[i] = sum;
  }
}
