/** Which layers a typed name may mean: the very name first, then what begins with it, then what has it somewhere; each in the order of layers. */
import type { LayerRow } from "./layerRows";

/** @returns steps; empty for nothing typed */
export function layersNamed(rows: readonly LayerRow[], typed: string): readonly number[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return [];
  const ranked = rows.flatMap(({ step, label, layer }) => {
    const [name, short] = [layer.name.toLowerCase(), label.toLowerCase()];
    if (name === wanted || short === wanted || String(step) === wanted) return [{ step, rank: 0 }];
    if (name.startsWith(wanted) || short.startsWith(wanted)) return [{ step, rank: 1 }];
    return name.includes(wanted) ? [{ step, rank: 2 }] : [];
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.step - b.step).map(({ step }) => step);
}

/** The match behind the one that is selected, around the end; null where there is none. */
export function nextOf(matches: readonly number[], selected: number | null, back = false): number | null {
  const at = selected === null ? -1 : matches.indexOf(selected);
  const next = at < 0 ? 0 : (at + (back ? -1 : 1) + matches.length) % matches.length;
  return matches[next] ?? null;
}
