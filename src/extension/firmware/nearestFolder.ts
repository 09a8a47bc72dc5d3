/** Of several projects that would do, the one that lies nearest: a workspace may hold firmware of many models. */
import { relative, sep } from "node:path";

/** By the steps up and down between the folders; the first of equals. */
export function nearestFolder<T>(
  candidates: readonly T[],
  from: string,
  folderOf: (candidate: T) => string,
): T | undefined {
  let best: { readonly candidate: T; readonly steps: number } | undefined;
  for (const candidate of candidates) {
    const steps = relative(from, folderOf(candidate)).split(sep).length;
    if (!best || steps < best.steps) best = { candidate, steps };
  }
  return best?.candidate;
}
