/** "Did you mean": which of the known names a misspelt one most likely stands for. */

/** Case, spaces, dashes, dots and underscores do not tell names apart. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s\-_.:/]+/g, "");
}

/**
 * At most `count` candidates, nearest first: by edit distance, where one that begins as the name does counts as near. Empty when nothing is
 * nearer than a third of the name's letters.
 */
export function closestNames(name: string, candidates: readonly string[], count = 3): readonly string[] {
  const wanted = plainName(name);
  if (wanted === "") return [];
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  return candidates
    .map((candidate) => {
      const plain = plainName(candidate);
      const extends_ = wanted.length >= 3 && plain.startsWith(wanted);
      return { candidate, distance: extends_ ? 0.5 : editDistance(wanted, plain) };
    })
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Insertions, deletions, substitutions and exchanges of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
