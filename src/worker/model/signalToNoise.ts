/** How far answers of one network are from those of another, in decibels and in words. */
import { energies } from "../../engine";

/** @returns infinite where nothing differs; minus infinite where something has another size */
export function signalToNoise(exact: readonly Float32Array[], other: readonly Float32Array[]): number {
  let signal = 0;
  let noise = 0;
  for (const [i, values] of exact.entries()) {
    const others = other[i];
    if (others?.length !== values.length) return -Infinity;
    const sums = energies(values, others);
    signal += sums.signal;
    noise += sums.noise;
  }
  return noise === 0 ? Infinity : 10 * Math.log10(signal / noise);
}

export function noiseWords(decibels: number): string {
  if (decibels === Infinity) return "equal";
  return decibels === -Infinity ? "another size, or nothing alike" : `${decibels.toFixed(1)} dB`;
}
