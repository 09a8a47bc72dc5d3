/**
 * RAM under row streaming in the separable form of the constraints, for given segments: what a segment holds is a sum over tensors, whole
 * or rings. Where an output moves in over an input, their union is the greatest of sums, one for each row written: the rows of the output up
 * to there, and the rows of the input that are still needed then. For each ratio of their widths one row decides, so a few steps
 * say it exactly, but for the rounding of rows to bytes. Where widths decide whether something is overwritten at all, and where several
 * inputs and outputs could share bytes, each step counts one side: a lower bound.
 */
import { ACTIVATION_WIDTHS } from "../../base/bits";
import { activationOf, type Network } from "../../ir/network";
import { scratchBytes } from "../accounts/kernelCosts";
import { layerAt } from "../arena/lifetimes";
import { stateElements, stateHeld } from "../arena/states";
import { ramStepOf, type Held } from "../accounts/ramStep";
import { segmentShapesOf, type Passage, type SegmentShapes } from "./segmentShapes";
import type { Planner } from "../execution/planner";
import type { AccountName, RamStep, Segment, Way } from "../types";

export interface SegmentStepOptions extends Required<Pick<Way, "order" | "inputInArena" | "rows" | "segments">> {
  /** 0 in the model account. */
  readonly stackBytes: number;
}

export function segmentSteps(planner: Planner, account: AccountName, options: SegmentStepOptions): readonly RamStep[] {
  const { network } = planner;
  const { order, rows, segments, stackBytes } = options;
  const linked = account === "linked";
  const inputInArena = !linked || rows === "supplied" || options.inputInArena;
  const shapes = segmentShapesOf(planner, order, { inputInArena, rows });
  return segments.flatMap(({ firstStep, lastStep }) => {
    const layers = order.slice(firstStep, lastStep + 1).map((index) => layerAt(network, index));
    const scratch = linked ? Math.max(...layers.map((layer) => scratchBytes(network, layer))) : 0;
    const alwaysBytes = scratch + stackBytes;
    const layer = order[firstStep] ?? -1;
    return heldTogether(shapes, firstStep, lastStep + 1, { linked, inputInArena }).map((held) =>
      ramStepOf(network, layer, [...held, ...stateElements(network)], alwaysBytes),
    );
  });
}

/** Which of these segments run row by row. */
export function streamedSegments(
  planner: Planner,
  { order, rows, segments, inputInArena }: SegmentStepOptions,
): readonly Segment[] {
  const shapes = segmentShapesOf(planner, order, { inputInArena, rows });
  return segments.map(({ firstStep, lastStep }) => ({
    firstStep,
    lastStep,
    streamed: shapes.shapesOf(firstStep, lastStep + 1)[0]?.streamed === true,
  }));
}

/** Sets that all exist at once, whatever the widths. */
function heldTogether(
  shapes: SegmentShapes,
  first: number,
  end: number,
  { linked, inputInArena }: { readonly linked: boolean; readonly inputInArena: boolean },
): readonly (readonly Held[])[] {
  const { network, lifetimes } = shapes;
  const inBlock = stateHeld(network, shapes.order, linked);
  const [shape] = shapes.shapesOf(first, end);
  if (!shape) throw new Error(`layers ${first} to ${end - 1} of the order cannot run together`);
  const all = network.activations.flatMap(({ id, shape: [, width, channels], elements }): Held[] => {
    const lifetime = lifetimes[id];
    if (!lifetime || lifetime.firstStep >= end || lifetime.lastStep < first) return [];
    if (inBlock.has(id) || (!inputInArena && network.inputs.includes(id))) return [];
    const rows = shape.ringRows.get(id);
    return [{ id, elements: rows === undefined ? elements : rows * width * channels }];
  });
  const [passage, ...others] = shape.passages;
  if (!passage) return [all];
  const isReplaced = linked && shape.passages.some(({ mayReplace }) => mayReplace);
  if (others.length === 0 && !isReplaced) return unionsOf(network, passage, all);
  const inputs = shape.passages.map(({ over }) => over);
  const outputs = shape.passages.map(({ by }) => by);
  return [all.filter(({ id }) => !outputs.includes(id)), all.filter(({ id }) => !inputs.includes(id))];
}

/** What the two tensors of a passage take together, for each corner that binds at some pair of widths. */
function unionsOf(
  network: Network,
  { over, by, corners }: Passage,
  all: readonly Held[],
): readonly (readonly Held[])[] {
  const [input, output] = [activationOf(network, over), activationOf(network, by)];
  const rowElements = ({ shape }: typeof input): number => shape[1] * shape[2];
  const pairs: { readonly kept: number; readonly written: number }[] = [];
  for (let i = 0; i < corners.length; i += 2) {
    pairs.push({
      written: (corners[i] as number) * rowElements(output),
      kept: input.elements - (corners[i + 1] as number) * rowElements(input),
    });
  }
  // At no row does the union take less than the whole input.
  pairs.push({ written: 0, kept: input.elements });
  const binding = new Set(
    ACTIVATION_WIDTHS.flatMap((inputBits) =>
      ACTIVATION_WIDTHS.map((outputBits) => {
        const bitsOf = ({ kept, written }: (typeof pairs)[number]): number => kept * inputBits + written * outputBits;
        return pairs.reduce((most, pair) => (bitsOf(pair) > bitsOf(most) ? pair : most));
      }),
    ),
  );
  return [...binding].map(({ kept, written }) =>
    all.map((held) =>
      held.id === over ? { ...held, elements: kept } : held.id === by ? { ...held, elements: written } : held,
    ),
  );
}
