/**
 * The front end: one second of 16 kHz sound → 49 frames × 20 bands of log-mel energy, one byte each. Small enough to be repeated in
 * firmware: a 512-point FFT every 20 ms, 20 triangular filters, one logarithm a band. The network takes the bytes as they are (0..255).
 *
 *   frame t    samples 320·t … 320·t + 511, times a periodic Hann window (32 ms every 20 ms; no padding, no pre-emphasis)
 *   power      |FFT|² of samples in [−1, 1), bins 0 … 256 (31.25 Hz each)
 *   band m     Σ power·triangle_m; triangles rise from edge m to edge m+1 and fall to edge m+2, peak 1;
 *              22 edges evenly spaced on the mel scale 2595·log10(1 + f/700) from 80 Hz to 7,600 Hz
 *   code       round(10·log10(energy) + 75), clamped to 0..255: a decibel a step, 0 at −75 dB
 */

export const SAMPLE_RATE = 16000;
export const CLIP_SAMPLES = 16000;
export const FRAMES = 49;
export const BANDS = 20;

const WINDOW = 512;
const HOP = 320;
const BINS = WINDOW / 2 + 1;
const LOWEST_HZ = 80;
const HIGHEST_HZ = 7600;
const FLOOR_DECIBEL = -75;

const hann = Float64Array.from({ length: WINDOW }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW));
const cosines = Float64Array.from({ length: WINDOW / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / WINDOW));
const sines = Float64Array.from({ length: WINDOW / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / WINDOW));
const filters = melFilters();

/** @param clip samples in [−1, 1): CLIP_SAMPLES, or any number of them. @returns FRAMES × BANDS codes, or as many frames as are whole; band innermost. */
export function logMel(clip: Float32Array): Uint8Array {
  const frames = Math.max(0, Math.floor((clip.length - WINDOW) / HOP) + 1);
  const codes = new Uint8Array(frames * BANDS);
  const real = new Float64Array(WINDOW);
  const imaginary = new Float64Array(WINDOW);
  const power = new Float64Array(BINS);
  for (let frame = 0; frame < frames; frame++) {
    for (let i = 0; i < WINDOW; i++) real[i] = (clip[frame * HOP + i] as number) * (hann[i] as number);
    imaginary.fill(0);
    transform(real, imaginary);
    for (let i = 0; i < BINS; i++) power[i] = (real[i] as number) ** 2 + (imaginary[i] as number) ** 2;
    filters.forEach((filter, band) => {
      let energy = 1e-12; // keeps the logarithm finite; far below code 0
      for (let i = 0; i < filter.weights.length; i++) {
        energy += (filter.weights[i] as number) * (power[filter.firstBin + i] as number);
      }
      const code = Math.round(10 * Math.log10(energy) - FLOOR_DECIBEL);
      codes[frame * BANDS + band] = Math.max(0, Math.min(255, code));
    });
  }
  return codes;
}

interface MelFilter {
  readonly firstBin: number;
  readonly weights: Float64Array;
}

function melFilters(): readonly MelFilter[] {
  const mel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);
  const step = (mel(HIGHEST_HZ) - mel(LOWEST_HZ)) / (BANDS + 1);
  const edge = (index: number): number => 700 * (10 ** ((mel(LOWEST_HZ) + index * step) / 2595) - 1);
  const hertzPerBin = SAMPLE_RATE / WINDOW;
  return Array.from({ length: BANDS }, (_, band) => {
    const [left, centre, right] = [edge(band), edge(band + 1), edge(band + 2)];
    const firstBin = Math.ceil(left / hertzPerBin);
    const lastBin = Math.floor(right / hertzPerBin);
    const weights = Float64Array.from({ length: lastBin - firstBin + 1 }, (_, i) => {
      const hertz = (firstBin + i) * hertzPerBin;
      return hertz < centre ? (hertz - left) / (centre - left) : (right - hertz) / (right - centre);
    });
    return { firstBin, weights };
  });
}

/** In-place radix-2 FFT of WINDOW points, decimation in time. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  for (let i = 1, j = 0; i < WINDOW; i++) {
    let bit = WINDOW >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j |= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j] as number, real[i] as number];
      [imaginary[i], imaginary[j]] = [imaginary[j] as number, imaginary[i] as number];
    }
  }
  for (let half = 1; half < WINDOW; half *= 2) {
    const stride = WINDOW / (2 * half);
    for (let k = 0; k < half; k++) {
      const cos = cosines[k * stride] as number;
      const sin = sines[k * stride] as number;
      for (let even = k; even < WINDOW; even += 2 * half) {
        const odd = even + half;
        const re = (real[odd] as number) * cos - (imaginary[odd] as number) * sin;
        const im = (real[odd] as number) * sin + (imaginary[odd] as number) * cos;
        real[odd] = (real[even] as number) - re;
        imaginary[odd] = (imaginary[even] as number) - im;
        real[even] = (real[even] as number) + re;
        imaginary[even] = (imaginary[even] as number) + im;
      }
    }
  }
}
