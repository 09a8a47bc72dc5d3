/**
 * A good policy where the best ones do not fit their arenas: the best policy under a smaller RAM limit, by bisection over that limit,
 * then polished by widening or narrowing one tensor at a time while the exact need still fits. Where no such limit leads to a policy that
 * fits, and one is known that surely does (answers/feasible.ts), that one with the best weights for its activations. Nothing is proven here.
 */
import { stopIfCancelled, type Watch } from "../../ir/ports";
import { CandidateStream, type Breadth, type Limits } from "./candidates";
import { surePicks } from "../answers/feasible";
import { narrowestActivations } from "../answers/least";
import { withActivations } from "./forced";
import { figuresOf, flashBytesOf, optionAt, peakOf, type Picks, type Tableau } from "../tableau";
import type { SearchProblem } from "../types";

const BISECTIONS = 14;
/** Exact needs asked for while polishing; and for each tensor, where what is polished are the narrowest activations. */
const POLISHINGS = 48;
const POLISHINGS_A_TENSOR = 2;

export interface Settled {
  /** Absent where nothing was found. */
  readonly picks?: Picks;
  readonly evaluations: number;
}

/** @param lacking by how much the best candidate exceeded each limit */
export function settle(
  problem: SearchProblem,
  tableau: Tableau,
  lacking: Limits,
  watch: Watch,
  breadth?: Breadth,
): Settled {
  const { limits } = problem;
  let flashBytes = limits.flashBytes - lacking.flashBytes;
  let low = peakOf(tableau, narrowestActivations(tableau)).bytes;
  let high = limits.ramBytes - 1;
  let next = lacking.ramBytes > 0 ? low : limits.ramBytes; // the surest first
  let best: { readonly picks: Picks; readonly loss: number } | undefined;
  let evaluations = 0;
  for (let i = 0; i < BISECTIONS && low <= high; i++) {
    stopIfCancelled(watch);
    const stream = new CandidateStream(tableau, { flashBytes, ramBytes: next }, watch, breadth);
    const candidate = stream.next();
    evaluations += stream.states;
    const figures = candidate && figuresOf(problem, tableau, candidate.picks);
    if (!candidate || !figures) {
      low = next + 1;
    } else if (figures.ramBytes > limits.ramBytes) {
      high = Math.min(high, next - 1);
    } else if (figures.flashBytes > limits.flashBytes) {
      flashBytes -= figures.flashBytes - limits.flashBytes;
      continue; // the same RAM again
    } else {
      if (!best || candidate.loss < best.loss) best = { picks: candidate.picks, loss: candidate.loss };
      low = next + 1;
    }
    next = Math.floor((low + high) / 2);
  }
  if (best) return polish(problem, tableau, best.picks, { evaluations, asks: POLISHINGS, watch });
  const sure = surePicks(problem, tableau);
  if (!sure) return { evaluations };
  const start = withBestWeights(problem, tableau, sure, watch);
  const asks = POLISHINGS_A_TENSOR * (tableau.activations.length + tableau.weights.length);
  return polish(problem, tableau, start, { evaluations, asks, watch });
}

/** The best weights beside the same activations, where these fit as well. */
function withBestWeights(problem: SearchProblem, tableau: Tableau, sure: Picks, watch: Watch): Picks {
  const candidate = new CandidateStream(withActivations(tableau, sure.activations), problem.limits, watch).next();
  return candidate && fits(problem, tableau, candidate.picks) ? candidate.picks : sure;
}

function fits(problem: SearchProblem, tableau: Tableau, picks: Picks): boolean {
  const { flashBytes, ramBytes } = figuresOf(problem, tableau, picks);
  return flashBytes <= problem.limits.flashBytes && ramBytes <= problem.limits.ramBytes;
}

interface Move {
  readonly kind: keyof Picks;
  readonly row: number;
  readonly option: number;
  readonly gain: number;
}

interface Polishing {
  /** So far. */
  readonly evaluations: number;
  readonly asks: number;
  readonly watch: Watch;
}

/** Single moves that lower the loss, the greatest gain first, each tried once. */
function polish(problem: SearchProblem, tableau: Tableau, start: Picks, work: Polishing): Settled {
  let picks = start;
  let asked = 0;
  const tried = new Set<string>();
  while (asked < work.asks) {
    stopIfCancelled(work.watch);
    const move = [...movesOf(tableau, picks, "activations"), ...movesOf(tableau, picks, "weights")]
      .filter(({ kind, row, option }) => !tried.has(`${kind}:${row}:${option}`))
      .reduce<Move | undefined>((best, one) => (best && best.gain >= one.gain ? best : one), undefined);
    if (!move) break;
    tried.add(`${move.kind}:${move.row}:${move.option}`);
    const moved = { ...picks, [move.kind]: picks[move.kind].map((own, row) => (row === move.row ? move.option : own)) };
    const withinConstraints =
      flashBytesOf(tableau, moved) <= problem.limits.flashBytes &&
      peakOf(tableau, moved.activations).bytes <= problem.limits.ramBytes;
    if (!withinConstraints) continue;
    asked += 1;
    if (fits(problem, tableau, moved)) picks = moved;
  }
  return { picks, evaluations: work.evaluations + asked };
}

function movesOf(tableau: Tableau, picks: Picks, kind: keyof Picks): readonly Move[] {
  return tableau[kind].flatMap((choice, row) => {
    const own = optionAt(choice, picks[kind][row] ?? -1).loss;
    return choice.options.flatMap(({ loss }, option): Move[] => {
      const gain = own - loss;
      return gain > 0 ? [{ kind, row, option, gain }] : [];
    });
  });
}
