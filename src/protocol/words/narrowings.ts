/**
 * Which widths could be narrowed to get under a limit, and what each would cost: from a report alone, so the bytes are near, not exact
 * (packing pads, placement shifts, streaming rearranges). Whoever offers one plans it first and shows the planner's figures.
 */
import { widthsFor, type Bits, type Report } from "../files/report";
import type { Losses } from "../messages/workerMessages";

export interface WidthEdit {
  readonly kind: "weights" | "activation";
  readonly name: string;
  readonly bits: Bits;
}

export interface Narrowing extends WidthEdit {
  readonly from: Bits;
  /** About so many. */
  readonly savedBytes: number;
  /** Of predicted loss; null where it was not measured. */
  readonly addedLoss: number | null;
}

/** Everything that would save bytes of that memory, the most first. */
export function narrowings(report: Report, losses: Losses, region: "flash" | "ram"): readonly Narrowing[] {
  const tensors = region === "flash" ? weightTensors(report) : tensorsAtPeak(report);
  return tensors
    .flatMap(({ kind, name, from, sizeBytes }) =>
      widthsFor(kind)
        .filter((bits) => bits < from)
        .map((bits): Narrowing => {
          const savedBytes = Math.floor(sizeBytes * (1 - bits / from));
          return { kind, name, bits, from, savedBytes, addedLoss: addedLoss(losses, `${kind}:${name}`, from, bits) };
        }),
    )
    .filter(({ savedBytes }) => savedBytes > 0)
    .sort((a, b) => b.savedBytes - a.savedBytes);
}

/**
 * Sets of edits that should save so many bytes, the least loss first: single ones where any suffices, else one set that adds the cheapest
 * narrowings until it does. Empty where nothing suffices.
 */
export function proposals(
  candidates: readonly Narrowing[],
  overBytes: number,
  most: number,
): readonly (readonly Narrowing[])[] {
  const single = candidates
    .filter(({ savedBytes }) => savedBytes >= overBytes)
    // Without losses the least that suffices is the gentlest.
    .sort((a, b) => (a.addedLoss ?? Infinity) - (b.addedLoss ?? Infinity) || a.savedBytes - b.savedBytes);
  if (single.length > 0)
    return oneOfEach(single)
      .map((each) => [each])
      .slice(0, most);
  const set = new Map<string, Narrowing>();
  let saved = 0;
  for (const candidate of [...candidates].sort((a, b) => priceOf(a) - priceOf(b))) {
    const key = `${candidate.kind}:${candidate.name}`;
    const before = set.get(key);
    if (before && before.bits <= candidate.bits) continue;
    saved += candidate.savedBytes - (before?.savedBytes ?? 0);
    set.set(key, candidate);
    if (saved >= overBytes) return [[...set.values()]];
  }
  return [];
}

/** A tensor that suffices at 4 bits need not be offered at 2. */
function oneOfEach(sorted: readonly Narrowing[]): readonly Narrowing[] {
  const seen = new Set<string>();
  return sorted.filter(({ kind, name }) => {
    const key = `${kind}:${name}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Loss a byte; without losses larger savings go first. */
function priceOf({ addedLoss: loss, savedBytes }: Narrowing): number {
  return loss === null ? -savedBytes : Math.max(0, loss) / savedBytes;
}

interface Tensor {
  readonly kind: WidthEdit["kind"];
  readonly name: string;
  readonly from: Bits;
  readonly sizeBytes: number;
}

function weightTensors({ layers }: Report): readonly Tensor[] {
  return layers.flatMap(({ name, weightBits, weightBytes }): Tensor[] =>
    weightBits === null ? [] : [{ kind: "weights", name, from: weightBits, sizeBytes: weightBytes }],
  );
}

/** Tensors whose width is free and whose bytes are alive where RAM peaks. A width is stated under the name of the tensor that begins it. */
function tensorsAtPeak({ layers, memory, policy }: Report): readonly Tensor[] {
  const peak = layers.findIndex(({ name }) => name === memory.peak.layer);
  const alive = memory.arena.buffers.filter(
    ({ kind, firstStep, lastStep }) => kind === "activation" && firstStep <= peak && peak <= lastStep,
  );
  return Object.entries(policy.activations).flatMap(([name, from]): Tensor[] => {
    const sizeBytes = alive.filter((buffer) => buffer.name === name).reduce((sum, each) => sum + each.sizeBytes, 0);
    return sizeBytes > 0 ? [{ kind: "activation", name, from, sizeBytes }] : [];
  });
}

function addedLoss(losses: Losses, key: string, from: Bits, to: Bits): number | null {
  const [before, after] = [losses[`${key}:${from}`], losses[`${key}:${to}`]];
  return before === undefined || after === undefined ? null : after - before;
}
