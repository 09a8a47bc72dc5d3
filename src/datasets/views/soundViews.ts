/** Unlabelled sounds that teach more than once: earlier or later, louder or softer. */
import type { FloatTensor, Random } from "../../engine";

/** Every so many-th view is the sound as it is. */
const PLAIN = 4;
/** Share of the length by which a sound is moved at most; silence comes in. */
const SHIFT = 0.1;
const DECIBELS = 3;

/** @param sound samples in time along the last axis */
export function soundView(sound: FloatTensor, random: Random): FloatTensor {
  if (random.below(PLAIN) === 0) return sound;
  const length = sound.shape.at(-1) ?? 1;
  const shift = Math.round(length * SHIFT * (2 * random.uniform() - 1));
  const gain = 10 ** ((DECIBELS * (2 * random.uniform() - 1)) / 20);
  const data = sound.data.map((_, at) => {
    const from = (at % length) - shift;
    return from < 0 || from >= length ? 0 : gain * (sound.data[at - shift] as number);
  });
  return { shape: sound.shape, data };
}
