/**
 * What an impossible budget is answered with: the least that any policy needs. The constraints give lower bounds, the exact need of
 * the policies that attain them gives figures of policies that exist; where the two agree, the leasts are proven.
 */
import { unwatched } from "../../ir/ports";
import { frontierOf } from "../exact/frontier";
import { rankActivations } from "../exact/ranking";
import { demandBytes, figuresOf, flashBytesOf, NOT_OFFERED, peakOf, type Picks, type Tableau } from "../tableau";
import type { Infeasible, SearchProblem } from "../types";
import { restrict, widthPairsOf, type WidthPair } from "../exact/widthSets";

/** States of a frontier's level; table bytes take few values, so that states are few. */
const WIDEST = 20_000;

export interface Failure {
  readonly evaluations: number;
  /** Limits that the strategy could not meet, for the case that other strategies might. */
  readonly stuck: readonly ("flash" | "ram")[];
  /** True where every policy that the constraints admit was tried. */
  readonly exhausted: boolean;
}

export function infeasible(problem: SearchProblem, tableau: Tableau, failure: Failure): Infeasible {
  const { limits } = problem;
  const pairs = widthPairsOf(tableau);
  const narrowest = narrowestActivations(tableau);
  const ramFloor = peakOf(tableau, narrowest);
  const leastFlash = leastFlashWithin(tableau, pairs, Infinity);
  const together = leastFlashWithin(tableau, pairs, ramFloor.bytes);
  const withinRam = leastFlashWithin(tableau, pairs, limits.ramBytes);
  if (!leastFlash || !together) throw new Error("the policy of least RAM exceeds its own RAM");

  const flashFigures = figuresOf(problem, tableau, leastFlash);
  const togetherFigures = figuresOf(problem, tableau, together);
  const ramFigures = figuresOf(problem, tableau, { weights: leastFlash.weights, activations: narrowest });
  const leastRamBytes = Math.min(ramFigures.ramBytes, togetherFigures.ramBytes, flashFigures.ramBytes);
  const exact =
    leastRamBytes === ramFloor.bytes &&
    togetherFigures.ramBytes === ramFloor.bytes &&
    togetherFigures.flashBytes === flashBytesOf(tableau, together) &&
    flashFigures.flashBytes === flashBytesOf(tableau, leastFlash);
  const nothingFits = !withinRam || flashBytesOf(tableau, withinRam) > limits.flashBytes;

  const short: ("flash" | "ram")[] = [];
  if (flashFigures.flashBytes > limits.flashBytes) short.push("flash");
  if (leastRamBytes > limits.ramBytes) short.push("ram");
  const withinRamFigures = withinRam && figuresOf(problem, tableau, withinRam);
  const ramBytesWithinFlash = leastRamWithin(problem, tableau, pairs);
  return {
    kind: "infeasible",
    leastFlashBytes: flashFigures.flashBytes,
    leastRamBytes,
    ramLayer: problem.network.layers[ramFloor.layer ?? 0]?.name ?? problem.network.name,
    together: togetherFigures,
    ...(withinRamFigures && withinRamFigures.ramBytes <= limits.ramBytes
      ? { flashBytesWithinRam: withinRamFigures.flashBytes }
      : {}),
    ...(ramBytesWithinFlash === undefined ? {} : { ramBytesWithinFlash }),
    short: short.length > 0 ? short : nothingFits ? ["flash", "ram"] : failure.stuck,
    proven: exact && (nothingFits || failure.exhausted),
    evaluations: failure.evaluations,
  };
}

/** Packed bytes never grow when bits fall, so the narrowest widths on offer need the least at every step. */
export function narrowestActivations(tableau: Tableau): readonly number[] {
  return tableau.activations.map(({ options }) =>
    options.reduce((narrowest, { bytes }, option) => (bytes < NOT_OFFERED ? option : narrowest), 0),
  );
}

/** The policy of least FLASH among those whose live sums keep to `ramBytes`, as the constraints count; undefined where there is none. */
export function leastFlashWithin(tableau: Tableau, pairs: readonly WidthPair[], ramBytes: number): Picks | undefined {
  let best: { readonly flashBytes: number; readonly picks: Picks } | undefined;
  for (const pair of pairs) {
    const activations = smallestTables(tableau, pair, ramBytes);
    if (!activations) continue;
    const weights = restrict(tableau.weights, pair.weightWidths);
    const picks = {
      activations,
      weights: weights.rows.map((row) =>
        leastIndex(
          row.map(({ bytes }) => bytes),
          weights.numbers,
        ),
      ),
    };
    const flashBytes = flashBytesOf(tableau, picks);
    if (!best || flashBytes < best.flashBytes) best = { flashBytes, picks };
  }
  return best?.picks;
}

/** Activations of the pair's widths with the fewest table bytes within the RAM; the narrowest of those widths where no table exists. */
function smallestTables(tableau: Tableau, pair: WidthPair, ramBytes: number): readonly number[] | undefined {
  const { numbers, rows } = restrict(tableau.activations, pair.activationWidths);
  const narrowest = numbers.at(-1) ?? 0;
  const all = rows.map(() => narrowest);
  const fits = tableau.demands.every((demand) => demandBytes(demand, all) <= ramBytes);
  if (!fits) return undefined;
  if (rows.every((row) => row.every(({ bytes }) => bytes === row.at(-1)?.bytes))) return all;
  const byTables = rows.map((row) => row.map(({ bits, bytes }) => ({ bits, loss: bytes, tableBytes: 0 })));
  const steps = tableau.demands.map((demand) => ({
    capacity: ramBytes - demand.fixedBytes,
    terms: demand.terms.map(({ activation, bytes }) => ({
      activation,
      bytes: numbers.map((number) => bytes[number] ?? 0),
    })),
  }));
  const frontier = frontierOf(byTables, steps, { widest: WIDEST, ceiling: Infinity, thin: true, watch: unwatched });
  if (!frontier) return undefined;
  const first = rankActivations(frontier, byTables, { exact: () => ({ loss: 0, bits: 0 }), bound: () => 0 }).next();
  return first?.options.map((option) => numbers[option] ?? 0);
}

/** Least RAM of the policies within the FLASH limit, by bisection: more RAM never needs more FLASH. */
function leastRamWithin(problem: SearchProblem, tableau: Tableau, pairs: readonly WidthPair[]): number | undefined {
  const attempt = (ramBytes: number): Picks | undefined => {
    const picks = leastFlashWithin(tableau, pairs, ramBytes);
    return picks && flashBytesOf(tableau, picks) <= problem.limits.flashBytes ? picks : undefined;
  };
  let best = attempt(Infinity);
  if (!best) return undefined;
  let low = peakOf(tableau, narrowestActivations(tableau)).bytes;
  let high = peakOf(tableau, best.activations).bytes;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = attempt(middle);
    if (found) {
      best = found;
      high = Math.min(middle, peakOf(tableau, found.activations).bytes);
    } else {
      low = middle + 1;
    }
  }
  const figures = figuresOf(problem, tableau, best);
  return figures.flashBytes <= problem.limits.flashBytes ? figures.ramBytes : undefined;
}

function leastIndex(values: readonly number[], numbers: readonly number[]): number {
  let at = 0;
  values.forEach((value, i) => {
    if (value < (values[at] ?? Infinity)) at = i;
  });
  return numbers[at] ?? 0;
}
