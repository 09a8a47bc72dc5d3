/**
 * Subsets of a data set: deterministic for a seed, balanced over the classes where labels exist, and nested: the first n of a
 * larger draw are the draw of n, so more calibration samples never replace the earlier ones.
 */
import { createHash } from "node:crypto";
import { seededRandom, sequencesOf, shuffled, type Samples } from "../../engine";

/**
 * All indices in drawing order: one of each class in turn, classes and their members shuffled.
 * @param labels one entry a sample; undefined entries form a class of their own
 */
export function drawingOrder(labels: readonly (number | undefined)[], seed: number): readonly number[] {
  const random = seededRandom(seed);
  const members = new Map<number | undefined, number[]>();
  labels.forEach((label, index) => {
    const known = members.get(label);
    if (known) known.push(index);
    else members.set(label, [index]);
  });
  // By class index, so that the draw does not depend on which class the first file happens to show.
  const classes = [...members]
    .sort(([a], [b]) => (a ?? -1) - (b ?? -1))
    .map(([, indices]) => shuffled(indices, random));
  const turns = shuffled(classes, random);
  const order: number[] = [];
  for (let round = 0; order.length < labels.length; round++) {
    for (const indices of turns) {
      const index = indices[round];
      if (index !== undefined) order.push(index);
    }
  }
  return order;
}

/** Indices of `count` samples in drawing order, or of all of them where the source has no more; of sequences, where there are some. */
export function takeSamples(
  source: Pick<Samples<unknown>, "count" | "label" | "sequence">,
  count: number,
  seed: number,
): readonly number[] {
  const { steps } = source.sequence ?? { steps: 1 };
  const labels = Array.from({ length: sequencesOf(source) }, (_, index) => source.label(index * steps));
  return drawingOrder(labels, seed).slice(0, count);
}

/** The source restricted to those indices, in that order; of whole sequences, where there are some. */
export function subsetOf<T>(source: Samples<T>, indices: readonly number[]): Samples<T> {
  const { steps } = source.sequence ?? { steps: 1 };
  const at = (index: number): number => {
    const original = indices[Math.floor(index / steps)];
    if (original === undefined) throw new RangeError(`sample ${index} of ${indices.length * steps}`);
    return original * steps + (index % steps);
  };
  return {
    count: indices.length * steps,
    kind: source.kind,
    ...(source.sequence && { sequence: source.sequence }),
    fingerprint: createHash("sha256")
      .update(JSON.stringify([source.fingerprint, indices]))
      .digest("hex"),
    sample: (index) => source.sample(at(index)),
    label: (index) => source.label(at(index)),
  };
}
